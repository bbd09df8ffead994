//! Encoding of the two-way tables, and their checks against the counts by group.

use crate::tally::coded::{NoTally, unless, wanted};
use crate::tally::{Tally, TwoWayTables};

/// The tables of a scale: of each pair of its items, (1, 2), (1, 3) … (2, 3) …, the number of persons per code of the earlier and the
/// later item, row by row. The last code of either item is left out, because its counts follow from the numbers of persons per code.
pub(in crate::tally::coded) type TableCounts = Vec<u32>;

const WRONG: &str = "the two-way tables of a scale do not add up to the answers of those who answered all of it";

/// The tables of each scale that has any.
pub(in crate::tally::coded) fn table_counts(tally: &Tally) -> Vec<Option<TableCounts>> {
    let of_scale = |scale: usize| {
        let tables = tally.tables(scale)?;
        let free = tables.points() - 1;
        let rows = tables
            .by_pair()
            .flat_map(move |table| table.chunks_exact(free + 1).take(free));
        Some(rows.flat_map(|row| &row[..free]).copied().collect())
    };
    (0..tally.shape.scales().len()).map(of_scale).collect()
}

/// Sets the tables of a tally whose other counts are set.
pub(in crate::tally::coded) fn set_tables(tally: &mut Tally, counts: &[Option<TableCounts>]) -> Result<(), NoTally> {
    wanted(
        "scales with or without tables",
        counts.len(),
        tally.shape.scales().len(),
    )?;
    for (scale, counts) in counts.iter().enumerate() {
        if let Some(counts) = counts {
            let tables = tables_of(tally, scale, counts)?;
            tally.totals.tables[scale] = Some(tables);
        }
    }
    Ok(())
}

fn tables_of(tally: &Tally, scale: usize, counts: &[u32]) -> Result<TwoWayTables, NoTally> {
    let shape = &tally.shape.scales()[scale];
    let (k, points) = (shape.items.len(), shape.points);
    let free = points - 1;
    wanted(
        "counts of pairs",
        counts.len(),
        k * k.saturating_sub(1) / 2 * free * free,
    )?;
    let mut tables = TwoWayTables::new(shape).ok_or(NoTally::Contradiction("a scale is too large for tables"))?;
    let persons = tally.products(scale).persons();
    unless(persons == 0, "there are two-way tables of nobody")?;
    let codes: Vec<Vec<u64>> = (0..k).map(|item| tally.complete_codes_of(scale, item)).collect();
    let pairs = (0..k).flat_map(|one| (one + 1..k).map(move |other| (one, other)));
    for (((one, other), table), counts) in pairs.zip(tables.by_pair_mut()).zip(counts.chunks_exact(free * free)) {
        fill(table, counts, &codes[one], &codes[other])?;
        let cells = table.iter().enumerate();
        let product: u64 = cells
            .map(|(cell, &count)| (cell / points * (cell % points)) as u64 * u64::from(count))
            .sum();
        unless(product != tally.products(scale).product(one, other), WRONG)?;
    }
    Ok(tables)
}

/// Fills a table from its counts without the last codes, and the number of persons per code of its rows and columns.
fn fill(table: &mut [u32], counts: &[u32], rows: &[u64], columns: &[u64]) -> Result<(), NoTally> {
    let (points, free) = (columns.len(), columns.len() - 1);
    let count = |rest: u64| u32::try_from(rest).map_err(|_| NoTally::Contradiction(WRONG));
    let rest = |all: u64, sum: u64| all.checked_sub(sum).ok_or(NoTally::Contradiction(WRONG));
    for (row, (cells, &all)) in table.chunks_exact_mut(points).zip(rows).take(free).enumerate() {
        let own = &counts[row * free..][..free];
        cells[..free].copy_from_slice(own);
        cells[free] = count(rest(all, own.iter().map(|&count| u64::from(count)).sum())?)?;
    }
    let (above, last) = table.split_at_mut(free * points);
    for (column, (cell, &all)) in last.iter_mut().zip(columns).enumerate() {
        let sum = above
            .iter()
            .skip(column)
            .step_by(points)
            .map(|&count| u64::from(count))
            .sum();
        *cell = count(rest(all, sum)?)?;
    }
    Ok(())
}
