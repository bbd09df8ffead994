//! Tally files among the files of a round: the questionnaire that they count, what they cannot tell, and their sum.

use crate::engine::questionnaire::ids;
use crate::engine::round::read::{Need, count_files};
use crate::engine::{Error, Setup, Source};
use crate::input::instrument::bundled;
use crate::input::{Counted, Gathering, InputError, ReadOptions, Survey, tally_instrument};
use crate::model::Instrument;

/// Reads tallies, and responses with them, as one survey of counts.
///
/// # Errors
/// When a file cannot be read, or something is asked that counts cannot tell.
pub(crate) fn read_counted(
    tallies: &[&Source],
    responses: &[&Source],
    instrument: &Instrument,
    options: &ReadOptions,
    (setup, need): (&Setup<'_>, Need),
) -> Result<Survey, Error> {
    let tally = || tallies.first().map_or("-", |file| file.name()).to_owned();
    if let Need::RowsFor(what) = need {
        return Err(Error::TallyHasNoRows { what, tally: tally() });
    }
    if let Some(column) = &setup.reading.link {
        let (column, tally) = (column.clone(), tally());
        return Err(Error::TallyHasNoCodes { column, tally });
    }
    if responses.is_empty()
        && let Some(option) = reading_option(setup)
    {
        return Err(Error::TallyIsRead { option, tally: tally() });
    }
    let by = options.by.first().map(String::as_str);
    if let Some(column) = by
        && !setup.withholding.unsuppressed
        && need != Need::CountsAlone
    {
        let (column, tally) = (column.to_owned(), tally());
        return Err(Error::TallyHasNoCrossing { column, tally });
    }
    let mut gathering = Gathering::new(instrument, by, options.academies.as_ref());
    if options.keep_duplicates {
        gathering = gathering.keeping_duplicates();
    }
    if !responses.is_empty() {
        gathering.add_rows(count_files(responses, instrument, options)?)?;
    }
    for tally in tallies {
        gathering.add_file(tally.as_stored())?;
        tally.check()?;
    }
    Ok(gathering.finish()?)
}

/// The first option of the setup that says how responses are read.
fn reading_option(setup: &Setup<'_>) -> Option<&'static str> {
    let reading = &setup.reading;
    let given = [
        ("-g", reading.group.is_some()),
        ("--column", !reading.columns.is_empty()),
        ("--sheet", reading.sheet.is_some()),
        ("--layout", reading.layout.is_some()),
        ("--header-rows", reading.header_rows.is_some()),
        ("--keep-incomplete", reading.keep_incomplete),
        ("--keep-tests", reading.keep_tests),
        ("--skip-bad", reading.bad_cells.is_some()),
        ("--id", reading.id.is_some()),
    ];
    given.into_iter().find(|(_, given)| *given).map(|(option, _)| option)
}

/// The bundled questionnaire that a tally counts.
///
/// # Errors
/// When the file is no tally, or counts a questionnaire that is not bundled.
pub(crate) fn instrument_of(tally: &Source) -> Result<Instrument, Error> {
    let bytes = tally.bytes()?;
    let id = tally_instrument(&bytes).map_err(|fault| InputError::of(tally.name(), fault))?;
    bundled(&id).ok_or_else(|| Error::TallyOfUnknownQuestionnaire {
        file: tally.name().to_owned(),
        id: id.clone(),
        known: ids(),
    })
}

/// The response files behind the counts: path and SHA-256.
pub(crate) fn counted_files(counted: Option<&Counted>) -> Vec<(String, String)> {
    let files = counted.into_iter().flat_map(|counted| &counted.files);
    files.map(|file| (file.path.clone(), file.sha256.clone())).collect()
}
