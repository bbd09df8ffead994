//! The suppression plan of a survey's linked scales.

use crate::disclosure::margins::{bases_of_scores, tables};
use crate::disclosure::suppression::{Problem, decide, problem_of_tables};
use crate::disclosure::{GroupedStudy, Policy, Rule, SuppressionPlan};

/// The plan of a survey's linked scales: the guarded plan if earlier outputs are known, or else the plan of this output alone.
pub(in crate::disclosure) fn plan_of(survey: &GroupedStudy<'_>, scales: &[usize], policy: Policy) -> SuppressionPlan {
    let guarded = survey.guarded.and_then(|guarded| guarded.plan(scales));
    guarded.map_or_else(|| decided(survey, scales, &[], &[], policy).output_plan(), Clone::clone)
}

/// A survey's linked scales, decided as if nothing had been published before. `withheld` has the rules that withhold groups already, by
/// table; `order` the order of the groups in the survey's own output.
pub(in crate::disclosure) fn decided(
    survey: &GroupedStudy<'_>,
    scales: &[usize],
    withheld: &[Vec<Option<Rule>>],
    order: &[Vec<usize>],
    policy: Policy,
) -> Problem {
    let mut tables = tables(survey, &bases_of_scores(scales));
    for (margin, rules) in tables.margins.iter_mut().zip(withheld) {
        margin.withheld.clone_from(rules);
    }
    let mut problem = problem_of_tables(&tables, order, policy);
    if !policy.unsuppressed {
        decide(&mut problem);
    }
    problem
}
