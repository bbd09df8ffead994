//! One chart.

use crate::disclosure::{publish, publish_change};
use crate::engine::chosen_scales;
use crate::engine::load::load;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::read::Need;
use crate::engine::terms::{TermChoice, beside, load_terms, two_terms};
use crate::engine::{Error, Setup, Source};
use crate::model::Scale;
use crate::report::{self, Chart, Plot, Report};

/// A chart, and the result that its figures are taken from.
pub struct ChartOfResult {
    /// The chart.
    pub chart: Chart,
    /// The scores, as [`score`](crate::engine::score) gives them, or the change, as [`compare`](crate::engine::compare) gives it.
    pub result: Report,
}

/// A chart of one survey, for a scale by its id or the first scale. [`change_chart`] draws a change.
///
/// # Errors
/// When a file cannot be read or understood, there is no such scale, or there is nothing to draw.
pub fn chart(plot: Plot, responses: &[Source], scale: Option<&str>, setup: &Setup<'_>) -> Result<ChartOfResult, Error> {
    // The trust file's second grouping takes part in suppression, as for `score`: the two could be compared.
    let mut round = load(responses, setup, setup.by(), Need::Rows)?;
    let guarded = round.guarded(setup, &[true, true], None)?;
    let scale = place(round.instrument.scales(), scale)?;
    let survey = round.survey().guarded_by(guarded.as_ref());
    let published = publish(&survey, round.policy);
    let mut context = round.context();
    context.findings.extend(withholding_findings(&survey, round.policy));
    let chart = report::chart(&published, &context, plot, scale).ok_or(Error::NothingToDraw(plot.name()))?;
    let result = report::stamped(report::score(&published, &context));
    Ok(ChartOfResult { chart, result })
}

/// The chart of the change between two terms, for a scale by its id or the first common scale.
///
/// # Errors
/// When there are not two terms, there is no such scale, or there is nothing to draw.
pub fn change_chart(terms: &[TermChoice], scale: Option<&str>, setup: &Setup<'_>) -> Result<ChartOfResult, Error> {
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
    let chart = report::change_chart(&published, &context, scale).ok_or(Error::NothingToDraw(plot))?;
    let result = report::compare(&published, &context);
    Ok(ChartOfResult { chart, result })
}

/// The place of the scale of an id, or of the first.
fn place(scales: &[Scale], id: Option<&str>) -> Result<usize, Error> {
    id.map_or(Ok(0), |id| chosen_scales::place(scales, id))
}
