//! Agreement expected by chance: percentiles of the agreement indices over simulated groups whose members answer
//! independently.
//!
//! Dunlap, Burke & Smith-Crowe (2003), *Journal of Applied Psychology* 88(2), 356–362; Cohen, Doveh & Eick (2001),
//! *Psychological Methods* 6(3), 297–310. As in these papers, items are drawn independently too.
//!
//! The simulation draws no individual persons. The indices depend only on the number of answers at each code, so one
//! draw per item gives all its counts.

use std::collections::BTreeSet;

use rand::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg64;

use crate::elementary::powi;
use crate::stats::agreement::{Spread, rwg_j};
use crate::stats::tails::beta_factor;
use crate::stats::{NullProbabilities, Undefined};
use crate::threads::each;

/// Up to this group size, drawing individual answers is faster than drawing counts.
const PERSON_BY_PERSON: u64 = 128;

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
    /// 1,000 groups per size, seed 1, level .95.
    fn default() -> Self {
        Self {
            draws: 1_000,
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
    if n < 2 {
        return Err(Undefined::TooFewPersons { found: n, needed: 2 });
    }
    let Simulation { draws, seed, level } = simulation;
    if draws == 0 || u32::try_from(n).is_err() || !(level > 0.0 && level < 1.0) {
        return Err(Undefined::OutOfRange {
            why: "a simulation needs at least one draw, a level between 0 and 1 and fewer than 2^32 persons",
        });
    }
    let sigma = null.variance();
    let items: Vec<u64> = (1..=k as u64).collect();
    // Two halves for two threads. Items of one half share a sampler and the masses that it has computed.
    let halves: Vec<&[u64]> = items.chunks(k.div_ceil(2)).collect();
    let spreads = each(&halves, |items| {
        let mut sampler = Sampler::new(null, n);
        let mut spreads = Vec::with_capacity(items.len() * draws);
        for item in *items {
            // Each size and item has its own generator, so that no result depends on what else is simulated.
            let mut random = seeded(seed ^ n.rotate_left(20) ^ item.rotate_left(44));
            spreads.extend((0..draws).map(|_| Spread::new(sampler.draw(&mut random), n)));
        }
        spreads
    });
    let (mut variances, mut from_mean, mut from_median) = (vec![0.0; draws], vec![0.0; draws], vec![0.0; draws]);
    for of_item in spreads.iter().flat_map(|of_half| of_half.chunks(draws)) {
        for (draw, spread) in of_item.iter().enumerate() {
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

/// Draws the number of answers at each code for `n` persons.
struct Sampler {
    n: u64,
    /// For each code, the number of 32-bit words that stand for it or a lower code.
    thresholds: Vec<u64>,
    /// True if all codes are equally likely.
    uniform: bool,
    counts: Vec<u32>,
    /// For each code except the last possible one: sampler of the number of persons at this code among those not at a
    /// lower code.
    of_those_left: Vec<Binomials>,
}

impl Sampler {
    fn new(null: &NullProbabilities, n: u64) -> Self {
        let probabilities = null.probabilities();
        let mut sum = 0.0;
        let thresholds = probabilities.iter().map(|p| {
            sum += p;
            share_of_two_to_the_32(sum)
        });
        let first = probabilities[0];
        Self {
            n,
            thresholds: thresholds.collect(),
            uniform: probabilities.iter().all(|p| (p - first).abs() < 1e-12),
            counts: vec![0; probabilities.len()],
            of_those_left: shares_of_those_left(probabilities)
                .map(|p| Binomials::new(p, n))
                .collect(),
        }
    }

    fn draw(&mut self, random: &mut Pcg64) -> &[u32] {
        if self.n <= PERSON_BY_PERSON {
            self.draw_persons(random);
        } else {
            self.draw_counts(random);
        }
        &self.counts
    }

    /// Draws individual answers, two from each 64 random bits.
    fn draw_persons(&mut self, random: &mut Pcg64) {
        self.counts.fill(0);
        let points = self.counts.len() as u64;
        let mut left = self.n;
        while left > 0 {
            let bits = random.next_u64();
            for half in [bits >> 32, bits & u64::from(u32::MAX)] {
                if left == 0 {
                    break;
                }
                left -= 1;
                let code = if self.uniform {
                    (half * points) >> 32
                } else {
                    self.thresholds
                        .iter()
                        .take_while(|&&threshold| half >= threshold)
                        .count() as u64
                };
                if let Some(count) = usize::try_from(code).ok().and_then(|code| self.counts.get_mut(code)) {
                    *count += 1;
                }
            }
        }
    }

    /// Draws the count of each code from a binomial distribution, among the persons who are not at a lower code.
    fn draw_counts(&mut self, random: &mut Pcg64) {
        let mut left = self.n;
        self.counts.fill(0);
        for (count, binomials) in self.counts.iter_mut().zip(&mut self.of_those_left) {
            let drawn = binomials.draw(left, unit(random));
            left -= drawn;
            *count = u32::try_from(drawn).unwrap_or(u32::MAX);
        }
        if let Some(last) = self.counts.get_mut(self.of_those_left.len()) {
            *last = u32::try_from(left).unwrap_or(u32::MAX);
        }
    }
}

/// For each code before the last possible one: its probability given that no lower code is drawn.
fn shares_of_those_left(probabilities: &[f64]) -> impl Iterator<Item = f64> {
    let last = probabilities.iter().rposition(|&p| p > 0.0).unwrap_or(0);
    let mut left = 1.0;
    probabilities[..last].iter().map(move |p| {
        let share = (p / left).clamp(0.0, 1.0);
        left -= p;
        share
    })
}

/// Draws from binomial distributions with one probability of success. Only a few numbers of trials occur, again and
/// again, so their probability masses are cached.
struct Binomials {
    p: f64,
    /// Cache, indexed by the number of trials modulo its length.
    kept: Vec<Option<Binomial>>,
}

/// Probability masses of the numbers of successes in `n` trials, from the mode outwards, as far as draws have needed
/// them.
struct Binomial {
    n: u64,
    masses: Vec<(u64, f64)>,
    low: u64,
    high: u64,
    p_low: f64,
    p_high: f64,
}

impl Binomials {
    /// For at most `most` trials.
    fn new(p: f64, most: u64) -> Self {
        /// Largest number of trials for which a larger cache pays. Above it, the same remaining number rarely occurs
        /// again.
        const FEW: u64 = 1 << 12;
        // 256 is far more than the standard deviation of the remaining numbers.
        let kept = if most <= FEW { 256 } else { 1 };
        Self {
            p,
            kept: std::iter::repeat_with(|| None).take(kept).collect(),
        }
    }

    /// Number of successes in `n` trials for the uniform number `u`, 0 to 1. The search runs from the mode outwards and
    /// takes about √(n p (1 − p)) steps.
    fn draw(&mut self, n: u64, u: f64) -> u64 {
        if n == 0 || self.p <= 0.0 {
            return 0;
        }
        if self.p >= 1.0 {
            return n;
        }
        let remainder = n % self.kept.len() as u64;
        let kept = &mut self.kept[usize::try_from(remainder).unwrap_or_default()];
        match kept {
            Some(binomial) if binomial.n == n => binomial.draw(self.p, u),
            _ => kept.insert(Binomial::new(n, self.p)).draw(self.p, u),
        }
    }
}

impl Binomial {
    fn new(n: u64, p: f64) -> Self {
        let mode = whole((n as f64 + 1.0) * p).min(n);
        let (m, rest) = (mode as f64, (n - mode) as f64);
        // C(n, m) pᵐ (1 − p)ⁿ⁻ᵐ = p^(m+1) (1 − p)^(n−m+1) / B(m + 1, n − m + 1) / ((n + 1) p (1 − p))
        let at_mode = beta_factor(m + 1.0, rest + 1.0, p, 1.0 - p) / ((n as f64 + 1.0) * p * (1.0 - p));
        Self {
            n,
            masses: vec![(mode, at_mode)],
            low: mode,
            high: mode,
            p_low: at_mode,
            p_high: at_mode,
        }
    }

    fn draw(&mut self, p: f64, mut u: f64) -> u64 {
        let mut tried = 0;
        loop {
            for &(successes, mass) in &self.masses[tried..] {
                if u < mass {
                    return successes;
                }
                u -= mass;
            }
            tried = self.masses.len();
            let vanished = tried > 1 && self.p_low < 1e-20 && self.p_high < 1e-20;
            if vanished || !self.extend(p / (1.0 - p)) {
                // The rest of u is rounding error.
                return self.masses[0].0;
            }
        }
    }

    /// Extends the masses by one step on each side. Returns false if there is no further value.
    fn extend(&mut self, odds: f64) -> bool {
        let (low, high) = (self.low, self.high);
        if high < self.n {
            self.p_high *= (self.n - high) as f64 / (high + 1) as f64 * odds;
            self.high += 1;
            self.masses.push((self.high, self.p_high));
        }
        if low > 0 {
            self.p_low *= low as f64 / (self.n - low + 1) as f64 / odds;
            self.low -= 1;
            self.masses.push((self.low, self.p_low));
        }
        (self.low, self.high) != (low, high)
    }
}

/// Uniform random number from 0 (included) to 1 (excluded), with 53 random bits.
pub(crate) fn unit(random: &mut Pcg64) -> f64 {
    (random.next_u64() >> 11) as f64 * powi(0.5, 53)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to an integer saturates, and is not negative here"
)]
fn whole(value: f64) -> u64 {
    value as u64
}

/// `share` of the 2³² possible 32-bit words.
fn share_of_two_to_the_32(share: f64) -> u64 {
    whole((share.clamp(0.0, 1.0) * 4_294_967_296.0).round())
}

/// Random number generator with this seed.
pub(crate) fn seeded(seed: u64) -> Pcg64 {
    Pcg64::seed_from_u64(seed)
}

#[cfg(test)]
mod tests {
    use super::{Binomials, Sampler, Simulation, lower_percentile, null_agreement, null_agreements, seeded};
    use crate::elementary::powi;
    use crate::stats::{NullProbabilities, Undefined};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    fn binomial(n: u64, p: f64, u: f64) -> u64 {
        Binomials::new(p, n).draw(n, u)
    }

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
    fn drawn_counts_have_the_distribution_of_drawn_persons() {
        let null = NullProbabilities::new(&[0.05, 0.15, 0.20, 0.35, 0.25]).unwrap();
        let mut random = seeded(5);
        let mut sampler = Sampler::new(&null, 2_000);
        for way in [Sampler::draw_persons, Sampler::draw_counts] {
            let mut sums = [0.0; 5];
            let mut squares = [0.0; 5];
            for _ in 0..400 {
                way(&mut sampler, &mut random);
                assert_eq!(sampler.counts.iter().sum::<u32>(), 2_000);
                for (code, &count) in sampler.counts.iter().enumerate() {
                    sums[code] += f64::from(count);
                    squares[code] += powi(f64::from(count), 2);
                }
            }
            for (code, p) in null.probabilities().iter().enumerate() {
                let (mean, wanted) = (sums[code] / 400.0, 2_000.0 * p);
                let variance = squares[code] / 400.0 - mean * mean;
                let expected = wanted * (1.0 - p);
                assert_abs_diff_eq!(mean, wanted, epsilon = 4.0 * (expected / 400.0).sqrt());
                assert_relative_eq!(variance, expected, max_relative = 0.3);
            }
        }
    }

    #[test]
    fn binomial_quantiles_cover_their_probabilities() {
        // Of 3 trials with probability ½, each number of successes has the probability ⅛ or ⅜.
        let mut hits = [0; 4];
        for step in 0..8_000 {
            let drawn = binomial(3, 0.5, (f64::from(step) + 0.5) / 8_000.0);
            hits[usize::try_from(drawn).unwrap()] += 1;
        }
        assert_eq!(hits, [1_000, 3_000, 3_000, 1_000]);
        assert_eq!(
            (binomial(7, 0.0, 0.4), binomial(7, 1.0, 0.4), binomial(0, 0.4, 0.4)),
            (0, 7, 0)
        );
        assert!(binomial(1_000, 0.3, 1.0 - 1e-17) <= 1_000);
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
