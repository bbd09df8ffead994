//! Item-total statistics: how each item relates to its scale, and the scale's reliability without it.
//!
//! C is the covariance matrix, cᵢⱼ its entries, sᵢ the standard deviation of item i:
//! - Item-total r = Σⱼ cᵢⱼ/(sᵢ √ΣΣ c). The item is part of the total.
//! - Item-rest r, also called corrected item-total correlation (`r.drop` of R's `psych`): the correlation with the sum
//!   of the other items.
//! - Corrected r (psych's `r.cor`): uses correlations rᵢⱼ with the item's squared multiple correlation smcᵢ on the
//!   diagonal, (Σⱼ≠ᵢ rᵢⱼ + smcᵢ)/√(ΣΣ of that matrix). It corrects for the overlap without shortening the scale.

use nalgebra::DMatrix;

use crate::elementary::{atanh, tanh};
use crate::stats::alpha::alpha;
use crate::stats::alpha_interval::two_sided_z;
use crate::stats::covariance::{check_covariance, correlation, squared_multiple_correlations, total_variance, without};
use crate::stats::figure::{check_persons, out_of_range_if};
use crate::stats::omega::omega_of;
use crate::stats::one_factor::OneFactor;
use crate::stats::{Interval, Undefined};

/// Correlation with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlation {
    /// The correlation, −1 to 1.
    pub value: f64,
    /// Interval by Fisher's z; undefined for a perfect correlation or fewer than four persons.
    pub interval: Result<Interval, Undefined>,
}

/// Relation of one item to its scale. Each figure may be undefined on its own.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemTotal {
    /// Correlation with the sum of the other items.
    pub item_rest_r: Result<Correlation, Undefined>,
    /// Correlation with the sum of all items.
    pub item_total_r: Result<f64, Undefined>,
    /// Correlation with the sum of all items, corrected for overlap by squared multiple correlations.
    pub item_r_corrected: Result<f64, Undefined>,
    /// Alpha of the other items.
    pub alpha_if_dropped: Result<f64, Undefined>,
    /// Omega (one factor, maximum likelihood) of the other items.
    pub omega_if_dropped: Result<f64, Undefined>,
}

/// Computes the item-total statistics of at least two items, in matrix order, from the k × k covariance matrix `cov` of
/// `n` persons; intervals have confidence `level` (between 0 and 1).
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, and [`Undefined::OutOfRange`] if `cov` is not a covariance
/// matrix or `level` is not between 0 and 1.
pub fn item_totals(cov: &DMatrix<f64>, n: u64, level: f64) -> Result<Vec<ItemTotal>, Undefined> {
    check_covariance(cov, 2)?;
    let z = two_sided_z(level)?;
    let corrected = corrected(cov);
    let of_item = |i: usize| {
        let rest = without(cov, i);
        ItemTotal {
            item_rest_r: item_rest(cov, &rest, i).map(|value| Correlation {
                value,
                interval: fisher(value, n, z),
            }),
            item_total_r: item_total(cov, i),
            item_r_corrected: corrected.as_ref().map(|r| r[i]).map_err(Clone::clone),
            alpha_if_dropped: alpha(&rest),
            omega_if_dropped: OneFactor::fit(&rest, None).map(|fit| omega_of(&fit)),
        }
    };
    Ok((0..cov.nrows()).map(of_item).collect())
}

fn item_rest(cov: &DMatrix<f64>, rest: &DMatrix<f64>, i: usize) -> Result<f64, Undefined> {
    let variance = item_variance(cov, i)?;
    let total = total_variance(rest).map_err(|_| Undefined::NoVariance {
        of: "the other items' sum",
    })?;
    Ok((cov.column(i).sum() - variance) / (variance * total).sqrt())
}

fn item_total(cov: &DMatrix<f64>, i: usize) -> Result<f64, Undefined> {
    let variance = item_variance(cov, i)?;
    Ok(cov.column(i).sum() / (variance * total_variance(cov)?).sqrt())
}

fn item_variance(cov: &DMatrix<f64>, i: usize) -> Result<f64, Undefined> {
    let variance = cov[(i, i)];
    if variance > 0.0 {
        Ok(variance)
    } else {
        Err(Undefined::NoVariance { of: "the item" })
    }
}

