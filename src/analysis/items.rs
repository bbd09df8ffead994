//! The distribution of answers to an item.

use std::collections::BTreeMap;

use crate::analysis::Study;
use crate::model::{Band, MissingReason};
use crate::stats::{self, Descriptives, GroupSummary, Undefined};

/// The answers to one item in some groups.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemDistribution {
    /// Place of the item in the instrument.
    pub item: usize,
    /// Answers given.
    pub n: u64,
    /// Count of each keyed code, lowest first, including codes that nobody chose.
    pub counts: Vec<u64>,
    /// The band of each keyed code, lowest first.
    pub bands: Vec<Band>,
    /// Missing answers by reason.
    pub missing: BTreeMap<MissingReason, u64>,
    /// Moments of the keyed codes.
    pub descriptives: Result<Descriptives, Undefined>,
    /// Percentage of the given answers that are favourable.
    pub percent_favourable: Option<f64>,
}

/// Number of answers at each keyed code of an item in the given groups, lowest code first.
pub(crate) fn answer_counts(study: &Study<'_>, item: usize, groups: &[usize]) -> Vec<u64> {
    let mut counts = vec![0_u64; study.tally.shape().points(item)];
    for &group in groups {
        for (count, &more) in counts.iter_mut().zip(study.tally.counts(group, item)) {
            *count += u64::from(more);
        }
    }
    counts
}

/// The keyed answers of the given groups to an item.
pub(crate) fn answer_summary(study: &Study<'_>, item: usize, groups: &[usize]) -> GroupSummary {
    let codes = study.instrument.items()[item].response.range.codes().map(f64::from);
    let counts: Vec<(f64, u64)> = codes.zip(answer_counts(study, item, groups)).collect();
    GroupSummary::from_counts(&counts)
}

/// Counts the answers to an item in the given groups.
#[must_use]
pub fn item_distribution(study: &Study<'_>, item: usize, groups: &[usize]) -> ItemDistribution {
    let response = &study.instrument.items()[item].response;
    let counts = answer_counts(study, item, groups);
    let mut missing = BTreeMap::new();
    for &group in groups {
        for (reason, more) in study.tally.missing(group, item) {
            *missing.entry(reason).or_default() += more;
        }
    }
    let n: u64 = counts.iter().sum();
    let codes = response.range.codes().zip(&counts);
    let favourable: u64 = codes
        .filter(|(code, _)| response.favourable.contains(code))
        .map(|(_, count)| count)
        .sum();
    ItemDistribution {
        item,
        n,
        descriptives: stats::descriptives(&counts, response.range.min()),
        counts,
        bands: response.bands(),
        missing,
        percent_favourable: (n > 0).then(|| 100.0 * favourable as f64 / n as f64),
    }
}
