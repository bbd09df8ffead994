//! Estimates for each group: score, interval, shrunken mean, agreement.

use crate::analysis::favourable::favourable_limits;
use crate::analysis::summaries::{Metric, mean_of_items, percent_favourable, response_rate};
use crate::analysis::{GroupScores, ItemsAsked, Study};
use crate::model::Aggregate;
use crate::stats::{self, Agreement, GroupSummary, Interval, MeanInterval, ShrunkenMean, Undefined};
use crate::threads::each_group;

/// The reason why a group that was not asked all items is not compared with others.
pub(crate) const OTHER_ITEMS: Undefined = Undefined::OutOfRange {
    why: "not all items of the scale were asked here",
};

/// Estimates for one group on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupEstimates {
    /// The group's name; empty for those who gave none.
    pub name: String,
    /// The items that the group was asked.
    pub items: ItemsAsked,
    /// People with a score.
    pub n: u64,
    /// The group's score, in score units; `None` if nobody has a score.
    pub mean: Option<f64>,
    /// Standard deviation of people's scores (n − 1).
    pub sd: Option<f64>,
    /// Standard error and interval of the mean, centred on `mean`.
    pub interval: Result<MeanInterval, Undefined>,
    /// The mean as percent of the maximum possible.
    pub pomp: Option<f64>,
    /// The interval of the mean as percent of the maximum possible.
    pub pomp_limits: Result<Interval, Undefined>,
    /// Percentage of the given answers that are favourable.
    pub percent_favourable: Option<f64>,
    /// The interval of that percentage.
    pub favourable_limits: Result<Interval, Undefined>,
    /// Number of staff, if known.
    pub headcount: Option<u64>,
    /// People with a score, divided by staff: 0 to 1, or above 1 if the headcount is out of date.
    pub response_rate: Option<f64>,
    /// Shrunken mean, or the reason why there is none.
    pub shrunken: Result<ShrunkenMean, Undefined>,
}

/// A group's agreement on one scale, among its people who answered all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupAgreement {
    /// People who answered all of the scale.
    pub n: u64,
    /// The agreement indices, or the reason why there are none.
    pub figures: Result<Agreement, Undefined>,
}

/// Estimates every group's figures on one scale from the groups' scores.
#[must_use]
pub fn group_estimates(study: &Study<'_>, scores: &GroupScores) -> Vec<GroupEstimates> {
    let scale = scores.scale;
    let metric = Metric::of(study, scale);
    let staffed = |(group, summary): (usize, &GroupSummary)| (*summary, study.headcounts.of(group));
    let groups: Vec<(GroupSummary, Option<u64>)> = scores.summaries.iter().enumerate().map(staffed).collect();
    let intervals = stats::mean_intervals(&groups, study.options.level);
    let one = |group: usize| {
        let (summary, headcount) = &groups[group];
        let headcount = *headcount;
        let mut interval = intervals[group].clone();
        let mean = match study.instrument.scoring.aggregate {
            Aggregate::Persons => (summary.n > 0).then_some(summary.mean),
            Aggregate::Items => mean_of_items(study, scale, &[group]).filter(|_| summary.n > 0),
        };
        if let (Ok(found), Some(mean)) = (&mut interval, mean) {
            found.interval.shift(mean - found.mean);
            found.mean = mean;
        }
        if let Ok(found) = &mut interval {
            found.interval = metric.within(found.interval);
        }
        let pomp_limits = interval.as_ref().map(|found| Interval {
            lower: metric.pomp(found.interval.lower),
            upper: metric.pomp(found.interval.upper),
            cut: found.interval.cut,
        });
        GroupEstimates {
            name: study.tally.names()[group].clone(),
            items: ItemsAsked::of(study, scale, group),
            n: summary.n,
            mean,
            sd: summary.sd(),
            pomp_limits: pomp_limits.map_err(Clone::clone),
            interval,
            pomp: mean.map(|mean| metric.pomp(mean)),
            percent_favourable: percent_favourable(study, scale, &[group]),
            favourable_limits: favourable_limits(study, scale, &[group]),
            headcount,
            response_rate: response_rate(summary.n, headcount),
            shrunken: shrunken(scores, group),
        }
    };
    each_group(groups.len(), one)
}

/// The shrunken mean of a group; an empty group has none, nor has one that was not asked all items.
fn shrunken(scores: &GroupScores, group: usize) -> Result<ShrunkenMean, Undefined> {
    match (scores.summaries[group].n, scores.compared[group].n) {
        (0, _) => Err(Undefined::TooFewPersons { found: 0, needed: 1 }),
        (_, 0) => Err(OTHER_ITEMS),
        _ => Ok(scores.effects.as_ref().map_err(Clone::clone)?.groups[group]),
    }
}

/// Computes the agreement within every group on one scale.
#[must_use]
pub fn group_agreement(study: &Study<'_>, scale: usize) -> Vec<GroupAgreement> {
    let declared = &study.instrument.scales()[scale];
    let null = declared.null.variance();
    let one = |group: usize| {
        let n = study.tally.complete_persons(scale, group);
        let items: Vec<&[u32]> = (0..declared.items.len())
            .map(|item| study.tally.complete_counts(scale, group, item))
            .collect();
        GroupAgreement {
            n,
            figures: if study.tally.not_asked(scale, group).is_empty() {
                stats::agreement(&items, null)
            } else {
                Err(OTHER_ITEMS)
            },
        }
    };
    each_group(study.tally.groups(), one)
}
