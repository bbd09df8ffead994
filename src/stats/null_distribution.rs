//! How answers would fall if nobody agreed with anybody: the distribution against which agreement is measured.
//!
//! The uniform one says that every code is as likely as another; the others allow for the pull of the middle or of the
//! favourable end. Their shapes and variances are those of `LeBreton` & Senter (2008), *Organizational Research Methods* 11(4),
//! 815–852, table 2. Probabilities are given for five codes only, where they reproduce the printed variances; for 6 to 11
//! codes the printed variance is all that could be checked.

use crate::stats::Undefined;
use crate::stats::agreement::uniform_null_variance;

/// The shape of answers under no agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NullShape {
    /// Every code is as likely as another.
    Uniform,
    /// A little towards the highest code.
    SlightSkew,
    /// Clearly towards the highest code.
    ModerateSkew,
    /// Nearly all at the highest codes.
    HeavySkew,
    /// Falling evenly from the middle to both ends.
    Triangular,
    /// Bell-shaped about the middle.
    Normal,
}

impl NullShape {
    /// All shapes, the uniform one first.
    pub const ALL: [Self; 6] = [
        Self::Uniform,
        Self::SlightSkew,
        Self::ModerateSkew,
        Self::HeavySkew,
        Self::Triangular,
        Self::Normal,
    ];

    /// The name by which options and output call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::SlightSkew => "slight-skew",
            Self::ModerateSkew => "moderate-skew",
            Self::HeavySkew => "heavy-skew",
            Self::Triangular => "triangular",
            Self::Normal => "normal",
        }
    }

    /// The variance of one answer on `points` codes, in squared codes: exact for the uniform shape, as printed (two
    /// decimals) for the others, which are printed for 5 to 11 points.
    ///
    /// # Errors
    /// For fewer than two points, and for a shape other than the uniform one that is not printed for so many.
    pub fn variance(self, points: usize) -> Result<f64, Undefined> {
        if self == Self::Uniform && points >= 2 {
            return Ok(uniform_null_variance(points));
        }
        let printed = PRINTED_VARIANCES.iter().find(|printed| printed.points == points);
        printed.map(|printed| printed.of(self)).ok_or(Undefined::OutOfRange {
            why: "this shape of answers under no agreement is published for 5 to 11 codes only",
        })
    }
}

/// The variances that the paper prints for one number of codes.
struct Printed {
    points: usize,
    slight: f64,
    moderate: f64,
    heavy: f64,
    triangular: f64,
    normal: f64,
}

impl Printed {
    fn of(&self, shape: NullShape) -> f64 {
        match shape {
            NullShape::Uniform => uniform_null_variance(self.points),
            NullShape::SlightSkew => self.slight,
            NullShape::ModerateSkew => self.moderate,
            NullShape::HeavySkew => self.heavy,
            NullShape::Triangular => self.triangular,
            NullShape::Normal => self.normal,
        }
    }
}

const fn printed(points: usize, slight: f64, moderate: f64, heavy: f64, triangular: f64, normal: f64) -> Printed {
    Printed {
        points,
        slight,
        moderate,
        heavy,
        triangular,
        normal,
    }
}

const PRINTED_VARIANCES: [Printed; 7] = [
    printed(5, 1.34, 0.90, 0.44, 1.32, 1.04),
    printed(6, 1.85, 1.26, 0.69, 1.45, 1.25),
    printed(7, 2.90, 2.14, 1.39, 2.10, 1.40),
    printed(8, 3.47, 2.79, 2.35, 2.81, 1.73),
    printed(9, 5.66, 4.73, 3.16, 3.00, 1.58),
    printed(10, 6.30, 5.09, 3.46, 2.89, 1.45),
    printed(11, 7.31, 6.32, 4.02, 3.32, 1.40),
];

/// The probability of each code under no agreement, keyed, from the lowest.
#[derive(Debug, Clone, PartialEq)]
pub struct NullDistribution {
    probabilities: Vec<f64>,
}

impl NullDistribution {
    /// A declared distribution: two to 255 probabilities that sum to 1, of which at least two are above 0.
    ///
    /// # Errors
    /// When they are not that.
    pub fn new(probabilities: &[f64]) -> Result<Self, Undefined> {
        let sum: f64 = probabilities.iter().sum();
        let sound = probabilities.iter().all(|p| (0.0..=1.0).contains(p)) && (sum - 1.0).abs() < 1e-6;
        let varied = probabilities.iter().filter(|&&p| p > 0.0).count() > 1;
        if !sound || !varied || probabilities.len() > 255 {
            return Err(Undefined::OutOfRange {
                why: "the probabilities under no agreement must be 0 to 1, sum to 1 and leave more than one code possible",
            });
        }
        Ok(Self {
            probabilities: probabilities.iter().map(|p| p / sum).collect(),
        })
    }

    /// A named shape on `points` codes.
    ///
    /// # Errors
    /// When the shape's probabilities are not known for so many codes: all but the uniform one are for five.
    pub fn of_shape(shape: NullShape, points: usize) -> Result<Self, Undefined> {
        let five: [f64; 5] = match shape {
            NullShape::Uniform => return Self::new(&vec![1.0 / points as f64; points]),
            NullShape::SlightSkew => [0.05, 0.15, 0.20, 0.35, 0.25],
            NullShape::ModerateSkew => [0.00, 0.10, 0.15, 0.40, 0.35],
            NullShape::HeavySkew => [0.00, 0.00, 0.10, 0.40, 0.50],
            NullShape::Triangular => [0.11, 0.22, 0.34, 0.22, 0.11],
            NullShape::Normal => [0.07, 0.24, 0.38, 0.24, 0.07],
        };
        if points != five.len() {
            return Err(Undefined::OutOfRange {
                why: "the probabilities of this shape are known for five codes only; declare them for another number",
            });
        }
        Self::new(&five)
    }

    /// The probability of each code from the lowest; they sum to 1.
    #[must_use]
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// The variance of one answer, σ², in squared codes.
    #[must_use]
    pub fn variance(&self) -> f64 {
        let placed = || {
            self.probabilities
                .iter()
                .enumerate()
                .map(|(place, p)| (place as f64, p))
        };
        let mean: f64 = placed().map(|(place, p)| place * p).sum();
        placed().map(|(place, p)| (place - mean).powi(2) * p).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{NullDistribution, NullShape};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    #[test]
    fn lebreton_senter_2008_variances_follow_from_their_probabilities() {
        for shape in NullShape::ALL {
            let found = NullDistribution::of_shape(shape, 5).unwrap().variance();
            assert_abs_diff_eq!(found, shape.variance(5).unwrap(), epsilon = 1e-12);
        }
    }

    #[test]
    fn a_uniform_null_has_the_textbook_variance() {
        for points in 2..=255 {
            let null = NullDistribution::of_shape(NullShape::Uniform, points).unwrap();
            assert_relative_eq!(
                null.variance(),
                NullShape::Uniform.variance(points).unwrap(),
                max_relative = 1e-12
            );
        }
    }

    #[test]
    fn what_is_not_published_is_refused() {
        assert!(NullDistribution::of_shape(NullShape::Normal, 6).is_err());
        assert!(NullShape::HeavySkew.variance(4).is_err());
        assert!(NullShape::Uniform.variance(1).is_err());
        let none: [f64; 0] = [];
        for bad in [
            &none[..],
            &[1.0],
            &[1.0, 0.0],
            &[0.5, 0.6],
            &[-0.5, 1.5],
            &[f64::NAN, 1.0],
        ] {
            assert!(NullDistribution::new(bad).is_err(), "{bad:?}");
        }
    }
}
