//! Change of the mean of several groups with the weights of the groups held fixed.
//!
//! ```text
//! D = Σ Wⱼ (x̄₂ⱼ − x̄₁ⱼ),  se² = Σ W²ⱼ (s²₁ⱼ/n₁ⱼ + s²₂ⱼ/n₂ⱼ),  df by Satterthwaite (1946)
//! ```
//! The sums are over the groups that answered both times. Wⱼ = Nⱼ/N with the later headcounts if every headcount of both
//! terms is known, and else the group's share of all answers of both terms. Groups whose own means did not change give 0,
//! whoever answered: direct standardisation (Cochran 1977, *Sampling Techniques*, ch. 5).
//!
//! A group of one respondent has no variance; see [`crate::stats::stratified_mean`].

use crate::stats::exact_sum::exact_sum;
use crate::stats::mean_difference::{estimated, tested};
use crate::stats::stratified::{PartOfVariance, all_counted, parts_of_variance};
use crate::stats::tails::tail_of_level;
use crate::stats::{ChangeInMeans, GroupSummary, MeanDifference, Stratum, Undefined, Weighting, smallest_detectable};

/// A group in both terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangedStratum {
    /// The earlier term.
    pub before: Stratum,
    /// The later term.
    pub after: Stratum,
}

/// The change of the mean of several groups.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedWeightsChange {
    /// What the weights of the groups are.
    pub weighting: Weighting,
    /// The weight of each group; 0 for those that did not answer both times. The sum is 1.
    pub weights: Vec<f64>,
    /// The weighted mean of the groups' changes, in score units.
    pub difference: f64,
    /// The difference with its test, for people like these.
    pub test: Result<MeanDifference, Undefined>,
    /// The same difference among exactly these people; `None` unless every headcount of both terms is known.
    pub these: Option<Result<ChangeInMeans, Undefined>>,
}

/// Estimates the change of the mean of some groups; its intervals have confidence `level` (between 0 and 1).
///
/// # Errors
/// [`Undefined::TooFewGroups`] if no group answered both times; [`Undefined::OutOfRange`] if a summary is not finite or
/// `level` is not between 0 and 1.
pub fn fixed_weights_change(groups: &[ChangedStratum], level: f64) -> Result<FixedWeightsChange, Undefined> {
    tail_of_level(level)?;
    let both = |group: &ChangedStratum| group.before.summary.n > 0 && group.after.summary.n > 0;
    let in_both: Vec<ChangedStratum> = groups.iter().copied().filter(both).collect();
    if in_both.is_empty() {
        return Err(Undefined::TooFewGroups { found: 0, needed: 1 });
    }
    let [before, after] = [
        |group: &ChangedStratum| group.before,
        |group: &ChangedStratum| group.after,
    ]
    .map(|side| in_both.iter().map(side).collect::<Vec<Stratum>>());
    GroupSummary::check_sound(before.iter().chain(&after).map(|stratum| &stratum.summary))?;
    let counted = all_counted(&before) && all_counted(&after);
    let (weighting, sizes): (Weighting, Vec<f64>) = if counted {
        let sizes = after.iter().map(|stratum| stratum.size(Weighting::Headcounts));
        (Weighting::Headcounts, sizes.collect())
    } else {
        let answers = before.iter().zip(&after);
        let answers = answers.map(|(one, two)| (one.summary.n + two.summary.n) as f64);
        (Weighting::Respondents, answers.collect())
    };
    let total = exact_sum(sizes.iter().copied());
    let in_both_weights: Vec<f64> = sizes.iter().map(|size| size / total).collect();
    let changes = before.iter().zip(&after).zip(&in_both_weights);
    let difference = exact_sum(changes.map(|((one, two), weight)| weight * (two.summary.mean - one.summary.mean)));
    let like = variance(&[before.as_slice(), after.as_slice()].map(uncounted), &in_both_weights);
    let mut weights = in_both_weights.iter().copied();
    Ok(FixedWeightsChange {
        weighting,
        weights: groups
            .iter()
            .map(|group| {
                if both(group) {
                    weights.next().unwrap_or_default()
                } else {
                    0.0
                }
            })
            .collect(),
        difference,
        test: like.and_then(|parts| tested(difference, &parts, level, "the scores within groups")),
        these: counted.then(|| {
            variance(&[before, after], &in_both_weights).and_then(|parts| estimated(difference, &parts, level))
        }),
    })
}