fn corrected(cov: &DMatrix<f64>) -> Result<Vec<f64>, Undefined> {
    let mut r = correlation(cov)?;
    let smc = squared_multiple_correlations(&r)?;
    r.set_diagonal(&smc);
    let total = total_variance(&r)?.sqrt();
    Ok(r.column_iter().map(|column| column.sum() / total).collect())
}

/// Fisher's interval of a correlation of `n` persons, tanh(atanh r ± z/√(n − 3)): Fisher (1921), *Metron* 1, 3–32.
pub(crate) fn fisher(r: f64, n: u64, z: f64) -> Result<Interval, Undefined> {
    check_persons(n, 4)?;
    let centre = atanh(r);
    out_of_range_if(
        !centre.is_finite(),
        "Fisher's interval needs a correlation between -1 and 1",
    )?;
    let half = z / (n as f64 - 3.0).sqrt();
    Ok(Interval::new(tanh(centre - half), tanh(centre + half)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn omega_if_dropped_uses_the_lowest_minimum() {
        // Eight persons. lavaan's one-factor model of the last four items: F = 1.913032. Another minimum, at 1.976056,
        // gives .918629.
        #[rustfmt::skip]
        let scores = DMatrix::from_row_slice(
            8,
            5,
            &[
                9.0, 10.0, 9.0, 10.0, 10.0,
                7.0, 7.0, 6.0, 7.0, 7.0,
                4.0, 2.0, 1.0, 5.0, 4.0,
                6.0, 2.0, 4.0, 6.0, 7.0,
                8.0, 6.0, 7.0, 7.0, 7.0,
                8.0, 8.0, 8.0, 5.0, 5.0,
                0.0, 1.0, 2.0, 1.0, 0.0,
                5.0, 4.0, 6.0, 5.0, 8.0,
            ],
        );
        let centred = DMatrix::from_fn(8, 5, |i, j| scores[(i, j)] - scores.column(j).mean());
        let items = item_totals(&(centred.transpose() * &centred / 7.0), 8, 0.95).unwrap();
        assert_relative_eq!(
            *items[0].omega_if_dropped.as_ref().unwrap(),
            0.925_907,
            max_relative = 1e-5
        );
    }

    #[test]
    fn with_two_items_the_rest_is_the_other_item() {
        let items = item_totals(&DMatrix::from_row_slice(2, 2, &[4.0, 3.0, 3.0, 9.0]), 50, 0.95).unwrap();
        for item in &items {
            assert_relative_eq!(item.item_rest_r.as_ref().unwrap().value, 0.5, max_relative = 1e-14);
            assert_eq!(
                item.alpha_if_dropped,
                Err(Undefined::TooFewItems { found: 1, needed: 2 })
            );
            assert_eq!(
                item.omega_if_dropped,
                Err(Undefined::TooFewItems { found: 1, needed: 3 })
            );
        }
    }

    #[test]
    fn an_item_without_variance_affects_only_the_figures_that_need_it() {
        let cov = DMatrix::from_row_slice(3, 3, &[1.0, 0.5, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 0.0]);
        let items = item_totals(&cov, 50, 0.95).unwrap();
        assert_eq!(items[2].item_total_r, Err(Undefined::NoVariance { of: "the item" }));
        assert_relative_eq!(
            items[2].alpha_if_dropped.clone().unwrap(),
            2.0 / 3.0,
            max_relative = 1e-14
        );
        assert_relative_eq!(items[0].item_rest_r.as_ref().unwrap().value, 0.5, max_relative = 1e-14);
        assert_eq!(items[0].item_r_corrected, Err(Undefined::NoVariance { of: "an item" }));
    }

    #[test]
    fn fisher_interval_of_r_one_half_and_fifty_persons() {
        // tanh(atanh(0.5) + c(-1, 1) * qnorm(0.975) / sqrt(47)) in R.
        let interval = fisher(0.5, 50, two_sided_z(0.95).unwrap()).unwrap();
        assert_relative_eq!(interval.lower, 0.257_487_860_8, epsilon = 1e-10);
        assert_relative_eq!(interval.upper, 0.683_256_302_1, epsilon = 1e-10);
    }

    #[test]
    fn a_perfect_correlation_has_no_fisher_interval() {
        assert!(matches!(fisher(1.0, 50, 1.96), Err(Undefined::OutOfRange { .. })));
        assert_eq!(
            fisher(0.5, 3, 1.96),
            Err(Undefined::TooFewPersons { found: 3, needed: 4 })
        );
    }
}
