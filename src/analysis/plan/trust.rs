//! The plan of the trust: the interval of its score and the change of its academies that could be seen, at a response rate.
//!
//! The interval is that of the stratified mean and the change that with fixed weights, as `cte score` and `cte compare`
//! estimate them, for academies whose scores all have the assumed standard deviation.

use crate::analysis::plan::{Ends, PlanAims, PlanAssumptions};
use crate::stats::{
    ChangedStratum, Detection, GroupSummary, Stratum, Undefined, expected_icc2, fixed_weights_change,
    smallest_detectable, stratified_mean,
};

/// Expected answers of an academy, and its headcount if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupSize {
    /// Answers.
    pub n: u64,
    /// Staff.
    pub headcount: Option<u64>,
}

/// What numbers of answers in all academies could show of the trust.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustOutlook {
    /// Half-width of the interval of its score, at both ends of the standard deviation.
    pub half_width: Result<Ends<f64>, Undefined>,
    /// Smallest change that two anonymous waves detect, at both ends of the standard deviation.
    pub change: Result<Ends<f64>, Undefined>,
    /// Smallest change that two linked waves detect.
    pub change_linked: Result<f64, Undefined>,
    /// ICC(2) of the academies' averages, at both ends of ICC(1).
    pub icc2: Result<Ends<f64>, Undefined>,
}

/// Computes what these numbers of answers in all academies could show of the trust.
#[must_use]
pub fn trust_outlook(aims: &PlanAims, assumptions: &PlanAssumptions, sizes: &[GroupSize]) -> TrustOutlook {
    let (sd, detection) = (assumptions.sd.ends, aims.detection);
    let change = unit_change(sizes, detection);
    let share = (1.0 - assumptions.correlation.ends.value).max(0.0).sqrt();
    TrustOutlook {
        half_width: unit_half_width(sizes, detection.level).map(|unit| sd.each(|sd| unit * sd)),
        change_linked: unit_linked_change(sizes, detection).map(|unit| unit * share * sd.value),
        change: change.map(|unit| sd.each(|sd| unit * sd)),
        icc2: icc2(sizes, assumptions.icc1.ends),
    }
}

/// The response that the trust as a whole needs, if every academy has the same response rate. `None` where even all staff are
/// too few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustNeeds {
    /// For the interval of its score.
    pub width: Option<ResponseNeeded>,
    /// For the change to be detected.
    pub change: Option<ResponseNeeded>,
}

/// A response rate of all academies, and the answers that it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseNeeded {
    /// Response rate, a whole percentage.
    pub percent: u64,
    /// Answers in all academies together.
    pub answers: u64,
}

/// Computes the lowest response rate at which the trust's interval and its change are as aimed at.
#[must_use]
pub fn trust_needs(aims: &PlanAims, sd: f64, headcounts: &[u64]) -> TrustNeeds {
    let (level, detection) = (aims.detection.level, aims.detection);
    TrustNeeds {
        width: lowest_rate(headcounts, |sizes| {
            unit_half_width(sizes, level).is_ok_and(|unit| unit * sd <= aims.width)
        }),
        change: lowest_rate(headcounts, |sizes| {
            unit_change(sizes, detection).is_ok_and(|unit| unit * sd <= aims.change)
        }),
    }
}

/// The lowest whole percentage of all headcounts that is enough.
fn lowest_rate(headcounts: &[u64], is_enough: impl Fn(&[GroupSize]) -> bool) -> Option<ResponseNeeded> {
    let at = |percent: u64| -> Vec<GroupSize> {
        let of = |&headcount: &u64| GroupSize {
            n: headcount.saturating_mul(percent).saturating_add(50) / 100,
            headcount: Some(headcount),
        };
        headcounts.iter().map(of).collect()
    };
    let percents: Vec<u64> = (1..=100).collect();
    let place = percents.partition_point(|&percent| !is_enough(&at(percent)));
    percents.get(place).map(|&percent| ResponseNeeded {
        percent,
        answers: at(percent).iter().map(|size| size.n).sum(),
    })
}

/// An academy of which `n` people answered with a standard deviation of 1.
fn stratum(GroupSize { n, headcount }: GroupSize) -> Stratum {
    Stratum {
        summary: GroupSummary {
            n,
            mean: 0.0,
            sum_sq: n.saturating_sub(1) as f64,
        },
        headcount,
    }
}

fn unit_half_width(sizes: &[GroupSize], level: f64) -> Result<f64, Undefined> {
    let strata: Vec<Stratum> = sizes.iter().copied().map(stratum).collect();
    let interval = stratified_mean(&strata, level)?.interval;
    Ok((interval.upper - interval.lower) / 2.0)
}

fn unit_change(sizes: &[GroupSize], detection: Detection) -> Result<f64, Undefined> {
    fixed_weights_change(&both_waves(sizes), detection.level)?.smallest_detectable(detection.level, detection.power)
}

/// Of people whose scores in the two waves do not correlate; others show √(1 − ρ) of it.
fn unit_linked_change(sizes: &[GroupSize], detection: Detection) -> Result<f64, Undefined> {
    let test = fixed_weights_change(&both_waves(sizes), detection.level)?.test?;
    // Each academy has one standard deviation, of people's changes.
    let df: u64 = sizes.iter().map(|size| size.n.saturating_sub(1)).sum();
    smallest_detectable(test.se, (df.max(1)) as f64, detection.level, detection.power)
}

fn both_waves(sizes: &[GroupSize]) -> Vec<ChangedStratum> {
    let both = |&size: &GroupSize| ChangedStratum {
        before: stratum(size),
        after: stratum(size),
    };
    sizes.iter().map(both).collect()
}

/// ICC(2) at k₀ = (N − Σn²/N)/(J − 1).
fn icc2(sizes: &[GroupSize], icc1: Ends<f64>) -> Result<Ends<f64>, Undefined> {
    let sizes: Vec<f64> = sizes.iter().map(|size| size.n as f64).filter(|n| *n > 0.0).collect();
    if sizes.len() < 2 {
        return Err(Undefined::TooFewGroups {
            found: sizes.len(),
            needed: 2,
        });
    }
    let total: f64 = sizes.iter().sum();
    let squares: f64 = sizes.iter().map(|n| n * n).sum();
    let k0 = (total - squares / total) / (sizes.len() - 1) as f64;
    Ok(Ends {
        value: expected_icc2(icc1.value, k0)?,
        lower: expected_icc2(icc1.lower, k0)?,
        upper: expected_icc2(icc1.upper, k0)?,
    })
}
