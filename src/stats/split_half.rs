//! Split-half reliability over all ways to divide a scale into halves.
//!
//! For halves a and b: 2 (1 − (s²ₐ + s²ᵦ)/s²) = 4 sₐᵦ/s², with the variances s²ₐ and s²ᵦ of the halves' sums, their
//! covariance sₐᵦ and the variance s² of the total (Flanagan 1937; Rulon 1939; Guttman's λ4 of that split). Halves are
//! as even as possible: with an odd number of items one half has one item more.
//!
//! The mean over all splits follows without them: of all splits into h and k − h items, a share of 2h(k − h)/(k(k − 1))
//! separates two given items. With an even number of items it is alpha (Cronbach 1951, Psychometrika 16(3), 297–334).
//!
//! For correlations and an even number of items the figures equal `splitHalf` of R's `psych`. For an odd number, psych
//! 2.2.9 examines only about half of the splits, because it divides their number by two although none is counted twice.
//! Here all splits are examined.

use nalgebra::DMatrix;

use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, total_variance};
use crate::stats::extreme_splits::Extremes;

/// Split-half reliabilities of a scale, each at most 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SplitHalf {
    /// Lowest reliability.
    pub min: f64,
    /// Mean reliability over all splits.
    pub mean: f64,
    /// Highest reliability, Guttman's λ4.
    pub max: f64,
    /// Number of splits, if every one was examined. Otherwise the lowest and the highest are the most extreme that exchanging
    /// items found.
    pub all: Option<u64>,
}

/// Computes split-half reliabilities of at least two items from their k × k covariance matrix `cov`, or from their
/// correlation matrix for standardised items. `seed` is used only for more than [`MOST_ITEMS_FOR_ALL_SPLITS`](crate::stats::MOST_ITEMS_FOR_ALL_SPLITS) items.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::NoVariance`] if their sum does not vary, and
/// [`Undefined::OutOfRange`] if `cov` is not a covariance matrix.
pub fn split_half(cov: &DMatrix<f64>, seed: u64) -> Result<SplitHalf, Undefined> {
    check_covariance(cov, 2)?;
    let total = total_variance(cov)?;
    let k = cov.nrows();
    let extremes = Extremes::of(cov, seed);
    let half = (k / 2) as f64;
    let k_items = k as f64;
    let between = (total - cov.trace()) * half * (k_items - half) / (k_items * (k_items - 1.0));
    // Rounding could take the reliability of items that are all equal above 1.
    let reliability = |covariance: f64| (4.0 * covariance / total).min(1.0);
    let (min, max) = (reliability(extremes.lowest), reliability(extremes.highest));
    Ok(SplitHalf {
        min,
        mean: reliability(between).clamp(min, max),
        max,
        all: extremes.all,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::alpha::alpha;
    use approx::assert_relative_eq;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn two_items_have_one_split_and_it_is_alpha() {
        let cov = DMatrix::from_row_slice(2, 2, &[2.0, 1.0, 1.0, 3.0]);
        let halves = split_half(&cov, 1).unwrap();
        assert_eq!(halves.all, Some(1));
        assert_relative_eq!(halves.max, alpha(&cov).unwrap(), max_relative = 1e-14);
        assert_relative_eq!(halves.min, halves.max);
    }

    #[test]
    fn extremes_of_many_items_depend_on_the_seed_and_the_mean_on_nothing() {
        let cov = DMatrix::from_fn(30, 30, |i, j| {
            if i == j {
                2.0
            } else {
                1.0 / (1.0 + (i as f64 - j as f64).abs())
            }
        });
        let halves = split_half(&cov, 7).unwrap();
        assert_eq!(halves, split_half(&cov, 7).unwrap());
        assert_eq!(halves.all, None);
        assert_relative_eq!(halves.mean, alpha(&cov).unwrap(), max_relative = 1e-12);
        // Neighbours covary most: every other item in one half.
        let mut alternating = 0.0;
        for (i, j) in (0..30).step_by(2).flat_map(|i| (1..30).step_by(2).map(move |j| (i, j))) {
            alternating += cov[(i, j)];
        }
        assert!(halves.max >= 4.0 * alternating / cov.sum() - 1e-12);
    }

    proptest! {
        #[test]
        fn the_mean_over_all_even_splits_is_alpha(half in 1_usize..5, entries in proptest::collection::vec(-1.0..1.0, 64)) {
            let k = 2 * half;
            let a = DMatrix::from_fn(k, k, |i, j| entries[i * 8 + j]);
            let cov = a.transpose() * &a + DMatrix::repeat(k, k, 1.0);
            let halves = split_half(&cov, 1).unwrap();
            prop_assert!((halves.mean - alpha(&cov).unwrap()).abs() < 1e-9);
            prop_assert!(halves.min <= halves.mean + 1e-12 && halves.mean <= halves.max + 1e-12);
        }
    }
}
