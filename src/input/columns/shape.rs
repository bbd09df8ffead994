//! Recognises tables with one row per answer, and tables whose items are rows.

use std::collections::HashSet;

use crate::input::columns::error::ColumnError;
use crate::input::columns::header_forms::id_key;
use crate::input::layouts::Head;
use crate::input::text::{bare, excerpt};
use crate::model::Instrument;

/// A table has more columns than this if its columns are respondents.
const MOST_OF_LONG: usize = 8;

/// The error of a table in which a column, not the header, names the items. `None` if no column does.
pub(crate) fn other_shape(head: &Head, instrument: &Instrument) -> Option<ColumnError> {
    let ids: HashSet<String> = instrument.items().iter().map(|item| id_key(&item.id)).collect();
    let texts: HashSet<String> = instrument.items().iter().map(|item| bare(&item.text)).collect();
    let names_item =
        |cell: &str| ids.contains(&id_key(cell)) || (!cell.trim().is_empty() && texts.contains(&bare(cell)));
    let (header, below) = head.records.split_first()?;
    let width = head.records.iter().map(Vec::len).max().unwrap_or(0);
    let cells = |field: usize| {
        let cells = below.iter().filter_map(move |record| record.get(field));
        cells.filter(|cell| !cell.trim().is_empty())
    };
    let named = |field: usize| cells(field).filter(|cell| names_item(cell)).count();
    // Answers may be items' ids by chance, so most cells of the column must be.
    let column = (0..width.min(64)).find(|&field| named(field) >= 2 && named(field) * 3 >= cells(field).count() * 2)?;
    let distinct: HashSet<String> = cells(column).map(|cell| id_key(cell)).collect();
    let name = excerpt(header.get(column).map_or("", String::as_str));
    let repeats = distinct.len() < cells(column).count();
    Some(if repeats || width <= MOST_OF_LONG {
        ColumnError::LongTable { column: name }
    } else {
        ColumnError::TransposedTable { column: name }
    })
}
