//! What the words of answer scales mean: their order, their direction, and which label is near another in meaning.

mod falling;
mod known;
mod meaning;
mod order;
mod phrases;

pub(crate) use falling::falling_labels;
pub(crate) use known::whole_scale;
pub(crate) use order::{nearest_in_meaning, rising};
