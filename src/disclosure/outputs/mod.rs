//! Several outputs about the same people: who is in each, which sums they have in common, and what they give away together.

mod atoms;
mod exposure;
mod guarded;
mod members;
mod shared_base;

pub(in crate::disclosure) use exposure::exposed;
pub use guarded::{Guarded, GuardedSet};
pub use members::{CellStatus, EarlierOutput, EarlierScale, NewOutput, OutputGrouping, OutputMembers, ScaleMembers};
pub(in crate::disclosure) use shared_base::{SharedBase, shared_bases};
