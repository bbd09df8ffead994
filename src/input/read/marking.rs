//! Prepares the marking of a table's rows, by which rows of one response are found.

use crate::input::columns::{ChosenTable, LocatedItems, find_named};
use crate::input::duplicates::{RowMarker, TableHead, table_fields};
use crate::input::error::Problem;
use crate::input::options::ReadOptions;

/// The marker for the rows of a table with these groupings.
///
/// # Errors
/// When there is no column with the header that the user named with `--id`.
pub(in crate::input::read) fn marker(
    chosen: &ChosenTable<'_>,
    groupings: &[Option<usize>],
    options: &ReadOptions,
) -> Result<RowMarker, Problem> {
    let LocatedItems {
        layout,
        plan,
        header,
        items,
        ..
    } = &chosen.located;
    let fields = |column: usize| plan.columns[column].fields.as_slice();
    let named = |header: &String| find_named(&plan.columns, header, &format!("--id {header}"));
    let id = options.id.as_ref().map(named).transpose()?;
    let groups: Vec<Option<usize>> = groupings
        .iter()
        .map(|column| column.and_then(|column| fields(column).first().copied()))
        .collect();
    let columns = items.iter().chain(groupings.iter().flatten());
    let apart: Vec<usize> = columns.flat_map(|&column| fields(column)).copied().collect();
    let records = chosen.table.head();
    let below = records.get(plan.header_records..).unwrap_or_default();
    let table = table_fields(&TableHead {
        layout: layout.name,
        plan,
        header,
        below,
        apart: &apart,
        id: id.map(fields),
    });
    Ok(RowMarker::new(table, &groups))
}
