//! Reports what a worksheet says besides its cells, where it bears on the responses.

use crate::input::columns::{ChosenTable, letter, unread_academies};
use crate::input::options::{GroupChoice, ReadOptions};
use crate::input::rows::TableReader;
use crate::input::text::excerpt;
use crate::model::{Finding, Level};

/// Findings about a hidden sheet, hidden rows, merged academies and formulas without stored values.
pub(in crate::input::read) fn sheet_findings(body: &TableReader<'_>, chosen: &ChosenTable<'_>) -> Vec<Finding> {
    let notes = &chosen.table.notes;
    let header = u32::try_from(body.plan.header_records).unwrap_or(u32::MAX);
    let warning = |code: &'static str, message: String| Finding::new(Level::Warning, code, message).in_file(body.file);
    let mut findings = Vec::new();
    if notes.hidden {
        let sheet = chosen.table.sheet.as_deref().unwrap_or_default();
        let message =
            format!("read the sheet `{sheet}`, which is hidden: name another with --sheet if it is not meant");
        findings.push(warning("hidden-sheet", message));
    }
    let hidden: Vec<u32> = notes.hidden_rows.iter().copied().filter(|&row| row > header).collect();
    if let Some(&first) = hidden.first() {
        let message = format!(
            "{} hidden, perhaps by a filter, and read like the others: delete them if they are not meant to count",
            count(hidden.len(), "row is", "rows are")
        );
        findings.push(warning("hidden-rows", message).at_row(first));
    }
    let academy = body
        .groupings
        .first()
        .copied()
        .flatten()
        .map(|at| &body.plan.columns[at]);
    let is_academy = |column: u32| academy.is_some_and(|academy| academy.fields.contains(&place(column)));
    let merged = notes
        .merged
        .iter()
        .filter(|area| area.rows.1 > area.rows.0 && area.rows.1 > header)
        .filter(|area| (area.columns.0..=area.columns.1).any(is_academy));
    let rows: u32 = merged
        .clone()
        .map(|area| area.rows.1 - area.rows.0)
        .fold(0, u32::saturating_add);
    if let (Some(first), Some(academy)) = (merged.clone().next(), academy) {
        let message = format!(
            "merged cells in the column of the academy: only the first row of each has its name, so {} none: unmerge \
             the cells and fill the name down",
            count(usize::try_from(rows).unwrap_or(usize::MAX), "row names", "rows name")
        );
        let finding = warning("merged-academies", message).at_row(first.rows.0);
        findings.push(finding.in_column(&excerpt(&academy.header)));
    }
    let is_read = |column: u32| {
        let items = body
            .items
            .iter()
            .any(|&at| body.plan.columns[at].fields.contains(&place(column)));
        items || is_academy(column)
    };
    let unstored: Vec<(u32, u32)> = notes
        .unstored
        .iter()
        .copied()
        .filter(|&(row, column)| row > header && is_read(column))
        .collect();
    if let Some(&(row, column)) = unstored.first() {
        let message = format!(
            "{} without a stored value, read as blank, first in {}{row}: open the workbook in a spreadsheet, save it, and \
             read it again",
            count(unstored.len(), "formula", "formulas"),
            letter(place(column))
        );
        findings.push(warning("formulas-without-values", message).at_row(row));
    }
    findings
}

/// A finding if a column looks like the academy but every row counts for one.
pub(in crate::input::read) fn unread_academy_finding(
    options: &ReadOptions,
    chosen: &ChosenTable<'_>,
) -> Option<Finding> {
    let GroupChoice::Everybody(name) = &options.group else {
        return None;
    };
    let (plan, items) = (&chosen.located.plan, &chosen.located.items);
    let unread = unread_academies(plan, items, &chosen.table, options.academies.as_ref())?;
    let message = format!(
        "everybody counts for `{}`, though the column `{}` looks like the academy and has {}: leave out --academy to read it",
        excerpt(name),
        excerpt(&unread.header),
        count(unread.names.len(), "name", "different names")
    );
    (unread.names.len() > 1).then(|| Finding::new(Level::Warning, "academy-column-unread", message))
}

fn place(column: u32) -> usize {
    usize::try_from(column).unwrap_or(usize::MAX)
}

fn count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
