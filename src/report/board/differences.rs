//! Differences of an academy from the rest of the trust.

use crate::disclosure::Conclusion;
use crate::report::board::page::{Content, Section};
use crate::report::board::score::{difference, difference_interval};
use crate::report::compare::words::conclusion;
use crate::report::number::is_nought;
use crate::report::picked::Picked;
use crate::report::score::words::interval_heading;
use crate::report::{Cell, Record, Role, Subject};

/// The most items that a table of differences names on either side.
const MOST: usize = 5;

/// The items that differ most from the rest of the trust, of an academy's items.
pub(super) fn section(items: &[Record], level: f64) -> Section {
    let differs = |item: &&Record| item.value("rest.from_rest.difference").unwrap_or(0.0);
    let mut items: Vec<&Record> = items.iter().collect();
    let is_compared = |item: &&Record| item.value("rest.from_rest.difference").is_some();
    items.retain(is_compared);
    items.sort_by(|one, other| differs(other).total_cmp(&differs(one)));
    let section = |content| {
        Section::new(
            "differences",
            "The items that differ most from the rest of the trust",
            content,
        )
    };
    if items.is_empty() {
        return section(vec![Content::words(
            "Items cannot be compared with the rest of the trust here. Together with the scores, the comparison could show what a \
             few people answered, or the rest is a single other academy.",
        )]);
    }
    let clear = items.iter().filter(|item| is_clear(item)).count();
    let mut content = vec![Content::Words(format!(
        "In any survey some items are highest and some lowest by chance alone. A difference is called clear only if its interval \
         leaves out 0 even when widened for all items of all academies, and only where differences between academies are dependable; \
         {} here.",
        match clear {
            0 => "none is".to_owned(),
            1 => "one is".to_owned(),
            several => format!("{several} are"),
        }
    ))];
    // A difference that is shown as 0.00 is on neither side.
    items.retain(|item| !is_nought(differs(item)));
    let above = items.iter().filter(|item| differs(item) > 0.0);
    let below = items.iter().rev().filter(|item| differs(item) < 0.0);
    let sides: [(&str, Vec<&Record>); 2] = [
        ("Most above the rest of the trust", above.take(MOST).copied().collect()),
        ("Most below the rest of the trust", below.take(MOST).copied().collect()),
    ];
    for (caption, items) in sides {
        if items.is_empty() {
            content.push(Content::Words(format!("{caption}: no item.")));
            continue;
        }
        let table = Picked::wide("differences", Subject::Item)
            .names("Item", "text")
            .headed("Here", "mean", Role::Figure)
            .headed("Rest", "rest.mean", Role::Figure);
        let table = difference_columns(table, &interval_heading(level))
            .made("reading", "Reading", Role::Words, |item| {
                item.at("rest.from_rest").map_or(Cell::Blank, reading)
            })
            .table(items);
        content.push(Content::Table(caption.to_owned(), table));
    }
    section(content)
}

/// True if the difference of an item is clear among all items.
fn is_clear(item: &Record) -> bool {
    let from_rest = item.at("rest.from_rest");
    let conclusion = from_rest.and_then(conclusion);
    matches!(conclusion, Some(Conclusion::Higher | Conclusion::Lower))
}

/// The difference from the rest of the trust, and its interval.
pub(super) fn difference_columns<'a>(table: Picked<'a>, interval: &str) -> Picked<'a> {
    let of = |cell: fn(&Record) -> Cell| move |node: &Record| node.at("rest.from_rest").map_or(Cell::Blank, cell);
    table
        .made("difference", "Difference", Role::Figure, of(difference))
        .if_any()
        .made(
            "difference_interval",
            interval,
            Role::Figure,
            of(|node| difference_interval(node, "lower", "upper")),
        )
        .if_any()
}

/// A difference in words.
pub(super) fn reading(from_rest: &Record) -> Cell {
    Cell::text(match conclusion(from_rest) {
        Some(Conclusion::Higher) => "▲ clearly above",
        Some(Conclusion::Lower) => "▼ clearly below",
        Some(Conclusion::NoClearChange) => "no clear difference",
        Some(found @ Conclusion::NotComparable(_)) => found.words(),
        None => "not dependable",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Kind;

    fn item(text: &str, difference: f64) -> Record {
        let from_rest = Record::object()
            .number("difference", difference, Kind::Score)
            .number("lower", difference - 0.2, Kind::Score)
            .number("upper", difference + 0.2, Kind::Score)
            .with("says", Conclusion::NoClearChange.name());
        let rest = Record::object()
            .number("mean", 4.0, Kind::Score)
            .with("from_rest", from_rest);
        Record::object()
            .with("text", text)
            .number("mean", 4.0 + difference, Kind::Score)
            .with("rest", rest)
    }

    #[test]
    fn a_difference_that_is_shown_as_nought_is_on_neither_side() {
        let items = [item("above", 0.3), item("alike", -0.002), item("nearly alike", 0.004)];
        let content = section(&items, 0.95).content;
        let tables: Vec<&str> = content
            .iter()
            .filter_map(|content| match content {
                Content::Table(caption, table) => {
                    assert_eq!(table.rows.len(), 1, "{caption}");
                    Some(caption.as_str())
                }
                _ => None,
            })
            .collect();
        assert_eq!(tables, ["Most above the rest of the trust"]);
        assert!(content.contains(&Content::words("Most below the rest of the trust: no item.")));
    }
}
