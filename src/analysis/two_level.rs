//! Two-level reliability: of differences between people within an academy, and between academies.

use nalgebra::DMatrix;

use crate::analysis::Study;
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
    let mut within = DMatrix::from_fn(k, k, |i, j| products.product(i, j) as f64);
    let mut groups = Vec::new();
    for group in 0..study.tally.groups() {
        let n = study.tally.complete_persons(scale, group);
        if n == 0 {
            continue;
        }
        let sums = sums(group);
        let persons = n as f64;
        for i in 0..k {
            for j in 0..k {
                within[(i, j)] -= sums[i] as f64 * (sums[j] as f64 / persons);
            }
        }
        groups.push(ItemMeans {
            n,
            means: sums.iter().map(|&sum| sum as f64 / persons).collect(),
        });
    }
    stats::two_level(&groups, &within)
}
