//! Text as people type it: normal forms, numbers within text, and the nearest right word.

mod alike;
mod mixed;
mod nearest;
mod normal;

pub use alike::{Alike, alike};
pub(crate) use mixed::{Mixed, is_number, readings, whole_number};
pub(crate) use nearest::{likeness, nearest, nearest_label};
pub(crate) use normal::{bare, excerpt, fold, tidy};
