//! Asking once a year or every term: what either shows from one year to the next.

use crate::analysis::plan::{PlanAims, PlanAssumptions};
use crate::stats::{Undefined, Waves, averaged_sd, smallest_change};

/// Terms of a school year.
pub const TERMS_A_YEAR: u64 = 3;

/// What asking once a year and asking every term show of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedOften {
    /// Answers of the group in each wave.
    pub n: u64,
    /// Smallest change between two waves: from term to term if it is asked every term, from year to year if once a year.
    pub between_waves: Result<f64, Undefined>,
    /// Smallest change between the averages of a year's three terms and those of the next year.
    pub between_averages: Result<f64, Undefined>,
}

/// Compares asking a group of `n` people once a year with asking them every term. Years are compared as anonymous waves.
#[must_use]
pub fn asked_often(aims: &PlanAims, assumptions: &PlanAssumptions, n: u64) -> AskedOften {
    let sd = assumptions.sd.ends.value;
    let unit = smallest_change(1.0, n, Waves::Anonymous, aims.detection);
    let averaged = averaged_sd(sd, TERMS_A_YEAR, assumptions.correlation.ends.value);
    AskedOften {
        n,
        between_averages: unit.clone().and_then(|unit| Ok(unit * averaged?)),
        between_waves: unit.map(|unit| unit * sd),
    }
}
