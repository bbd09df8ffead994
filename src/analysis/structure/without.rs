//! How far scores would move without an item.

use crate::analysis::Study;
use crate::analysis::summaries::Metric;

/// Largest change of the mean score of any of these groups if an item were left out, in score units, over the people who
/// answered the whole scale. `item` is its place in the scale. `None` if nobody in the groups answered all items.
#[must_use]
pub fn largest_change_without(study: &Study<'_>, scale: usize, item: usize, groups: &[usize]) -> Option<f64> {
    let k = study.instrument.scales()[scale].items.len();
    let unit = Metric::of(study, scale).unit;
    if k < 2 {
        return None;
    }
    let change = |&group: &usize| {
        let persons = study.tally.complete_persons(scale, group);
        let sum_of = |place: usize| {
            let codes = (0_u64..).zip(study.tally.complete_counts(scale, group, place));
            codes.map(|(code, &count)| code * u64::from(count)).sum::<u64>()
        };
        let sum = (0..k).map(sum_of).sum::<u64>();
        let (with, less) = (sum as f64 / k as f64, (sum - sum_of(item)) as f64 / (k - 1) as f64);
        (persons > 0).then(|| unit * (less - with).abs() / persons as f64)
    };
    groups.iter().filter_map(change).reduce(f64::max)
}
