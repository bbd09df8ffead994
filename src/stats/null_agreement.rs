//! How much agreement chance alone would show: the percentile of each agreement figure over groups whose persons answer
//! independently of one another, by a seeded simulation.
//!
//! Dunlap, Burke & Smith-Crowe (2003), *Journal of Applied Psychology* 88(2), 356–362; Cohen, Doveh & Eick (2001),
//! *Psychological Methods* 6(3), 297–310. Items are drawn independently too, as there.
//!
//! No person is made up: a figure needs only how often each code was given, so an item is one draw of counts.

use std::collections::BTreeSet;

use rand::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg64;

use crate::stats::agreement::{Spread, rwg_j};
use crate::stats::tails::beta_factor;
use crate::stats::{NullProbabilities, Undefined};
use crate::threads::each;

/// Up to this many persons, drawing each one's answer is quicker than drawing the counts.
const PERSON_BY_PERSON: u64 = 128;

/// How a simulation is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulation {
    /// How many groups are simulated for each size.
    pub draws: usize,
    /// The seed: the same seed, sizes and codes give the same figures, in whatever order they are asked for.
    pub seed: u64,
    /// The level at which a figure counts as more than chance, 0 to 1.
    pub level: f64,
}

impl Default for Simulation {
    /// 1,000 groups, seed 1, level .95.
    fn default() -> Self {
        Self {
            draws: 1_000,
            seed: 1,
            level: 0.95,
        }
    }
}

/// What agreement figures stay below (deviations: above) at the simulation's level when nobody agrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NullAgreement {
    /// Upper percentile of rwg(j).
    pub rwg_j: f64,
    /// Upper percentile of r*wg(j).
    pub r_star_wg_j: f64,
    /// Lower percentile of the mean deviation from the mean.
    pub ad_mean: f64,
    /// Lower percentile of the mean deviation from the median.
    pub ad_median: f64,
}

/// The percentiles of groups of these sizes on `k` items, in the order of the sizes: those of [`null_agreement`], each size
/// simulated once and several at a time.
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

