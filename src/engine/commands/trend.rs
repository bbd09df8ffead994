//! Several terms in a row.

use crate::disclosure::{publish_trend, withheld_points};
use crate::engine::chosen_scales::ChosenScales;
use crate::engine::terms::{TermChoice, all_terms, beside, load_terms};
use crate::engine::{Error, Setup};
use crate::report::{self, Report};

/// Scores over several terms, with changes and the trust's own benchmarks. Without terms, those of the trust file up to the one of
/// the setup.
///
/// # Errors
/// When there are not two terms, or one cannot be read or understood.
pub fn trend(terms: &[TermChoice], setup: &Setup<'_>) -> Result<Report, Error> {
    let mut terms = load_terms(setup, all_terms(terms, setup)?)?;
    let guarded = terms.guarded();
    let (Some(last), Some(context)) = (terms.rounds.last(), terms.context()) else {
        return Err(Error::NotTwoTerms);
    };
    let surveys = beside(terms.terms_with_rows(), guarded.as_ref());
    let mut published = publish_trend(&surveys, terms.scales, last.policy);
    let chosen = ChosenScales::of(setup, context.instrument)?;
    published.scales.retain(|scale| chosen.has(scale.scale));
    if let Some(send) = setup.audit {
        let cells = withheld_points(&published, &surveys, guarded.as_ref());
        let (rows, policy, options) = (&published.respondents, published.policy, published.options);
        send(report::audit_of_terms(&cells, &context, rows, policy, options));
    }
    Ok(report::stamped(report::trend(&published, &context)))
}
