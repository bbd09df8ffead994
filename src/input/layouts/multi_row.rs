//! Any table with several header rows: questions above, their parts below.

use crate::input::layouts::header::{cell, filled, is_moment, width};
use crate::input::layouts::layout::{Head, Layout, TablePlan};
use crate::input::layouts::stacked;
use crate::input::text::{fold, is_number};

pub(crate) const LAYOUT: Layout = Layout {
    name: "multi-row",
    about: "several header rows: questions above, their parts below (say how many with --header-rows)",
    known_by: "has a second header row, with texts under the blank cells of the first",
    labels: None,
    recognise,
    plan: |head| recognise(head).then(|| plan_of(head, 2)),
};

/// Recognises two header rows: a third of the first row is blank, and has texts below it that do not recur in the rows
/// below.
fn recognise(head: &Head) -> bool {
    let fields = width(head, 2);
    let blank = |record: usize, field: usize| cell(head, record, field).trim().is_empty();
    let above = (0..fields).filter(|&field| !blank(0, field)).count();
    let under_blank = (0..fields).filter(|&field| blank(0, field) && !blank(1, field)).count();
    let is_text = |field: usize| {
        let text = cell(head, 1, field).trim();
        !is_number(text) && !is_moment(text)
    };
    let comes_back = |field: usize| {
        let text = fold(cell(head, 1, field));
        !text.is_empty() && filled(head, 2, field).any(|cell| fold(cell) == text)
    };
    // A single cell above the others is a title.
    head.records.len() > 2
        && above >= 2
        && under_blank * 10 >= fields * 3
        && (0..fields).all(is_text)
        && (0..fields)
            .filter(|&field| !blank(0, field) || !blank(1, field))
            .all(|field| !comes_back(field))
}

/// The plan of a table with this many header rows.
pub(crate) fn plan_of(head: &Head, header_records: usize) -> TablePlan {
    TablePlan {
        header_records,
        width: width(head, header_records),
        columns: stacked::columns(head, header_records),
        drop: Vec::new(),
    }
}
