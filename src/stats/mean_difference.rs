//! Difference of two independent estimates of a mean, each with its own standard error and degrees of freedom.
//!
//! ```text
//! d = x̄₁ − x̄₂,  v = se²,  se(d) = √(v₁ + v₂),  t = d/se(d),  df = (v₁ + v₂)²/(v₁²/df₁ + v₂²/df₂)
//! ```
//! Satterthwaite (1946), *Biometrics Bulletin* 2(6), 110–114. With se = s/√n and df = n − 1 this is Welch's test. The standard
//! errors may also be corrected for a finite population or come from a stratified mean.

use crate::stats::exact_sum::exact_sum;
use crate::stats::figure::out_of_range_if;
use crate::stats::stratified::PartOfVariance;
use crate::stats::tails::{t_interval, t_upper_tail, tail_of_level};
use crate::stats::{Interval, Undefined};

/// An estimated mean with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EstimatedMean {
    /// The mean.
    pub mean: f64,
    /// Standard error of the mean, at least 0; 0 if the whole population answered.
    pub se: f64,
    /// Degrees of freedom of the standard error, at least 0.
    pub df: f64,
}

impl EstimatedMean {
    /// A mean whose standard error has a whole number of degrees of freedom.
    #[must_use]
    pub fn new(mean: f64, se: f64, df: u64) -> Self {
        Self {
            mean,
            se,
            df: df as f64,
        }
    }
}

/// A mean with its squared standard error and degrees of freedom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Uncertain {
    pub(crate) mean: f64,
    pub(crate) variance: f64,
    pub(crate) df: f64,
}

impl Uncertain {
    fn part(self) -> PartOfVariance {
        PartOfVariance {
            variance: self.variance,
            df: self.df,
        }
    }
}

impl From<EstimatedMean> for Uncertain {
    fn from(found: EstimatedMean) -> Self {
        Self {
            mean: found.mean,
            variance: found.se * found.se,
            df: found.df,
        }
    }
}

/// Difference of two means with its t test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanDifference {
    /// First mean minus second mean.
    pub difference: f64,
    /// Standard error of the difference, above 0.
    pub se: f64,
    /// t statistic: difference divided by its standard error.
    pub t: f64,
    /// Degrees of freedom, usually not a whole number.
    pub df: f64,
    /// Two-sided p value, 0 to 1, of the hypothesis that the means are equal.
    pub p: f64,
    /// Two-sided interval of the difference.
    pub interval: Interval,
}

/// Change from one mean to a later one, without a test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangeInMeans {
    /// Mean after minus mean before.
    pub difference: f64,
    /// Standard error of the change; 0 only if both means are known exactly.
    pub se: f64,
    /// Two-sided interval of the change; it has no width if `se` is 0.
    pub interval: Interval,
}

/// Tests the difference `first` − `second`, with its interval at confidence `level` (between 0 and 1).
///
/// # Errors
/// [`Undefined::NoVariance`] if both standard errors are 0; [`Undefined::OutOfRange`] if a mean or standard error is not
/// finite, or `level` is not between 0 and 1.
pub fn mean_difference(first: EstimatedMean, second: EstimatedMean, level: f64) -> Result<MeanDifference, Undefined> {
    tested_difference(first.into(), second.into(), level, "the means")
}

impl MeanDifference {
    /// The two-sided p value, 0 to 1, of another difference with the same standard error.
    #[must_use]
    pub fn p_of(&self, difference: f64) -> f64 {
        if self.se > 0.0 {
            2.0 * t_upper_tail((difference / self.se).abs(), self.df)
        } else {
            self.p
        }
    }

    /// The two-sided interval of the difference at another confidence `level`.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
    pub fn interval_at(&self, level: f64) -> Result<Interval, Undefined> {
        Ok(t_interval(self.difference, self.se, self.df, tail_of_level(level)?))
    }
}

/// Tests the difference `first` − `second`; `of` names what does not vary if both variances are 0.
pub(crate) fn tested_difference(
    first: Uncertain,
    second: Uncertain,
    level: f64,
    of: &'static str,
) -> Result<MeanDifference, Undefined> {
    tested(first.mean - second.mean, &[first.part(), second.part()], level, of)
}

/// Tests a difference whose variance is the sum of independent parts; `of` names what does not vary if all are 0.
pub(crate) fn tested(
    difference: f64,
    parts: &[PartOfVariance],
    level: f64,
    of: &'static str,
) -> Result<MeanDifference, Undefined> {
    let tail = tail_of_level(level)?;
    let variance = total_variance(parts);
    out_of_range_if(
        !(difference.is_finite() && variance.is_finite()),
        "the means are not finite numbers",
    )?;
    if variance <= 0.0 {
        return Err(Undefined::NoVariance { of });
    }
    let se = variance.sqrt();
    let (t, df) = (difference / se, degrees_of_freedom(parts));
    Ok(MeanDifference {
        difference,
        se,
        t,
        df,
        p: 2.0 * t_upper_tail(t.abs(), df),
        interval: t_interval(difference, se, df, tail),
    })
}

/// Estimates the change from `before` to `after`, with its interval at confidence `level` (between 0 and 1).
///
/// With standard errors corrected for a finite population this is the change of exactly these people. Unlike
/// [`mean_difference`] it is also defined if both standard errors are 0: the change is then known exactly.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if a mean has a standard error but no degrees of freedom; [`Undefined::OutOfRange`] if a mean
/// or standard error is not finite, or `level` is not between 0 and 1.
pub fn independent_difference(
    before: EstimatedMean,
    after: EstimatedMean,
    level: f64,
) -> Result<ChangeInMeans, Undefined> {
    let parts = [before, after].map(|mean| Uncertain::from(mean).part());
    estimated(after.mean - before.mean, &parts, level)
}

