//! McDonald's omega total: the share of the total score's variance that one common factor explains.
//!
//! ω = (Σλ)²/((Σλ)² + Σθ), with the loadings λ and uniquenesses θ of the one-factor maximum-likelihood fit to the
//! *covariances*. The denominator is the total variance implied by the model. R. P. `McDonald` (1999), Test Theory,
//! chapter 6.
//!
//! The standard error follows from the expected information by the delta method, as in lavaan: with A = Σλ, B = Σθ and
//! V = A² + B, ∂ω/∂λᵢ = 2AB/V² and ∂ω/∂θᵢ = −A²/V².
//!
//! Other programs may print another omega for the same answers:
//! - lavaan, and JASP by default (a lavaan CFA with `std.lv`), fit as here. JASP's pairwise option fits by full
//!   information; it gives the same value only if no answer is missing. Its PFA option is a least-squares fit to the
//!   covariances.
//! - `psych::omega(nfactors = 1)`, and jamovi, which calls it with `flip = FALSE` on complete respondents, fit the
//!   *correlations* by least squares and divide by the observed variance: see [`crate::stats::omega_minres()`].
//! - `psych::omega` fits three factors by default, which is another coefficient.
//! - SPSS has `/MODEL=OMEGA` for one factor since 27.0.1. Its command reference does not say how it estimates the
//!   loadings, so its value may differ.

use nalgebra::{DMatrix, DVector};

use crate::elementary::powi;
use crate::stats::Undefined;
use crate::stats::alpha_interval::Wald;
use crate::stats::figure::{check_persons, out_of_range_if};
use crate::stats::one_factor::OneFactor;

/// Omega total with its standard error and model.
#[derive(Debug, Clone, PartialEq)]
pub struct OmegaTotal {
    /// Omega, with the model-implied total variance as denominator.
    pub value: f64,
    /// Delta-method standard error, and the interval omega ± z · se. The limits may exceed 1, as lavaan's do.
    pub wald: Wald,
    /// The fitted one-factor model.
    pub fit: OneFactor,
    /// Matrix indices of the items with a uniqueness at or below 0 (Heywood cases). If there are any, the solution is
    /// improper and omega should not be relied on.
    pub improper_items: Vec<usize>,
}

/// Computes omega total of at least three items from the k × k covariance matrix `cov` of `n` persons; the interval has
/// confidence `level` (between 0 and 1, both excluded).
///
/// # Errors
/// The errors of [`OneFactor::fit`], [`Undefined::TooFewPersons`] for fewer than three persons, and
/// [`Undefined::OutOfRange`] if `level` is not between 0 and 1 or the standard error is not determined.
pub fn omega_total(cov: &DMatrix<f64>, n: u64, level: f64) -> Result<OmegaTotal, Undefined> {
    let fit = OneFactor::fit(cov, None)?;
    check_persons(n, 3)?;
    let k = cov.nrows();
    let common = fit.loadings().sum();
    let error = fit.uniquenesses().sum();
    let total = common * common + error;
    let value = omega_of(&fit);
    let by_loadings = DVector::repeat(k, 2.0 * common * error / (total * total));
    let by_uniquenesses = DVector::repeat(k, -common * common / (total * total));
    let se = (fit.unit_variance(&by_loadings, &by_uniquenesses)? / n as f64).sqrt();
    Ok(OmegaTotal {
        value,
        wald: Wald::new(value, se, level)?,
        improper_items: fit.improper_items(),
        fit,
    })
}

/// Omega total of a fitted one-factor model: (Σλ)²/((Σλ)² + Σθ).
#[must_use]
pub fn omega_of(fit: &OneFactor) -> f64 {
    let common = powi(fit.loadings().sum(), 2);
    // The denominator is 1'Σ1, above 0 because a fitted Σ is positive definite.
    common / (common + fit.uniquenesses().sum())
}

