//! Intervals of Cronbach's alpha: Feldt's exact interval, Bonett's, and two based on a standard error.
//!
//! - Feldt (1965), Psychometrika 30, 357–370: (1 − α)/(1 − α̂) follows F(n − 1, (n − 1)(k − 1)). Exact if the items
//!   have equal covariances and answers are normal; the default.
//! - Bonett (2002), Journal of Educational and Behavioral Statistics 27, 335–340: ln(1 − α̂) has the variance 2k/((k −
//!   1)(n − 2)).
//! - Normal theory, without equal covariances: van Zyl, Neudecker & Nel (2000), Psychometrika 65, 271–280; Duhachek &
//!   Iacobucci (2004), Journal of Applied Psychology 89, 792–808.
//! - Distribution-free: see [`crate::stats::AlphaMoments`].
//!
//! Here n is the number of persons and k the number of items. Another program is known to exchange the two in Feldt's
//! limits.

use nalgebra::DMatrix;

use crate::elementary::{exp, powi};
use crate::stats::alpha::alpha;
use crate::stats::covariance::total_variance;
use crate::stats::f_quantile::f_quantile;
use crate::stats::figure::{check_items, check_persons, out_of_range_if};
use crate::stats::normal::normal_quantile;
use crate::stats::tails::tail_of_level;
use crate::stats::{Interval, Undefined};

/// A standard error and the Wald interval, estimate ± z · se. The limits may exceed 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wald {
    /// Standard error.
    pub se: f64,
    /// Estimate ± z · se.
    pub interval: Interval,
}

impl Wald {
    /// Interval around `estimate` at confidence `level`, between 0 and 1 (both excluded).
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] if `level` is not between 0 and 1, if the standard error is negative or not finite, or
    /// if the estimate is not finite.
    pub fn new(estimate: f64, se: f64, level: f64) -> Result<Self, Undefined> {
        let z = two_sided_z(level)?;
        out_of_range_if(
            !(se >= 0.0 && se.is_finite() && estimate.is_finite()),
            "the standard error is not a number",
        )?;
        Ok(Self {
            se,
            interval: Interval::about(estimate, z * se),
        })
    }
}

/// Standard normal quantile z of a two-sided interval at confidence `level`: (1 − level)/2 lies above it.
///
/// # Errors
/// [`Undefined::OutOfRange`] if `level` is not between 0 and 1 (both excluded).
pub fn two_sided_z(level: f64) -> Result<f64, Undefined> {
    Ok(-normal_quantile(tail_of_level(level)?))
}

/// Feldt's interval of an `alpha` of `k` items and `n` persons, at confidence `level` (between 0 and 1).
///
/// 1 − (1 − α̂) F₁₋ₜ to 1 − (1 − α̂) Fₜ, where t = (1 − level)/2 and Fₚ is the p quantile of F(n − 1, (n − 1)(k − 1)):
/// Feldt (1965), Psychometrika 30, 357–370.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::TooFewPersons`] for fewer than three persons, and
/// [`Undefined::OutOfRange`] if `level` is not between 0 and 1 or `alpha` is above 1.
pub fn feldt(alpha: f64, k: usize, n: u64, level: f64) -> Result<Interval, Undefined> {
    check(alpha, k, n, level)?;
    let d1 = n as f64 - 1.0;
    let d2 = d1 * (k as f64 - 1.0);
    let tail = (1.0 - level) / 2.0;
    let limit = |p: f64| f_quantile(p, d1, d2).map(|f| 1.0 - (1.0 - alpha) * f);
    Ok(Interval::new(limit(1.0 - tail)?, limit(tail)?))
}

/// Bonett's interval of an `alpha` of `k` items and `n` persons, at confidence `level` (between 0 and 1).
///
/// 1 − (1 − α̂) exp(± z se) with se² = 2k/((k − 1)(n − 2)): Bonett (2002), Journal of Educational and Behavioral
/// Statistics 27, 335–340.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::TooFewPersons`] for fewer than three persons, and
/// [`Undefined::OutOfRange`] if `level` is not between 0 and 1 or `alpha` is above 1.
pub fn bonett(alpha: f64, k: usize, n: u64, level: f64) -> Result<Interval, Undefined> {
    check(alpha, k, n, level)?;
    let k = k as f64;
    let se = (2.0 * k / ((k - 1.0) * (n as f64 - 2.0))).sqrt();
    let z = two_sided_z(level)?;
    Ok(Interval::new(
        1.0 - (1.0 - alpha) * exp(z * se),
        1.0 - (1.0 - alpha) * exp(-z * se),
    ))
}

