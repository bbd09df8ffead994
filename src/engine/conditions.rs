//! Conditions on a result, for scripts that stop when a figure is not good enough (`--fail-on`).
//!
//! A condition names a key of the JSON output. It is met if any figure under that key meets it, of any scale or academy. A
//! withheld figure meets no condition; an undefined one meets every condition on its key, because a figure that cannot be
//! estimated is not good enough.

use std::fmt;

use crate::input::{did_you_mean, nearest};
use crate::report::{Cell, Record, Side};

/// Conditions on a result, such as `alpha<.7,findings`.
#[derive(Debug, Clone)]
pub struct Conditions(Vec<Condition>);

/// A reason why conditions cannot be parsed or checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConditionError {
    /// A part of the text is no condition. Contains that part.
    #[error("`{0}` is no condition: write a figure and a limit, such as alpha<.7, or findings")]
    NotACondition(String),
    /// The limit of a condition is not a number.
    #[error("`{limit}` is no number: write a limit such as .7 behind `{key}`")]
    NotALimit {
        /// The text found in place of the limit.
        limit: String,
        /// The key of the figure.
        key: String,
    },
    /// The result has no figure of this key.
    #[error(
        "--fail-on: the result has no figure `{key}`{}{} (the keys are those of --format json)",
        if *withholds { ", or withholds it with others" } else { "" }, did_you_mean(nearest.as_deref())
    )]
    NoSuchFigure {
        /// The key.
        key: String,
        /// The most similar key of the result.
        nearest: Option<String>,
        /// True if the result withholds figures.
        withholds: bool,
    },
    /// The result has no value for any figure of this key.
    #[error(
        "--fail-on: this result has no value of `{key}`, so `{condition}` cannot be checked{}",
        if key == "response_rate" { "; give headcounts with --headcount" } else { "" }
    )]
    NoValue {
        /// The key.
        key: String,
        /// The condition.
        condition: String,
    },
}

/// One condition.
#[derive(Debug, Clone)]
enum Condition {
    /// Any warning or error about the input.
    Findings,
    /// A figure against a number.
    Figure {
        key: String,
        than: &'static Comparison,
        limit: f64,
    },
}

/// A sign between a figure and a limit.
#[derive(Debug)]
struct Comparison {
    sign: &'static str,
    holds: fn(&f64, &f64) -> bool,
}

/// The longer signs first, so that `<=` is not read as `<`.
const COMPARISONS: &[Comparison] = &[
    Comparison {
        sign: "<=",
        holds: f64::le,
    },
    Comparison {
        sign: ">=",
        holds: f64::ge,
    },
    Comparison {
        sign: "<",
        holds: f64::lt,
    },
    Comparison {
        sign: ">",
        holds: f64::gt,
    },
];

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Findings => f.write_str("findings"),
            Self::Figure { key, than, limit } => write!(f, "{key}{}{limit}", than.sign),
        }
    }
}

/// A figure of a result, and its place.
struct Place<'r> {
    key: &'r str,
    path: String,
    figure: Figure<'r>,
}

enum Figure<'r> {
    Number(f64),
    /// A share of which only a bound is published.
    Bound(Side, f64),
    Undefined(&'r str),
    Withheld,
    /// Without a value, such as a response rate without headcounts.
    Unknown,
}

