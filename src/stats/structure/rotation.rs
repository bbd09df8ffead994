//! Rotation of factors: varimax (orthogonal) and oblimin with γ = 0 (oblique, also called quartimin).
//!
//! - Varimax (Kaiser 1958, *Psychometrika* 23, 187–200) on rows scaled to length 1, by singular value decompositions, as R's
//!   `varimax`. It stops as R does, when the sum of singular values grows by less than 1e-5 of itself; the loadings may then
//!   still be some thousandths from those of the exact maximum. So they equal R's, and psych's, rather than the exact ones.
//! - Oblimin: minimises ¼ Σ λ²λ′² over items and pairs of factors (Carroll 1957; Jennrich & Sampson 1966) by gradient projection,
//!   without scaling the rows (Jennrich 2002, *Psychometrika* 67, 7–19): the rotation of `GPArotation::oblimin`.
//!
//! Afterwards, as in psych, each factor's sign makes the sum of its loadings positive, and the factors are in descending
//! order of their sums of squared loadings.

use nalgebra::{DMatrix, DVector, SVD};

use crate::stats::Undefined;

/// Most steps.
const STEPS: usize = 5_000;
/// Relative growth of the sum of singular values at which R's `varimax` stops.
const R_VARIMAX: f64 = 1e-5;

/// Rotated factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotated {
    /// Loadings (the pattern), k × m.
    pub loadings: DMatrix<f64>,
    /// Correlations of the factors, m × m; the identity for an orthogonal rotation.
    pub phi: DMatrix<f64>,
}

impl Rotated {
    /// Unrotated factors.
    #[must_use]
    pub fn none(loadings: DMatrix<f64>) -> Self {
        let m = loadings.ncols();
        Self {
            loadings,
            phi: DMatrix::identity(m, m),
        }
    }

    /// The factors in their fixed order, with their fixed signs.
    pub(crate) fn ordered(self) -> Self {
        let m = self.loadings.ncols();
        let sign = DVector::from_fn(m, |a, _| if self.loadings.column(a).sum() < 0.0 { -1.0 } else { 1.0 });
        let squares = |a: usize| self.loadings.column(a).norm_squared();
        let mut order: Vec<usize> = (0..m).collect();
        order.sort_by(|&a, &b| squares(b).total_cmp(&squares(a)));
        Self {
            loadings: DMatrix::from_fn(self.loadings.nrows(), m, |i, a| {
                self.loadings[(i, order[a])] * sign[order[a]]
            }),
            phi: DMatrix::from_fn(m, m, |a, b| {
                self.phi[(order[a], order[b])] * sign[order[a]] * sign[order[b]]
            }),
        }
    }
}

/// Rotates loadings (k × m) by varimax. The order and signs of the factors are those of psych.
///
/// # Errors
/// [`Undefined::NoConvergence`] if the rotation does not settle.
pub fn varimax(loadings: &DMatrix<f64>) -> Result<Rotated, Undefined> {
    Ok(Rotated::none(varimax_turned(loadings)?).ordered())
}

fn varimax_turned(loadings: &DMatrix<f64>) -> Result<DMatrix<f64>, Undefined> {
    let (k, m) = loadings.shape();
    let length = DVector::from_fn(k, |i, _| loadings.row(i).norm());
    let scaled = DMatrix::from_fn(k, m, |i, a| {
        if length[i] > 0.0 {
            loadings[(i, a)] / length[i]
        } else {
            0.0
        }
    });
    let mut turn = DMatrix::identity(m, m);
    let mut before = 0.0;
    for _ in 0..STEPS {
        let z = &scaled * &turn;
        let mean: Vec<f64> = (0..m).map(|a| z.column(a).norm_squared() / k as f64).collect();
        let pull = DMatrix::from_fn(k, m, |i, a| z[(i, a)] * (z[(i, a)] * z[(i, a)] - mean[a]));
        let found = SVD::try_new(scaled.transpose() * pull, true, true, 1e-15, 10_000);
        let (singular, left, right) = match found {
            Some(SVD {
                u: Some(u),
                v_t: Some(v_t),
                singular_values,
            }) => (singular_values.sum(), u, v_t),
            _ => break,
        };
        turn = left * right;
        if singular < before * (1.0 + R_VARIMAX) {
            let z = scaled * turn;
            return Ok(DMatrix::from_fn(k, m, |i, a| z[(i, a)] * length[i]));
        }
        before = singular;
    }
    Err(Undefined::NoConvergence { iterations: STEPS })
}

/// Rotates loadings (k × m) obliquely by oblimin. The order and signs of the factors are those of psych.
///
/// # Errors
/// [`Undefined::NoConvergence`] if the rotation does not settle.
pub fn oblimin(loadings: &DMatrix<f64>) -> Result<Rotated, Undefined> {
    Ok(oblimin_turned(loadings)?.ordered())
}

