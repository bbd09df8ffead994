//! The null distribution: how answers are distributed under no agreement. Agreement is measured against it.
//!
//! In the uniform distribution all codes are equally likely. The others model a preference for the middle or for the favourable end.
//! The probabilities for five codes, and the variances for six to eleven codes, are those of `LeBreton` & Senter (2008),
//! *Organizational Research Methods* 11(4), 815–852, table 2, which prints only the variances. The probabilities for six to
//! eleven codes are those of greatest entropy, p ∝ exp(ax + bx²), with that variance and with the mean at the same relative place
//! between the lowest and the highest code as for five codes.

use crate::model::{CodeRange, ModelError};

/// Names of the built-in distributions.
pub const NULL_NAMES: &[&str] = &[
    "uniform",
    "slight-skew",
    "moderate-skew",
    "heavy-skew",
    "triangular",
    "normal",
];

/// Distribution of answers under no agreement, for the within-group agreement figures.
#[derive(Debug, Clone, PartialEq)]
pub struct NullDistribution {
    /// One of [`NULL_NAMES`], or `declared`.
    pub name: String,
    /// Probability of each code, lowest first; sums to 1.
    pub probabilities: Vec<f64>,
}

impl NullDistribution {
    /// All A codes equally likely; the variance is (A² − 1)/12.
    #[must_use]
    pub fn uniform(range: CodeRange) -> Self {
        let points = range.points();
        Self {
            name: "uniform".to_owned(),
            probabilities: vec![1.0 / points as f64; points],
        }
    }

    /// Distribution that an instrument declares: the probability of each code, lowest first.
    ///
    /// # Errors
    /// If there is not one probability for each code, one is outside 0 to 1, they do not sum to 1, or one code has probability 1.
    pub fn declared(probabilities: Vec<f64>, range: CodeRange) -> Result<Self, ModelError> {
        let null = Self {
            name: "declared".to_owned(),
            probabilities,
        };
        null.check(range)?;
        Ok(null)
    }

    /// Distribution with one of the [`NULL_NAMES`]. The uniform one exists for any range, the others for five to eleven codes.
    ///
    /// # Errors
    /// If the name is unknown, or the distribution does not exist for this number of codes.
    pub fn named(name: &str, range: CodeRange) -> Result<Self, ModelError> {
        if name == "uniform" {
            return Ok(Self::uniform(range));
        }
        let shape = SHAPES.iter().find(|shape| shape.name == name);
        let Some(shape) = shape else {
            let why = format!("has the unknown name `{name}`");
            return Err(ModelError::BadNull { why });
        };
        let table = shape.probabilities.iter().find(|table| table.len() == range.points());
        let Some(table) = table else {
            let why = format!(
                "is known for 5 to 11 codes and not for the {} of {range}: declare its probabilities",
                range.points()
            );
            return Err(ModelError::BadNull { why });
        };
        Ok(Self {
            name: name.to_owned(),
            probabilities: table.to_vec(),
        })
    }

    /// Variance of one answer, in squared codes.
    #[must_use]
    pub fn variance(&self) -> f64 {
        let mean: f64 = self
            .probabilities
            .iter()
            .enumerate()
            .map(|(code, p)| code as f64 * p)
            .sum();
        self.probabilities
            .iter()
            .enumerate()
            .map(|(code, p)| (code as f64 - mean) * (code as f64 - mean) * p)
            .sum()
    }

    /// Checks that this is a distribution over the codes of `range`, with a variance above 0.
    pub(crate) fn check(&self, range: CodeRange) -> Result<(), ModelError> {
        let bad = |why: String| Err(ModelError::BadNull { why });
        let found = self.probabilities.len();
        if found != range.points() {
            return bad(format!(
                "has {found} probabilities for the {} codes of {range}",
                range.points()
            ));
        }
        if self.probabilities.iter().any(|p| !(0.0..=1.0).contains(p)) {
            return bad("has a probability outside 0 to 1".to_owned());
        }
        let total: f64 = self.probabilities.iter().sum();
        if (total - 1.0).abs() > 1e-6 {
            return bad(format!("sums to {total}, not to 1"));
        }
        if self.variance() <= 0.0 {
            return bad("has no variance".to_owned());
        }
        Ok(())
    }
}

