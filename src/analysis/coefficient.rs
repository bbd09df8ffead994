//! A number that carries its identity.

use crate::stats::{Interval, Undefined};

/// A coefficient with everything that says what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// The figure.
    pub value: f64,
    /// Its standard error, where the interval is made from one.
    pub se: Option<f64>,
    /// Its interval, or why there is none; `None` where the coefficient has none by nature.
    pub interval: Option<Result<Interval, Undefined>>,
    /// How the interval was made.
    pub interval_method: &'static str,
    /// How the figure was estimated.
    pub estimator: &'static str,
    /// What it is divided by, where programs differ.
    pub denominator: Option<&'static str>,
    /// What was done with missing answers.
    pub missing: &'static str,
    /// What must be said wherever the figure stands.
    pub warning: Option<&'static str>,
    /// Persons behind it.
    pub n: u64,
    /// Items behind it.
    pub k: usize,
}

/// A coefficient, or the reason why there is none.
pub type Estimated = Result<Coefficient, Undefined>;
