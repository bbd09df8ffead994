//! Which column is which: items, the academy, other groupings and durations.

mod academy;
mod candidates;
mod duration;
mod items;
mod locate;

pub(crate) use academy::choose_academy;
pub use candidates::{candidates, headers, matching, nearest_miss};
pub(crate) use duration::{Took, find_duration, milliseconds, milliseconds_between};
pub use items::ColumnClash;
pub(crate) use items::{find_grouping, letter, shown_headers};
pub(crate) use locate::{Chosen, Located, choose};
