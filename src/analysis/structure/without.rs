//! How far scores would move without an item.

use crate::analysis::Study;
use crate::analysis::structure::complete::Complete;
use crate::analysis::summaries::Metric;

/// Largest change of the mean score of any of these groups if an item were left out, in score units, over the people who
/// answered the whole scale. `item` is its place in the scale. `None` without rows, or if nobody in the groups answered all
/// items.
#[must_use]
pub fn largest_change_without(study: &Study<'_>, scale: usize, item: usize, groups: &[usize]) -> Option<f64> {
    let complete = Complete::of(study, scale)?;
    let ids = complete.responses.groupings().first()?.ids();
    let answers = complete.keyed(study, scale).ok()?;
    let (k, unit) = (answers.items(), Metric::of(study, scale).unit);
    if k < 2 {
        return None;
    }
    let groups_in_all = study.tally.groups();
    let (mut persons, mut sums, mut without) = (
        vec![0.0; groups_in_all],
        vec![0.0; groups_in_all],
        vec![0.0; groups_in_all],
    );
    for (at, &row) in complete.rows.iter().enumerate() {
        let group = ids[row] as usize;
        let code = |place: usize| f64::from(answers.column(place)[at]);
        let sum: f64 = (0..k).map(code).sum();
        persons[group] += 1.0;
        sums[group] += sum;
        without[group] += sum - code(item);
    }
    let change = |&group: &usize| {
        let (with, less) = (sums[group] / k as f64, without[group] / (k - 1) as f64);
        (persons[group] > 0.0).then(|| unit * (less - with).abs() / persons[group])
    };
    groups.iter().filter_map(change).reduce(f64::max)
}
