//! Random numbers of successes, by inversion of the binomial distribution from its mode outwards.

use crate::stats::random::whole;
use crate::stats::tails::beta_factor;

/// Draws from binomial distributions with one probability of success. Only a few numbers of trials occur, again and
/// again, so their probability masses are cached.
pub(crate) struct Binomials {
    p: f64,
    /// Cache, indexed by the number of trials modulo its length.
    cache: Vec<Option<Binomial>>,
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
    pub(crate) fn new(p: f64, most: u64) -> Self {
        /// Largest number of trials for which a larger cache pays. Above it, the same remaining number rarely occurs
        /// again.
        const FEW: u64 = 1 << 12;
        // 256 is far more than the standard deviation of the remaining numbers.
        let size = if most <= FEW { 256 } else { 1 };
        Self {
            p,
            cache: std::iter::repeat_with(|| None).take(size).collect(),
        }
    }

    /// Number of successes in `n` trials for the uniform number `u`, 0 to 1. The search runs from the mode outwards and
    /// takes about √(n p (1 − p)) steps.
    pub(crate) fn draw(&mut self, n: u64, u: f64) -> u64 {
        if n == 0 || self.p <= 0.0 {
            return 0;
        }
        if self.p >= 1.0 {
            return n;
        }
        let remainder = n % self.cache.len() as u64;
        let cached = &mut self.cache[usize::try_from(remainder).unwrap_or_default()];
        match cached {
            Some(binomial) if binomial.n == n => binomial.draw(self.p, u),
            _ => cached.insert(Binomial::new(n, self.p)).draw(self.p, u),
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

#[cfg(test)]
mod tests {
    use super::Binomials;

    fn binomial(n: u64, p: f64, u: f64) -> u64 {
        Binomials::new(p, n).draw(n, u)
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
}
