//! Upper tail of the χ² distribution with a whole number of degrees of freedom.
//!
//! ```text
//! P(χ² > x) = e^(−x/2) Σ (x/2)ʲ/j!,  j = 0 … k/2 − 1                          k even
//! P(χ² > x) = 2Φ(−√x) + e^(−x/2) Σ (x/2)^(j − ½)/Γ(j + ½),  j = 1 … (k − 1)/2   k odd
//! ```
//! Abramowitz & Stegun (1964), *Handbook of Mathematical Functions*, 26.4.4 and 26.4.5. All terms are positive, so none cancels.

use crate::elementary::exp;
use crate::stats::normal::normal_below;

/// P(χ² > x) for x ≥ 0 and `k` ≥ 1 degrees of freedom, far fewer than 1,400, where e^(−k/2) is no double any more.
pub(crate) fn chi_squared_upper_tail(x: f64, k: usize) -> f64 {
    let half = 0.5 * x;
    let (mut sum, mut term, first) = if k.is_multiple_of(2) {
        (0.0, exp(-half), 0.0)
    } else {
        let density = exp(-half) * (2.0 * x / std::f64::consts::PI).sqrt();
        (2.0 * normal_below(-x.sqrt()), density, 0.5)
    };
    for j in 1..=k / 2 {
        sum += term;
        term *= half / (j as f64 + first);
    }
    sum.min(1.0)
}

/// The probability that a Poisson variable with this mean is at most `count`. Johnson, Kotz & Kemp (1992), *Univariate Discrete
/// Distributions*, 4.12: the upper tail of χ² at twice the mean.
pub(crate) fn poisson_at_most(count: u64, mean: f64) -> f64 {
    usize::try_from(count).map_or(1.0, |count| chi_squared_upper_tail(2.0 * mean, 2 * (count + 1)))
}

#[cfg(test)]
mod tests {
    use super::{chi_squared_upper_tail, poisson_at_most};
    use approx::assert_relative_eq;

    #[test]
    fn equals_r() {
        // R 4.2.2: pchisq(x, k, lower.tail = FALSE)
        for (x, k, p) in [
            (3.841_458_820_694_124, 1, 0.05),
            (0.5, 2, 0.778_800_783_071_404_9),
            (7.814_727_903_251_178, 3, 0.05),
            (21.026_069_817_483_07, 12, 0.05),
            (32.909_490_407_360_21, 12, 0.001),
            (24.995_790_139_728_62, 15, 0.05),
        ] {
            assert_relative_eq!(chi_squared_upper_tail(x, k), p, max_relative = 1e-12);
        }
    }

    #[test]
    fn nothing_is_farther_than_the_end() {
        assert_eq!(chi_squared_upper_tail(1e6, 12).to_bits(), 0.0_f64.to_bits());
        assert_relative_eq!(chi_squared_upper_tail(0.0, 7), 1.0);
    }

    #[test]
    fn poisson_probabilities_equal_r() {
        // ppois(0, 10), ppois(5, 20), ppois(3, 4) of R.
        let wanted = [
            (0, 10.0, 4.539_992_976_248_485e-5),
            (5, 20.0, 7.190_884_052_842_893e-5),
            (3, 4.0, 0.433_470_120_366_708_9),
        ];
        for (count, mean, probability) in wanted {
            assert_relative_eq!(poisson_at_most(count, mean), probability, max_relative = 1e-9);
        }
    }
}
