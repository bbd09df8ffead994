//! Which instruments a file's columns answer, for when none was named.

use crate::input::columns::match_items;
use crate::input::locate::locate;
use crate::input::open::open;
use crate::input::reader::planned;
use crate::input::{Head, InputError, PlannedColumn, Problem, ReadOptions, Source};
use crate::model::Instrument;

/// The headers of a file, as its layout calls the columns. Of a workbook: of the sheet asked for, else of the one with
/// most headers.
///
/// # Errors
/// When the file cannot be read as a table.
pub fn headers(source: &Source, options: &ReadOptions) -> Result<Vec<String>, InputError> {
    let planned = planned_heads(source, options)?.into_iter().map(|(_, columns)| columns);
    let columns = planned.rev().max_by_key(Vec::len);
    Ok(columns.into_iter().flatten().map(|column| column.header).collect())
}

/// The instruments whose every item has a column of these headers.
#[must_use]
pub fn matching<'a>(headers: &[String], instruments: &'a [Instrument]) -> Vec<&'a Instrument> {
    let column = |(field, header): (usize, &String)| PlannedColumn::of(field, header);
    let columns: Vec<PlannedColumn> = headers.iter().enumerate().map(column).collect();
    instruments
        .iter()
        .filter(|instrument| match_items(&columns, instrument, &[]).is_ok())
        .collect()
}

/// The instruments whose every item has a column in some sheet of the file, with the columns matched by hand counted in.
///
/// # Errors
/// When the file cannot be read as a table.
pub fn candidates<'a>(
    source: &Source,
    instruments: &'a [Instrument],
    options: &ReadOptions,
) -> Result<Vec<&'a Instrument>, InputError> {
    let heads = planned_heads(source, options)?;
    let answered = |instrument: &&Instrument| {
        let own = |item: &str| {
            instrument
                .items()
                .iter()
                .any(|other| other.id.eq_ignore_ascii_case(item))
        };
        let mut options = options.clone();
        options.columns.retain(|choice| own(&choice.item));
        heads.iter().any(|(head, _)| locate(head, instrument, &options).is_ok())
    };
    Ok(instruments.iter().filter(answered).collect())
}

/// The first records of every table that has any and may have the layout asked for, and the columns.
fn planned_heads(source: &Source, options: &ReadOptions) -> Result<Vec<(Head, Vec<PlannedColumn>)>, InputError> {
    let (tables, _) = open(source, options).map_err(|problem| InputError::of(&source.name, problem))?;
    let heads = tables.iter().map(|table| Head { records: table.head() });
    let (mut heads_planned, mut refused) = (Vec::new(), None);
    for head in heads.filter(|head| !head.records.is_empty()) {
        match planned(&head, options) {
            Ok((_, plan)) => heads_planned.push((head, plan.columns)),
            Err(problem) => refused = Some(problem),
        }
    }
    if heads_planned.is_empty() {
        return Err(InputError::of(&source.name, refused.unwrap_or(Problem::Empty)));
    }
    Ok(heads_planned)
}
