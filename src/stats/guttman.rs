//! Guttman's six lower bounds of reliability.
//!
//! Guttman (1945), Psychometrika 10(4), 255–282. C is the k × k covariance matrix, S the sum of all its entries and O
//! its off-diagonal part:
//! - λ1 = 1 − tr C/S
//! - λ2 = (ΣO + √(k/(k − 1) · ΣO²))/S
//! - λ3 = k/(k − 1) · λ1, which is alpha
//! - λ4 = the largest 4 sₐᵦ/S over all splits into halves a and b as even as possible, with sₐᵦ the covariance of the
//!   halves
//! - λ5 = (ΣO + 2 √(maxⱼ Σᵢ O²ᵢⱼ))/S
//! - λ6 = 1 − Σ e²ᵢ/S, with e²ᵢ = 1/(C⁻¹)ᵢᵢ the part of item i's variance that the other items leave unexplained
//!
//! For a correlation matrix these are the bounds of the standardised items, which R's `psych` prints.

use nalgebra::DMatrix;

use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, correlation, squared_multiple_correlations, total_variance};
use crate::stats::split_half::split_half;

/// Guttman's six lower bounds of reliability. All are at most 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Guttman {
    /// λ1: treats all variance that items do not share as error.
    pub lambda1: f64,
    /// λ2: never below alpha.
    pub lambda2: f64,
    /// λ3: alpha.
    pub lambda3: f64,
    /// λ4: the best split half. With more than 24 items, the best that exchanging items finds from 200 seeded splits; it
    /// may be below the true λ4.
    pub lambda4: f64,
    /// λ5: suits scales in which one item shares much with the others.
    pub lambda5: f64,
    /// λ6, from squared multiple correlations; undefined if an item is a linear combination of others.
    pub lambda6: Result<f64, Undefined>,
}

/// Computes the six bounds of at least two items from their covariance or correlation matrix `cov` (k × k). `seed` is
/// used only for λ4 of more than 24 items; see [`split_half`].
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::NoVariance`] if their sum does not vary, and
/// [`Undefined::OutOfRange`] if `cov` is not a covariance matrix.
pub fn guttman(cov: &DMatrix<f64>, seed: u64) -> Result<Guttman, Undefined> {
    check_covariance(cov, 2)?;
    let total = total_variance(cov)?;
    let k = cov.nrows() as f64;
    let mut off = cov.clone();
    off.fill_diagonal(0.0);
    let shared = off.sum();
    let lambda1 = 1.0 - cov.trace() / total;
    let most = off
        .column_iter()
        .map(|column| column.norm_squared())
        .fold(0.0, f64::max);
    let lambda4 = split_half(cov, seed)?.max;
    Ok(Guttman {
        lambda1,
        lambda2: (shared + (k / (k - 1.0) * off.norm_squared()).sqrt()) / total,
        lambda3: k / (k - 1.0) * lambda1,
        lambda4,
        lambda5: (shared + 2.0 * most.sqrt()) / total,
        lambda6: lambda6(cov, total),
    })
}

fn lambda6(cov: &DMatrix<f64>, total: f64) -> Result<f64, Undefined> {
    let smc = squared_multiple_correlations(&correlation(cov)?)?;
    let unexplained: f64 = (smc.iter().zip(cov.diagonal().iter()))
        .map(|(smc, variance)| variance * (1.0 - smc))
        .sum();
    Ok(1.0 - unexplained / total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn parallel_items_have_alpha_as_their_second_third_and_fourth_bound() {
        let cov = DMatrix::from_fn(4, 4, |i, j| if i == j { 2.0 } else { 1.0 });
        let bounds = guttman(&cov, 1).unwrap();
        for bound in [bounds.lambda2, bounds.lambda3, bounds.lambda4] {
            assert_relative_eq!(bound, 0.8, max_relative = 1e-14);
        }
        assert_relative_eq!(bounds.lambda1, 0.6, max_relative = 1e-14);
    }

    #[test]
    fn an_item_that_is_the_sum_of_others_leaves_only_the_sixth_undefined() {
        let cov = DMatrix::from_row_slice(3, 3, &[2.0, 1.0, 3.0, 1.0, 2.0, 3.0, 3.0, 3.0, 6.0]);
        let bounds = guttman(&cov, 1).unwrap();
        assert!(bounds.lambda2.is_finite());
        assert_eq!(
            bounds.lambda6,
            Err(Undefined::NotPositiveDefinite {
                matrix: "items' correlation"
            })
        );
    }

    proptest! {
        #[test]
        fn the_bounds_keep_guttmans_order(k in 2_usize..8, entries in proptest::collection::vec(-1.0..1.0, 64)) {
            let a = DMatrix::from_fn(k, k, |i, j| entries[i * 8 + j]);
            let cov = a.transpose() * &a + DMatrix::repeat(k, k, 1.0) + DMatrix::identity(k, k) * 1e-3;
            let b = guttman(&cov, 1).unwrap();
            prop_assert!(b.lambda1 <= b.lambda3 || b.lambda3 < 0.0);
            prop_assert!(b.lambda3 <= b.lambda2 + 1e-12);
            prop_assert!(b.lambda1 <= b.lambda5 && b.lambda1 <= b.lambda6.unwrap() + 1e-12);
            prop_assert!(b.lambda4 <= 1.0 + 1e-12 && b.lambda2 <= 1.0 + 1e-12 && b.lambda5 <= 1.0 + 1e-12);
        }
    }
}
