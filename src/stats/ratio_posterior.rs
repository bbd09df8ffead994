//! Posterior distribution of the variance ratio γ = τ²/σ² of a one-way random-effects model, on a grid.
//!
//! The likelihood is the restricted one with μ and σ² integrated out; the prior is weak: a half-Cauchy distribution of scale 1 for
//! τ/σ, which is uniform in x = arctan(τ/σ). Gelman (2006), *Bayesian Analysis* 1(3), 515–534. The grid covers every x whose density
//! is above e⁻¹⁸ of the highest; midpoint rule.

use crate::elementary::{atan, exp, powi, tan};
use crate::stats::one_way::Profile;

/// Points of the search for the highest density.
const COARSE: usize = 64;
/// Points of the grid.
const POINTS: usize = 48;
/// The fall of the log density at the ends of the grid.
const FALL: f64 = 18.0;

/// A value of γ with its posterior probability.
#[derive(Debug, Clone, Copy)]
pub(in crate::stats) struct WeightedRatio {
    pub(in crate::stats) ratio: f64,
    pub(in crate::stats) weight: f64,
}

/// The posterior of γ; the weights add up to 1.
pub(in crate::stats) fn ratio_posterior(data: &Profile, likeliest: f64) -> Vec<WeightedRatio> {
    let ratio = |x: f64| powi(tan(x), 2);
    let log_density = |x: f64| -0.5 * data.deviance(ratio(x));
    let end = std::f64::consts::FRAC_PI_2;
    let coarse = (0..COARSE).map(|at| end * at as f64 / COARSE as f64);
    let mode = coarse
        .chain([atan(likeliest.sqrt())])
        .max_by(|one, other| log_density(*one).total_cmp(&log_density(*other)))
        .unwrap_or(0.0);
    let floor = log_density(mode) - FALL;
    // From the mode to where the density is below the floor, by halving the distance to the end.
    let edge = |end: f64| {
        if log_density(end) > floor {
            return end;
        }
        let (mut inside, mut outside) = (mode, end);
        for _ in 0..50 {
            let middle = f64::midpoint(inside, outside);
            if log_density(middle) > floor {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        outside
    };
    let (low, high) = (edge(0.0), edge(end * (1.0 - 1e-9)));
    let at = |point: usize| low + (high - low) * (point as f64 + 0.5) / POINTS as f64;
    let densities: Vec<f64> = (0..POINTS)
        .map(|point| exp(log_density(at(point)) - floor - FALL))
        .collect();
    let sum: f64 = densities.iter().sum();
    (0..POINTS)
        .map(|point| WeightedRatio {
            ratio: ratio(at(point)),
            weight: densities[point] / sum,
        })
        .collect()
}
