//! What may be seen of the same survey without some respondents: `cte score --exclude-flagged`.
//!
//! Two results side by side give their difference: what the respondents left out answered. So everybody in a group is one of
//! two kinds, *left out* and *kept*, and a second figure is shown only where neither kind is given away:
//! - of a group that is shown in the first result, if none of it is left out, or the minimum or more, and the minimum or
//!   more are kept;
//! - of the trust, and with it of all groups whose second figures are withheld taken as one, if the left out there are
//!   nobody, or the minimum or more from at least two groups, and so the kept. While that does not hold, the shown group
//!   with the fewest of the kind in question is withheld too, and when no group is left to withhold, everything is.
//!
//! Counted are, for each linked scale, both those who have a score on it and those who answered any of it. Shown are only
//! figures that depend on nothing else: no agreement and no per cent favourable, and of reliability only where those who
//! answered every item and are left out are nobody or the minimum or more. The trust's mean is that of all persons in both
//! results, whatever the first is weighted by, because weights would follow what is withheld.

use crate::analysis::{self, Estimated, GroupEstimates, GroupScores, Study};
use crate::disclosure::crossed::plan_of;
use crate::disclosure::margins::linked_scales;
use crate::disclosure::plan::withheld;
use crate::disclosure::seal::Seal;
use crate::disclosure::{GroupedStudy, Policy, Rule, Shown, SuppressionPlan};

/// The trust in one of the two results.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustScore {
    /// Persons with a score.
    pub n: u64,
    /// Mean over all persons.
    pub mean: Option<f64>,
    /// Standard deviation of their scores.
    pub sd: Option<f64>,
}

/// One scale without the respondents left out.
#[derive(Debug, Clone, PartialEq)]
pub struct ExclusionScale {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust.
    pub trust: Shown<TrustScore>,
    /// Cronbach's alpha.
    pub alpha: Shown<Estimated>,
    /// The academies by name.
    pub academies: Vec<(String, Shown<GroupEstimates>)>,
}

/// The second result.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedExclusion {
    /// How many respondents are left out.
    pub left_out: u64,
    /// The scales, in the instrument's order.
    pub scales: Vec<ExclusionScale>,
    seal: Seal,
}

/// Decides what may be seen of `kept`, which is `all` without some respondents, beside what [`publish`](super::publish())
/// shows of `all`; both must have the same groups.
#[must_use]
pub fn publish_exclusion(all: &GroupedStudy<'_>, kept: &GroupedStudy<'_>, policy: Policy) -> PublishedExclusion {
    let (one, other) = (&all.academies, &kept.academies);
    let rows = |study: &Study<'_>| {
        (0..study.tally.groups())
            .map(|group| study.tally.rows(group))
            .sum::<u64>()
    };
    let mut scales = Vec::new();
    for members in linked_scales(one) {
        let first = plan_of(all, &members, policy);
        let mut second = second_plan(&first, &kinds(one, other, &members), policy);
        // Beside earlier outputs too the second result is shown as a whole or not at all: it is the lesser one.
        if all
            .guarded
            .is_some_and(|guarded| !guarded.allows_second(&members, &second))
        {
            second.withhold_everything(Rule::Complementary);
        }
        scales.extend(
            members
                .iter()
                .map(|&scale| of_scale(one, other, scale, &second, policy)),
        );
    }
    scales.sort_by_key(|scale| scale.scale);
    PublishedExclusion {
        left_out: rows(one) - rows(other),
        scales,
        seal: Seal,
    }
}

/// How many of a group are left out and kept, by one way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SplitCounts {
    out: u64,
    kept: u64,
}

/// For each group the kinds by every way of counting.
fn kinds(all: &Study<'_>, kept: &Study<'_>, scales: &[usize]) -> Vec<Vec<SplitCounts>> {
    let needed = |scale: usize| all.instrument.scales()[scale].needed(&all.instrument.scoring);
    let of = |group: usize| {
        let count = |answered: usize, scale: usize| {
            let n = |study: &Study<'_>| study.tally.scores(scale, group).persons(answered);
            let (before, after) = (n(all), n(kept));
            SplitCounts {
                out: before.saturating_sub(after),
                kept: after,
            }
        };
        scales
            .iter()
            .flat_map(|&scale| [count(1, scale), count(needed(scale), scale)])
            .collect()
    };
    (0..all.tally.groups()).map(of).collect()
}

/// The plan of the second result: the first one's, and more withheld where the difference would tell.
fn second_plan(first: &SuppressionPlan, kinds: &[Vec<SplitCounts>], policy: Policy) -> SuppressionPlan {
    if policy.unsuppressed || first.total.is_some() {
        return first.clone();
    }
    let min = policy.min_group;
    let mut rules: Vec<Option<Rule>> = first.groups[0]
        .iter()
        .zip(kinds)
        .map(|(&rule, kinds)| {
            let small = |kinds: &SplitCounts| (kinds.out > 0 && kinds.out < min) || kinds.kept < min;
            rule.or_else(|| kinds.iter().any(small).then_some(Rule::Small))
        })
        .collect();
    while let Some(kind) = given_away(&rules, kinds, min) {
        let most = |group: usize| kinds[group].iter().map(kind).filter(|&n| n > 0).min();
        let next = (0..rules.len())
            .filter(|&group| rules[group].is_none())
            .filter_map(|group| Some((most(group)?, group)))
            .min();
        let Some((_, group)) = next else {
            let rule = Some(Rule::Small);
            return SuppressionPlan {
                total: rule,
                groups: vec![vec![rule; rules.len()]],
            };
        };
        rules[group] = Some(Rule::Complementary);
    }
    SuppressionPlan {
        total: None,
        groups: vec![rules],
    }
}

