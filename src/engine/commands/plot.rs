//! One chart.

use crate::disclosure::{publish, publish_change};
use crate::engine::load::load;
use crate::engine::round::read::Need;
use crate::engine::terms::{TermChoice, beside, load_terms, two_terms};
use crate::engine::{Error, Setup, Source};
use crate::model::Scale;
use crate::report::{self, Chart, Plot};

/// A chart of one survey, for a scale by its id or the first scale. [`change_chart`] draws a change.
///
/// # Errors
/// When a file cannot be read or understood, there is no such scale, or there is nothing to draw.
pub fn chart(plot: Plot, responses: &[Source], scale: Option<&str>, setup: &Setup<'_>) -> Result<Chart, Error> {
    // The trust file's second grouping takes part in suppression, as for `score`: the two could be compared.
    let mut round = load(responses, setup, setup.by(), Need::Rows)?;
    let guarded = round.guarded(setup, &[true, true], None)?;
    let scale = place(round.instrument.scales(), scale)?;
    let published = publish(&round.survey().guarded_by(guarded.as_ref()), round.policy);
    report::chart(&published, &round.context(), plot, scale).ok_or(Error::NothingToDraw(plot.name()))
}

/// The chart of the change between two terms, for a scale by its id or the first common scale.
///
/// # Errors
/// When there are not two terms, there is no such scale, or there is nothing to draw.
pub fn change_chart(terms: &[TermChoice], scale: Option<&str>, setup: &Setup<'_>) -> Result<Chart, Error> {
    let mut terms = load_terms(setup, two_terms(terms, setup)?)?;
    let guarded = terms.guarded();
    let surveys = beside(terms.terms(), guarded.as_ref());
    let ([before, after], Some(last), Some(context)) = (surveys.as_slice(), terms.rounds.last(), terms.context())
    else {
        return Err(Error::NotTwoTerms);
    };
    let scale = place(&context.instrument.scales()[..terms.scales], scale)?;
    let published = publish_change(before, after, terms.scales, last.policy);
    let plot = Plot::Change.name();
    report::change_chart(&published, &context, scale).ok_or(Error::NothingToDraw(plot))
}

/// The place of the scale of an id, or of the first.
fn place(scales: &[Scale], id: Option<&str>) -> Result<usize, Error> {
    let Some(id) = id else { return Ok(0) };
    let found = scales.iter().position(|scale| scale.id == id);
    found.ok_or_else(|| Error::NoSuchScale {
        id: id.to_owned(),
        known: scales.iter().map(|scale| scale.id.clone()).collect(),
    })
}
