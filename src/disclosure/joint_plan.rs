//! What two terms together withhold.
//!
//! A group is withheld in both terms if either term by itself withholds it, by primary or secondary suppression. So every figure of
//! a term that is shown beside the other term is shown in that term's own output too.

use crate::analysis::{self, Study, TrustChange};
use crate::disclosure::margins::linked_scales;
use crate::disclosure::term::{TermPlan, TermStudy};
use crate::disclosure::{Policy, Rule, SuppressionPlan};

/// What two terms together withhold on a set of linked scales.
pub(in crate::disclosure) struct JointPlan<'a> {
    /// The scales.
    pub(in crate::disclosure) scales: Vec<usize>,
    /// The plan.
    pub(in crate::disclosure) plan: SuppressionPlan,
    /// The plans of each term that it is made of, the earlier term first.
    pub(in crate::disclosure) of_terms: Vec<&'a TermPlan>,
}

/// The joint plans of two terms that have the first `scales` scales in common, one for each set of linked scales.
pub(in crate::disclosure) fn joint_plans<'a>(
    terms: [&TermStudy<'_>; 2],
    plans: [&'a [TermPlan]; 2],
    scales: usize,
) -> Vec<JointPlan<'a>> {
    let joint = |members: Vec<usize>| {
        let whole = members.len() == scales;
        let concerns = |own: &&TermPlan| whole || own.scales.iter().any(|scale| members.contains(scale));
        let of_terms: Vec<&TermPlan> = plans.iter().copied().flatten().filter(concerns).collect();
        JointPlan {
            plan: plan_of_terms(&of_terms),
            scales: members,
            of_terms,
        }
    };
    linked(terms, scales).into_iter().map(joint).collect()
}

impl JointPlan<'_> {
    /// The change of the trust. The academies that are withheld count as one group, in the trust's two scores too: nothing that is
    /// shown depends on how their people are spread.
    pub(in crate::disclosure) fn trust_change(
        &self,
        terms: [&Study<'_>; 2],
        scale: usize,
        policy: Policy,
    ) -> TrustChange {
        // Of a group without answers too: whether somebody withheld is in it must not show.
        let groups = 0..terms[0].tally.groups();
        let is_hidden = |group: &usize| self.of_terms.iter().any(|own| own.plan.groups[0][*group].is_some());
        let hidden: Vec<usize> = groups.filter(is_hidden).collect();
        let [before, after] = terms.map(|term| term.pooled(&hidden));
        analysis::trust_change(&before, &after, scale, policy.min_group)
    }
}

