//! A coefficient with its identity.

use crate::disclosure::{Estimated, Interval, KeyedCoefficient, OtherInterval, ScaleReliability};
use crate::report::{Cell, Kind, Record, figures};

/// A coefficient, or the reason why there is none.
pub(crate) fn coefficient(estimated: &Estimated) -> Record {
    of_kind(estimated, Kind::Coefficient)
}

/// A coefficient under its key, with its other intervals where it has several.
pub(crate) fn named_coefficient(named: &KeyedCoefficient) -> Record {
    let record = of_kind(&named.estimated, figures::kind(named.key));
    if named.intervals.is_empty() {
        return record;
    }
    let intervals = named.intervals.iter();
    record.with(
        "intervals",
        intervals.fold(Record::object(), |all, other| {
            all.with(other.key, other_interval(other))
        }),
    )
}

/// The coefficients shown with a scale's scores.
pub(crate) fn reliability(found: &ScaleReliability) -> Record {
    Record::object()
        .with("alpha", coefficient(&found.alpha))
        .with("omega_total", coefficient(&found.omega_total))
        .with("mean_interitem_r", coefficient(&found.mean_interitem_r))
}

fn of_kind(estimated: &Estimated, kind: Kind) -> Record {
    Record::defined(estimated, |found| {
        let limits = found.interval.as_ref().map(Result::as_ref);
        let limit = |which: fn(&Interval) -> f64| limits.map(|limits| limits.map(which));
        Record::object()
            .number("value", found.value, kind)
            .with_some("se", found.se.map(|se| Cell::number(se, kind)))
            .number("lower", limit(|interval| interval.lower), kind)
            .number("upper", limit(|interval| interval.upper), kind)
            .with_some(
                "cut",
                limits
                    .and_then(Result::ok)
                    .is_some_and(|limits| limits.cut)
                    .then_some(true),
            )
            .with("interval", found.interval_method)
            .with_some("interval_of", found.interval_of)
            .with("estimator", found.estimator)
            .with_some("denominator", found.denominator)
            .with("missing", found.missing)
            .figure("n", found.n)
            .figure("k", found.k)
            .with_some("warning", found.warning.as_deref())
    })
}

fn other_interval(other: &OtherInterval) -> Record {
    let record = Record::object()
        .with("method", other.method)
        .with("interval_of", other.of);
    let record = record.with_some("se", other.se.map(|se| Cell::number(se, Kind::Coefficient)));
    record.and(Record::defined(&other.interval, |limits| {
        Record::object().interval(Ok(*limits), Kind::Coefficient)
    }))
}
