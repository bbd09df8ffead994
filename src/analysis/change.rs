//! Change between two terms whose respondents are not linked: per group and for the whole trust.
//!
//! All figures are about people's scores, and differences are taken between unrounded scores. Both studies must have the same
//! groups and the same scales.
//!
//! A group's change is called higher or lower by its Welch interval, widened for all m groups compared on the scale: each
//! interval is at level 1 − (1 − level)/m (Bonferroni). So, at the chosen level, no group is called higher or lower by chance
//! alone.
//!
//! The trust's change is the mean of the groups' changes, with weights that are the same in both terms. What else separates the
//! trust's two scores comes of who answered, and is called the mix.

use crate::analysis::conclusion::WhyNot;
use crate::analysis::summaries::{response_rate, score_values, summaries, summary};
use crate::analysis::{Conclusion, Study, trust_mean};
use crate::stats::{
    self, ChangeInMeans, ChangedStratum, EffectSize, EstimatedMean, FixedWeightsChange, GroupSummary, Interval,
    MeanDifference, Population, Stratum, Undefined, Weighting,
};

/// Power at which a change counts as detectable.
const POWER: f64 = 0.8;
/// Level of the single test behind the smallest detectable change.
const SINGLE_LEVEL: f64 = 0.95;

/// The score of a group, or of the trust, in one term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermScore {
    /// People with a score.
    pub n: u64,
    /// The mean of their scores, in the score's metric.
    pub mean: Option<f64>,
    /// The unit to which `mean` is rounded; 0 in full precision.
    pub unit: f64,
    /// Number of staff, if known.
    pub headcount: Option<u64>,
    /// People with a score, divided by staff.
    pub response_rate: Option<f64>,
}

/// The change of a group, or of the trust, on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier term.
    pub before: TermScore,
    /// The later term.
    pub after: TermScore,
    /// The difference of the two means, in score units; of the trust, with the weights of academies held fixed.
    pub difference: Option<f64>,
    /// The difference with its test: Welch's for a group.
    pub test: Result<MeanDifference, Undefined>,
    /// p adjusted by Holm over the groups compared; `None` for the trust, which is a single comparison.
    pub p_holm: Option<f64>,
    /// p adjusted by Benjamini and Hochberg over the groups compared; `None` for the trust.
    pub p_bh: Option<f64>,
    /// The interval widened for all groups compared. The conclusion follows from it.
    pub simultaneous: Result<Interval, Undefined>,
    /// The change in standard deviations.
    pub effect: Result<EffectSize, Undefined>,
    /// Cliff's delta; of the trust, the mean of its groups' with the same weights.
    pub cliffs_delta: Result<f64, Undefined>,
    /// The smallest change that a single two-sided test at 5 % detects with a power of 80 %, corrected for the finite population
    /// if both headcounts are known.
    pub smallest_visible: Result<f64, Undefined>,
    /// The smallest change that is called clear with a power of 80 %.
    pub smallest_clear: Result<f64, Undefined>,
    /// The change among exactly these staff, without sampling from a wider population; `None` unless both headcounts are known.
    pub these_staff: Option<Result<ChangeInMeans, Undefined>>,
    /// The conclusion in words.
    pub conclusion: Conclusion,
}

/// The trust's change on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustChange {
    /// The change with the weights of academies held fixed.
    pub change: Change,
    /// The weights of academies.
    pub weighting: Weighting,
    /// The difference between the trust's two scores, less the change: what comes of who answered, joined or left.
    pub mix: Option<f64>,
    /// All respondents of one term compared with all of the other, whichever academy they are from.
    pub pooled: PooledChange,
}

/// A comparison of all respondents of two terms.
#[derive(Debug, Clone, PartialEq)]
pub struct PooledChange {
    /// Welch's test.
    pub welch: Result<MeanDifference, Undefined>,
    /// The difference in standard deviations.
    pub effect: Result<EffectSize, Undefined>,
    /// Cliff's delta.
    pub cliffs_delta: Result<f64, Undefined>,
}

