//! Functions that layouts use on the first records of a table.

use crate::input::layouts::layout::{Head, PlannedColumn, TablePlan};
use crate::input::text::{fold, tidy};

/// A cell of the head; empty if the record is shorter.
pub(crate) fn cell(head: &Head, record: usize, field: usize) -> &str {
    let cell = head.records.get(record).and_then(|record| record.get(field));
    cell.map_or("", String::as_str)
}

/// A header in the form in which column names are compared: folded, without closing marks.
pub(crate) fn name(text: &str) -> String {
    fold(text).trim_end_matches([' ', '*', ':', '?']).to_owned()
}

/// The names in a record.
pub(crate) fn names(head: &Head, record: usize) -> Vec<String> {
    let record = head.records.get(record).map_or(&[][..], Vec::as_slice);
    record.iter().map(|text| name(text)).collect()
}

/// The number of wanted names that occur.
pub(crate) fn count(names: &[String], wanted: &[&str]) -> usize {
    wanted
        .iter()
        .filter(|wanted| names.iter().any(|name| name == *wanted))
        .count()
}

/// The field of the first wanted name that occurs.
pub(crate) fn field_of(names: &[String], wanted: &[&str]) -> Option<usize> {
    wanted
        .iter()
        .find_map(|wanted| names.iter().position(|name| name == wanted))
}

/// True if a text looks like a date or time: it begins with a digit and has at least two separators.
pub(crate) fn is_moment(text: &str) -> bool {
    let text = text.trim();
    let marks = |mark: char| text.chars().filter(|&c| c == mark).count() >= 2;
    text.starts_with(|c: char| c.is_ascii_digit()) && (marks('/') || marks('-') || marks('.') || marks(':'))
}

/// The filled cells of a field below the first `header` records.
pub(crate) fn filled(head: &Head, header: usize, field: usize) -> impl Iterator<Item = &str> {
    let below = head.records.iter().skip(header);
    let cells = below.filter_map(move |record| record.get(field));
    cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

/// The number of fields of the widest of the first `header` records.
pub(crate) fn width(head: &Head, header: usize) -> usize {
    head.records.iter().take(header).map(Vec::len).max().unwrap_or(0)
}

/// A plan with one header row and the columns for which `keep` is true.
pub(crate) fn one_row(head: &Head, keep: impl Fn(&str) -> bool) -> TablePlan {
    let header = head.records.first().map_or(&[][..], Vec::as_slice);
    let kept = header.iter().enumerate().filter(|(_, text)| keep(text));
    TablePlan {
        header_records: 1,
        width: header.len(),
        columns: kept.map(|(field, text)| PlannedColumn::of(field, text)).collect(),
        drop: Vec::new(),
    }
}

/// True if a header begins with one of these words, ignoring case.
pub(crate) fn fold_starts(text: &str, beginnings: &[&str]) -> bool {
    let text = fold(text);
    beginnings.iter().any(|beginning| text.starts_with(beginning))
}

/// The texts that follow each occurrence of the mark in a header, longest first. A statement may contain the mark
/// itself.
pub(crate) fn after(text: &str, mark: &str) -> Vec<String> {
    let text = tidy(text);
    let rests = text.match_indices(mark).map(|(at, _)| text[at + mark.len()..].trim());
    rests.filter(|rest| !rest.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_from_numbers_and_words() {
        for text in [
            "2026-09-27 15:00:00",
            "7/27/26 19:06:23",
            "2022/06/22 11:07:29 AM AST",
            "27.09.2026",
        ] {
            assert!(is_moment(text), "{text}");
        }
        for text in ["", "5", "5 - Agree", "Agree - a - b", "4.5"] {
            assert!(!is_moment(text), "{text}");
        }
    }

    #[test]
    fn every_rest_of_a_header_is_offered() {
        assert_eq!(
            after("Stem - We plan - and teach", " - "),
            ["We plan - and teach", "and teach"]
        );
        assert!(after("Stem -", " - ").is_empty());
    }
}
