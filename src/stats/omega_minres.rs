//! Omega as psych prints it: one factor by least squares on the correlations, observed denominator.
//!
//! ω = 1 − Σ(1 − λ²ᵢ)/S, with S all entries of the correlation matrix added and λ the loadings that leave the least
//! Σᵢ<ⱼ (rᵢⱼ − λᵢλⱼ)² (minres: Harman & Jones 1966, Psychometrika 31, 351–368). It is `omega.tot` of
//! `psych::omega(x, nfactors = 1, flip = FALSE)`, which is also what jamovi prints (its `jmv::reliability` calls just
//! that, on complete respondents). psych's own default asks for three factors, and is another figure.
//!
//! It differs from [`crate::stats::omega_total`] in all three respects: correlations for covariances, least squares for
//! maximum likelihood, the observed variance of the total for the model's.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, correlation, total_variance};

/// psych keeps uniquenesses at or above this.
const LEAST_UNIQUENESS: f64 = 0.005;
const ROUNDS: usize = 10_000;

/// Omega by minres, with what it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct OmegaMinres {
    /// Omega, observed denominator.
    pub value: f64,
    /// Loadings on the standardised items.
    pub loadings: DVector<f64>,
    /// Items whose uniqueness stopped at its floor of .005 (a Heywood case), as places in the matrix: psych's own figure
    /// then depends on where its search stopped, and is not met exactly.
    pub bounded_items: Vec<usize>,
}

/// Omega of at least 3 items by minres, from their covariances or correlations.
///
/// # Errors
/// Fewer than 3 items, an item without variance, no variance in the sum, no convergence.
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

/// One item at a time: the λᵢ that fits best given the others, Σⱼ≠ᵢ rᵢⱼλⱼ / Σⱼ≠ᵢ λ²ⱼ, until none moves.
fn minres(r: &DMatrix<f64>) -> Result<DVector<f64>, Undefined> {
    let eigen = SymmetricEigen::try_new(r.clone(), 1e-12, 10_000).ok_or(Undefined::NoConvergence { iterations: 0 })?;
    let first = eigen.eigenvalues.imax();
    let mut lambda = eigen.eigenvectors.column(first) * (0.8 * eigen.eigenvalues[first]).max(0.0).sqrt();
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
    use approx::assert_relative_eq;

    #[test]
    fn correlations_of_one_factor_give_its_loadings_back() {
        let loadings = DVector::from_column_slice(&[0.8, 0.6, 0.7, 0.4]);
        let mut r = &loadings * loadings.transpose();
        r.fill_diagonal(1.0);
        let omega = omega_minres(&r).unwrap();
        assert_relative_eq!(omega.loadings.abs(), loadings, max_relative = 1e-9);
        assert_relative_eq!(omega.value, loadings.sum().powi(2) / r.sum(), max_relative = 1e-9);
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
    fn a_heywood_case_is_named() {
        let r = DMatrix::from_row_slice(3, 3, &[1.0, 0.6, 0.9, 0.6, 1.0, 0.5, 0.9, 0.5, 1.0]);
        assert_eq!(omega_minres(&r).unwrap().bounded_items, [0]);
    }

    #[test]
    fn too_little_is_a_named_reason() {
        assert_eq!(
            omega_minres(&DMatrix::identity(2, 2)),
            Err(Undefined::TooFewItems { found: 2, needed: 3 })
        );
    }
}
