//! The search for the likeliest matrices: parameter-expanded EM with squared extrapolation.

use nalgebra::{Cholesky, DMatrix, DVector, SymmetricEigen};

use crate::stats::Undefined;
use crate::stats::two_level::data::Data;
use crate::stats::two_level::matrices::{Basis, EDGE, EIGEN_STEPS, Matrices, NO_VARIANCE};

/// Most steps.
const STEPS: usize = 20_000;
/// An eigenvalue of the within-group correlations at or below this is rounding error.
const SINGULAR: f64 = 1e-10;
/// Number of times that an extrapolation which lowers the likelihood is shortened.
const LEAPS: usize = 4;

/// The likeliest matrices.
pub(super) struct Fit {
    pub(super) mean: DVector<f64>,
    pub(super) within: DMatrix<f64>,
    pub(super) between: DMatrix<f64>,
    pub(super) iterations: usize,
}

impl Data {
    /// Runs EM steps with squared extrapolation until a plain step changes nothing.
    pub(super) fn fit(&self) -> Result<Fit, Undefined> {
        let singular = || Undefined::NotPositiveDefinite {
            matrix: "within-group covariance",
        };
        let mut now = self.start();
        if !is_well_conditioned(&now.within) {
            return Err(singular());
        }
        let mut basis = Basis::new(&now).ok_or_else(singular)?;
        let mut iterations = 0;
        while iterations < STEPS {
            let first = self.step(&basis).ok_or_else(singular)?;
            let first_basis = Basis::new(&first).ok_or_else(singular)?;
            let second = self.step(&first_basis).ok_or_else(singular)?;
            let second_basis = Basis::new(&second).ok_or_else(singular)?;
            iterations += 2;
            if second.settled(&first) {
                if let Some(opened) = self.off_the_edge(&second, &second_basis) {
                    basis = Basis::new(&opened).ok_or_else(singular)?;
                    now = opened;
                    continue;
                }
                return Ok(Fit {
                    mean: &second_basis.t * self.transformed_mean(&second_basis),
                    within: second.within,
                    between: second.between,
                    iterations,
                });
            }
            (now, basis) = match self.leap(&now, &first, &second, &second_basis) {
                Some(leaped) => leaped,
                None => (second, second_basis),
            };
        }
        Err(Undefined::NoConvergence { iterations })
    }

    /// Extrapolates to x − 2αr + α²v, where r is the first step's change, v the change of the change and α = −|r|/|v|.
    /// α moves towards the plain step (α = −1) as long as the likelihood is lower than the plain step's. `None` if no
    /// extrapolation helps.
    fn leap(&self, start: &Matrices, first: &Matrices, second: &Matrices, plain: &Basis) -> Option<(Matrices, Basis)> {
        let r = start.combine(-1.0, first, 1.0, second, 0.0).norm();
        let v = start.combine(1.0, first, -2.0, second, 1.0).norm();
        let enough = self.deviance(plain);
        let mut alpha = -r / v;
        for _ in 0..LEAPS {
            if alpha.is_nan() || alpha > -1.0 || alpha.is_infinite() {
                return None;
            }
            let square = alpha * alpha;
            let to = start.combine(
                1.0 + 2.0 * alpha + square,
                first,
                -2.0 * alpha - 2.0 * square,
                second,
                square,
            );
            match Basis::new(&to) {
                Some(basis) if self.deviance(&basis) <= enough => return Some((to, basis)),
                _ => alpha = 0.5 * (alpha - 1.0),
            }
        }
        None
    }

