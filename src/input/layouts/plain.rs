//! The plain layout: one header row, and one column per field.

use crate::input::layouts::header::one_row;
use crate::input::layouts::layout::{Head, Layout, TablePlan};

pub(crate) const PLAIN: Layout = Layout {
    name: "plain",
    about: "one header row, one row per respondent, one column per item",
    known_by: "has one header row",
    labels: None,
    recognise: |_| true,
    plan: |head| Some(plain(head)),
};

/// The plan with one header row and one column per field.
pub(crate) fn plain(head: &Head) -> TablePlan {
    one_row(head, |_| true)
}