/// Normal-theory standard error of alpha and its interval, from the k × k covariance matrix C of `n` complete
/// respondents.
///
/// Q = 2k²/((k − 1)² S³) · (S (tr C² + (tr C)²) − 2 tr C · 1'C²1) with S = 1'C1, and se = √(Q/n): van Zyl, Neudecker &
/// Nel (2000), Psychometrika 65, 271–280. Equal to `ase` of R's `psych`.
///
/// # Errors
/// The errors of [`alpha`](crate::stats::alpha()), [`Undefined::TooFewPersons`] for fewer than three persons, and
/// [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
pub fn alpha_normal_theory(cov: &DMatrix<f64>, n: u64, level: f64) -> Result<Wald, Undefined> {
    let value = alpha(cov)?;
    check_persons(n, 3)?;
    let k = cov.nrows() as f64;
    let total = total_variance(cov)?;
    let trace = cov.trace();
    let trace_of_square = cov.norm_squared();
    let sum_of_square = cov.row_sum().norm_squared();
    let bracket = total * (trace_of_square + trace * trace) - 2.0 * trace * sum_of_square;
    let q = 2.0 * k * k / (powi(k - 1.0, 2) * powi(total, 3)) * bracket;
    // Q is a variance. If alpha is 1, rounding may make it slightly negative.
    Wald::new(value, (q.max(0.0) / n as f64).sqrt(), level)
}

fn check(alpha: f64, k: usize, n: u64, level: f64) -> Result<(), Undefined> {
    check_items(k, 2)?;
    check_persons(n, 3)?;
    tail_of_level(level)?;
    // Rounding may lift an alpha of 1 slightly above 1. Pairwise covariances can give an alpha truly above 1, which is
    // an error.
    if alpha.is_finite() && alpha <= 1.0 + 1e-12 {
        return Ok(());
    }
    Err(Undefined::OutOfRange {
        why: "alpha is above 1, which no set of complete answers can give",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn psych_attitude_feldt() {
        let interval = feldt(0.843_142_769_6, 7, 30, 0.95).unwrap();
        assert_relative_eq!(interval.lower, 0.739_375_69, epsilon = 5e-9);
        assert_relative_eq!(interval.upper, 0.915_773_07, epsilon = 5e-9);
    }

    #[test]
    fn more_persons_and_lower_levels_narrow_every_interval() {
        let width = |i: Interval| i.upper - i.lower;
        for method in [feldt, bonett] {
            assert!(width(method(0.8, 6, 100, 0.95).unwrap()) < width(method(0.8, 6, 50, 0.95).unwrap()));
            assert!(width(method(0.8, 6, 100, 0.9).unwrap()) < width(method(0.8, 6, 100, 0.95).unwrap()));
        }
    }

    #[test]
    fn a_perfect_alpha_has_an_interval_without_width() {
        let interval = feldt(1.0, 4, 10, 0.95).unwrap();
        assert_relative_eq!(interval.lower, 1.0);
        assert_relative_eq!(interval.upper, 1.0);
        let wald = alpha_normal_theory(&DMatrix::from_row_slice(2, 2, &[2.0, 2.0, 2.0, 2.0]), 10, 0.95).unwrap();
        assert!(wald.se < 1e-7);
    }

    #[test]
    fn too_little_data_gives_a_reason() {
        let few = Err(Undefined::TooFewPersons { found: 2, needed: 3 });
        assert_eq!(feldt(0.8, 5, 2, 0.95), few);
        assert_eq!(bonett(0.8, 5, 2, 0.95), few);
        assert_eq!(
            feldt(0.8, 1, 20, 0.95),
            Err(Undefined::TooFewItems { found: 1, needed: 2 })
        );
        for level in [0.0, 1.0, -1.0, f64::NAN] {
            assert!(matches!(feldt(0.8, 5, 20, level), Err(Undefined::OutOfRange { .. })));
        }
        assert!(matches!(
            feldt(f64::NAN, 5, 20, 0.95),
            Err(Undefined::OutOfRange { .. })
        ));
    }
}
