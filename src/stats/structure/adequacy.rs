//! Adequacy of correlations for factor analysis: Kaiser–Meyer–Olkin measure and Bartlett's test.
//!
//! KMO = Σr²/(Σr² + Σq²) over pairs of items, with correlations r and partial correlations q given all other items (Kaiser
//! & Rice 1974, *Educational and Psychological Measurement* 34, 111–117); for one item, over its pairs.
//!
//! Bartlett's test that all correlations are 0: χ² = −(n − 1 − (2k + 5)/6) ln|R| with k(k − 1)/2 degrees of freedom
//! (Bartlett 1951, *Biometrika* 38, 337–344).

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::chi_squared::chi_squared_upper_tail;
use crate::stats::covariance::factored;
use crate::stats::figure::{check_items, check_persons};

/// Kaiser–Meyer–Olkin measure of sampling adequacy, 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Kmo {
    /// Over all pairs of items.
    pub overall: f64,
    /// Per item (length k).
    pub items: DVector<f64>,
}

/// A χ² statistic with its degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquared {
    /// The statistic.
    pub chisq: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// P(χ² > statistic).
    pub p: f64,
}

impl ChiSquared {
    /// The statistic with its probability.
    pub(crate) fn new(chisq: f64, df: usize) -> Self {
        Self {
            chisq,
            df,
            p: chi_squared_upper_tail(chisq.max(0.0), df),
        }
    }
}

/// Kaiser–Meyer–Olkin measure of a k × k correlation matrix, k ≥ 2.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::NotPositiveDefinite`] if an item is a linear
/// combination of others, and [`Undefined::NoVariance`] if an item has no correlation at all.
pub fn kmo(correlations: &DMatrix<f64>) -> Result<Kmo, Undefined> {
    let k = correlations.nrows();
    check_items(k, 2)?;
    let inverse = factored(correlations)?.inverse();
    let of = |pairs: &dyn Fn(usize, usize) -> bool| {
        let (mut r2, mut q2) = (0.0, 0.0);
        for i in 0..k {
            for j in (0..k).filter(|&j| j != i && pairs(i, j)) {
                let q = inverse[(i, j)] / (inverse[(i, i)] * inverse[(j, j)]).sqrt();
                r2 += correlations[(i, j)] * correlations[(i, j)];
                q2 += q * q;
            }
        }
        if r2 > 0.0 {
            Ok(r2 / (r2 + q2))
        } else {
            Err(Undefined::NoVariance {
                of: "what an item shares with the others",
            })
        }
    };
    let items: Result<Vec<f64>, Undefined> = (0..k).map(|item| of(&|i, _| i == item)).collect();
    Ok(Kmo {
        overall: of(&|_, _| true)?,
        items: DVector::from_vec(items?),
    })
}

/// Bartlett's test that the items of `n` people are uncorrelated.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::TooFewPersons`] for too few people, and
/// [`Undefined::NotPositiveDefinite`] if an item is a linear combination of others.
pub fn bartlett(correlations: &DMatrix<f64>, n: u64) -> Result<ChiSquared, Undefined> {
    let k = correlations.nrows();
    check_items(k, 2)?;
    check_persons(n, k as u64 + 2)?;
    let log_determinant: f64 = 2.0
        * factored(correlations)?
            .l_dirty()
            .diagonal()
            .iter()
            .map(|&pivot| ln(pivot))
            .sum::<f64>();
    let factor = n as f64 - 1.0 - (2.0 * k as f64 + 5.0) / 6.0;
    Ok(ChiSquared::new(-factor * log_determinant, k * (k - 1) / 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    #[test]
    fn two_items_have_a_measure_of_one_half() {
        // The partial correlation given no other item is the correlation itself.
        let r = DMatrix::from_row_slice(2, 2, &[1.0, 0.3, 0.3, 1.0]);
        let found = kmo(&r).unwrap();
        assert_relative_eq!(found.overall, 0.5, max_relative = 1e-12);
        assert_relative_eq!(found.items[1], 0.5, max_relative = 1e-12);
    }

    #[test]
    fn uncorrelated_items_have_chi_squared_0() {
        let found = bartlett(&DMatrix::identity(4, 4), 100).unwrap();
        assert_abs_diff_eq!(found.chisq, 0.0);
        assert_eq!((found.df, found.p.to_bits()), (6, 1.0_f64.to_bits()));
        assert!(kmo(&DMatrix::identity(4, 4)).is_err());
    }

    #[test]
    fn copies_of_an_item_give_a_reason() {
        let copies = DMatrix::from_element(3, 3, 1.0);
        assert!(kmo(&copies).is_err());
        assert!(bartlett(&copies, 50).is_err());
    }
}
