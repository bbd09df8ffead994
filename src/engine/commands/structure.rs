//! Structure: whether the items of each scale measure what the key says, and alike for everybody.

use crate::analysis::InvarianceDepth;
use crate::disclosure::{
    TermStudy, publish, publish_change, publish_invariance, publish_invariance_over_terms, publish_structure,
};
use crate::engine::chosen_scales::ChosenScales;
use crate::engine::load::load_apart;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::Round;
use crate::engine::round::read::Need;
use crate::engine::terms::{ChangeSince, Terms, beside, term_before};
use crate::engine::two_way::structure_of_counts;
use crate::engine::{Error, Setup, Source};
use crate::model::{Finding, Level};
use crate::report::{self, Context, Report, StructureCompared, StructureOverTerms};

/// Structure of every scale: number of factors, loadings, reliability of ordered answers, and whether the groups of another column and
/// the terms read the items alike. A tally has enough for the figures that need distributions, covariances and two-way tables alone.
///
/// # Errors
/// When a file cannot be read or understood, or when a term before that is named cannot be compared.
pub fn structure(responses: &[Source], since: &ChangeSince, setup: &Setup<'_>) -> Result<Report, Error> {
    analysed(responses, since, setup, |_, _, report| Ok(report))
}

/// Makes something of the report, with the round and the context that it is about.
pub(super) fn analysed<T>(
    responses: &[Source],
    since: &ChangeSince,
    setup: &Setup<'_>,
    make: impl FnOnce(&Round, &Context<'_>, Report) -> Result<T, Error>,
) -> Result<T, Error> {
    let loaded = load_apart(responses, setup, setup.by(), Need::Rows)?;
    let (mut terms, not_compared) = match (term_before(&loaded.round, since, setup), since) {
        (Ok(terms), _) => (terms, None),
        // The structure of this term does not depend on a term before it that was not asked for.
        (Err(error), ChangeSince::TermBefore) => (None, Some(error)),
        (Err(error), _) => return Err(error),
    };
    let mut round = loaded.with_known();
    let shows = vec![true; 1 + usize::from(setup.by().is_some())];
    let guarded = round.guarded(setup, &shows, None)?;
    let guarded_terms = terms.as_mut().and_then(Terms::guarded);
    let counted = round.survey().guarded_by(guarded.as_ref());
    let mut study = counted.clone();
    study.academies.rows = round.response_rows(setup.progress);
    let mut published = publish_structure(&study, round.policy, setup.show.structure);
    let chosen = ChosenScales::of(setup, &round.instrument)?;
    published.scales.retain(|scale| chosen.has(scale.scale));
    let compared = StructureCompared {
        groups: publish_invariance(&study, round.policy, InvarianceDepth::Ladder),
        scores: study.by.as_ref().map(|_| publish(&counted, round.policy)),
        terms: terms.as_ref().and_then(|terms| {
            let whole = beside(terms.terms_with_rows(), guarded_terms.as_ref());
            let counted = beside(terms.terms(), guarded_terms.as_ref());
            let [before, after] = counted.as_slice() else {
                return None;
            };
            let (scales, policy) = (terms.scales, round.policy);
            let both: Vec<&TermStudy<'_>> = whole.iter().collect();
            Some(StructureOverTerms {
                found: publish_invariance_over_terms(&both, scales, policy, InvarianceDepth::Ladder),
                change: publish_change(before, after, scales, policy),
                context: terms.context()?,
            })
        }),
    };
    let mut context = round.context();
    context.findings.extend(withholding_findings(&study, round.policy));
    let counted = round.survey.counted.as_ref();
    (context.findings).extend(counted.map(|counted| structure_of_counts(counted, &round.instrument)));
    context.findings.extend(not_compared.map(|error| {
        Finding::new(
            Level::Note,
            "term-before",
            format!("whether the questions worked as in the term before is not told: {error}"),
        )
    }));
    let result = report::stamped(report::structure(&published, &compared, &context));
    make(&round, &context, result)
}
