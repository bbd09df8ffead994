//! One chart.

use crate::disclosure::{publish, publish_change, publish_trend};
use crate::engine::chosen_scales;
use crate::engine::commands::structure::analysed;
use crate::engine::load::load;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::Round;
use crate::engine::round::read::Need;
use crate::engine::terms::{ChangeSince, TermChoice, all_terms, beside, load_terms, two_terms};
use crate::engine::{Error, Setup, Source};
use crate::model::Scale;
use crate::report::{self, Chart, Plot, Report};

/// A chart, and the result that its figures are taken from.
pub struct ChartOfResult {
    /// The chart.
    pub chart: Chart,
    /// The scores, as [`score`](crate::engine::score) gives them, the change, as [`compare`](crate::engine::compare) gives it, the
    /// terms, as [`trend`](crate::engine::trend) gives them, or the structure, as [`structure`](crate::engine::structure) gives it.
    pub result: Report,
}

/// A chart of one survey, for a scale by its id or the first scale. [`change_chart`] draws a change, [`trend_chart`] several terms,
/// [`structure_chart`] the structure.
///
/// # Errors
/// When a file cannot be read or understood, there is no such scale, or there is nothing to draw.
pub fn chart(plot: Plot, responses: &[Source], scale: Option<&str>, setup: &Setup<'_>) -> Result<ChartOfResult, Error> {
    // The trust file's second grouping takes part in suppression, as for `score`: the two could be compared.
    let mut round = load(responses, setup, setup.by(), Need::Rows)?;
    let guarded = round.guarded(setup, &[true, true], None)?;
    let scale = place(round.instrument.scales(), scale)?;
    // The record of a picture is that of the command with the same figures.
    let mut survey = round.survey().guarded_by(guarded.as_ref());
    survey.academies.rows = round.response_rows(setup.progress).filter(|_| survey.by.is_some());
    let published = publish(&survey, round.policy);
    let mut context = round.context();
    context.findings.extend(withholding_findings(&survey, round.policy));
    let mut chart = report::chart(&published, &context, plot, scale).ok_or(Error::NothingToDraw(plot.name()))?;
    chart.source = source(&round, round.about.term.as_slice());
    let result = report::stamped(report::score(&published, &context));
    Ok(ChartOfResult { chart, result })
}

/// A chart of the structure of one survey, for a scale by its id or the first scale, from the result of
/// [`structure`](crate::engine::structure).
///
/// # Errors
/// When a file cannot be read or understood, there is no such scale, or there is nothing to draw.
pub fn structure_chart(
    plot: Plot,
    responses: &[Source],
    scale: Option<&str>,
    setup: &Setup<'_>,
) -> Result<ChartOfResult, Error> {
    analysed(responses, &ChangeSince::TermBefore, setup, |round, context, result| {
        let scale = place(round.instrument.scales(), scale)?;
        let mut chart =
            report::structure_chart(&result, context, plot, scale).ok_or(Error::NothingToDraw(plot.name()))?;
        chart.source = source(round, round.about.term.as_slice());
        Ok(ChartOfResult { chart, result })
    })
}

/// The chart of the change between two terms, for a scale by its id or the first common scale.
///
/// # Errors
/// When there are not two terms, there is no such scale, or there is nothing to draw.
pub fn change_chart(terms: &[TermChoice], scale: Option<&str>, setup: &Setup<'_>) -> Result<ChartOfResult, Error> {
    let mut terms = load_terms(setup, two_terms(terms, setup)?)?;
    let guarded = terms.guarded();
    let surveys = beside(terms.terms_with_rows(), guarded.as_ref());
    let ([before, after], Some(last), Some(context)) = (surveys.as_slice(), terms.rounds.last(), terms.context())
    else {
        return Err(Error::NotTwoTerms);
    };
    let scale = place(&context.instrument.scales()[..terms.scales], scale)?;
    let published = publish_change(before, after, terms.scales, last.policy);
    let plot = Plot::Change.name();
    let mut chart = report::change_chart(&published, &context, scale).ok_or(Error::NothingToDraw(plot))?;
    chart.source = source(last, &terms.names);
    let result = report::compare(&published, &context);
    Ok(ChartOfResult { chart, result })
}

/// The chart of several terms: the trust on every scale, or the trust and its academies on the scale of an id.
///
/// # Errors
/// When there are not two terms, or there is no such scale.
pub fn trend_chart(terms: &[TermChoice], scale: Option<&str>, setup: &Setup<'_>) -> Result<ChartOfResult, Error> {
    let mut terms = load_terms(setup, all_terms(terms, setup)?)?;
    let guarded = terms.guarded();
    let (Some(last), Some(context)) = (terms.rounds.last(), terms.context()) else {
        return Err(Error::NotTwoTerms);
    };
    let scales = &context.instrument.scales()[..terms.scales];
    let scale = scale.map(|id| chosen_scales::place(scales, id)).transpose()?;
    let surveys = beside(terms.terms_with_rows(), guarded.as_ref());
    let published = publish_trend(&surveys, terms.scales, last.policy);
    let plot = Plot::Trend.name();
    let mut chart = report::trend_chart(&published, &context, scale).ok_or(Error::NothingToDraw(plot))?;
    chart.source = source(last, &terms.names);
    let result = report::trend(&published, &context);
    Ok(ChartOfResult { chart, result })
}

/// The most terms that are all named.
const MOST_TERMS: usize = 4;

/// The trust, the terms, the questionnaire and this program, for a picture by itself.
fn source(round: &Round, terms: &[String]) -> String {
    let terms = match terms {
        [] => None,
        [first, .., last] if terms.len() > MOST_TERMS => Some(format!("{} terms, {first} to {last}", terms.len())),
        terms => Some(terms.join(" → ")),
    };
    let questionnaire = format!("{} {}", round.instrument.name, round.instrument.version);
    let program = format!("cte {}", env!("CARGO_PKG_VERSION"));
    let parts = round.about.trust.iter().cloned().chain(terms);
    parts.chain([questionnaire, program]).collect::<Vec<_>>().join(" · ")
}

/// The place of the scale of an id, or of the first.
fn place(scales: &[Scale], id: Option<&str>) -> Result<usize, Error> {
    id.map_or(Ok(0), |id| chosen_scales::place(scales, id))
}