/// Returns a function that computes omega of many similar covariance matrices, for a bootstrap or jackknife. All fits
/// start from the first fit, so the first matrix should be that of the original persons. The function returns an error
/// for an improper solution.
pub fn omega_of_many() -> impl FnMut(&DMatrix<f64>) -> Result<f64, Undefined> {
    let mut start = None;
    move |cov| {
        let fit = OneFactor::fit(cov, start.as_ref())?;
        out_of_range_if(
            !fit.improper_items().is_empty(),
            "an item's error variance is not above 0",
        )?;
        start.get_or_insert_with(|| fit.start());
        Ok(omega_of(&fit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::alpha::alpha;
    use approx::assert_relative_eq;
    use proptest::prelude::{ProptestConfig, Strategy, prop_assert, proptest};

    /// Random positive definite covariances of k items: A'A, with a little added to the diagonal.
    fn covariances() -> impl Strategy<Value = DMatrix<f64>> {
        (3_usize..9).prop_flat_map(|k| {
            proptest::collection::vec(-1.0..1.0, k * k)
                .prop_map(move |entries| DMatrix::from_vec(k, k, entries))
                .prop_map(|a| a.transpose() * &a + DMatrix::identity(a.ncols(), a.ncols()) * 1e-3)
        })
    }

    /// Covariances of a realistic scale: one factor and some noise.
    fn scales() -> impl Strategy<Value = DMatrix<f64>> {
        (3_usize..9).prop_flat_map(|k| {
            (
                proptest::collection::vec(0.4..1.2, k),
                proptest::collection::vec(-0.15..0.15, k * k),
            )
                .prop_map(move |(loadings, noise)| {
                    let loadings = DVector::from_vec(loadings);
                    let noise = DMatrix::from_vec(k, k, noise);
                    &loadings * loadings.transpose() + DMatrix::identity(k, k) * 0.7 + noise.transpose() * noise
                })
        })
    }

    #[test]
    fn equal_loadings_make_omega_equal_alpha() {
        let cov = DMatrix::from_row_slice(
            4,
            4,
            &[
                2.0, 1.0, 1.0, 1.0, 1.0, 2.5, 1.0, 1.0, 1.0, 1.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.5,
            ],
        );
        let omega = omega_total(&cov, 100, 0.95).unwrap();
        assert_relative_eq!(omega.value, alpha(&cov).unwrap(), max_relative = 1e-10);
    }

    /// lavaan 0.6.14: `cfa(…, sample.cov = C, sample.nobs = 100, std.lv = TRUE)`, which divides by n.
    #[test]
    fn lavaan_heywood_case() {
        #[rustfmt::skip]
        let cov = DMatrix::from_row_slice(4, 4, &[
            1.00, 0.80, 0.82, 0.60,
            0.80, 1.00, 0.40, 0.45,
            0.82, 0.40, 1.00, 0.35,
            0.60, 0.45, 0.35, 1.00,
        ]);
        let omega = omega_total(&cov, 100, 0.95).unwrap();
        assert_relative_eq!(omega.value, 0.862_118_768_663, max_relative = 1e-5);
        assert_relative_eq!(omega.wald.se, 0.019_622_165_536_7, max_relative = 1e-5);
        assert_relative_eq!(
            omega.fit.uniquenesses()[0] * 0.99,
            -0.422_683_550_7,
            max_relative = 1e-5
        );
        assert_eq!(omega.improper_items, [0]);
        assert!(omega_of_many()(&cov).is_err());
    }

    proptest! {
        // Most random matrices have no minimum, and detecting that takes the full number of steps.
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_positive_definite_matrix_gives_a_share_of_variance_or_a_reason(cov in covariances()) {
            if let Ok(omega) = omega_total(&cov, 50, 0.95) {
                prop_assert!(omega.wald.se.is_finite());
                if omega.improper_items.is_empty() {
                    prop_assert!((0.0..=1.0).contains(&omega.value));
                }
            }
        }

        #[test]
        fn a_common_unit_for_all_items_changes_nothing(cov in scales(), unit in 0.01..100.0) {
            let one = omega_total(&cov, 80, 0.95).unwrap();
            let other = omega_total(&(&cov * unit), 80, 0.95).unwrap();
            prop_assert!((one.value - other.value).abs() < 1e-8);
            prop_assert!((one.wald.se - other.wald.se).abs() < 1e-8);
        }

        #[test]
        fn the_order_of_the_items_changes_nothing(cov in scales()) {
            let k = cov.nrows();
            let turned = DMatrix::from_fn(k, k, |i, j| cov[((i + 1) % k, (j + 1) % k)]);
            let one = omega_total(&cov, 80, 0.95).unwrap();
            let other = omega_total(&turned, 80, 0.95).unwrap();
            prop_assert!((one.value - other.value).abs() < 1e-8);
        }
    }
}
