//! Covariances of keyed answers, pooled and within groups, and correlations of weighted sums.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::key_audit::ScaleAnswers;

/// Covariances of a scale's keyed answers.
pub(crate) struct Keyed {
    /// Covariance matrix of all persons, k × k.
    pub(crate) pooled: DMatrix<f64>,
    /// Covariance matrix within groups, k × k: answers minus the mean of their group.
    pub(crate) within: DMatrix<f64>,
    /// Number of persons: complete respondents if `listwise`, otherwise the mean over pairs of items.
    pub(crate) persons: u64,
    /// Persons minus groups.
    pub(crate) within_df: u64,
    /// True if only persons who answered the whole scale are used.
    pub(crate) listwise: bool,
    /// Indices of the rows used.
    pub(crate) rows: Vec<usize>,
}

/// Uses complete respondents, unless they are fewer than half of those who answered any item; then each pair of items
/// uses the persons who answered both. On a scale with items of both directions, persons who gave the same answer to
/// every item are left out: they did not attend to direction, so their answers carry no information about it.
pub(crate) fn keyed(answers: &ScaleAnswers<'_>) -> Keyed {
    let n = answers.groups.len();
    let of = |row: usize| answers.items.iter().filter(move |item| item[row].is_some()).count();
    let both = answers.reversed.contains(&true) && answers.reversed.contains(&false) && answers.items.len() > 2;
    let straight = |row: usize| {
        let mut given = answers.items.iter().filter_map(|item| item[row]);
        let first = given.next();
        both && given.all(|place| Some(place) == first)
    };
    let any: Vec<usize> = (0..n).filter(|&row| of(row) > 0 && !straight(row)).collect();
    let all: Vec<usize> = any
        .iter()
        .copied()
        .filter(|&row| of(row) == answers.items.len())
        .collect();
    let listwise = 2 * all.len() >= any.len();
    let rows = if listwise { all } else { any };
    let columns: Vec<Vec<f64>> = answers
        .items
        .iter()
        .zip(answers.reversed)
        .map(|(item, &reversed)| {
            rows.iter()
                .map(|&row| place(item[row], answers.points, reversed))
                .collect()
        })
        .collect();
    let groups: Vec<u32> = rows.iter().map(|&row| answers.groups[row]).collect();
    let mut distinct = groups.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let pooled = Covariances::pairwise(&columns);
    let persons = pooled.persons;
    let centred: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| less_group_mean(column, &groups, &distinct))
        .collect();
    Keyed {
        pooled: pooled.matrix,
        within: Covariances::pairwise(&centred).matrix,
        persons,
        within_df: persons.saturating_sub(distinct.len() as u64),
        listwise,
        rows,
    }
}

/// Keyed place of an answer, from 0. NaN stands for a missing answer, in this folder only.
pub(crate) fn place(answer: Option<u8>, points: usize, reversed: bool) -> f64 {
    answer.map_or(f64::NAN, |place| {
        let place = f64::from(place);
        if reversed { points as f64 - 1.0 - place } else { place }
    })
}

/// Each value minus the mean of its group.
fn less_group_mean(column: &[f64], groups: &[u32], distinct: &[u32]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); distinct.len()];
    let at = |group: u32| distinct.binary_search(&group).unwrap_or(0);
    for (&value, &group) in column.iter().zip(groups) {
        if !value.is_nan() {
            sums[at(group)].0 += value;
            sums[at(group)].1 += 1.0;
        }
    }
    let less = |(&value, &group): (&f64, &u32)| {
        let (sum, n) = sums[at(group)];
        value - sum / n
    };
    column.iter().zip(groups).map(less).collect()
}

/// Covariances of several columns.
struct Covariances {
    matrix: DMatrix<f64>,
    /// Mean number of persons per pair of columns.
    persons: u64,
}

impl Covariances {
    /// Pairwise covariances, which equal the listwise ones if no answer is missing.
    fn pairwise(columns: &[Vec<f64>]) -> Self {
        let k = columns.len();
        let (mut total, mut pairs) = (0_u64, 0_u64);
        let mut matrix = DMatrix::zeros(k, k);
        for i in 0..k {
            for j in 0..=i {
                let found = covariance(&columns[i], &columns[j]);
                matrix[(i, j)] = found.value;
                matrix[(j, i)] = found.value;
                if i != j {
                    total += found.n;
                    pairs += 1;
                }
            }
        }
        Self {
            matrix,
            persons: total / pairs.max(1),
        }
    }
}

/// Covariance of two columns.
pub(crate) struct Covariance {
    /// The covariance (divisor n − 1); 0 for fewer than two persons.
    pub(crate) value: f64,
    /// Number of persons who have both values.
    n: u64,
}

/// Covariance over the persons who have both values.
pub(crate) fn covariance(x: &[f64], y: &[f64]) -> Covariance {
    let (mut n, mut sum_x, mut sum_y, mut product) = (0_u64, 0.0, 0.0, 0.0);
    for (&a, &b) in x.iter().zip(y) {
        if !a.is_nan() && !b.is_nan() {
            n += 1;
            sum_x += a;
            sum_y += b;
            product += a * b;
        }
    }
    if n < 2 {
        return Covariance { value: 0.0, n };
    }
    Covariance {
        value: (product - sum_x * sum_y / n as f64) / (n as f64 - 1.0),
        n,
    }
}

/// Correlation of `item` with Σ wⱼ xⱼ.
pub(crate) fn correlation_of(covariances: &DMatrix<f64>, item: usize, weights: &[f64]) -> Result<f64, Undefined> {
    let mut own = vec![0.0; weights.len()];
    own[item] = 1.0;
    correlation_of_sums(covariances, &own, weights)
}

/// Correlation of Σ vⱼ xⱼ with Σ wⱼ xⱼ.
pub(crate) fn correlation_of_sums(covariances: &DMatrix<f64>, v: &[f64], w: &[f64]) -> Result<f64, Undefined> {
    let (v, w) = (DVector::from_column_slice(v), DVector::from_column_slice(w));
    let cw = covariances * &w;
    let (vv, ww, vw) = (v.dot(&(covariances * &v)), w.dot(&cw), v.dot(&cw));
    // Answers are whole numbers, so a variance this small is rounding error.
    if vv > 1e-10 && ww > 1e-10 {
        Ok((vw / (vv * ww).sqrt()).clamp(-1.0, 1.0))
    } else {
        Err(Undefined::NoVariance {
            of: "the item or the others' sum",
        })
    }
}
