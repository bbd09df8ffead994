//! Seeded random numbers that are the same on every platform.

use rand::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg64;

use crate::elementary::powi;

/// Uniform random number from 0 (included) to 1 (excluded), with 53 random bits.
pub(crate) fn unit(random: &mut Pcg64) -> f64 {
    (random.next_u64() >> 11) as f64 * powi(0.5, 53)
}

/// Whole part of a number that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to an integer saturates, and is not negative here"
)]
pub(crate) fn whole(value: f64) -> u64 {
    value as u64
}

/// Random number generator with this seed.
pub(crate) fn seeded(seed: u64) -> Pcg64 {
    Pcg64::seed_from_u64(seed)
}
