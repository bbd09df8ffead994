//! Scores standardised to the trust's staff by role, as every report of scores and changes says them.

use crate::disclosure::{ChangeInMeans, Shown, StandardStaff, StandardisedChange, StandardisedMean, Undefined};
use crate::report::{Cell, Kind, Record, number};

/// A standardised mean, or why there is none.
pub(crate) type Mean = Result<StandardisedMean, Undefined>;

/// The staff that scores are standardised to, each role with its weight.
pub(crate) fn standard_record(standard: &StandardStaff) -> Record {
    let total: u64 = standard.roles.iter().map(|(_, staff)| staff).sum();
    let role = |(name, staff): &(String, u64)| {
        Record::object()
            .with("role", name.as_str())
            .count("headcount", *staff)
            .number("weight", *staff as f64 / total as f64, Kind::Coefficient)
    };
    Record::object()
        .with("column", standard.column.as_str())
        .count("headcount", total)
        .with("roles", Record::list(standard.roles.iter().map(role)))
}

/// A standardised mean as a script reads it.
pub(crate) fn shown_record(shown: &Shown<Mean>) -> Record {
    match shown {
        Shown::Withheld(rule) => Record::withheld(rule.name()),
        Shown::Figures(mean) => mean_record(mean),
    }
}

/// The same of one that is shown.
pub(crate) fn mean_record(mean: &Mean) -> Record {
    match mean {
        Err(reason) => undefined(reason),
        Ok(found) => Record::object()
            .count("n", found.n)
            .number("mean", found.mean, Kind::Score)
            .number("se", found.se, Kind::Score)
            .number("lower", found.interval.lower, Kind::Score)
            .number("upper", found.interval.upper, Kind::Score)
            .count("df", found.df),
    }
}

fn undefined(reason: &Undefined) -> Record {
    Record::object().with("undefined", reason.to_string())
}

/// The keys of a standardised mean in a table.
pub(crate) const MEAN_KEYS: [&str; 5] = [
    "standardised_mean",
    "standardised_se",
    "standardised_lower",
    "standardised_upper",
    "standardised_withheld",
];

/// A standardised mean in a table.
pub(crate) fn mean_cells(shown: &Shown<Mean>) -> Vec<Cell> {
    match shown {
        Shown::Withheld(rule) => withheld(MEAN_KEYS.len(), rule.name()),
        Shown::Figures(Err(_)) => vec![Cell::Blank; MEAN_KEYS.len()],
        Shown::Figures(Ok(found)) => vec![
            Cell::number(found.mean, Kind::Score),
            Cell::number(found.se, Kind::Score),
            Cell::number(found.interval.lower, Kind::Score),
            Cell::number(found.interval.upper, Kind::Score),
            Cell::Blank,
        ],
    }
}

fn withheld(width: usize, rule: &'static str) -> Vec<Cell> {
    let mut cells = vec![Cell::Blank; width - 1];
    cells.push(Cell::text(rule));
    cells
}

/// A standardised change as a script reads it.
pub(crate) fn change_record(shown: &Shown<StandardisedChange>) -> Record {
    let found = match shown {
        Shown::Withheld(rule) => return Record::withheld(rule.name()),
        Shown::Figures(found) => found,
    };
    let mean = |mean: &Mean| match mean {
        Ok(found) => Cell::number(found.mean, Kind::Score),
        Err(reason) => Cell::Undefined(reason.to_string()),
    };
    let record = Record::object()
        .with("mean_before", mean(&found.before))
        .with("mean_after", mean(&found.after));
    record.and(difference_record(&found.difference))
}

/// A standardised difference as a script reads it.
pub(crate) fn difference_record(difference: &Result<ChangeInMeans, Undefined>) -> Record {
    match difference {
        Err(reason) => Record::object().with("difference", Cell::Undefined(reason.to_string())),
        Ok(found) => Record::object()
            .number("difference", found.difference, Kind::Score)
            .number("se", found.se, Kind::Score)
            .number("lower", found.interval.lower, Kind::Score)
            .number("upper", found.interval.upper, Kind::Score),
    }
}

