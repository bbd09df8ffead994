//! Decides what may be published about a survey without some respondents, next to the result with all of them (differencing):
//! `cte score --exclude-flagged`.
//!
//! The difference between the two results is the answers of the respondents left out. So the people of each group are split into two
//! atoms, those *left out* and those *kept*, and the engine ([`super::suppression`]) decides about the second result, with the first
//! as it is. A group with few people left out or kept is withheld in the second result.
//!
//! On each linked scale this is required of two bases: the people with a score and the people with any answer. Only figures on these
//! bases are shown: no agreement, no percentage favourable, and reliability only if nobody or at least the threshold of the people
//! who answered every item is left out. The trust's mean is unweighted in both results, because weights would depend on the groups
//! withheld.

use crate::analysis::{self, Estimated, GroupScores, Study, TrustEstimates, Undefined, scored_persons};
use crate::disclosure::margins::linked_scales;
use crate::disclosure::outputs::SharedBase;
use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::seal::Seal;
use crate::disclosure::suppression::{
    Base, Choice, Limits, Member, Order, Output, Problem, Protected, Unit, decide, withheld,
};
use crate::disclosure::survey_detail::{SurveyDetail, coarsest};
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::{GroupFigures, GroupedStudy, Policy, Rule, Shown, SuppressionPlan};

/// The trust in one of the two results.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustScore {
    /// People with a score.
    pub n: u64,
    /// Mean over all people.
    pub mean: Option<f64>,
    /// Standard deviation of their scores, or the reason why there is none.
    pub sd: Result<f64, Undefined>,
}

/// The trust's estimates, of which the second result shows three.
struct TrustInSecondResult(TrustEstimates);

impl AtPrecision for TrustInSecondResult {
    type Published = TrustScore;

    fn at_precision(self, precision: &Precision) -> TrustScore {
        let found = self.0.at_precision(precision);
        TrustScore {
            n: found.n,
            mean: found.mean_of_persons,
            sd: found.sd,
        }
    }
}

/// One scale in the second result.
#[derive(Debug, Clone, PartialEq)]
pub struct ExclusionScale {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust.
    pub trust: Shown<TrustScore>,
    /// Cronbach's alpha.
    pub alpha: Shown<Estimated>,
    /// The academies, by name.
    pub academies: Vec<(String, Shown<GroupFigures>)>,
}

/// The published second result, without the respondents left out.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedExclusion {
    /// Number of respondents left out.
    pub left_out: u64,
    /// The scales, in the instrument's order.
    pub scales: Vec<ExclusionScale>,
    seal: Seal,
}

/// Decides what may be published about `kept`, which is `all` without some respondents, in addition to the result of
/// [`publish`](super::publish()) for `all`. Both must have the same groups.
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
        let shared = all.guarded.map_or(&[][..], |guarded| guarded.bases(&members));
        let second = second_plan(&first, &split_counts(one, other, &members), shared, policy);
        let details = [
            SurveyDetail::of(all, &members, &first, policy),
            SurveyDetail::of(kept, &members, &second, policy),
        ];
        scales.extend(
            members
                .iter()
                .map(|&scale| of_scale([one, other], scale, &second, &details, policy)),
        );
    }
    scales.sort_by_key(|scale| scale.scale);
    PublishedExclusion {
        left_out: rows(one) - rows(other),
        scales,
        seal: Seal,
    }
}

/// The people of a group who are left out and kept, on one base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SplitCounts {
    out: u64,
    kept: u64,
}

/// For each group and base: the people left out and kept.
fn split_counts(all: &Study<'_>, kept: &Study<'_>, scales: &[usize]) -> Vec<Vec<SplitCounts>> {
    let of = |group: usize| {
        let count = |n: &dyn Fn(&Study<'_>) -> u64| {
            let (before, after) = (n(all), n(kept));
            SplitCounts {
                out: before.saturating_sub(after),
                kept: after,
            }
        };
        scales
            .iter()
            .flat_map(|&scale| {
                [
                    count(&|study| study.tally.scores(scale, group).persons(1)),
                    count(&|study| scored_persons(study, scale, group)),
                ]
            })
            .collect()
    };
    (0..all.tally.groups()).map(of).collect()
}

