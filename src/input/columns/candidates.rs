//! Which instruments a file's columns answer, for when none was named.

use crate::input::columns::error::ColumnError;
use crate::input::columns::items::match_items;
use crate::input::columns::locate::locate;
use crate::input::error::{InputError, Problem};
use crate::input::layouts::{Head, PlannedColumn, planned};
use crate::input::open::{OpenError, Source, Stored, WindowSizes, open, open_head, whole};
use crate::input::options::{ColumnChoice, ReadOptions};
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
        .filter(|instrument| match_items(&columns, instrument, &[], None).is_ok())
        .collect()
}

/// The instruments whose every item has a column in some sheet of the file, with the columns matched by hand counted in.
///
/// # Errors
/// When the file cannot be read as a table.
pub fn candidates<'a>(
    file: &dyn Stored,
    instruments: &'a [Instrument],
    options: &ReadOptions,
) -> Result<Vec<&'a Instrument>, InputError> {
    let heads = planned_heads(file, options)?;
    let answered = |instrument: &&Instrument| {
        let options = of_its_own(options, instrument);
        heads.iter().any(|(head, _)| locate(head, instrument, &options).is_ok())
    };
    Ok(instruments.iter().filter(answered).collect())
}

/// What keeps a file's columns from answering the instrument that most of them fit, where they fit half of its items.
///
/// # Errors
/// When the file cannot be read as a table.
pub fn nearest_miss(
    file: &dyn Stored,
    instruments: &[Instrument],
    options: &ReadOptions,
) -> Result<Option<InputError>, InputError> {
    let heads = planned_heads(file, options)?;
    let mut nearest: Option<(f64, Problem)> = None;
    for instrument in instruments {
        let options = of_its_own(options, instrument);
        for (head, _) in &heads {
            let Err(problem) = locate(head, instrument, &options) else {
                continue;
            };
            let there = match &problem {
                Problem::Columns(ColumnError::NoColumns { items, missing, .. }) => {
                    (items - missing.len()) as f64 / *items as f64
                }
                // All are there and some of them twice, or a person has named a column for one of its items.
                Problem::Columns(
                    ColumnError::Clash(_)
                    | ColumnError::NamelessColumn { .. }
                    | ColumnError::NoSuchColumn { .. }
                    | ColumnError::SharedHeader { .. },
                ) => 1.0,
                _ => continue,
            };
            if there >= 0.5 && nearest.as_ref().is_none_or(|(most, _)| there > *most) {
                nearest = Some((there, problem));
            }
        }
    }
    Ok(nearest.map(|(_, problem)| InputError::of(file.name(), problem)))
}

/// The options, with the columns alone that are matched to items of this instrument.
fn of_its_own(options: &ReadOptions, instrument: &Instrument) -> ReadOptions {
    let items = instrument.items();
    let own = |choice: &&ColumnChoice| items.iter().any(|item| item.id.eq_ignore_ascii_case(&choice.item));
    ReadOptions {
        columns: options.columns.iter().filter(own).cloned().collect(),
        ..options.clone()
    }
}

impl WindowSizes {
    /// The first records of the table in a file's first bytes, where those are enough to know them.
    fn table_head(&self, file: &dyn Stored, options: &ReadOptions) -> Option<Head> {
        let begun = self.begin(file)?;
        let (table, _) = open_head(file.name(), &begun.head, options)?;
        let records = table.head();
        (!table.ran_out()).then_some(Head { records })
    }
}

/// The first records of every table that has any and may have the layout asked for, and the columns.
fn planned_heads(file: &dyn Stored, options: &ReadOptions) -> Result<Vec<(Head, Vec<PlannedColumn>)>, InputError> {
    let failed = |problem: Problem| InputError::of(file.name(), problem);
    let heads = if let Some(head) = WindowSizes::default().table_head(file, options) {
        vec![head]
    } else {
        let bytes = whole(file).map_err(|error| failed(error.into()))?;
        let (tables, _) = open(file.name(), &bytes, options).map_err(|error| failed(error.into()))?;
        tables.iter().map(|table| Head { records: table.head() }).collect()
    };
    let (mut heads_planned, mut refused) = (Vec::new(), None);
    for head in heads.into_iter().filter(|head| !head.records.is_empty()) {
        match planned(&head, options) {
            Ok((_, plan)) => heads_planned.push((head, plan.columns)),
            Err(error) => refused = Some(error.into()),
        }
    }
    if heads_planned.is_empty() {
        return Err(failed(refused.unwrap_or(OpenError::Empty.into())));
    }
    Ok(heads_planned)
}
