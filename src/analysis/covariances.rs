//! Covariance matrices from the tally's whole numbers.
//!
//! sᵢⱼ = (n Σxy − Σx Σy) / (n (n − 1)), with an exact numerator. Listwise uses everybody who answered the whole scale;
//! pairwise uses everybody who answered both items (for a variance: the item), as R's `cov` does.

use nalgebra::DMatrix;

use crate::analysis::{MissingRule, Study};
use crate::stats::{self, Undefined};
use crate::tally::MISSING;

/// A scale's keyed covariance matrix and the number of people behind it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Covariances {
    /// k × k.
    pub(crate) matrix: DMatrix<f64>,
    /// People who answered all items; for pairwise, the mean over the pairs of items, rounded down.
    pub(crate) n: u64,
}

/// The reason for no figure that is made of pairs of items.
pub(crate) const TOO_MANY_ITEMS: Undefined = Undefined::OutOfRange {
    why: "the questionnaire has more than 500 items, too many to compare each with every other",
};

/// The covariance matrix of a scale's items under the missing rule.
pub(crate) fn covariances(study: &Study<'_>, scale: usize, missing: MissingRule) -> Result<Covariances, Undefined> {
    if !study.tally.shape().has_pairs() {
        return Err(TOO_MANY_ITEMS);
    }
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

/// The correlations of a scale's keyed items, each over everybody who answered both, as R's `cor` with `use = "pairwise"`. The
/// variances too are those of these people, which a tally does not have; so `None` without rows.
pub(crate) fn pairwise_correlations(study: &Study<'_>, scale: usize) -> Option<Result<DMatrix<f64>, Undefined>> {
    let responses = study.rows.as_ref()?.responses;
    let items = &study.instrument.scales()[scale].items;
    let mut matrix = DMatrix::identity(items.len(), items.len());
    for (i, &one) in items.iter().enumerate() {
        for (j, &other) in items.iter().enumerate().take(i) {
            let r = match correlation_over_both(responses.column(one), responses.column(other)) {
                Ok(r) => r,
                Err(reason) => return Some(Err(reason)),
            };
            let turned = study.instrument.items()[one].reversed != study.instrument.items()[other].reversed;
            let r = if turned { -r } else { r };
            matrix[(i, j)] = r;
            matrix[(j, i)] = r;
        }
    }
    Some(Ok(matrix))
}

/// The correlation of two items over the rows with an answer to both.
fn correlation_over_both(one: &[u8], other: &[u8]) -> Result<f64, Undefined> {
    let (mut n, mut sums, mut squares, mut product) = (0_u64, [0_u64; 2], [0_u64; 2], 0_u64);
    let both = one.iter().zip(other).filter(|&(&x, &y)| x != MISSING && y != MISSING);
    for (x, y) in both.map(|(&x, &y)| (u64::from(x), u64::from(y))) {
        n += 1;
        sums = [sums[0] + x, sums[1] + y];
        squares = [squares[0] + x * x, squares[1] + y * y];
        product += x * y;
    }
    stats::check_persons(n, 2)?;
    let [of_one, of_other] = [0, 1].map(|item| covariance(n, sums[item], sums[item], squares[item]));
    if of_one <= 0.0 || of_other <= 0.0 {
        return Err(Undefined::NoVariance {
            of: "an item among the people who answered another",
        });
    }
    Ok(covariance(n, sums[0], sums[1], product) / (of_one.sqrt() * of_other.sqrt()))
}

fn covariance(n: u64, sum_x: u64, sum_y: u64, product: u64) -> f64 {
    let exact = i128::from(n) * i128::from(product) - i128::from(sum_x) * i128::from(sum_y);
    exact as f64 / (n as f64 * (n - 1) as f64)
}