/// The kind that the withheld groups taken as one give away, if they give one away.
fn given_away(rules: &[Option<Rule>], kinds: &[Vec<SplitCounts>], min: u64) -> Option<fn(&SplitCounts) -> u64> {
    let ways = kinds.first().map_or(0, Vec::len);
    let hidden: Vec<&Vec<SplitCounts>> = kinds
        .iter()
        .zip(rules)
        .filter(|(_, rule)| rule.is_some())
        .map(|(k, _)| k)
        .collect();
    let of: [fn(&SplitCounts) -> u64; 2] = [|kinds| kinds.out, |kinds| kinds.kept];
    of.into_iter().find(|kind| {
        (0..ways).any(|way| {
            let numbers = || hidden.iter().map(|kinds| kind(&kinds[way])).filter(|&n| n > 0);
            let (sum, groups) = (numbers().sum::<u64>(), numbers().count());
            groups > 0 && (sum < min || groups < 2)
        })
    })
}

fn of_scale(all: &Study<'_>, kept: &Study<'_>, scale: usize, plan: &SuppressionPlan, policy: Policy) -> ExclusionScale {
    let hidden = withheld(&plan.groups[0]);
    let pooled = kept.pooled(&hidden);
    let complete = |study: &Study<'_>| study.tally.products(scale).persons();
    let out = complete(all).saturating_sub(complete(kept));
    let few = |n: u64| n < policy.min_group && !policy.unsuppressed;
    let told = ((out > 0 && few(out)) || few(complete(kept))).then_some(Rule::Small);
    let scores = GroupScores::of(&pooled, scale);
    let mut shown = analysis::group_estimates(&pooled, &scores).into_iter();
    let academies = plan.groups[0].iter().zip(kept.tally.names()).map(|(rule, name)| {
        let figures = match rule {
            Some(rule) => Shown::Withheld(*rule),
            None => shown.next().map_or(Shown::Withheld(Rule::Small), Shown::Figures),
        };
        (name.clone(), figures)
    });
    let academies = academies.collect();
    ExclusionScale {
        scale,
        trust: Shown::unless(plan.total, || {
            let found = analysis::trust_estimates(&pooled, &scores);
            TrustScore {
                n: found.n,
                mean: found.mean_of_persons,
                sd: found.sd,
            }
        }),
        alpha: Shown::unless(plan.total.or(told), || analysis::scale_reliability(kept, scale).alpha),
        academies,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const POLICY: Policy = Policy {
        min_group: 10,
        unsuppressed: false,
    };

    fn groups(numbers: &[(u64, u64)]) -> Vec<Vec<SplitCounts>> {
        let one = |&(out, kept): &(u64, u64)| vec![SplitCounts { out, kept }];
        numbers.iter().map(one).collect()
    }

    fn shown_first(kinds: &[Vec<SplitCounts>]) -> SuppressionPlan {
        let small = |kinds: &Vec<SplitCounts>| (kinds[0].out + kinds[0].kept < 10).then_some(Rule::Small);
        SuppressionPlan {
            total: None,
            groups: vec![kinds.iter().map(small).collect()],
        }
    }

    fn second(numbers: &[(u64, u64)]) -> SuppressionPlan {
        let kinds = groups(numbers);
        second_plan(&shown_first(&kinds), &kinds, POLICY)
    }

    #[test]
    fn with_nobody_left_out_the_second_result_is_the_first() {
        assert_eq!(second(&[(0, 40), (0, 30), (0, 12)]).groups[0], [None, None, None]);
    }

    #[test]
    fn fewer_than_the_minimum_left_out_withhold_the_whole_second_result() {
        assert_eq!(second(&[(3, 40), (4, 30), (0, 20)]).total, Some(Rule::Small));
    }

    #[test]
    fn few_left_out_of_a_group_withhold_its_second_figures() {
        let plan = second(&[(3, 40), (8, 30), (0, 20), (12, 40)]);
        assert_eq!(plan.groups[0], [Some(Rule::Small), Some(Rule::Small), None, None]);
        assert_eq!(plan.total, None);
    }

    #[test]
    fn one_group_with_few_left_out_takes_another_with_it() {
        let plan = second(&[(3, 40), (0, 20), (12, 40), (15, 50)]);
        assert_eq!(
            plan.groups[0],
            [Some(Rule::Small), None, Some(Rule::Complementary), None]
        );
    }

    proptest! {
        #[test]
        fn no_difference_of_the_two_results_is_about_few_or_one_group(
            numbers in prop::collection::vec((0_u64..25, 0_u64..40), 1..9)
        ) {
            let kinds = groups(&numbers);
            let plan = second_plan(&shown_first(&kinds), &kinds, POLICY);
            if plan.total.is_some() {
                return Ok(());
            }
            let safe = |n: u64| n == 0 || n >= 10;
            let mut hidden = (0, 0, 0, 0);
            for ((out, kept), rule) in numbers.iter().zip(&plan.groups[0]) {
                if rule.is_none() {
                    prop_assert!(safe(*out) && *kept >= 10);
                } else {
                    hidden.0 += out;
                    hidden.1 += u64::from(*out > 0);
                    hidden.2 += kept;
                    hidden.3 += u64::from(*kept > 0);
                }
            }
            prop_assert!(safe(hidden.0) && hidden.1 != 1);
            prop_assert!(safe(hidden.2) && hidden.3 != 1);
        }
    }
}
