//! A term of a trend.

use crate::disclosure::{Change, GroupPoint, Quartiles, RestInTerm, StandardisedPoint, TrustPoint};
use crate::report::fields::{self, CHANGE_IN_TREND};
use crate::report::{Cell, Record};

/// A group's score in a term, the change since the term before, and the comparison with the rest of the trust.
pub(crate) fn group_in_term(point: &GroupPoint) -> Record {
    fields::group_score(&point.score)
        .with("change", change_since(point.change.as_ref()))
        .with(
            "rest_of_trust",
            point
                .rest
                .as_ref()
                .map_or(Cell::Blank.into(), |rest| rest_of_trust(rest, point.score.unit)),
        )
}

/// The trust's score in a term, and the change since the term before.
pub(crate) fn trust_in_term(point: &TrustPoint) -> Record {
    let change = point.change.as_ref();
    let change = change.map_or(Cell::Blank.into(), |change| {
        fields::trust_change(change).only(&CHANGE_IN_TREND)
    });
    fields::trust_score(&point.score).with("change", change)
}

fn change_since(change: Option<&Change>) -> Record {
    change.map_or(Cell::Blank.into(), |change| {
        fields::change(change, None).only(&CHANGE_IN_TREND)
    })
}

fn rest_of_trust(rest: &RestInTerm, unit: f64) -> Record {
    Record::object()
        .figure_to("mean", rest.mean, unit)
        .and(fields::comparison(&rest.comparison, unit))
}

/// A standardised score in a term, and its change since the term before.
pub(crate) fn standardised_in_term(point: &StandardisedPoint) -> Record {
    let change = point.change.as_ref();
    let change = change.map_or(Cell::Blank.into(), fields::standardised_difference);
    fields::standardised_mean(&point.mean).with("change", change)
}

/// The quartiles of the academies that are shown in a term.
pub(crate) fn benchmarks(found: Option<&Quartiles>) -> Record {
    match found {
        None => Record::undefined("fewer than four academies are shown"),
        Some(found) => Record::object()
            .figure("academies_shown", found.academies)
            .figure("lower_quartile", found.lower)
            .figure("median_of_academies", found.median)
            .figure("upper_quartile", found.upper),
    }
}
