//! Explanations of figures.

use crate::engine::Error;
use crate::report::{self, Report};

/// The definition of a figure, or of every figure for an empty key.
///
/// # Errors
/// When there is no such figure, with the nearest and those that there are.
pub fn explain(key: &str) -> Result<Report, Error> {
    report::explain(key).ok_or_else(|| Error::NoSuchFigure {
        key: key.to_owned(),
        nearest: report::nearest_key(key).map(str::to_owned),
        known: report::explanations()
            .iter()
            .map(|explanation| explanation.key.as_str())
            .collect(),
    })
}
