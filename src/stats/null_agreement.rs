//! Agreement expected by chance: percentiles of the agreement indices over simulated groups whose members answer
//! independently.
//!
//! Dunlap, Burke & Smith-Crowe (2003), *Journal of Applied Psychology* 88(2), 356–362; Cohen, Doveh & Eick (2001),
//! *Psychological Methods* 6(3), 297–310. As in these papers, items are drawn independently too.
//!
//! The simulation draws no individual persons. The indices depend only on the number of answers at each code, so one
//! draw per item gives all its counts. Items are independent and alike, so the distribution of a sum over k items is the
//! k-fold convolution of that of one item. One item is drawn three times as often as there are groups, and each group's items
//! are picked from these draws. The percentiles are then as certain as with a draw for every item of every group, at a
//! fraction of the work.

use std::collections::BTreeSet;

use rand::RngExt;

use crate::stats::agreement::{Spread, rwg_j};
use crate::stats::code_counts::CodeCounts;
use crate::stats::figure::{check_persons, out_of_range_if};
use crate::stats::random::seeded;
use crate::stats::{NullProbabilities, Undefined};
use crate::threads::each;

/// Draws of one item per group, at most.
const DRAWS_OF_ITEM: usize = 3;

/// Settings of a simulation of agreement by chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulation {
    /// Number of groups to simulate for each size.
    pub draws: usize,
    /// Seed of the random numbers. The result for a group size depends only on the seed, the number of items and the
    /// null distribution, not on which other sizes are simulated.
    pub seed: u64,
    /// Level of the percentile, between 0 and 1. At .95, chance alone exceeds the result in 5 % of groups.
    pub level: f64,
}

impl Default for Simulation {
    /// 10,000 groups per size, seed 1, level .95.
    fn default() -> Self {
        Self {
            draws: 10_000,
            seed: 1,
            level: 0.95,
        }
    }
}

/// Critical values of the agreement indices: chance alone reaches them in at most 1 − level of groups. Agreement above
/// them (for deviations, below them) is more than chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NullAgreement {
    /// Upper percentile of rwg(j).
    pub rwg_j: f64,
    /// Upper percentile of r*wg(j).
    pub r_star_wg_j: f64,
    /// Lower percentile of the mean absolute deviation from the mean, in codes.
    pub ad_mean: f64,
    /// Lower percentile of the mean absolute deviation from the median, in codes.
    pub ad_median: f64,
}

/// Simulates [`null_agreement`] for groups of these sizes on `k` items and returns the results in the order of `sizes`.
/// Each distinct size is simulated once, several in parallel.
#[must_use]
pub fn null_agreements(
    sizes: &[u64],
    k: usize,
    null: &NullProbabilities,
    simulation: Simulation,
) -> Vec<Result<NullAgreement, Undefined>> {
    let distinct: Vec<u64> = sizes.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let found = each(&distinct, |&n| null_agreement(n, k, null, simulation));
    let place = |n: &u64| distinct.binary_search(n).unwrap_or_default();
    sizes.iter().map(|n| found[place(n)].clone()).collect()
}

/// Simulates the agreement of `n` persons on `k` items whose answers are drawn independently from `null`.
///
/// Dunlap, Burke & Smith-Crowe (2003), *Journal of Applied Psychology* 88(2), 356–362.
///
/// # Errors
/// [`Undefined::TooFewPersons`] for fewer than two persons, [`Undefined::TooFewItems`] without items, and
/// [`Undefined::OutOfRange`] without draws, for 2³² persons or more, or if the level is not between 0 and 1.
pub fn null_agreement(
    n: u64,
    k: usize,
    null: &NullProbabilities,
    simulation: Simulation,
) -> Result<NullAgreement, Undefined> {
    if k == 0 {
        return Err(Undefined::TooFewItems { found: 0, needed: 1 });
    }
    check_persons(n, 2)?;
    let Simulation { draws, seed, level } = simulation;
    out_of_range_if(
        draws == 0 || u32::try_from(n).is_err() || !(level > 0.0 && level < 1.0),
        "a simulation needs at least one draw, a level between 0 and 1 and fewer than 2^32 persons",
    )?;
    let sigma = null.variance();
    // Two halves for two threads. Each size and half has its own generator, so that no result depends on what else is
    // simulated.
    let per_half = (draws * k.min(DRAWS_OF_ITEM)).div_ceil(2);
    let spreads: Vec<Spread> = each(&[1_u64, 2], |half| {
        let mut sampler = CodeCounts::new(null, n);
        let mut random = seeded(seed ^ n.rotate_left(20) ^ half.rotate_left(44));
        let drawn: Vec<Spread> = (0..per_half)
            .map(|_| Spread::new(sampler.draw(&mut random), n))
            .collect();
        drawn
    })
    .concat();
    let (mut variances, mut from_mean, mut from_median) = (vec![0.0; draws], vec![0.0; draws], vec![0.0; draws]);
    let mut random = seeded(seed ^ n.rotate_left(20));
    for item in 0..k {
        for draw in 0..draws {
            // With few items every draw is used once.
            let place = if k <= DRAWS_OF_ITEM {
                item * draws + draw
            } else {
                random.random_range(0..spreads.len())
            };
            let spread = &spreads[place];
            variances[draw] += spread.variance;
            from_mean[draw] += spread.ad_mean;
            from_median[draw] += spread.ad_median;
        }
    }
    let percentile = |mut sums: Vec<f64>| lower_percentile(&mut sums, level) / k as f64;
    // rwg(j) and r*wg(j) fall as the mean variance grows, so its lower percentile gives their upper percentiles.
    let variance = percentile(variances);
    Ok(NullAgreement {
        rwg_j: rwg_j(variance, k, sigma),
        r_star_wg_j: 1.0 - variance / sigma,
        ad_mean: percentile(from_mean),
        ad_median: percentile(from_median),
    })
}

