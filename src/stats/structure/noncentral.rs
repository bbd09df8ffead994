//! The noncentral χ² distribution.
//!
//! P(χ²(df, λ) > x) = Σ e^(−λ/2)(λ/2)ʲ/j! · P(χ²(df + 2j) > x): a mixture over a Poisson variable. Steiger & Lind (1980) and Browne &
//! Cudeck (1992, *Sociological Methods & Research* 21, 230–258) take the interval of RMSEA from it.

use crate::elementary::{exp, ln, ln_gamma};
use crate::stats::random::whole;
use crate::stats::root::root;
use crate::stats::structure::gamma_tails::chi_squared_tail;

/// P(χ² > x) with `df` degrees of freedom and noncentrality `lambda` ≥ 0.
pub(crate) fn noncentral_upper_tail(x: f64, df: f64, lambda: f64) -> f64 {
    if lambda <= 0.0 {
        return chi_squared_tail(x, df);
    }
    let half = 0.5 * lambda;
    // Terms beyond ten standard deviations of the Poisson variable are below 1e-20.
    let reach = 10.0 * half.sqrt() + 20.0;
    let first = (half - reach).max(0.0).floor();
    let terms = whole((half + reach).ceil() - first) + 1;
    let one = |j: f64| exp(j * ln(half) - half - ln_gamma(j + 1.0)) * chi_squared_tail(x, df + 2.0 * j);
    let sum: f64 = (0..terms).map(|place| one(first + place as f64)).sum();
    sum.min(1.0)
}

/// The noncentrality with which P(χ² > x) equals `upper`; 0 if the probability is larger already without noncentrality.
pub(crate) fn noncentrality_of(x: f64, df: f64, upper: f64) -> f64 {
    if chi_squared_tail(x, df) >= upper {
        return 0.0;
    }
    let mut high = x.max(1.0);
    while noncentral_upper_tail(x, df, high) < upper && high < 1e7 {
        high *= 2.0;
    }
    root(|lambda| noncentral_upper_tail(x, df, lambda) - upper, 0.0, high).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::{noncentral_upper_tail, noncentrality_of};
    use approx::assert_relative_eq;

    #[test]
    fn equals_r() {
        // R 4.2.2: pchisq(x, df, ncp, lower.tail = FALSE)
        for (x, df, lambda, wanted) in [
            (20.0, 10.0, 5.0, 0.198_297_971_795_086_2),
            (170.0, 54.0, 110.0, 0.384_620_532_780_069_8),
            (900.0, 200.0, 650.0, 0.179_837_425_430_094),
        ] {
            assert_relative_eq!(noncentral_upper_tail(x, df, lambda), wanted, max_relative = 1e-9);
        }
    }

    #[test]
    fn the_noncentrality_has_its_probability() {
        for (x, df, upper) in [(100.0, 54.0, 0.05), (100.0, 54.0, 0.95), (400.0, 54.0, 0.05)] {
            let lambda = noncentrality_of(x, df, upper);
            if lambda > 0.0 {
                assert_relative_eq!(noncentral_upper_tail(x, df, lambda), upper, max_relative = 1e-8);
            }
        }
    }
}
