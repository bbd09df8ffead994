//! The trust's change by mixed models, within academies.

use crate::disclosure::{MixedChanges, RandomSlope};
use crate::report::{Cell, Kind, Record};

/// The change by the model with a random intercept, and by the one with a random slope. `pooled` withheld academies are combined
/// into one group.
pub(crate) fn mixed_change(found: &MixedChanges, pooled: usize) -> Record {
    let intercept = found.intercept.as_ref();
    Record::object()
        .figure("change", intercept.map(|found| found.change))
        .number("se", intercept.map(|found| found.se), Kind::Score)
        .interval(intercept.map(|found| found.interval), Kind::Score)
        .figure("p", intercept.map(|found| found.p))
        .figure("var_academy", intercept.map(|found| found.var_academy))
        .figure("var_residual", intercept.map(|found| found.var_residual))
        .with_some("df", intercept.ok().map(|found| Cell::count(found.df)))
        .with_some("at_boundary", intercept.ok().map(|found| found.at_boundary))
        .figure("withheld_as_one", pooled)
        .with("random_slope", Record::defined(&found.slope, random_slope))
}

fn random_slope(found: &RandomSlope) -> Record {
    Record::object()
        .figure("change", found.change)
        .number("se", found.se, Kind::Score)
        .interval(Ok(found.interval), Kind::Score)
        .count("df", found.df)
        .figure("var_academy", found.var_academy)
        .figure("var_change", found.var_change)
        .figure("covariance", found.covariance)
        .figure("var_residual", found.var_residual)
        .with("singular", found.singular)
}
