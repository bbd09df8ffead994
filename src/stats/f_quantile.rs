//! Quantiles of the F distribution for any number of persons.
//!
//! `statrs` also computes them and agrees for surveys of usual size. But its search does not end for some degrees of
//! freedom (999 and 65 million), and its incomplete beta function stops after 140 terms where it needs a multiple of
//! √df. Here the search is bracketed.
//!
//! R's `qf` is not a reference above 400,000 denominator degrees of freedom: it then treats them as infinite.

use crate::elementary::{exp, ln};
use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;
use crate::stats::root::root;
use crate::stats::tails::beta_tails;

/// Largest degrees of freedom. Beyond it the incomplete beta function needs too many terms; no survey has as many
/// persons.
const MOST: f64 = 1e11;
/// Beyond these log odds the beta variable is 0 or 1 to the precision of a double.
const FARTHEST: f64 = 1_400.0;

/// The `p` quantile of the F distribution with `df1` and `df2` degrees of freedom.
///
/// # Errors
/// [`Undefined::OutOfRange`] if a degree of freedom is not above 0 or exceeds 10¹¹, or if `p` is not between 0 and 1
/// (both excluded).
pub fn f_quantile(p: f64, df1: f64, df2: f64) -> Result<f64, Undefined> {
    let usable = |df: f64| df > 0.0 && df <= MOST;
    out_of_range_if(
        !(usable(df1) && usable(df2) && p > 0.0 && p < 1.0),
        "the level is too near 1",
    )?;
    let (a, b) = (df1 / 2.0, df2 / 2.0);
    // F = (df2/df1) · x/(1 − x) with a beta variable x. The search runs on the log odds of x, where the scale is even.
    let miss = |log_odds: f64| {
        let (x, y) = (1.0 / (1.0 + exp(-log_odds)), 1.0 / (1.0 + exp(log_odds)));
        let tails = beta_tails(a, b, x, y);
        // The smaller tail has more digits.
        if p < 0.5 {
            tails.lower - p
        } else {
            (1.0 - p) - tails.upper
        }
    };
    let centre = ln(a / b);
    let mut reach = 1.0;
    while reach < FARTHEST && (miss(centre - reach) > 0.0 || miss(centre + reach) < 0.0) {
        reach *= 2.0;
    }
    let (low, high) = (centre - reach, centre + reach);
    let end = || if miss(low) > 0.0 { low } else { high };
    let log_odds = root(miss, low, high).unwrap_or_else(end);
    Ok(df2 / df1 * exp(log_odds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn quantiles_equal_r_from_three_persons_to_ten_million() {
        // x <- qbeta(p, d1 / 2, d2 / 2); d2 / d1 * x / (1 - x), d1 = n - 1, d2 = d1 (k - 1), in R 4.2.2.
        for (n, k, p, expected) in [
            (3.0, 2.0, 0.005, 0.005_025_125_628_140_614),
            (3.0, 2.0, 0.995, 198.999_999_999_999_8),
            (5.0, 3.0, 0.975, 5.052_632_217_363_511),
            (30.0, 7.0, 0.025, 0.536_965_542_527_490_8),
            (395.0, 12.0, 0.975, 1.152_029_687_720_682),
            (1e4, 60.0, 0.025, 0.972_246_226_011_321),
            (1e5, 12.0, 0.005, 0.988_014_421_846_866_6),
            (1e6, 12.0, 0.975, 1.002_897_480_934_624),
            (1e7, 12.0, 0.025, 0.999_084_744_064_450_2),
        ] {
            let d1: f64 = n - 1.0;
            let quantile = f_quantile(p, d1, d1 * (k - 1.0)).unwrap();
            assert_relative_eq!(quantile, expected, max_relative = 1e-11);
        }
    }

    #[test]
    fn with_two_and_two_degrees_of_freedom_the_quantile_is_the_odds() {
        for p in [1e-9, 0.2, 0.5, 0.999] {
            assert_relative_eq!(f_quantile(p, 2.0, 2.0).unwrap(), p / (1.0 - p), max_relative = 1e-9);
        }
    }

    #[test]
    fn the_search_ends_for_any_degrees_of_freedom_and_any_level() {
        for d1 in [1e-3, 1.0, 2.0, 999.0, 1e6, 1e11] {
            for d2 in [1e-3, 1.0, 7.0, 65_533_999.0, 1e11] {
                for p in [1e-16, 1e-9, 0.3, 0.5, 1.0 - 1e-9] {
                    assert!(f_quantile(p, d1, d2).unwrap() >= 0.0);
                }
            }
        }
    }

    #[test]
    fn arguments_out_of_range_have_no_quantile() {
        for (p, d1, d2) in [
            (0.0, 1.0, 1.0),
            (1.0, 1.0, 1.0),
            (0.5, 0.0, 1.0),
            (f64::NAN, 1.0, 1.0),
            (0.5, 1.0, f64::INFINITY),
        ] {
            assert!(f_quantile(p, d1, d2).is_err());
        }
    }
}
