//! Summary of a group's scores: number, mean, and sum of squares about the mean. t intervals, analysis of variance and
//! random-effects models need no more, so individual scores can be discarded.

use crate::elementary::powi;
use crate::stats::Undefined;
use crate::stats::exact_sum::exact_sum;

/// Number of scores in a group, their mean, and Σ(x − mean)².
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GroupSummary {
    /// Number of persons.
    pub n: u64,
    /// Mean score; 0 for an empty group.
    pub mean: f64,
    /// Sum of squares about the mean, at least 0.
    pub sum_sq: f64,
}

impl GroupSummary {
    /// Summarises individual scores.
    #[must_use]
    pub fn from_values(values: &[f64]) -> Self {
        summarise(values.iter().map(|&value| (value, 1)))
    }

    /// Summarises scores given as (score, number of persons with that score).
    #[must_use]
    pub fn from_counts(counts: &[(f64, u64)]) -> Self {
        summarise(counts.iter().copied())
    }

    /// Variance (divisor n − 1); `None` for fewer than two persons.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.sum_sq / (self.n - 1) as f64)
    }

    /// Standard deviation (divisor n − 1); `None` for fewer than two persons.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// Summary of the persons of both groups together.
    ///
    /// ```text
    /// Σ(x − x̄)² = S₁ + S₂ + (x̄₂ − x̄₁)² n₁n₂/(n₁ + n₂)
    /// ```
    /// Chan et al. (1983), *The American Statistician* 37(3), 242–247.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        let n = self.n + other.n;
        if self.n == 0 || other.n == 0 {
            return if self.n == 0 { *other } else { *self };
        }
        let share = other.n as f64 / n as f64;
        let difference = other.mean - self.mean;
        Self {
            n,
            mean: self.mean + difference * share,
            sum_sq: self.sum_sq + other.sum_sq + difference * difference * share * self.n as f64,
        }
    }

    /// Summary of the persons of all groups together; empty if there are none.
    #[must_use]
    pub fn pool<'a>(groups: impl IntoIterator<Item = &'a Self, IntoIter: Clone>) -> Self {
        let groups = groups.into_iter().filter(|group| group.n > 0);
        let between = summarise_by(groups.clone(), |group| (group.mean, group.n));
        let within = exact_sum(groups.map(|group| group.sum_sq));
        Self {
            sum_sq: between.sum_sq + within,
            ..between
        }
    }

    /// Returns [`Undefined::OutOfRange`] unless all means and sums of squares are finite and no sum of squares is negative.
    pub(crate) fn check_sound<'a>(groups: impl IntoIterator<Item = &'a Self>) -> Result<(), Undefined> {
        let sound = |group: &Self| group.mean.is_finite() && group.sum_sq.is_finite() && group.sum_sq >= 0.0;
        groups
            .into_iter()
            .all(sound)
            .then_some(())
            .ok_or(Undefined::OutOfRange {
                why: "the scores are not all finite numbers",
            })
    }
}

fn summarise(values: impl Iterator<Item = (f64, u64)> + Clone) -> GroupSummary {
    summarise_by(values, |pair| pair)
}

/// Subtracts the lowest value, then makes two passes: constant scores then have a sum of squares of exactly 0. The last
/// term corrects the rounding error of the mean. The order of the values does not matter.
fn summarise_by<T>(items: impl Iterator<Item = T> + Clone, pair: impl Fn(T) -> (f64, u64)) -> GroupSummary {
    let pairs = items.map(pair).filter(|&(_, count)| count > 0);
    let mut pairs: Vec<(f64, u64)> = pairs.collect();
    let Some(lowest) = pairs.iter().map(|&(value, _)| value).min_by(f64::total_cmp) else {
        return GroupSummary::default();
    };
    for (value, _) in &mut pairs {
        *value -= lowest;
    }
    let n: u64 = pairs.iter().map(|&(_, count)| count).sum();
    let mean = exact_sum(pairs.iter().map(|&(value, count)| value * count as f64)) / n as f64;
    let squares = exact_sum(pairs.iter().map(|&(value, count)| powi(value - mean, 2) * count as f64));
    let rest = exact_sum(pairs.iter().map(|&(value, count)| (value - mean) * count as f64));
    GroupSummary {
        n,
        mean: lowest + mean,
        sum_sq: (squares - rest * rest / n as f64).max(0.0),
    }
}

/// Returns the sum of squares of `n` values, or 0 if rounding alone can explain it. The values are differences or means
/// of numbers of absolute size up to `largest`.
pub(crate) fn above_rounding(sum_sq: f64, n: u64, largest: f64) -> f64 {
    let rounding = 4.0 * f64::EPSILON * largest;
    if sum_sq > n as f64 * rounding * rounding {
        sum_sq
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::GroupSummary;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn one_person_has_a_mean_and_no_variance() {
        let one = GroupSummary::from_values(&[4.5]);
        assert_eq!((one.n, one.variance(), one.sd()), (1, None, None));
        assert_relative_eq!(one.mean, 4.5);
        assert_eq!(GroupSummary::from_values(&[]), GroupSummary::default());
    }

    #[test]
    fn constant_scores_have_a_sum_of_squares_of_exactly_nought() {
        let third = 13.0 / 3.0;
        let many = GroupSummary::from_counts(&[(third, 7), (third, 31)]);
        assert_abs_diff_eq!(many.sum_sq, 0.0, epsilon = 0.0);
        assert_abs_diff_eq!(GroupSummary::pool(&[many, many]).sum_sq, 0.0, epsilon = 0.0);
    }

    #[test]
    fn a_large_mean_does_not_hide_the_spread() {
        let far = GroupSummary::from_values(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
        assert_relative_eq!(far.variance().unwrap(), 30.0, max_relative = 1e-12);
    }

    proptest! {
        #[test]
        fn merging_the_parts_gives_the_whole(left in vec(1.0..9.0_f64, 0..40), right in vec(1.0..9.0_f64, 0..40)) {
            let whole = GroupSummary::from_values(&[left.clone(), right.clone()].concat());
            let parts = [GroupSummary::from_values(&left), GroupSummary::from_values(&right)];
            for merged in [parts[0].merge(&parts[1]), parts[1].merge(&parts[0]), GroupSummary::pool(&parts)] {
                prop_assert!(merged.n == whole.n);
                prop_assert!((merged.mean - whole.mean).abs() < 1e-13);
                prop_assert!((merged.sum_sq - whole.sum_sq).abs() <= 1e-12 * whole.sum_sq.max(1.0));
            }
        }

        #[test]
        fn counts_give_the_same_summary_as_individual_values(counts in vec((1.0..6.0_f64, 0..5_u64), 0..20)) {
            let written: Vec<f64> = counts.iter().flat_map(|&(v, c)| (0..c).map(move |_| v)).collect();
            let (a, b) = (GroupSummary::from_counts(&counts), GroupSummary::from_values(&written));
            prop_assert!(a.n == b.n && (a.mean - b.mean).abs() < 1e-13 && (a.sum_sq - b.sum_sq).abs() < 1e-11);
        }
    }
}
