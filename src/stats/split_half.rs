//! Split-half reliability over every way to halve a scale.
//!
//! For halves a and b: 2 (1 − (s²ₐ + s²ᵦ)/s²) = 4 sₐᵦ/s² (Flanagan 1937; Rulon 1939; Guttman's λ4 of that split). The
//! halves are as even as can be: with an odd number of items one half has one item more. With an even number the mean
//! over all splits is alpha (Cronbach 1951).
//!
//! On correlations the figures are psych's `splitHalf` for an even number of items. For an odd number psych 2.2.9 looks
//! at only about half of the splits (it halves their number, though none is counted twice); here all are.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, total_variance};

/// With up to so many items every split is looked at: 6,435 for 16.
pub const MOST_ITEMS_FOR_ALL_SPLITS: usize = 16;
/// With more items, so many splits are drawn.
pub const SPLITS_DRAWN: u64 = 10_000;

/// Which splits were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Splits {
    /// All of them.
    All {
        /// How many there are.
        count: u64,
    },
    /// A seeded sample, in which the lowest and highest of all need not be.
    Drawn {
        /// How many were drawn.
        count: u64,
    },
}

/// The split-half reliabilities of a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitHalf {
    /// The lowest.
    pub min: f64,
    /// Their mean.
    pub mean: f64,
    /// The highest.
    pub max: f64,
    /// The items of one half of the highest, as places in the matrix, in order.
    pub best_half: Vec<usize>,
    /// Which splits these are of.
    pub splits: Splits,
}

/// Split-half reliabilities of at least 2 items whose covariances (or, for standardised items, correlations) are `cov`.
/// `seed` serves only scales of more than [`MOST_ITEMS_FOR_ALL_SPLITS`] items.
///
/// # Errors
/// Fewer than 2 items, no variance in their sum, not a covariance matrix.
pub fn split_half(cov: &DMatrix<f64>, seed: u64) -> Result<SplitHalf, Undefined> {
    check_covariance(cov, 2)?;
    let total = total_variance(cov)?;
    let k = cov.nrows();
    let mut seen = Seen::default();
    let splits = if k <= MOST_ITEMS_FOR_ALL_SPLITS {
        let mut first = vec![true; k / 2];
        first.resize(k, false);
        each_half(&mut first, |half| seen.add(covariance_of_halves(cov, half), half));
        Splits::All { count: seen.count }
    } else {
        let mut draws = Pcg64::seed_from_u64(seed);
        let mut order: Vec<usize> = (0..k).collect();
        for _ in 0..SPLITS_DRAWN {
            let mut half = vec![false; k];
            for place in 0..k / 2 {
                order.swap(place, draws.random_range(place..k));
                half[order[place]] = true;
            }
            seen.add(covariance_of_halves(cov, &half), &half);
        }
        Splits::Drawn { count: seen.count }
    };
    let reliability = |covariance: f64| 4.0 * covariance / total;
    Ok(SplitHalf {
        min: reliability(seen.min),
        mean: reliability(seen.sum / seen.count as f64),
        max: reliability(seen.max),
        best_half: places(&seen.best),
        splits,
    })
}

/// The highest split-half reliability that exchanging two items at a time can reach from a half. Found for scales with
/// too many splits to look at all: a local maximum, at or above the half's own.
pub(crate) fn climb(cov: &DMatrix<f64>, half: &[usize]) -> Result<f64, Undefined> {
    let total = total_variance(cov)?;
    let k = cov.nrows();
    let mut one = vec![false; k];
    for &item in half {
        one[item] = true;
    }
    // Every exchange raises a bounded figure, so this ends; the bound is for rounding.
    for _ in 0..k * k {
        // How much more an item shares with its own half than with the other: what moving it across would add.
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

#[derive(Default)]
struct Seen {
    count: u64,
    sum: f64,
    min: f64,
    max: f64,
    best: Vec<bool>,
}

impl Seen {
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

/// Visits every half once: the next in order is the next permutation of the marks, and an even split's other half, which
/// lacks the first item, is left out.
fn each_half(marks: &mut [bool], mut visit: impl FnMut(&[bool])) {
    let k = marks.len();
    loop {
        if k % 2 == 1 || marks[0] {
            visit(marks);
        }
        // The last marked item that has room to its right moves one place right; those behind it gather next to it.
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

fn places(half: &[bool]) -> Vec<usize> {
    (0..half.len()).filter(|&i| half[i]).collect()
}

/// The covariance of the sums of the two halves.
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
    fn every_split_is_looked_at_once() {
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
    fn many_items_are_split_by_the_seed_and_nothing_else() {
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
    fn climbing_from_any_half_of_few_items_stays_at_or_below_the_best() {
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
