//! Reliability of a scale: alpha, omega total and the mean inter-item correlation for every score, and all other coefficients
//! by key.

mod causes;
mod estimates;
mod frame;
mod intervals;

use crate::analysis::covariances::{Covariances, covariances};
use crate::analysis::{Estimated, Study};
use crate::stats::{self, Undefined};
use causes::Causes;
use estimates::{
    alpha, alpha_standardized, guttman, mean_interitem_r, median_interitem_r, omega_total, sem, split_half,
};
use frame::Frame;
pub use intervals::OtherInterval;
use intervals::{alpha_intervals, omega_intervals};

/// The coefficients reported with every score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleReliability {
    /// Cronbach's alpha with its interval over academies.
    pub alpha: Estimated,
    /// McDonald's omega total from a one-factor model, with its standard error.
    pub omega_total: Estimated,
    /// Mean of the keyed inter-item correlations.
    pub mean_interitem_r: Estimated,
}

/// The coefficients reported with the score of one scale. `groups` is the survey by the groups over which intervals are made.
#[must_use]
pub fn scale_reliability(study: &Study<'_>, groups: &Study<'_>, scale: usize) -> ScaleReliability {
    let found = enough_covariances(study, scale);
    let frame = found
        .as_ref()
        .map(|covariances| Frame::new(study, groups, scale, covariances));
    let causes = frame.as_ref().map(Causes::of).unwrap_or_default();
    let estimated = |key: &str, estimate: fn(&Frame<'_>) -> Estimated| {
        let frame = frame.as_ref().map_err(|&reason| reason.clone())?;
        causes.explain(key, estimate(frame))
    };
    ScaleReliability {
        alpha: estimated("alpha", alpha),
        omega_total: estimated("omega_total", omega_total),
        mean_interitem_r: estimated("mean_interitem_r", mean_interitem_r),
    }
}

/// The covariances of a scale; an error if too few people answered for any coefficient.
fn enough_covariances(study: &Study<'_>, scale: usize) -> Result<Covariances, Undefined> {
    let found = covariances(study, scale, study.options.missing)?;
    stats::check_persons(found.n, 3)?;
    Ok(found)
}

/// A coefficient under the key that outputs and `--explain` use.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyedCoefficient {
    /// The key.
    pub key: &'static str,
    /// The coefficient.
    pub estimated: Estimated,
    /// Its intervals by several methods, if there are several.
    pub intervals: Vec<OtherInterval>,
}

/// Estimates one coefficient.
type Estimate = fn(&Frame<'_>) -> Estimated;

/// All coefficients of a scale in the order of the outputs: key and estimator.
const KEYED: &[(&str, Estimate)] = &[
    ("alpha", alpha),
    ("alpha_standardized", alpha_standardized),
    ("omega_total", omega_total),
    ("lambda1", |frame| {
        guttman(
            frame,
            |found| Ok(found.lambda1),
            "λ1: all that items do not share is error",
        )
    }),
    ("lambda2", |frame| {
        guttman(frame, |found| Ok(found.lambda2), "λ2: from the squared covariances")
    }),
    ("lambda3", |frame| {
        guttman(frame, |found| Ok(found.lambda3), "λ3: alpha")
    }),
    ("lambda4", |frame| {
        guttman(frame, |found| Ok(found.lambda4), "λ4: the best split half")
    }),
    ("lambda5", |frame| {
        guttman(frame, |found| Ok(found.lambda5), "λ5: from the item that shares most")
    }),
    ("lambda6", |frame| {
        guttman(
            frame,
            |found| found.lambda6.clone(),
            "λ6: from squared multiple correlations",
        )
    }),
    ("split_half_min", |frame| split_half(frame, |found| found.min)),
    ("split_half_mean", |frame| split_half(frame, |found| found.mean)),
    ("split_half_max", |frame| split_half(frame, |found| found.max)),
    ("mean_interitem_r", mean_interitem_r),
    ("median_interitem_r", median_interitem_r),
    ("sem", sem),
];

/// Every coefficient of one scale, in the order of the outputs. `groups` is the survey by the groups over which intervals are made.
#[must_use]
pub fn coefficients(study: &Study<'_>, groups: &Study<'_>, scale: usize) -> Vec<KeyedCoefficient> {
    let found = enough_covariances(study, scale);
    let frame = found
        .as_ref()
        .map(|covariances| Frame::new(study, groups, scale, covariances));
    let causes = frame.as_ref().map(Causes::of).unwrap_or_default();
    let one = |&(key, estimate): &(&'static str, Estimate)| {
        let frame = frame.as_ref().map_err(|&reason| reason.clone());
        let estimated = causes.explain(key, frame.clone().and_then(estimate));
        let intervals = match (key, &frame, &estimated) {
            ("alpha", Ok(frame), Ok(alpha)) => alpha_intervals(frame, alpha.value),
            ("omega_total", Ok(frame), Ok(omega)) => omega_intervals(frame, omega),
            _ => Vec::new(),
        };
        KeyedCoefficient {
            key,
            estimated,
            intervals,
        }
    };
    KEYED.iter().map(one).collect()
}
