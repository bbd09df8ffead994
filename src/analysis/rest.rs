//! One group beside the others: its score and its items against theirs, itself left out.

use crate::analysis::{GroupEstimates, ItemDistribution, TrustEstimates};
use crate::stats::{EstimatedMean, GroupSummary, MeanDifference, Undefined, mean_difference, mean_interval};

/// A group's score less that of the others, in the score's metric.
///
/// # Errors
/// When one of the two has no interval, or neither an error.
pub fn score_beside(own: &GroupEstimates, rest: &TrustEstimates, level: f64) -> Result<MeanDifference, Undefined> {
    let own = own.interval.as_ref().map_err(Clone::clone)?;
    let rest = rest.interval.as_ref().map_err(Clone::clone)?;
    let first = EstimatedMean {
        mean: own.mean,
        se: own.se,
        df: own.df as f64,
    };
    let second = EstimatedMean {
        mean: rest.mean,
        se: rest.se,
        df: rest.df as f64,
    };
    mean_difference(first, second, level)
}

/// A group's mean of an item less that of the others, in the item's codes; `staff` are the headcounts of both, where known.
///
/// # Errors
/// When one of the two has no interval, or neither an error.
pub fn item_beside(
    own: &ItemDistribution,
    rest: &ItemDistribution,
    staff: [Option<u64>; 2],
    level: f64,
) -> Result<MeanDifference, Undefined> {
    let estimated = |found: &ItemDistribution, staff: Option<u64>| {
        // Places from 0: a difference does not ask where the codes begin.
        let places: Vec<(f64, u64)> = (0_u32..).map(f64::from).zip(found.counts.iter().copied()).collect();
        let interval = mean_interval(&GroupSummary::from_counts(&places), staff, level)?;
        Ok(EstimatedMean {
            mean: interval.mean,
            se: interval.se,
            df: interval.df as f64,
        })
    };
    mean_difference(estimated(own, staff[0])?, estimated(rest, staff[1])?, level)
}
