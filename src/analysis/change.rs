//! Change between two terms whose respondents are not linked: per group, for the trust, and by the mixed model.
//!
//! Everything is of persons' scores, and differences are of unrounded scores. Both studies must have the same groups and the
//! same scales.
//!
//! The words of a group follow from its Welch interval widened for all m groups that are compared on the scale: each at the level
//! 1 − (1 − level)/m (Bonferroni), so that with the chosen level none of them is called higher or lower by chance alone.

use crate::analysis::Study;
use crate::analysis::summaries::{score_values, summaries, summary};
use crate::stats::{
    self, BeforeAfter, ChangeInMeans, EffectSize, EstimatedMean, GroupSummary, Interval, MixedChange, OwnChange,
    Population, RandomSlope, Stratum, Undefined, Weighting, Welch,
};

/// The power at which a change counts as visible, and the level of the single test behind it.
const POWER: f64 = 0.8;
const SINGLE_LEVEL: f64 = 0.95;

/// What may be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// The widened interval lies above 0.
    Higher,
    /// The widened interval lies below 0.
    Lower,
    /// The widened interval includes 0.
    NoClearChange,
    /// Too few answered in a term, or nobody's score differs.
    TooFew,
}

impl Says {
    /// The words, for people and scripts.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Higher => "clearly higher",
            Self::Lower => "clearly lower",
            Self::NoClearChange => "no clear change",
            Self::TooFew => "too few to say",
        }
    }

    /// What an interval says of 0.
    #[must_use]
    pub fn of(interval: &Interval) -> Self {
        if interval.lower > 0.0 {
            Self::Higher
        } else if interval.upper < 0.0 {
            Self::Lower
        } else {
            Self::NoClearChange
        }
    }
}

/// One term of a group on one scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermScore {
    /// Persons with a score.
    pub n: u64,
    /// The mean of their scores, in the score's metric.
    pub mean: Option<f64>,
    /// Staff, where known.
    pub headcount: Option<u64>,
    /// Persons with a score over staff.
    pub response_rate: Option<f64>,
}

/// A change on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The earlier term.
    pub before: TermScore,
    /// The later term.
    pub after: TermScore,
    /// The difference with its test, the variances free to differ.
    pub welch: Result<Welch, Undefined>,
    /// Holm's adjusted p over the groups compared; `None` for the trust, which is one comparison.
    pub p_holm: Option<f64>,
    /// Benjamini and Hochberg's.
    pub p_bh: Option<f64>,
    /// The interval widened for all groups compared, by which the words go.
    pub simultaneous: Result<Interval, Undefined>,
    /// The change in standard deviations.
    pub effect: Result<EffectSize, Undefined>,
    /// Cliff's delta.
    pub cliffs_delta: Result<f64, Undefined>,
    /// The smallest change seen with a power of 80 % by a single two-sided test at 5 %, corrected for the finite population
    /// where both headcounts are known.
    pub smallest_visible: Result<f64, Undefined>,
    /// The smallest change that the words would have called clear with a power of 80 %.
    pub smallest_clear: Result<f64, Undefined>,
    /// The change of just these staff, where both headcounts are known.
    pub these_staff: Option<Result<ChangeInMeans, Undefined>>,
    /// What may be said.
    pub says: Says,
}

/// The trust's change by the mixed model.
#[derive(Debug, Clone, PartialEq)]
pub struct MixedChanges {
    /// Academies as a random intercept.
    pub intercept: Result<MixedChange, Undefined>,
    /// Academies differing in their change too.
    pub slope: Result<RandomSlope, Undefined>,
    /// For each group, its own change.
    pub own: Vec<Result<OwnChange, Undefined>>,
}

/// The changes of some groups, which are compared with each other; fewer than `fewest` in a term are too few to say.
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
        .filter_map(|change| Some(change.welch.as_ref().ok()?.p))
        .collect();
    let mut adjusted = stats::holm(&p).into_iter().zip(stats::benjamini_hochberg(&p));
    for change in changes.iter_mut().filter(|change| change.welch.is_ok()) {
        if let Some((holm, bh)) = adjusted.next() {
            change.p_holm = Some(holm);
            change.p_bh = Some(bh);
        }
    }
    changes
}

