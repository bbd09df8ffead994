//! Smallest change that two waves of a survey can show, and the answers needed to show a given change.
//!
//! ```text
//! anonymous   SE = s √(2/n · (1 − n/N))    2n − 2 degrees of freedom
//! linked      SE = s √(2(1 − ρ)/n)         n − 1 degrees of freedom
//! P(T(df, Δ/SE) > t₁₋ₐ) = power
//! ```
//! n people answer in each wave, T is the non-central t distribution, and ρ the correlation of a person's scores in the two
//! waves. Cohen (1988), *Statistical Power Analysis for the Behavioral Sciences*, ch. 2; equal to R's `power.t.test` with
//! `type = "two.sample"` and `"paired"`.

use crate::stats::detectable::smallest_detectable;
use crate::stats::figure::{check_persons, out_of_range_if};
use crate::stats::plan::fewest::{MOST, fewest};
use crate::stats::plan::half_width::check_sd;
use crate::stats::tails::{t_critical, tail_of_level};
use crate::stats::{Population, Undefined, noncentral_t_cdf};

/// A two-sided test and the probability with which it is to detect a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// Confidence level of the test, between 0 and 1: usually .95.
    pub level: f64,
    /// Probability of detecting the change, between 0 and 1: usually .80.
    pub power: f64,
}

/// How the respondents of two waves belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Waves {
    /// Two anonymous waves; the change is that of staff such as these.
    Anonymous,
    /// Two anonymous waves; the change is that of exactly these staff.
    TheseStaff {
        /// Number of staff in both waves.
        headcount: u64,
    },
    /// The same people in both waves, linked by a code.
    Linked {
        /// Correlation of a person's scores in the two waves, −1 to 1.
        correlation: f64,
    },
}

impl Waves {
    /// Standard error of the change for a standard deviation of 1, if `n` people answer in each wave.
    fn unit_error(self, n: u64) -> f64 {
        let share = 2.0 / n as f64;
        match self {
            Self::Anonymous => share.sqrt(),
            Self::TheseStaff { headcount } => (share * Population::new(n, Some(headcount)).correction(n)).sqrt(),
            Self::Linked { correlation } => (share * (1.0 - correlation)).sqrt(),
        }
    }

    /// Degrees of freedom, if `n` people answer in each wave.
    fn freedom(self, n: u64) -> f64 {
        match self {
            Self::Anonymous | Self::TheseStaff { .. } => 2.0 * n as f64 - 2.0,
            Self::Linked { .. } => n as f64 - 1.0,
        }
    }

    fn check(self) -> Result<(), Undefined> {
        let Self::Linked { correlation } = self else {
            return Ok(());
        };
        out_of_range_if(
            !(-1.0..=1.0).contains(&correlation),
            "a correlation must lie between -1 and 1",
        )
    }
}

/// Smallest true change that two waves show, if `n` people answer in each and their scores have the standard deviation `sd`.
/// It is 0 if everybody in the headcount answers, or all people change alike.
///
/// # Errors
/// [`Undefined::TooFewPersons`] for fewer than two answers; [`Undefined::NoVariance`] if `sd` is not above 0;
/// [`Undefined::OutOfRange`] if a correlation, level or power is impossible.
pub fn smallest_change(sd: f64, n: u64, waves: Waves, detection: Detection) -> Result<f64, Undefined> {
    waves.check()?;
    check_sd(sd)?;
    check_persons(n, 2)?;
    let se = sd * waves.unit_error(n);
    smallest_detectable(se, waves.freedom(n), detection.level, detection.power)
}

/// Fewest answers in each wave for which a true change of this size is shown. `None` if no number is enough.
///
/// # Errors
/// [`Undefined::NoVariance`] if `sd` is not above 0; [`Undefined::OutOfRange`] if the change is not above 0, or a correlation,
/// level or power is impossible.
pub fn answers_for_change(sd: f64, change: f64, waves: Waves, detection: Detection) -> Result<Option<u64>, Undefined> {
    waves.check()?;
    check_sd(sd)?;
    out_of_range_if(!(change > 0.0 && change.is_finite()), "a change must be above 0")?;
    let tail = tail_of_level(detection.level)?;
    // Fails for an impossible power.
    smallest_detectable(1.0, 2.0, detection.level, detection.power)?;
    let is_enough = |n: u64| {
        let (se, df) = (sd * waves.unit_error(n), waves.freedom(n));
        se <= 0.0 || 1.0 - noncentral_t_cdf(t_critical(tail, df), df, change / se) >= detection.power
    };
    let most = match waves {
        Waves::TheseStaff { headcount } => headcount,
        Waves::Anonymous | Waves::Linked { .. } => MOST,
    };
    Ok(fewest(2, most, is_enough))
}