/// The sets of linked scales among the common ones. If the questionnaires differ, all scales are linked.
fn linked(terms: [&TermStudy<'_>; 2], scales: usize) -> Vec<Vec<usize>> {
    let alike = terms
        .iter()
        .all(|term| term.survey.academies.instrument.scales().len() == scales);
    if alike {
        linked_scales(&terms[0].survey.academies)
    } else {
        vec![(0..scales).collect()]
    }
}

/// The plan that withholds in every term whatever the plan of a single term withholds.
fn plan_of_terms(terms: &[&TermPlan]) -> SuppressionPlan {
    let mut rules: Vec<Vec<Option<Rule>>> = terms.first().map_or(Vec::new(), |first| {
        first
            .plan
            .groups
            .iter()
            .map(|groups| vec![None; groups.len()])
            .collect()
    });
    if let Some(rule) = terms.iter().find_map(|own| own.plan.total) {
        return everything(Some(rule), &rules);
    }
    for (grouping, of_grouping) in rules.iter_mut().enumerate() {
        for (group, rule) in of_grouping.iter_mut().enumerate() {
            let present = |own: &&&TermPlan| own.present[grouping][group];
            // A group without answers in a term is not small in it. A group without answers in any term is withheld if a
            // small group would be.
            let anywhere = terms.iter().any(|own| present(&own));
            let found = || {
                let own = terms.iter().filter(|own| !anywhere || present(own));
                own.filter_map(|own| own.plan.groups[grouping][group])
            };
            // Primary suppression in one term is primary suppression in both.
            *rule = found().find(|rule| *rule == Rule::Small).or_else(|| found().next());
        }
    }
    SuppressionPlan {
        total: None,
        groups: rules,
    }
}

fn everything(rule: Option<Rule>, rules: &[Vec<Option<Rule>>]) -> SuppressionPlan {
    SuppressionPlan {
        total: rule,
        groups: rules.iter().map(|of_margin| vec![rule; of_margin.len()]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::disclosure::{Margin, plan};

    const POLICY: Policy = Policy::published(10);

    fn planned(terms: &[&[u64]]) -> SuppressionPlan {
        let plans: Vec<TermPlan> = terms
            .iter()
            .map(|persons| TermPlan {
                scales: vec![0],
                plan: plan(Margin::of_sizes(persons, &[]), POLICY),
                standardised: None,
                present: vec![persons.iter().map(|&n| n > 0).collect()],
            })
            .collect();
        plan_of_terms(&plans.iter().collect::<Vec<_>>())
    }

    fn withheld(terms: &[&[u64]]) -> String {
        let plan = planned(terms);
        assert_eq!(plan.total, None);
        let letter = |rule: &Option<Rule>| match rule {
            None => '.',
            Some(Rule::Small) => 's',
            Some(Rule::Complementary) => 'c',
        };
        plan.groups[0].iter().map(letter).collect()
    }

    #[test]
    fn small_in_either_term_is_withheld_in_both_and_enough_with_it() {
        assert_eq!(withheld(&[&[42, 38, 51], &[40, 37, 50]]), "...");
        assert_eq!(withheld(&[&[42, 9, 51, 33], &[40, 20, 50, 30]]), ".s.c");
        // Each term withholds the smallest group with its own small one; the comparison withholds all of these.
        assert_eq!(withheld(&[&[9, 40, 12, 50, 60], &[40, 9, 50, 12, 60]]), "sscc.");
    }

    #[test]
    fn a_group_of_one_term_is_no_small_group_of_the_other() {
        assert_eq!(withheld(&[&[42, 0, 51], &[40, 37, 50]]), "...");
        assert_eq!(withheld(&[&[42, 0, 51, 30], &[40, 7, 50, 31]]), ".s.c");
        assert_eq!(
            withheld(&[&[42, 0, 51], &[40, 0, 50]]),
            ".s.",
            "no answers in either term"
        );
    }

    #[test]
    fn a_term_that_is_small_withholds_everything() {
        assert_eq!(planned(&[&[4, 3], &[40, 37]]).total, Some(Rule::Small));
    }

    proptest! {
        #[test]
        fn what_a_term_withholds_stays_withheld_and_no_sum_is_of_few(
            groups in prop::collection::vec((prop_oneof![Just(0_u64), 1..12_u64, 10..40_u64],
                prop_oneof![Just(0_u64), 1..12_u64, 10..40_u64]), 1..9)
        ) {
            let terms: [Vec<u64>; 2] = [groups.iter().map(|g| g.0).collect(), groups.iter().map(|g| g.1).collect()];
            let plan = planned(&[&terms[0], &terms[1]]);
            if plan.total.is_some() {
                return Ok(());
            }
            for persons in &terms {
                let alone = crate::disclosure::plan(Margin::of_sizes(persons, &[]), POLICY);
                let hidden: u64 = persons.iter().zip(&plan.groups[0])
                    .filter(|(_, rule)| rule.is_some()).map(|(n, _)| *n).sum();
                prop_assert!(hidden == 0 || hidden >= 10);
                for ((n, own), rule) in persons.iter().zip(&alone.groups[0]).zip(&plan.groups[0]) {
                    prop_assert!(*n == 0 || own.is_none() || rule.is_some(), "what a term withholds stays withheld");
                    prop_assert!(*n == 0 || *n >= 10 || rule.is_some());
                }
            }
        }
    }
}
