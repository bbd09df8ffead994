//! Hierarchical omega: the share of the total score's variance that one general factor explains, beside the group factors.
//!
//! Schmid & Leiman (1957, *Psychometrika* 22, 53–61) on a minres solution with oblimin rotation, as `psych::omega`: the
//! correlations of the group factors give the loadings γ of the second-order factor (minres for three or more factors; for
//! two both √|φ|, which is an assumption). Loadings on the general factor are g = Λγ, on the group factors λ√(1 − γ²). With
//! items turned so that every g ≥ 0 and V the sum of all entries of R: `omega_h` = (Σg)²/V, `omega_t` = 1 − Σ(1 − h²)/V,
//! ECV = Σg²/(Σg² + Σ group loadings²). Zinbarg, Revelle, Yovel & Li (2005), *Psychometrika* 70, 123–133.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::covariance::total_variance;
use crate::stats::figure::out_of_range_if;
use crate::stats::structure::extraction::{Extraction, extract};
use crate::stats::structure::rotation::{Rotated, oblimin, varimax};

/// Hierarchical omega with its model.
#[derive(Debug, Clone, PartialEq)]
pub struct HierarchicalOmega {
    /// Share of the total score's variance that the general factor explains.
    pub omega_h: f64,
    /// Share of it that all factors explain.
    pub omega_t: f64,
    /// Share of the common variance that the general factor explains.
    pub ecv: f64,
    /// Number of group factors.
    pub factors: usize,
    /// Loadings on the general factor, as the items are keyed (length k).
    pub general: DVector<f64>,
    /// Items whose uniqueness is at its floor of .005 (Heywood cases).
    pub bounded_items: Vec<usize>,
}

/// Hierarchical omega of a k × k correlation matrix with two or more group factors.
///
/// # Errors
/// The errors of [`extract`] and of the rotation, [`Undefined::OutOfRange`] for fewer than two group factors, and
/// [`Undefined::NoVariance`] if the turned items' sum does not vary.
pub fn hierarchical_omega(correlations: &DMatrix<f64>, factors: usize) -> Result<HierarchicalOmega, Undefined> {
    out_of_range_if(factors < 2, "a general factor needs at least two group factors")?;
    let k = correlations.nrows();
    let extracted = extract(correlations, factors, Extraction::Minres)?;
    let Rotated { loadings, phi } = oblimin(&varimax(&extracted.loadings)?.loadings)?;
    let gamma = second_order(&phi)?;
    let general = &loadings * &gamma;
    let own = |a: usize| (1.0 - gamma[a] * gamma[a]).max(0.0);
    let group: f64 = (0..factors).map(|a| loadings.column(a).norm_squared() * own(a)).sum();
    let sign = general.map(|g| if g < 0.0 { -1.0 } else { 1.0 });
    let turned = DMatrix::from_fn(k, k, |i, j| correlations[(i, j)] * sign[i] * sign[j]);
    let total = total_variance(&turned)?;
    let sum: f64 = general.iter().map(|g| g.abs()).sum();
    let unique: f64 = extracted.loadings.row_iter().map(|row| 1.0 - row.norm_squared()).sum();
    Ok(HierarchicalOmega {
        omega_h: sum * sum / total,
        omega_t: 1.0 - unique / total,
        ecv: general.norm_squared() / (general.norm_squared() + group),
        factors,
        general,
        bounded_items: extracted.bounded_items,
    })
}

/// Loadings of the group factors on the second-order factor.
fn second_order(phi: &DMatrix<f64>) -> Result<DVector<f64>, Undefined> {
    if phi.nrows() == 2 {
        let root = phi[(0, 1)].abs().sqrt();
        return Ok(DVector::from_column_slice(&[root, root.copysign(phi[(0, 1)])]));
    }
    Ok(extract(phi, 1, Extraction::Minres)?.loadings.column(0).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// Thurstone & Thurstone (1941), nine tests of ability, as in `psych::Thurstone`.
    #[rustfmt::skip]
    const THURSTONE: [f64; 36] = [
        0.828,
        0.776, 0.779,
        0.439, 0.493, 0.460,
        0.432, 0.464, 0.425, 0.674,
        0.447, 0.489, 0.443, 0.590, 0.541,
        0.447, 0.432, 0.401, 0.381, 0.402, 0.288,
        0.541, 0.537, 0.534, 0.350, 0.367, 0.320, 0.555,
        0.380, 0.358, 0.359, 0.424, 0.446, 0.325, 0.598, 0.452,
    ];

    fn thurstone() -> DMatrix<f64> {
        let at = |i: usize, j: usize| THURSTONE[i * (i - 1) / 2 + j];
        DMatrix::from_fn(9, 9, |i, j| match i.cmp(&j) {
            std::cmp::Ordering::Equal => 1.0,
            std::cmp::Ordering::Greater => at(i, j),
            std::cmp::Ordering::Less => at(j, i),
        })
    }

    #[test]
    fn thurstone_1941_nine_variables() {
        let found = hierarchical_omega(&thurstone(), 3).unwrap();
        assert_abs_diff_eq!(found.omega_h, 0.736, epsilon = 0.0005);
        assert_abs_diff_eq!(found.ecv, 0.597, epsilon = 0.0005);
    }

    #[test]
    fn one_factor_behind_two_equal_halves_gives_its_share() {
        // Two group factors that correlate .64: γ = .8.
        let phi = DMatrix::from_row_slice(2, 2, &[1.0, 0.64, 0.64, 1.0]);
        let loadings = DMatrix::from_fn(8, 2, |i, a| if i / 4 == a { 0.7 } else { 0.0 });
        let mut r = &loadings * phi * loadings.transpose();
        r.fill_diagonal(1.0);
        let found = hierarchical_omega(&r, 2).unwrap();
        assert_relative_eq!(found.omega_h, 64.0 * 0.49 * 0.64 / r.sum(), max_relative = 1e-6);
        assert_relative_eq!(found.ecv, 0.64, max_relative = 1e-6);
    }

    #[test]
    fn turning_an_item_changes_nothing() {
        let turned = DMatrix::from_fn(9, 9, |i, j| {
            let sign = if (i == 2) == (j == 2) { 1.0 } else { -1.0 };
            sign * thurstone()[(i, j)]
        });
        let [one, other] = [thurstone(), turned].map(|r| hierarchical_omega(&r, 3).unwrap());
        assert_relative_eq!(one.omega_h, other.omega_h, max_relative = 1e-6);
        assert_relative_eq!(one.omega_t, other.omega_t, max_relative = 1e-6);
    }
}
