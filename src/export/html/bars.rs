//! Stacked bars on a page: a table whose cells are divided in the shares of the answers.

use crate::plot::{category, to_the_left};
use crate::report::{BarRow, Chart, Drawing, number};

/// A smaller part of a bar has no room for its figure.
const LABELLED: f64 = 0.07;

/// Bars of a chart, as a table shows them.
pub(super) struct BarTable {
    /// The part of a bar's cell that lies left of the line, 0 to 1.
    middle: f64,
    /// The heading of the rows' figures.
    pub(super) heading: String,
    /// Each category with its colours.
    pub(super) keys: Vec<Piece>,
    pub(super) rows: Vec<BarLine>,
}

/// A bar with its label and its figure.
pub(super) struct BarLine {
    pub(super) label: String,
    pub(super) parts: Vec<Piece>,
    pub(super) text: String,
    /// True if it sums up the rows below it.
    pub(super) whole: bool,
}

/// A piece of a bar, or a swatch of the legend.
pub(super) struct Piece {
    /// Its share of the cell.
    share: f64,
    /// Fill and text colour; none for the room next to a bar.
    colours: Option<(String, &'static str)>,
    pub(super) text: String,
}

impl Piece {
    fn room(share: f64) -> Self {
        Self {
            share,
            colours: None,
            text: String::new(),
        }
    }

    /// Its attribute.
    pub(super) fn style(&self) -> String {
        let share = number::place(100.0 * self.share);
        match &self.colours {
            Some((fill, ink)) => format!(" style=\"flex:{share};background:{fill};color:{ink}\""),
            None => format!(" style=\"flex:{share}\""),
        }
    }
}

impl BarTable {
    /// The attribute that places the line.
    pub(super) fn line(&self) -> String {
        format!(" style=\"--line:{}%\"", number::place(100.0 * self.middle))
    }
}

/// The bars of a chart; `None` if it has none.
pub(super) fn bars(chart: &Chart) -> Option<BarTable> {
    let Drawing::Bars(bars) = &chart.drawing else {
        return None;
    };
    let shown = || bars.rows.iter().filter_map(|row| row.shares.as_deref());
    let left = shown().map(to_the_left).fold(0.0, f64::max);
    let right = shown().map(|shares| 1.0 - to_the_left(shares)).fold(0.0, f64::max);
    let all = (left + right).max(1.0);
    let count = bars.categories.len();
    let key = |(place, name): (usize, &String)| Piece {
        share: 1.0,
        colours: Some(category(place, count)),
        text: name.clone(),
    };
    let line = |row: &BarRow| BarLine {
        label: row.label.clone(),
        parts: row.shares.as_ref().map_or_else(Vec::new, |shares| {
            let own = to_the_left(shares);
            let pieces = shares.iter().enumerate().filter(|(_, part)| part.share > 0.0);
            let pieces = pieces.map(|(place, part)| Piece {
                share: part.share,
                colours: Some(category(place, shares.len())),
                text: if part.share < LABELLED {
                    String::new()
                } else {
                    part.text.trim_end_matches(" %").to_owned()
                },
            });
            let before = std::iter::once(Piece::room(left - own));
            before.chain(pieces).chain([Piece::room(right - (1.0 - own))]).collect()
        }),
        text: row.text.clone(),
        whole: row.whole,
    };
    Some(BarTable {
        middle: left / all,
        heading: bars.heading.clone(),
        keys: bars.categories.iter().enumerate().map(key).collect(),
        rows: bars.rows.iter().map(line).collect(),
    })
}