/// Estimates a change whose variance is the sum of independent parts.
pub(crate) fn estimated(difference: f64, parts: &[PartOfVariance], level: f64) -> Result<ChangeInMeans, Undefined> {
    let tail = tail_of_level(level)?;
    let variance = total_variance(parts);
    out_of_range_if(
        !difference.is_finite() || !variance.is_finite(),
        "the scores are not all finite numbers",
    )?;
    let se = variance.max(0.0).sqrt();
    let interval = if se > 0.0 {
        if parts.iter().any(|part| part.variance > 0.0 && part.df <= 0.0) {
            return Err(Undefined::TooFewPersons { found: 1, needed: 2 });
        }
        t_interval(difference, se, degrees_of_freedom(parts), tail)
    } else {
        Interval::about(difference, 0.0)
    };
    Ok(ChangeInMeans {
        difference,
        se,
        interval,
    })
}

fn total_variance(parts: &[PartOfVariance]) -> f64 {
    exact_sum(parts.iter().map(|part| part.variance))
}

/// Satterthwaite's degrees of freedom, as 1/Σ(wᵢ²/dfᵢ) with wᵢ = vᵢ/Σv: squares of shares do not underflow.
fn degrees_of_freedom(parts: &[PartOfVariance]) -> f64 {
    let total = total_variance(parts);
    let inverse = parts.iter().map(|part| {
        let share = part.variance / total;
        if share > 0.0 {
            share * share / part.df.max(1.0)
        } else {
            0.0
        }
    });
    1.0 / exact_sum(inverse)
}

#[cfg(test)]
mod tests {
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    use super::{EstimatedMean, independent_difference, mean_difference};
    use crate::stats::{GroupSummary, Undefined, mean_interval, welch};

    fn of(values: &[f64]) -> Option<EstimatedMean> {
        let found = mean_interval(&GroupSummary::from_values(values), None, 0.95).ok()?;
        Some(EstimatedMean {
            mean: found.mean,
            se: found.se,
            df: found.df as f64,
        })
    }

    proptest! {
        #[test]
        fn without_corrections_it_is_welchs_test(a in vec(1.0..6.0_f64, 3..20), b in vec(1.0..6.0_f64, 3..20)) {
            let (Some(one), Some(other)) = (of(&a), of(&b)) else { return Ok(()) };
            let found = mean_difference(one, other, 0.95).unwrap();
            let known = welch(&GroupSummary::from_values(&b), &GroupSummary::from_values(&a), 0.95).unwrap();
            prop_assert!((found.df / known.df - 1.0).abs() < 1e-9);
            prop_assert!((found.p - known.p).abs() < 1e-9);
            prop_assert!((found.interval.lower - known.interval.lower).abs() < 1e-9);
        }
    }

    #[test]
    fn a_mean_without_error_adds_none() {
        let known = EstimatedMean {
            mean: 4.0,
            se: 0.0,
            df: 0.0,
        };
        let other = EstimatedMean {
            mean: 3.0,
            se: 0.5,
            df: 9.0,
        };
        let found = mean_difference(known, other, 0.95).unwrap();
        assert_relative_eq!(found.df, 9.0);
        assert_relative_eq!(found.se, 0.5);
        assert_eq!(
            mean_difference(known, known, 0.95),
            Err(Undefined::NoVariance { of: "the means" })
        );
    }

    fn mean(mean: f64, se: f64, df: u64) -> EstimatedMean {
        let df = df as f64;
        EstimatedMean { mean, se, df }
    }

    #[test]
    fn the_change_is_exact_if_everybody_answered_both_times() {
        let found = independent_difference(mean(4.0, 0.0, 9), mean(4.5, 0.0, 0), 0.95).unwrap();
        assert_abs_diff_eq!(found.interval.upper - found.interval.lower, 0.0, epsilon = 0.0);
        let half = independent_difference(mean(4.0, 0.0, 9), mean(4.5, 0.1, 20), 0.95).unwrap();
        // t(20) at .975 is 2.0859634.
        assert_relative_eq!(half.interval.upper, 0.5 + 0.208_596_34, max_relative = 1e-7);
    }

    #[test]
    fn a_sample_of_one_person_gives_a_reason() {
        assert!(matches!(
            independent_difference(mean(4.0, 0.2, 0), mean(4.5, 0.1, 20), 0.95),
            Err(Undefined::TooFewPersons { .. })
        ));
    }

    proptest! {
        #[test]
        fn a_change_without_correction_has_welchs_interval(a in vec(1.0..6.0_f64, 2..20), b in vec(1.0..6.0_f64, 2..20)) {
            let (a, b) = (GroupSummary::from_values(&a), GroupSummary::from_values(&b));
            let of = |g: &GroupSummary| mean(g.mean, (g.variance().unwrap() / g.n as f64).sqrt(), g.n - 1);
            if let Ok(test) = welch(&a, &b, 0.9) {
                let found = independent_difference(of(&a), of(&b), 0.9).unwrap();
                prop_assert!((found.interval.lower - test.interval.lower).abs() < 1e-9);
            }
        }
    }
}
