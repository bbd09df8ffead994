//! Mahalanobis distance: how unusual one person's answers are compared with everybody's.
//!
//! D² = (x − x̄)ᵀ S⁻¹ (x − x̄), with the mean x̄ and the covariance matrix S (divisor n − 1) of all persons, including
//! this one. For normal answers D² is approximately χ² with k degrees of freedom, where k is the number of items.
//! Mahalanobis (1936), Proc. Natl. Inst. Sci. India 2(1), 49–55. Reverse scoring does not change D².

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::chi_squared::chi_squared_upper_tail;
use crate::stats::covariance::{correlation, factored, standard_deviations};
use crate::stats::figure::{check_items, check_persons};

/// Mahalanobis distance of one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distance {
    /// D², at least 0.
    pub d2: f64,
    /// Probability, 0 to 1, of at least this D² under the χ² distribution.
    pub p: f64,
}

/// Computes the distance of every person, in row order. `answers` is n × k, one person per row, in whole codes.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::TooFewPersons`] for fewer than k + 2 persons,
/// [`Undefined::NoVariance`] if everybody answered an item alike, and [`Undefined::NotPositiveDefinite`] if an item is
/// a linear combination of others.
pub fn mahalanobis(answers: &DMatrix<f64>) -> Result<Vec<Distance>, Undefined> {
    let (n, k) = answers.shape();
    check_items(k, 2)?;
    check_persons(n as u64, k as u64 + 2)?;
    // Answers are whole numbers, so these sums are exact in any order of the rows.
    let persons = n as f64;
    let sums = answers.row_sum();
    let covariances = (answers.tr_mul(answers) * persons - sums.tr_mul(&sums)) / (persons * (persons - 1.0));
    let means = sums / persons;
    // With correlations the check for singularity does not depend on the items' units.
    let sd = standard_deviations(&covariances)?;
    let factor = factored(&correlation(&covariances)?)?;
    let distance = |row: usize| {
        let z = DVector::from_fn(k, |item, _| (answers[(row, item)] - means[item]) / sd[item]);
        let d2 = z.dot(&factor.solve(&z)).max(0.0);
        Distance {
            d2,
            p: chi_squared_upper_tail(d2, k),
        }
    };
    Ok((0..n).map(distance).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elementary::exp;
    use approx::assert_relative_eq;

    #[test]
    fn distances_of_all_persons_sum_to_k_times_n_minus_one() {
        let answers = DMatrix::from_row_slice(5, 2, &[1.0, 2.0, 3.0, 5.0, 2.0, 1.0, 6.0, 4.0, 5.0, 5.0]);
        let found = mahalanobis(&answers).unwrap();
        let sum: f64 = found.iter().map(|distance| distance.d2).sum();
        assert_relative_eq!(sum, 8.0, max_relative = 1e-12);
        // 1 - pchisq(d2, 2) = exp(-d2/2).
        assert_relative_eq!(found[0].p, exp(-found[0].d2 / 2.0), max_relative = 1e-12);
    }

    #[test]
    fn a_repeated_or_constant_item_gives_a_reason() {
        let answers = DMatrix::from_fn(9, 3, |row, item| f64::from(u8::from((row + item / 2) % 3 == 0)));
        assert!(matches!(
            mahalanobis(&answers),
            Err(Undefined::NotPositiveDefinite { .. })
        ));
        let answers = DMatrix::from_fn(9, 2, |row, item| if item == 0 { 4.0 } else { row as f64 });
        assert_eq!(mahalanobis(&answers), Err(Undefined::NoVariance { of: "an item" }));
        assert!(matches!(
            mahalanobis(&DMatrix::zeros(3, 2)),
            Err(Undefined::TooFewPersons { found: 3, needed: 4 })
        ));
    }
}
