//! The two covariance matrices of the model, and the basis that diagonalises both.

use nalgebra::{Cholesky, DMatrix, DVector, SymmetricEigen};

use crate::elementary::{hypot, ln};

/// The search ends if a step changes no variance, and no covariance relative to its variances, by more than this share.
const SETTLED: f64 = 1e-9;
/// A variance between groups below this share of the variance within groups is treated as 0.
pub(super) const NO_VARIANCE: f64 = 1e-6;
/// An eigenvalue of Σb relative to Σw at or below this is treated as 0: the estimate is at the edge of its range.
pub(super) const EDGE: f64 = 1e-11;
/// Most sweeps to find the eigenvalues of a matrix; about thirty are usual.
pub(super) const EIGEN_STEPS: usize = 10_000;

/// The two covariance matrices of the model.
pub(super) struct Matrices {
    pub(super) within: DMatrix<f64>,
    pub(super) between: DMatrix<f64>,
}

impl Matrices {
    /// a·self + b·one + c·two
    pub(super) fn combine(&self, a: f64, one: &Self, b: f64, two: &Self, c: f64) -> Self {
        Self {
            within: &self.within * a + &one.within * b + &two.within * c,
            between: &self.between * a + &one.between * b + &two.between * c,
        }
    }

    pub(super) fn norm(&self) -> f64 {
        hypot(self.within.norm(), self.between.norm())
    }

    pub(super) fn settled(&self, before: &Self) -> bool {
        let near = |now: &DMatrix<f64>, then: &DMatrix<f64>, floor: &DMatrix<f64>| {
            (0..now.nrows()).all(|row| {
                (0..now.ncols()).all(|column| {
                    let scale = |at: usize| now[(at, at)] + NO_VARIANCE * floor[(at, at)];
                    (now[(row, column)] - then[(row, column)]).abs() <= SETTLED * (scale(row) * scale(column)).sqrt()
                })
            })
        };
        near(&self.within, &before.within, &self.within) && near(&self.between, &before.between, &self.within)
    }
}

/// Basis in which both matrices are diagonal: Σw = TT' and Σb = TΛT'.
pub(super) struct Basis {
    pub(super) t: DMatrix<f64>,
    pub(super) inverse: DMatrix<f64>,
    pub(super) lambda: DVector<f64>,
    /// ln|Σw|
    pub(super) log_determinant: f64,
}

impl Basis {
    /// `None` unless Σw is positive definite and Σb, up to rounding, positive semidefinite.
    pub(super) fn new(matrices: &Matrices) -> Option<Self> {
        let lower = Cholesky::new(matrices.within.clone())?.unpack();
        let k = lower.nrows();
        let inverse = lower.solve_lower_triangular(&DMatrix::identity(k, k))?;
        let between = &inverse * &matrices.between * inverse.transpose();
        let symmetric = (&between + between.transpose()) * 0.5;
        if !symmetric.iter().all(|entry| entry.is_finite()) {
            return None;
        }
        let eigen = SymmetricEigen::try_new(symmetric, f64::EPSILON, EIGEN_STEPS)?;
        let slack = EDGE.max(1e-12 * eigen.eigenvalues.amax());
        (eigen.eigenvalues.min() >= -slack).then(|| Self {
            log_determinant: 2.0 * lower.diagonal().map(ln).sum(),
            t: &lower * &eigen.eigenvectors,
            inverse: eigen.eigenvectors.transpose() * inverse,
            lambda: eigen.eigenvalues.map(|value| value.max(0.0)),
        })
    }
}
