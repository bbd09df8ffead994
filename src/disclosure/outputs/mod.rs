//! Several outputs about the same people (linked tables): the people in each, the sums that they have in common, and the disclosures
//! that follow from them together.

mod atoms;
mod earlier_answers;
mod guarded;
mod members;
mod shared_base;

pub use earlier_answers::{EarlierAnswers, EarlierGrouping};
pub use guarded::{Guarded, GuardedSet};
pub use members::{CellStatus, EarlierOutput, EarlierScale, NewOutput, OutputGrouping, OutputMembers, ScaleMembers};
pub(in crate::disclosure) use shared_base::{SharedBase, shared_bases};
