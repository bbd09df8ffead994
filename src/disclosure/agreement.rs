//! Within-group agreement of the groups whose scores are shown.

use crate::analysis::{self, GroupAgreement};
use crate::disclosure::margins::{Counted, tables};
use crate::disclosure::suppression::plan_of_tables;
use crate::disclosure::{GroupedStudy, Policy, Rule, SuppressionPlan};

/// The rules that withhold agreement on a scale, by table and group. Its base is the people who answered the whole scale. They are
/// fewer, and their total is published with alpha.
pub(in crate::disclosure) fn agreement_rules(
    survey: &GroupedStudy<'_>,
    scale: usize,
    plan: &SuppressionPlan,
    policy: Policy,
) -> Vec<Vec<Option<Rule>>> {
    let mut tables = tables(survey, &[Counted::Complete(scale)]);
    for (margin, rules) in tables.margins.iter_mut().zip(&plan.groups) {
        margin.withheld.clone_from(rules);
    }
    plan_of_tables(&tables, &[], policy).groups
}

/// The agreement of the groups of one table whose scores are shown, each with every digit or with the rule that withholds it. `scores` and `agreement` have the rules that withhold them.
pub(in crate::disclosure) fn shown_agreement(
    study: &analysis::Study<'_>,
    scale: usize,
    scores: &[Option<Rule>],
    agreement: &[Option<Rule>],
) -> Vec<Result<GroupAgreement, Rule>> {
    let shown = |group: usize, found: GroupAgreement| match agreement[group] {
        // That nobody of a group answered an item that it was not asked is no secret.
        Some(_) if found.n == 0 && !study.tally.not_asked(scale, group).is_empty() => Ok(found),
        Some(rule) => Err(rule),
        None => Ok(found),
    };
    let found = analysis::group_agreement(study, scale).into_iter().enumerate();
    found
        .filter(|(group, _)| scores[*group].is_none())
        .map(|(group, found)| shown(group, found))
        .collect()
}
