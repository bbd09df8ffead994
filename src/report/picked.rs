//! Tables for people: columns that pick fields of records by key, with the registry's headings.

use crate::report::{Cell, Column, Record, Role, Span, Subject, Table};

/// A table for people while its columns are chosen.
pub(crate) struct Picked<'a> {
    subject: Subject,
    name: &'static str,
    /// Makes a column with a heading of the registry: the short one, or the full one.
    column: fn(Subject, &str, Role) -> Column,
    columns: Vec<Chosen<'a>>,
    withheld_in: Option<usize>,
}

struct Chosen<'a> {
    column: Column,
    cell: Box<dyn Fn(&Record) -> Cell + 'a>,
    needed: bool,
}

impl<'a> Picked<'a> {
    /// A table of figures of a subject, with short headings.
    pub(crate) fn new(name: &'static str, subject: Subject) -> Self {
        Self::with(name, subject, Column::narrow)
    }

    /// A table of figures of a subject, with full headings.
    pub(crate) fn wide(name: &'static str, subject: Subject) -> Self {
        Self::with(name, subject, Column::wide)
    }

    fn with(name: &'static str, subject: Subject, column: fn(Subject, &str, Role) -> Column) -> Self {
        Self {
            subject,
            name,
            column,
            columns: Vec::new(),
            withheld_in: None,
        }
    }

    /// The names of the rows, which the records have under a key.
    pub(crate) fn names(self, heading: &str, key: &'a str) -> Self {
        self.made("group", heading, Role::Name, move |node| node.cell(key))
    }

    /// The figure at a path. Its key is the path's last member.
    pub(crate) fn figure(self, path: &'static str, role: Role) -> Self {
        let key = path.rsplit('.').next().unwrap_or(path);
        self.keyed(key, path, role)
    }

    /// The figures at several paths, separated by spaces.
    pub(crate) fn figures(self, paths: &'static str) -> Self {
        let paths = paths.split(' ');
        paths.fold(self, |table, path| table.figure(path, Role::Figure))
    }

    /// The figure at a path, with the heading of a key.
    pub(crate) fn keyed(mut self, key: &str, path: &'static str, role: Role) -> Self {
        self.columns.push(Chosen {
            column: (self.column)(self.subject, key, role),
            cell: Box::new(move |node| node.cell(path)),
            needed: true,
        });
        self
    }

    /// The figure at a path, with a heading of its own.
    pub(crate) fn headed(self, heading: &str, path: &'static str, role: Role) -> Self {
        let key = path.rsplit('.').next().unwrap_or(path);
        self.made(key, heading, role, move |node| node.cell(path))
    }

    /// A cell that is made of several fields.
    pub(crate) fn made(mut self, key: &str, heading: &str, role: Role, cell: impl Fn(&Record) -> Cell + 'a) -> Self {
        self.columns.push(Chosen {
            column: Column::new(key, heading, role),
            cell: Box::new(cell),
            needed: true,
        });
        self
    }

    /// Leaves out the last column if no row has anything in it.
    pub(crate) fn if_any(mut self) -> Self {
        if let Some(last) = self.columns.last_mut() {
            last.needed = false;
        }
        self
    }

    /// Marks withheld rows in the last column, not in the first figure.
    pub(crate) fn says_withheld(mut self) -> Self {
        self.withheld_in = self.columns.len().checked_sub(1);
        self
    }

    /// The table of these records, a row each.
    pub(crate) fn table<'r>(mut self, nodes: impl IntoIterator<Item = &'r Record>) -> Table {
        let said = self.withheld_in.unwrap_or(1);
        let of = |columns: &[Chosen<'a>], node: &Record| -> Vec<Cell> {
            let one = |(place, chosen): (usize, &Chosen<'a>)| match node.is_withheld() {
                true if place == said => Cell::text(WITHHELD),
                true if chosen.column.role != Role::Name => Cell::Blank,
                _ => (chosen.cell)(node),
            };
            columns.iter().enumerate().map(one).collect()
        };
        let mut rows: Vec<Vec<Cell>> = nodes.into_iter().map(|node| of(&self.columns, node)).collect();
        for place in (0..self.columns.len()).rev() {
            let says = |cell: &Cell| !matches!(cell, Cell::Blank) && *cell != Cell::text(WITHHELD);
            if !self.columns[place].needed && !rows.iter().any(|row| says(&row[place])) {
                self.columns.remove(place);
                for row in &mut rows {
                    row.remove(place);
                }
            }
        }
        let mut table = Table::new(
            self.name,
            self.columns.into_iter().map(|chosen| chosen.column).collect(),
        );
        table.rows = rows;
        table
    }
}

/// The word in place of a withheld figure.
pub(crate) const WITHHELD: &str = "withheld";

/// The figure of a part of a node, or the word where that part is withheld.
pub(crate) fn of_part(node: &Record, part: &str, key: &str) -> Cell {
    match node.at(part) {
        Some(part) if part.is_withheld() => Cell::text(WITHHELD),
        Some(part) => part.cell(key),
        None => Cell::Blank,
    }
}

/// A point with its interval, to be drawn; blank without limits.
pub(crate) fn span(node: &Record, value: &str, lower: &str, upper: &str) -> Cell {
    match (node.value(value), node.limits(lower, upper)) {
        (Some(value), Some([lower, upper])) => Cell::Span(Span { lower, value, upper }),
        _ => Cell::Blank,
    }
}
