//! The standard normal distribution.

use std::f64::consts::SQRT_2;

use crate::elementary::erfc;
use crate::stats::root::root;

/// Beyond this many standard deviations the probability is below the smallest double.
const FARTHEST: f64 = 40.0;

/// Φ(z), accurate in the lower tail.
pub(crate) fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / SQRT_2)
}

/// The z with Φ(z) = p; infinite if p is 0 or 1. Accurate for p below ½: ask for the lower tail.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        f64::NEG_INFINITY
    } else if p >= 1.0 {
        f64::INFINITY
    } else {
        root(|z| normal_below(z) - p, -FARTHEST, FARTHEST).unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::{normal_below, normal_quantile};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    #[test]
    fn equals_r() {
        // R 4.2.2: pnorm and qnorm.
        for (z, p) in [
            (-1.959_963_984_540_054_5, 0.025),
            (-2.575_829_303_548_901, 0.005),
            (-3.719_016_485_455_68, 1e-4),
            (-6.361_340_902_404_056, 1e-10),
            (0.253_347_103_135_799_7, 0.6),
        ] {
            assert_relative_eq!(normal_below(z), p, max_relative = 1e-14);
            assert_relative_eq!(normal_quantile(p), z, max_relative = 1e-14);
        }
        assert_abs_diff_eq!(normal_quantile(0.5), 0.0, epsilon = 1e-16);
    }

    #[test]
    fn the_ends_are_infinite() {
        assert!(normal_quantile(0.0).is_infinite() && normal_quantile(1.0).is_infinite());
    }
}
