//! Random numbers of answers at each code of an item, if persons answer independently.
//!
//! No individual persons are drawn in large groups: one draw per code gives its number of answers.

use rand::Rng as _;
use rand_pcg::Pcg64;

use crate::stats::NullProbabilities;
use crate::stats::binomials::Binomials;
use crate::stats::code_blocks::CodeBlocks;
use crate::stats::random::{unit, whole};

/// Up to this group size, drawing individual answers is faster than drawing counts.
const PERSON_BY_PERSON: u64 = 128;

/// Draws the number of answers at each code for `n` persons.
pub(crate) struct CodeCounts {
    n: u64,
    /// For each code, the number of 32-bit words that stand for it or a lower code.
    thresholds: Vec<u64>,
    /// Draws several persons at once, if all codes are equally likely.
    blocks: Option<CodeBlocks>,
    counts: Vec<u32>,
    /// For each code except the last possible one: sampler of the number of persons at this code among those not at a
    /// lower code.
    of_those_left: Vec<Binomials>,
}

impl CodeCounts {
    pub(crate) fn new(null: &NullProbabilities, n: u64) -> Self {
        let probabilities = null.probabilities();
        let mut sum = 0.0;
        let thresholds = probabilities.iter().map(|p| {
            sum += p;
            share_of_two_to_the_32(sum)
        });
        let first = probabilities[0];
        let uniform = probabilities.iter().all(|p| (p - first).abs() < 1e-12);
        Self {
            n,
            thresholds: thresholds.collect(),
            blocks: uniform.then(|| CodeBlocks::new(probabilities.len(), n)).flatten(),
            counts: vec![0; probabilities.len()],
            of_those_left: shares_of_those_left(probabilities)
                .map(|p| Binomials::new(p, n))
                .collect(),
        }
    }

    pub(crate) fn draw(&mut self, random: &mut Pcg64) -> &[u32] {
        if let Some(blocks) = &self.blocks {
            blocks.draw(random, &mut self.counts);
        } else if self.n <= PERSON_BY_PERSON {
            self.draw_persons(random);
        } else {
            self.draw_counts(random);
        }
        &self.counts
    }

    /// Draws individual answers, two from each 64 random bits.
    fn draw_persons(&mut self, random: &mut Pcg64) {
        self.counts.fill(0);
        let mut left = self.n;
        while left > 0 {
            let bits = random.next_u64();
            for half in [bits >> 32, bits & u64::from(u32::MAX)] {
                if left == 0 {
                    break;
                }
                left -= 1;
                let lower = self.thresholds.iter().take_while(|&&threshold| half >= threshold);
                if let Some(count) = self.counts.get_mut(lower.count()) {
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

/// `share` of the 2³² possible 32-bit words.
fn share_of_two_to_the_32(share: f64) -> u64 {
    whole((share.clamp(0.0, 1.0) * 4_294_967_296.0).round())
}

#[cfg(test)]
mod tests {
    use super::CodeCounts;
    use crate::elementary::powi;
    use crate::stats::NullProbabilities;
    use crate::stats::random::seeded;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    #[test]
    fn drawn_counts_have_the_distribution_of_drawn_persons() {
        let null = NullProbabilities::new(&[0.05, 0.15, 0.20, 0.35, 0.25]).unwrap();
        let mut random = seeded(5);
        let mut sampler = CodeCounts::new(&null, 2_000);
        for way in [CodeCounts::draw_persons, CodeCounts::draw_counts] {
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
}
