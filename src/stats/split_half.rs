//! Split-half reliability over all ways to divide a scale into halves.
//!
//! For halves a and b: 2 (1 − (s²ₐ + s²ᵦ)/s²) = 4 sₐᵦ/s², with the variances s²ₐ and s²ᵦ of the halves' sums, their
//! covariance sₐᵦ and the variance s² of the total (Flanagan 1937; Rulon 1939; Guttman's λ4 of that split). Halves are
//! as even as possible: with an odd number of items one half has one item more. With an even number of items the mean
//! over all splits is alpha (Cronbach 1951, Psychometrika 16(3), 297–334).
//!
//! For correlations and an even number of items the figures equal `splitHalf` of R's `psych`. For an odd number, psych
//! 2.2.9 examines only about half of the splits, because it divides their number by two although none is counted twice.
//! Here all splits are examined.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, total_variance};

/// Most items for which all splits are examined; 16 items have 6,435 splits.
pub const MOST_ITEMS_FOR_ALL_SPLITS: usize = 16;
/// Number of random splits drawn for scales with more items.
pub const SPLITS_DRAWN: u64 = 10_000;

/// The splits that were examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Splits {
    /// All splits.
    All {
        /// Number of splits.
        count: u64,
    },
    /// A seeded random sample, which may miss the lowest and the highest split.
    Drawn {
        /// Number of splits drawn.
        count: u64,
    },
}

/// Split-half reliabilities of a scale, each at most 1.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitHalf {
    /// Lowest reliability.
    pub min: f64,
    /// Mean reliability.
    pub mean: f64,
    /// Highest reliability.
    pub max: f64,
    /// Matrix indices, in order, of the items of one half of the split with the highest reliability.
    pub best_half: Vec<usize>,
    /// The splits that were examined.
    pub splits: Splits,
}

/// Computes split-half reliabilities of at least two items from their k × k covariance matrix `cov`, or from their
/// correlation matrix for standardised items. `seed` is used only for more than [`MOST_ITEMS_FOR_ALL_SPLITS`] items.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::NoVariance`] if their sum does not vary, and
/// [`Undefined::OutOfRange`] if `cov` is not a covariance matrix.
pub fn split_half(cov: &DMatrix<f64>, seed: u64) -> Result<SplitHalf, Undefined> {
    check_covariance(cov, 2)?;
    let total = total_variance(cov)?;
    let k = cov.nrows();
    let mut examined = Examined::default();
    let splits = if k <= MOST_ITEMS_FOR_ALL_SPLITS {
        let mut first = vec![true; k / 2];
        first.resize(k, false);
        each_half(&mut first, |half| examined.add(covariance_of_halves(cov, half), half));
        Splits::All { count: examined.count }
    } else {
        let mut draws = Pcg64::seed_from_u64(seed);
        let mut order: Vec<usize> = (0..k).collect();
        for _ in 0..SPLITS_DRAWN {
            let mut half = vec![false; k];
            for place in 0..k / 2 {
                order.swap(place, draws.random_range(place..k));
                half[order[place]] = true;
            }
            examined.add(covariance_of_halves(cov, &half), &half);
        }
        Splits::Drawn { count: examined.count }
    };
    let reliability = |covariance: f64| 4.0 * covariance / total;
    Ok(SplitHalf {
        min: reliability(examined.min),
        mean: reliability(examined.sum / examined.count as f64),
        max: reliability(examined.max),
        best_half: places(&examined.best),
        splits,
    })
}

/// Improves a half by exchanging two items at a time and returns the highest split-half reliability reached: a local
/// maximum, at least that of the given half. Used for scales with too many splits to examine all.
pub(crate) fn climb(cov: &DMatrix<f64>, half: &[usize]) -> Result<f64, Undefined> {
    let total = total_variance(cov)?;
    let k = cov.nrows();
    let mut one = vec![false; k];
    for &item in half {
        one[item] = true;
    }
    // Every exchange raises a bounded figure, so the loop ends; the limit guards against rounding.
    for _ in 0..k * k {
        // How much more an item covaries with its own half than with the other: the gain from moving it.
        let pull: Vec<f64> = (0..k)
            .map(|i| {
                let with_others = |j: usize| if one[i] == one[j] { cov[(i, j)] } else { -cov[(i, j)] };
                (0..k).filter(|&j| j != i).map(with_others).sum()
            })
            .collect();
        let best = (0..k)
            .flat_map(|i| (0..k).map(move |j| (i, j)))
            .filter(|&(i, j)| one[i] && !one[j])
            .map(|(i, j)| (pull[i] + pull[j] + 2.0 * cov[(i, j)], i, j))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, i, j)) = best.filter(|&(gain, _, _)| gain > 1e-12 * total) else {
            break;
        };
        one.swap(i, j);
    }
    Ok(4.0 * covariance_of_halves(cov, &one) / total)
}

/// Summary of the splits examined so far, by the covariance of their halves.
#[derive(Default)]
struct Examined {
    count: u64,
    sum: f64,
    min: f64,
    max: f64,
    best: Vec<bool>,
}

impl Examined {
    fn add(&mut self, covariance: f64, half: &[bool]) {
        if self.count == 0 || covariance > self.max {
            self.max = covariance;
            self.best = half.to_vec();
        }
        if self.count == 0 || covariance < self.min {
            self.min = covariance;
        }
        self.sum += covariance;
        self.count += 1;
    }
}

