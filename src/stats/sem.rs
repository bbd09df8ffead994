//! The standard error of measurement: how far a person's score strays from the true one.
//!
//! sem = s √(1 − reliability), in the metric of the score whose standard deviation s is: of the sum, or of the mean.

use crate::stats::Undefined;

/// The standard error of measurement of scores with standard deviation `sd` (not below 0) and a `reliability` of at most
/// 1; a reliability below 0 makes it larger than `sd`.
///
/// # Errors
/// A standard deviation below 0, a reliability above 1, or either not a number.
pub fn standard_error_of_measurement(sd: f64, reliability: f64) -> Result<f64, Undefined> {
    if !(sd >= 0.0 && sd.is_finite()) {
        return Err(Undefined::OutOfRange {
            why: "the scores have no standard deviation",
        });
    }
    // A reliability of 1 may exceed it by rounding.
    if !(reliability.is_finite() && reliability <= 1.0 + 1e-12) {
        return Err(Undefined::OutOfRange {
            why: "the reliability is above 1",
        });
    }
    Ok(sd * (1.0 - reliability).max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn a_wechsler_score_has_a_standard_error_of_three() {
        // SD 15, reliability .96: the textbook's example.
        assert_relative_eq!(
            standard_error_of_measurement(15.0, 0.96).unwrap(),
            3.0,
            max_relative = 1e-14
        );
    }

    #[test]
    fn perfect_and_worthless_reliability_are_the_ends() {
        assert_relative_eq!(standard_error_of_measurement(2.0, 1.0).unwrap(), 0.0);
        assert_relative_eq!(standard_error_of_measurement(2.0, 0.0).unwrap(), 2.0);
        assert_relative_eq!(standard_error_of_measurement(2.0, -3.0).unwrap(), 4.0);
    }

    #[test]
    fn impossible_figures_are_named() {
        for (sd, reliability) in [(-1.0, 0.5), (f64::NAN, 0.5), (1.0, 1.1), (1.0, f64::NAN)] {
            assert!(standard_error_of_measurement(sd, reliability).is_err());
        }
    }
}
