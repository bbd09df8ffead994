//! What was met on the way through a table: counted, each kind with its first row.

use std::collections::BTreeMap;

use crate::input::rows::wordings::Wordings;

/// Rows of one kind: the first, and how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) first: u32,
    pub(crate) count: usize,
}

impl Rows {
    pub(crate) fn add(&mut self, row: u32) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += 1;
    }

    /// Adds rows that stand below; `above` is how many rows stand above the first of theirs.
    fn append(&mut self, below: Self, above: u32) {
        if self.count == 0 {
            self.first = below.first.saturating_add(above);
        }
        self.count += below.count;
    }
}

/// What was met in the rows of a table, or of a part of it.
#[derive(Debug, Default)]
pub(crate) struct Met {
    pub(crate) rows: usize,
    pub(crate) short: Rows,
    /// Cells beside the table of a workbook.
    pub(crate) beside: Rows,
    pub(crate) dropped: BTreeMap<&'static str, usize>,
    /// Rows that were kept although something in them is odd.
    pub(crate) doubtful: BTreeMap<&'static str, Rows>,
    /// The declared texts that answers were given with.
    pub(crate) wordings: Wordings,
    /// Rows of another width than the header's.
    pub(crate) uneven: usize,
    /// Rows with filled cells under no header, and how many cells the first has.
    pub(crate) long: Rows,
    pub(crate) found: usize,
}

impl Met {
    /// Adds what was met in rows that stand below; `above` is how many rows stand above the first of theirs.
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
