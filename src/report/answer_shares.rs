//! The shares of the answers to an item, to be drawn.

use crate::report::{Cell, Record, Side, number};

/// A part of a stacked bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The share that is drawn, 0 to 1.
    pub share: f64,
    /// The share in words: `12 %`, `under 5 %`.
    pub text: String,
}

/// The share of each code among the answers to an item, from its counts or else from its percentages. A share of which only a bound is
/// published is drawn as its part of what the others leave. So a drawing tells no more than the figures.
pub(crate) fn answer_shares(item: &Record) -> Vec<Part> {
    let cells: Vec<Cell> = item.each("percentages").iter().map(Record::as_cell).collect();
    let known = |cell: &Cell| match cell {
        Cell::Number(percentage, _) | Cell::Bound(Side::Over, percentage, _) => percentage / 100.0,
        _ => 0.0,
    };
    let is_low = |cell: &Cell| matches!(cell, Cell::Bound(Side::Under, ..));
    let all: f64 = cells.iter().map(known).sum();
    let low = cells.iter().filter(|cell| is_low(cell)).count();
    let each = (1.0 - all).max(0.0) / low.max(1) as f64;
    let counts = item.each("counts");
    let drawn = |(place, cell): (usize, &Cell)| match counts.get(place).and_then(|count| count.value("")) {
        Some(count) => count,
        None if is_low(cell) => each,
        None => known(cell),
    };
    // Rounded percentages may add up to 99 or 101.
    let total: f64 = cells.iter().enumerate().map(drawn).sum();
    let part = |(place, cell): (usize, &Cell)| Part {
        share: drawn((place, cell)) / if total > 0.0 { total } else { 1.0 },
        text: match cell {
            Cell::Number(percentage, _) => number::percent(percentage / 100.0),
            Cell::Bound(side, bound, kind) => format!("{} %", number::bound(*side, *bound, *kind)),
            _ => String::new(),
        },
    };
    cells.iter().enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::{Part, answer_shares};
    use crate::report::{Cell, Kind, Record, Side};

    fn shares(cells: Vec<Cell>) -> Vec<(String, String)> {
        let item = Record::object().with("percentages", Record::list(cells));
        let words = |Part { share, text }: Part| (format!("{share:.3}"), text);
        answer_shares(&item).into_iter().map(words).collect()
    }

    #[test]
    fn what_is_only_bounded_shares_what_the_others_leave() {
        let of = |percentage| Cell::Number(percentage, Kind::Percent);
        let under = || Cell::Bound(Side::Under, 5.0, Kind::Percent);
        let words = |parts: &[(&str, &str)]| -> Vec<(String, String)> {
            parts
                .iter()
                .map(|(share, text)| ((*share).to_owned(), (*text).to_owned()))
                .collect()
        };
        assert_eq!(
            shares(vec![under(), of(58.0), of(38.0), under()]),
            words(&[
                ("0.020", "under 5 %"),
                ("0.580", "58 %"),
                ("0.380", "38 %"),
                ("0.020", "under 5 %")
            ])
        );
        let over = Cell::Bound(Side::Over, 95.0, Kind::Percent);
        assert_eq!(
            shares(vec![under(), over]),
            words(&[("0.050", "under 5 %"), ("0.950", "over 95 %")])
        );
        assert_eq!(shares(vec![of(51.0), of(50.0)])[0].0, "0.505");
    }
}
