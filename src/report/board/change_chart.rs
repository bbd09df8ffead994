//! Charts of changes: differences with their intervals around 0, each chart with a table of the same figures.

use crate::disclosure::WhichTerm;
use crate::model::Scale;
use crate::report::board::academies::Charted;
use crate::report::board::axis;
use crate::report::board::score::{Bounds, difference, difference_interval, dot, named};
use crate::report::board::since::{Since, conclusion};
use crate::report::compare::words::{before_and_after, detectable, said};
use crate::report::picked::{Picked, WITHHELD};
use crate::report::score::words::interval_heading;
use crate::report::{
    Cell, Chart, DotRow, Dots, Drawing, Mark, Point, Record, Reference, Role, Sign, Subject, Table, number,
};

/// A change in its place.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    label: String,
    node: &'a Record,
    /// Hollow for a change that others are compared with.
    point: Point,
}

impl<'a> Row<'a> {
    pub(super) fn new(label: &str, node: &'a Record, point: Point) -> Self {
        Self {
            label: label.to_owned(),
            node,
            point,
        }
    }
}

/// The names in a chart.
#[derive(Debug, Clone)]
pub(super) struct Named<'a> {
    pub(super) id: String,
    pub(super) title: String,
    /// The heading of the rows' names.
    pub(super) heading: &'a str,
    /// A remark on the order of the rows.
    pub(super) order: &'a str,
}

/// The changes as a chart and as a table.
pub(super) fn charted(since: Since<'_>, names: &Named<'_>, declared: &Scale, rows: &[Row<'_>]) -> Charted {
    let interval = interval_heading(since.level());
    let drawn: Vec<DotRow> = rows.iter().map(|row| drawn(row, since)).collect();
    let marks = || drawn.iter().filter_map(|row| row.mark);
    let mut legend = if marks().any(|mark| mark.widened.is_some()) {
        let wide = format!("change, its {interval}, and that widened for all compared at once: the words go by it");
        vec![(Sign::Widened, wide)]
    } else {
        vec![(Sign::Interval, format!("change and its {interval}"))]
    };
    if marks().any(|mark| mark.point == Point::Hollow) {
        legend.push((Sign::Beside, "the trust".to_owned()));
    }
    let chart = Chart {
        id: names.id.clone(),
        title: names.title.clone(),
        summary: format!(
            "To the right of the line the score is higher than in {}, to the left lower. An interval that reaches the line \
             shows no clear change.{}",
            since.term(WhichTerm::Before),
            names.order
        ),
        source: String::new(),
        drawing: Drawing::Dots(Dots {
            axis: axis::of_changes(marks(), Bounds::of(declared, since.terms.instrument)),
            reference: Some(Reference {
                value: 0.0,
                limits: None,
                label: "No change".to_owned(),
            }),
            rows: drawn,
            heading: format!("Change ({interval})"),
            legend,
        }),
    };
    Charted {
        chart,
        table: table(since, names.heading, rows),
    }
}

fn drawn(Row { label, node, point }: &Row<'_>, since: Since<'_>) -> DotRow {
    let of = |mark, text| DotRow {
        label: label.clone(),
        mark,
        text,
    };
    let (Some(value), Some([lower, upper])) = (node.value("difference"), node.limits("lower", "upper")) else {
        let only = since.only(node).or_else(|| said(node).map(str::to_owned));
        return of(None, only.unwrap_or_else(|| WITHHELD.to_owned()));
    };
    let widened = node.limits("lower_simultaneous", "upper_simultaneous");
    let wider = |[low, high]: &[f64; 2]| *low < lower - 1e-12 || *high > upper + 1e-12;
    let mark = Mark {
        limits: (upper > lower).then_some((lower, upper)),
        widened: widened.filter(wider).map(<(f64, f64)>::from),
        ..dot(*point, value)
    };
    let text = format!(
        "{} ({}) {}",
        node.shown_number("difference"),
        number::change_range(lower, upper),
        conclusion(node)
    );
    of(Some(mark), text)
}

fn table(since: Since<'_>, heading: &str, rows: &[Row<'_>]) -> Table {
    let interval = interval_heading(since.level());
    let rows: Vec<Record> = rows
        .iter()
        .map(|row| named("name", row.label.as_str(), row.node))
        .collect();
    Picked::wide("change", Subject::Any)
        .names(heading, "name")
        .made("n", "Staff", Role::Figure, |node| {
            Cell::Text(before_and_after(node, "n"))
        })
        .headed(since.term(WhichTerm::Before), "mean_before", Role::Figure)
        .headed(since.term(WhichTerm::After), "mean_after", Role::Figure)
        .made("difference", "Change", Role::Figure, difference)
        .made("interval", &interval, Role::Figure, |node| {
            difference_interval(node, "lower", "upper")
        })
        .made("says", "What it says", Role::Words, |node| {
            // Words that stay on one line of a narrow column.
            let says = since.only(node).unwrap_or_else(|| conclusion(node));
            Cell::Text(says.replace(' ', "\u{a0}"))
        })
        .says_withheld()
        .made("smallest_clear_change", "Could detect", Role::Figure, |node| {
            detectable(node).map_or(Cell::Blank, Cell::Text)
        })
        .made(
            "these_staff",
            &format!("These staff, {interval}"),
            Role::Figure,
            |node| difference_interval(node, "these_staff_lower", "these_staff_upper"),
        )
        .if_any()
        .table(&rows)
}
