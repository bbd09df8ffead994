//! Within-group agreement of the groups whose scores are shown.

use std::iter;

use crate::analysis::{self, GroupAgreement};
use crate::disclosure::margins::{Counted, tables};
use crate::disclosure::partial::{EarlierTable, has_few_partial};
use crate::disclosure::suppression::plan_of_tables;
use crate::disclosure::{GroupedStudy, Policy, Rule, SuppressionPlan};

/// The rules that withhold agreement on a scale. Its base is the people who answered the whole scale. They are fewer than those with a
/// score, and their total is published with alpha.
pub(in crate::disclosure) struct AgreementRules {
    /// By table and group: the rules for showing it.
    shown: Vec<Vec<Option<Rule>>>,
    /// By table and group: the rules for counting it in the verdict on aggregation.
    counted: Vec<Vec<Option<Rule>>>,
}

impl AgreementRules {
    /// Decides which groups' agreement is withheld. `plan` withholds scores.
    ///
    /// It is also withheld where a few people of the group answered part of the scale. It leaves them out and the answers to the items
    /// do not, so every set of answers that they may have given could be tried against it.
    pub(in crate::disclosure) fn of(
        survey: &GroupedStudy<'_>,
        scale: usize,
        plan: &SuppressionPlan,
        policy: Policy,
    ) -> Self {
        let mut tables = tables(survey, &[Counted::Complete(scale)]);
        for (margin, rules) in tables.margins.iter_mut().zip(&plan.groups) {
            margin.withheld.clone_from(rules);
        }
        let counted = plan_of_tables(&tables, &[], policy).groups;
        let studies = iter::once(&survey.academies).chain(&survey.by);
        for (table, (margin, study)) in tables.margins.iter_mut().zip(studies).enumerate() {
            let earlier = EarlierTable::all(survey, table, &[scale]);
            for (group, rule) in margin.withheld.iter_mut().enumerate() {
                let few = !policy.unsuppressed && has_few_partial(study, scale, group, &earlier, policy);
                *rule = rule.or(few.then_some(Rule::Complementary));
            }
        }
        Self {
            shown: plan_of_tables(&tables, &[], policy).groups,
            counted,
        }
    }

    /// The agreement of the groups of one table whose scores are shown, each with every digit or with the rule that withholds it. `scores`
    /// has the rules that withhold their scores.
    pub(in crate::disclosure) fn shown(
        &self,
        study: &analysis::Study<'_>,
        scale: usize,
        table: usize,
        scores: &[Option<Rule>],
    ) -> Vec<Result<GroupAgreement, Rule>> {
        agreement_by(study, scale, scores, &self.shown[table])
    }

    /// The agreement of academies that counts towards the verdict on aggregation: also of those where few people answered part of the
    /// scale, if there are several, because the verdict says only how the median compares with chance.
    pub(in crate::disclosure) fn counted(
        &self,
        study: &analysis::Study<'_>,
        scale: usize,
        scores: &[Option<Rule>],
    ) -> Vec<GroupAgreement> {
        let all = agreement_by(study, scale, scores, &self.counted[0]);
        let all: Vec<GroupAgreement> = all.into_iter().flatten().collect();
        if all.len() >= FEWEST_COUNTED {
            return all;
        }
        self.shown(study, scale, 0, scores).into_iter().flatten().collect()
    }
}

/// The fewest academies whose median agreement says nothing about one of them.
const FEWEST_COUNTED: usize = 4;

fn agreement_by(
    study: &analysis::Study<'_>,
    scale: usize,
    scores: &[Option<Rule>],
    rules: &[Option<Rule>],
) -> Vec<Result<GroupAgreement, Rule>> {
    let shown = |group: usize, found: GroupAgreement| match rules[group] {
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
