//! The fast path for plain delimited rows. All other rows go through `rows`.
#![expect(
    clippy::inline_always,
    reason = "these run for every row, and calls would cost more than their work"
)]

mod block;
mod code_run;
mod glance;
mod plain_row;
mod scan;

pub(crate) use plain_row::{PlainRow, PlainRowReader};
pub(crate) use scan::first_of;
