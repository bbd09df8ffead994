//! A report: what people read as blocks, what spreadsheets read as tidy tables, what scripts read as a record.

use crate::report::{Cell, Record};

/// What a column is for, which decides how it is set and what goes first when a terminal is narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names: left-aligned, cut when it must be.
    Name,
    /// A figure that is always shown: right-aligned.
    Figure,
    /// A figure that a narrow terminal leaves out; the higher the number, the sooner.
    Extra(u8),
    /// A picture of the row, drawn in what width is left.
    Picture,
    /// Longer words behind the figures.
    Words,
}

/// The name of a table that a workbook shows in its summary, and nowhere else.
pub const SUMMARY: &str = "summary";

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name machines use.
    pub key: String,
    /// The name people read.
    pub heading: String,
    /// What it is for.
    pub role: Role,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(key: &str, heading: &str, role: Role) -> Self {
        Self {
            key: key.to_owned(),
            heading: heading.to_owned(),
            role,
        }
    }
}

/// A table: every row has a cell for every column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name that `--only` takes and a file is called by.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows yet.
    #[must_use]
    pub fn new(name: &str, columns: Vec<Column>) -> Self {
        Self {
            name: name.to_owned(),
            columns,
            rows: Vec::new(),
        }
    }

    /// A tidy table whose headings are its keys.
    #[must_use]
    pub fn tidy(name: &str, keys: &[&str]) -> Self {
        Self::new(
            name,
            keys.iter().map(|key| Column::new(key, key, Role::Figure)).collect(),
        )
    }

    /// Adds a row; missing cells are blank.
    pub fn push(&mut self, mut row: Vec<Cell>) {
        row.resize(self.columns.len(), Cell::Blank);
        self.rows.push(row);
    }
}

/// A short label with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// One or two words.
    pub label: String,
    /// A sentence or a few figures.
    pub text: String,
}

/// A piece of what people read, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading and what stands beside it.
    Heading {
        /// The heading.
        text: String,
        /// Beside it, quieter.
        aside: String,
    },
    /// Labelled sentences.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// A sentence of its own.
    Note(String),
}

/// All that one run has to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// One line that says what this is.
    pub title: String,
    /// What must be said on every output, such as "not for circulation".
    pub marking: Option<String>,
    /// What people read.
    pub blocks: Vec<Block>,
    /// What spreadsheets read: tidy tables by name; the first is the main one.
    pub tables: Vec<Table>,
    /// What scripts read.
    pub record: Record,
}
