//! The record as JSON, each number with all its digits. What is missing is `null`, a reason or a rule, never a number.

use serde_json::{Map, Number, Value, json};

use crate::export::{ExportError, Format, Style};
use crate::plain::escape;
use crate::report::{Cell, Kind, Record, Report};

pub(crate) const FORMAT: Format = Format {
    name: "json",
    endings: &["json"],
    about: "everything, for scripts",
    write,
    folder: None,
};

fn write(report: &Report, _: &Style) -> Result<Vec<u8>, ExportError> {
    let mut value = record(&report.record);
    if let (Value::Object(members), Some(marking)) = (&mut value, &report.marking) {
        members.insert("marking".to_owned(), json!(marking));
    }
    // JSON allows some characters in strings that a terminal would obey.
    Ok((escape(&serde_json::to_string_pretty(&value)?) + "\n").into_bytes())
}

fn record(tree: &Record) -> Value {
    match tree {
        Record::Cell(cell) => leaf(cell),
        Record::List(members) => Value::Array(members.iter().map(record).collect()),
        Record::Object(members) => Value::Object(
            members
                .iter()
                .map(|(key, value)| (key.clone(), record(value)))
                .collect::<Map<_, _>>(),
        ),
    }
}

fn leaf(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => json!(text),
        Cell::Number(value, Kind::Count) => whole(*value),
        Cell::Number(value, _) => {
            Number::from_f64(*value).map_or_else(|| json!({"undefined": "the figure is not finite"}), Value::Number)
        }
        Cell::Flag(flag) => json!(flag),
        Cell::Span(span) => json!({"lower": span.lower, "value": span.value, "upper": span.upper}),
        Cell::Bound(side, bound, _) => json!({side.name(): bound}),
        Cell::Shares(shares) => json!(shares),
        Cell::Undefined(why) => json!({"undefined": why}),
        Cell::Withheld(rule) => json!({"withheld": rule}),
        Cell::Blank => Value::Null,
    }
}

/// Counts are written as whole numbers: they are far below 2^53, where an f64 is exact.
fn whole(value: f64) -> Value {
    let text = format!("{value:.0}");
    text.parse::<i64>()
        .map_or_else(|_| json!(value), |number| json!(number))
}