/// Probabilities for five, six, seven, nine, eight, ten and eleven codes. The skewed shapes favour the high codes.
struct Shape {
    name: &'static str,
    probabilities: [&'static [f64]; 7],
}

const SHAPES: [Shape; 5] = [
    Shape {
        name: "slight-skew",
        probabilities: [
            &[0.05, 0.15, 0.20, 0.35, 0.25],
            &[0.032_77, 0.085_472, 0.166_36, 0.241_635, 0.261_911, 0.211_852],
            &[
                0.038_643, 0.069_541, 0.110_834, 0.156_451, 0.195_592, 0.216_566, 0.212_373,
            ],
            &[
                0.043_692, 0.054_703, 0.067_871, 0.083_45, 0.101_68, 0.122_775, 0.146_911, 0.174_207, 0.204_711,
            ],
            &[
                0.024_484, 0.048_277, 0.083_244, 0.125_52, 0.165_508, 0.190_844, 0.192_437, 0.169_686,
            ],
            &[
                0.028_579, 0.040_532, 0.055_304, 0.072_596, 0.091_681, 0.111_39, 0.130_203, 0.146_42, 0.158_411,
                0.164_884,
            ],
            &[
                0.022_281, 0.032_433, 0.045_267, 0.060_578, 0.077_729, 0.095_629, 0.112_806, 0.127_589, 0.138_366,
                0.143_877, 0.143_445,
            ],
        ],
    },
    Shape {
        name: "moderate-skew",
        probabilities: [
            &[0.00, 0.10, 0.15, 0.40, 0.35],
            &[0.005_961, 0.030_893, 0.104_196, 0.228_694, 0.326_646, 0.303_61],
            &[
                0.012_689, 0.030_965, 0.065_521, 0.120_215, 0.191_249, 0.263_815, 0.315_546,
            ],
            &[
                0.025_853, 0.031_574, 0.039_878, 0.052_087, 0.070_359, 0.098_289, 0.141_998, 0.212_155, 0.327_807,
            ],
            &[
                0.010_262, 0.022_569, 0.044_717, 0.079_824, 0.128_372, 0.185_992, 0.242_773, 0.285_491,
            ],
            &[
                0.014_133, 0.020_679, 0.029_869, 0.042_592, 0.059_958, 0.083_325, 0.114_318, 0.154_833, 0.207_024,
                0.273_269,
            ],
            &[
                0.013_88, 0.018_833, 0.025_486, 0.034_397, 0.046_299, 0.062_151, 0.083_208, 0.111_1, 0.147_943,
                0.196_474, 0.260_229,
            ],
        ],
    },
    Shape {
        name: "heavy-skew",
        probabilities: [
            &[0.00, 0.00, 0.10, 0.40, 0.50],
            &[0.000_158, 0.003_013, 0.029_195, 0.144_006, 0.361_56, 0.462_068],
            &[
                0.004_225, 0.010_993, 0.026_82, 0.061_367, 0.131_675, 0.264_954, 0.499_966,
            ],
            &[
                0.013_583, 0.014_786, 0.017_874, 0.023_994, 0.035_769, 0.059_212, 0.108_849, 0.222_205, 0.503_728,
            ],
            &[
                0.012_159, 0.015_608, 0.022_043, 0.034_253, 0.058_562, 0.110_162, 0.228_003, 0.519_21,
            ],
            &[
                0.007_743, 0.009_759, 0.012_998, 0.018_296, 0.027_216, 0.042_784, 0.071_074, 0.124_776, 0.231_491,
                0.453_863,
            ],
            &[
                0.005_976, 0.007_643, 0.010_175, 0.014_098, 0.020_331, 0.030_517, 0.047_675, 0.077_523, 0.131_203,
                0.231_117, 0.423_742,
            ],
        ],
    },
    Shape {
        name: "triangular",
        probabilities: [
            &[0.11, 0.22, 0.34, 0.22, 0.11],
            &[0.046_884, 0.159_348, 0.293_768, 0.293_768, 0.159_348, 0.046_884],
            &[
                0.041_74, 0.115_446, 0.212_555, 0.260_518, 0.212_555, 0.115_446, 0.041_74,
            ],
            &[
                0.019_589, 0.056_723, 0.121_221, 0.191_192, 0.222_55, 0.191_192, 0.121_221, 0.056_723, 0.019_589,
            ],
            &[
                0.035_941, 0.088_082, 0.160_11, 0.215_867, 0.215_867, 0.160_11, 0.088_082, 0.035_941,
            ],
            &[
                0.007_814, 0.029_808, 0.081_365, 0.158_918, 0.222_095, 0.222_095, 0.158_918, 0.081_365, 0.029_808,
                0.007_814,
            ],
            &[
                0.005_539, 0.020_731, 0.057_871, 0.120_483, 0.187_068, 0.216_616, 0.187_068, 0.120_483, 0.057_871,
                0.020_731, 0.005_539,
            ],
        ],
    },
    Shape {
        name: "normal",
        probabilities: [
            &[0.07, 0.24, 0.38, 0.24, 0.07],
            &[0.033_427, 0.149_718, 0.316_855, 0.316_855, 0.149_718, 0.033_427],
            &[
                0.014_655, 0.083_138, 0.235_552, 0.333_31, 0.235_552, 0.083_138, 0.014_655,
            ],
            &[
                0.002_042, 0.018_558, 0.089_779, 0.231_184, 0.316_874, 0.231_184, 0.089_779, 0.018_558, 0.002_042,
            ],
            &[
                0.009_438, 0.051_408, 0.159_145, 0.280_009, 0.280_009, 0.159_145, 0.051_408, 0.009_438,
            ],
            &[
                0.000_308, 0.004_857, 0.038_419, 0.152_521, 0.303_895, 0.303_895, 0.152_521, 0.038_419, 0.004_857,
                0.000_308,
            ],
            &[
                0.000_045, 0.001_112, 0.013_55, 0.080_806, 0.235_906, 0.337_162, 0.235_906, 0.080_806, 0.013_55,
                0.001_112, 0.000_045,
            ],
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(points: i32) -> CodeRange {
        CodeRange::new(1, points).unwrap()
    }

    /// `LeBreton` & Senter (2008), table 2: slight, moderate and heavy skew, triangular, normal.
    const PRINTED: [(i32, [f64; 5]); 7] = [
        (5, [1.34, 0.90, 0.44, 1.32, 1.04]),
        (6, [1.85, 1.26, 0.69, 1.45, 1.25]),
        (7, [2.90, 2.14, 1.39, 2.10, 1.40]),
        (8, [3.47, 2.79, 2.35, 2.81, 1.73]),
        (9, [5.66, 4.73, 3.16, 3.00, 1.58]),
        (10, [6.30, 5.09, 3.46, 2.89, 1.45]),
        (11, [7.31, 6.32, 4.02, 3.32, 1.40]),
    ];

    #[test]
    fn the_named_distributions_have_the_printed_variances() {
        for (points, variances) in PRINTED {
            for (name, printed) in NULL_NAMES[1..].iter().zip(variances) {
                let null = NullDistribution::named(name, codes(points)).unwrap();
                assert!(
                    (null.variance() - printed).abs() < 1e-3,
                    "{name} of {points}: {}",
                    null.variance()
                );
                null.check(codes(points)).unwrap();
            }
        }
    }

    #[test]
    fn a_shape_leans_as_far_on_any_number_of_codes() {
        for name in &NULL_NAMES[1..] {
            let place = |points: i32| {
                let null = NullDistribution::named(name, codes(points)).unwrap();
                let mean: f64 = null.probabilities.iter().enumerate().map(|(at, p)| at as f64 * p).sum();
                mean / f64::from(points - 1)
            };
            for points in 6..=11 {
                assert!((place(points) - place(5)).abs() < 1e-4, "{name} of {points}");
            }
        }
    }

    #[test]
    fn a_uniform_one_has_the_textbook_variance() {
        for points in 2..=255 {
            let a = f64::from(points);
            let found = NullDistribution::uniform(codes(points)).variance();
            assert!((found / ((a * a - 1.0) / 12.0) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(NullDistribution::named("normal", codes(12)).is_err());
        assert!(NullDistribution::named("bell", codes(5)).is_err());
        assert!(NullDistribution::named("uniform", codes(8)).is_ok());
    }
}
