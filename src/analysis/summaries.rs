//! Summaries of people's scores by group, exact from the counts.
//!
//! A person's score is min + Σ/answered in scale points (for a sum score: times k). So the answers of people who answered the
//! same number of items are first added up as whole numbers.

use crate::analysis::{Study, comparable_groups};
use crate::model::Aggregate;
use crate::stats::{self, GroupSummary, Interval, RandomEffects, Undefined};
use crate::threads::each_group;

/// The metric of a scale's scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Metric {
    /// Lowest possible score.
    pub(crate) min: f64,
    /// Highest possible score.
    pub(crate) max: f64,
    /// Scale points to one step of an item: 1 for means, k for sums, where k counts items that nobody was asked too.
    pub(crate) unit: f64,
}

impl Metric {
    /// The metric of one of the study's scales.
    pub(crate) fn of(study: &Study<'_>, scale: usize) -> Self {
        let declared = &study.instrument.scales()[scale];
        let unit = declared.step(&study.instrument.scoring);
        Self {
            min: f64::from(declared.range.min()) * unit,
            max: f64::from(declared.range.max()) * unit,
            unit,
        }
    }

    /// An interval of a score, cut at the ends of the scale.
    pub(crate) fn within(&self, interval: Interval) -> Interval {
        interval.within(self.min, self.max)
    }

    /// Percent of maximum possible: 100 (x − min)/(max − min).
    pub(crate) fn pomp(&self, score: f64) -> f64 {
        100.0 * (score - self.min) / (self.max - self.min)
    }
}

/// Number of people of a group with a score on a scale.
#[must_use]
pub fn scored_persons(study: &Study<'_>, scale: usize, group: usize) -> u64 {
    let declared = &study.instrument.scales()[scale];
    let scoring = &study.instrument.scoring;
    let scores = study.tally.scores(scale, group);
    scores.persons_by(|not_asked| declared.needed_without(not_asked, scoring))
}

/// The distinct scores of a group, each with its number of people, in a fixed order.
pub(crate) fn score_values(study: &Study<'_>, scale: usize, group: usize) -> Vec<(f64, u64)> {
    let metric = Metric::of(study, scale);
    let declared = &study.instrument.scales()[scale];
    study
        .tally
        .scores(scale, group)
        .cells()
        .filter(|cell| cell.answered >= declared.needed_without(cell.not_asked, &study.instrument.scoring))
        .map(|cell| {
            (
                metric.min + metric.unit * (cell.sum as f64 / cell.answered as f64),
                cell.persons,
            )
        })
        .collect()
}

/// The lowest and the highest person score of a group; `None` without persons.
#[must_use]
pub fn score_extremes(study: &Study<'_>, scale: usize, group: usize) -> Option<(f64, f64)> {
    extremes(score_values(study, scale, group).into_iter().map(|(score, _)| score))
}

/// The lowest and the highest value; `None` without values.
pub(crate) fn extremes(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |found: Option<(f64, f64)>, value| {
        Some(found.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    })
}

/// The sums behind a group's mean score and percentage of favourable answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreSums {
    /// Lowest and highest person score.
    pub extremes: (f64, f64),
    /// Sum of the person scores, each less the lowest possible score.
    pub sum: f64,
    /// Highest possible score less the lowest possible score.
    pub range: f64,
    /// Number of favourable answers.
    pub favourable: u64,
    /// Number of answers.
    pub answers: u64,
}

/// The sums behind a group's figures on one scale; `None` if nobody has a score.
#[must_use]
pub fn score_sums(study: &Study<'_>, scale: usize, group: usize) -> Option<ScoreSums> {
    let metric = Metric::of(study, scale);
    let scores = score_values(study, scale, group);
    let favourable = favourable_answers(study, scale, &[group]);
    Some(ScoreSums {
        extremes: score_extremes(study, scale, group)?,
        sum: scores
            .iter()
            .map(|&(score, persons)| (score - metric.min) * persons as f64)
            .sum(),
        range: metric.max - metric.min,
        favourable: favourable.favourable,
        answers: favourable.given,
    })
}

/// n, mean and sum of squares of the scores in a group.
pub(crate) fn summary(study: &Study<'_>, scale: usize, group: usize) -> GroupSummary {
    GroupSummary::from_counts(&score_values(study, scale, group))
}

