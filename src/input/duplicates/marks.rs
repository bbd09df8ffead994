//! The marks of all rows that were read, by file.

use std::collections::HashMap;
use std::ops::Range;

use crate::input::duplicates::hash::{in_column, mix, of_bytes};
use crate::input::duplicates::marker::{RowKeys, RowMark, RowMarker, of_answers};
use crate::model::MissingReason;
use crate::tally::Lanes;

/// The most rows without keys that are remembered when rows are only counted, so that memory does not grow with them.
/// A block that stands twice is looked for among these.
const MOST_UNKEYED: usize = 1 << 21;

/// The marks of the rows of one batch, and the rows of the batch to leave out.
pub(crate) struct BatchMarks<'k> {
    marker: &'k RowMarker,
    /// The rows to leave out, as indices within the batch, in ascending order.
    leave_out: &'k [u32],
    /// The index of the next row.
    next: u32,
    rows: PartMarks,
}

/// The marks of the rows of one part of a file.
#[derive(Debug)]
pub(crate) struct PartMarks {
    /// The part's name within its file: the same whenever the file is read.
    at: u64,
    /// Per row, the hash of its answers and the sum over its other cells.
    rows: Vec<MarkedRow>,
    /// Per row, its keys; empty if the table has no column that identifies responses.
    keys: Vec<RowKeys>,
    seconds: bool,
    /// The number of rows left out.
    left_out: usize,
}

/// The content of a row as two hashes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct MarkedRow {
    /// Of its answers.
    pub(crate) answers: u64,
    /// The sum over its other cells.
    pub(crate) others: u64,
}

/// The rows of a file to leave out: for each part, their indices in ascending order.
pub(crate) type LeftOutOfFile = HashMap<u64, Vec<u32>>;

/// The rows to leave out, per file.
#[derive(Debug, Default)]
pub(crate) struct LeaveOut {
    files: Vec<LeftOutOfFile>,
    none: LeftOutOfFile,
}

impl LeaveOut {
    /// True if no row is left out.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.iter().all(LeftOutOfFile::is_empty)
    }

    /// The rows of a file to leave out.
    pub(crate) fn of_file(&self, file: usize) -> &LeftOutOfFile {
        self.files.get(file).unwrap_or(&self.none)
    }
}

impl<'k> BatchMarks<'k> {
    /// No rows yet. `at` names the part within its file.
    pub(crate) fn new(marker: &'k RowMarker, leave_out: &'k LeftOutOfFile, at: u64, rows: usize) -> Self {
        Self {
            marker,
            leave_out: leave_out.get(&at).map_or(&[], Vec::as_slice),
            next: 0,
            rows: PartMarks {
                at,
                rows: Vec::with_capacity(rows),
                keys: Vec::new(),
                seconds: false,
                left_out: 0,
            },
        }
    }

    /// True if the next row is to be left out. Call it once for every response.
    #[inline(always)]
    pub(crate) fn skips_next(&mut self) -> bool {
        let Some((&first, rest)) = self.leave_out.split_first() else {
            return false;
        };
        let skips = first == self.next;
        self.next += 1;
        if skips {
            self.leave_out = rest;
            self.rows.left_out += 1;
        }
        skips
    }

    /// Adds a row with its answers as given.
    #[inline(always)]
    pub(crate) fn push(&mut self, answers: &[Lanes], mark: &RowMark) {
        self.rows.rows.push(MarkedRow {
            answers: of_answers(answers),
            others: mark.others,
        });
        if self.marker.identifies {
            self.rows.keys.push(mark.keys);
            self.rows.seconds |= mark.seconds;
        }
    }

    /// Adds the reason why the last row has no answer to an item.
    pub(crate) fn note(&mut self, item: usize, reason: &MissingReason) {
        if let Some(row) = self.rows.rows.last_mut() {
            let part = mix(of_bytes(reason.name().as_bytes()), item as u64);
            row.others = row.others.wrapping_add(part);
        }
    }

    pub(crate) fn finish(self) -> PartMarks {
        self.rows
    }
}

/// A group of the rows of a batch: the hash of its column's header, and the group of each row with the hash of its name.
pub(crate) struct MarkedGroups<'g> {
    pub(crate) header: Option<u64>,
    pub(crate) names: &'g [u64],
    pub(crate) of_rows: &'g [u32],
}

/// A part of a file as it was read.
#[derive(Debug)]
struct ReadPart {
    at: u64,
    /// The index of its first row among all rows that are remembered.
    first: usize,
}

