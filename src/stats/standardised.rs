//! Directly standardised mean: the mean that would result if the strata had the shares of a standard population.
//!
//! ```text
//! ȳ = Σ Wᵣ x̄ᵣ,  Wᵣ = Nᵣ/N        Var ȳ = Σ W²ᵣ s²ᵣ/nᵣ
//! ```
//! N is the standard population (for example a trust's staff), of which Nᵣ people are in stratum r (for example a
//! role); nᵣ, x̄ᵣ and s²ᵣ are the number, mean and variance of the stratum's respondents. Respondents are treated as a
//! sample from an unlimited number of people, so there is no finite population correction. t has as many degrees of
//! freedom as there are persons minus strata. Cochran (1977), *Sampling Techniques*, ch. 5; R's `survey::svymean` with
//! strata and weights `Wᵣ/nᵣ`.

use crate::elementary::powi;
use crate::stats::exact_sum::exact_sum;
use crate::stats::figure::{check_persons, no_variance_if};
use crate::stats::tails::{t_interval, tail_of_level};
use crate::stats::{GroupSummary, Interval, Undefined};

/// Directly standardised mean with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardisedMean {
    /// Number of respondents in the strata of the standard population.
    pub n: u64,
    /// The standardised mean, in score units.
    pub mean: f64,
    /// Standard error of the mean.
    pub se: f64,
    /// Degrees of freedom of t, persons minus strata.
    pub df: u64,
    /// Two-sided interval of the mean.
    pub interval: Interval,
}

/// Computes the standardised mean; the interval has confidence `level` (between 0 and 1). Each stratum is the summary
/// of its respondents and the number of people in the standard population. Strata without people in the population are
/// ignored.
///
/// ȳ = Σ Wᵣ x̄ᵣ, Wᵣ = Nᵣ/N: Cochran (1977), *Sampling Techniques*, ch. 5.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if a stratum with people in the population has fewer than two respondents,
/// [`Undefined::NoVariance`] if no score varies, and [`Undefined::OutOfRange`] if the population is empty, a summary is
/// not finite, or `level` is not between 0 and 1.
pub fn standardised_mean(strata: &[(GroupSummary, u64)], level: f64) -> Result<StandardisedMean, Undefined> {
    let tail = tail_of_level(level)?;
    let counted = || strata.iter().filter(|(_, people)| *people > 0);
    let total: u64 = counted().map(|(_, people)| people).sum();
    let fewest = counted().map(|(answered, _)| answered.n).min();
    let fewest = fewest.ok_or(Undefined::OutOfRange {
        why: "the population to standardise to is of nobody",
    })?;
    check_persons(fewest, 2)?;
    GroupSummary::check_sound(counted().map(|(answered, _)| answered))?;
    let weight = |people: u64| people as f64 / total as f64;
    let variance =
        exact_sum(counted().map(|(answered, people)| {
            powi(weight(*people), 2) * answered.variance().unwrap_or(0.0) / answered.n as f64
        }));
    no_variance_if(variance <= 0.0, "the scores")?;
    let mean = exact_sum(counted().map(|(answered, people)| weight(*people) * answered.mean));
    let n = counted().map(|(answered, _)| answered.n).sum::<u64>();
    let df = n - counted().count() as u64;
    let se = variance.sqrt();
    Ok(StandardisedMean {
        n,
        mean,
        se,
        df,
        interval: t_interval(mean, se, df as f64, tail),
    })
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    use super::standardised_mean;
    use crate::stats::{GroupSummary, Undefined};

    fn group(values: &[f64]) -> GroupSummary {
        GroupSummary::from_values(values)
    }

    #[test]
    fn a_population_with_the_answers_own_shares_changes_nothing() {
        let (teachers, leaders) = ([3.0, 4.0, 4.5, 5.0], [5.0, 6.0]);
        let all: Vec<f64> = teachers.iter().chain(&leaders).copied().collect();
        let found = standardised_mean(&[(group(&teachers), 40), (group(&leaders), 20)], 0.95).unwrap();
        assert_relative_eq!(found.mean, group(&all).mean, max_relative = 1e-12);
        assert_eq!((found.n, found.df), (6, 4));
    }

    #[test]
    fn strata_outside_the_population_are_ignored() {
        let found = standardised_mean(&[(group(&[3.0, 4.0]), 10), (group(&[6.0]), 0)], 0.95).unwrap();
        assert_relative_eq!(found.mean, 3.5);
        assert_eq!(found.n, 2);
    }

    #[test]
    fn strata_that_cannot_be_standardised_give_a_reason() {
        let two = group(&[3.0, 4.0]);
        let few = standardised_mean(&[(two, 10), (group(&[6.0]), 3)], 0.95);
        assert_eq!(few, Err(Undefined::TooFewPersons { found: 1, needed: 2 }));
        assert!(standardised_mean(&[(two, 0)], 0.95).is_err());
        assert!(standardised_mean(&[(group(&[4.0, 4.0]), 3)], 0.95).is_err());
        assert!(standardised_mean(&[(two, 1)], 1.0).is_err());
    }

    proptest! {
        #[test]
        fn shift_and_rescale_move_the_mean_and_its_limits_alike(
            one in vec(1.0_f64..6.0, 2..20), other in vec(1.0_f64..6.0, 2..20), people in 1_u64..500, factor in 0.5_f64..3.0
        ) {
            let found = |change: &dyn Fn(f64) -> f64| {
                let changed = |values: &[f64]| group(&values.iter().map(|&value| change(value)).collect::<Vec<_>>());
                standardised_mean(&[(changed(&one), people), (changed(&other), 100)], 0.9)
            };
            let (Ok(plain), Ok(changed)) = (found(&|value| value), found(&|value| 10.0 + factor * value)) else { return Ok(()) };
            for (plain, changed) in [
                (plain.mean, changed.mean), (plain.interval.lower, changed.interval.lower), (plain.interval.upper, changed.interval.upper),
            ] {
                prop_assert!((10.0 + factor * plain - changed).abs() < 1e-9);
            }
        }
    }
}
