//! The one function that makes tables of records.

use std::collections::{HashMap, HashSet};

use crate::report::tidy::position::{Position, Step, chosen, steps};
use crate::report::tidy::{From, RowOrder, Rows, View, WhenNone};
use crate::report::{Cell, Column, Record, Role, Table};

/// A column with the sources of its cells; the first that is not blank counts.
struct Source {
    key: &'static str,
    paths: Vec<SourcePath>,
}

/// A path from the row, or from the whole record.
enum SourcePath {
    Row(&'static str),
    Whole(Vec<Step>),
}

impl SourcePath {
    fn new(path: &'static str) -> Self {
        match path.strip_prefix('/') {
            Some(path) => Self::Whole(steps(path)),
            None => Self::Row(path),
        }
    }

    fn cell(&self, record: &Record, place: &Position<'_>) -> Cell {
        match self {
            Self::Row("") if place.node.is_withheld() => Cell::Blank,
            Self::Row(path) => place.node.cell(path),
            Self::Whole(steps) => chosen(record, steps, &place.choices).map_or(Cell::Blank, Record::as_cell),
        }
    }
}

/// Reads a list of columns; those that depend on a path which `record` does not have are left out.
fn sources(columns: &'static str, record: &Record) -> Vec<Source> {
    let source = |column: &'static str| {
        if let Some((key, needed)) = column.split_once('?') {
            let places = Position::root(record).along(&steps(needed));
            return places.iter().any(|place| place.arrived).then(|| Source {
                key,
                paths: vec![SourcePath::new(key)],
            });
        }
        let (key, paths) = column.split_once('=').unwrap_or((column, column));
        Some(Source {
            key,
            paths: paths.split('|').map(SourcePath::new).collect(),
        })
    };
    columns.split_whitespace().filter_map(source).collect()
}

impl View {
    /// The table that the view makes of a record. Nothing is read past a withheld thing: its row has the rule and blanks.
    pub(crate) fn table(&self, record: &Record) -> Table {
        let mut columns = sources(self.columns, record);
        if let Some((member, more)) = self.more
            && record.member(member).is_some()
        {
            columns.extend(sources(more, record));
        }
        let has_rule = columns.iter().any(|column| column.key == "withheld");
        let headings = columns
            .iter()
            .map(|column| Column::wide(self.subject, column.key, Role::Figure));
        let mut table = Table::new(self.name, headings.collect());
        let mut seen = HashSet::new();
        for thing in Position::root(record).along(&steps(self.each)) {
            if self.order == RowOrder::OnceEach && !seen.insert(thing.node.text("id")) {
                continue;
            }
            for (place, rows) in self.places(&thing) {
                if has_rule || place.arrived {
                    table.push(row(record, &columns, rows, &place));
                }
            }
        }
        if let RowOrder::Together(first) = self.order {
            together(&mut table.rows, first);
        }
        table
    }

    /// The rows of a thing; one if it is withheld as a whole.
    fn places<'r>(&self, thing: &Position<'r>) -> Vec<(Position<'r>, &Rows)> {
        if thing.node.is_withheld() {
            let first = self.rows.iter().take(1);
            return first.map(|rows| (thing.clone(), rows)).collect();
        }
        let mut found = Vec::new();
        for rows in self.rows {
            let places = thing.along(&steps(rows.path));
            let places = places
                .into_iter()
                .filter(|place| *place.node != Record::Cell(Cell::Blank));
            let before = found.len();
            found.extend(places.map(|place| (place, rows)));
            if found.len() == before && rows.none == WhenNone::OneRow {
                found.push((thing.clone(), rows));
            }
        }
        found
    }
}

fn row(record: &Record, columns: &[Source], rows: &Rows, place: &Position<'_>) -> Vec<Cell> {
    let cell = |column: &Source| {
        let own = rows.with.iter().find(|(key, _)| *key == column.key);
        match own.map(|(_, from)| from) {
            Some(From::Word(word)) => Cell::text(*word),
            Some(From::Path(path)) => SourcePath::new(path).cell(record, place),
            Some(From::Name(at)) => place.names.get(*at).map_or(Cell::Blank, |name| Cell::text(*name)),
            None => {
                let cells = column.paths.iter().map(|path| path.cell(record, place));
                cells
                    .into_iter()
                    .find(|cell| *cell != Cell::Blank)
                    .unwrap_or(Cell::Blank)
            }
        }
    };
    columns.iter().map(cell).collect()
}

/// Sorts rows by the first occurrence of their first cells, and leaves the others as they are.
fn together(rows: &mut [Vec<Cell>], first: usize) {
    let mut order: HashMap<String, usize> = HashMap::new();
    rows.sort_by_cached_key(|row| {
        let key = format!("{:?}", row.get(..first));
        let next = order.len();
        *order.entry(key).or_insert(next)
    });
}
