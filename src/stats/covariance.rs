//! Basic operations on covariance matrices: check, sum, standardise, factor.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn, SymmetricEigen};

use crate::stats::Undefined;
use crate::stats::figure::{check_items, out_of_range_if};

/// A matrix is treated as singular if the preceding items leave at most this share of an item's variance unexplained.
/// Answers are small integers, so a share that is truly positive is far larger, and rounding far smaller.
const SINGULAR: f64 = 1e-10;

/// Possible rounding error of a sum of covariances, relative to the sum of their absolute values.
const ROUNDING: f64 = 1e-13;

/// Checks that `cov` is a covariance matrix of at least `needed` items: square, finite, symmetric, without negative
/// variances.
///
/// # Errors
/// [`Undefined::TooFewItems`] or [`Undefined::OutOfRange`] for the first condition that fails.
pub fn check_covariance(cov: &DMatrix<f64>, needed: usize) -> Result<(), Undefined> {
    let k = cov.nrows();
    out_of_range_if(k != cov.ncols(), "the covariance matrix is not square")?;
    check_items(k, needed)?;
    out_of_range_if(
        cov.iter().any(|c| !c.is_finite()),
        "a covariance is missing: two items were never answered by the same two persons",
    )?;
    out_of_range_if(
        cov.diagonal().iter().any(|&variance| variance < 0.0),
        "a variance is below 0",
    )?;
    let largest = cov.amax();
    let symmetric = (0..k).all(|i| (0..i).all(|j| (cov[(i, j)] - cov[(j, i)]).abs() <= 1e-9 * largest));
    if symmetric {
        Ok(())
    } else {
        Err(Undefined::OutOfRange {
            why: "the covariance matrix is not symmetric",
        })
    }
}

/// Variance of the items' sum: the sum of all entries of the matrix.
///
/// # Errors
/// [`Undefined::NoVariance`] if it is not above rounding error.
pub fn total_variance(cov: &DMatrix<f64>) -> Result<f64, Undefined> {
    let total = cov.sum();
    let rounding = ROUNDING * cov.iter().map(|c| c.abs()).sum::<f64>();
    if total > rounding {
        Ok(total)
    } else {
        Err(Undefined::NoVariance { of: "the total score" })
    }
}

/// Standard deviations of the items (length k), the roots of the diagonal.
///
/// # Errors
/// [`Undefined::NoVariance`] if an item does not vary.
pub fn standard_deviations(cov: &DMatrix<f64>) -> Result<DVector<f64>, Undefined> {
    let sd = cov.diagonal().map(f64::sqrt);
    if sd.iter().all(|&s| s > 0.0) {
        Ok(sd)
    } else {
        Err(Undefined::NoVariance { of: "an item" })
    }
}

/// Correlation matrix (k × k) of the items, rᵢⱼ = cᵢⱼ/(sᵢ sⱼ), with exactly 1 on the diagonal.
///
/// # Errors
/// The errors of [`check_covariance`], and [`Undefined::NoVariance`] if an item does not vary.
pub fn correlation(cov: &DMatrix<f64>) -> Result<DMatrix<f64>, Undefined> {
    check_covariance(cov, 1)?;
    let sd = standard_deviations(cov)?;
    let k = cov.nrows();
    Ok(DMatrix::from_fn(k, k, |i, j| {
        if i == j { 1.0 } else { cov[(i, j)] / sd[i] / sd[j] }
    }))
}

/// Cholesky factor of a correlation matrix.
///
/// # Errors
/// [`Undefined::NotPositiveDefinite`] if, up to rounding, an item is a linear combination of others.
pub fn factored(correlations: &DMatrix<f64>) -> Result<Cholesky<f64, Dyn>, Undefined> {
    let singular = Undefined::NotPositiveDefinite {
        matrix: "items' correlation",
    };
    let factor = Cholesky::new(correlations.clone()).ok_or_else(|| singular.clone())?;
    // The square of a pivot is the share of the item's variance that the preceding items do not explain.
    let pivots = factor.l_dirty().diagonal();
    if pivots.iter().all(|pivot| pivot * pivot > SINGULAR) {
        Ok(factor)
    } else {
        Err(singular)
    }
}

