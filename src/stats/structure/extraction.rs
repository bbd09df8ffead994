//! Extraction of common factors from correlations: R ≈ ΛΛ′ + Ψ, by least squares (minres) or maximum likelihood.
//!
//! Given the uniquenesses ψ the best loadings follow from eigenvalues, so only ψ is searched, with .005 as its least value.
//!
//! - Minres: loadings from the largest eigenvalues γ of R − Ψ; f(ψ) = ½ Σ γ² over the other eigenvalues (Harman & Jones
//!   1966, *Psychometrika* 31, 351–368).
//! - Maximum likelihood: from the eigenvalues θ of Ψ^(−½) R Ψ^(−½); f(ln ψ) = Σ (θ − ln θ − 1) over the others (Jöreskog
//!   1967, *Psychometrika* 32, 443–482).
//!
//! Each step is Newton's with Jöreskog's approximation of the second derivatives, halved until f falls. The loadings are
//! those of `psych::fa(rotate = "none")`.

use nalgebra::{DMatrix, DVector};

use crate::elementary::{exp, ln};
use crate::stats::Undefined;
use crate::stats::covariance::{factored, squared_multiple_correlations};
use crate::stats::figure::{check_items, out_of_range_if};
use crate::stats::structure::velicer::Decomposition;

/// Smallest uniqueness, as in psych and R's `factanal`.
const LEAST_UNIQUENESS: f64 = 0.005;
/// Most steps.
const STEPS: usize = 1_000;
/// The search ends when no free uniqueness has a steeper slope.
const FLAT: f64 = 1e-10;

/// Method of extraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extraction {
    /// Least squares of the residual correlations.
    Minres,
    /// Maximum likelihood.
    MaximumLikelihood,
}

/// Unrotated factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Extracted {
    /// Loadings, k × m, in the order of the eigenvalues; each column's sum is not negative.
    pub loadings: DMatrix<f64>,
    /// Items whose uniqueness is at its floor of .005 (Heywood cases).
    pub bounded_items: Vec<usize>,
}

/// Extracts `factors` factors from a k × k correlation matrix.
///
/// # Errors
/// [`Undefined::TooFewItems`] if the items do not identify that many factors, [`Undefined::NotPositiveDefinite`] if an item
/// is a linear combination of others, and [`Undefined::NoConvergence`] if the search does not converge.
pub fn extract(correlations: &DMatrix<f64>, factors: usize, method: Extraction) -> Result<Extracted, Undefined> {
    let k = correlations.nrows();
    out_of_range_if(factors == 0, "there must be at least one factor")?;
    check_items(k, items_for(factors))?;
    factored(correlations)?;
    let start = squared_multiple_correlations(correlations)?;
    let mut psi = start.map(|smc| (1.0 - smc).max(LEAST_UNIQUENESS));
    let mut point = Point::at(correlations, &psi, factors, method)?;
    for _ in 0..STEPS {
        let held: Vec<bool> = (0..k)
            .map(|i| psi[i] <= LEAST_UNIQUENESS && point.gradient[i] > 0.0)
            .collect();
        let steepest = (0..k).filter(|&i| !held[i]).map(|i| point.gradient[i].abs());
        if steepest.fold(0.0, f64::max) < FLAT {
            return Ok(finished(&point, &psi));
        }
        let step = point.step(&held);
        let Some((next, next_psi)) = shorter(correlations, &psi, &point, &step, factors, method)? else {
            return Ok(finished(&point, &psi));
        };
        point = next;
        psi = next_psi;
    }
    Err(Undefined::NoConvergence { iterations: STEPS })
}

/// Fewest items that identify so many factors: (k − m)² ≥ k + m, and three for one.
fn items_for(factors: usize) -> usize {
    let enough = |k: usize| (k - factors) * (k - factors) >= k + factors;
    // Three factors per item are always enough.
    (factors + 1..4 * factors + 4)
        .find(|&k| enough(k))
        .unwrap_or(usize::MAX)
}

/// The largest part of a step, halved again and again, that lowers the criterion; `None` if none does by more than rounding.
fn shorter(
    correlations: &DMatrix<f64>,
    psi: &DVector<f64>,
    point: &Point,
    step: &DVector<f64>,
    factors: usize,
    method: Extraction,
) -> Result<Option<(Point, DVector<f64>)>, Undefined> {
    let mut part = 1.0;
    while part > 1e-8 {
        let moved = match method {
            Extraction::Minres => psi - step * part,
            Extraction::MaximumLikelihood => psi.zip_map(step, |psi, step| psi * exp(-(step * part).clamp(-5.0, 5.0))),
        };
        let moved = moved.map(|psi| psi.clamp(LEAST_UNIQUENESS, 1.0));
        let next = Point::at(correlations, &moved, factors, method)?;
        if next.criterion < point.criterion {
            return Ok(Some((next, moved)));
        }
        part *= 0.5;
    }
    Ok(None)
}