#[cfg(test)]
mod tests {
    use super::{Detection, Waves, answers_for_change, smallest_change};
    use crate::stats::{GroupSummary, Stratum, Undefined, smallest_visible_change};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::option;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    const USUAL: Detection = Detection {
        level: 0.95,
        power: 0.8,
    };

    /// n and delta from `power.t.test(n = n, sd = .6, power = .8)` of R 4.2.2.
    const ANONYMOUS: [(u64, f64); 5] = [
        (12, 0.718_087_984_104_906),
        (20, 0.545_478_076_576_166),
        (28, 0.457_442_459_502_395),
        (60, 0.309_424_313_941_933),
        (500, 0.106_415_123_714_569),
    ];

    /// n and delta from `power.t.test(n = n, sd = .6 * sqrt(2 * .3), power = .8, type = "paired")` of R 4.2.2.
    const LINKED: [(u64, f64); 3] = [
        (12, 0.413_009_589_445_872),
        (28, 0.255_263_676_289_11),
        (60, 0.170_893_730_963_838),
    ];

    #[test]
    fn equals_power_t_test() {
        for (n, wanted) in ANONYMOUS {
            let found = smallest_change(0.6, n, Waves::Anonymous, USUAL).unwrap();
            assert_relative_eq!(found, wanted, max_relative = 1e-8);
        }
        for (n, wanted) in LINKED {
            let found = smallest_change(0.6, n, Waves::Linked { correlation: 0.7 }, USUAL).unwrap();
            assert_relative_eq!(found, wanted, max_relative = 1e-8);
        }
    }

    #[test]
    fn answers_needed_equal_those_found_one_by_one_in_r() {
        for (waves, wanted) in [
            (Waves::Anonymous, 64),
            (Waves::TheseStaff { headcount: 31 }, 22),
            (Waves::TheseStaff { headcount: 90 }, 38),
            (Waves::Linked { correlation: 0.7 }, 21),
            (Waves::Linked { correlation: 0.5 }, 34),
        ] {
            assert_eq!(
                answers_for_change(0.6, 0.3, waves, USUAL),
                Ok(Some(wanted)),
                "{waves:?}"
            );
        }
    }

    #[test]
    fn certain_changes_are_seen_and_impossible_questions_have_a_reason() {
        let everybody = Waves::TheseStaff { headcount: 12 };
        assert_abs_diff_eq!(smallest_change(0.6, 12, everybody, USUAL).unwrap(), 0.0);
        assert_eq!(answers_for_change(0.6, 1e-6, everybody, USUAL), Ok(Some(12)));
        let alike = Waves::Linked { correlation: 1.0 };
        assert_eq!(answers_for_change(0.6, 1e-6, alike, USUAL), Ok(Some(2)));
        assert_eq!(
            smallest_change(0.6, 1, Waves::Anonymous, USUAL),
            Err(Undefined::TooFewPersons { found: 1, needed: 2 })
        );
        let never = Detection { power: 1.0, ..USUAL };
        for (change, waves, detection) in [
            (0.0, Waves::Anonymous, USUAL),
            (0.3, Waves::Linked { correlation: 1.1 }, USUAL),
            (0.3, Waves::Linked { correlation: f64::NAN }, USUAL),
            (0.3, Waves::Anonymous, never),
        ] {
            let found = answers_for_change(0.6, change, waves, detection);
            assert!(matches!(found, Err(Undefined::OutOfRange { .. })), "{found:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn it_is_what_a_comparison_of_two_such_surveys_prints(n in 2..300_u64, more in option::of(0..200_u64)) {
            let headcount = more.map(|more| n + more);
            let summary = GroupSummary { n, mean: 4.0, sum_sq: 0.36 * (n - 1) as f64 };
            let wave = Stratum { summary, headcount };
            let printed = smallest_visible_change(&wave, &wave, 0.95, 0.8).unwrap();
            let waves = headcount.map_or(Waves::Anonymous, |headcount| Waves::TheseStaff { headcount });
            let planned = smallest_change(0.6, n, waves, USUAL).unwrap();
            prop_assert!((planned - printed).abs() < 1e-9);
        }

        #[test]
        fn one_answer_fewer_is_too_few(sd in 0.2..2.0_f64, change in 0.1..1.0_f64, correlation in option::of(-0.5..0.9_f64)) {
            let waves = correlation.map_or(Waves::Anonymous, |correlation| Waves::Linked { correlation });
            let needed = answers_for_change(sd, change, waves, USUAL).unwrap().unwrap();
            prop_assert!(smallest_change(sd, needed, waves, USUAL).unwrap() <= change * (1.0 + 1e-9));
            prop_assert!(needed == 2 || smallest_change(sd, needed - 1, waves, USUAL).unwrap() > change * (1.0 - 1e-9));
        }
    }
}
