//! Distribution of an item's answers under no agreement, against which agreement is measured.

use crate::elementary::powi;
use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;

/// Probability of each code under no agreement, for keyed codes from the lowest.
#[derive(Debug, Clone, PartialEq)]
pub struct NullProbabilities {
    probabilities: Vec<f64>,
}

impl NullProbabilities {
    /// Checks a declared distribution: at most 255 probabilities that sum to 1, at least two of them above 0. They are
    /// divided by their sum, which may be off by 10⁻⁶.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] if a condition is not met.
    pub fn new(probabilities: &[f64]) -> Result<Self, Undefined> {
        let sum: f64 = probabilities.iter().sum();
        let sound = probabilities.iter().all(|p| (0.0..=1.0).contains(p)) && (sum - 1.0).abs() < 1e-6;
        let varied = probabilities.iter().filter(|&&p| p > 0.0).count() > 1;
        out_of_range_if(
            !sound || !varied || probabilities.len() > 255,
            "the probabilities under no agreement must be 0 to 1, sum to 1 and leave more than one code possible",
        )?;
        Ok(Self {
            probabilities: probabilities.iter().map(|p| p / sum).collect(),
        })
    }

    /// Probability of each code, from the lowest; they sum to 1.
    #[must_use]
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// σ²: variance of one answer, in squared codes.
    #[must_use]
    pub fn variance(&self) -> f64 {
        let placed = || {
            self.probabilities
                .iter()
                .enumerate()
                .map(|(place, p)| (place as f64, p))
        };
        let mean: f64 = placed().map(|(place, p)| place * p).sum();
        placed().map(|(place, p)| powi(place - mean, 2) * p).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::NullProbabilities;

    #[test]
    fn invalid_probabilities_are_refused() {
        let none: [f64; 0] = [];
        for bad in [
            &none[..],
            &[1.0],
            &[1.0, 0.0],
            &[0.5, 0.6],
            &[-0.5, 1.5],
            &[f64::NAN, 1.0],
        ] {
            assert!(NullProbabilities::new(bad).is_err(), "{bad:?}");
        }
    }
}
