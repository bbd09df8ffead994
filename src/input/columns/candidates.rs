//! Finds the instruments that fit a file, if the user names none.

use crate::input::columns::error::ColumnError;
use crate::input::columns::locate::{PlannedHead, fits, locate};
use crate::input::error::{InputError, Problem};
use crate::input::layouts::Head;
use crate::input::open::{OpenError, Stored, WindowSizes, open, open_head, whole};
use crate::input::options::{ColumnChoice, ReadOptions};
use crate::model::Instrument;

/// The instruments that have a column for every item in some sheet of the file. Columns mapped by the user count.
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
        heads.iter().any(|head| fits(head, instrument, &options))
    };
    Ok(instruments.iter().filter(answered).collect())
}

/// For the instrument that most columns fit, if at least half of its items have a column: the reason why the file does
/// not fit it.
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
        for head in &heads {
            let Err(problem) = locate(head, instrument, &options) else {
                continue;
            };
            let there = match &problem {
                Problem::Columns(ColumnError::NoColumns { items, missing, .. }) => {
                    (items - missing.len()) as f64 / *items as f64
                }
                // All items have columns, but some have two, or the user mapped one that is missing.
                Problem::Columns(
                    ColumnError::SeveralColumns { .. }
                    | ColumnError::SeveralItems { .. }
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

/// The options, with only the mapped columns whose items belong to this instrument.
fn of_its_own(options: &ReadOptions, instrument: &Instrument) -> ReadOptions {
    let items = instrument.items();
    let own = |choice: &&ColumnChoice| items.iter().any(|item| item.id.eq_ignore_ascii_case(&choice.item));
    ReadOptions {
        columns: options.columns.iter().filter(own).cloned().collect(),
        ..options.clone()
    }
}

impl WindowSizes {
    /// The first records of a file's table, if the first bytes of the file are enough to know them.
    fn table_head(&self, file: &dyn Stored, options: &ReadOptions) -> Option<Head> {
        let begun = self.begin(file)?;
        let (table, _) = open_head(file.name(), &begun.head, options)?;
        let records = table.head();
        (!table.ran_out()).then_some(Head { records })
    }
}

/// The first records of every table of the file that has any and can have the layout asked for.
fn planned_heads(file: &dyn Stored, options: &ReadOptions) -> Result<Vec<PlannedHead>, InputError> {
    let heads = if let Some(head) = WindowSizes::default().table_head(file, options) {
        vec![head]
    } else {
        let failed = |error: OpenError| InputError::of(file.name(), error);
        let bytes = whole(file).map_err(failed)?;
        let (tables, _) = open(file.name(), &bytes, options).map_err(failed)?;
        tables.iter().map(|table| Head { records: table.head() }).collect()
    };
    let (mut heads_planned, mut refused) = (Vec::new(), None::<Problem>);
    for head in heads.into_iter().filter(|head| !head.records.is_empty()) {
        let head = PlannedHead::new(head, options);
        match head.refused() {
            None => heads_planned.push(head),
            Some(error) => refused = Some(error.clone().into()),
        }
    }
    if heads_planned.is_empty() {
        return Err(InputError::of(file.name(), refused.unwrap_or(OpenError::Empty.into())));
    }
    Ok(heads_planned)
}
