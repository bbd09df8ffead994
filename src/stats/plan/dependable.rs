//! ICC(2) of averages over a planned number of answers, and the answers needed for a given ICC(2).
//!
//! ```text
//! ICC(2) = n ICC(1)/(1 + (n − 1) ICC(1)),   n = ICC(2)/(1 − ICC(2)) · (1 − ICC(1))/ICC(1)
//! ```
//! Spearman–Brown. Bliese (2000), in Klein & Kozlowski (eds.), *Multilevel Theory, Research, and Methods in Organizations*,
//! 349–381.

use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;
use crate::stats::plan::fewest::{MOST, fewest};

/// Difference from the aim that is an error of binary arithmetic: 21 answers at ICC(1) .10 give .70 exactly.
const ROUNDING: f64 = 1e-12;

/// ICC(2) of averages over `n` answers for each academy, if academies differ by this ICC(1). 0 if they do not differ.
///
/// # Errors
/// [`Undefined::OutOfRange`] if `icc1` is not between 0 and 1, or `n` is not above 0.
pub fn expected_icc2(icc1: f64, n: f64) -> Result<f64, Undefined> {
    out_of_range_if(!(0.0..=1.0).contains(&icc1), "ICC(1) must lie between 0 and 1")?;
    out_of_range_if(!(n > 0.0 && n.is_finite()), "it needs answers")?;
    if icc1 <= 0.0 {
        return Ok(0.0);
    }
    Ok(n * icc1 / (1.0 + (n - 1.0) * icc1))
}

/// Fewest answers for each academy for which academy averages reach this `icc2`, if academies differ by `icc1`. `None` if
/// academies do not differ, so that no number is enough.
///
/// # Errors
/// [`Undefined::OutOfRange`] if `icc1` is not between 0 and 1, or `icc2` is not between 0 and 1 (both excluded).
pub fn answers_for_icc2(icc1: f64, icc2: f64) -> Result<Option<u64>, Undefined> {
    expected_icc2(icc1, 1.0)?;
    out_of_range_if(!(icc2 > 0.0 && icc2 < 1.0), "ICC(2) must lie between 0 and 1")?;
    let is_enough = |n: u64| expected_icc2(icc1, n as f64).is_ok_and(|found| found >= icc2 - ROUNDING);
    Ok(fewest(1, MOST, is_enough))
}

#[cfg(test)]
mod tests {
    use super::{answers_for_icc2, expected_icc2};
    use crate::stats::Undefined;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    #[test]
    fn answers_needed_as_tabulated() {
        let needed =
            |icc2: f64| [0.03, 0.05, 0.10, 0.15, 0.20, 0.30].map(|icc1| answers_for_icc2(icc1, icc2).unwrap().unwrap());
        assert_eq!(needed(0.70), [76, 45, 21, 14, 10, 6]);
        assert_eq!(needed(0.50), [33, 19, 9, 6, 4, 3]);
    }

    #[test]
    fn bliese_2000() {
        // Bliese (2000), 356: ICC(1) .10 with 10 members gives ICC(2) .53, with 100 members .92.
        assert_abs_diff_eq!(expected_icc2(0.10, 10.0).unwrap(), 0.53, epsilon = 0.005);
        assert_abs_diff_eq!(expected_icc2(0.10, 100.0).unwrap(), 0.92, epsilon = 0.005);
        assert_relative_eq!(expected_icc2(0.25, 1.0).unwrap(), 0.25);
    }

    #[test]
    fn academies_that_do_not_differ_are_never_told_apart() {
        assert_eq!(answers_for_icc2(0.0, 0.5), Ok(None));
        assert_abs_diff_eq!(expected_icc2(0.0, 100.0).unwrap(), 0.0);
        assert_eq!(answers_for_icc2(1.0, 0.99), Ok(Some(1)));
        for (icc1, icc2) in [(-0.1, 0.5), (1.1, 0.5), (f64::NAN, 0.5), (0.1, 1.0), (0.1, 0.0)] {
            assert!(matches!(
                answers_for_icc2(icc1, icc2),
                Err(Undefined::OutOfRange { .. })
            ));
        }
    }
}
