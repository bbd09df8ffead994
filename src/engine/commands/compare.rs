//! The change between two terms.

use crate::analysis::Links;
use crate::disclosure::{LinkedContext, publish_change, publish_linked, withheld_changes};
use crate::engine::chosen_scales::ChosenScales;
use crate::engine::round::Round;
use crate::engine::terms::{TermChoice, beside, load_terms, two_terms};
use crate::engine::{Error, Setup};
use crate::report::{self, Report};

/// The change between two terms, for each academy and for the trust. Without terms, those of the trust file: the one of the setup
/// or the latest, and the one before it.
///
/// # Errors
/// When there are not two terms, or one cannot be read or understood.
pub fn compare(terms: &[TermChoice], setup: &Setup<'_>) -> Result<Report, Error> {
    let mut terms = load_terms(setup, two_terms(terms, setup)?)?;
    let links = links(&terms.rounds);
    if links.is_some() {
        terms.without_standard();
    }
    let guarded = terms.guarded();
    let surveys = beside(terms.terms_with_rows(), guarded.as_ref());
    let ([before, after], [_, last], Some(context)) = (surveys.as_slice(), terms.rounds.as_slice(), terms.context())
    else {
        return Err(Error::NotTwoTerms);
    };
    let published = publish_change(before, after, terms.scales, last.policy);
    if let Some(send) = setup.audit {
        let cells = withheld_changes(&published, &surveys, guarded.as_ref());
        let (rows, policy, options) = (&published.respondents, published.policy, published.options);
        send(report::audit_of_terms(&cells, &context, rows, policy, options));
    }
    let chosen = ChosenScales::of(setup, context.instrument)?;
    let mut shown = published.clone();
    shown.scales.retain(|scale| chosen.has(scale.scale));
    let mut report = report::compare(&shown, &context);
    if let Some(links) = &links {
        let current = terms.current_linked(links);
        let beside = current.as_ref().zip(guarded.as_ref());
        let beside = beside.map(|(linked, guarded)| LinkedContext { linked, guarded });
        let both = [&before.survey, &after.survey];
        let mut linked = publish_linked(both, links, &published, beside, last.policy);
        linked.scales.retain(|scale| chosen.has(scale.scale));
        report = report::with_linked(report, &linked, &context);
    }
    Ok(report::stamped(report))
}

/// The respondents of both terms, if a column of codes was read.
fn links(rounds: &[Round]) -> Option<Links> {
    let [before, after] = rounds else { return None };
    Some(Links::of(before.codes.as_ref()?, after.codes.as_ref()?))
}
