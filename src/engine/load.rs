//! Loads the round of a run, and the earlier results about it.

use crate::engine::earlier::{EarlierResults, published};
use crate::engine::round::Round;
use crate::engine::round::files::RoundFiles;
use crate::engine::round::read::{Need, read_round};
use crate::engine::{Error, Setup, Source};

/// A round, and the earlier results about it that it does not mention yet.
pub(crate) struct Loaded {
    pub(crate) round: Round,
    earlier: EarlierResults,
}

impl Loaded {
    /// The round with the earlier results, and findings about them.
    pub(crate) fn with_known(mut self) -> Round {
        self.round.known = self.earlier.known(&[&self.round]);
        self.round.run.published = self.earlier.read;
        self.round.survey.findings.extend(self.earlier.findings);
        self.round
    }
}

/// Reads one round of the survey, with the column `by` as second grouping, and the earlier results about it.
///
/// # Errors
/// When a file cannot be read or understood, with its name and the cure.
pub(crate) fn load(responses: &[Source], setup: &Setup<'_>, by: Option<&str>, need: Need) -> Result<Round, Error> {
    load_apart(responses, setup, by, need).map(Loaded::with_known)
}

/// Reads one round of the survey, and the earlier results about it apart from it.
///
/// # Errors
/// When a file cannot be read or understood, with its name and the cure.
pub(crate) fn load_apart(
    responses: &[Source],
    setup: &Setup<'_>,
    by: Option<&str>,
    need: Need,
) -> Result<Loaded, Error> {
    let files = RoundFiles::of_run(responses, setup)?;
    let published = published(setup)?;
    // Earlier results, audits, linked respondents and a second grouping are worked out row by row.
    let counts_do =
        by.is_none() && setup.audit.is_none() && setup.reading.link.is_none() && published.results.is_empty();
    let need = if need == Need::Counts && !counts_do {
        Need::Rows
    } else {
        need
    };
    let round = read_round(setup, by, &files, need)?;
    let earlier = EarlierResults::of(&published, &[&round], setup)?;
    let round = earlier.hold_back(round, setup, by)?;
    Ok(Loaded { round, earlier })
}
