//! A coefficient with everything needed to say what it is.

use crate::stats::{Interval, Undefined};

/// A coefficient with its interval and everything needed to say what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// The value.
    pub value: f64,
    /// Standard error, if the interval is made from one.
    pub se: Option<f64>,
    /// Its interval, or the reason why there is none; `None` for a coefficient that never has one.
    pub interval: Option<Result<Interval, Undefined>>,
    /// Method of the interval.
    pub interval_method: &'static str,
    /// The staff that the interval is about, where methods differ in it.
    pub interval_of: Option<&'static str>,
    /// Estimator of the value.
    pub estimator: &'static str,
    /// The denominator, for coefficients on which programs differ.
    pub denominator: Option<&'static str>,
    /// Treatment of missing answers.
    pub missing: &'static str,
    /// A warning to show wherever the value is shown.
    pub warning: Option<String>,
    /// Number of people.
    pub n: u64,
    /// Number of items.
    pub k: usize,
}

/// A coefficient, or the reason why there is none.
pub type Estimated = Result<Coefficient, Undefined>;

/// The data behind a coefficient.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CoefficientBase {
    /// Treatment of missing answers.
    pub(crate) missing: &'static str,
    /// Number of people.
    pub(crate) n: u64,
    /// Number of items.
    pub(crate) k: usize,
}

impl CoefficientBase {
    /// A coefficient without an interval.
    pub(crate) fn coefficient(self, value: f64, estimator: &'static str) -> Coefficient {
        Coefficient {
            value,
            se: None,
            interval: None,
            interval_method: "none",
            interval_of: None,
            estimator,
            denominator: None,
            missing: self.missing,
            warning: None,
            n: self.n,
            k: self.k,
        }
    }
}
