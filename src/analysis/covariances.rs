//! Covariance matrices from the tally's whole numbers.
//!
//! sᵢⱼ = (n Σxy − Σx Σy) / (n (n − 1)), with an exact numerator. Listwise uses everybody who answered the whole scale;
//! pairwise uses everybody who answered both items (for a variance: the item), as R's `cov` does.

use nalgebra::DMatrix;

use crate::analysis::{MissingRule, Study};
use crate::stats::{self, Undefined};

/// A scale's keyed covariance matrix and the number of people behind it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Covariances {
    /// k × k.
    pub(crate) matrix: DMatrix<f64>,
    /// People who answered all items; for pairwise, the mean over the pairs of items, rounded down.
    pub(crate) n: u64,
}

/// The covariance matrix of a scale's items under the missing rule.
pub(crate) fn covariances(study: &Study<'_>, scale: usize, missing: MissingRule) -> Result<Covariances, Undefined> {
    match missing {
        MissingRule::Listwise => listwise(study, scale),
        MissingRule::Pairwise => pairwise(study, scale),
    }
}

fn listwise(study: &Study<'_>, scale: usize) -> Result<Covariances, Undefined> {
    let products = study.tally.products(scale);
    let (n, k) = (products.persons(), products.items());
    stats::check_persons(n, 2)?;
    let entry = |i, j| covariance(n, products.sum(i), products.sum(j), products.product(i, j));
    Ok(Covariances {
        matrix: DMatrix::from_fn(k, k, entry),
        n,
    })
}

fn pairwise(study: &Study<'_>, scale: usize) -> Result<Covariances, Undefined> {
    let pairs = study.tally.pairs();
    let items = &study.tally.shape().scales()[scale].items;
    let k = items.len();
    let persons = |i: usize, j: usize| pairs.persons(items[i], items[j]);
    let all = || (0..k).flat_map(|i| (i..k).map(move |j| (i, j)));
    let fewest = all().map(|(i, j)| persons(i, j)).min().unwrap_or(0);
    stats::check_persons(fewest, 2)?;
    let entry = |i: usize, j: usize| {
        let (one, other) = (items[i], items[j]);
        covariance(
            persons(i, j),
            pairs.sum(one, other),
            pairs.sum(other, one),
            pairs.product(one, other),
        )
    };
    let total: u64 = all()
        .filter(|(i, j)| i != j || k == 1)
        .map(|(i, j)| persons(i, j))
        .sum();
    let count = (k * (k - 1) / 2).max(1) as u64;
    Ok(Covariances {
        matrix: DMatrix::from_fn(k, k, entry),
        n: total / count,
    })
}

fn covariance(n: u64, sum_x: u64, sum_y: u64, product: u64) -> f64 {
    let exact = i128::from(n) * i128::from(product) - i128::from(sum_x) * i128::from(sum_y);
    exact as f64 / (n as f64 * (n - 1) as f64)
}
