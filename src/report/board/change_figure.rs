//! The figure of changes: differences with their intervals around 0, in the order in which the groups stand.

use crate::disclosure::{Change, GroupChange, PublishedChange, Shown, TermScore, WhichTerm};
use crate::model::Scale;
use crate::report::board::change::{Since, both, could_have_seen, said};
use crate::report::board::figures::{Pictured, bounds, interval_heading, limits, told};
use crate::report::{
    Axis, Cell, Column, DotRow, Dots, Drawing, Figure, Kind, Mark, Point, Reference, Role, Sign, Table, number,
};

/// What a row is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject<'a> {
    /// A change that the figure is about.
    Own(&'a Change),
    /// A change that it is seen beside.
    Beside(&'a Change),
    /// In one term only.
    Only(WhichTerm, &'a TermScore),
    /// Nothing is shown.
    Withheld,
}

impl<'a> Subject<'a> {
    /// What is shown of a group.
    pub(crate) fn of(group: &'a PublishedChange) -> Self {
        match &group.figures {
            Shown::Withheld(_) => Self::Withheld,
            Shown::Figures(GroupChange::Only { when, score }) => Self::Only(*when, score),
            Shown::Figures(GroupChange::Both { .. }) => both(group).map_or(Self::Withheld, Self::Own),
        }
    }

    fn change(self) -> Option<&'a Change> {
        match self {
            Self::Own(change) | Self::Beside(change) => Some(change),
            Self::Only(..) | Self::Withheld => None,
        }
    }
}

/// A row, in its place.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub(crate) label: String,
    pub(crate) subject: Subject<'a>,
}

/// What a figure is called, and what its rows are.
#[derive(Debug, Clone)]
pub(crate) struct Named<'a> {
    pub(crate) id: String,
    pub(crate) title: String,
    /// The heading of the rows' names.
    pub(crate) heading: &'a str,
    /// What to say of the order of the rows.
    pub(crate) order: &'a str,
}

/// The changes as a figure, and a table of the same.
pub(crate) fn pictured(since: Since<'_>, named: &Named<'_>, declared: &Scale, rows: &[Row<'_>]) -> Pictured {
    let interval = interval_heading(since.level());
    let drawn: Vec<DotRow> = rows.iter().map(|row| drawn(row, since)).collect();
    let marks = || drawn.iter().filter_map(|row| row.mark);
    let reference = Reference {
        value: 0.0,
        limits: None,
        label: "No change".to_owned(),
    };
    let mut legend = Vec::new();
    if marks().any(|mark| mark.widened.is_some()) {
        let wide = format!("change, its {interval}, and that widened for all compared at once: the words go by it");
        legend.push((Sign::Widened, wide));
    } else {
        legend.push((Sign::Interval, format!("change and its {interval}")));
    }
    if marks().any(|mark| mark.point == Point::Hollow) {
        legend.push((Sign::Beside, "the trust".to_owned()));
    }
    let figure = Figure {
        id: named.id.clone(),
        title: named.title.clone(),
        summary: format!(
            "To the right of the line the score is higher than in {}, to the left lower. An interval that reaches the line \
             shows no clear change.{}",
            since.term(WhichTerm::Before),
            named.order
        ),
        detail: told(&drawn, None),
        drawing: Drawing::Dots(Dots {
            axis: axis(marks(), bounds(declared, since.terms.instrument)),
            reference: Some(reference),
            rows: drawn,
            heading: format!("Change ({interval})"),
            legend,
        }),
    };
    (figure, table(since, named, rows))
}

fn drawn(row: &Row<'_>, since: Since<'_>) -> DotRow {
    let none = |text: String| DotRow {
        label: row.label.clone(),
        mark: None,
        text,
    };
    let change = match row.subject {
        Subject::Withheld => return none("withheld".to_owned()),
        Subject::Only(when, _) => return none(format!("only in {}", since.term(when))),
        Subject::Own(change) | Subject::Beside(change) => change,
    };
    let Ok(found) = &change.welch else {
        return none(change.conclusion.words().to_owned());
    };
    let point = match row.subject {
        Subject::Beside(_) => Point::Hollow,
        _ => Point::Filled,
    };
    let own = limits(found.interval);
    let widened = change.simultaneous.as_ref().ok().map(|found| limits(*found));
    let wider = |(low, high): &(f64, f64)| *low < own.0 - 1e-12 || *high > own.1 + 1e-12;
    DotRow {
        label: row.label.clone(),
        mark: Some(Mark {
            point,
            value: found.difference,
            limits: (own.1 > own.0).then_some(own),
            widened: widened.filter(wider),
            shrunken: None,
        }),
        text: format!(
            "{} ({}) {}",
            number::change(found.difference),
            number::change_range(own.0, own.1),
            said(change.conclusion)
        ),
    }
}

/// From the lowest to the highest limit, out to whole steps, and at least a tenth of a score's range to each side of 0, so that
/// small changes do not look large.
fn axis(marks: impl Iterator<Item = Mark>, (least, most): (f64, f64)) -> Axis {
    let range = (most - least).max(f64::MIN_POSITIVE);
    let (mut low, mut high) = (-range / 10.0, range / 10.0);
    for mark in marks {
        let ends = [mark.limits, mark.widened, Some((mark.value, mark.value))];
        for (lower, upper) in ends.into_iter().flatten() {
            low = low.min(lower);
            high = high.max(upper);
        }
    }
    let step = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]
        .into_iter()
        .find(|step| (high - low) / step <= 6.0)
        .unwrap_or(range);
    let (from, to) = ((low / step).floor(), (high / step).ceil());
    let kind = if step < 1.0 { Kind::Statistic } else { Kind::Count };
    let mut ticks = Vec::new();
    let mut count = from;
    while count <= to && ticks.len() < 24 {
        let label = number::text(count * step, kind);
        let label = if count > 0.0 { format!("+{label}") } else { label };
        ticks.push((count * step, label));
        count += 1.0;
    }
    Axis {
        from: from * step,
        to: to * step,
        ticks,
        label: format!(
            "Change of the score, on a scale from {}",
            number::range(least, most, Kind::Count)
        ),
    }
}