/// A file whose rows are marked.
#[derive(Debug)]
pub(crate) struct MarkedFile {
    pub(crate) name: String,
    /// The hash of the header of each grouping's column.
    groups: Vec<Option<u64>>,
    parts: Vec<ReadPart>,
    /// Its rows among all rows that are remembered.
    pub(crate) rows: Range<usize>,
    /// The index of its first row among the keys; `None` if it has none.
    keys: Option<usize>,
    /// True if a time has seconds.
    pub(crate) seconds: bool,
    /// The number of rows left out.
    pub(crate) left_out: usize,
}

/// The marks of all rows.
#[derive(Debug, Default)]
pub(crate) struct SurveyMarks {
    pub(crate) rows: Vec<MarkedRow>,
    keys: Vec<RowKeys>,
    pub(crate) files: Vec<MarkedFile>,
}

impl SurveyMarks {
    /// Begins a file.
    pub(crate) fn begin(&mut self, name: &str, marker: &RowMarker) {
        let next = self.rows.len();
        self.files.push(MarkedFile {
            name: name.to_owned(),
            groups: marker.groups.clone(),
            parts: Vec::new(),
            rows: next..next,
            keys: marker.identifies.then_some(self.keys.len()),
            seconds: false,
            left_out: 0,
        });
    }

    /// The number of rows of the last file that were left out.
    pub(crate) fn left_out_of_last(&self) -> usize {
        self.files.last().map_or(0, |file| file.left_out)
    }

    /// The hash of the header of a grouping's column in the file that is being read.
    pub(crate) fn header_of(&self, grouping: usize) -> Option<u64> {
        self.files.last()?.groups.get(grouping).copied().flatten()
    }

    /// Adds a part of the last file. `groups` has one entry per grouping, the academy first. If rows are only counted,
    /// few rows without keys are remembered.
    pub(crate) fn add<'g>(
        &mut self,
        mut part: PartMarks,
        groups: impl Iterator<Item = MarkedGroups<'g>>,
        keeping: Remembered,
    ) {
        let Some(file) = self.files.last_mut() else {
            return;
        };
        file.left_out += part.left_out;
        if keeping == Remembered::Some && file.keys.is_none() && self.rows.len() + part.rows.len() > MOST_UNKEYED {
            return;
        }
        for (grouping, MarkedGroups { header, names, of_rows }) in groups.enumerate() {
            if let Some(header) = header {
                let parts: Vec<u64> = names.iter().map(|&name| group_part(name, header)).collect();
                for (row, &group) in part.rows.iter_mut().zip(of_rows) {
                    row.others = row.others.wrapping_add(parts[group as usize]);
                }
            }
            if grouping == 0 {
                for (keys, &group) in part.keys.iter_mut().zip(of_rows) {
                    keys.academy = group;
                }
            }
        }
        file.parts.push(ReadPart {
            at: part.at,
            first: self.rows.len(),
        });
        self.rows.append(&mut part.rows);
        self.keys.append(&mut part.keys);
        file.rows.end = self.rows.len();
        file.seconds |= part.seconds;
    }

    /// The keys of a file's rows, in order; `None` if nothing identifies them.
    pub(crate) fn keys_of(&self, file: &MarkedFile) -> Option<&[RowKeys]> {
        let first = file.keys?;
        self.keys.get(first..first + file.rows.len())
    }

    /// The rows to leave out by their parts. `rows` are indices among all rows, in ascending order.
    pub(crate) fn leave_out(&self, rows: &[usize]) -> LeaveOut {
        let mut files = Vec::new();
        let mut left = rows.iter().copied().peekable();
        for file in &self.files {
            let mut of_file = LeftOutOfFile::new();
            while let Some(row) = left.next_if(|&row| row < file.rows.end) {
                let part = file.parts.partition_point(|part| part.first <= row);
                let Some(part) = part.checked_sub(1).and_then(|part| file.parts.get(part)) else {
                    continue;
                };
                // A part has at most as many rows as a u32 counts.
                let index = u32::try_from(row - part.first).unwrap_or(u32::MAX);
                of_file.entry(part.at).or_default().push(index);
            }
            files.push(of_file);
        }
        LeaveOut {
            files,
            none: LeftOutOfFile::new(),
        }
    }
}

/// How many rows are remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remembered {
    /// All.
    All,
    /// All with keys, and some of the others.
    Some,
}

/// The part of a group in the sum over a row; 0 for respondents who named none.
fn group_part(name: u64, header: u64) -> u64 {
    if name == 0 { 0 } else { in_column(name, header) }
}