impl FixedWeightsChange {
    /// The smallest true change that the test would detect at confidence `level` with probability `power`.
    ///
    /// # Errors
    /// The reason why there is no standard error; [`Undefined::OutOfRange`] if `level` or `power` is not between 0 and 1.
    pub fn smallest_detectable(&self, level: f64, power: f64) -> Result<f64, Undefined> {
        let test = self.test.as_ref().map_err(Clone::clone)?;
        smallest_detectable(test.se, test.df, level, power)
    }

    /// The smallest true change among exactly these people if every headcount of both terms is known, and else among
    /// people like these.
    ///
    /// # Errors
    /// Those of [`Self::smallest_detectable`].
    pub fn smallest_visible(&self, level: f64, power: f64) -> Result<f64, Undefined> {
        match &self.these {
            None => self.smallest_detectable(level, power),
            Some(these) => {
                let se = these.as_ref().map_err(Clone::clone)?.se;
                let df = self.test.as_ref().map_err(Clone::clone)?.df;
                smallest_detectable(se, df, level, power)
            }
        }
    }
}

fn uncounted(strata: &[Stratum]) -> Vec<Stratum> {
    let without = |stratum: &Stratum| Stratum {
        summary: stratum.summary,
        headcount: None,
    };
    strata.iter().map(without).collect()
}