/// The same as a table.
fn table(since: Since<'_>, named: &Named<'_>, rows: &[Row<'_>]) -> Table {
    let interval = interval_heading(since.level());
    let changes = || rows.iter().filter_map(|row| row.subject.change());
    let staff = changes().any(|change| change.these_staff.is_some());
    let mut columns = vec![
        Column::new("group", named.heading, Role::Name),
        Column::new("n", "Staff", Role::Figure),
        Column::new("mean_before", since.term(WhichTerm::Before), Role::Figure),
        Column::new("mean_after", since.term(WhichTerm::After), Role::Figure),
        Column::new("difference", "Change", Role::Figure),
        Column::new("interval", &interval, Role::Figure),
        Column::new("says", "What it says", Role::Words),
        Column::new("smallest_clear_change", "Could have seen", Role::Figure),
    ];
    if staff {
        columns.push(Column::new(
            "these_staff",
            &format!("These staff, {interval}"),
            Role::Figure,
        ));
    }
    let mut table = Table::new("change", columns);
    for row in rows {
        let name = Cell::text(row.label.as_str());
        table.push(match row.subject {
            Subject::Withheld => {
                let mut cells = vec![name];
                cells.extend(vec![Cell::Blank; 5]);
                cells.push(Cell::text("withheld"));
                cells
            }
            Subject::Only(when, score) => {
                let mean = Cell::maybe(score.mean, Kind::Score);
                let mut cells = vec![name, Cell::count(score.n)];
                cells.extend(match when {
                    WhichTerm::Before => [mean, Cell::Blank],
                    WhichTerm::After => [Cell::Blank, mean],
                });
                cells.extend([
                    Cell::Blank,
                    Cell::Blank,
                    together(&format!("only in {}", since.term(when))),
                ]);
                cells
            }
            Subject::Own(change) | Subject::Beside(change) => of_change(name, change),
        });
    }
    table
}

/// Words that stay on one line of a narrow column.
fn together(words: &str) -> Cell {
    Cell::Text(words.replace(' ', "\u{a0}"))
}

fn of_change(name: Cell, change: &Change) -> Vec<Cell> {
    let mut cells = vec![
        name,
        Cell::Text(format!("{} → {}", change.before.n, change.after.n)),
        Cell::maybe(change.before.mean, Kind::Score),
        Cell::maybe(change.after.mean, Kind::Score),
    ];
    match &change.welch {
        Ok(found) => cells.extend([
            Cell::Text(number::change(found.difference)),
            Cell::Text(number::change_range(found.interval.lower, found.interval.upper)),
        ]),
        Err(reason) => cells.extend([Cell::Undefined(reason.to_string()), Cell::Blank]),
    }
    cells.push(together(&said(change.conclusion)));
    cells.push(Cell::maybe(could_have_seen(change), Kind::Score));
    cells.push(match &change.these_staff {
        Some(Ok(found)) => Cell::Text(number::change_range(found.interval.lower, found.interval.upper)),
        Some(Err(_)) | None => Cell::Blank,
    });
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(value: f64, limits: (f64, f64)) -> Mark {
        Mark {
            point: Point::Filled,
            value,
            limits: Some(limits),
            widened: None,
            shrunken: None,
        }
    }

    #[test]
    fn the_axis_holds_nought_and_every_limit() {
        let wide = axis([mark(0.9, (0.2, 1.6))].into_iter(), (1.0, 6.0));
        assert!(wide.from <= -0.5 && wide.to >= 1.6, "{wide:?}");
        let small = axis([mark(0.01, (0.0, 0.02))].into_iter(), (1.0, 6.0));
        assert!(small.to - small.from >= 1.0, "a small change looks small: {small:?}");
        let labels: Vec<&str> = small.ticks.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels.first(), Some(&"−0.6"));
        assert!(labels.contains(&"0.0") && labels.contains(&"+0.2"), "{labels:?}");
        let sums = axis(std::iter::empty(), (12.0, 72.0));
        assert!(sums.from <= -6.0 && sums.to >= 6.0 && sums.ticks.len() < 12, "{sums:?}");
    }
}