/// Squared multiple correlation of each item: the share of its variance, 0 to 1, that the other items explain, 1 −
/// 1/(R⁻¹)ᵢᵢ. `correlations` is R, k × k; the result has length k.
///
/// # Errors
/// [`Undefined::NotPositiveDefinite`] if, up to rounding, an item is a linear combination of others.
pub fn squared_multiple_correlations(correlations: &DMatrix<f64>) -> Result<DVector<f64>, Undefined> {
    let inverse = factored(correlations)?.inverse();
    Ok(inverse.diagonal().map(|d| 1.0 - 1.0 / d))
}

/// The matrix without the row and column of `item`.
#[must_use]
pub fn without(matrix: &DMatrix<f64>, item: usize) -> DMatrix<f64> {
    matrix.clone().remove_row(item).remove_column(item)
}

/// First principal component of a correlation matrix.
pub(crate) struct FirstComponent {
    /// The largest eigenvalue.
    pub(crate) eigenvalue: f64,
    /// Its eigenvector, of length 1.
    pub(crate) vector: DVector<f64>,
}

/// Loadings of standardised items on their first principal component. The sum of the loadings is not negative.
///
/// # Errors
/// [`Undefined::NoConvergence`] if the search for eigenvalues does not converge.
pub fn first_loadings(correlations: &DMatrix<f64>) -> Result<DVector<f64>, Undefined> {
    let FirstComponent { eigenvalue, vector } = first_component(correlations)?;
    let sign = if vector.sum() < 0.0 { -1.0 } else { 1.0 };
    Ok(vector * (sign * eigenvalue.max(0.0).sqrt()))
}

/// Finds the first principal component of correlations.
pub(crate) fn first_component(correlations: &DMatrix<f64>) -> Result<FirstComponent, Undefined> {
    let eigen = SymmetricEigen::try_new(correlations.clone(), 1e-12, 10_000)
        .ok_or(Undefined::NoConvergence { iterations: 10_000 })?;
    let first = eigen.eigenvalues.imax();
    Ok(FirstComponent {
        eigenvalue: eigen.eigenvalues[first],
        vector: eigen.eigenvectors.column(first).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn correlations_are_covariances_over_standard_deviations() {
        let r = correlation(&DMatrix::from_row_slice(2, 2, &[4.0, 3.0, 3.0, 9.0])).unwrap();
        assert_relative_eq!(r[(0, 1)], 0.5, max_relative = 1e-15);
        assert_relative_eq!(r[(1, 1)], 1.0);
    }

    #[test]
    fn an_item_that_is_the_sum_of_others_makes_a_singular_matrix() {
        let singular = correlation(&DMatrix::from_row_slice(
            3,
            3,
            &[2.0, 1.0, 3.0, 1.0, 2.0, 3.0, 3.0, 3.0, 6.0],
        ))
        .unwrap();
        assert_eq!(
            factored(&singular).err(),
            Some(Undefined::NotPositiveDefinite {
                matrix: "items' correlation"
            })
        );
    }

    #[test]
    fn items_that_cancel_leave_no_total_variance() {
        let cancelling = DMatrix::from_row_slice(2, 2, &[0.3, -0.3, -0.3, 0.3]);
        assert_eq!(
            total_variance(&cancelling),
            Err(Undefined::NoVariance { of: "the total score" })
        );
    }

    #[test]
    fn squared_multiple_correlation_of_two_items_is_their_squared_correlation() {
        let smc = squared_multiple_correlations(&DMatrix::from_row_slice(2, 2, &[1.0, 0.6, 0.6, 1.0])).unwrap();
        assert_relative_eq!(smc[0], 0.36, max_relative = 1e-12);
    }

    #[test]
    fn a_matrix_that_is_not_a_covariance_matrix_gives_a_reason() {
        let why = |cov: DMatrix<f64>| check_covariance(&cov, 2).unwrap_err().to_string();
        assert_eq!(
            why(DMatrix::from_row_slice(1, 1, &[1.0])),
            "it needs at least 2 items and there is 1"
        );
        assert!(why(DMatrix::zeros(2, 3)).contains("not square"));
        assert!(why(DMatrix::from_row_slice(2, 2, &[1.0, f64::NAN, f64::NAN, 1.0])).contains("missing"));
        assert!(why(DMatrix::from_row_slice(2, 2, &[1.0, 0.2, 0.3, 1.0])).contains("not symmetric"));
        assert!(why(DMatrix::from_row_slice(2, 2, &[-1.0, 0.2, 0.2, 1.0])).contains("below 0"));
    }
}
