//! Conditions on a result, for scripts that stop when a figure is not good enough (`--fail-on`).
//!
//! A condition names a key of the JSON output. It is met if any figure under that key meets it, of any scale or academy. A
//! withheld figure meets no condition; an undefined one meets every condition on its key, because a figure that cannot be
//! estimated is not good enough.

use std::fmt;

use crate::input::nearest;
use crate::report::{Cell, Record};

/// Conditions on a result, such as `alpha<.7,findings`.
#[derive(Debug, Clone, PartialEq)]
pub struct Conditions(Vec<Condition>);

/// One condition.
#[derive(Debug, Clone, PartialEq)]
enum Condition {
    /// Any warning or error about the input.
    Findings,
    /// A figure against a number.
    Figure { key: String, than: Comparison, limit: f64 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// The longer signs first, so that `<=` is not read as `<`.
    const SIGNS: [(&'static str, Self); 4] = [
        ("<=", Self::LessOrEqual),
        (">=", Self::GreaterOrEqual),
        ("<", Self::Less),
        (">", Self::Greater),
    ];

    fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Self::Less => value < limit,
            Self::LessOrEqual => value <= limit,
            Self::Greater => value > limit,
            Self::GreaterOrEqual => value >= limit,
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Findings => f.write_str("findings"),
            Self::Figure { key, than, limit } => {
                let sign = Comparison::SIGNS.iter().find(|(_, comparison)| comparison == than);
                write!(f, "{key}{}{limit}", sign.map_or("", |(sign, _)| sign))
            }
        }
    }
}

/// A figure that a condition is compared with, and its place in the result.
struct Place<'r> {
    path: String,
    figure: Figure<'r>,
}

enum Figure<'r> {
    Number(f64),
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
    pub fn parse(text: &str) -> Result<Self, String> {
        let conditions: Result<Vec<Condition>, String> = text.split(',').map(str::trim).map(condition).collect();
        conditions.map(Self)
    }

    /// The conditions that a result meets, one sentence each.
    ///
    /// # Errors
    /// When the result has no figure of a key, with the nearest that it has, or no value for it.
    pub fn fired(&self, record: &Record) -> Result<Vec<String>, String> {
        let mut fired = Vec::new();
        for condition in &self.0 {
            let found = match condition {
                Condition::Findings => findings(record),
                Condition::Figure { key, than, limit } => {
                    let mut places = Vec::new();
                    look(record, key, "", &mut places);
                    if places.is_empty() {
                        return Err(unknown(record, key));
                    }
                    if places.iter().all(|place| matches!(place.figure, Figure::Unknown)) {
                        return Err(format!(
                            "--fail-on: `{key}` is known of nothing in this result, so `{condition}` cannot be checked{}",
                            if key == "response_rate" {
                                "; give headcounts with --headcount"
                            } else {
                                ""
                            }
                        ));
                    }
                    places
                        .iter()
                        .filter_map(|place| sentence(place, *than, *limit))
                        .collect()
                }
            };
            fired.extend(found.into_iter().map(|what| format!("{condition}: {what}")));
        }
        Ok(fired)
    }
}

fn condition(text: &str) -> Result<Condition, String> {
    if text == "findings" {
        return Ok(Condition::Findings);
    }
    let parts = Comparison::SIGNS.iter().find_map(|(sign, than)| {
        text.split_once(sign)
            .map(|(key, limit)| (key.trim(), *than, limit.trim()))
    });
    let Some((key, than, limit)) = parts.filter(|(key, ..)| !key.is_empty()) else {
        return Err(format!(
            "`{text}` is no condition: write a figure and a limit, such as alpha<.7, or findings"
        ));
    };
    match limit.parse::<f64>() {
        Ok(limit) if limit.is_finite() => Ok(Condition::Figure {
            key: key.to_owned(),
            than,
            limit,
        }),
        _ => Err(format!(
            "`{limit}` is no number: write a limit such as .7 behind `{key}`"
        )),
    }
}

fn sentence(place: &Place<'_>, than: Comparison, limit: f64) -> Option<String> {
    match place.figure {
        Figure::Number(value) if than.holds(value, limit) => Some(format!("{} is {value}", place.path)),
        Figure::Undefined(why) => Some(format!("{} is undefined: {why}", place.path)),
        _ => None,
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

/// Finds every figure under `key`; objects in lists are named by what identifies them.
fn look<'r>(record: &'r Record, key: &str, path: &str, places: &mut Vec<Place<'r>>) {
    match record {
        Record::Object(members) => {
            for (name, value) in members {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}, {name}")
                };
                if let (true, Some(figure)) = (name == key, figure(value)) {
                    places.push(Place { path, figure });
                } else {
                    look(value, key, &path, places);
                }
            }
        }
        Record::List(members) => {
            for (at, value) in members.iter().enumerate() {
                let name = ["academy", "group", "id", "key", "term"]
                    .into_iter()
                    .find_map(|name| value.text(name));
                let name = name.map_or_else(|| (at + 1).to_string(), |name| format!("`{name}`"));
                look(value, key, &format!("{path} {name}"), places);
            }
        }
        Record::Cell(_) => {}
    }
}

/// A member as a figure: a number, or a coefficient with its definition.
fn figure(value: &Record) -> Option<Figure<'_>> {
    match value {
        Record::Cell(Cell::Number(number, _)) => Some(Figure::Number(*number)),
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

fn unknown(record: &Record, key: &str) -> String {
    let mut known = Vec::new();
    keys(record, &mut known);
    let nearest = nearest(key, known).map_or_else(String::new, |name| format!("; nearest: `{name}`"));
    let withheld = if withholds(record) {
        ", or withholds it with others"
    } else {
        ""
    };
    format!("--fail-on: the result has no figure `{key}`{withheld}{nearest} (the keys are those of --format json)")
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

fn keys<'r>(record: &'r Record, known: &mut Vec<&'r str>) {
    match record {
        Record::Object(members) => {
            for (name, value) in members {
                if figure(value).is_some() {
                    known.push(name);
                }
                keys(value, known);
            }
        }
        Record::List(members) => members.iter().for_each(|value| keys(value, known)),
        Record::Cell(_) => {}
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
            .unwrap_err();
        assert!(error.contains("--headcount"), "{error}");
    }

    #[test]
    fn a_key_that_is_nowhere_gets_the_nearest() {
        let error = Conditions::parse("alfa<.7").unwrap().fired(&record()).unwrap_err();
        assert!(error.contains("nearest: `alpha`"), "{error}");
    }

    #[test]
    fn what_is_no_condition_gets_the_cure() {
        for bad in ["", "alpha", "<.7", "alpha<", "alpha<x", "alpha<nan", "alpha=.7"] {
            assert!(Conditions::parse(bad).is_err(), "{bad}");
        }
    }
}
