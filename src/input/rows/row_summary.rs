//! Counts of rows that need attention, each kind with its first row.

use std::collections::BTreeMap;

use crate::input::rows::wordings::TextsSeen;

/// The number of rows of one kind, and the first of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Occurrences {
    pub(crate) first: u32,
    pub(crate) count: usize,
}

impl Occurrences {
    pub(crate) fn add(&mut self, row: u32) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += 1;
    }

    /// Appends the rows of a later part of the same table, which begins after `above` rows.
    fn append(&mut self, below: Self, above: u32) {
        if self.count == 0 {
            self.first = below.first.saturating_add(above);
        }
        self.count += below.count;
    }
}

/// A summary of the rows of a table or of a part of it.
#[derive(Debug, Default)]
pub(crate) struct RowSummary {
    pub(crate) rows: usize,
    pub(crate) short: Occurrences,
    /// Rows with cells to the right of a workbook's table.
    pub(crate) beside: Occurrences,
    pub(crate) dropped: BTreeMap<&'static str, usize>,
    /// Rows that were kept although something about them is doubtful.
    pub(crate) doubtful: BTreeMap<&'static str, Occurrences>,
    /// The declared texts that answers used.
    pub(crate) wordings: TextsSeen,
    /// Rows whose width differs from the header's.
    pub(crate) uneven: usize,
    /// Rows with filled cells to the right of the last header, and the number of cells in the first.
    pub(crate) long: Occurrences,
    pub(crate) found: usize,
}

impl RowSummary {
    /// Appends the summary of a later part of the same table, which begins after `above` rows.
    pub(crate) fn append(&mut self, below: &Self, above: u32) {
        self.rows += below.rows;
        self.short.append(below.short, above);
        self.beside.append(below.beside, above);
        for (reason, count) in &below.dropped {
            *self.dropped.entry(reason).or_default() += count;
        }
        for (reason, rows) in &below.doubtful {
            self.doubtful.entry(reason).or_default().append(*rows, above);
        }
        self.wordings.merge(&below.wordings);
        self.uneven += below.uneven;
        if self.long.count == 0 {
            self.found = below.found;
        }
        self.long.append(below.long, above);
    }
}
