//! Interval of the percentage of favourable answers.
//!
//! ```text
//! R = Σy/Σx,   dᵢ = yᵢ − R xᵢ,   R ± t se(d̄)/x̄
//! ```
//! A person gave x answers, y of them favourable. R is a ratio of two sums over people, not a share of independent answers: one
//! person's answers are alike. Its error is that of the mean of d, by the same rules of finite population and strata as for
//! mean scores (Cochran 1977, *Sampling Techniques*, sections 2.11 and 6.11).

use crate::analysis::Study;
use crate::stats::{self, GroupSummary, Interval, Stratum, Undefined};

/// The summary of d over a group's people.
fn residuals(study: &Study<'_>, scale: usize, group: usize, ratio: f64) -> GroupSummary {
    let cells = study.tally.favourable(scale, group).cells();
    let values: Vec<(f64, u64)> = cells
        .map(|cell| (cell.sum as f64 - ratio * cell.answered as f64, cell.persons))
        .collect();
    GroupSummary::from_counts(&values)
}

/// The interval of the percentage of favourable answers in one group, or stratified over several, cut at 0 and 100.
pub(crate) fn favourable_limits(study: &Study<'_>, scale: usize, groups: &[usize]) -> Result<Interval, Undefined> {
    let (mut persons, mut given, mut favourable) = (0_u64, 0_u64, 0_u64);
    for cell in groups
        .iter()
        .flat_map(|&group| study.tally.favourable(scale, group).cells())
    {
        persons += cell.persons;
        given += cell.answered as u64 * cell.persons;
        favourable += cell.sum as u64 * cell.persons;
    }
    if given == 0 {
        return Err(Undefined::TooFewPersons { found: 0, needed: 2 });
    }
    let ratio = favourable as f64 / given as f64;
    let level = study.options.level;
    let strata: Vec<Stratum> = groups
        .iter()
        .map(|&group| Stratum {
            summary: residuals(study, scale, group, ratio),
            headcount: study.headcounts.of(group),
        })
        .collect();
    let of_mean = match strata.as_slice() {
        [one] => stats::mean_interval(&one.summary, one.headcount, level)?.interval,
        several => stats::stratified_mean(several, level)?.interval,
    };
    let half = 0.5 * (of_mean.upper - of_mean.lower) * persons as f64 / given as f64;
    let percent = |share: f64| 100.0 * share;
    Ok(Interval::new(percent(ratio - half), percent(ratio + half)).within(0.0, 100.0))
}