/// The parts of the variance of both terms.
fn variance(terms: &[Vec<Stratum>; 2], weights: &[f64]) -> Result<Vec<PartOfVariance>, Undefined> {
    let mut parts = parts_of_variance(&terms[0], weights)?;
    parts.extend(parts_of_variance(&terms[1], weights)?);
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{ChangedStratum, fixed_weights_change};
    use crate::stats::random::{seeded, unit, whole};
    use crate::stats::{GroupSummary, Stratum, Undefined, Weighting, welch};

    fn stratum(values: &[f64], headcount: Option<u64>) -> Stratum {
        Stratum {
            summary: GroupSummary::from_values(values),
            headcount,
        }
    }

    fn changed(before: &[f64], after: &[f64]) -> ChangedStratum {
        ChangedStratum {
            before: stratum(before, None),
            after: stratum(after, None),
        }
    }

    #[test]
    fn one_group_is_welchs_test() {
        let (before, after) = ([1.0, 2.0, 4.0, 5.0], [3.0, 5.0, 6.0]);
        let found = fixed_weights_change(&[changed(&before, &after)], 0.95).unwrap();
        let plain = welch(
            &GroupSummary::from_values(&before),
            &GroupSummary::from_values(&after),
            0.95,
        )
        .unwrap();
        let test = found.test.unwrap();
        assert_relative_eq!(test.df, plain.df, max_relative = 1e-12);
        assert_relative_eq!(test.interval.lower, plain.interval.lower, max_relative = 1e-12);
    }

    #[test]
    fn headcounts_of_the_later_term_are_the_weights_if_all_are_known() {
        let group = |mean: f64, change: f64, staff: [Option<u64>; 2]| ChangedStratum {
            before: stratum(&[mean - 1.0, mean, mean + 1.0], staff[0]),
            after: stratum(&[mean + change - 1.0, mean + change, mean + change + 1.0], staff[1]),
        };
        let all = [
            group(2.0, 1.0, [Some(9), Some(30)]),
            group(5.0, 0.0, [Some(50), Some(10)]),
        ];
        let found = fixed_weights_change(&all, 0.95).unwrap();
        assert_eq!(found.weighting, Weighting::Headcounts);
        assert_abs_diff_eq!(found.difference, 0.75, epsilon = 1e-12);
        let these = found.these.clone().unwrap().unwrap();
        assert_abs_diff_eq!(these.difference, found.difference, epsilon = 1e-15);
        assert!(these.se < found.test.as_ref().unwrap().se);
        assert!(found.smallest_visible(0.95, 0.8).unwrap() < found.smallest_detectable(0.95, 0.8).unwrap());
        let some = [group(2.0, 1.0, [Some(9), Some(30)]), group(5.0, 0.0, [None, Some(10)])];
        let found = fixed_weights_change(&some, 0.95).unwrap();
        assert_eq!((found.weighting, found.these), (Weighting::Respondents, None));
        assert_abs_diff_eq!(found.difference, 0.5, epsilon = 1e-12);
    }

    #[test]
    fn a_group_of_one_term_counts_for_nothing() {
        let alone = changed(&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.5]);
        let wanted = fixed_weights_change(&[alone], 0.95).unwrap();
        let found = fixed_weights_change(&[changed(&[5.0, 6.0], &[]), alone], 0.95).unwrap();
        assert_eq!((found.weights, found.difference), (vec![0.0, 1.0], wanted.difference));
        assert_eq!(
            fixed_weights_change(&[changed(&[5.0, 6.0], &[])], 0.95),
            Err(Undefined::TooFewGroups { found: 0, needed: 1 })
        );
    }

    /// A normal variable, near enough: the sum of twelve uniform ones.
    fn normal(random: &mut rand_pcg::Pcg64) -> f64 {
        (0..12).map(|_| unit(random)).sum::<f64>() - 6.0
    }

    #[test]
    fn when_nothing_changed_it_is_called_clear_in_one_survey_of_twenty() {
        const SURVEYS: u32 = 1000;
        // ICC .24, and the number who answer drawn anew for each term.
        let (between, within) = (0.24_f64.sqrt(), 0.76_f64.sqrt());
        let mut random = seeded(20_261_126);
        let mut clear = 0;
        for _ in 0..SURVEYS {
            let groups: Vec<ChangedStratum> = (0..15)
                .map(|_| {
                    let own = between * normal(&mut random);
                    let [before, after] = [0, 1].map(|_| {
                        let n = 12 + whole(49.0 * unit(&mut random));
                        (0..n).map(|_| own + within * normal(&mut random)).collect::<Vec<f64>>()
                    });
                    changed(&before, &after)
                })
                .collect();
            let interval = fixed_weights_change(&groups, 0.95).unwrap().test.unwrap().interval;
            clear += u32::from(interval.lower > 0.0 || interval.upper < 0.0);
        }
        let rate = f64::from(clear) / f64::from(SURVEYS);
        assert!((0.035..=0.06).contains(&rate), "{rate}");
    }

    proptest! {
        #[test]
        fn groups_that_did_not_change_give_nought_whatever_the_mix(
            groups in vec((1.0..6.0_f64, 1..5_usize, 1..5_usize), 1..8)
        ) {
            let of = |mean: f64, times: usize| [mean - 0.5, mean + 0.5].repeat(times);
            let groups: Vec<ChangedStratum> =
                groups.iter().map(|&(mean, n, m)| changed(&of(mean, n), &of(mean, m))).collect();
            let found = fixed_weights_change(&groups, 0.95).unwrap();
            prop_assert!(found.difference.abs() < 1e-12);
            prop_assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }

        #[test]
        fn exchanging_the_terms_turns_the_sign(
            groups in vec((vec(1.0..6.0_f64, 1..6), vec(1.0..6.0_f64, 1..6)), 1..6)
        ) {
            let there: Vec<ChangedStratum> = groups.iter().map(|(one, two)| changed(one, two)).collect();
            let back: Vec<ChangedStratum> = groups.iter().map(|(one, two)| changed(two, one)).collect();
            let (there, back) =
                (fixed_weights_change(&there, 0.95).unwrap(), fixed_weights_change(&back, 0.95).unwrap());
            prop_assert!((there.difference + back.difference).abs() < 1e-12);
            prop_assert_eq!(there.test.is_ok(), back.test.is_ok());
            if let (Ok(one), Ok(other)) = (there.test, back.test) {
                prop_assert!((one.se - other.se).abs() < 1e-12 && (one.df - other.df).abs() < 1e-9);
            }
        }
    }
}