impl Conditions {
    /// Parses conditions such as `alpha<.7,response_rate<.5,findings`.
    ///
    /// # Errors
    /// When a part is no condition, with the cure.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        text.split(',')
            .map(str::trim)
            .map(condition)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The conditions that a result meets, one sentence each.
    ///
    /// # Errors
    /// When the result has no figure of a key, with the nearest that it has, or no value for it.
    pub fn fired(&self, record: &Record) -> Result<Vec<String>, ConditionError> {
        let mut places = Vec::new();
        find_figures(record, "", &mut places);
        let mut fired = Vec::new();
        for condition in &self.0 {
            let found = match condition {
                Condition::Findings => findings(record),
                Condition::Figure { key, than, limit } => {
                    let mut of_key = places.iter().filter(|place| place.key == key).peekable();
                    if of_key.peek().is_none() {
                        return Err(ConditionError::NoSuchFigure {
                            key: key.clone(),
                            nearest: nearest(key, places.iter().map(|place| place.key)).map(str::to_owned),
                            withholds: withholds(record),
                        });
                    }
                    if of_key.clone().all(|place| matches!(place.figure, Figure::Unknown)) {
                        let (key, condition) = (key.clone(), condition.to_string());
                        return Err(ConditionError::NoValue { key, condition });
                    }
                    of_key.filter_map(|place| sentence(place, than, *limit)).collect()
                }
            };
            fired.extend(found.into_iter().map(|what| format!("{condition}: {what}")));
        }
        Ok(fired)
    }
}

fn condition(text: &str) -> Result<Condition, ConditionError> {
    if text == "findings" {
        return Ok(Condition::Findings);
    }
    let parts = COMPARISONS.iter().find_map(|than| {
        let (key, limit) = text.split_once(than.sign)?;
        Some((key.trim(), than, limit.trim()))
    });
    let Some((key, than, limit)) = parts.filter(|(key, ..)| !key.is_empty()) else {
        return Err(ConditionError::NotACondition(text.to_owned()));
    };
    let (key, number) = (key.to_owned(), limit.parse().ok());
    match number.filter(|limit: &f64| limit.is_finite()) {
        Some(limit) => Ok(Condition::Figure { key, than, limit }),
        None => Err(ConditionError::NotALimit {
            limit: limit.to_owned(),
            key,
        }),
    }
}

fn sentence(place: &Place<'_>, than: &Comparison, limit: f64) -> Option<String> {
    match place.figure {
        Figure::Number(value) if (than.holds)(&value, &limit) => Some(format!("{} is {value}", place.path)),
        Figure::Bound(side, bound) if (than.holds)(&nearest_to(side, bound), &limit) => {
            Some(format!("{} is {} {bound}", place.path, side.name()))
        }
        Figure::Undefined(why) => Some(format!("{} is undefined: {why}", place.path)),
        _ => None,
    }
}

/// The number nearest to a bound on its side: of a share of which only a bound is published, the most that is certain.
fn nearest_to(side: Side, bound: f64) -> f64 {
    match side {
        Side::Under => bound.next_down(),
        Side::Over => bound.next_up(),
    }
}

fn findings(record: &Record) -> Vec<String> {
    let Some(Record::List(findings)) = record.member("findings") else {
        return Vec::new();
    };
    let said = |finding: &Record| {
        let level = finding.text("level")?;
        let message = finding.text("message")?;
        (level != "note").then(|| format!("{level}: {message}"))
    };
    findings.iter().filter_map(said).collect()
}

/// Finds every figure; objects in lists are named by what identifies them.
fn find_figures<'r>(record: &'r Record, path: &str, places: &mut Vec<Place<'r>>) {
    match record {
        Record::Object(members) => {
            for (key, value) in members {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}, {key}")
                };
                find_figures(value, &path, places);
                places.extend(figure(value).map(|figure| Place { key, path, figure }));
            }
        }
        Record::List(members) => {
            for (at, value) in members.iter().enumerate() {
                let name = ["academy", "group", "id", "key", "term"]
                    .into_iter()
                    .find_map(|name| value.text(name));
                let name = name.map_or_else(|| (at + 1).to_string(), |name| format!("`{name}`"));
                find_figures(value, &format!("{path} {name}"), places);
            }
        }
        Record::Cell(_) => {}
    }
}