/// The changes of some groups, with p values and intervals adjusted for comparing all of them. A group with fewer than `fewest`
/// people in either term gets [`Conclusion::NotComparable`].
#[must_use]
pub fn group_changes(
    before: &Study<'_>,
    after: &Study<'_>,
    scale: usize,
    groups: &[usize],
    fewest: u64,
) -> Vec<Change> {
    let level = after.options.level;
    let pairs: Vec<[GroupSummary; 2]> = groups
        .iter()
        .map(|&group| [summary(before, scale, group), summary(after, scale, group)])
        .collect();
    let tested = pairs
        .iter()
        .filter(|[one, two]| stats::welch(one, two, level).is_ok())
        .count();
    let widened = 1.0 - (1.0 - level) / tested.max(1) as f64;
    let mut changes: Vec<Change> = groups
        .iter()
        .zip(&pairs)
        .map(|(&group, pair)| {
            let staff = [before.headcounts.of(group), after.headcounts.of(group)];
            let values = [score_values(before, scale, group), score_values(after, scale, group)];
            let these = these_staff(pair, staff, level);
            change(pair, staff, &values, [level, widened], these, fewest)
        })
        .collect();
    let p: Vec<f64> = changes
        .iter()
        .filter_map(|change| Some(change.test.as_ref().ok()?.p))
        .collect();
    let mut adjusted = stats::holm(&p).into_iter().zip(stats::benjamini_hochberg(&p));
    for change in changes.iter_mut().filter(|change| change.test.is_ok()) {
        if let Some((holm, bh)) = adjusted.next() {
            change.p_holm = Some(holm);
            change.p_bh = Some(bh);
        }
    }
    changes
}

/// The trust's change. Both studies have the same groups.
#[must_use]
pub fn trust_change(before: &Study<'_>, after: &Study<'_>, scale: usize, fewest: u64) -> TrustChange {
    let level = after.options.level;
    let terms = [before, after];
    let scores = terms.map(|study| trust_mean(study, scale));
    let of_groups = terms.map(|study| summaries(study, scale));
    let pair = [0, 1].map(|term: usize| GroupSummary::pool(&of_groups[term]));
    let groups: Vec<ChangedStratum> = (0..after.tally.groups())
        .map(|group| {
            let [before, after] = [0, 1].map(|term: usize| Stratum {
                summary: of_groups[term][group],
                headcount: terms[term].headcounts.of(group),
            });
            ChangedStratum { before, after }
        })
        .collect();
    let values = terms.map(|study| {
        let groups = 0..study.tally.groups();
        groups
            .map(|group| score_values(study, scale, group))
            .collect::<Vec<_>>()
    });
    let found = stats::fixed_weights_change(&groups, level);
    let test = found
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|found| found.test.clone());
    let simultaneous = test.clone().map(|test| test.interval);
    let detected = |of: fn(&FixedWeightsChange, f64, f64) -> Result<f64, Undefined>, level: f64| {
        found
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|found| of(found, level, POWER))
    };
    let difference = found.as_ref().ok().map(|found| found.difference);
    let [score_before, score_after] = [0, 1].map(|term: usize| TermScore {
        mean: scores[term],
        ..term_score(&pair[term], all_staff(terms[term]))
    });
    TrustChange {
        weighting: found.as_ref().map_or(Weighting::Respondents, |found| found.weighting),
        mix: difference.and_then(|difference| Some(scores[1]? - scores[0]? - difference)),
        pooled: PooledChange {
            welch: stats::welch(&pair[0], &pair[1], level),
            effect: stats::effect_size(&pair[0], &pair[1], level),
            cliffs_delta: stats::cliffs_delta(&values[0].concat(), &values[1].concat()),
        },
        change: Change {
            before: score_before,
            after: score_after,
            difference,
            conclusion: concluded(&pair, difference, &simultaneous, fewest),
            effect: test
                .clone()
                .and_then(|test| stats::effect_of_difference(&test, &pair[0], &pair[1])),
            test,
            p_holm: None,
            p_bh: None,
            simultaneous,
            cliffs_delta: found
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|found| weighted_delta(&found.weights, &values)),
            smallest_visible: detected(FixedWeightsChange::smallest_visible, SINGLE_LEVEL),
            smallest_clear: detected(FixedWeightsChange::smallest_detectable, level),
            these_staff: found.as_ref().ok().and_then(|found| found.these.clone()),
        },
    }
}

