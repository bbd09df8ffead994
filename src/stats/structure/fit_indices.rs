//! Indices of fit of a factor model.
//!
//! With χ² and df of the model, χ²ᵦ and dfᵦ of the baseline model (no relations), and N people (n, or n − 1 for weighted least
//! squares), as lavaan 0.6-14:
//!
//! - CFI = 1 − max(χ² − df, 0)/max(χ² − df, χ²ᵦ − dfᵦ, 0) (Bentler 1990);
//! - TLI = 1 − (χ² − df) dfᵦ/((χ²ᵦ − dfᵦ) df) (Tucker & Lewis 1973);
//! - RMSEA = √(max(χ² − df, 0)/(N df)) (Steiger & Lind 1980), with a 90 % interval by the noncentral χ² distribution.
//!
//! A model without degrees of freedom reproduces any correlations: χ² and CFI have their values 0 and 1, and p, TLI and RMSEA, which
//! divide by df, are undefined. lavaan prints TLI 1 and RMSEA 0 there, and no p.
//!
//! Robust indices take χ² − c·df in place of χ² − df, with the scaling factor c of each model (Brosseau-Liard & Savalei 2014).

use crate::stats::structure::gamma_tails::chi_squared_tail;
use crate::stats::structure::noncentral::noncentrality_of;
use crate::stats::{Interval, Undefined};

/// The reason for a figure that divides by the degrees of freedom of a model that has none.
pub(crate) const NO_DEGREES_OF_FREEDOM: Undefined = Undefined::OutOfRange {
    why: "the model has no degrees of freedom, so it fits any answers",
};
/// The reason for a comparison with a baseline model that fits exactly as expected.
const NO_BASELINE: Undefined = Undefined::OutOfRange {
    why: "the baseline model fits as well as chance allows",
};

/// A χ² with its degrees of freedom and the number it has on average if the model is true: df, or df times a scaling factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Misfit {
    pub(crate) chisq: f64,
    pub(crate) df: f64,
    /// Expected χ² of a true model.
    pub(crate) expected: f64,
}

impl Misfit {
    /// A χ² that follows the χ² distribution.
    pub(crate) fn new(chisq: f64, df: usize) -> Self {
        Self {
            chisq,
            df: df as f64,
            expected: df as f64,
        }
    }

    /// A χ² that is `scaling` times too large.
    pub(crate) fn scaled_by(self, scaling: f64) -> Self {
        Self {
            expected: self.df * scaling,
            ..self
        }
    }

    fn excess(self) -> f64 {
        self.chisq - self.expected
    }
}

/// Comparative indices and RMSEA.
#[derive(Debug, Clone, PartialEq)]
pub struct FitIndices {
    /// χ².
    pub chisq: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// P(χ² > statistic), 0 to 1.
    pub p: Result<f64, Undefined>,
    /// Comparative fit index, 0 to 1.
    pub cfi: f64,
    /// Tucker–Lewis index; may exceed 1.
    pub tli: Result<f64, Undefined>,
    /// Root mean square error of approximation.
    pub rmsea: Result<f64, Undefined>,
    /// Its 90 % interval.
    pub rmsea_interval: Result<Interval, Undefined>,
}

/// Indices that need no distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparativeFit {
    /// Comparative fit index, 0 to 1.
    pub cfi: f64,
    /// Tucker–Lewis index; may exceed 1.
    pub tli: Result<f64, Undefined>,
    /// Root mean square error of approximation.
    pub rmsea: Result<f64, Undefined>,
}

impl ComparativeFit {
    /// The indices of a model beside its baseline; `persons` is n or n − 1.
    pub(crate) fn of(model: Misfit, baseline: Misfit, persons: f64) -> Self {
        let (own, none) = (model.excess(), baseline.excess());
        let most = own.max(none).max(0.0);
        Self {
            cfi: if most > 0.0 { 1.0 - own.max(0.0) / most } else { 1.0 },
            tli: with_degrees(model.df, |df| {
                let ratio = own * baseline.df / (none * df);
                ratio.is_finite().then_some(1.0 - ratio).ok_or(NO_BASELINE)
            }),
            rmsea: with_degrees(model.df, |df| Ok((own.max(0.0) / (df * persons)).sqrt())),
        }
    }
}

impl FitIndices {
    /// The indices of a model beside its baseline; `persons` is n or n − 1.
    pub(crate) fn of(chisq: f64, df: usize, baseline: Misfit, persons: f64) -> Self {
        let found = ComparativeFit::of(Misfit::new(chisq, df), baseline, persons);
        let degrees = df as f64;
        let limit = |tail: f64| (noncentrality_of(chisq, degrees, tail) / (degrees * persons)).sqrt();
        Self {
            chisq,
            df,
            p: with_degrees(degrees, |df| Ok(chi_squared_tail(chisq.max(0.0), df))),
            cfi: found.cfi,
            tli: found.tli,
            rmsea: found.rmsea,
            rmsea_interval: with_degrees(degrees, |_| Ok(Interval::new(limit(0.05), limit(0.95)))),
        }
    }
}

/// A figure that divides by the degrees of freedom.
fn with_degrees<T>(df: f64, make: impl FnOnce(f64) -> Result<T, Undefined>) -> Result<T, Undefined> {
    if df > 0.0 { make(df) } else { Err(NO_DEGREES_OF_FREEDOM) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn a_model_without_degrees_of_freedom_has_no_p_tli_or_rmsea() {
        let found = FitIndices::of(1e-12, 0, Misfit::new(340.0, 3), 473.0);
        assert_eq!(found.df, 0);
        assert_relative_eq!(found.cfi, 1.0, max_relative = 1e-9);
        assert_eq!(found.p, Err(NO_DEGREES_OF_FREEDOM));
        assert_eq!(found.tli, Err(NO_DEGREES_OF_FREEDOM));
        assert_eq!(found.rmsea, Err(NO_DEGREES_OF_FREEDOM));
        assert_eq!(found.rmsea_interval, Err(NO_DEGREES_OF_FREEDOM));
    }

    #[test]
    fn a_baseline_that_fits_as_expected_has_no_tli() {
        let found = FitIndices::of(3.0, 2, Misfit::new(6.0, 6), 100.0);
        assert_eq!(found.tli, Err(NO_BASELINE));
        assert!(found.rmsea.is_ok_and(|rmsea| rmsea > 0.0));
    }
}