/// The plan of the second result, next to the first as it was planned. `shared` has the bases that earlier outputs have too.
fn second_plan(
    first: &SuppressionPlan,
    counts: &[Vec<SplitCounts>],
    shared: &[SharedBase],
    policy: Policy,
) -> SuppressionPlan {
    if policy.unsuppressed || first.total.is_some() {
        return first.clone();
    }
    let few = |n: u64| n < policy.min_group;
    let small = |counts: &SplitCounts| (counts.out > 0 && few(counts.out)) || few(counts.kept);
    let bases = counts.first().map_or(0, Vec::len);
    let total = |base: usize| SplitCounts {
        out: counts.iter().map(|group| group[base].out).sum(),
        kept: counts.iter().map(|group| group[base].kept).sum(),
    };
    let mut problem = Problem {
        least: policy.min_group,
        outputs: vec![
            Output {
                total: None,
                choice: Choice::Fixed,
            },
            Output {
                total: (0..bases).any(|base| small(&total(base))).then_some(Rule::Small),
                choice: Choice::Open,
            },
        ],
        units: Vec::new(),
        bases: (0..bases).map(|base| base_of(counts, base)).collect(),
    };
    let second_of = |group: usize| first.groups[0][group].or(counts[group].iter().any(small).then_some(Rule::Small));
    // The first result may also have groups by another column, which come after the academies in the bases shared with earlier outputs.
    let academies = counts.len();
    let others = first.groups.iter().enumerate().skip(1);
    let others: Vec<(usize, Option<Rule>)> = others
        .flat_map(|(table, rules)| rules.iter().map(move |rule| (table, *rule)))
        .collect();
    let unit = |output: usize, table: usize, group: usize, rule: Option<Rule>| Unit {
        output,
        table,
        rule,
        order: Order {
            people: counts
                .get(group)
                .and_then(|of| of.iter().map(|of| of.kept).min())
                .unwrap_or(0),
            table,
            place: group,
        },
        choice: if output == 0 { Choice::Fixed } else { Choice::Open },
        limits: Limits::Somebody,
    };
    let second_table = first.groups.len();
    problem.units = (0..academies)
        .map(|group| unit(0, 0, group, first.groups[0][group]))
        .collect();
    problem
        .units
        .extend(others.iter().map(|&(table, rule)| unit(0, table, academies, rule)));
    problem
        .units
        .extend((0..academies).map(|group| unit(1, second_table, group, second_of(group))));
    for base in &mut problem.bases {
        let second = base.members.split_off(academies);
        base.members
            .extend(others.iter().map(|_| Member::default()).chain(second));
    }
    problem
        .bases
        .extend(shared.iter().filter_map(SharedBase::base_with_second));
    decide(&mut problem);
    let second = problem.units.iter().filter(|unit| unit.output == 1);
    let total = problem.outputs[1].total;
    SuppressionPlan {
        total,
        groups: vec![second.map(|unit| unit.rule.or(total)).collect()],
    }
}

