//! Thresholds of an ordinal item on the normal variable behind it.
//!
//! τ꜀ = Φ⁻¹(share of answers at or below code c), for every code but the highest: the maximum-likelihood estimate from
//! the item's own counts (Olsson 1979, *Psychometrika* 44, 443–460). A code that nobody used keeps its place: the
//! threshold above it separates nobody from the one below, so it is left out, not estimated.

use crate::stats::Undefined;
use crate::stats::figure::no_variance_if;
use crate::stats::normal::normal_quantile;

/// Thresholds of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    /// Upper limit of each code on the normal variable (length: number of codes). That of the highest used code and of
    /// every code above it is infinite; that of an unused code equals the limit below it.
    limits: Vec<f64>,
    used: Vec<bool>,
}

impl Thresholds {
    /// Thresholds from the number of people per code.
    ///
    /// # Errors
    /// [`Undefined::NoVariance`] if all answers have the same code, or if there is none.
    pub fn of_counts(counts: &[u64]) -> Result<Self, Undefined> {
        no_variance_if(counts.iter().filter(|&&count| count > 0).count() < 2, "an item")?;
        let n: u64 = counts.iter().sum();
        let mut below = 0;
        let limits = counts.iter().map(|&count| {
            below += count;
            quantile(below, n)
        });
        Ok(Self {
            limits: limits.collect(),
            used: counts.iter().map(|&count| count > 0).collect(),
        })
    }

    /// The thresholds between neighbouring codes, in order (length: number of codes − 1); `None` where nobody's answer
    /// separates the threshold from the one below it or from the end.
    #[must_use]
    pub fn between(&self) -> Vec<Option<f64>> {
        let codes = self.limits.len();
        let one = |code: usize| (self.used[code] && self.limits[code].is_finite()).then_some(self.limits[code]);
        (0..codes - 1).map(one).collect()
    }

    /// The finite thresholds that differ, in order.
    #[must_use]
    pub fn distinct(&self) -> Vec<f64> {
        self.between().into_iter().flatten().collect()
    }

    /// Codes, counted from 0, that nobody used.
    #[must_use]
    pub fn unused(&self) -> Vec<usize> {
        (0..self.used.len()).filter(|&code| !self.used[code]).collect()
    }

    /// The finite limits above each code but the highest, in order; one that nobody separates from the limit below it
    /// occurs twice.
    pub(crate) fn limits_between(&self) -> Vec<f64> {
        self.limits.iter().copied().filter(|limit| limit.is_finite()).collect()
    }

    /// Number of possible codes.
    pub(crate) fn codes(&self) -> usize {
        self.limits.len()
    }

    /// Lower limit of a code; −∞ for the lowest.
    pub(crate) fn lower(&self, code: usize) -> f64 {
        if code == 0 {
            f64::NEG_INFINITY
        } else {
            self.limits[code - 1]
        }
    }

    /// Upper limit of a code; ∞ for the highest.
    pub(crate) fn upper(&self, code: usize) -> f64 {
        self.limits[code]
    }
}

/// Φ⁻¹(below/n), from the smaller tail.
fn quantile(below: u64, n: u64) -> f64 {
    if 2 * below <= n {
        normal_quantile(below as f64 / n as f64)
    } else {
        -normal_quantile((n - below) as f64 / n as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn equal_shares_are_cut_at_the_quantiles() {
        let found = Thresholds::of_counts(&[5, 5, 5, 5]).unwrap().distinct();
        assert_relative_eq!(found[0], -0.674_489_750_196_081_7, max_relative = 1e-12);
        assert!(found[1].abs() < 1e-15);
        assert_relative_eq!(found[2], -found[0], max_relative = 1e-12);
    }

    #[test]
    fn an_unused_code_keeps_its_place() {
        let found = Thresholds::of_counts(&[0, 4, 0, 6, 0]).unwrap();
        assert_eq!(found.unused(), [0, 2, 4]);
        let between = found.between();
        assert_eq!(
            between.iter().map(Option::is_some).collect::<Vec<_>>(),
            [false, true, false, false]
        );
        assert_eq!(found.distinct().len(), 1);
    }

    #[test]
    fn one_code_alone_gives_a_reason() {
        assert_eq!(
            Thresholds::of_counts(&[0, 9, 0]),
            Err(Undefined::NoVariance { of: "an item" })
        );
        assert!(Thresholds::of_counts(&[]).is_err());
    }
}
