//! Surveys that are counted: tallies in place of rows, and the sum of several tallies.

mod counted;
mod gathering;

pub use counted::{Counted, PulledApart};
pub(crate) use counted::{blank_findings, has_nobodys, invalid_finding, no_group_finding, spelling_findings};
pub use gathering::Gathering;
