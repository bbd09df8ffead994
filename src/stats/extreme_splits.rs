//! The splits of a scale into halves with the lowest and the highest reliability.
//!
//! The covariance of the halves is Σ rᵢ over one half less the covariances within it, with rᵢ the row sums of the matrix.
//! Up to 24 items every split is examined: the items are cut into two blocks of at most 12, the part of the covariance that
//! belongs to one block is tabulated once, and for each choice within the first block the part that belongs to both blocks is
//! read from two tables of 64 entries. With more items, seeded random splits are improved by exchanging items.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// Most items for which every split is examined; 24 items have 1,352,078 splits.
pub const MOST_ITEMS_FOR_ALL_SPLITS: usize = 24;
/// Random splits that are improved for scales with more items. Beyond 100 items they are fewer, as each takes about k³ steps.
pub const RESTARTS: u64 = 200;
/// The fewest of them.
const FEWEST_RESTARTS: u64 = 4;

fn restarts(items: usize) -> u64 {
    let cubed = (items as u64).pow(3).max(1);
    (RESTARTS * 1_000_000 / cubed).clamp(FEWEST_RESTARTS, RESTARTS)
}

/// The lowest and the highest covariance of the halves of a split.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::stats) struct Extremes {
    pub(in crate::stats) lowest: f64,
    pub(in crate::stats) highest: f64,
    /// Number of splits examined, if all were.
    pub(in crate::stats) all: Option<u64>,
}

impl Extremes {
    /// The extremes over the splits of at least two items into halves as even as possible.
    pub(in crate::stats) fn of(cov: &DMatrix<f64>, seed: u64) -> Self {
        if cov.nrows() <= MOST_ITEMS_FOR_ALL_SPLITS {
            over_all(cov)
        } else {
            by_exchange(cov, seed)
        }
    }
}

/// One of the two blocks of items, with a table over all choices from it.
struct Block {
    /// Places of its items.
    items: std::ops::Range<usize>,
    /// For each choice, as bits: Σ rᵢ less the covariances within the choice.
    own: Vec<f64>,
}

impl Block {
    fn new(cov: &DMatrix<f64>, items: std::ops::Range<usize>) -> Self {
        let mut own = vec![0.0; 1 << items.len()];
        for choice in 1..own.len() {
            // The choice without its lowest item, and what that item adds.
            let rest = choice & (choice - 1);
            let item = items.start + choice.trailing_zeros() as usize;
            let with_rest: f64 = chosen(rest, &items).map(|other| cov[(item, other)]).sum();
            let alone = cov.row(item).sum() - cov[(item, item)];
            own[choice] = own[rest] + alone - 2.0 * with_rest;
        }
        Self { items, own }
    }
}

/// The items of a choice from a block.
fn chosen(choice: usize, items: &std::ops::Range<usize>) -> impl Iterator<Item = usize> {
    let places = items.clone().enumerate();
    places
        .filter(move |(bit, _)| choice >> bit & 1 == 1)
        .map(|(_, item)| item)
}

fn over_all(cov: &DMatrix<f64>) -> Extremes {
    const LOW: usize = 6;
    let k = cov.nrows();
    let half = k / 2;
    let (first, second) = (Block::new(cov, 0..half), Block::new(cov, half..k));
    let mut of_size: Vec<Vec<usize>> = vec![Vec::new(); k - half + 1];
    for choice in 0..second.own.len() {
        of_size[choice.count_ones() as usize].push(choice);
    }
    let mut found = Extremes {
        lowest: f64::INFINITY,
        highest: f64::NEG_INFINITY,
        all: None,
    };
    let mut examined = 0;
    for (choice, own) in first.own.iter().enumerate() {
        // An even split is visited once: with the first item in it.
        if k.is_multiple_of(2) && choice & 1 == 0 {
            continue;
        }
        let shared: Vec<f64> = second
            .items
            .clone()
            .map(|item| {
                2.0 * chosen(choice, &first.items)
                    .map(|other| cov[(item, other)])
                    .sum::<f64>()
            })
            .collect();
        let table = |from: usize| {
            let part = &shared[from.min(shared.len())..shared.len().min(from + LOW)];
            let mut sums = [0.0; 1 << LOW];
            for bits in 1..1 << part.len() {
                sums[bits] = sums[bits & (bits - 1)] + part[bits.trailing_zeros() as usize];
            }
            sums
        };
        let (low, high) = (table(0), table(LOW));
        let others = &of_size[half - choice.count_ones() as usize];
        examined += others.len() as u64;
        for &other in others {
            let both = low[other & ((1 << LOW) - 1)] + high[other >> LOW];
            let covariance = own + second.own[other] - both;
            found.lowest = found.lowest.min(covariance);
            found.highest = found.highest.max(covariance);
        }
    }
    Extremes {
        all: Some(examined),
        ..found
    }
}

