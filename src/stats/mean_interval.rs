//! Confidence interval of one group's mean, for a sample or for part of a finite population.
//!
//! ```text
//! x̄ ± t(n − 1) · s/√n · √(1 − n/N)
//! ```
//! With a headcount N the interval is about the mean of these N people at this time (Cochran 1977, *Sampling
//! Techniques*, eq. 2.20). Without one, 1 − n/N is replaced by 1 and the interval is about the people of whom the
//! respondents are a sample.

use std::collections::BTreeSet;

use crate::stats::figure::no_variance_if;
use crate::stats::tails::{t_critical, tail_of_level};
use crate::stats::{GroupSummary, Interval, Undefined};
use crate::threads::each;

/// Relation of the number of answers to the headcount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Population {
    /// No headcount, so no correction.
    Unknown,
    /// More people than answers: the standard error has the finite population correction.
    Finite {
        /// N, the number of people in the group.
        headcount: u64,
    },
    /// As many answers as people: the mean is known exactly.
    Everyone,
    /// More answers than people: the headcount is out of date and is ignored.
    Stale {
        /// The ignored headcount.
        headcount: u64,
    },
}

impl Population {
    /// Compares `n` answers with the headcount.
    #[must_use]
    pub fn new(n: u64, headcount: Option<u64>) -> Self {
        match headcount {
            None => Self::Unknown,
            Some(headcount) if n > headcount => Self::Stale { headcount },
            Some(headcount) if n == headcount => Self::Everyone,
            Some(headcount) => Self::Finite { headcount },
        }
    }

    /// Finite population correction of the variance for `n` answers: 1 − n/N, 0 to 1.
    #[must_use]
    pub fn correction(self, n: u64) -> f64 {
        match self {
            Self::Unknown | Self::Stale { .. } => 1.0,
            Self::Finite { headcount } => headcount.saturating_sub(n) as f64 / headcount.max(1) as f64,
            Self::Everyone => 0.0,
        }
    }
}

/// Mean of a group with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanInterval {
    /// Number of respondents.
    pub n: u64,
    /// Their mean score.
    pub mean: f64,
    /// Standard error of the mean, with the finite population correction if the headcount is usable.
    pub se: f64,
    /// Degrees of freedom of t, n − 1.
    pub df: u64,
    /// Two-sided interval; it has no width if everyone answered.
    pub interval: Interval,
    /// Relation of the number of answers to the headcount.
    pub population: Population,
}

/// t interval of a group's mean at confidence `level` (between 0 and 1).
///
/// x̄ ± t(n − 1) · s/√n · √(1 − n/N): Cochran (1977), *Sampling Techniques*, eq. 2.20. Without a `headcount` N the last
/// factor is 1.
///
/// # Errors
/// [`Undefined::TooFewPersons`] for fewer than two persons and [`Undefined::NoVariance`] if scores do not vary, except
/// if everyone answered; [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
pub fn mean_interval(group: &GroupSummary, headcount: Option<u64>, level: f64) -> Result<MeanInterval, Undefined> {
    let tail = tail_of_level(level)?;
    interval_by(group, headcount, |df| t_critical(tail, df as f64))
}

/// Computes [`mean_interval`] of many groups, each with its headcount. The quantile of t is computed once for each
/// group size.
#[must_use]
pub fn mean_intervals(groups: &[(GroupSummary, Option<u64>)], level: f64) -> Vec<Result<MeanInterval, Undefined>> {
    let tail = match tail_of_level(level) {
        Ok(tail) => tail,
        Err(reason) => return vec![Err(reason); groups.len()],
    };
    let freedoms = groups.iter().map(|(group, _)| group.n.saturating_sub(1));
    let freedoms: BTreeSet<u64> = freedoms.filter(|df| *df > 0).collect();
    let freedoms: Vec<u64> = freedoms.into_iter().collect();
    let criticals = each(&freedoms, |&df| t_critical(tail, df as f64));
    let critical = |df: u64| freedoms.binary_search(&df).map_or(f64::NAN, |place| criticals[place]);
    let of = |(group, headcount): &(GroupSummary, Option<u64>)| interval_by(group, *headcount, critical);
    groups.iter().map(of).collect()
}