/// The largest value with at most a share of 1 − level of the values below it.
fn lower_percentile(values: &mut [f64], level: f64) -> f64 {
    let allowed = (1.0 - level) * values.len() as f64;
    // 1e-9 protects whole numbers from the rounding of 1 − level.
    let below = (0..values.len())
        .take_while(|&place| place as f64 + 1.0 <= allowed + 1e-9)
        .count();
    let place = below.min(values.len() - 1);
    *values.select_nth_unstable_by(place, f64::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::{Simulation, lower_percentile, null_agreement, null_agreements};
    use crate::stats::{NullProbabilities, Undefined};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    fn uniform(points: usize) -> NullProbabilities {
        NullProbabilities::new(&vec![1.0 / points as f64; points]).unwrap()
    }

    #[test]
    fn percentiles_equal_a_long_simulation_in_r() {
        // R 4.2.2: 1 - quantile(replicate(200000, var(sample(1:5, n, TRUE))), .05, type = 1) / 2 for n = 10 and 50.
        let simulation = Simulation {
            draws: 20_000,
            ..Simulation::default()
        };
        for (n, wanted) in [(10, 0.505_555_6), (50, 0.198_979_6)] {
            let found = null_agreement(n, 1, &uniform(5), simulation).unwrap();
            assert_abs_diff_eq!(found.rwg_j, wanted, epsilon = 0.015);
            assert_abs_diff_eq!(found.r_star_wg_j, wanted, epsilon = 0.015);
        }
    }

    #[test]
    fn at_most_the_allowed_share_lies_below_a_percentile() {
        let mut values: Vec<f64> = (0..100).map(f64::from).collect();
        assert_relative_eq!(lower_percentile(&mut values, 0.95), 5.0);
        assert_relative_eq!(lower_percentile(&mut [7.0], 0.95), 7.0);
    }

    #[test]
    fn results_do_not_depend_on_the_order_of_sizes() {
        let simulation = Simulation {
            draws: 200,
            ..Simulation::default()
        };
        let of = |sizes: &[u64], k| null_agreements(sizes, k, &uniform(6), simulation);
        let (first, second) = (of(&[20, 33, 20, 1], 12), of(&[33, 20], 12));
        assert_eq!(first[0], second[1]);
        assert_eq!(first[1], second[0]);
        assert_eq!(first[2], first[0]);
        assert_eq!(first[0], null_agreement(20, 12, &uniform(6), simulation));
        assert_eq!(first[3], Err(Undefined::TooFewPersons { found: 1, needed: 2 }));
        assert_eq!(of(&[9], 0), [Err(Undefined::TooFewItems { found: 0, needed: 1 })]);
        assert_ne!(
            first[0],
            null_agreement(20, 12, &uniform(6), Simulation { seed: 2, ..simulation })
        );
    }

    #[test]
    fn agreement_by_chance_fades_with_more_persons_and_with_a_lower_level() {
        let of = |n, level| {
            let simulation = Simulation {
                level,
                ..Simulation::default()
            };
            null_agreement(n, 6, &uniform(6), simulation).unwrap()
        };
        assert!(of(5, 0.95).r_star_wg_j > of(40, 0.95).r_star_wg_j);
        assert!(of(40, 0.95).r_star_wg_j > of(4_000, 0.95).r_star_wg_j);
        assert!(of(40, 0.95).r_star_wg_j > of(40, 0.5).r_star_wg_j);
        assert!(of(40, 0.95).ad_mean < of(40, 0.5).ad_mean);
        assert_abs_diff_eq!(of(4_000, 0.5).r_star_wg_j, 0.0, epsilon = 0.01);
    }

    #[test]
    fn impossible_simulations_give_a_reason() {
        let of = |n, k, simulation| null_agreement(n, k, &uniform(5), simulation);
        assert_eq!(
            of(1, 3, Simulation::default()),
            Err(Undefined::TooFewPersons { found: 1, needed: 2 })
        );
        assert_eq!(
            of(9, 0, Simulation::default()),
            Err(Undefined::TooFewItems { found: 0, needed: 1 })
        );
        for bad in [
            Simulation {
                draws: 0,
                ..Simulation::default()
            },
            Simulation {
                level: 1.0,
                ..Simulation::default()
            },
        ] {
            assert!(matches!(of(9, 3, bad), Err(Undefined::OutOfRange { .. })));
        }
    }
}
