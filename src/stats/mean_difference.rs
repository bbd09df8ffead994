//! The difference of two independent estimates of a mean, each with its own standard error.
//!
//! ```text
//! t = (x̄₁ − x̄₂)/√(v₁ + v₂),  v = se²,  df = (v₁ + v₂)²/(v₁²/df₁ + v₂²/df₂)
//! ```
//! Satterthwaite (1946), *Biometrics Bulletin* 2(6), 110–114. With se = s/√n and df = n − 1 this is Welch's test; the errors
//! may also be corrected for a finite population or come from strata.

use crate::stats::tails::{t_interval, t_upper_tail, tail_of_level};
use crate::stats::{Interval, Undefined};

/// A mean with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EstimatedMean {
    /// The mean.
    pub mean: f64,
    /// Its standard error, 0 where everybody answered.
    pub se: f64,
    /// The standard error's degrees of freedom.
    pub df: f64,
}

/// A difference of two means with its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanDifference {
    /// First mean minus second mean.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// Degrees of freedom, not a whole number.
    pub df: f64,
    /// Two-sided probability of a difference as far from 0 where there is none.
    pub p: f64,
    /// The two-sided interval of the difference.
    pub interval: Interval,
}

/// The difference `first` − `second` with its interval at `level` (0 to 1).
///
/// # Errors
/// When neither mean has an error, when a figure is not finite, or for a level not between 0 and 1.
pub fn mean_difference(first: EstimatedMean, second: EstimatedMean, level: f64) -> Result<MeanDifference, Undefined> {
    let tail = tail_of_level(level)?;
    let (v1, v2) = (first.se * first.se, second.se * second.se);
    let difference = first.mean - second.mean;
    if !(difference.is_finite() && (v1 + v2).is_finite()) {
        return Err(Undefined::OutOfRange {
            why: "the means are not finite numbers",
        });
    }
    if v1 + v2 <= 0.0 {
        return Err(Undefined::NoVariance { of: "the means" });
    }
    let se = (v1 + v2).sqrt();
    let (w1, w2) = (v1 / (v1 + v2), v2 / (v1 + v2));
    let part = |share: f64, df: f64| if share > 0.0 { share * share / df.max(1.0) } else { 0.0 };
    let df = 1.0 / (part(w1, first.df) + part(w2, second.df));
    Ok(MeanDifference {
        difference,
        se,
        df,
        p: 2.0 * t_upper_tail((difference / se).abs(), df),
        interval: t_interval(difference, se, df, tail),
    })
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    use super::{EstimatedMean, mean_difference};
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
}
