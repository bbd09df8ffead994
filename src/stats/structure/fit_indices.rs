//! Indices of fit of a factor model.
//!
//! With χ² and df of the model, χ²ᵦ and dfᵦ of the baseline model (no relations), and N people (n, or n − 1 for weighted least
//! squares), as lavaan 0.6-14:
//!
//! - CFI = 1 − max(χ² − df, 0)/max(χ² − df, χ²ᵦ − dfᵦ, 0) (Bentler 1990);
//! - TLI = 1 − (χ² − df) dfᵦ/((χ²ᵦ − dfᵦ) df) (Tucker & Lewis 1973);
//! - RMSEA = √(max(χ² − df, 0)/(N df)) (Steiger & Lind 1980), with a 90 % interval by the noncentral χ² distribution.
//!
//! Robust indices take χ² − c·df in place of χ² − df, with the scaling factor c of each model (Brosseau-Liard & Savalei 2014).

use crate::stats::Interval;
use crate::stats::structure::gamma_tails::chi_squared_tail;
use crate::stats::structure::noncentral::noncentrality_of;

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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitIndices {
    /// χ².
    pub chisq: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// P(χ² > statistic).
    pub p: f64,
    /// Comparative fit index, 0 to 1.
    pub cfi: f64,
    /// Tucker–Lewis index; may exceed 1.
    pub tli: f64,
    /// Root mean square error of approximation.
    pub rmsea: f64,
    /// Its 90 % interval.
    pub rmsea_interval: Interval,
}

/// Indices that need no distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComparativeFit {
    /// Comparative fit index, 0 to 1.
    pub cfi: f64,
    /// Tucker–Lewis index; may exceed 1.
    pub tli: f64,
    /// Root mean square error of approximation.
    pub rmsea: f64,
}

impl ComparativeFit {
    /// The indices of a model beside its baseline; `persons` is n or n − 1.
    pub(crate) fn of(model: Misfit, baseline: Misfit, persons: f64) -> Self {
        let (own, none) = (model.excess(), baseline.excess());
        let most = own.max(none).max(0.0);
        Self {
            cfi: if most > 0.0 { 1.0 - own.max(0.0) / most } else { 1.0 },
            tli: if model.df > 0.0 && none.abs() > 0.0 {
                1.0 - own * baseline.df / (none * model.df)
            } else {
                1.0
            },
            rmsea: if model.df > 0.0 {
                (own.max(0.0) / (model.df * persons)).sqrt()
            } else {
                0.0
            },
        }
    }
}

impl FitIndices {
    /// The indices of a model beside its baseline; `persons` is n or n − 1.
    pub(crate) fn of(chisq: f64, df: usize, baseline: Misfit, persons: f64) -> Self {
        let found = ComparativeFit::of(Misfit::new(chisq, df), baseline, persons);
        let limit = |upper: f64| {
            if df == 0 {
                return 0.0;
            }
            (noncentrality_of(chisq, df as f64, upper) / (df as f64 * persons)).sqrt()
        };
        Self {
            chisq,
            df,
            p: chi_squared_tail(chisq.max(0.0), (df as f64).max(1e-300)),
            cfi: found.cfi,
            tli: found.tli,
            rmsea: found.rmsea,
            rmsea_interval: Interval::new(limit(0.05), limit(0.95)),
        }
    }
}