/// The trust's change over all persons. The change of just these staff is that of the headcount-weighted means, stratified by
/// group, where every headcount of both terms is known.
#[must_use]
pub fn trust_change(before: &Study<'_>, after: &Study<'_>, scale: usize, fewest: u64) -> Change {
    let level = after.options.level;
    let whole = |study: &Study<'_>| GroupSummary::pool(&summaries(study, scale));
    let all = |study: &Study<'_>| {
        let groups = 0..study.tally.groups();
        groups.flat_map(|group| score_values(study, scale, group)).collect()
    };
    let staff = |study: &Study<'_>| {
        let groups = 0..study.tally.groups();
        let staff = groups.map(|group| study.headcounts.of(group)).sum::<Option<u64>>();
        staff.filter(|&staff| staff > 0)
    };
    let (one, two) = (stratified(before, scale), stratified(after, scale));
    let these = one
        .zip(two)
        .map(|(one, two)| stats::independent_difference(one?, two?, level));
    let pair = [whole(before), whole(after)];
    let values = [all(before), all(after)];
    change(
        &pair,
        [staff(before), staff(after)],
        &values,
        [level, level],
        these,
        fewest,
    )
}

/// The mean of these staff, where every headcount is known.
fn stratified(study: &Study<'_>, scale: usize) -> Option<Result<EstimatedMean, Undefined>> {
    let strata: Vec<Stratum> = summaries(study, scale)
        .into_iter()
        .enumerate()
        .map(|(group, summary)| Stratum {
            summary,
            headcount: study.headcounts.of(group),
        })
        .collect();
    match stats::stratified_mean(&strata, study.options.level) {
        Ok(found) if found.weighting == Weighting::Respondents => None,
        Ok(found) => Some(Ok(EstimatedMean {
            mean: found.mean,
            se: found.se,
            df: found.df as f64,
        })),
        Err(reason) => Some(Err(reason)),
    }
}

/// The change of a group's own staff, where both headcounts are known.
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
        Ok(EstimatedMean {
            mean: found.mean,
            se: found.se,
            df: found.df as f64,
        })
    };
    Some(mean(0).and_then(|before| stats::independent_difference(before, mean(1)?, level)))
}

/// One change; `levels` are that of its interval and that of the widened one.
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
    let says = match &simultaneous {
        Ok(interval) if before.n >= fewest && after.n >= fewest => Says::of(interval),
        _ => Says::TooFew,
    };
    let stratum = |side: usize, headcount: Option<u64>| Stratum {
        summary: pair[side],
        headcount,
    };
    Change {
        before: term_score(before, staff[0]),
        after: term_score(after, staff[1]),
        welch: stats::welch(before, after, level),
        p_holm: None,
        p_bh: None,
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
        says,
    }
}

/// A group's score in one term.
#[must_use]
pub fn group_score(study: &Study<'_>, scale: usize, group: usize) -> TermScore {
    term_score(&summary(study, scale, group), study.headcounts.of(group))
}

fn term_score(summary: &GroupSummary, headcount: Option<u64>) -> TermScore {
    TermScore {
        n: summary.n,
        mean: (summary.n > 0).then_some(summary.mean),
        headcount,
        response_rate: headcount
            .filter(|&staff| staff > 0)
            .map(|staff| summary.n as f64 / staff as f64),
    }
}

