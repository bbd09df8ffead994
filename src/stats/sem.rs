//! Standard error of measurement: how far a person's observed score strays from the true score.
//!
//! sem = s √(1 − ρ), with the standard deviation s of the scores and their reliability ρ; in the metric of s. Lord &
//! Novick (1968), *Statistical Theories of Mental Test Scores*.

use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;

/// Standard error of measurement, s √(1 − ρ), in the unit of `sd`: s = `sd`, at least 0, and ρ = `reliability`, at most
/// 1. A negative reliability makes it larger than `sd`.
///
/// # Errors
/// [`Undefined::OutOfRange`] if `sd` is negative, `reliability` is above 1, or either is not finite.
pub fn standard_error_of_measurement(sd: f64, reliability: f64) -> Result<f64, Undefined> {
    out_of_range_if(!(sd >= 0.0 && sd.is_finite()), "the scores have no standard deviation")?;
    // Rounding may lift a reliability of 1 slightly above 1.
    out_of_range_if(
        !(reliability.is_finite() && reliability <= 1.0 + 1e-12),
        "the reliability is above 1",
    )?;
    Ok(sd * (1.0 - reliability).max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn a_wechsler_score_has_a_standard_error_of_three() {
        // SD 15, reliability .96: a common textbook example.
        assert_relative_eq!(
            standard_error_of_measurement(15.0, 0.96).unwrap(),
            3.0,
            max_relative = 1e-14
        );
    }

    #[test]
    fn reliabilities_of_one_and_nought_give_nought_and_the_standard_deviation() {
        assert_relative_eq!(standard_error_of_measurement(2.0, 1.0).unwrap(), 0.0);
        assert_relative_eq!(standard_error_of_measurement(2.0, 0.0).unwrap(), 2.0);
        assert_relative_eq!(standard_error_of_measurement(2.0, -3.0).unwrap(), 4.0);
    }

    #[test]
    fn impossible_arguments_give_a_reason() {
        for (sd, reliability) in [(-1.0, 0.5), (f64::NAN, 0.5), (1.0, 1.1), (1.0, f64::NAN)] {
            assert!(standard_error_of_measurement(sd, reliability).is_err());
        }
    }
}
