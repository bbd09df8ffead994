//! Charts of several terms in a row, each chart with a table of the same figures.

use crate::disclosure::Trend;
use crate::model::Scale;
use crate::report::board::academies::Charted;
use crate::report::board::axis;
use crate::report::board::score::{Bounds, dot_row};
use crate::report::board::since::{conclusion, is_change};
use crate::report::score::words::interval_heading;
use crate::report::{
    Axis, Cell, Chart, Column, Drawing, Mark, Panel, PanelHeight, Panels, Point, Record, Role, Sign, Table, TermPoint,
    TermsContext,
};

/// The published trend with its record, as `cte trend` gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct TrendView<'a> {
    pub(super) published: &'a Trend,
    pub(super) terms: &'a TermsContext<'a>,
    pub(super) record: &'a Record,
}

/// Somebody's scores in every term.
struct Row<'a> {
    name: &'a str,
    bounds: Bounds,
    points: &'a [Record],
}

impl<'a> TrendView<'a> {
    /// Each scale with its record.
    fn scales(self) -> impl Iterator<Item = (&'a Scale, &'a Record)> {
        let scales = self.published.scales.iter().zip(self.record.each("scales"));
        scales.map(move |(scale, node)| (&self.terms.instrument.scales()[scale.scale], node))
    }

    fn bounds(self, scale: &Scale) -> Bounds {
        Bounds::of(scale, self.terms.instrument)
    }

    /// The trust in each earlier term on the scale of an id, the latest first, with the term's name.
    pub(super) fn earlier(self, id: &str) -> Vec<(&'a str, &'a Record)> {
        let own = self.scales().find(|(scale, _)| scale.id == id);
        let points = own.map_or(&[][..], |(_, node)| node.each("trust"));
        let named = self.terms.terms.iter().map(|term| term.name.as_str()).zip(points);
        named.rev().skip(1).collect()
    }

    /// The trust on every scale.
    pub(super) fn of_trust(self) -> Charted {
        let row = |(scale, node): (&'a Scale, &'a Record)| Row {
            name: &scale.name,
            bounds: self.bounds(scale),
            points: node.each("trust"),
        };
        let rows: Vec<Row<'_>> = self.scales().map(row).collect();
        self.charted("trend-trust", "Scores of the trust in every term", "Scale", &rows)
    }

    /// The trust and its academies on one scale, by the scale's place among the terms' common ones.
    pub(super) fn of_scale(self, place: usize) -> Option<Charted> {
        let found = self.published.scales.iter().position(|scale| scale.scale == place)?;
        let (scale, node) = self.scales().nth(found)?;
        let bounds = self.bounds(scale);
        let of = |name, points| Row { name, bounds, points };
        let trust = of("The trust", node.each("trust"));
        let academies = node.each("academies").iter();
        let academies = academies.map(|academy| of(academy.text("academy").unwrap_or_default(), academy.each("terms")));
        let rows: Vec<Row<'_>> = std::iter::once(trust).chain(academies).collect();
        let title = format!("{}: the trust and its academies, term by term", scale.name);
        Some(self.charted(&format!("trend-{place}"), &title, "Academy", &rows))
    }

    fn charted(self, id: &str, title: &str, heading: &str, rows: &[Row<'_>]) -> Charted {
        let interval = interval_heading(self.published.options.level);
        let points: Vec<Vec<TermPoint>> = rows.iter().map(|row| self.points(row.points)).collect();
        let marks = || points.iter().flatten().filter_map(|point| point.mark);
        // One axis for all, so that heights can be compared, where all have one scale.
        let bounds = rows.first().map(|row| row.bounds);
        let shared = bounds.filter(|bounds| rows.iter().all(|row| row.bounds == *bounds));
        let shared = shared.map(|bounds| axis::of_scores(marks(), bounds));
        let own = |row: &Row<'_>, points: &[TermPoint]| -> Axis {
            axis::of_scores(points.iter().filter_map(|point| point.mark), row.bounds)
        };
        let label = shared.as_ref().map_or_else(
            || "Score; of each scale the part that is used is drawn".to_owned(),
            |axis| axis.label.clone(),
        );
        let table = self.table(heading, rows, &points);
        let panels = rows.iter().zip(points).map(|(row, points)| Panel {
            label: row.name.to_owned(),
            note: self.note(row.points),
            axis: shared.clone().unwrap_or_else(|| own(row, &points)),
            points,
        });
        let chart = Chart {
            id: id.to_owned(),
            title: title.to_owned(),
            summary: "Terms run from left to right. Whether a change is clear is said in words: two intervals may overlap where it \
                      is, and where it is not."
                .to_owned(),
            source: String::new(),
            drawing: Drawing::Panels(Panels {
                panels: panels.collect(),
                label,
                legend: vec![(Sign::Interval, format!("score and its {interval}"))],
                height: PanelHeight::Short,
            }),
        };
        Charted { chart, table }
    }

    /// The latest change in words.
    fn note(self, points: &[Record]) -> String {
        let change = points.last().and_then(|point| point.at("change"));
        let before = self.terms.terms.iter().rev().nth(1);
        match (change.filter(|change| is_change(change)), before) {
            (Some(change), Some(before)) => format!("{} since {}", conclusion(change), before.name),
            _ => String::new(),
        }
    }

    fn points(self, points: &[Record]) -> Vec<TermPoint> {
        let point = |(term, point): (&crate::report::TermInput<'_>, &Record)| {
            if point.member("absent").is_some() {
                return TermPoint {
                    term: term.name.clone(),
                    mark: None,
                    figure: String::new(),
                    text: "no answers".to_owned(),
                };
            }
            let row = dot_row(term.name.clone(), point, Point::Filled);
            TermPoint {
                term: row.label,
                mark: row.mark.map(|mark| Mark { shrunken: None, ..mark }),
                figure: point.shown_number("mean"),
                text: row.text,
            }
        };
        self.terms.terms.iter().zip(points).map(point).collect()
    }

    fn table(self, heading: &str, rows: &[Row<'_>], points: &[Vec<TermPoint>]) -> Table {
        let mut columns = vec![Column::new("name", heading, Role::Name)];
        let terms = self.terms.terms.iter();
        columns.extend(terms.map(|term| Column::new("mean", &term.name, Role::Figure)));
        columns.push(Column::new("says", "What it says", Role::Words));
        let mut table = Table::new("trend", columns);
        for (row, points) in rows.iter().zip(points) {
            let mut cells = vec![Cell::text(row.name)];
            cells.extend(points.iter().map(|point| Cell::Text(point.text.clone())));
            cells.push(Cell::Text(self.note(row.points)));
            table.push(cells);
        }
        table
    }
}
