//! Scores and differences on the pages: in tables, in charts and in sentences.

use crate::model::{Instrument, Scale};
use crate::report::blocks::items_asked;
use crate::report::picked::{Picked, WITHHELD};
use crate::report::score::words::{self, interval_heading};
use crate::report::{Cell, DotRow, Kind, Mark, Point, Record, Role, number};

/// The lowest and the highest possible score of a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) least: f64,
    pub(super) most: f64,
}

impl Bounds {
    pub(super) fn of(scale: &Scale, instrument: &Instrument) -> Self {
        let unit = scale.step(&instrument.scoring);
        Self {
            least: f64::from(scale.range.min()) * unit,
            most: f64::from(scale.range.max()) * unit,
        }
    }

    /// `1 to 6`
    pub(super) fn text(self) -> String {
        number::range(self.least, self.most, Kind::Count)
    }
}

/// A thing under a name.
pub(super) fn named(key: &str, name: impl Into<String>, node: &Record) -> Record {
    Record::object().with(key, name.into()).and(node.clone())
}

/// A part of a thing under a name; withheld if the thing is withheld.
pub(super) fn part(node: &Record, path: &str, key: &str, name: impl Into<String>) -> Record {
    let withheld = node.is_withheld().then_some(node);
    named(key, name, node.at(path).or(withheld).unwrap_or(&Record::object()))
}

pub(super) fn any_withheld<'r>(nodes: impl IntoIterator<Item = &'r Record>) -> bool {
    nodes.into_iter().any(Record::is_withheld)
}

/// The columns of a score: staff, score and interval.
pub(super) fn columns(table: Picked<'_>, level: f64) -> Picked<'_> {
    table
        .figures("n mean")
        .says_withheld()
        .made("interval", &interval_heading(level), Role::Figure, interval)
        .made("items_asked", "Asked", Role::Figure, items_asked)
        .if_any()
}

/// The interval of a score, or the reason why it has none.
pub(super) fn interval(score: &Record) -> Cell {
    match score.cell("lower") {
        reason @ Cell::Undefined(_) => reason,
        _ => Cell::Text(words::interval(score)),
    }
}

/// A score with its interval as a row of a chart.
pub(super) fn dot_row(label: String, score: &Record, point: Point) -> DotRow {
    let none = |text: &str| (None, text.to_owned());
    let (mark, text) = match score.value("mean") {
        _ if score.is_withheld() => none(WITHHELD),
        None => none("nobody answered enough"),
        Some(value) => {
            let text = match interval(score) {
                Cell::Text(interval) => format!("{} ({interval})", score.shown_number("mean")),
                _ => score.shown_number("mean"),
            };
            let everyone = score.text("population") == Some(words::EVERYONE);
            let limits = score.limits("lower", "upper").filter(|_| !everyone);
            let mark = Mark {
                limits: limits.map(<(f64, f64)>::from),
                shrunken: score.value("shrunken_mean"),
                ..dot(point, value)
            };
            (Some(mark), text)
        }
    };
    DotRow { label, mark, text }
}

/// A point without intervals.
pub(super) fn dot(point: Point, value: f64) -> Mark {
    Mark {
        point,
        value,
        limits: None,
        widened: None,
        shrunken: None,
    }
}

/// `Efficacy is 4.24 across the trust, on a scale from 1 to 6, which is 65 of 100 (from the answers of 508 staff, 69 % of all)`
pub(super) fn position(declared: &Scale, instrument: &Instrument, score: &Record, place: &str) -> String {
    let pomp = match score.value("pomp") {
        Some(_) => format!(", which is {} of 100", score.shown_number("pomp")),
        None => String::new(),
    };
    format!(
        "{} is {}{place}, on a scale from {}{pomp} (from the answers of {})",
        declared.name,
        score.shown_number("mean"),
        Bounds::of(declared, instrument).text(),
        words::staff(score)
    )
}

/// A difference or change with its sign, or the reason why it cannot be tested.
pub(super) fn difference(node: &Record) -> Cell {
    match (node.value("difference"), node.cell("lower")) {
        (_, reason @ Cell::Undefined(_)) => reason,
        (Some(_), Cell::Number(..)) => Cell::Text(node.shown_number("difference")),
        _ => Cell::Blank,
    }
}

/// The interval of a difference or change, by the keys of its limits.
pub(super) fn difference_interval(node: &Record, lower: &str, upper: &str) -> Cell {
    match node.limits(lower, upper) {
        Some([lower, upper]) => Cell::Text(number::change_range(lower, upper)),
        None => Cell::Blank,
    }
}
