//! Descriptive statistics of one item's answers, from the number of answers at each code.
//!
//! ```text
//! G1 = g1 √(n(n − 1))/(n − 2)                    g1 = m₃/m₂^1.5
//! G2 = (n − 1)/((n − 2)(n − 3)) · ((n + 1) g2 + 6)    g2 = m₄/m₂² − 3
//! ```
//! where mᵣ is the r-th moment about the mean. These are the skewness and kurtosis of SAS and SPSS, "type 2" in Joanes
//! & Gill (1998), *The Statistician* 47(1), 183–189.

use crate::elementary::{powf, powi};
use crate::stats::Undefined;
use crate::stats::figure::check_persons;

/// Descriptive statistics of one item's answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Descriptives {
    /// Number of answers.
    pub n: u64,
    /// Mean, in codes.
    pub mean: f64,
    /// Standard deviation (divisor n − 1), in codes.
    pub sd: Result<f64, Undefined>,
    /// Median, in codes: the middle answer, or the mean of the two middle answers.
    pub median: f64,
    /// Skewness G1; negative for a long tail towards low codes.
    pub skewness: Result<f64, Undefined>,
    /// Excess kurtosis G2; 0 for a normal distribution.
    pub kurtosis: Result<f64, Undefined>,
    /// Share of the answers at the lowest declared code, 0 to 1.
    pub floor: f64,
    /// Share of the answers at the highest declared code, 0 to 1.
    pub ceiling: f64,
}

/// Describes an item's answers. `counts` has the number of answers at each declared code from `min` upwards, including
/// codes that nobody chose.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if there are no answers.
pub fn descriptives(counts: &[u64], min: i32) -> Result<Descriptives, Undefined> {
    let n: u64 = counts.iter().sum();
    let (Some(&lowest), Some(&highest)) = (counts.first(), counts.last()) else {
        return Err(Undefined::TooFewPersons { found: 0, needed: 1 });
    };
    check_persons(n, 1)?;
    let persons = n as f64;
    let total: f64 = placed(counts).map(|(place, count)| place * count).sum();
    let mean = total / persons;
    let moment = |power: i32| {
        placed(counts)
            .map(|(place, count)| powi(place - mean, power) * count)
            .sum::<f64>()
    };
    let squares = moment(2);
    let varies = counts.iter().filter(|&&count| count > 0).count() > 1;
    let enough = |needed: u64| {
        check_persons(n, needed)?;
        let none = Undefined::NoVariance { of: "the answers" };
        varies.then_some(()).ok_or(none)
    };
    let sd = check_persons(n, 2).map(|()| (squares / (persons - 1.0)).sqrt());
    let m2 = squares / persons;
    let skewness = enough(3).map(|()| {
        let g1 = moment(3) / persons / powf(m2, 1.5);
        g1 * (persons * (persons - 1.0)).sqrt() / (persons - 2.0)
    });
    let kurtosis = enough(4).map(|()| {
        let g2 = moment(4) / persons / (m2 * m2) - 3.0;
        (persons - 1.0) / ((persons - 2.0) * (persons - 3.0)) * ((persons + 1.0) * g2 + 6.0)
    });
    Ok(Descriptives {
        n,
        mean: f64::from(min) + mean,
        sd,
        median: f64::from(min) + median_place(counts.iter().copied(), n),
        skewness,
        kurtosis,
        floor: lowest as f64 / persons,
        ceiling: highest as f64 / persons,
    })
}

/// Pairs of code (numbered from 0) and number of answers.
fn placed(counts: &[u64]) -> impl Iterator<Item = (f64, f64)> {
    counts
        .iter()
        .enumerate()
        .map(|(place, &count)| (place as f64, count as f64))
}

/// Median of the `n` > 0 answers counted in `counts`, with codes numbered from 0.
pub(crate) fn median_place(counts: impl Iterator<Item = u64>, n: u64) -> f64 {
    // Positions, counted from 0, of the middle answers in sorted order; equal if n is odd.
    let (first, second) = ((n.max(1) - 1) / 2, n / 2);
    let mut seen = 0;
    let mut lower = None;
    for (place, count) in counts.enumerate() {
        seen += count;
        if lower.is_none() && seen > first {
            lower = Some(place as f64);
        }
        if seen > second {
            return f64::midpoint(lower.unwrap_or(place as f64), place as f64);
        }
    }
    lower.unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::descriptives;
    use crate::stats::Undefined;
    use approx::assert_relative_eq;
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn the_median_of_an_even_number_of_answers_lies_between_two() {
        assert_relative_eq!(descriptives(&[1, 1, 0, 2], 1).unwrap().median, 3.0);
        assert_relative_eq!(descriptives(&[1, 1, 0, 1], 1).unwrap().median, 2.0);
    }

    #[test]
    fn too_few_or_equal_answers_give_a_reason() {
        assert_eq!(
            descriptives(&[0, 0], 1),
            Err(Undefined::TooFewPersons { found: 0, needed: 1 })
        );
        assert_eq!(
            descriptives(&[], 1),
            Err(Undefined::TooFewPersons { found: 0, needed: 1 })
        );
        let two = descriptives(&[1, 1], 1).unwrap();
        assert_eq!(two.skewness, Err(Undefined::TooFewPersons { found: 2, needed: 3 }));
        let same = descriptives(&[0, 9, 0], 1).unwrap();
        assert_eq!(same.sd, Ok(0.0));
        assert_eq!(same.kurtosis, Err(Undefined::NoVariance { of: "the answers" }));
    }

    #[test]
    fn floor_and_ceiling_refer_to_the_declared_codes() {
        let found = descriptives(&[0, 3, 1, 0], 1).unwrap();
        assert_relative_eq!(found.floor + found.ceiling, 0.0);
    }

    proptest! {
        #[test]
        fn reversing_the_codes_turns_the_skewness_round(counts in vec(1..30_u64, 3..9)) {
            let turned: Vec<u64> = counts.iter().rev().copied().collect();
            let (a, b) = (descriptives(&counts, 1).unwrap(), descriptives(&turned, 1).unwrap());
            let ends = 1.0 + counts.len() as f64;
            prop_assert!((a.mean + b.mean - ends).abs() < 1e-12);
            prop_assert!((a.median + b.median - ends).abs() < 1e-12);
            prop_assert!((a.skewness.unwrap() + b.skewness.unwrap()).abs() < 1e-9);
            prop_assert!((a.kurtosis.unwrap() - b.kurtosis.unwrap()).abs() < 1e-9);
        }
    }
}
