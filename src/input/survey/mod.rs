//! The survey that results from reading: its answers or counts, its files and its findings.

mod counted;
mod findings;
mod gathering;
mod read_survey;

pub use counted::{Counted, PulledApart, WithoutTables};
pub(crate) use findings::{blank_findings, has_nobodys, invalid_finding, no_group_finding, spelling_findings};
pub use gathering::Gathering;
pub use read_survey::{Dropped, FileRead, MatchedColumn, Survey};
