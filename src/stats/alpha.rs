//! Cronbach's alpha from the covariance matrix of keyed items.
//!
//! α = k/(k − 1) · (1 − Σ s²ᵢ/s²ₜ), where s²ᵢ are the k items' variances and s²ₜ is the sum of all entries of the
//! matrix, the variance of the total score: Cronbach (1951), Psychometrika 16(3), 297–334.
//!
//! The covariances may come from complete respondents only (listwise) or from every pair of answers (pairwise). The two
//! give different alphas, so the caller must report which it used. `psych::alpha` uses pairs if it is given a data
//! frame, and counts every row as a person in its intervals; SPSS and jamovi use complete respondents.

use nalgebra::DMatrix;

use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, correlation, total_variance};

/// Cronbach's alpha of at least two items, from their k × k covariance matrix `cov`. At most 1; negative if items
/// oppose each other.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::NoVariance`] if their sum does not vary, and
/// [`Undefined::OutOfRange`] if `cov` is not a covariance matrix.
pub fn alpha(cov: &DMatrix<f64>) -> Result<f64, Undefined> {
    check_covariance(cov, 2)?;
    let k = cov.nrows() as f64;
    let total = total_variance(cov)?;
    // For identical items, rounding could give slightly more than 1.
    Ok((k / (k - 1.0) * (1.0 - cov.trace() / total)).min(1.0))
}

/// Alpha of the standardised items, k r̄/(1 + (k − 1) r̄), where r̄ is the mean inter-item correlation; `cov` is the k
/// × k covariance matrix.
///
/// # Errors
/// The errors of [`alpha`](alpha()), and [`Undefined::NoVariance`] if an item does not vary.
pub fn alpha_standardized(cov: &DMatrix<f64>) -> Result<f64, Undefined> {
    check_covariance(cov, 2)?;
    alpha(&correlation(cov)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn identical_items_give_at_most_1() {
        for (k, variance) in (2..9).flat_map(|k| [0.1, 4.3, 29.0 / 6.0, 5.9].map(|variance| (k, variance))) {
            let value = alpha(&DMatrix::from_element(k, k, variance)).unwrap();
            assert!((1.0 - 1e-14..=1.0).contains(&value), "{k} items: {value:e}");
        }
    }

    #[test]
    fn parallel_items_give_spearman_brown() {
        let cov = DMatrix::from_row_slice(3, 3, &[2.0, 1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 2.0]);
        let r = 0.5;
        assert_relative_eq!(alpha(&cov).unwrap(), 3.0 * r / (1.0 + 2.0 * r), max_relative = 1e-15);
        assert_relative_eq!(
            alpha_standardized(&cov).unwrap(),
            alpha(&cov).unwrap(),
            max_relative = 1e-15
        );
    }

    #[test]
    fn opposed_items_give_a_negative_alpha_not_nought() {
        assert_relative_eq!(
            alpha(&DMatrix::from_row_slice(2, 2, &[1.0, -0.5, -0.5, 1.0])).unwrap(),
            -2.0,
            max_relative = 1e-15
        );
    }

    #[test]
    fn too_little_data_gives_a_reason() {
        assert_eq!(
            alpha(&DMatrix::from_row_slice(1, 1, &[1.0])),
            Err(Undefined::TooFewItems { found: 1, needed: 2 })
        );
        assert_eq!(
            alpha(&DMatrix::zeros(3, 3)),
            Err(Undefined::NoVariance { of: "the total score" })
        );
        assert_eq!(
            alpha_standardized(&DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, 0.0])),
            Err(Undefined::NoVariance { of: "an item" })
        );
    }
}
