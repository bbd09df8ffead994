//! Tidy tables: declared views of the record, one for every CSV file and worksheet.
//!
//! A view gives the path of its rows in the record and the keys of its columns; [`View::table`] makes a table of it. So a table
//! contains only what the record contains, and nothing that is withheld.

mod board;
mod check;
mod compare;
mod flatten;
mod instrument;
mod items;
mod plan;
mod position;
mod reliability;
mod score;
mod structure;
mod trend;

use crate::report::{Record, Subject, Table};

pub(crate) use board::{BOARD_CHANGES, BOARD_ITEM_CHANGES, BOARD_ITEMS, BOARD_RELIABILITY, BOARD_SCORES, BOARD_TREND};
pub(crate) use check::CHECK_TABLES;
pub(crate) use compare::{COMPARE_TABLES, LINKED};
pub(crate) use instrument::{INSTRUMENT_TABLES, INSTRUMENTS_TABLES};
pub(crate) use items::{BY_GROUP, ITEMS_TABLES};
pub(crate) use plan::PLAN_TABLES;
pub(crate) use reliability::RELIABILITY_TABLES;
pub(crate) use score::{NORMS, PLANNED, SCORE_TABLES, WITHOUT_FLAGGED};
pub(crate) use structure::{CUT_OFFS, STRUCTURE_TABLES};
pub(crate) use trend::TREND_TABLES;

/// A tidy table as a view of a record.
///
/// Paths are names of members joined by dots. `[]` after a name means every element of that list, `{}` every member
/// of that object. A path that begins with `/` starts at the whole record, and its `[]` and `{}` are those of the row: the
/// first is the element at which the row's first is, and so on. So a path can also read a list parallel to the row's own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct View {
    /// The name that `--only` takes and a file has.
    pub(crate) name: &'static str,
    /// The thing that its rows are figures of.
    pub(crate) subject: Subject,
    /// The path to the things for each of which there are rows.
    pub(crate) each: &'static str,
    /// The rows of each thing, by paths from it.
    pub(crate) rows: &'static [Rows],
    /// The columns in order, separated by spaces: `key`, or `key=path` where the path from the row is not the key, or
    /// `key=path|path`, where the first that is not blank counts. `key?path` is a column only where `path` exists.
    pub(crate) columns: &'static str,
    /// More columns, where the whole record has a member.
    pub(crate) more: Option<(&'static str, &'static str)>,
    /// The order of rows and what to leave out.
    pub(crate) order: RowOrder,
}

/// Rows of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rows {
    /// The path from the thing that they are rows of; empty for the thing itself.
    pub(crate) path: &'static str,
    /// The cells that only these rows have from elsewhere, by column.
    pub(crate) with: &'static [(&'static str, From)],
    /// The row of a thing that has none of these rows.
    pub(crate) none: WhenNone,
}

/// Where a cell comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// A word.
    Word(&'static str),
    /// A path as of a column.
    Path(&'static str),
    /// The name of the member at the first, second, … `{}` of the row's path, counted from 0.
    Name(usize),
}

/// The row of a thing that has no rows of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhenNone {
    /// No row.
    NoRow,
    /// One row of the thing itself.
    OneRow,
}

/// The order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowOrder {
    /// In the order of the record.
    AsFound,
    /// As found, but only the first of the things that have the same `id`.
    OnceEach,
    /// Rows with the same cells in so many first columns are together, in the order in which these cells first occur.
    Together(usize),
}

/// The row of the thing itself.
const ITSELF: &[Rows] = &[Rows::at("")];

impl Rows {
    /// Rows at a path.
    pub(crate) const fn at(path: &'static str) -> Self {
        Self::with(path, &[])
    }

    /// Rows at a path, with cells from elsewhere.
    pub(crate) const fn with(path: &'static str, with: &'static [(&'static str, From)]) -> Self {
        Self {
            path,
            with,
            none: WhenNone::NoRow,
        }
    }
}

impl View {
    /// A view of a row a thing.
    pub(crate) const fn of_each(name: &'static str, each: &'static str, columns: &'static str) -> Self {
        Self::new(name, each, ITSELF, columns)
    }

    /// A view of several rows a thing.
    pub(crate) const fn new(
        name: &'static str,
        each: &'static str,
        rows: &'static [Rows],
        columns: &'static str,
    ) -> Self {
        Self {
            name,
            subject: Subject::Any,
            each,
            rows,
            columns,
            more: None,
            order: RowOrder::AsFound,
        }
    }

    /// The view with rows of one subject.
    pub(crate) const fn of(mut self, subject: Subject) -> Self {
        self.subject = subject;
        self
    }

    /// The view with more columns where the whole record has a member.
    pub(crate) const fn more(mut self, member: &'static str, columns: &'static str) -> Self {
        self.more = Some((member, columns));
        self
    }

    /// The view with its rows in another arrangement.
    pub(crate) const fn order(mut self, order: RowOrder) -> Self {
        self.order = order;
        self
    }
}

/// The findings of any command.
pub(crate) const FINDINGS: View = View::of_each("findings", "findings[]", "level code message");

/// What is withheld of any command, and why.
pub(crate) const AUDIT: View = View::of_each(
    "audit",
    "cells[]",
    "scale term?cells[].term grouping group withheld kind rule because_of",
);

/// The differences between a result and the same result made again.
pub(crate) const DIFFERENCES: View = View::of_each("differences", "differences[]", "place then now");

/// The explanations of figures.
pub(crate) const EXPLANATIONS: View = View::of_each(
    "explanations",
    "explanations[]",
    "key name says definition source estimator missing denominator elsewhere",
);

/// A tidy table of a report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tidy {
    /// A view of the report's record. The table is made where it is written, since it may be as large as the record.
    View(&'static View),
    /// A table that is no view.
    Made(Table),
}

impl Tidy {
    /// The name of the table.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::View(view) => view.name,
            Self::Made(table) => &table.name,
        }
    }

    /// The table, of the record of its report.
    pub(crate) fn table(&self, record: &Record) -> Table {
        match self {
            Self::View(view) => view.table(record),
            Self::Made(table) => table.clone(),
        }
    }
}

/// The tables of some views.
pub(crate) fn views(views: &'static [View]) -> Vec<Tidy> {
    views.iter().map(Tidy::View).collect()
}
