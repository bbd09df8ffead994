//! One group beside the rest of the trust, from which the group itself is left out.
//!
//! A difference asks about staff like these, so its standard error has no finite population correction; that of the rest is
//! stratified by group. In every output a difference is called clear by an interval that is widened for all differences looked at
//! together (Bonferroni): on a scale those of all groups, and for items those of all groups on all items. It is never called clear
//! where the verdict on aggregation is no.

use crate::analysis::conclusion::WhyNot;
use crate::analysis::groups::OTHER_ITEMS;
use crate::analysis::items::answer_summary;
use crate::analysis::summaries::group_mean;
use crate::analysis::{AggregationVerdict, Conclusion, GroupScores, Study, mean_over};
use crate::model::Aggregate;
use crate::stats::{
    self, EstimatedMean, GroupSummary, Interval, MeanDifference, Stratum, Undefined, mean_difference, mean_interval,
};

/// The means of a group and of the rest of the trust, with their uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beside {
    own: EstimatedMean,
    rest: EstimatedMean,
}

/// A group compared with the rest of the trust.
#[derive(Debug, Clone, PartialEq)]
pub struct RestComparison {
    /// The group's mean minus that of the rest, with its test by itself.
    pub test: Result<MeanDifference, Undefined>,
    /// The interval widened for all differences looked at together. The conclusion follows from it.
    pub simultaneous: Result<Interval, Undefined>,
    /// The conclusion.
    pub conclusion: Conclusion,
}

impl RestComparison {
    /// One of `compared` comparisons, each at confidence `level` (between 0 and 1) together. `verdict` is that on aggregation, if there
    /// is one.
    #[must_use]
    pub fn of(
        found: &Result<Beside, Undefined>,
        level: f64,
        compared: usize,
        verdict: Option<&AggregationVerdict>,
    ) -> Self {
        let at = |level: f64| {
            let found = found.as_ref().map_err(Clone::clone)?;
            mean_difference(found.own, found.rest, level)
        };
        let simultaneous = at(1.0 - (1.0 - level) / compared.max(1) as f64).map(|found| found.interval);
        let conclusion = match &simultaneous {
            Err(why) if *why == OTHER_ITEMS => Conclusion::NotComparable(WhyNot::OtherItems),
            Err(_) => Conclusion::NotComparable(WhyNot::TooFew),
            Ok(_) if !verdict.is_some_and(AggregationVerdict::allows_comparison) => {
                Conclusion::NotComparable(WhyNot::Undependable)
            }
            Ok(interval) => Conclusion::of(interval),
        };
        Self {
            test: at(level),
            simultaneous,
            conclusion,
        }
    }
}

/// The scores of a group and of the others together.
///
/// # Errors
/// Returns the reason if either score has no standard error, or if the group was not asked all items.
pub fn scores_beside(
    study: &Study<'_>,
    scores: &GroupScores,
    group: usize,
    others: &[usize],
) -> Result<Beside, Undefined> {
    if !scores.comparable[group] {
        return Err(OTHER_ITEMS);
    }
    let stratum = |&group: &usize| Stratum {
        summary: scores.summaries[group],
        headcount: study.headcounts.of(group),
    };
    let strata: Vec<Stratum> = others.iter().map(stratum).collect();
    let found = beside(&stratum(&group).summary, &strata, study.options.level)?;
    if study.instrument.scoring.aggregate == Aggregate::Persons {
        return Ok(found);
    }
    // The means shown are those of the scoring rule, which are means of item means.
    let shown = |mean: Option<f64>, found: EstimatedMean| EstimatedMean {
        mean: mean.unwrap_or(found.mean),
        ..found
    };
    Ok(Beside {
        own: shown(group_mean(study, scores.scale, group), found.own),
        rest: shown(mean_over(study, scores.scale, others), found.rest),
    })
}

/// The most groups that are each set beside all others.
const MOST_GROUPS: usize = 500;

/// For each of the first `groups` groups: the conclusion about its score and that of the rest of the trust. `None` where nobody has a
/// score in it or in the rest, and everywhere if there are more than 500 groups: that is no trust, and none of so many differences
/// would be clear.
#[must_use]
pub fn conclusions_beside_the_rest(
    study: &Study<'_>,
    scores: &GroupScores,
    groups: usize,
    verdict: Option<&AggregationVerdict>,
) -> Vec<Option<Conclusion>> {
    if groups > MOST_GROUPS {
        return vec![None; groups];
    }
    let has_scores = |group: usize| scores.summaries[group].n > 0;
    let of = |group: usize| {
        let others = 0..study.tally.groups();
        let others: Vec<usize> = others
            .filter(|&other| other != group && scores.comparable[other] && has_scores(other))
            .collect();
        (has_scores(group) && !others.is_empty()).then(|| scores_beside(study, scores, group, &others))
    };
    let found: Vec<Option<Result<Beside, Undefined>>> = (0..groups).map(of).collect();
    let compared = found.iter().flatten().filter(|beside| beside.is_ok()).count();
    let conclusion = |beside: &Result<Beside, Undefined>| {
        RestComparison::of(beside, study.options.level, compared, verdict).conclusion
    };
    found.iter().map(|beside| beside.as_ref().map(conclusion)).collect()
}

