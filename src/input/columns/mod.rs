//! Matches the columns of a table to items, the academy, other groupings and durations.

mod academy;
mod academy_words;
mod candidates;
mod duration;
mod error;
mod find;
mod header_forms;
mod items;
mod letters;
mod locate;
mod parts;
mod shape;

pub(crate) use academy::{choose_academy, unread_academies};
pub use candidates::{candidates, nearest_miss};
pub(crate) use duration::{DurationColumns, find_duration, milliseconds, milliseconds_between};
pub use error::{ColumnError, ColumnHint, MissingColumn};
pub(crate) use find::{find as find_named, find_grouping, letter_of, shown_headers, texts, words};
pub(crate) use letters::letter;
pub(crate) use locate::{ChosenTable, LocatedItems, PlannedHead, choose, choose_all, locate};