/// A group's score by the scoring rule; `None` if nobody has a score.
pub(crate) fn group_mean(study: &Study<'_>, scale: usize, group: usize) -> Option<f64> {
    let summary = summary(study, scale, group);
    match study.instrument.scoring.aggregate {
        _ if summary.n == 0 => None,
        Aggregate::Persons => Some(summary.mean),
        Aggregate::Items => mean_of_items(study, scale, &[group]),
    }
}

/// Score summaries of all groups on one scale: the start of every estimate for groups and for the trust.
#[derive(Debug, Clone)]
pub struct GroupScores {
    pub(crate) scale: usize,
    pub(crate) summaries: Vec<GroupSummary>,
    /// The summaries of the groups that can be compared; those of the others are empty.
    pub(crate) compared: Vec<GroupSummary>,
    /// For each group: true if its scores are about the same items as the others'.
    pub(crate) comparable: Vec<bool>,
    pub(crate) effects: Result<RandomEffects, Undefined>,
}

impl GroupScores {
    /// The scores of a study on one of its scales.
    #[must_use]
    pub fn of(study: &Study<'_>, scale: usize) -> Self {
        let summaries = summaries(study, scale);
        let comparable = comparable_groups(study, scale);
        let compared = summaries.iter().zip(&comparable);
        let compared: Vec<GroupSummary> = compared
            .map(|(summary, comparable)| {
                if *comparable {
                    *summary
                } else {
                    GroupSummary::from_counts(&[])
                }
            })
            .collect();
        Self {
            scale,
            effects: stats::random_effects(&compared),
            compared,
            comparable,
            summaries,
        }
    }
}

/// The summaries of all groups.
pub(crate) fn summaries(study: &Study<'_>, scale: usize) -> Vec<GroupSummary> {
    each_group(study.tally.groups(), |group| summary(study, scale, group))
}

/// Mean place of the keyed answers to an item (by its place in the scale) over the people of some groups who have a score; `None`
/// without answers.
fn item_mean(study: &Study<'_>, scale: usize, item: usize, groups: &[usize]) -> Option<f64> {
    let (mut answers, mut places) = (0_u64, 0_u64);
    for &group in groups {
        for (place, count) in (0_u64..).zip(study.tally.scored_counts(scale, group, item)) {
            answers += u64::from(count);
            places += place * u64::from(count);
        }
    }
    (answers > 0).then(|| places as f64 / answers as f64)
}

/// The mean of the item means over some groups, among the people who have a score; items without answers there are left out.
pub(crate) fn mean_of_items(study: &Study<'_>, scale: usize, groups: &[usize]) -> Option<f64> {
    let metric = Metric::of(study, scale);
    let items = study.instrument.scales()[scale].items.len();
    let means: Vec<f64> = (0..items)
        .filter_map(|item| item_mean(study, scale, item, groups))
        .collect();
    (!means.is_empty()).then(|| metric.min + metric.unit * (means.iter().sum::<f64>() / means.len() as f64))
}

/// People with a score, divided by staff; `None` if the number of staff is unknown or 0.
pub(crate) fn response_rate(n: u64, headcount: Option<u64>) -> Option<f64> {
    headcount
        .filter(|&staff| staff > 0)
        .map(|staff| n as f64 / staff as f64)
}

/// Percentage of the given answers to the scale's items that are favourable.
pub(crate) fn percent_favourable(study: &Study<'_>, scale: usize, groups: &[usize]) -> Option<f64> {
    let Favourable { given, favourable } = favourable_answers(study, scale, groups);
    (given > 0).then(|| 100.0 * favourable as f64 / given as f64)
}

/// Numbers of answers to the items of a scale.
struct Favourable {
    given: u64,
    favourable: u64,
}

fn favourable_answers(study: &Study<'_>, scale: usize, groups: &[usize]) -> Favourable {
    let (mut given, mut favourable) = (0_u64, 0_u64);
    for &item in &study.instrument.scales()[scale].items {
        let response = &study.instrument.items()[item].response;
        for &group in groups {
            for (code, &count) in response.range.codes().zip(study.tally.counts(group, item)) {
                given += u64::from(count);
                favourable += if response.favourable.contains(&code) {
                    u64::from(count)
                } else {
                    0
                };
            }
        }
    }
    Favourable { given, favourable }
}
