//! Reads several terms and brings them together.

use crate::engine::known::KnownResults;
use crate::engine::round::Round;
use crate::engine::round::read::{Need, read_round};
use crate::engine::terms::align::{align, common, standardise};
use crate::engine::terms::findings::{of_terms, order_finding, shared_responses};
use crate::engine::terms::same_items::on_the_same_items;
use crate::engine::terms::several::{NamedRound, Terms};
use crate::engine::{Error, Setup};
use crate::model::{Aggregate, Finding, Level};

/// Added when a questionnaire averages items before persons.
const PERSONS_SCORES: &str = "the questionnaire averages items before persons; changes are of persons' scores, so a score here may \
                              differ a little from that of `cte score` where answers are missing";

/// Reads each of the terms by itself.
///
/// # Errors
/// When one of them cannot be read or understood.
pub(crate) fn read_rounds(setup: &Setup<'_>, by: Option<&str>, named: &[NamedRound]) -> Result<Vec<Round>, Error> {
    let read = |round: &NamedRound| {
        let read = read_round(setup, by, &round.files, Need::Rows);
        read.map_err(|error| error.of_term(&round.name))
    };
    named.iter().map(read).collect()
}

/// Brings terms to the same groups and scales. `rounds` are the terms as they were read.
///
/// # Errors
/// When they have no scale in common.
pub(crate) fn terms_of(setup: &Setup<'_>, named: Vec<NamedRound>, rounds: Vec<Round>) -> Result<Terms, Error> {
    let order = order_finding(&named);
    let names = named.into_iter().map(|round| round.name).collect();
    let mut terms = together(names, rounds, setup, order)?;
    let more = standardise(&mut terms.rounds, setup.trust.as_ref());
    terms.findings.extend(more);
    Ok(terms)
}

/// Brings terms that were read to the same groups and the same scales.
///
/// # Errors
/// When they have no scale in common.
pub(crate) fn together(
    names: Vec<String>,
    mut rounds: Vec<Round>,
    setup: &Setup<'_>,
    order: Option<Finding>,
) -> Result<Terms, Error> {
    let trust = setup.trust.as_ref();
    let mut findings: Vec<Finding> = order.into_iter().collect();
    findings.extend(of_terms(&names, &rounds));
    // An id that the user named may be the person's, who answers in every term.
    if setup.reading.id.is_none() && trust.is_none_or(|trust| trust.defaults().id.is_none()) {
        findings.extend(shared_responses(&names, &rounds));
    }
    let mut order = vec![Vec::new(); rounds.len()];
    findings.extend(align(&mut rounds, trust, &mut order));
    findings.extend(on_the_same_items(&names, &mut rounds)?);
    for term in &mut rounds {
        // Each term's own staff would be a standard of its own.
        term.standard = None;
    }
    let common = common(&names, &rounds)?;
    let last = common.instruments.last();
    if last.is_some_and(|last| last.scoring.aggregate == Aggregate::Items) {
        findings.push(Finding::new(Level::Note, "persons-scores", PERSONS_SCORES.to_owned()));
    }
    for (term, instrument) in rounds.iter_mut().zip(common.instruments) {
        term.instrument = instrument;
    }
    Ok(Terms {
        names,
        rounds,
        scales: common.scales,
        own: common.own,
        order,
        differences: common.differences,
        findings,
        response_rate_drop: trust.and_then(|trust| trust.trust().response_rate_drop),
        known: KnownResults::default(),
    })
}