    /// One step of parameter-expanded EM (Liu, Rubin & Wu 1998) from the matrices of `basis`: group deviations enter as
    /// A b, and A, which starts at I, is estimated too. This avoids the slow convergence of plain EM near an edge of
    /// Σb. Directions in which Σb is 0 are left out. μ is the generalised least squares mean.
    fn step(&self, basis: &Basis) -> Option<Matrices> {
        let k = self.k;
        let open: Vec<usize> = (0..k).filter(|&item| basis.lambda[item] > EDGE).collect();
        let r = open.len();
        let mean = self.transformed_mean(basis);
        // Σ(b̂b̂' + V), Σn(b̂b̂' + V), Σn z b̂' and Σn zz' with z = ȳ − μ
        let mut expected = DMatrix::<f64>::zeros(r, r);
        let mut weighted = expected.clone();
        let mut crossed = DMatrix::<f64>::zeros(k, r);
        let mut total = DMatrix::<f64>::zeros(k, k);
        for size in &self.sizes {
            // For each axis of this basis: b̂ = λ/(λ + 1/n) · z, V = λ/(nλ + 1).
            let gain: Vec<f64> = open
                .iter()
                .map(|&at| basis.lambda[at] / (basis.lambda[at] + 1.0 / size.n))
                .collect();
            let off = size.transformed(basis, &mean);
            let products = &off * off.transpose();
            let mut predicted = DMatrix::from_fn(r, r, |row, column| {
                products[(open[row], open[column])] * gain[row] * gain[column]
            });
            for (place, gain) in gain.iter().enumerate() {
                predicted[(place, place)] += size.groups * gain / size.n;
            }
            crossed += DMatrix::from_fn(k, r, |row, column| {
                products[(row, open[column])] * gain[column] * size.n
            });
            total += products * size.n;
            weighted += &predicted * size.n;
            expected += predicted;
        }
        let back = |inner: &DMatrix<f64>| {
            let outer = &basis.t * inner * basis.t.transpose();
            (&outer + outer.transpose()) * 0.5
        };
        let (left, between) = if r == 0 {
            (total, DMatrix::zeros(k, k))
        } else {
            let a = Cholesky::new(weighted)?.solve(&crossed.transpose()).transpose();
            (total - &a * crossed.transpose(), back(&(&a * expected * a.transpose())))
        };
        Some(Matrices {
            within: (back(&left) + &self.within) / self.persons,
            between: between / self.groups,
        })
    }

    /// If Σb is at its edge and the likelihood rises off it, returns matrices slightly off the edge.
    ///
    /// Half the derivative of −2 ln L with respect to Σb is Σ S⁻¹ − S⁻¹zz'S⁻¹ with S = Λ + I/n. At a maximum it has no
    /// negative eigenvalue in the directions in which Σb is 0.
    fn off_the_edge(&self, at: &Matrices, basis: &Basis) -> Option<Matrices> {
        let shut: Vec<usize> = (0..self.k).filter(|&item| basis.lambda[item] <= EDGE).collect();
        if shut.is_empty() {
            return None;
        }
        let mean = self.transformed_mean(basis);
        let mut slope = DMatrix::<f64>::zeros(shut.len(), shut.len());
        for size in &self.sizes {
            let off = size.transformed(basis, &mean).select_rows(&shut) * size.n;
            slope -= &off * off.transpose();
            for place in 0..shut.len() {
                slope[(place, place)] += size.groups * size.n;
            }
        }
        let eigen = SymmetricEigen::try_new(slope, f64::EPSILON, EIGEN_STEPS)?;
        let (steepest, &least) = eigen.eigenvalues.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
        if least >= -NO_VARIANCE * self.persons {
            return None;
        }
        let direction = basis.t.select_columns(&shut) * eigen.eigenvectors.column(steepest);
        Some(Matrices {
            within: at.within.clone(),
            between: &at.between + &direction * direction.transpose() * (NO_VARIANCE * self.groups / self.persons),
        })
    }
}

/// True if no eigenvalue of the correlation matrix is 0 up to rounding.
fn is_well_conditioned(covariance: &DMatrix<f64>) -> bool {
    let sd = covariance.diagonal().map(f64::sqrt);
    if sd.iter().any(|sd| sd.is_nan() || *sd <= 0.0) {
        return false;
    }
    let correlations = covariance.component_div(&(&sd * sd.transpose()));
    SymmetricEigen::try_new(correlations, f64::EPSILON, EIGEN_STEPS)
        .is_some_and(|eigen| eigen.eigenvalues.min() > SINGULAR)
}
