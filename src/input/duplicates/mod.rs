//! One response counts once: finds rows that are one response, within a file and across files, before anything is
//! counted.
//!
//! Every row is marked while it is read ([`marker`]). When all files are read, the marks show which rows are one response
//! ([`resolve`]). If there are any, the files are read again without the superfluous rows.
#![expect(
    clippy::inline_always,
    reason = "these run for every row, and calls would cost more than their work"
)]

mod blocks;
mod chance;
mod equal;
mod fields;
mod findings;
mod hash;
mod identity;
mod marker;
mod marks;
mod moment;
mod resolve;
mod response;
mod sketch;

pub use blocks::RepeatedBlock;
pub(crate) use fields::{TableHead, table_fields};
pub(crate) use hash::of_text;
pub use identity::ResponseIdentity;
pub(crate) use identity::identities;
pub(crate) use marker::{RowMark, RowMarker};
pub(crate) use marks::{BatchMarks, LeaveOut, LeftOutOfFile, MarkedGroups, PartMarks, Remembered, SurveyMarks};
pub(crate) use resolve::{SameResponses, same_responses};
pub use sketch::CountedResponses;
