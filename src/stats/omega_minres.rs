//! Omega as R's `psych` prints it: one factor fitted to the correlations by least squares, with the observed variance
//! as denominator.
//!
//! ω = 1 − Σ(1 − λ²ᵢ)/S. S is the sum of all entries of the correlation matrix, and the loadings λ minimise Σᵢ<ⱼ (rᵢⱼ −
//! λᵢλⱼ)² (minres: Harman & Jones 1966, Psychometrika 31, 351–368). This is `omega.tot` of `psych::omega(x, nfactors =
//! 1, flip = FALSE)`, which jamovi also prints: its `jmv::reliability` makes this call on complete respondents. By
//! default psych fits three factors, which gives another figure.
//!
//! It differs from [`crate::stats::omega_total`] in three respects: correlations instead of covariances, least squares
//! instead of maximum likelihood, and the observed total variance instead of the model's.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::covariance::{FirstComponent, check_covariance, correlation, first_component, total_variance};

/// Smallest uniqueness that psych allows.
const LEAST_UNIQUENESS: f64 = 0.005;
/// Most rounds over all items.
const ROUNDS: usize = 10_000;

/// Omega by minres with its loadings.
#[derive(Debug, Clone, PartialEq)]
pub struct OmegaMinres {
    /// Omega, with the observed total variance as denominator.
    pub value: f64,
    /// Loadings of the standardised items (length k).
    pub loadings: DVector<f64>,
    /// Matrix indices of the items whose uniqueness is at its floor of .005 (Heywood cases). psych's figure then
    /// depends on where its search stopped and may differ slightly.
    pub bounded_items: Vec<usize>,
}

/// Computes omega of at least three items by minres, from their k × k covariance or correlation matrix `cov`.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than three items, [`Undefined::NoVariance`] if an item or the sum does not
/// vary, [`Undefined::OutOfRange`] if `cov` is not a covariance matrix, and [`Undefined::NoConvergence`] if the search
/// does not converge.
pub fn omega_minres(cov: &DMatrix<f64>) -> Result<OmegaMinres, Undefined> {
    check_covariance(cov, 3)?;
    let r = correlation(cov)?;
    let total = total_variance(&r)?;
    let loadings = minres(&r)?;
    let most = 1.0 - LEAST_UNIQUENESS;
    let unique: f64 = loadings.iter().map(|l| 1.0 - l * l).sum();
    Ok(OmegaMinres {
        value: 1.0 - unique / total,
        bounded_items: (0..loadings.len())
            .filter(|&i| loadings[i] * loadings[i] >= most - 1e-12)
            .collect(),
        loadings,
    })
}

/// Updates one item at a time, λᵢ = Σⱼ≠ᵢ rᵢⱼλⱼ/Σⱼ≠ᵢ λ²ⱼ, until no loading changes.
fn minres(r: &DMatrix<f64>) -> Result<DVector<f64>, Undefined> {
    let FirstComponent { eigenvalue, vector } = first_component(r)?;
    let mut lambda = vector * (0.8 * eigenvalue).max(0.0).sqrt();
    let most = (1.0 - LEAST_UNIQUENESS).sqrt();
    for _ in 0..ROUNDS {
        let mut moved = 0.0_f64;
        for i in 0..lambda.len() {
            let own = lambda[i];
            let shared = r.column(i).dot(&lambda) - own;
            let others = lambda.norm_squared() - own * own;
            if others > 1e-12 {
                lambda[i] = (shared / others).clamp(-most, most);
                moved = moved.max((lambda[i] - own).abs());
            }
        }
        if moved < 1e-12 {
            return Ok(lambda);
        }
    }
    Err(Undefined::NoConvergence { iterations: ROUNDS })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elementary::powi;
    use approx::assert_relative_eq;

    #[test]
    fn correlations_of_one_factor_give_its_loadings_back() {
        let loadings = DVector::from_column_slice(&[0.8, 0.6, 0.7, 0.4]);
        let mut r = &loadings * loadings.transpose();
        r.fill_diagonal(1.0);
        let omega = omega_minres(&r).unwrap();
        assert_relative_eq!(omega.loadings.abs(), loadings, max_relative = 1e-9);
        assert_relative_eq!(omega.value, powi(loadings.sum(), 2) / r.sum(), max_relative = 1e-9);
        assert!(omega.bounded_items.is_empty());
    }

    #[test]
    fn the_units_of_the_items_change_nothing() {
        let cov = DMatrix::from_row_slice(3, 3, &[4.0, 1.0, 1.5, 1.0, 1.0, 0.5, 1.5, 0.5, 2.0]);
        let standardized = omega_minres(&correlation(&cov).unwrap()).unwrap();
        assert_relative_eq!(
            omega_minres(&cov).unwrap().value,
            standardized.value,
            max_relative = 1e-12
        );
    }

    #[test]
    fn a_heywood_case_is_reported() {
        let r = DMatrix::from_row_slice(3, 3, &[1.0, 0.6, 0.9, 0.6, 1.0, 0.5, 0.9, 0.5, 1.0]);
        assert_eq!(omega_minres(&r).unwrap().bounded_items, [0]);
    }

    #[test]
    fn too_little_data_gives_a_reason() {
        assert_eq!(
            omega_minres(&DMatrix::identity(2, 2)),
            Err(Undefined::TooFewItems { found: 2, needed: 3 })
        );
    }
}
