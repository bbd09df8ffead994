//! One group compared with the rest of the trust, from which the group itself is left out.

use crate::analysis::summaries::summaries;
use crate::analysis::{GroupEstimates, ItemDistribution, Study, TrustEstimates};
use crate::stats::{self, EstimatedMean, GroupSummary, MeanDifference, Undefined, mean_difference, mean_interval};

/// A group compared with the rest of the trust, by the scores of people.
#[derive(Debug, Clone, PartialEq)]
pub struct RestComparison {
    /// Mean score of all people outside the group.
    pub mean: f64,
    /// The group's mean minus that mean, with Welch's test.
    pub welch: Result<MeanDifference, Undefined>,
}

/// Compares a group with the rest of the trust; `None` if either has no scores.
#[must_use]
pub fn rest_comparison(study: &Study<'_>, scale: usize, group: usize) -> Option<RestComparison> {
    let all = summaries(study, scale);
    let others: Vec<GroupSummary> = (0..all.len())
        .filter(|&other| other != group)
        .map(|other| all[other])
        .collect();
    let rest = GroupSummary::pool(&others);
    (rest.n > 0 && all[group].n > 0).then(|| RestComparison {
        mean: rest.mean,
        welch: stats::welch(&rest, &all[group], study.options.level),
    })
}

/// Difference between a group's score and the score of the rest of the trust, in score units.
///
/// # Errors
/// Returns the reason if either score has no interval, or if both standard errors are 0.
pub fn score_difference(own: &GroupEstimates, rest: &TrustEstimates, level: f64) -> Result<MeanDifference, Undefined> {
    let own = own.interval.as_ref().map_err(Clone::clone)?;
    let rest = rest.interval.as_ref().map_err(Clone::clone)?;
    let own = EstimatedMean::new(own.mean, own.se, own.df);
    let rest = EstimatedMean::new(rest.mean, rest.se, rest.df);
    mean_difference(own, rest, level)
}

/// Difference between a group's item mean and the item mean of the rest of the trust, in keyed codes. `staff` has the headcounts of
/// both, if known.
///
/// # Errors
/// Returns the reason if either mean has no interval, or if both standard errors are 0.
pub fn item_difference(
    own: &ItemDistribution,
    rest: &ItemDistribution,
    staff: [Option<u64>; 2],
    level: f64,
) -> Result<MeanDifference, Undefined> {
    let estimated = |found: &ItemDistribution, staff: Option<u64>| {
        // Places from 0 will do: a difference does not depend on the first code.
        let places: Vec<(f64, u64)> = (0_u32..).map(f64::from).zip(found.counts.iter().copied()).collect();
        let interval = mean_interval(&GroupSummary::from_counts(&places), staff, level)?;
        Ok(EstimatedMean::new(interval.mean, interval.se, interval.df))
    };
    mean_difference(estimated(own, staff[0])?, estimated(rest, staff[1])?, level)
}
