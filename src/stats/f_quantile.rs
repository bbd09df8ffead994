//! Quantiles of the F distribution for any number of persons.
//!
//! `statrs` also computes them and agrees for surveys of usual size. But its search does not end for some degrees of
//! freedom (999 and 65 million), and its incomplete beta function stops after 140 terms where it needs a multiple of
//! √df. Here the search is bracketed, the continued fraction runs until it converges, and its factor is computed by the
//! method of Loader (2000), "Fast and accurate computation of binomial probabilities", which avoids the difference of
//! large log gammas.
//!
//! R's `qf` is not a reference above 400,000 denominator degrees of freedom: it then treats them as infinite.

use std::f64::consts::PI;

use crate::elementary::{exp, ln, ln_gamma};

/// Largest degrees of freedom. Beyond it the continued fraction needs too many terms; no survey has as many persons.
const MOST: f64 = 1e11;

/// The `p` quantile of the F distribution with `d1` and `d2` degrees of freedom. `None` if a degree of freedom is not
/// above 0 or exceeds 10¹¹, or if `p` is not between 0 and 1 (both excluded).
#[must_use]
pub(crate) fn f_quantile(p: f64, d1: f64, d2: f64) -> Option<f64> {
    let usable = |d: f64| d > 0.0 && d <= MOST;
    if !(usable(d1) && usable(d2) && p > 0.0 && p < 1.0) {
        return None;
    }
    let (a, b) = (d1 / 2.0, d2 / 2.0);
    // F = (d2/d1) · x/(1 − x) with a beta variable x. The search runs on the log odds of x, where the scale is even.
    let tail = |log_odds: f64| {
        let (x, rest) = (1.0 / (1.0 + exp(-log_odds)), 1.0 / (1.0 + exp(log_odds)));
        beta_below(a, b, x, rest)
    };
    let centre = ln(a / b);
    let (mut low, mut high) = (centre - 1.0, centre + 1.0);
    while tail(low).below > p && low > -1400.0 {
        low = centre - 2.0 * (centre - low);
    }
    while tail(high).below < p && high < 1400.0 {
        high = centre + 2.0 * (high - centre);
    }
    let mut at = f64::midpoint(low, high);
    for _ in 0..200 {
        let now = tail(at);
        if now.below < p {
            low = at;
        } else {
            high = at;
        }
        let newton = at + (p - now.below) / now.slope;
        let next = if newton > low && newton < high {
            newton
        } else {
            f64::midpoint(low, high)
        };
        let step = (next - at).abs();
        at = next;
        if step <= 1e-15 * (1.0 + at.abs()) {
            break;
        }
    }
    Some(d2 / d1 * exp(at))
}

/// Distribution function of a beta variable and its derivative with respect to the log odds.
struct Below {
    below: f64,
    slope: f64,
}

/// Regularised incomplete beta function at `x`, with `rest` = 1 − x to full precision.
fn beta_below(a: f64, b: f64, x: f64, rest: f64) -> Below {
    // xᵃ (1 − x)ᵇ/B(a, b), which is also the derivative with respect to the log odds.
    let n = a + b;
    let log = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * rest);
    let slope = a * b / n * (n / (2.0 * PI * a * b)).sqrt() * exp(log);
    let below = if x < (a + 1.0) / (n + 2.0) {
        slope / a * continued_fraction(a, b, x)
    } else {
        1.0 - slope / b * continued_fraction(b, a, rest)
    };
    Below { below, slope }
}

/// ln Γ(z + 1) − (z + ½) ln z + z − ½ ln 2π: the error of Stirling's formula.
fn stirling_error(z: f64) -> f64 {
    if z < 16.0 {
        return ln_gamma(z + 1.0) - (z + 0.5) * ln(z) + z - 0.5 * ln(2.0 * PI);
    }
    let q = 1.0 / (z * z);
    (1.0 / 12.0 - q * (1.0 / 360.0 - q * (1.0 / 1260.0 - q * (1.0 / 1680.0 - q / 1188.0)))) / z
}

/// x ln(x/m) + m − x, without cancellation if x is near m.
fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * ln(x / m) - difference;
    }
    // With v = (x − m)/(x + m): (x − m) v + 2x Σ v^(2j+1)/(2j + 1).
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut power = 2.0 * x * v;
    for j in 1..100 {
        power *= v * v;
        let next = sum + power / f64::from(2 * j + 1);
        if (next - sum).abs() <= f64::EPSILON * 0.1 * next.abs() {
            return next;
        }
        sum = next;
    }
    sum
}

/// Continued fraction of the incomplete beta function, by Lentz's method: Press et al., Numerical Recipes, 6.4.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..1_000_000_u32 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        h *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    h
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
            assert_eq!(f_quantile(p, d1, d2), None);
        }
    }
}