/// Visits every split once, as marks of one half, in order of permutations. An even split has two such marks; only the
/// one that marks the first item is visited.
fn each_half(marks: &mut [bool], mut visit: impl FnMut(&[bool])) {
    let k = marks.len();
    loop {
        if k % 2 == 1 || marks[0] {
            visit(marks);
        }
        // Moves the last mark that has room on its right by one; the marks behind it follow directly after it.
        let Some(from) = (0..k - 1).rev().find(|&i| marks[i] && !marks[i + 1]) else {
            return;
        };
        let behind = marks[from + 2..].iter().filter(|&&mark| mark).count();
        marks[from] = false;
        marks[from + 1] = true;
        for (offset, mark) in marks[from + 2..].iter_mut().enumerate() {
            *mark = offset < behind;
        }
    }
}

/// Indices of the marked items.
fn places(half: &[bool]) -> Vec<usize> {
    (0..half.len()).filter(|&i| half[i]).collect()
}

/// Covariance of the sums of the two halves.
fn covariance_of_halves(cov: &DMatrix<f64>, half: &[bool]) -> f64 {
    let mut sum = 0.0;
    for (column, _) in cov.column_iter().zip(half).filter(|&(_, &mark)| mark) {
        sum += column
            .iter()
            .zip(half)
            .filter(|&(_, &mark)| !mark)
            .map(|(c, _)| c)
            .sum::<f64>();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::alpha::alpha;
    use approx::assert_relative_eq;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn every_split_is_examined_once() {
        for (k, expected) in [
            (2, 1),
            (3, 3),
            (4, 3),
            (5, 10),
            (6, 10),
            (7, 35),
            (12, 462),
            (15, 6435),
            (16, 6435),
        ] {
            let mut seen = std::collections::BTreeSet::new();
            let mut marks = vec![true; k / 2];
            marks.resize(k, false);
            each_half(&mut marks, |half| {
                let other: Vec<bool> = half.iter().map(|mark| !mark).collect();
                assert_eq!(places(half).len(), k / 2);
                assert!(!seen.contains(&other));
                assert!(seen.insert(half.to_vec()));
            });
            assert_eq!(seen.len(), expected);
        }
    }

    #[test]
    fn two_items_have_one_split_and_it_is_alpha() {
        let cov = DMatrix::from_row_slice(2, 2, &[2.0, 1.0, 1.0, 3.0]);
        let halves = split_half(&cov, 1).unwrap();
        assert_eq!(halves.splits, Splits::All { count: 1 });
        assert_relative_eq!(halves.max, alpha(&cov).unwrap(), max_relative = 1e-14);
        assert_relative_eq!(halves.min, halves.max);
    }

    #[test]
    fn splits_of_many_items_depend_only_on_the_seed() {
        let cov = DMatrix::from_fn(20, 20, |i, j| {
            if i == j {
                2.0
            } else {
                1.0 / (1.0 + (i as f64 - j as f64).abs())
            }
        });
        let halves = split_half(&cov, 7).unwrap();
        assert_eq!(halves, split_half(&cov, 7).unwrap());
        assert!((halves.mean - split_half(&cov, 8).unwrap().mean).abs() > 1e-9);
        assert_eq!(halves.splits, Splits::Drawn { count: SPLITS_DRAWN });
        assert_relative_eq!(halves.mean, alpha(&cov).unwrap(), epsilon = 0.002);
        assert!(climb(&cov, &halves.best_half).unwrap() >= halves.max - 1e-12);
    }

    #[test]
    fn climbing_never_exceeds_the_best_split() {
        let cov = DMatrix::from_fn(8, 8, |i, j| if i == j { 2.0 } else { 0.1 * ((i * j) % 7) as f64 });
        let best = split_half(&cov, 1).unwrap();
        assert_relative_eq!(climb(&cov, &best.best_half).unwrap(), best.max, max_relative = 1e-12);
        let of = |half: &[usize]| {
            let marks: Vec<bool> = (0..8).map(|i| half.contains(&i)).collect();
            4.0 * covariance_of_halves(&cov, &marks) / cov.sum()
        };
        for half in [[0, 1, 2, 3], [0, 2, 4, 6], [4, 5, 6, 7]] {
            let climbed = climb(&cov, &half).unwrap();
            assert!(climbed >= of(&half) - 1e-12 && climbed <= best.max + 1e-12);
        }
        assert!(climb(&cov, &[0, 1, 2, 3]).unwrap() > of(&[0, 1, 2, 3]) + 1e-6);
    }

    proptest! {
        #[test]
        fn the_mean_over_all_even_splits_is_alpha(half in 1_usize..5, entries in proptest::collection::vec(-1.0..1.0, 64)) {
            let k = 2 * half;
            let a = DMatrix::from_fn(k, k, |i, j| entries[i * 8 + j]);
            let cov = a.transpose() * &a + DMatrix::repeat(k, k, 1.0);
            let halves = split_half(&cov, 1).unwrap();
            prop_assert!((halves.mean - alpha(&cov).unwrap()).abs() < 1e-9);
            prop_assert!(halves.min <= halves.mean + 1e-12 && halves.mean <= halves.max + 1e-12);
        }
    }
}