/// The interval, with `critical` giving t for a number of degrees of freedom.
fn interval_by(
    group: &GroupSummary,
    headcount: Option<u64>,
    critical: impl Fn(u64) -> f64,
) -> Result<MeanInterval, Undefined> {
    let n = group.n;
    let population = Population::new(n, headcount);
    let (se, half) = if population == Population::Everyone && n > 0 {
        (0.0, 0.0)
    } else {
        let variance = group
            .variance()
            .ok_or(Undefined::TooFewPersons { found: n, needed: 2 })?;
        GroupSummary::check_sound([group])?;
        no_variance_if(variance <= 0.0, "the scores")?;
        let se = (variance / n as f64 * population.correction(n)).sqrt();
        (se, critical(n - 1) * se)
    };
    Ok(MeanInterval {
        n,
        mean: group.mean,
        se,
        df: n - 1,
        interval: Interval::about(group.mean, half),
        population,
    })
}

#[cfg(test)]
mod tests {
    use super::{Population, mean_interval};
    use crate::stats::{GroupSummary, Undefined};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn student_1908_sleep() {
        // Student (1908), Biometrika 6(1), 1–25: extra hours of sleep, drug 2; R: t.test(sleep$extra[11:20]).
        let hours = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = mean_interval(&GroupSummary::from_values(&hours), None, 0.95).unwrap();
        assert_relative_eq!(found.interval.lower, 0.897_677_5, epsilon = 5e-8);
        assert_relative_eq!(found.interval.upper, 3.762_322_5, epsilon = 5e-8);
    }

    #[test]
    fn a_complete_group_has_no_uncertainty_even_with_one_person() {
        let one = GroupSummary::from_values(&[4.0]);
        let found = mean_interval(&one, Some(1), 0.95).unwrap();
        assert_eq!(found.population, Population::Everyone);
        assert_abs_diff_eq!(found.interval.upper - found.interval.lower, 0.0, epsilon = 0.0);
        assert_eq!(
            mean_interval(&one, Some(2), 0.95),
            Err(Undefined::TooFewPersons { found: 1, needed: 2 })
        );
    }

    #[test]
    fn a_stale_headcount_is_flagged_and_not_used() {
        let three = GroupSummary::from_values(&[1.0, 2.0, 3.0]);
        let (stale, none) = (
            mean_interval(&three, Some(2), 0.9).unwrap(),
            mean_interval(&three, None, 0.9).unwrap(),
        );
        assert_eq!(stale.population, Population::Stale { headcount: 2 });
        assert_eq!(stale.interval, none.interval);
    }

    #[test]
    fn equal_scores_of_a_sample_give_a_reason() {
        let same = GroupSummary::from_values(&[3.0; 5]);
        assert_eq!(
            mean_interval(&same, None, 0.95),
            Err(Undefined::NoVariance { of: "the scores" })
        );
    }

    proptest! {
        #[test]
        fn the_interval_narrows_as_more_of_the_staff_answer(values in vec(1.0..6.0_f64, 3..30), missing in 1..50_u64) {
            let group = GroupSummary::from_values(&values);
            let near = mean_interval(&group, Some(group.n + missing), 0.95);
            let far = mean_interval(&group, Some(group.n + missing + 1), 0.95);
            if let (Ok(near), Ok(far), Ok(none)) = (near, far, mean_interval(&group, None, 0.95)) {
                prop_assert!(near.se < far.se && far.se < none.se);
                prop_assert!(near.interval.lower <= group.mean && group.mean <= near.interval.upper);
            }
        }
    }
}