/// A member as a figure: a number, or a coefficient with its definition.
fn figure(value: &Record) -> Option<Figure<'_>> {
    match value {
        Record::Cell(Cell::Number(number, _)) => Some(Figure::Number(*number)),
        Record::Cell(Cell::Bound(side, bound, _)) => Some(Figure::Bound(*side, *bound)),
        Record::Cell(Cell::Undefined(why)) => Some(Figure::Undefined(why)),
        Record::Cell(Cell::Withheld(_)) => Some(Figure::Withheld),
        Record::Cell(Cell::Blank) => Some(Figure::Unknown),
        Record::Object(members) => members.iter().find_map(|(name, value)| match (name.as_str(), value) {
            ("value", Record::Cell(Cell::Number(number, _))) => Some(Figure::Number(*number)),
            ("undefined", Record::Cell(Cell::Text(why))) => Some(Figure::Undefined(why)),
            ("withheld", _) => Some(Figure::Withheld),
            _ => None,
        }),
        _ => None,
    }
}

/// True if a result withholds anything.
fn withholds(record: &Record) -> bool {
    match record {
        Record::Object(members) => members
            .iter()
            .any(|(name, value)| name == "withheld" || withholds(value)),
        Record::List(members) => members.iter().any(withholds),
        Record::Cell(cell) => matches!(cell, Cell::Withheld(_)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Kind;

    fn record() -> Record {
        let coefficient =
            Record::object()
                .number("value", 0.65, Kind::Coefficient)
                .number("lower", 0.5, Kind::Coefficient);
        let academy = |name: &str, rate: Option<f64>| {
            let academy = Record::object().with("academy", name);
            match rate {
                Some(rate) => academy.number("response_rate", rate, Kind::Coefficient),
                None => academy.with("response_rate", Cell::Withheld("small".to_owned())),
            }
        };
        let scale = Record::object()
            .with("id", "all")
            .with("alpha", coefficient)
            .with("omega_total", Record::object().with("undefined", "too few"))
            .with(
                "academies",
                Record::list([
                    academy("Oak", Some(0.4)),
                    academy("Ash", Some(0.8)),
                    academy("Elm", None),
                ]),
            );
        let finding = Record::object().with("level", "warning").with("message", "look");
        Record::object()
            .with("scales", Record::list([scale]))
            .with("findings", Record::list([finding]))
    }

    fn fired(conditions: &str) -> Vec<String> {
        Conditions::parse(conditions).unwrap().fired(&record()).unwrap()
    }

    #[test]
    fn a_condition_that_holds_is_told_with_its_place() {
        assert_eq!(fired("alpha<.7"), ["alpha<0.7: scales `all`, alpha is 0.65"]);
        assert_eq!(fired("alpha < .65"), [""; 0]);
        assert_eq!(fired("alpha<=.65").len(), 1);
        assert_eq!(fired("alpha>0.6,alpha>=.65").len(), 2);
        assert_eq!(
            fired("response_rate<.5"),
            ["response_rate<0.5: scales `all`, academies `Oak`, response_rate is 0.4"]
        );
        assert_eq!(fired("findings"), ["findings: warning: look"]);
    }

    #[test]
    fn what_cannot_be_estimated_is_not_good_enough_and_what_is_withheld_is_not_compared() {
        assert_eq!(
            fired("omega_total<.7"),
            ["omega_total<0.7: scales `all`, omega_total is undefined: too few"]
        );
        assert_eq!(fired("response_rate<.1"), [""; 0]);
    }

    #[test]
    fn what_nobody_knows_cannot_be_checked() {
        let record = Record::object().with("response_rate", Cell::Blank);
        let error = Conditions::parse("response_rate<.5")
            .unwrap()
            .fired(&record)
            .unwrap_err()
            .to_string();
        assert!(error.contains("--headcount"), "{error}");
    }

    #[test]
    fn a_key_that_is_nowhere_gets_the_nearest() {
        let error = Conditions::parse("alfa<.7")
            .unwrap()
            .fired(&record())
            .unwrap_err()
            .to_string();
        assert!(error.contains("nearest: `alpha`"), "{error}");
    }

    #[test]
    fn what_is_no_condition_gets_the_cure() {
        for bad in ["", "alpha", "<.7", "alpha<", "alpha<x", "alpha<nan", "alpha=.7"] {
            assert!(Conditions::parse(bad).is_err(), "{bad}");
        }
    }
}
