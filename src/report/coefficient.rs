//! A coefficient as a record and as a row of the tidy table.

use crate::disclosure::{Estimated, Undefined};
use crate::report::{Cell, Kind, Record};

/// The columns of the tidy table of coefficients, behind those that say which one it is.
pub(crate) const COLUMNS: [&str; 12] = [
    "value",
    "se",
    "lower",
    "upper",
    "interval",
    "estimator",
    "denominator",
    "missing",
    "n",
    "k",
    "warning",
    "undefined",
];

/// A coefficient with its identity, or the reason why there is none.
pub(crate) fn record(estimated: &Estimated) -> Record {
    let found = match estimated {
        Err(reason) => return undefined(reason),
        Ok(found) => found,
    };
    let limits = found.interval.as_ref().map(|interval| interval.as_ref());
    let limit = |which: fn(&crate::disclosure::Interval) -> f64| match limits {
        None => Cell::Blank,
        Some(Ok(interval)) => Cell::number(which(interval), Kind::Coefficient),
        Some(Err(reason)) => Cell::Undefined(reason.to_string()),
    };
    let mut record = Record::object().number("value", found.value, Kind::Coefficient);
    if let Some(se) = found.se {
        record = record.number("se", se, Kind::Coefficient);
    }
    record = record
        .with("lower", limit(|interval| interval.lower))
        .with("upper", limit(|interval| interval.upper))
        .with("interval", found.interval_method)
        .with("estimator", found.estimator);
    if let Some(denominator) = found.denominator {
        record = record.with("denominator", denominator);
    }
    record = record
        .with("missing", found.missing)
        .count("n", found.n)
        .count("k", found.k as u64);
    match found.warning {
        Some(warning) => record.with("warning", warning),
        None => record,
    }
}

/// `{"undefined": why}`
pub(crate) fn undefined(reason: &Undefined) -> Record {
    Record::object().with("undefined", reason.to_string())
}

/// The cells of [`COLUMNS`].
pub(crate) fn row(estimated: &Estimated) -> Vec<Cell> {
    match estimated {
        Err(reason) => {
            let mut cells = vec![Cell::Blank; COLUMNS.len() - 1];
            cells.push(Cell::Text(reason.to_string()));
            cells
        }
        Ok(found) => {
            let limits = found.interval.as_ref().and_then(|interval| interval.as_ref().ok());
            vec![
                Cell::number(found.value, Kind::Coefficient),
                Cell::maybe(found.se, Kind::Coefficient),
                Cell::maybe(limits.map(|interval| interval.lower), Kind::Coefficient),
                Cell::maybe(limits.map(|interval| interval.upper), Kind::Coefficient),
                Cell::text(found.interval_method),
                Cell::text(found.estimator),
                found.denominator.map_or(Cell::Blank, Cell::text),
                Cell::text(found.missing),
                Cell::count(found.n),
                Cell::count(found.k as u64),
                found.warning.map_or(Cell::Blank, Cell::text),
                Cell::Blank,
            ]
        }
    }
}
