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
        let sum = (0..k).map(|place| sum_of(study, scale, group, place)).sum::<u64>();
        let left = sum - sum_of(study, scale, group, item);
        let (with, less) = (sum as f64 / k as f64, left as f64 / (k - 1) as f64);
        (persons > 0).then(|| unit * (less - with).abs() / persons as f64)
    };
    groups.iter().filter_map(change).reduce(f64::max)
}

/// By how much the largest difference between the mean scores of two of these groups would change if an item were left out, in score
/// units, over the people who answered the whole scale. `item` is its place in the scale. `None` if there are not two groups with people.
pub(super) fn largest_difference_change(study: &Study<'_>, scale: usize, item: usize, groups: &[usize]) -> Option<f64> {
    let k = study.instrument.scales()[scale].items.len();
    if k < 2 {
        return None;
    }
    let means = |&group: &usize| {
        let persons = study.tally.complete_persons(scale, group);
        let sum = (0..k).map(|place| sum_of(study, scale, group, place)).sum::<u64>();
        let less = sum - sum_of(study, scale, group, item);
        let mean = |sum: u64, items: usize| sum as f64 / items as f64 / persons as f64;
        (persons > 0).then(|| [mean(sum, k), mean(less, k - 1)])
    };
    let means: Vec<[f64; 2]> = groups.iter().filter_map(means).collect();
    let range = |which: usize| {
        let own = || means.iter().map(|means| means[which]);
        Some(own().reduce(f64::max)? - own().reduce(f64::min)?)
    };
    let change = Metric::of(study, scale).unit * (range(1)? - range(0)?);
    (means.len() > 1).then_some(change)
}

/// Sum of a group's keyed codes of an item, counted from 0, over the people who answered the whole scale.
fn sum_of(study: &Study<'_>, scale: usize, group: usize, place: usize) -> u64 {
    let codes = (0_u64..).zip(study.tally.complete_counts(scale, group, place));
    codes.map(|(code, &count)| code * u64::from(count)).sum()
}
