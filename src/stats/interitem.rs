//! Inter-item correlations of a scale.

use nalgebra::DMatrix;

use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, correlation};

/// Summary of the correlations between all pairs of items, each −1 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InterItem {
    /// Mean correlation.
    pub mean: f64,
    /// Median correlation: the middle one, or the mean of the two middle ones.
    pub median: f64,
    /// Lowest correlation.
    pub lowest: f64,
    /// Highest correlation.
    pub highest: f64,
}

/// Summarises the correlations between at least two keyed items, from their k × k covariance matrix `cov`. Each pair
/// counts once.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::NoVariance`] if an item does not vary, and
/// [`Undefined::OutOfRange`] if `cov` is not a covariance matrix.
pub fn interitem(cov: &DMatrix<f64>) -> Result<InterItem, Undefined> {
    check_covariance(cov, 2)?;
    let r = correlation(cov)?;
    let mut pairs: Vec<f64> = (0..r.nrows())
        .flat_map(|i| (0..i).map(move |j| (i, j)))
        .map(|at| r[at])
        .collect();
    pairs.sort_by(f64::total_cmp);
    let n = pairs.len();
    Ok(InterItem {
        mean: pairs.iter().sum::<f64>() / n as f64,
        median: f64::midpoint(pairs[(n - 1) / 2], pairs[n / 2]),
        lowest: pairs[0],
        highest: pairs[n - 1],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn two_items_have_one_correlation() {
        let both = interitem(&DMatrix::from_row_slice(2, 2, &[4.0, 3.0, 3.0, 9.0])).unwrap();
        for r in [both.mean, both.median, both.lowest, both.highest] {
            assert_relative_eq!(r, 0.5, max_relative = 1e-15);
        }
    }

    #[test]
    fn three_items_have_a_middle_correlation() {
        let three = interitem(&DMatrix::from_row_slice(
            3,
            3,
            &[1.0, 0.1, 0.6, 0.1, 1.0, 0.2, 0.6, 0.2, 1.0],
        ))
        .unwrap();
        assert_relative_eq!(three.mean, 0.3, max_relative = 1e-15);
        assert_relative_eq!(three.median, 0.2, max_relative = 1e-15);
        assert_relative_eq!(three.lowest, 0.1);
        assert_relative_eq!(three.highest, 0.6);
    }

    #[test]
    fn an_item_without_variance_has_no_correlation() {
        assert_eq!(
            interitem(&DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, 0.0])),
            Err(Undefined::NoVariance { of: "an item" })
        );
    }
}