/// The percentiles of agreement of `n` persons on `k` items when answers are drawn independently from `null`.
///
/// # Errors
/// For fewer than two persons, no items, no draws, or a level not between 0 and 1.
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
    // Halves, since items share what a sampler has worked out.
    let halves: Vec<&[u64]> = items.chunks(k.div_ceil(2)).collect();
    let spreads = each(&halves, |items| {
        let mut sampler = Sampler::new(null, n);
        let mut spreads = Vec::with_capacity(items.len() * draws);
        for item in *items {
            // Draws of its own for each size and item, so that no figure depends on what else was asked for.
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
    // rwg(j) and r*wg(j) fall as the mean variance grows, so that its lower percentile gives their upper ones.
    let variance = percentile(variances);
    Ok(NullAgreement {
        rwg_j: rwg_j(variance, k, sigma),
        r_star_wg_j: 1.0 - variance / sigma,
        ad_mean: percentile(from_mean),
        ad_median: percentile(from_median),
    })
}

/// The value below which at most 1 − level of the values lie.
fn lower_percentile(values: &mut [f64], level: f64) -> f64 {
    let allowed = (1.0 - level) * values.len() as f64;
    // Rounding of 1 − level must not push a whole number below itself.
    let below = (0..values.len())
        .take_while(|&place| place as f64 + 1.0 <= allowed + 1e-9)
        .count();
    let place = below.min(values.len() - 1);
    *values.select_nth_unstable_by(place, f64::total_cmp).1
}

/// Draws how often each code is given by `n` persons.
struct Sampler {
    n: u64,
    /// For each code, the 2³² share of draws at or below it.
    thresholds: Vec<u64>,
    uniform: bool,
    counts: Vec<u32>,
    /// For each code that has others behind it, how many of those who gave no lower one give it.
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

    /// Two answers from each 64 random bits.
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

    /// One binomial draw a code, of those persons that gave no lower one.
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

/// The probability of each code before the last that occurs, given that no lower one is.
fn shares_of_those_left(probabilities: &[f64]) -> impl Iterator<Item = f64> {
    let last = probabilities.iter().rposition(|&p| p > 0.0).unwrap_or(0);
    let mut left = 1.0;
    probabilities[..last].iter().map(move |p| {
        let share = (p / left).clamp(0.0, 1.0);
        left -= p;
        share
    })
}

/// Draws from binomials of one probability. Draws leave few numbers of trials for a code, which come again and again, so that
/// their masses are kept.
struct Binomials {
    p: f64,
    /// At the place of their trials' remainder.
    kept: Vec<Option<Binomial>>,
}

/// The numbers of successes among `n` trials with their masses, outwards from the likeliest as far as they were needed.
struct Binomial {
    n: u64,
    masses: Vec<(u64, f64)>,
    low: u64,
    high: u64,
    p_low: f64,
    p_high: f64,
}

impl Binomials {
    /// Of at most `most` trials.
    fn new(p: f64, most: u64) -> Self {
        /// Trials of which several numbers are worth keeping: those left of more rarely come again.
        const FEW: u64 = 1 << 12;
        // Standard deviations of the numbers left are far below.
        let kept = if most <= FEW { 256 } else { 1 };
        Self {
            p,
            kept: std::iter::repeat_with(|| None).take(kept).collect(),
        }
    }

    /// The number of successes among `n` that `u` (0 to 1) stands for: outwards from the likeliest number, in about
    /// √(n p (1 − p)) steps.
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
            if vanished || !self.go_on(p / (1.0 - p)) {
                // What is left of u is rounding.
                return self.masses[0].0;
            }
        }
    }

    /// One step outwards on each side; whether there was one.
    fn go_on(&mut self, odds: f64) -> bool {
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

/// A number from 0 up to but not 1, of 53 random bits.
pub(crate) fn unit(random: &mut Pcg64) -> f64 {
    (random.next_u64() >> 11) as f64 * (0.5_f64.powi(53))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to an integer saturates, and is not negative here"
)]
fn whole(value: f64) -> u64 {
    value as u64
}

/// The number of 32-bit words below a share of all of them.
fn share_of_two_to_the_32(share: f64) -> u64 {
    whole((share.clamp(0.0, 1.0) * 4_294_967_296.0).round())
}

/// A generator that depends on nothing but the seed and what it is for.
pub(crate) fn seeded(seed: u64) -> Pcg64 {
    Pcg64::seed_from_u64(seed)
}

#[cfg(test)]
mod tests {
    use super::{Binomials, Sampler, Simulation, lower_percentile, null_agreement, null_agreements, seeded};
    use crate::stats::{NullProbabilities, Undefined};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    fn binomial(n: u64, p: f64, u: f64) -> u64 {
        Binomials::new(p, n).draw(n, u)
    }

    fn uniform(points: usize) -> NullProbabilities {
        NullProbabilities::new(&vec![1.0 / points as f64; points]).unwrap()
    }

    #[test]
    fn the_percentile_is_that_of_a_long_simulation_in_r() {
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
    fn counts_drawn_at_once_fall_as_persons_drawn_one_by_one() {
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
                    squares[code] += f64::from(count).powi(2);
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
        // Each number of successes among 3 at ½ takes ⅛ or ⅜ of the unit.
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
    fn a_percentile_is_a_value_of_which_few_enough_lie_below() {
        let mut values: Vec<f64> = (0..100).map(f64::from).collect();
        assert_relative_eq!(lower_percentile(&mut values, 0.95), 5.0);
        assert_relative_eq!(lower_percentile(&mut [7.0], 0.95), 7.0);
    }

    #[test]
    fn the_order_of_asking_changes_nothing() {
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
    fn what_cannot_be_simulated_is_named() {
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