fn finished(point: &Point, psi: &DVector<f64>) -> Extracted {
    let mut loadings = point.loadings.clone();
    for mut column in loadings.column_iter_mut() {
        if column.sum() < 0.0 {
            column.neg_mut();
        }
    }
    Extracted {
        loadings,
        bounded_items: (0..psi.len()).filter(|&i| psi[i] <= LEAST_UNIQUENESS).collect(),
    }
}

/// The criterion at some uniquenesses.
struct Point {
    criterion: f64,
    /// By ψ for minres, by ln ψ for maximum likelihood.
    gradient: DVector<f64>,
    curvature: DMatrix<f64>,
    loadings: DMatrix<f64>,
}

impl Point {
    fn at(r: &DMatrix<f64>, psi: &DVector<f64>, factors: usize, method: Extraction) -> Result<Self, Undefined> {
        let k = r.nrows();
        let root = psi.map(f64::sqrt);
        let reduced = match method {
            Extraction::Minres => r - DMatrix::from_diagonal(psi),
            Extraction::MaximumLikelihood => DMatrix::from_fn(k, k, |i, j| r[(i, j)] / (root[i] * root[j])),
        };
        let Decomposition { values, vectors } = Decomposition::of(&reduced)?;
        let rest = factors..k;
        let (criterion, weight): (f64, Box<dyn Fn(usize) -> f64>) = match method {
            Extraction::Minres => (
                0.5 * rest.clone().map(|m| values[m] * values[m]).sum::<f64>(),
                Box::new(|m: usize| -values[m]),
            ),
            Extraction::MaximumLikelihood => (
                rest.clone().map(|m| values[m] - ln(values[m].max(1e-300)) - 1.0).sum(),
                Box::new(|m: usize| 1.0 - values[m]),
            ),
        };
        let gradient = DVector::from_fn(k, |i, _| {
            rest.clone()
                .map(|m| weight(m) * vectors[(i, m)] * vectors[(i, m)])
                .sum()
        });
        let others = vectors.columns(factors, k - factors);
        let projected = others * others.transpose();
        let loadings = DMatrix::from_fn(k, factors, |i, m| match method {
            Extraction::Minres => vectors[(i, m)] * values[m].max(0.0).sqrt(),
            Extraction::MaximumLikelihood => root[i] * vectors[(i, m)] * (values[m] - 1.0).max(0.0).sqrt(),
        });
        Ok(Self {
            criterion,
            gradient,
            curvature: projected.component_mul(&projected),
            loadings,
        })
    }

    /// Newton's step for the uniquenesses that are not held at their floor.
    fn step(&self, held: &[bool]) -> DVector<f64> {
        let free: Vec<usize> = (0..held.len()).filter(|&i| !held[i]).collect();
        let m = free.len();
        let curvature = DMatrix::from_fn(m, m, |a, b| {
            self.curvature[(free[a], free[b])] + if a == b { 1e-12 } else { 0.0 }
        });
        let gradient = DVector::from_fn(m, |a, _| self.gradient[free[a]]);
        let step = curvature
            .cholesky()
            .map_or_else(|| gradient.clone(), |factor| factor.solve(&gradient));
        let mut whole = DVector::zeros(held.len());
        for (a, &i) in free.iter().enumerate() {
            whole[i] = step[a];
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn correlations_of_one_factor_give_its_loadings_back() {
        let loadings = DVector::from_column_slice(&[0.8, 0.6, 0.7, 0.4, 0.5]);
        let mut r = &loadings * loadings.transpose();
        r.fill_diagonal(1.0);
        for method in [Extraction::Minres, Extraction::MaximumLikelihood] {
            let found = extract(&r, 1, method).unwrap();
            assert_relative_eq!(found.loadings.column(0).into_owned(), loadings, max_relative = 1e-7);
            assert!(found.bounded_items.is_empty());
        }
    }

    #[test]
    fn two_factors_need_five_items() {
        assert_eq!([1, 2, 3].map(items_for), [3, 5, 6]);
        assert_eq!(
            extract(&DMatrix::identity(4, 4), 2, Extraction::Minres),
            Err(Undefined::TooFewItems { found: 4, needed: 5 })
        );
    }

    #[test]
    fn a_heywood_case_is_reported() {
        let r = DMatrix::from_row_slice(3, 3, &[1.0, 0.6, 0.9, 0.6, 1.0, 0.5, 0.9, 0.5, 1.0]);
        for method in [Extraction::Minres, Extraction::MaximumLikelihood] {
            assert_eq!(extract(&r, 1, method).unwrap().bounded_items, [0]);
        }
    }
}
