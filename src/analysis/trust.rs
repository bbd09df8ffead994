//! Estimates for the trust as a whole.

use crate::analysis::favourable::favourable_limits;
use crate::analysis::summaries::{Metric, mean_of_items, percent_favourable, summary};
use crate::analysis::{GroupScores, Study};
use crate::model::Aggregate;
use crate::stats::{self, GroupSummary, Interval, StratifiedMean, Stratum, Undefined, Weighting};

/// Estimates for the trust on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustEstimates {
    /// People with a score.
    pub n: u64,
    /// The trust's mean, in score units: over all people, or weighted by headcounts if all are known.
    pub mean: Option<f64>,
    /// Weighting of `mean`.
    pub weights: Weighting,
    /// The unweighted mean over all people.
    pub mean_of_persons: Option<f64>,
    /// Standard deviation of people's scores (n − 1).
    pub sd: Option<f64>,
    /// Standard error and interval of the mean, stratified by academy and centred on `mean`.
    pub interval: Result<StratifiedMean, Undefined>,
    /// Unweighted mean of the academies' scores.
    pub mean_of_academies: Option<f64>,
    /// Number of academies in which somebody has a score.
    pub academies: usize,
    /// The mean as percent of the maximum possible.
    pub pomp: Option<f64>,
    /// Percentage of the given answers that are favourable.
    pub percent_favourable: Option<f64>,
    /// The interval of that percentage, stratified by academy.
    pub favourable_limits: Result<Interval, Undefined>,
    /// Total staff, if known for every academy.
    pub headcount: Option<u64>,
    /// People with a score, divided by staff.
    pub response_rate: Option<f64>,
}

/// Estimates the trust's figures on one scale from the scores of its groups.
#[must_use]
pub fn trust_estimates(study: &Study<'_>, scores: &GroupScores) -> TrustEstimates {
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    estimates(study, scores.scale, &all, &scores.summaries)
}

/// The mean of some groups together on one scale, in score units.
#[must_use]
pub fn mean_over(study: &Study<'_>, scale: usize, groups: &[usize]) -> Option<f64> {
    estimates_over(study, scale, groups).mean
}

/// The trust's mean on one scale, in score units.
#[must_use]
pub fn trust_mean(study: &Study<'_>, scale: usize) -> Option<f64> {
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    mean_over(study, scale, &all)
}

/// Estimates the trust's figures from some of its groups taken together, such as all but one.
#[must_use]
pub fn estimates_over(study: &Study<'_>, scale: usize, groups: &[usize]) -> TrustEstimates {
    let summaries: Vec<GroupSummary> = groups.iter().map(|&group| summary(study, scale, group)).collect();
    estimates(study, scale, groups, &summaries)
}

/// The mean of the groups' item means, weighted by headcount, or by the number of answers in a group with more answers than staff.
fn mean_by_headcount(study: &Study<'_>, scale: usize, strata: &[Stratum], groups: &[usize]) -> Option<f64> {
    let (mut weighted, mut people) = (Vec::new(), 0_u64);
    for (stratum, &group) in strata.iter().zip(groups).filter(|(stratum, _)| stratum.summary.n > 0) {
        let size = stratum.headcount.unwrap_or(0).max(stratum.summary.n);
        weighted.push(size as f64 * mean_of_items(study, scale, &[group])?);
        people += size;
    }
    (people > 0).then(|| stats::exact_sum(weighted.into_iter()) / people as f64)
}

/// Estimates the figures of some groups from the summaries of their scores.
fn estimates(study: &Study<'_>, scale: usize, groups: &[usize], summaries: &[GroupSummary]) -> TrustEstimates {
    let metric = Metric::of(study, scale);
    let whole = GroupSummary::pool(summaries);
    let strata: Vec<Stratum> = summaries
        .iter()
        .zip(groups)
        .map(|(summary, &group)| Stratum {
            summary: *summary,
            headcount: study.headcounts.of(group),
        })
        .collect();
    let mut interval = stats::stratified_mean(&strata, study.options.level);
    let weights = interval
        .as_ref()
        .map_or(Weighting::Respondents, |found| found.weighting);
    let peopled = || summaries.iter().zip(groups).filter(|(summary, _)| summary.n > 0);
    let score = |(summary, &group): (&GroupSummary, &usize)| match study.instrument.scoring.aggregate {
        Aggregate::Persons => Some(summary.mean),
        Aggregate::Items => mean_of_items(study, scale, &[group]),
    };
    let means: Vec<f64> = peopled().filter_map(score).collect();
    let mean_of_persons = (whole.n > 0).then_some(whole.mean);
    let mean = match (study.instrument.scoring.aggregate, &interval) {
        (Aggregate::Items, _) if weights == Weighting::Headcounts => mean_by_headcount(study, scale, &strata, groups),
        (Aggregate::Items, _) => mean_of_items(study, scale, groups).filter(|_| whole.n > 0),
        (Aggregate::Persons, Ok(stratified)) => Some(stratified.mean),
        (Aggregate::Persons, Err(_)) => mean_of_persons,
    };
    if let (Ok(stratified), Some(mean)) = (&mut interval, mean) {
        stratified.interval.shift(mean - stratified.mean);
        stratified.mean = mean;
    }
    if let Ok(stratified) = &mut interval {
        stratified.interval = metric.within(stratified.interval);
    }
    let headcount = groups
        .iter()
        .map(|&group| study.headcounts.of(group))
        .sum::<Option<u64>>()
        .filter(|&staff| staff > 0);
    TrustEstimates {
        n: whole.n,
        mean,
        weights,
        mean_of_persons,
        sd: whole.sd(),
        interval,
        mean_of_academies: (!means.is_empty()).then(|| stats::exact_sum(means.iter().copied()) / means.len() as f64),
        academies: peopled().count(),
        pomp: mean.map(|mean| metric.pomp(mean)),
        percent_favourable: percent_favourable(study, scale, groups),
        favourable_limits: favourable_limits(study, scale, groups),
        headcount,
        response_rate: headcount.map(|staff| whole.n as f64 / staff as f64),
    }
}