/// The staff of all groups, if known.
fn all_staff(study: &Study<'_>) -> Option<u64> {
    let groups = 0..study.tally.groups();
    let staff = groups.map(|group| study.headcounts.of(group)).sum::<Option<u64>>();
    staff.filter(|&staff| staff > 0)
}

/// Σ Wⱼ δⱼ over the groups with a weight.
fn weighted_delta(weights: &[f64], values: &[Vec<Vec<(f64, u64)>>; 2]) -> Result<f64, Undefined> {
    let groups = weights.iter().zip(values[0].iter().zip(&values[1]));
    let deltas: Vec<f64> = groups
        .filter(|(weight, _)| **weight > 0.0)
        .map(|(weight, (before, after))| Ok(weight * stats::cliffs_delta(before, after)?))
        .collect::<Result<_, Undefined>>()?;
    Ok(stats::exact_sum(deltas.into_iter()))
}

/// The change among exactly these staff of a group; `None` unless both headcounts are known and up to date.
fn these_staff(
    pair: &[GroupSummary; 2],
    staff: [Option<u64>; 2],
    level: f64,
) -> Option<Result<ChangeInMeans, Undefined>> {
    let known = |side: usize| match Population::new(pair[side].n, staff[side]) {
        Population::Unknown | Population::Stale { .. } => None,
        Population::Finite { .. } | Population::Everyone => Some(()),
    };
    known(0).and(known(1))?;
    let mean = |side: usize| {
        let found = stats::mean_interval(&pair[side], staff[side], level)?;
        Ok(EstimatedMean::new(found.mean, found.se, found.df))
    };
    Some(mean(0).and_then(|before| stats::independent_difference(before, mean(1)?, level)))
}

/// One change. `levels` are the level of its interval and the level of the widened interval.
fn change(
    pair: &[GroupSummary; 2],
    staff: [Option<u64>; 2],
    values: &[Vec<(f64, u64)>; 2],
    levels: [f64; 2],
    these_staff: Option<Result<ChangeInMeans, Undefined>>,
    fewest: u64,
) -> Change {
    let [before, after] = pair;
    let [level, widened] = levels;
    let simultaneous = stats::welch(before, after, widened).map(|found| found.interval);
    let difference = (before.n > 0 && after.n > 0).then_some(after.mean - before.mean);
    let stratum = |side: usize, headcount: Option<u64>| Stratum {
        summary: pair[side],
        headcount,
    };
    Change {
        before: term_score(before, staff[0]),
        after: term_score(after, staff[1]),
        difference,
        test: stats::welch(before, after, level),
        p_holm: None,
        p_bh: None,
        conclusion: concluded(pair, difference, &simultaneous, fewest),
        simultaneous,
        effect: stats::effect_size(before, after, level),
        cliffs_delta: stats::cliffs_delta(&values[0], &values[1]),
        smallest_visible: stats::smallest_visible_change(
            &stratum(0, staff[0]),
            &stratum(1, staff[1]),
            SINGLE_LEVEL,
            POWER,
        ),
        smallest_clear: stats::smallest_visible_change(&stratum(0, None), &stratum(1, None), widened, POWER),
        these_staff,
    }
}

/// The conclusion from the interval. Where no score varies there is no interval, but any difference is a change.
pub(super) fn concluded(
    pair: &[GroupSummary; 2],
    difference: Option<f64>,
    interval: &Result<Interval, Undefined>,
    fewest: u64,
) -> Conclusion {
    let enough = pair.iter().all(|side| side.n >= fewest);
    match (interval, difference) {
        (Ok(interval), _) if enough => Conclusion::of(interval),
        (Err(Undefined::NoVariance { .. }), Some(exact)) if enough => Conclusion::of(&Interval::about(exact, 0.0)),
        (Err(Undefined::TooFewGroups { .. }), _) => Conclusion::NotComparable(WhyNot::NoGroupInBoth),
        _ => Conclusion::NotComparable(WhyNot::TooFew),
    }
}

/// A group's score in one term.
#[must_use]
pub fn group_score(study: &Study<'_>, scale: usize, group: usize) -> TermScore {
    term_score(&summary(study, scale, group), study.headcounts.of(group))
}

