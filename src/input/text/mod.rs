//! Text as people type it: normal forms, numbers within text, similar words, and lists in messages.

mod alike;
mod candidates;
mod mixed;
mod name_key;
mod nearest;
mod normal;
mod shown;

pub use alike::{Alike, alike};
pub(crate) use candidates::Candidates;
pub(crate) use mixed::{Mixed, is_number, readings, whole_number};
pub(crate) use name_key::name_key;
pub(crate) use nearest::{likeness, nearest, nearest_label, nearest_word};
pub(crate) use normal::{bare, excerpt, fold, in_lines, tidy};
pub(crate) use shown::{SHOWN, all_quoted, did_you_mean, few_or_all, quoted, shell};