/// The keys of a standardised change in a table.
pub(crate) const CHANGE_KEYS: [&str; 7] = [
    "standardised_mean_before",
    "standardised_mean_after",
    "standardised_difference",
    "standardised_difference_se",
    "standardised_difference_lower",
    "standardised_difference_upper",
    "standardised_withheld",
];

/// A standardised change in a table.
pub(crate) fn change_cells(shown: &Shown<StandardisedChange>) -> Vec<Cell> {
    let found = match shown {
        Shown::Withheld(rule) => return withheld(CHANGE_KEYS.len(), rule.name()),
        Shown::Figures(found) => found,
    };
    let mean = |mean: &Mean| Cell::maybe(mean.as_ref().ok().map(|found| found.mean), Kind::Score);
    let mut cells = vec![mean(&found.before), mean(&found.after)];
    cells.extend(difference_cells(Some(&found.difference)));
    cells.push(Cell::Blank);
    cells
}

/// A standardised difference, its standard error and its limits in a table.
pub(crate) fn difference_cells(difference: Option<&Result<ChangeInMeans, Undefined>>) -> [Cell; 4] {
    let found = difference.and_then(|found| found.as_ref().ok());
    let of = |pick: fn(&ChangeInMeans) -> f64| Cell::maybe(found.map(pick), Kind::Score);
    [
        of(|found| found.difference),
        of(|found| found.se),
        of(|found| found.interval.lower),
        of(|found| found.interval.upper),
    ]
}

/// `4.31 (4.20 to 4.42)`
pub(crate) fn mean_text(mean: &Mean) -> String {
    match mean {
        Err(reason) => format!("cannot be said: {reason}"),
        Ok(found) => {
            let range = number::range(found.interval.lower, found.interval.upper, Kind::Score);
            format!("{} ({range})", number::text(found.mean, Kind::Score))
        }
    }
}

/// `+0.12 (0.02 to 0.22)`
pub(crate) fn difference_text(difference: &Result<ChangeInMeans, Undefined>) -> String {
    match difference {
        Err(reason) => format!("cannot be said: {reason}"),
        Ok(found) => {
            let range = number::range(found.interval.lower, found.interval.upper, Kind::Score);
            format!("{} ({range})", number::change(found.difference))
        }
    }
}

/// The mean in a column of its own.
pub(crate) fn cell(shown: &Shown<Mean>) -> Cell {
    match shown {
        Shown::Withheld(_) => Cell::text("withheld"),
        Shown::Figures(Err(reason)) => Cell::Undefined(reason.to_string()),
        Shown::Figures(mean) => Cell::Text(mean_text(mean)),
    }
}

/// The heading of that column.
pub(crate) const HEADING: &str = "Standardised";

/// Why a standardised score of the trust is withheld.
pub(crate) fn withheld_text(min_group: u64) -> String {
    format!("withheld: fewer than {min_group} answered in a role, or it would give a small group back")
}

/// What standardised scores are, which question they answer, and when they are withheld.
pub(crate) fn note(standard: &StandardStaff, min_group: u64) -> String {
    let total: u64 = standard.roles.iter().map(|(_, staff)| staff).sum();
    let share = |(name, staff): &(String, u64)| format!("{name} {}", number::percent(*staff as f64 / total as f64));
    let roles: Vec<String> = standard.roles.iter().map(share).collect();
    format!(
        "Standardised: the mean of persons' scores if each role had answered in its share of the trust's staff ({}). It asks how \
         academies or terms differ beyond who happened to answer; the plain score says what those who answered feel. An academy's \
         stands only where {min_group} or more answered in every role, and where it gives no small group back.",
        roles.join(", ")
    )
}