pub(super) fn term_score(summary: &GroupSummary, headcount: Option<u64>) -> TermScore {
    TermScore {
        n: summary.n,
        mean: (summary.n > 0).then_some(summary.mean),
        unit: 0.0,
        headcount,
        response_rate: response_rate(summary.n, headcount),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn too_few_in_either_term_say_nothing_however_clear() {
        let group = |n: u64, mean: f64| GroupSummary {
            n,
            mean,
            sum_sq: 0.2 * (n - 1) as f64,
        };
        let of = |n1: u64, n2: u64| {
            let pair = [group(n1, 2.0), group(n2, 5.0)];
            let values = [vec![(2.0, n1)], vec![(5.0, n2)]];
            change(&pair, [None, None], &values, [0.95, 0.99], None, 10).conclusion
        };
        assert_eq!(of(10, 10), Conclusion::Higher);
        assert_eq!(of(9, 10), Conclusion::NotComparable(WhyNot::TooFew));
        assert_eq!(of(10, 9), Conclusion::NotComparable(WhyNot::TooFew));
    }

    #[test]
    fn only_full_headcounts_speak_of_these_staff() {
        let group = |n: u64| GroupSummary {
            n,
            mean: 4.0,
            sum_sq: 0.5 * (n - 1) as f64,
        };
        let pair = [group(20), group(20)];
        assert!(these_staff(&pair, [Some(25), None], 0.95).is_none());
        assert!(
            these_staff(&pair, [Some(25), Some(19)], 0.95).is_none(),
            "a stale headcount is none"
        );
        let all = these_staff(&pair, [Some(20), Some(20)], 0.95).unwrap().unwrap();
        assert!(all.interval.upper <= all.interval.lower);
        let most = these_staff(&pair, [Some(25), Some(25)], 0.95).unwrap().unwrap();
        let plain = stats::welch(&pair[0], &pair[1], 0.95).unwrap();
        assert!((most.se - plain.se * 0.2_f64.sqrt()).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn exchanging_the_terms_turns_every_sign_and_every_word(
            before in prop::collection::vec((1..7_u8, 1..9_u64), 2..5),
            after in prop::collection::vec((1..7_u8, 1..9_u64), 2..5),
            staff in prop::option::of(0..9_u64)
        ) {
            let values = [&before, &after].map(|side| {
                side.iter().map(|&(score, count)| (f64::from(score), count)).collect::<Vec<_>>()
            });
            let pair = [GroupSummary::from_counts(&values[0]), GroupSummary::from_counts(&values[1])];
            let headcounts = [0, 1].map(|side: usize| staff.map(|more| pair[side].n + more));
            let of = |order: [usize; 2]| {
                let pair = order.map(|side| pair[side]);
                let headcounts = order.map(|side| headcounts[side]);
                let values = order.map(|side| values[side].clone());
                change(&pair, headcounts, &values, [0.95, 0.995], these_staff(&pair, headcounts, 0.95), 5)
            };
            let (there, back) = (of([0, 1]), of([1, 0]));
            let mirrored = match there.conclusion {
                Conclusion::Higher => Conclusion::Lower,
                Conclusion::Lower => Conclusion::Higher,
                same => same,
            };
            prop_assert_eq!(back.conclusion, mirrored);
            let near = |one: f64, other: f64| (one - other).abs() < 1e-8;
            if let (Ok(one), Ok(other)) = (&there.simultaneous, &back.simultaneous) {
                prop_assert!(near(one.lower, -other.upper) && near(one.upper, -other.lower));
                // The widened interval holds the plain one.
                let plain = there.test.as_ref().unwrap().interval;
                prop_assert!(one.lower <= plain.lower && plain.upper <= one.upper);
            }
            if let (Ok(one), Ok(other)) = (&there.smallest_clear, &back.smallest_clear) {
                prop_assert!(near(*one, *other));
                prop_assert!(there.smallest_visible.as_ref().is_ok_and(|visible| visible <= one));
            }
            if let (Some(Ok(one)), Some(Ok(other))) = (&there.these_staff, &back.these_staff) {
                prop_assert!(near(one.difference, -other.difference) && near(one.se, other.se));
                // If all scores are equal there is no test, and no uncertainty about these staff either.
                let plain = there.test.as_ref().map_or(0.0, |plain| plain.se);
                prop_assert!(one.se <= plain + 1e-12);
            }
            prop_assert!(near(there.cliffs_delta.unwrap(), -back.cliffs_delta.unwrap()));
        }
    }
}
