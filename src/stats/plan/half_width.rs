//! Half-width of the interval of a mean, before there are answers.
//!
//! ```text
//! h = t(n − 1) · s/√n · √(1 − n/N)
//! ```
//! Cochran (1977), *Sampling Techniques*, eq. 2.20 and ch. 4. Without a headcount N the last factor is 1.

use crate::stats::figure::{check_persons, no_variance_if, out_of_range_if};
use crate::stats::plan::fewest::{MOST, fewest};
use crate::stats::tails::{t_critical, tail_of_level};
use crate::stats::{Population, Undefined};

/// Half-width of the interval of a mean at confidence `level`, if `n` people answer and their scores have the standard
/// deviation `sd`. It is 0 if everybody in the `headcount` answers.
///
/// # Errors
/// [`Undefined::TooFewPersons`] for fewer than two answers, unless these are everybody; [`Undefined::NoVariance`] if `sd` is
/// not above 0; [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
pub fn half_width(sd: f64, n: u64, headcount: Option<u64>, level: f64) -> Result<f64, Undefined> {
    let tail = tail_of_level(level)?;
    check_sd(sd)?;
    let population = Population::new(n, headcount);
    if population == Population::Everyone && n > 0 {
        return Ok(0.0);
    }
    check_persons(n, 2)?;
    let df = (n - 1) as f64;
    Ok(t_critical(tail, df) * sd * (population.correction(n) / n as f64).sqrt())
}

/// Fewest answers for which the interval of a mean is at most `width` to each side. `None` if no number of answers is enough.
///
/// # Errors
/// [`Undefined::NoVariance`] if `sd` is not above 0; [`Undefined::OutOfRange`] if `width` is not above 0 or `level` is not
/// between 0 and 1.
pub fn answers_for_width(sd: f64, width: f64, headcount: Option<u64>, level: f64) -> Result<Option<u64>, Undefined> {
    tail_of_level(level)?;
    check_sd(sd)?;
    out_of_range_if(!(width > 0.0 && width.is_finite()), "a width must be above 0")?;
    let is_enough = |n: u64| half_width(sd, n, headcount, level).is_ok_and(|half| half <= width);
    Ok(fewest(1, headcount.unwrap_or(MOST), is_enough))
}

/// Returns a reason unless `sd` is a standard deviation above 0.
pub(super) fn check_sd(sd: f64) -> Result<(), Undefined> {
    no_variance_if(!(sd > 0.0 && sd.is_finite()), "the scores")
}

#[cfg(test)]
mod tests {
    use super::{answers_for_width, half_width};
    use crate::stats::{GroupSummary, Undefined, mean_interval};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::option;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    /// n, headcount, and `qt(.975, n - 1) * .6 / sqrt(n) * sqrt(1 - n / N)` of R 4.2.2.
    const R: [(u64, Option<u64>, f64); 5] = [
        (28, Some(31), 0.072_375_820_441_602_5),
        (28, None, 0.232_655_711_959_716_4),
        (30, Some(60), 0.158_422_806_862_994_3),
        (12, Some(15), 0.170_487_577_405_691_6),
        (60, Some(90), 0.089_487_233_761_365_2),
    ];

    #[test]
    fn equals_r() {
        for (n, headcount, wanted) in R {
            assert_relative_eq!(
                half_width(0.6, n, headcount, 0.95).unwrap(),
                wanted,
                max_relative = 1e-12
            );
        }
    }

    #[test]
    fn answers_needed_equal_those_found_one_by_one_in_r() {
        for (headcount, wanted) in [(None, 64), (Some(31), 22), (Some(90), 38), (Some(15), 13)] {
            assert_eq!(answers_for_width(0.6, 0.15, headcount, 0.95), Ok(Some(wanted)));
        }
    }

    #[test]
    fn a_headcount_of_everybody_has_no_width_and_the_rest_a_reason() {
        assert_abs_diff_eq!(half_width(0.6, 1, Some(1), 0.95).unwrap(), 0.0);
        assert_eq!(
            half_width(0.6, 1, Some(2), 0.95),
            Err(Undefined::TooFewPersons { found: 1, needed: 2 })
        );
        assert_eq!(answers_for_width(0.6, 1e-9, None, 0.95), Ok(None));
        assert_eq!(answers_for_width(0.6, 1e-9, Some(7), 0.95), Ok(Some(7)));
        for sd in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                half_width(sd, 9, None, 0.95),
                Err(Undefined::NoVariance { of: "the scores" })
            );
        }
        for (width, level) in [(0.0, 0.95), (f64::NAN, 0.95), (0.1, 1.0)] {
            assert!(matches!(
                answers_for_width(1.0, width, None, level),
                Err(Undefined::OutOfRange { .. })
            ));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn it_is_the_width_that_the_survey_will_print(n in 2..400_u64, more in option::of(0..300_u64), sd in 0.1..3.0_f64) {
            let headcount = more.map(|more| n + more);
            let answered = GroupSummary { n, mean: 4.0, sum_sq: sd * sd * (n - 1) as f64 };
            let printed = mean_interval(&answered, headcount, 0.95).unwrap().interval;
            let planned = half_width(sd, n, headcount, 0.95).unwrap();
            prop_assert!((planned - (printed.upper - printed.lower) / 2.0).abs() < 1e-12);
        }

        #[test]
        fn one_answer_fewer_is_too_few(sd in 0.2..2.0_f64, width in 0.05..0.5_f64, headcount in option::of(3..500_u64)) {
            let needed = answers_for_width(sd, width, headcount, 0.95).unwrap().unwrap();
            prop_assert!(half_width(sd, needed, headcount, 0.95).unwrap() <= width);
            let fewer = half_width(sd, needed - 1, headcount, 0.95);
            prop_assert!(fewer.is_err() || fewer.unwrap() > width);
        }
    }
}
