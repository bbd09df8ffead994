//! Scores and changes standardised to the trust's staff by role.

use crate::disclosure::{ChangeInMeans, StandardStaff, StandardisedChange, StandardisedMean, Undefined};
use crate::report::{Kind, Record};

/// A standardised mean, or why there is none.
pub(crate) type Mean = Result<StandardisedMean, Undefined>;

/// The staff that scores are standardised to, each role with its weight.
pub(crate) fn standard_staff(standard: &StandardStaff) -> Record {
    let total: u64 = standard.roles.iter().map(|(_, staff)| staff).sum();
    let role = |(name, staff): &(String, u64)| {
        Record::object()
            .with("role", name.as_str())
            .figure("headcount", *staff)
            .figure("weight", *staff as f64 / total as f64)
    };
    Record::object()
        .with("column", standard.column.as_str())
        .figure("headcount", total)
        .with_list("roles", standard.roles.iter().map(role))
}

/// A standardised mean.
pub(crate) fn standardised_mean(mean: &Mean) -> Record {
    Record::defined(mean, |found| {
        Record::object()
            .figure("n", found.n)
            .figure("mean", found.mean)
            .number("se", found.se, Kind::Score)
            .interval(Ok(found.interval), Kind::Score)
            .count("df", found.df)
    })
}

/// A standardised change.
pub(crate) fn standardised_change(found: &StandardisedChange) -> Record {
    let mean = |mean: &Mean| mean.as_ref().map(|found| found.mean).map_err(Clone::clone);
    Record::object()
        .figure("mean_before", &mean(&found.before))
        .figure("mean_after", &mean(&found.after))
        .and(standardised_difference(&found.difference))
}

/// A standardised difference.
pub(crate) fn standardised_difference(difference: &Result<ChangeInMeans, Undefined>) -> Record {
    match difference {
        Err(reason) => Record::object().all_undefined(&["difference"], reason),
        Ok(found) => Record::object()
            .figure("difference", found.difference)
            .number("se", found.se, Kind::Score)
            .interval(Ok(found.interval), Kind::Score),
    }
}
