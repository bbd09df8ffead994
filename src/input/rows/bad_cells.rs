//! Answers that cannot be read.

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::input::rows::cell_problem::CellProblem;
use crate::input::text::{SHOWN, fold};
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

    /// One finding per distinct text and problem, the most frequent first.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let finding = |bad: &BadText<'_>| {
            let message = match bad.cells.len() {
                1 => format!("`{}` {}", bad.first().text, bad.first().problem),
                _ => format!("`{}`, {}: {}", bad.first().text, bad.frequency(), bad.first().problem),
            };
            Finding {
                level: Level::Error,
                code: "bad-answer".into(),
                file: Some(bad.first().file.clone()),
                row: Some(bad.first().row),
                column: Some(bad.first().column.clone()),
                item: Some(bad.first().item.clone()),
                message,
            }
        };
        let texts = self.texts();
        let mut findings: Vec<Finding> = texts.iter().map(finding).collect();
        let synonyms = synonyms(&texts);
        // A text that occurs once is a slip rather than another word.
        if !synonyms.is_empty() && texts.iter().any(|text| text.cells.len() > 1) {
            let message = format!("{SYNONYMS}:{synonyms}");
            findings.push(Finding::new(Level::Note, "synonyms", message));
        }
        findings
    }

    /// The cells by text and problem, the most frequent first.
    fn texts(&self) -> Vec<BadText<'_>> {
        let mut places: HashMap<(String, String), usize> = HashMap::new();
        let mut texts: Vec<BadText<'_>> = Vec::new();
        for cell in &self.cells {
            let place = *places
                .entry((fold(&cell.text), cell.problem.to_string()))
                .or_insert_with(|| {
                    texts.push(BadText { cells: Vec::new() });
                    texts.len() - 1
                });
            texts[place].cells.push(cell);
        }
        texts.sort_by_key(|text| std::cmp::Reverse(text.cells.len()));
        texts
    }
}

/// All cells with one text and one problem; at least one.
struct BadText<'a> {
    cells: Vec<&'a BadCell>,
}

impl BadText<'_> {
    fn first(&self) -> &BadCell {
        self.cells[0]
    }

    /// The number of cells and columns in words.
    fn frequency(&self) -> String {
        let columns: HashSet<&str> = self.cells.iter().map(|cell| cell.column.as_str()).collect();
        let columns = match columns.len() {
            1 => "1 column".to_owned(),
            several => format!("{several} columns"),
        };
        format!("{} answers in {columns}", self.cells.len())
    }
}

impl fmt::Display for BadText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.first();
        if self.cells.len() == 1 {
            return write!(f, "{first}");
        }
        let (file, place) = (&first.file, first.place());
        write!(
            f,
            "`{}`, {}, first in `{file}`, {place}: {}",
            first.text,
            self.frequency(),
            first.problem
        )
    }
}

/// Advice on texts that the questionnaire does not declare.
const SYNONYMS: &str = "if these are answers, add them to the questionnaire file, each with its code";

/// The lines of a questionnaire file that declare the unknown texts. A text whose code is not clear is commented out.
fn synonyms(texts: &[BadText<'_>]) -> String {
    let unknown = texts.iter().filter_map(|bad| match &bad.first().problem {
        CellProblem::Unknown { nearest, .. } => Some((bad.first(), nearest)),
        _ => None,
    });
    let lines: Vec<String> = unknown
        .take(SHOWN)
        .map(|(cell, nearest)| {
            let text = cell.text.replace('\\', "\\\\").replace('"', "\\\"");
            match nearest {
                Some((_, code)) => format!("\n  \"{text}\" = {code}"),
                None => format!("\n  # \"{text}\" = CODE"),
            }
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("\n  [response.synonyms]{}", lines.concat())
}

impl fmt::Display for BadCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ([cell], 1) = (self.cells.as_slice(), self.count) {
            write!(f, "{cell} — correct it, or set it aside with --skip-bad")?;
            return self.cures.iter().try_for_each(|cure| write!(f, "\n{cure}"));
        }
        write!(f, "{} answers cannot be read:", self.count)?;
        let texts = self.texts();
        for text in texts.iter().take(SHOWN) {
            write!(f, "\n  {text}")?;
        }
        let shown: usize = texts.iter().take(SHOWN).map(|text| text.cells.len()).sum();
        if self.count > shown {
            write!(f, "\n  and {} more", self.count - shown)?;
        }
        let synonyms = synonyms(&texts);
        if synonyms.is_empty() {
            f.write_str("\ncorrect them, or set them aside with --skip-bad")?;
        } else {
            let unknown = "or correct them; --skip-bad would leave out everybody who answered in these words";
            write!(f, "\n{SYNONYMS}:{synonyms}\n{unknown}")?;
        }
        self.cures.iter().try_for_each(|cure| write!(f, "\n{cure}"))
    }
}
