//! Loads the round of a run, and the earlier results about it.

use crate::engine::earlier::{published, take_into_account};
use crate::engine::round::Round;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::{Need, read_round};
use crate::engine::{Error, Setup, Source};

/// Reads one round of the survey, with the column `by` as second grouping, and the earlier results about it.
///
/// # Errors
/// When a file cannot be read or understood, with its name and the cure.
pub(crate) fn load(responses: &[Source], setup: &Setup<'_>, by: Option<&str>, need: Need) -> Result<Round, Error> {
    let files = RoundFiles::of_run(responses, setup)?;
    let published = published(setup)?;
    // Earlier results, audits, linked respondents and a second grouping are worked out row by row.
    let counts_do = by.is_none() && setup.audit.is_none() && setup.reading.link.is_none() && published.is_empty();
    let need = if need == Need::Counts && !counts_do {
        Need::Rows
    } else {
        need
    };
    let mut round = read_round(setup, by, &files, need)?;
    let found = take_into_account(&published, &[&round], setup)?;
    round.known = found.known;
    round.run.published = found.read;
    round.survey.findings.extend(found.findings);
    Ok(round)
}
