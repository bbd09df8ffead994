//! The plain layout: one header row, and one column per field.

use crate::input::layouts::layout::{Head, Layout, PlannedColumn, TablePlan};

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
    let header = head.records.first().map_or(&[][..], Vec::as_slice);
    TablePlan {
        header_records: 1,
        width: header.len(),
        columns: header
            .iter()
            .enumerate()
            .map(|(field, header)| PlannedColumn::of(field, header))
            .collect(),
        drop: Vec::new(),
    }
}