/// The trust's change within groups. A group's own change is that of the random-slope model where it can be fitted; where it
/// cannot, all groups have the trust's.
#[must_use]
pub fn mixed_changes(before: &Study<'_>, after: &Study<'_>, scale: usize) -> MixedChanges {
    let level = after.options.level;
    let terms: Vec<BeforeAfter> = summaries(before, scale)
        .into_iter()
        .zip(summaries(after, scale))
        .map(|(before, after)| BeforeAfter { before, after })
        .collect();
    let intercept = stats::mixed_change(&terms, level);
    let slope = stats::random_slope(&terms, level);
    let own = (0..terms.len()).map(|group| match (&slope, &intercept) {
        (Ok(slope), _) => Ok(slope.academies[group]),
        (Err(_), Ok(alike)) => Ok(OwnChange::normal(alike.change, alike.se)),
        (Err(reason), Err(_)) => Err(reason.clone()),
    });
    MixedChanges {
        own: own.collect(),
        intercept,
        slope,
    }
}

/// A group beside all others: their mean, and the group's mean less theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct Rest {
    /// The mean of all persons outside the group.
    pub mean: f64,
    /// The group's mean less that, with its test.
    pub welch: Result<Welch, Undefined>,
}

/// A group beside the rest of the trust; `None` where there is no rest.
#[must_use]
pub fn beside_rest(study: &Study<'_>, scale: usize, group: usize) -> Option<Rest> {
    let all = summaries(study, scale);
    let others: Vec<GroupSummary> = (0..all.len())
        .filter(|&other| other != group)
        .map(|other| all[other])
        .collect();
    let rest = GroupSummary::pool(&others);
    (rest.n > 0 && all[group].n > 0).then(|| Rest {
        mean: rest.mean,
        welch: stats::welch(&rest, &all[group], study.options.level),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn interval(lower: f64, upper: f64) -> Interval {
        Interval { lower, upper }
    }

    #[test]
    fn the_words_turn_where_the_interval_leaves_nought_behind() {
        let step = f64::MIN_POSITIVE;
        for (lower, upper, wanted) in [
            (step, 1.0, Says::Higher),
            (0.0, 1.0, Says::NoClearChange),
            (-step, 1.0, Says::NoClearChange),
            (-1.0, -step, Says::Lower),
            (-1.0, 0.0, Says::NoClearChange),
            (-1.0, step, Says::NoClearChange),
            (0.0, 0.0, Says::NoClearChange),
        ] {
            assert_eq!(Says::of(&interval(lower, upper)), wanted, "{lower} to {upper}");
        }
    }

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
            change(&pair, [None, None], &values, [0.95, 0.99], None, 10).says
        };
        assert_eq!(of(10, 10), Says::Higher);
        assert_eq!(of(9, 10), Says::TooFew);
        assert_eq!(of(10, 9), Says::TooFew);
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
            let mirrored = match there.says {
                Says::Higher => Says::Lower,
                Says::Lower => Says::Higher,
                same => same,
            };
            prop_assert_eq!(back.says, mirrored);
            let near = |one: f64, other: f64| (one - other).abs() < 1e-8;
            if let (Ok(one), Ok(other)) = (&there.simultaneous, &back.simultaneous) {
                prop_assert!(near(one.lower, -other.upper) && near(one.upper, -other.lower));
                // The widened interval holds the plain one.
                let plain = there.welch.as_ref().unwrap().interval;
                prop_assert!(one.lower <= plain.lower && plain.upper <= one.upper);
            }
            if let (Ok(one), Ok(other)) = (&there.smallest_clear, &back.smallest_clear) {
                prop_assert!(near(*one, *other));
                prop_assert!(there.smallest_visible.as_ref().is_ok_and(|visible| visible <= one));
            }
            if let (Some(Ok(one)), Some(Ok(other))) = (&there.these_staff, &back.these_staff) {
                prop_assert!(near(one.difference, -other.difference) && near(one.se, other.se));
                // Where nobody's score differs there is no test, and nothing uncertain about these staff either.
                let plain = there.welch.as_ref().map_or(0.0, |plain| plain.se);
                prop_assert!(one.se <= plain + 1e-12);
            }
            prop_assert!(near(there.cliffs_delta.unwrap(), -back.cliffs_delta.unwrap()));
        }
    }
}
