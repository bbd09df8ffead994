//! A report: blocks for people, tidy tables for spreadsheets, a record for scripts.

use crate::report::tidy::Tidy;
use crate::report::{Cell, Emphasis, KeyEntry, Record, SheetChart, Subject, figures};

/// The use of a column. It decides how the column is set, and which is left out first when a terminal is narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names: left-aligned, cut when it must be.
    Name,
    /// A figure that is always shown: right-aligned.
    Figure,
    /// A figure that a narrow terminal leaves out; the higher the number, the sooner.
    Extra(u8),
    /// A picture of the row, drawn in the remaining width.
    Picture,
    /// Longer words after the figures.
    Words,
}

/// The name of a table that a workbook shows in its summary, and nowhere else.
pub const SUMMARY: &str = "summary";

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The name that machines read.
    pub key: String,
    /// The name that people read.
    pub heading: String,
    /// Its use, which decides how it is set.
    pub role: Role,
    /// The meaning in one line; empty where the heading says it all.
    pub meaning: &'static str,
    /// The emphasis in a spreadsheet.
    pub emphasis: Emphasis,
}

impl Column {
    /// A column with a heading of its own.
    #[must_use]
    pub fn new(key: &str, heading: &str, role: Role) -> Self {
        let entry = figures::entry(Subject::Any, key);
        Self {
            key: key.to_owned(),
            heading: heading.to_owned(),
            role,
            meaning: entry.map_or("", |entry| entry.meaning),
            emphasis: entry.map_or(Emphasis::Plain, |entry| entry.emphasis),
        }
    }

    /// A narrow column with the short heading of the registry.
    #[must_use]
    pub fn narrow(subject: Subject, key: &str, role: Role) -> Self {
        Self::headed(subject, key, role, |entry| entry.short)
    }

    /// A column with the heading of the registry.
    #[must_use]
    pub fn wide(subject: Subject, key: &str, role: Role) -> Self {
        Self::headed(subject, key, role, |entry| entry.heading)
    }

    fn headed(subject: Subject, key: &str, role: Role, heading: fn(&KeyEntry) -> &'static str) -> Self {
        let entry = figures::entry(subject, key);
        Self {
            meaning: entry.map_or("", |entry| entry.meaning),
            ..Self::new(key, entry.map_or(key, heading), role)
        }
    }
}

/// A table: every row has a cell for every column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name that `--only` takes and a file has.
    pub name: String,
    /// The title of its worksheet.
    pub title: String,
    /// What it has, in one line; empty where the title says it all.
    pub meaning: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// The chart that a workbook draws of it.
    pub chart: Option<&'static SheetChart>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(name: &str, columns: Vec<Column>) -> Self {
        let entry = figures::entry(Subject::Table, name);
        Self {
            name: name.to_owned(),
            title: entry.map_or(name, |entry| entry.heading).to_owned(),
            meaning: entry.map_or("", |entry| entry.meaning),
            columns,
            rows: Vec::new(),
            chart: entry.and_then(|entry| entry.chart),
        }
    }

    /// The place of the column of a key.
    #[must_use]
    pub fn place(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// Adds a row; missing cells are blank.
    pub fn push(&mut self, mut row: Vec<Cell>) {
        row.resize(self.columns.len(), Cell::Blank);
        self.rows.push(row);
    }
}

/// A labelled sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// One or two words.
    pub label: String,
    /// A sentence or a few figures.
    pub text: String,
}

impl Fact {
    /// A fact under a label.
    #[must_use]
    pub fn new(label: &str, text: impl Into<String>) -> Self {
        Self {
            label: label.to_owned(),
            text: text.into(),
        }
    }
}

/// A piece of what people read, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading with a remark.
    Heading {
        /// The heading.
        text: String,
        /// A remark next to it, in quieter type.
        aside: String,
    },
    /// Labelled sentences.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// A sentence of its own.
    Note(String),
}

impl Block {
    /// A heading, with a remark next to it unless that is empty.
    #[must_use]
    pub fn heading(text: impl Into<String>, aside: impl Into<String>) -> Self {
        Self::Heading {
            text: text.into(),
            aside: aside.into(),
        }
    }

    /// A sentence of its own.
    #[must_use]
    pub fn note(text: impl Into<String>) -> Self {
        Self::Note(text.into())
    }

    /// Labelled sentences; `None` if there are none.
    pub(crate) fn facts(facts: Vec<Fact>) -> Option<Self> {
        (!facts.is_empty()).then_some(Self::Facts(facts))
    }
}

impl Report {
    /// The tidy tables for spreadsheets; the first is the main one.
    pub fn tables(&self) -> impl Iterator<Item = Table> {
        self.tables.iter().map(|table| table.table(&self.record))
    }

    /// The tidy table of a name, or the main one.
    #[must_use]
    pub fn table(&self, name: Option<&str>) -> Option<Table> {
        let wanted = |table: &&Tidy| name.is_none_or(|name| table.name() == name);
        self.tables.iter().find(wanted).map(|table| table.table(&self.record))
    }

    /// The names of the tidy tables.
    pub fn table_names(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(Tidy::name)
    }

    /// Everything for people: the answer in short, and the rest.
    pub fn all_blocks(&self) -> impl Iterator<Item = &Block> {
        self.summary.iter().chain(&self.blocks)
    }
}

/// The result of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The title, one line.
    pub title: String,
    /// A warning on every output, such as "not for circulation".
    pub marking: Option<String>,
    /// The answer in short, for people; empty where the rest is short itself.
    pub summary: Vec<Block>,
    /// The rest for people.
    pub blocks: Vec<Block>,
    /// Tidy tables for spreadsheets; the first is the main one.
    pub(crate) tables: Vec<Tidy>,
    /// The record for scripts.
    pub record: Record,
}
