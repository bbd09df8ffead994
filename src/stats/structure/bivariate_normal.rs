//! The standard bivariate normal distribution.
//!
//! Genz (2004), *Statistics and Computing* 14, 251–260: Gauss–Legendre quadrature over the correlation (Drezner &
//! Wesolowsky 1990), and an expansion about |ρ| = 1 where the correlation is high. Absolute error below 1e-14.

use std::f64::consts::PI;

use crate::elementary::{asin, exp, sin};
use crate::stats::normal::normal_below;

/// Correlation from which the expansion about ±1 is used.
const HIGH: f64 = 0.925;

/// Weight and place of a point of the 20-point Gauss–Legendre rule.
struct Point {
    weight: f64,
    place: f64,
}

const fn point(weight: f64, place: f64) -> Point {
    Point { weight, place }
}

/// The points on one side of 0; the rule is symmetric.
const POINTS: [Point; 10] = [
    point(0.017_614_007_139_152_12, 0.993_128_599_185_094_9),
    point(0.040_601_429_800_386_94, 0.963_971_927_277_913_8),
    point(0.062_672_048_334_109_06, 0.912_234_428_251_326),
    point(0.083_276_741_576_704_75, 0.839_116_971_822_218_8),
    point(0.101_930_119_817_240_4, 0.746_331_906_460_150_8),
    point(0.118_194_531_961_518_4, 0.636_053_680_726_515),
    point(0.131_688_638_449_176_6, 0.510_867_001_950_827_1),
    point(0.142_096_109_318_382_1, 0.373_706_088_715_419_6),
    point(0.149_172_986_472_603_7, 0.227_785_851_141_645_1),
    point(0.152_753_387_130_725_9, 0.076_526_521_133_497_33),
];

/// P(X ≤ h, Y ≤ k) for standard normal X and Y with correlation `rho`, −1 to 1. h and k may be infinite.
pub(crate) fn bivariate_below(h: f64, k: f64, rho: f64) -> f64 {
    if h == f64::NEG_INFINITY || k == f64::NEG_INFINITY {
        0.0
    } else if h == f64::INFINITY {
        normal_below(k)
    } else if k == f64::INFINITY {
        normal_below(h)
    } else if rho.abs() < HIGH {
        moderate(h, k, rho)
    } else {
        high(-h, -k, rho)
    }
}

/// Φ(h)Φ(k) + ∫ φ₂(h, k; sin t) dt from 0 to arcsin ρ.
fn moderate(h: f64, k: f64, rho: f64) -> f64 {
    let (product, squares) = (h * k, 0.5 * (h * h + k * k));
    let angle = asin(rho);
    let at = |place: f64| {
        let s = sin(0.5 * angle * (1.0 + place));
        exp((s * product - squares) / (1.0 - s * s))
    };
    let sum: f64 = POINTS
        .iter()
        .map(|point| point.weight * (at(point.place) + at(-point.place)))
        .sum();
    (sum * angle / (4.0 * PI) + normal_below(h) * normal_below(k)).clamp(0.0, 1.0)
}

/// P(X > h, Y > k) for |ρ| near 1.
fn high(h: f64, k: f64, rho: f64) -> f64 {
    let k = if rho < 0.0 { -k } else { k };
    let product = h * k;
    let mut sum = 0.0;
    if rho.abs() < 1.0 {
        let rest = (1.0 - rho) * (1.0 + rho);
        let a = rest.sqrt();
        let squares = (h - k) * (h - k);
        let (c, d) = ((4.0 - product) / 8.0, (12.0 - product) / 16.0);
        let exponent = -0.5 * (squares / rest + product);
        if exponent > -100.0 {
            sum = a
                * exp(exponent)
                * (1.0 - c * (squares - rest) * (1.0 - d * squares / 5.0) / 3.0 + c * d * rest * rest / 5.0);
        }
        if -product < 100.0 {
            let b = squares.sqrt();
            let tail = (2.0 * PI).sqrt() * normal_below(-b / a);
            sum -= exp(-0.5 * product) * tail * b * (1.0 - c * squares * (1.0 - d * squares / 5.0) / 3.0);
        }
        let half = 0.5 * a;
        let at = |place: f64| {
            let root = half * (1.0 + place);
            let x = root * root;
            let r = (1.0 - x).sqrt();
            let exponent = -0.5 * (squares / x + product);
            if exponent > -100.0 {
                let expansion = 1.0 + c * x * (1.0 + d * x);
                let exact = exp(-product * (1.0 - r) / (2.0 * (1.0 + r))) / r;
                exp(exponent) * (exact - expansion)
            } else {
                0.0
            }
        };
        for point in &POINTS {
            sum += half * point.weight * (at(point.place) + at(-point.place));
        }
        sum = -sum / (2.0 * PI);
    }
    let found = if rho > 0.0 {
        sum + normal_below(-h.max(k))
    } else {
        -sum + if k > h { normal_below(k) - normal_below(h) } else { 0.0 }
    };
    found.clamp(0.0, 1.0)
}

/// Density of the bivariate normal distribution at (h, k), for |ρ| < 1; 0 where h or k is infinite.
pub(crate) fn bivariate_density(h: f64, k: f64, rho: f64) -> f64 {
    if h.is_infinite() || k.is_infinite() {
        return 0.0;
    }
    let rest = 1.0 - rho * rho;
    exp(-0.5 * (h * h - 2.0 * rho * h * k + k * k) / rest) / (2.0 * PI * rest.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn equals_the_closed_form_at_the_origin() {
        // P(X ≤ 0, Y ≤ 0) = 1/4 + arcsin ρ/(2π).
        for rho in [-0.999, -0.93, -0.5, 0.0, 0.3, 0.8, 0.924, 0.926, 0.99, 1.0] {
            assert_abs_diff_eq!(
                bivariate_below(0.0, 0.0, rho),
                0.25 + asin(rho) / (2.0 * PI),
                epsilon = 1e-14
            );
        }
    }

    #[test]
    fn equals_mvtnorm() {
        // R, mvtnorm 1.1-3: pmvnorm(upper = c(h, k), corr = matrix(c(1, r, r, 1), 2)) by TVPACK.
        let upper = [
            (-1.3, 0.4, 0.6, MVTNORM[0]),
            (0.7, -2.1, -0.45, MVTNORM[1]),
            (1.1, 0.9, 0.95, MVTNORM[2]),
            (-0.2, 0.5, -0.97, MVTNORM[3]),
        ];
        for (h, k, rho, wanted) in upper {
            assert_abs_diff_eq!(bivariate_below(h, k, rho), wanted, epsilon = 1e-13);
        }
    }

    const MVTNORM: [f64; 4] = [
        0.092_999_286_594_795_09,
        0.005_831_117_465_859_33,
        0.803_701_859_420_122_4,
        0.117_125_120_224_599_2,
    ];

    #[test]
    fn infinite_limits_give_the_margins() {
        assert_relative_eq!(bivariate_below(0.3, f64::INFINITY, 0.7), normal_below(0.3));
        assert!(bivariate_below(0.3, f64::NEG_INFINITY, 0.7).abs() < 1e-300);
    }

    proptest! {
        #[test]
        fn turning_one_variable_turns_the_correlation(h in -3.0..3.0_f64, k in -3.0..3.0_f64, rho in -0.999..0.999_f64) {
            let whole = bivariate_below(h, k, rho) + bivariate_below(h, -k, -rho);
            prop_assert!((whole - normal_below(h)).abs() < 1e-13);
        }
    }
}
