//! Posterior distribution of the variance components of a random-slope model, on a grid.
//!
//! The components are the standard deviation of the groups' levels half-way between the terms, s₀ = SD(u₀ + u₁/2)/σ, that of
//! their changes, s₁ = SD(u₁)/σ, and the correlation ρ of the two; so the prior treats both terms alike. The likelihood is the restricted one with the means and σ² integrated out. The prior is weak:
//! a half-Cauchy distribution of scale 1 for s₀, which is uniform in the arctangent (Gelman 2006, *Bayesian Analysis* 1(3),
//! 515–534); a density ∝ s₁(1 + s₁²)^(−3/2) for s₁, the sine of its arctangent, which is 0 at s₁ = 0 (Chung et al. 2013);
//! and a density ∝ 1 − ρ² for ρ. Estimates with variances plugged in are too certain, above all if one of
//! them is estimated as 0: Chung, Rabe-Hesketh, Dorie, Gelman & Liu (2013), *Psychometrika* 78(4), 685–709.

use crate::elementary::{atan, exp, ln, tan};

/// Points of the grid in each direction.
const POINTS: [usize; 3] = [12, 14, 9];
/// arctan s₁ from which the ends of the grid are looked for, at least.
const LEAST_CHANGE: f64 = 0.05;
/// The fall of the log density at the ends of the grid.
const FALL: f64 = 20.0;

/// A factor L of the variance components, with its posterior probability.
#[derive(Debug, Clone, Copy)]
pub(in crate::stats) struct WeightedFactor {
    /// l₁₁, l₂₁ and l₂₂.
    pub(in crate::stats) factor: [f64; 3],
    pub(in crate::stats) weight: f64,
}

/// A point of the grid: arctan s₀, arctan s₁, ρ.
type Place = [f64; 3];

/// The posterior of L; the weights add up to 1. `likeliest` is the factor with the lowest `deviance`.
pub(in crate::stats) fn slope_posterior(
    deviance: &impl Fn(&[f64; 3]) -> f64,
    likeliest: &[f64; 3],
) -> Vec<WeightedFactor> {
    let log_prior = |place: &Place| {
        let s1 = tan(place[1]);
        ln(s1 / (1.0 + s1 * s1).sqrt()) + ln(1.0 - place[2] * place[2])
    };
    let log_density = |place: &Place| log_prior(place) - 0.5 * deviance(&factor_at(place));
    let mode = place_of(likeliest);
    // The density is 0 where the changes do not differ at all.
    let mode = [mode[0], mode[1].max(LEAST_CHANGE), mode[2]];
    // Where the fit is singular, ρ at the mode says nothing about ρ elsewhere.
    let anchors = [mode, [mode[0], mode[1], 0.0]];
    let ends: [[f64; 2]; 3] = std::array::from_fn(|axis| {
        let all = if axis == 2 {
            [-0.999, 0.999]
        } else {
            [1e-6, 0.999 * std::f64::consts::FRAC_PI_2]
        };
        let reach = anchors.map(|anchor| all.map(|end| edge(&log_density, &anchor, axis, end)));
        [reach[0][0].min(reach[1][0]), reach[0][1].max(reach[1][1])]
    });
    let at = |axis: usize, step: usize| {
        let [low, high] = ends[axis];
        low + (high - low) * (step as f64 + 0.5) / POINTS[axis] as f64
    };
    let mut grid = Vec::with_capacity(POINTS.iter().product());
    for first in 0..POINTS[0] {
        for second in 0..POINTS[1] {
            for third in 0..POINTS[2] {
                let place = [at(0, first), at(1, second), at(2, third)];
                grid.push(WeightedFactor {
                    factor: factor_at(&place),
                    weight: log_density(&place),
                });
            }
        }
    }
    let highest = grid.iter().map(|point| point.weight).fold(f64::NEG_INFINITY, f64::max);
    for point in &mut grid {
        point.weight = exp(point.weight - highest);
    }
    let sum: f64 = grid.iter().map(|point| point.weight).sum();
    for point in &mut grid {
        point.weight /= sum;
    }
    // What is left out has less than a millionth of the probability.
    grid.retain(|point| point.weight > 1e-10);
    grid
}

fn factor_at(place: &Place) -> [f64; 3] {
    let [s0, s1, correlation] = [tan(place[0]), tan(place[1]), place[2]];
    // u₀ is the level less half of the change.
    let shared = correlation * s0 * s1;
    let l11 = (s0 * s0 - shared + 0.25 * s1 * s1).max(0.0).sqrt();
    let l21 = if l11 > 0.0 { (shared - 0.5 * s1 * s1) / l11 } else { 0.0 };
    [l11, l21, (s1 * s1 - l21 * l21).max(0.0).sqrt()]
}

fn place_of(factor: &[f64; 3]) -> Place {
    let [l11, l21, l22] = *factor;
    let s1 = (l21 * l21 + l22 * l22).sqrt();
    let s0 = (l11 * l11 + l11 * l21 + 0.25 * s1 * s1).max(0.0).sqrt();
    let shared = l11 * l21 + 0.5 * s1 * s1;
    let correlation = if s0 * s1 > 0.0 { shared / (s0 * s1) } else { 0.0 };
    [atan(s0), atan(s1), correlation.clamp(-0.99, 0.99)]
}

/// Where the log density along an axis is [`FALL`] below that at `from`, or `end` if it does not fall so far.
fn edge(log_density: &impl Fn(&Place) -> f64, from: &Place, axis: usize, end: f64) -> f64 {
    let floor = log_density(from) - FALL;
    let above = |value: f64| {
        let mut place = *from;
        place[axis] = value;
        log_density(&place) > floor
    };
    if above(end) {
        return end;
    }
    let (mut inside, mut outside) = (from[axis], end);
    for _ in 0..30 {
        let middle = f64::midpoint(inside, outside);
        if above(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::{factor_at, place_of};
    use proptest::prelude::{prop_assert, proptest};

    proptest! {
        #[test]
        fn a_place_and_its_factor_say_the_same(s0 in 0.01..1.5_f64, s1 in 0.01..1.5_f64, correlation in -0.98..0.98_f64) {
            let back = place_of(&factor_at(&[s0, s1, correlation]));
            for (found, wanted) in back.into_iter().zip([s0, s1, correlation]) {
                prop_assert!((found - wanted).abs() < 1e-6, "{found} {wanted}");
            }
        }
    }
}