fn by_exchange(cov: &DMatrix<f64>, seed: u64) -> Extremes {
    let k = cov.nrows();
    let mut draws = Pcg64::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..k).collect();
    let mut found = Extremes {
        lowest: f64::INFINITY,
        highest: f64::NEG_INFINITY,
        all: None,
    };
    let opposite = -cov;
    for _ in 0..restarts(cov.nrows()) {
        let mut half = vec![false; k];
        for place in 0..k / 2 {
            order.swap(place, draws.random_range(place..k));
            half[order[place]] = true;
        }
        found.highest = found.highest.max(climb(cov, half.clone()));
        found.lowest = found.lowest.min(-climb(&opposite, half));
    }
    found
}

/// Exchanges two items at a time while that raises the covariance of the halves, and returns it.
fn climb(cov: &DMatrix<f64>, mut one: Vec<bool>) -> f64 {
    let k = cov.nrows();
    let scale = cov.abs().sum();
    // How much more an item covaries with its own half than with the other: what moving it adds to the covariance.
    let pull_of = |one: &[bool], i: usize| -> f64 {
        let with_others = |j: usize| if one[i] == one[j] { cov[(i, j)] } else { -cov[(i, j)] };
        (0..k).filter(|&j| j != i).map(with_others).sum()
    };
    // Every exchange raises a bounded figure, so the loop ends; the limit guards against rounding.
    for _ in 0..k * k {
        let pull: Vec<f64> = (0..k).map(|i| pull_of(&one, i)).collect();
        let best = (0..k)
            .flat_map(|i| (0..k).map(move |j| (i, j)))
            .filter(|&(i, j)| one[i] && !one[j])
            .map(|(i, j)| (pull[i] + pull[j] + 2.0 * cov[(i, j)], i, j))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, i, j)) = best.filter(|&(gain, _, _)| gain > 1e-12 * scale) else {
            break;
        };
        one.swap(i, j);
    }
    covariance_of_halves(cov, &one)
}

/// Covariance of the sums of the two halves.
pub(in crate::stats) fn covariance_of_halves(cov: &DMatrix<f64>, half: &[bool]) -> f64 {
    let marked = (0..half.len()).filter(|&i| half[i]);
    marked
        .map(|i| (0..half.len()).filter(|&j| !half[j]).map(|j| cov[(i, j)]).sum::<f64>())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{Extremes, by_exchange, covariance_of_halves, over_all};
    use nalgebra::DMatrix;
    use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

    fn made(k: usize, entries: &[f64]) -> DMatrix<f64> {
        let a = DMatrix::from_fn(k, k, |i, j| {
            entries[(i * 31 + j * 7) % entries.len()] + f64::from(u8::from(i == j))
        });
        a.transpose() * a
    }

    /// Every split, one by one.
    fn by_hand(cov: &DMatrix<f64>) -> Extremes {
        let k = cov.nrows();
        let halves = (0_u32..1 << k).filter(|bits| bits.count_ones() as usize == k / 2);
        let all: Vec<f64> = halves
            .map(|bits| covariance_of_halves(cov, &(0..k).map(|i| bits >> i & 1 == 1).collect::<Vec<_>>()))
            .collect();
        Extremes {
            lowest: all.iter().copied().fold(f64::INFINITY, f64::min),
            highest: all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            all: Some(all.len() as u64 / if k.is_multiple_of(2) { 2 } else { 1 }),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn tables_find_what_every_split_gives(k in 2_usize..12, entries in proptest::collection::vec(-1.0..1.0, 97)) {
            let cov = made(k, &entries);
            let (found, wanted) = (over_all(&cov), by_hand(&cov));
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            prop_assert!(near(found.lowest, wanted.lowest) && near(found.highest, wanted.highest));
            prop_assert_eq!(found.all, wanted.all);
        }

        #[test]
        fn exchanging_items_never_goes_beyond(k in 13_usize..17, entries in proptest::collection::vec(-1.0..1.0, 97)) {
            let cov = made(k, &entries);
            let (found, all) = (by_exchange(&cov, 1), over_all(&cov));
            prop_assert!(found.highest <= all.highest + 1e-9 && found.lowest >= all.lowest - 1e-9);
            prop_assert!(found.highest > all.highest - 0.02 * cov.abs().sum());
        }
    }
}
