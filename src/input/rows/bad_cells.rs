//! Answers that cannot be read.

use std::fmt;

use crate::input::rows::cell_problem::CellProblem;
use crate::input::text::SHOWN;
use crate::model::{Finding, Level};

/// A cell that is off the scale or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// The file, as it was named.
    pub file: String,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
    /// The column's header.
    pub column: String,
    /// The item's id.
    pub item: String,
    /// The text of the cell.
    pub text: String,
    /// Why it cannot be read.
    pub problem: CellProblem,
}

impl BadCell {
    fn place(&self) -> String {
        let same = self.column.trim().eq_ignore_ascii_case(&self.item);
        let item = if same {
            String::new()
        } else {
            format!(" (item `{}`)", self.item)
        };
        format!("row {}, column `{}`{item}", self.row, self.column)
    }
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "in `{}`, {}: `{}` {}",
            self.file,
            self.place(),
            self.text,
            self.problem
        )
    }
}

/// All unreadable cells of the files that were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BadCells {
    /// The cells in file order, at most 1,000,000 of them.
    pub cells: Vec<BadCell>,
    /// The number of cells, including those beyond the first 1,000,000.
    pub count: usize,
    /// For each file, advice that may cure all its cells at once.
    pub cures: Vec<String>,
}

impl BadCells {
    const KEPT: usize = 1_000_000;

    /// True if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a cell. Calls `describe` only while cells are still stored.
    pub(crate) fn add(&mut self, describe: impl FnOnce() -> BadCell) {
        self.count += 1;
        if self.cells.len() < Self::KEPT {
            self.cells.push(describe());
        }
    }

    /// Appends the cells of a later part of the same table, which begins after `above` rows.
    pub(crate) fn append(&mut self, below: Self, above: u32) {
        self.count += below.count;
        let room = Self::KEPT.saturating_sub(self.cells.len());
        let moved = |cell: BadCell| BadCell {
            row: cell.row.saturating_add(above),
            ..cell
        };
        self.cells.extend(below.cells.into_iter().take(room).map(moved));
    }

    /// Adds advice that may cure all cells of a file at once.
    pub(crate) fn cure(&mut self, cure: String) {
        self.cures.push(cure);
    }

    /// One finding per cell, for programs.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let finding = |cell: &BadCell| Finding {
            level: Level::Error,
            code: "bad-answer".into(),
            file: Some(cell.file.clone()),
            row: Some(cell.row),
            column: Some(cell.column.clone()),
            item: Some(cell.item.clone()),
            message: format!("`{}` {}", cell.text, cell.problem),
        };
        self.cells.iter().map(finding).collect()
    }
}

impl fmt::Display for BadCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ([cell], 1) = (self.cells.as_slice(), self.count) {
            write!(f, "{cell} — correct it, or set it aside with --skip-bad")?;
            return self.cures.iter().try_for_each(|cure| write!(f, "\n{cure}"));
        }
        write!(f, "{} answers cannot be read:", self.count)?;
        for cell in self.cells.iter().take(SHOWN) {
            write!(f, "\n  {cell}")?;
        }
        if self.count > SHOWN {
            write!(f, "\n  and {} more", self.count - SHOWN)?;
        }
        f.write_str("\ncorrect them, or set them aside with --skip-bad")?;
        self.cures.iter().try_for_each(|cure| write!(f, "\n{cure}"))
    }
}
