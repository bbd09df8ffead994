//! Reliability of differences between persons of one academy, and between academies.

use nalgebra::DMatrix;

use crate::analysis::Study;
use crate::stats::{self, ItemMeans, TwoLevel, Undefined};

/// The two-level reliabilities of a scale, from its complete respondents.
///
/// The sums of squares and products within groups are the total's less those between: `Σxy − Σⱼ SⱼS'ⱼ/nⱼ`, every sum a whole
/// number.
///
/// # Errors
/// What [`stats::two_level`] finds.
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
