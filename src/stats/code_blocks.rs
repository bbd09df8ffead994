//! Random numbers of answers at each code where every code is equally likely: several persons with one random number.
//!
//! With A codes there are Aᵇ equally likely answers of b persons. A table holds the numbers of answers at each code for all of
//! them, each packed into one number, so a draw is a look-up and an addition for every b persons.

use rand::Rng as _;
use rand_pcg::Pcg64;

/// Most codes: each has a byte of a packed number.
const MOST_CODES: usize = 16;
/// Most persons: no count passes a byte.
const MOST_PERSONS: u64 = 255;
/// Most entries of a table.
const MOST_ENTRIES: usize = 4_096;

/// Draws the numbers of answers at each code for `n` persons.
pub(crate) struct CodeBlocks {
    codes: usize,
    /// Number of full blocks.
    blocks: u64,
    /// Packed counts of all answers of a full block, and of the persons left over.
    of_block: Vec<u128>,
    of_rest: Vec<u128>,
}

impl CodeBlocks {
    /// `None` for more than 16 codes or more than 255 persons.
    pub(crate) fn new(codes: usize, n: u64) -> Option<Self> {
        if codes == 0 || codes > MOST_CODES || n > MOST_PERSONS {
            return None;
        }
        let mut persons = 1;
        while codes > 1 && codes.pow(persons + 1) <= MOST_ENTRIES {
            persons += 1;
        }
        let in_block = u64::from(persons);
        Some(Self {
            codes,
            blocks: n / in_block,
            of_block: packed(codes, in_block),
            of_rest: packed(codes, n % in_block),
        })
    }

    /// Writes the number of answers at each code to `counts`.
    pub(crate) fn draw(&self, random: &mut Pcg64, counts: &mut [u32]) {
        let mut sum = 0_u128;
        for _ in 0..self.blocks / 2 {
            let bits = random.next_u64();
            sum += entry(&self.of_block, bits >> 32);
            sum += entry(&self.of_block, bits & u64::from(u32::MAX));
        }
        let bits = random.next_u64();
        if self.blocks % 2 == 1 {
            sum += entry(&self.of_block, bits >> 32);
        }
        sum += entry(&self.of_rest, bits & u64::from(u32::MAX));
        for (count, byte) in counts.iter_mut().zip(sum.to_le_bytes()).take(self.codes) {
            *count = u32::from(byte);
        }
    }
}

/// The entry that 32 random bits choose.
fn entry(table: &[u128], bits: u64) -> u128 {
    let place = (bits * table.len() as u64) >> 32;
    usize::try_from(place)
        .ok()
        .and_then(|place| table.get(place))
        .copied()
        .unwrap_or(0)
}

/// The packed counts of all answers of so many persons, each equally likely.
fn packed(codes: usize, persons: u64) -> Vec<u128> {
    (0..persons).fold(vec![0], |table, _| {
        let with_one_more = |counts: &u128| {
            let counts = *counts;
            (0..codes).map(move |code| counts + (1 << (8 * code)))
        };
        table.iter().flat_map(with_one_more).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{CodeBlocks, packed};
    use crate::stats::random::seeded;
    use approx::assert_abs_diff_eq;

    #[test]
    fn a_table_holds_every_answer_once() {
        let table = packed(3, 4);
        assert_eq!(table.len(), 81);
        // 4!/(2! 1! 1!) of them have two answers at the first code and one at each other.
        let two_one_one = 2 + (1 << 8) + (1 << 16);
        assert_eq!(table.iter().filter(|&&counts| counts == two_one_one).count(), 12);
        assert_eq!(packed(6, 0), [0]);
    }

    #[test]
    fn counts_add_up_and_have_the_moments_of_equal_chances() {
        let mut random = seeded(3);
        for (codes, n) in [(2, 7), (5, 12), (6, 1), (6, 30), (6, 255), (11, 60), (16, 40)] {
            let blocks = CodeBlocks::new(codes, n).unwrap();
            let mut counts = vec![0; codes];
            let (mut sums, mut squares) = (vec![0.0; codes], vec![0.0; codes]);
            for _ in 0..4_000 {
                blocks.draw(&mut random, &mut counts);
                assert_eq!(counts.iter().map(|&count| u64::from(count)).sum::<u64>(), n);
                for (code, &count) in counts.iter().enumerate() {
                    sums[code] += f64::from(count);
                    squares[code] += f64::from(count) * f64::from(count);
                }
            }
            let (p, persons) = (1.0 / codes as f64, f64::from(u32::try_from(n).unwrap()));
            let variance = persons * p * (1.0 - p);
            for (sum, square) in sums.iter().zip(&squares) {
                let mean = sum / 4_000.0;
                assert_abs_diff_eq!(mean, persons * p, epsilon = 4.5 * (variance / 4_000.0).sqrt());
                assert_abs_diff_eq!(
                    square / 4_000.0 - mean * mean,
                    variance,
                    epsilon = 0.15 * variance + 0.01
                );
            }
        }
    }

    #[test]
    fn too_many_codes_or_persons_have_no_table() {
        assert!(CodeBlocks::new(17, 10).is_none());
        assert!(CodeBlocks::new(6, 256).is_none());
        assert!(CodeBlocks::new(0, 10).is_none());
    }
}
