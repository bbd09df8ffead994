//! Non-central t distribution, for intervals of standardised differences and for power.
//!
//! ```text
//! P(T ≤ t) = ∫ Φ(t s − δ) f(s) ds,  f the density of S = √(χ²(ν)/ν)
//! ```
//! ν is the degrees of freedom, δ the non-centrality and s a value of S. The integral uses the 16-point Gauss–Legendre
//! rule on panels narrow enough for both factors. The series of Lenth (1989, AS 243) fails for δ above 37, because it
//! starts from e^(−δ²/2) = 0; a large trust soon exceeds that. This method works for any δ. Accurate to 1e-11.

use crate::elementary::{exp, ln};
use crate::stats::normal::normal_below;
use crate::stats::root::root;

/// Positive abscissae and weights of the 16-point rule on −1 to 1; the negative half mirrors them.
const RULE: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];

/// Range of the integral on each side of the mode, in standard deviations of S.
const REACH: f64 = 12.0;
/// Most panels. Beyond it panels are wider than ideal, but the statistic is then hundreds of standard errors off.
const MOST_PANELS: f64 = 4_000.0;

/// Points at which the distribution of S is a sum: no less dense than this share of all.
const SMALLEST_WEIGHT: f64 = 1e-20;

/// P(T ≤ t), 0 to 1, for the non-central t distribution with `df` ≥ 1 degrees of freedom and non-centrality `delta`.
#[must_use]
pub fn noncentral_t_cdf(t: f64, df: f64, delta: f64) -> f64 {
    Spread::new(t, df).below(t, delta)
}

/// The non-centrality δ for which P(T ≤ t) = `p`, with `df` ≥ 1 degrees of freedom and `p` between 0 and 1. δ falls as
/// `p` rises. `None` if no such δ is found.
#[must_use]
pub fn noncentrality(t: f64, df: f64, p: f64) -> Option<f64> {
    let spread = Spread::new(t, df);
    let miss = |delta: f64| spread.below(t, delta) - p;
    let mut reach = 4.0 + 0.5 * t.abs();
    while reach < 1e12 && (miss(t - reach) < 0.0 || miss(t + reach) > 0.0) {
        reach *= 2.0;
    }
    root(miss, t - reach, t + reach)
}

/// The distribution of S as points with weights, which add up to 1. It does not depend on δ.
struct Spread {
    points: Vec<(f64, f64)>,
}

impl Spread {
    /// The points for values of T near `t`, with `df` ≥ 1 degrees of freedom.
    fn new(t: f64, df: f64) -> Self {
        let spread = 1.0 / (2.0 * df).sqrt();
        let mode = ((df - 1.0).max(0.0) / df).sqrt();
        let (low, high) = ((mode - REACH * spread).max(0.0), mode + REACH * spread);
        let widest = (3.0 * spread).min(4.0 / t.abs().max(1e-300));
        let panels = ((high - low) / widest).ceil().clamp(1.0, MOST_PANELS);
        let half = 0.5 * (high - low) / panels;
        // Only the shape of the density matters: the sum of the weights takes the place of its constant.
        let log_density = |s: f64| (df - 1.0) * ln(s / mode.max(spread)) - 0.5 * df * (s * s - mode * mode);
        let mut points = Vec::new();
        let mut centre = low + half;
        while centre < high {
            for (x, weight) in RULE {
                points.extend([centre - half * x, centre + half * x].map(|s| (s, weight * exp(log_density(s)))));
            }
            centre += 2.0 * half;
        }
        let all: f64 = points.iter().map(|(_, weight)| weight).sum();
        points.retain_mut(|(_, weight)| {
            *weight /= all;
            *weight > SMALLEST_WEIGHT
        });
        Self { points }
    }

    /// P(T ≤ t) at non-centrality `delta`.
    fn below(&self, t: f64, delta: f64) -> f64 {
        let inside = self
            .points
            .iter()
            .map(|(s, weight)| weight * normal_below(t * s - delta));
        inside.sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{RULE, noncentral_t_cdf, noncentrality};
    use crate::elementary::powi;
    use crate::stats::t_upper_tail;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    #[test]
    fn the_rule_integrates_polynomials() {
        for power in [0, 2, 10, 30] {
            let sum: f64 = RULE.iter().map(|(x, w)| 2.0 * w * powi(*x, power)).sum();
            assert_relative_eq!(sum, 2.0 / f64::from(power + 1), max_relative = 1e-14);
        }
    }

    /// t, degrees of freedom, non-centrality, and the result of `pt` in R 4.2.2.
    const R: [(f64, f64, f64, f64); 7] = [
        (1.5, 2.0, 0.5, 0.748_974_204_100_64),
        (-0.3, 5.0, 1.2, 0.069_539_175_028_933_1),
        (3.0, 40.0, 2.0, 0.823_966_604_236_088),
        (12.0, 13.0, 8.0, 0.936_098_819_144_999),
        (0.8, 970.0, -1.0, 0.964_029_964_292_047),
        (20.0, 100.0, 24.0, 0.010_369_981_553_970_9),
        (2.2, 1.0, 1.0, 0.649_860_965_088_809),
    ];

    #[test]
    fn equals_r() {
        for (t, df, delta, wanted) in R {
            assert_abs_diff_eq!(noncentral_t_cdf(t, df, delta), wanted, epsilon = 1e-10);
        }
    }

    #[test]
    fn a_large_noncentrality_approaches_the_normal_distribution() {
        // With ν → ∞, P(T ≤ t) → Φ(t − δ).
        assert_abs_diff_eq!(noncentral_t_cdf(200.0, 1e12, 200.0), 0.5, epsilon = 1e-4);
        let found = noncentrality(111.0, 199_998.0, 0.975).unwrap();
        assert!(found > 108.9 && found < 109.1, "{found}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn zero_noncentrality_gives_students_t(t in -20.0..20.0_f64, df in 1_u32..3_000) {
            let df = f64::from(df);
            prop_assert!((noncentral_t_cdf(t, df, 0.0) - (1.0 - t_upper_tail(t, df))).abs() < 1e-10);
        }

        #[test]
        fn the_noncentrality_found_has_its_probability(t in -30.0..30.0_f64, df in 2_u32..500, p in 0.001..0.999_f64) {
            let df = f64::from(df);
            let found = noncentrality(t, df, p).unwrap();
            prop_assert!((noncentral_t_cdf(t, df, found) - p).abs() < 1e-12);
        }
    }
}