/// One base: for each group those left out and those kept as atoms, as the first result sums them and as the second does.
fn base_of(counts: &[Vec<SplitCounts>], base: usize) -> Base {
    let parts = counts
        .iter()
        .enumerate()
        .flat_map(|(group, of)| [(of[base].out, group, false), (of[base].kept, group, true)]);
    let mut parts: Vec<(u64, usize, bool)> = parts.filter(|(people, ..)| *people > 0).collect();
    parts.sort_by_key(|&(people, group, _)| (std::cmp::Reverse(people), group));
    let people: Vec<u64> = parts.iter().map(|(people, ..)| *people).collect();
    let atoms = |wanted: &dyn Fn(usize, bool) -> bool| -> Vec<usize> {
        let found = parts
            .iter()
            .enumerate()
            .filter(|(_, (_, group, kept))| wanted(*group, *kept));
        found.map(|(atom, _)| atom).collect()
    };
    let first = (0..counts.len()).map(|group| Member {
        shows: vec![atoms(&|of, _| of == group)],
        protects: Vec::new(),
    });
    let second = (0..counts.len()).map(|group| {
        let kept = atoms(&|of, kept| of == group && kept);
        let out = atoms(&|of, kept| of == group && !kept);
        Member {
            protects: [&kept, &out].map(|set| Protected::of(set.clone(), &people)).into(),
            shows: vec![kept],
        }
    });
    Base {
        members: first.chain(second).collect(),
        totals: vec![atoms(&|_, _| true), atoms(&|_, kept| kept)],
        people,
        ..Base::default()
    }
}

fn of_scale(
    [all, kept]: [&Study<'_>; 2],
    scale: usize,
    plan: &SuppressionPlan,
    details: &[SurveyDetail; 2],
    policy: Policy,
) -> ExclusionScale {
    let hidden = withheld(&plan.groups[0]);
    let pooled = kept.pooled(&hidden);
    let complete = |study: &Study<'_>| study.tally.products(scale).persons();
    let out = complete(all).saturating_sub(complete(kept));
    let few = |n: u64| n < policy.min_group && !policy.unsuppressed;
    let few_complete = ((out > 0 && few(out)) || few(complete(kept))).then_some(Rule::Small);
    let scores = GroupScores::of(&pooled, scale);
    let mut shown = analysis::group_estimates(&pooled, &scores).into_iter();
    let usual = |about| Precision::of_scale(kept, scale, about, policy);
    let of_trust = coarsest(details.iter().map(|of| &of.trust), usual(About::Trust), scale);
    let rules = plan.groups[0].iter().zip(kept.tally.names()).enumerate();
    let academies = rules.map(|(academy, (rule, name))| {
        let own = details.iter().filter_map(|of| of.groups.first()?.get(academy));
        let of_group = coarsest(own, usual(About::Group), scale);
        let figures = match rule {
            Some(rule) => Shown::withheld(*rule),
            None => match shown.next() {
                Some(found) => Shown::unless(None, &of_group, || found),
                None => Shown::withheld(Rule::Small),
            },
        };
        (name.clone(), figures)
    });
    let academies = academies.collect();
    ExclusionScale {
        scale,
        trust: Shown::unless(plan.total, &of_trust, || {
            TrustInSecondResult(analysis::trust_estimates(&pooled, &scores))
        }),
        alpha: Shown::unless(plan.total.or(few_complete), &of_trust, || {
            analysis::scale_reliability(kept, &pooled, scale).alpha
        }),
        academies,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const POLICY: Policy = Policy::published(10);

    fn groups(numbers: &[(u64, u64)]) -> Vec<Vec<SplitCounts>> {
        let one = |&(out, kept): &(u64, u64)| vec![SplitCounts { out, kept }];
        numbers.iter().map(one).collect()
    }

    fn shown_first(counts: &[Vec<SplitCounts>]) -> SuppressionPlan {
        let small = |counts: &Vec<SplitCounts>| (counts[0].out + counts[0].kept < 10).then_some(Rule::Small);
        SuppressionPlan {
            total: None,
            groups: vec![counts.iter().map(small).collect()],
        }
    }

    fn second(numbers: &[(u64, u64)]) -> SuppressionPlan {
        let counts = groups(numbers);
        second_plan(&shown_first(&counts), &counts, &[], POLICY)
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
            let counts = groups(&numbers);
            let plan = second_plan(&shown_first(&counts), &counts, &[], POLICY);
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
