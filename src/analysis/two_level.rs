//! Two-level reliability: of differences between people within an academy, and between academies.

use std::collections::BTreeMap;

use nalgebra::DMatrix;

use crate::analysis::Study;
use crate::analysis::covariances::TOO_MANY_ITEMS;
use crate::stats::{self, ItemMeans, TwoLevel, Undefined};

/// Estimates the two-level reliabilities of a scale from the people who answered all of it.
///
/// The sums of squares and products within groups are the total minus the part between groups: `Σxy − Σⱼ SⱼS'ⱼ/nⱼ`, where every
/// sum is a whole number.
///
/// # Errors
/// Returns the errors of [`stats::two_level`].
pub fn two_level(study: &Study<'_>, scale: usize) -> Result<TwoLevel, Undefined> {
    let products = study.tally.products(scale);
    if !products.has_pairs() {
        return Err(TOO_MANY_ITEMS);
    }
    let k = products.items();
    let sums = |group: usize| -> Vec<u64> {
        let of_item = |item| {
            let counts = study.tally.complete_counts(scale, group, item);
            (0_u64..)
                .zip(counts)
                .map(|(place, &count)| place * u64::from(count))
                .sum()
        };
        (0..k).map(of_item).collect()
    };
    let mut groups = Vec::new();
    // Per size of group the sum of SⱼS'ⱼ, so that the order of the groups does not matter.
    let mut squares: BTreeMap<u64, Vec<u128>> = BTreeMap::new();
    for group in 0..study.tally.groups() {
        let n = study.tally.complete_persons(scale, group);
        if n == 0 {
            continue;
        }
        let sums = sums(group);
        let persons = n as f64;
        let of_size = squares.entry(n).or_insert_with(|| vec![0; k * k]);
        let of_items = sums
            .iter()
            .flat_map(|&one| sums.iter().map(move |&other| u128::from(one) * u128::from(other)));
        for (sum, product) in of_size.iter_mut().zip(of_items) {
            *sum += product;
        }
        groups.push(ItemMeans {
            n,
            means: sums.iter().map(|&sum| sum as f64 / persons).collect(),
        });
    }
    let between = |i, j| -> f64 { squares.iter().map(|(&n, sums)| sums[i * k + j] as f64 / n as f64).sum() };
    let within = DMatrix::from_fn(k, k, |i, j| products.product(i, j) as f64 - between(i, j));
    stats::two_level(&groups, &within)
}
