//! Exploratory factor analysis of correlations: extraction, rotation, and the test of fit.
//!
//! χ² = (n − 1 − (2k + 5)/6 − 2m/3) · F with ((k − m)² − (k + m))/2 degrees of freedom, where F = tr(Σ⁻¹R) − ln|Σ⁻¹R| − k
//! and Σ is what the model implies (Bartlett 1951; Lawley & Maxwell 1971). psych prints it for every method of
//! extraction.

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::covariance::factored;
use crate::stats::structure::adequacy::ChiSquared;
use crate::stats::structure::extraction::{Extraction, extract};
use crate::stats::structure::rotation::{Rotated, oblimin, varimax};

/// Rotation of the factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// As extracted.
    None,
    /// Varimax: the factors are uncorrelated.
    Varimax,
    /// Oblimin: the factors may correlate.
    Oblimin,
}

/// An exploratory factor analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Exploratory {
    /// Loadings, and correlations of the factors.
    pub rotated: Rotated,
    /// Share of each item's variance that the factors explain (length k).
    pub communality: DVector<f64>,
    /// Test of fit; undefined if the implied matrix is not positive definite or there are no degrees of freedom.
    pub test: Result<ChiSquared, Undefined>,
    /// Items whose uniqueness is at its floor of .005 (Heywood cases).
    pub bounded_items: Vec<usize>,
}

/// Factor analysis of a k × k correlation matrix of `n` people.
///
/// # Errors
/// The errors of [`extract`], and [`Undefined::NoConvergence`] if the rotation does not settle.
pub fn exploratory(
    correlations: &DMatrix<f64>,
    n: u64,
    factors: usize,
    method: Extraction,
    rotation: Rotation,
) -> Result<Exploratory, Undefined> {
    let extracted = extract(correlations, factors, method)?;
    let loadings = extracted.loadings;
    let common = &loadings * loadings.transpose();
    let rotated = match rotation {
        Rotation::None => Rotated::none(loadings),
        _ if factors == 1 => Rotated::none(loadings),
        Rotation::Varimax => varimax(&loadings)?,
        Rotation::Oblimin => oblimin(&loadings)?,
    };
    Ok(Exploratory {
        rotated,
        communality: common.diagonal(),
        test: test_of_fit(correlations, common, n, factors),
        bounded_items: extracted.bounded_items,
    })
}

fn test_of_fit(
    correlations: &DMatrix<f64>,
    mut implied: DMatrix<f64>,
    n: u64,
    factors: usize,
) -> Result<ChiSquared, Undefined> {
    let k = correlations.nrows();
    implied.fill_diagonal(1.0);
    let of_model = factored(&implied)?;
    let log_determinant = |factor: &DMatrix<f64>| 2.0 * factor.diagonal().iter().map(|&pivot| ln(pivot)).sum::<f64>();
    let objective = of_model.solve(correlations).trace() + log_determinant(of_model.l_dirty())
        - log_determinant(factored(correlations)?.l_dirty())
        - k as f64;
    let twice = ((k - factors) * (k - factors)).saturating_sub(k + factors);
    if twice < 2 {
        return Err(Undefined::OutOfRange {
            why: "the model has no degrees of freedom",
        });
    }
    let factor = n as f64 - 1.0 - (2.0 * k as f64 + 5.0) / 6.0 - 2.0 * factors as f64 / 3.0;
    if factor <= 0.0 {
        return Err(Undefined::TooFewPersons {
            found: n,
            needed: k as u64 + 2,
        });
    }
    Ok(ChiSquared::new(factor * objective, twice / 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn a_model_fitted_to_its_own_correlations_has_chi_squared_0() {
        let loadings = DMatrix::from_row_slice(6, 2, &[0.8, 0.1, 0.7, 0.0, 0.6, 0.1, 0.1, 0.7, 0.0, 0.8, 0.2, 0.5]);
        let mut r = &loadings * loadings.transpose();
        r.fill_diagonal(1.0);
        for method in [Extraction::Minres, Extraction::MaximumLikelihood] {
            for rotation in [Rotation::None, Rotation::Varimax, Rotation::Oblimin] {
                let test = exploratory(&r, 300, 2, method, rotation).unwrap().test.unwrap();
                assert_abs_diff_eq!(test.chisq, 0.0, epsilon = 1e-7);
                assert_eq!(test.df, 4);
            }
        }
    }
}
