//! The partial credit model of a scale: a sentence and a table.

use std::collections::BTreeMap;

use crate::report::{Cell, Column, Kind, Record, Role, Subject, Table, number};

/// Most thresholds that the table shows of an item.
const MOST_STEPS: usize = 10;
/// Most thresholds that fit into a narrow terminal.
const NARROW: usize = 7;

/// The codes that are nowhere the most likely answer.
pub(super) fn sentence(scale: &Record) -> Option<String> {
    let items = scale.members("pcm.items");
    if items.is_empty() {
        return None;
    }
    let mut by_code: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, item) in items {
        for code in item.each("never_likeliest") {
            by_code
                .entry(code.shown_number(""))
                .or_default()
                .push(format!("`{id}`"));
        }
    }
    if by_code.is_empty() {
        return Some("every code of every item is the most likely answer of some people.".to_owned());
    }
    let codes = by_code
        .iter()
        .map(|(code, items)| format!("{code} of {}", items.join(", ")));
    Some(format!(
        "nowhere the most likely answer: {}. Whatever people think of the whole, another code of the item is likelier. Scores stay as \
         they are.",
        codes.collect::<Vec<_>>().join("; ")
    ))
}

/// Location and thresholds of each item.
pub(super) fn table(scale: &Record) -> Option<Table> {
    let items = scale.members("pcm.items");
    let longest = items.iter().max_by_key(|(_, item)| item.each("steps").len())?;
    let to_codes = longest.1.each("to_codes");
    let shown = if to_codes.len() > MOST_STEPS { &[] } else { to_codes };
    let role = if shown.len() > NARROW {
        Role::Extra(0)
    } else {
        Role::Figure
    };
    let mut columns = vec![
        Column::narrow(Subject::Any, "item", Role::Name),
        Column::narrow(Subject::Any, "location", Role::Figure),
    ];
    columns.extend(shown.iter().map(|code| {
        let to = code.value("").unwrap_or_default();
        let heading = format!(
            "{}/{}",
            number::text(to - 1.0, Kind::Count),
            number::text(to, Kind::Count)
        );
        Column::new("step", &heading, role)
    }));
    let mut table = Table::new("partial_credit", columns);
    for (id, item) in items {
        let mut row = vec![Cell::text(id.as_str()), item.cell("location")];
        let steps = item.each("steps");
        row.extend((0..shown.len()).map(|place| steps.get(place).map_or(Cell::Blank, Record::as_cell)));
        table.push(row);
    }
    Some(table)
}