/// The answers to an item in a group and in the others together, in keyed codes.
///
/// # Errors
/// Returns the reason if either mean has no standard error.
pub fn answers_beside(study: &Study<'_>, item: usize, group: usize, others: &[usize]) -> Result<Beside, Undefined> {
    let answers = |&group: &usize| answer_summary(study, item, &[group]);
    let stratum = |group: &usize| Stratum {
        summary: answers(group),
        // The mean shown is over all answers, so each answer weighs the same.
        headcount: None,
    };
    let strata: Vec<Stratum> = others.iter().map(stratum).collect();
    beside(&answers(&group), &strata, study.options.level)
}

fn beside(own: &GroupSummary, others: &[Stratum], level: f64) -> Result<Beside, Undefined> {
    let own = mean_interval(own, None, level)?;
    let rest = stats::stratified_mean_of_like(others, level)?;
    Ok(Beside {
        own: EstimatedMean::new(own.mean, own.se, own.df),
        rest: EstimatedMean::new(rest.mean, rest.se, rest.df),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Icc2Limits;
    use crate::stats::random::{seeded, unit, whole};

    fn verdict(icc2: f64) -> AggregationVerdict {
        let interval = Interval::new(0.1, 0.5);
        AggregationVerdict::on(0.2, interval, icc2, None, Icc2Limits::default())
    }

    fn group(mean: f64, n: u64) -> GroupSummary {
        GroupSummary {
            n,
            mean,
            sum_sq: 0.4 * (n - 1) as f64,
        }
    }

    fn others(mean: f64) -> Vec<Stratum> {
        let one = |more: f64| Stratum {
            summary: group(mean + more, 25),
            headcount: Some(25),
        };
        vec![one(-0.2), one(0.0), one(0.2)]
    }

    #[test]
    fn a_verdict_of_no_leaves_nothing_clear() {
        let found = beside(&group(6.0, 30), &others(2.0), 0.95);
        let concluded = |verdict: Option<&AggregationVerdict>| RestComparison::of(&found, 0.95, 15, verdict).conclusion;
        assert_eq!(concluded(Some(&verdict(0.6))), Conclusion::Higher);
        for none in [Some(verdict(0.4)), None] {
            assert_eq!(
                concluded(none.as_ref()),
                Conclusion::NotComparable(WhyNot::Undependable)
            );
        }
    }

    #[test]
    fn a_full_answer_of_the_others_still_leaves_uncertainty_about_staff_like_them() {
        let found = beside(&group(4.0, 25), &others(4.0), 0.95).unwrap();
        assert!((found.rest.se - (0.4 / 75.0_f64).sqrt()).abs() < 1e-12);
        assert!((found.own.se - (0.4 / 25.0_f64).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn where_all_groups_are_of_one_population_few_surveys_call_any_clear() {
        const SURVEYS: u32 = 3000;
        const GROUPS: usize = 15;
        let mut random = seeded(20_261_126);
        let (mut called, mut said) = (0, 0);
        for _ in 0..SURVEYS {
            let strata: Vec<Stratum> = (0..GROUPS)
                .map(|_| {
                    let n = 12 + whole(49.0 * unit(&mut random));
                    let values: Vec<f64> = (0..n)
                        .map(|_| (0..12).map(|_| unit(&mut random)).sum::<f64>())
                        .collect();
                    Stratum {
                        summary: GroupSummary::from_values(&values),
                        headcount: Some(2 * n),
                    }
                })
                .collect();
            let clear = |place: usize| {
                let mut others = strata.clone();
                let own = others.remove(place);
                let found = beside(&own.summary, &others, 0.95);
                let concluded = RestComparison::of(&found, 0.95, GROUPS, Some(&verdict(0.8))).conclusion;
                matches!(concluded, Conclusion::Higher | Conclusion::Lower)
            };
            let summaries: Vec<GroupSummary> = strata.iter().map(|stratum| stratum.summary).collect();
            let anova = stats::anova(&summaries).unwrap();
            let ratio = stats::variance_ratio(&summaries, &anova, 0.95).unwrap();
            let (icc1, icc2) = (stats::icc1(&anova, ratio).unwrap(), stats::icc2(&anova, ratio).unwrap());
            let limits = Icc2Limits::default();
            let verdict = AggregationVerdict::on(icc1.value, icc1.interval, icc2.value, None, limits);
            let any = (0..GROUPS).any(clear);
            called += u32::from(any);
            said += u32::from(any && verdict.allows_comparison());
        }
        let [by_interval, with_verdict] = [called, said].map(|count| f64::from(count) / f64::from(SURVEYS));
        // Three standard errors of the simulation above 5 %.
        assert!((0.035..=0.062).contains(&by_interval), "{by_interval}");
        assert!(with_verdict <= 0.05 && with_verdict < by_interval, "{with_verdict}");
    }

    proptest! {
        #[test]
        fn more_comparisons_never_make_a_difference_clear(mean in 1.0..6.0_f64, few in 1..20_usize, more in 0..500_usize) {
            let found = beside(&group(mean, 20), &others(3.5), 0.95);
            let at = |compared| RestComparison::of(&found, 0.95, compared, Some(&verdict(0.8)));
            let (narrow, wide) = (at(few).simultaneous.unwrap(), at(few + more).simultaneous.unwrap());
            prop_assert!(wide.lower <= narrow.lower && narrow.upper <= wide.upper);
            if at(few).conclusion == Conclusion::NoClearChange {
                prop_assert_eq!(at(few + more).conclusion, Conclusion::NoClearChange);
            }
        }
    }
}
