//! The difference of two independent means, each with a standard error and degrees of freedom of its own.
//!
//! ```text
//! d = m₂ − m₁,  se² = se₁² + se₂²,  df = se⁴/(se₁⁴/df₁ + se₂⁴/df₂)
//! ```
//! Satterthwaite (1946), *Biometrics Bulletin* 2(6), 110–114. With the standard errors of a finite population it is the change
//! of just these people; where everybody answered both times nothing is left to be uncertain of.

use crate::stats::tails::{t_interval, tail_of_level};
use crate::stats::{Interval, Undefined};

/// A mean and how sure one may be of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UncertainMean {
    /// The mean.
    pub mean: f64,
    /// Its standard error, 0 or more.
    pub se: f64,
    /// Degrees of freedom of the standard error.
    pub df: u64,
}

/// A difference of means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Mean after minus mean before.
    pub difference: f64,
    /// Its standard error; 0 only where both are.
    pub se: f64,
    /// The two-sided interval.
    pub interval: Interval,
}

/// The change from `before` to `after`, with the interval at `level` (0 to 1).
///
/// # Errors
/// When a mean that is uncertain has no degrees of freedom, when a figure is not finite, or for a level not between 0 and 1.
pub fn independent_difference(
    before: UncertainMean,
    after: UncertainMean,
    level: f64,
) -> Result<Difference, Undefined> {
    let tail = tail_of_level(level)?;
    let difference = after.mean - before.mean;
    let variance = before.se * before.se + after.se * after.se;
    if !difference.is_finite() || !variance.is_finite() {
        return Err(Undefined::OutOfRange {
            why: "the scores are not all finite numbers",
        });
    }
    if variance <= 0.0 {
        return Ok(Difference {
            difference,
            se: 0.0,
            interval: Interval {
                lower: difference,
                upper: difference,
            },
        });
    }
    let mut share = 0.0;
    for side in [before, after].into_iter().filter(|side| side.se > 0.0) {
        if side.df == 0 {
            return Err(Undefined::TooFewPersons { found: 1, needed: 2 });
        }
        share += (side.se * side.se / variance).powi(2) / side.df as f64;
    }
    let se = variance.sqrt();
    Ok(Difference {
        difference,
        se,
        interval: t_interval(difference, se, 1.0 / share, tail),
    })
}

#[cfg(test)]
mod tests {
    use super::{UncertainMean, independent_difference};
    use crate::stats::{GroupSummary, Undefined, welch};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    fn mean(mean: f64, se: f64, df: u64) -> UncertainMean {
        UncertainMean { mean, se, df }
    }

    #[test]
    fn where_everybody_answered_both_times_the_change_is_certain() {
        let found = independent_difference(mean(4.0, 0.0, 9), mean(4.5, 0.0, 0), 0.95).unwrap();
        assert_abs_diff_eq!(found.interval.upper - found.interval.lower, 0.0, epsilon = 0.0);
        let half = independent_difference(mean(4.0, 0.0, 9), mean(4.5, 0.1, 20), 0.95).unwrap();
        // t(20) at .975 is 2.0859634.
        assert_relative_eq!(half.interval.upper, 0.5 + 0.208_596_34, max_relative = 1e-7);
    }

    #[test]
    fn an_uncertain_mean_of_one_person_is_named() {
        assert!(matches!(
            independent_difference(mean(4.0, 0.2, 0), mean(4.5, 0.1, 20), 0.95),
            Err(Undefined::TooFewPersons { .. })
        ));
    }

    proptest! {
        #[test]
        fn without_correction_it_is_welchs(a in vec(1.0..6.0_f64, 2..20), b in vec(1.0..6.0_f64, 2..20)) {
            let (a, b) = (GroupSummary::from_values(&a), GroupSummary::from_values(&b));
            let of = |g: &GroupSummary| mean(g.mean, (g.variance().unwrap() / g.n as f64).sqrt(), g.n - 1);
            if let Ok(test) = welch(&a, &b, 0.9) {
                let found = independent_difference(of(&a), of(&b), 0.9).unwrap();
                prop_assert!((found.interval.lower - test.interval.lower).abs() < 1e-9);
            }
        }
    }
}
