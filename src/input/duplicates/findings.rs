//! Says which responses had several rows.

use std::collections::BTreeMap;

use crate::input::duplicates::blocks::RepeatedBlock;
use crate::input::duplicates::marks::SurveyMarks;
use crate::input::duplicates::response::Response;
use crate::model::{Finding, Level};

/// Rows of one file that are responses of another, or of the same.
#[derive(Default)]
struct Overlap {
    rows: usize,
    /// Rows that differ from the first of their response.
    changed: usize,
}

/// The finding of a block of rows that follows itself.
pub(super) fn doubtful_block(block: &RepeatedBlock) -> Finding {
    let message = format!(
        "{} of the {} rows of `{}` stand there a second time, directly after the first and in the same order. They are counted as \
         different people. If they are the same people, leave these rows out, or export again with ids or times",
        block.rows, block.of, block.second
    );
    Finding::new(Level::Warning, "repeated-block", message)
}

/// One finding for each pair of files that have responses in common.
pub(super) fn findings(marks: &SurveyMarks, responses: &[Response], kept: bool) -> Vec<Finding> {
    let file = |row: usize| marks.files.partition_point(|file| file.rows.end <= row);
    let mut overlaps: BTreeMap<[usize; 2], Overlap> = BTreeMap::new();
    for response in responses {
        let Some((&first, others)) = response.rows.split_first() else {
            continue;
        };
        for &row in others {
            let overlap = overlaps.entry([file(row), file(first)]).or_default();
            overlap.rows += 1;
            overlap.changed += usize::from(marks.rows[row] != marks.rows[first]);
        }
    }
    let finding = |([later, earlier], overlap): ([usize; 2], Overlap)| {
        let (later, earlier) = (&marks.files[later], &marks.files[earlier]);
        let (rows, of) = (overlap.rows, later.rows.len());
        let what = if later.name == earlier.name && later.rows == earlier.rows {
            let repeats = if rows == 1 {
                "repeats a response"
            } else {
                "repeat responses"
            };
            format!("{rows} of the {of} rows of `{}` {repeats} of other rows", later.name)
        } else {
            let are = if rows == 1 { "is" } else { "are" };
            format!(
                "{rows} of the {of} rows of `{}` {are} in `{}` too",
                later.name, earlier.name
            )
        };
        let changed = match overlap.changed {
            0 => String::new(),
            1 => ", 1 of them in another version".to_owned(),
            changed => format!(", {changed} of them in another version"),
        };
        if kept {
            let message =
                format!("{what}{changed}: these people are counted more than once, as --keep-duplicates asks");
            return Finding::new(Level::Warning, "duplicates-kept", message);
        }
        let version = if overlap.changed > 0 {
            " in its latest version"
        } else {
            ""
        };
        let message =
            format!("{what}{changed}: each response is counted once{version} (--keep-duplicates counts every row)");
        Finding::new(Level::Warning, "duplicates-left-out", message)
    };
    overlaps.into_iter().map(finding).collect()
}