fn oblimin_turned(loadings: &DMatrix<f64>) -> Result<Rotated, Undefined> {
    let m = loadings.ncols();
    let mut turn = DMatrix::identity(m, m);
    let mut point = Oblique::at(loadings, &turn).ok_or(Undefined::NoConvergence { iterations: 0 })?;
    let mut step = 1.0;
    for _ in 0..STEPS {
        let along = DVector::from_fn(m, |a, _| turn.column(a).dot(&point.gradient.column(a)));
        let projected = &point.gradient - &turn * DMatrix::from_diagonal(&along);
        let slope = projected.norm();
        if slope < 1e-9 {
            return Ok(finished(&turn, point));
        }
        step *= 2.0;
        let mut next = None;
        for _ in 0..40 {
            let mut moved = &turn - &projected * step;
            for mut column in moved.column_iter_mut() {
                let length = column.norm();
                column /= length;
            }
            let found = Oblique::at(loadings, &moved)
                .filter(|found| point.criterion - found.criterion > 0.5 * slope * slope * step);
            if let Some(found) = found {
                next = Some((moved, found));
                break;
            }
            step *= 0.5;
        }
        match next {
            Some((moved, found)) => (turn, point) = (moved, found),
            // The criterion no longer falls by more than rounding.
            None if slope < 1e-5 => return Ok(finished(&turn, point)),
            None => break,
        }
    }
    Err(Undefined::NoConvergence { iterations: STEPS })
}

fn finished(turn: &DMatrix<f64>, point: Oblique) -> Rotated {
    Rotated {
        loadings: point.loadings,
        phi: turn.transpose() * turn,
    }
}

/// Oblique loadings with the criterion and its gradient by the transformation.
struct Oblique {
    loadings: DMatrix<f64>,
    criterion: f64,
    gradient: DMatrix<f64>,
}

impl Oblique {
    fn at(unrotated: &DMatrix<f64>, turn: &DMatrix<f64>) -> Option<Self> {
        let inverse = turn.clone().try_inverse()?;
        let loadings = unrotated * inverse.transpose();
        let squares = loadings.component_mul(&loadings);
        let m = squares.ncols();
        let others = DMatrix::from_fn(squares.nrows(), m, |i, a| squares.row(i).sum() - squares[(i, a)]);
        let by_loadings = loadings.component_mul(&others);
        Some(Self {
            criterion: 0.25 * squares.component_mul(&others).sum(),
            gradient: -(loadings.transpose() * by_loadings * &inverse).transpose(),
            loadings,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elementary::sin;
    use approx::assert_relative_eq;

    /// Two groups of items, each loading on one factor only.
    fn simple() -> DMatrix<f64> {
        DMatrix::from_row_slice(6, 2, &[0.9, 0.0, 0.8, 0.0, 0.7, 0.0, 0.6, 0.0, 0.0, 0.8, 0.0, 0.6])
    }

    fn turned_by(angle: f64) -> DMatrix<f64> {
        let (s, c) = (sin(angle), sin(angle + std::f64::consts::FRAC_PI_2));
        simple() * DMatrix::from_row_slice(2, 2, &[c, -s, s, c])
    }

    #[test]
    fn oblimin_finds_a_simple_structure_from_any_start() {
        for angle in [0.3, 0.7, 1.2, 2.5] {
            let found = oblimin(&turned_by(angle)).unwrap();
            assert_relative_eq!(found.loadings, simple(), epsilon = 1e-6);
            assert_relative_eq!(found.phi, DMatrix::identity(2, 2), epsilon = 1e-6);
        }
    }

    #[test]
    fn an_oblique_structure_is_found() {
        let phi = DMatrix::from_row_slice(2, 2, &[1.0, 0.6, 0.6, 1.0]);
        let root = phi.clone().cholesky().unwrap().l();
        let found = oblimin(&(simple() * root)).unwrap();
        assert_relative_eq!(found.loadings, simple(), epsilon = 1e-6);
        assert_relative_eq!(found.phi, phi, epsilon = 1e-6);
    }

    #[test]
    fn rotation_keeps_what_the_factors_explain() {
        let start = turned_by(0.4) + DMatrix::from_fn(6, 2, |i, a| 0.02 * (i as f64 - 3.0 * a as f64));
        let wanted = &start * start.transpose();
        for found in [varimax(&start).unwrap(), oblimin(&start).unwrap()] {
            assert_relative_eq!(
                &found.loadings * &found.phi * found.loadings.transpose(),
                wanted,
                epsilon = 1e-10
            );
        }
    }
}
