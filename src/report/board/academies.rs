//! Charts of the academies on a scale, each with a table of the same figures.

use crate::disclosure::{Published, PublishedScale};
use crate::model::Instrument;
use crate::report::board::axis;
use crate::report::board::page::Content;
use crate::report::board::score::{Bounds, columns, dot, dot_row, part};
use crate::report::picked::{Picked, WITHHELD};
use crate::report::score::words::interval_heading;
use crate::report::{
    Axis, Chart, DotRow, Dots, Drawing, Kind, Point, Record, Reference, Role, Sign, Subject, Table, comparing, number,
};

/// A chart and a table of the same figures.
pub(super) struct Charted {
    pub(super) chart: Chart,
    pub(super) table: Table,
}

impl From<Charted> for Content {
    fn from(Charted { chart, table }: Charted) -> Self {
        Self::Chart(Box::new(chart), table)
    }
}

/// The academies' scores next to the trust's.
pub(super) fn scores(published: &Published, instrument: &Instrument, scale: &PublishedScale, node: &Record) -> Charted {
    let declared = &instrument.scales()[scale.scale];
    let level = published.options.level;
    let interval = interval_heading(level);
    let academies = node.each("academies");
    let table = columns(Picked::wide("scores", Subject::Any).names("Academy", "academy"), level)
        .figures("shrunken_mean percent_favourable")
        .table(academies);
    let rows: Vec<DotRow> = academies
        .iter()
        .map(|academy| {
            dot_row(
                academy.text("academy").unwrap_or_default().to_owned(),
                academy,
                Point::Filled,
            )
        })
        .collect();
    let trust = node
        .at("trust")
        .map(|trust| dot_row("The trust".to_owned(), trust, Point::Hollow));
    let reference = trust.and_then(|row| {
        Some(Reference {
            value: row.mark?.value,
            limits: row.mark?.limits,
            label: format!("{} {}", row.label, row.text),
        })
    });
    let marks = || rows.iter().filter_map(|row| row.mark);
    let mut legend = vec![(Sign::Interval, format!("score and its {interval}"))];
    if marks().any(|mark| mark.shrunken.is_some()) {
        let text = "shrunken score: drawn towards the trust's where answers are few";
        legend.push((Sign::Shrunken, text.to_owned()));
    }
    let mut all: Vec<_> = marks().collect();
    if let Some(reference) = &reference {
        legend.push((Sign::Reference, "the trust and its interval".to_owned()));
        let mut mark = dot(Point::Hollow, reference.value);
        mark.limits = reference.limits;
        all.push(mark);
    }
    let chart = Chart {
        id: format!("scores-{}", scale.scale),
        title: format!("{}: the academies and the trust", declared.name),
        summary: comparing::ORDER_NOTE_OF_PAGES.to_owned(),
        source: String::new(),
        drawing: Drawing::Dots(Dots {
            axis: axis::of_scores(all.into_iter(), Bounds::of(declared, instrument)),
            reference,
            rows,
            heading: format!("Score ({interval})"),
            legend,
        }),
    };
    Charted { chart, table }
}

/// The academies' agreement next to what chance would show.
pub(super) fn agreement(instrument: &Instrument, scale: &PublishedScale, node: &Record) -> Charted {
    let academies = node.each("academies").iter().map(|academy| {
        let name = academy.text("academy").unwrap_or_default();
        part(academy, "agreement", "academy", name)
    });
    let academies: Vec<Record> = academies.collect();
    let table =
        agreement_columns(Picked::wide("agreement", Subject::Agreement).names("Academy", "academy")).table(&academies);
    let rows: Vec<DotRow> = academies
        .iter()
        .map(|academy| DotRow {
            label: academy.text("academy").unwrap_or_default().to_owned(),
            mark: academy.value("r_star_wg_j").map(|value| dot(Point::Filled, value)),
            text: match academy.value("r_star_wg_j") {
                _ if academy.is_withheld() => WITHHELD.to_owned(),
                None => "–".to_owned(),
                Some(_) => academy.shown_number("r_star_wg_j"),
            },
        })
        .collect();
    let chance = scale.aggregation.figures().and_then(|found| found.verdict.agreement);
    let coefficient = |value: f64| number::text(value, Kind::Coefficient);
    let reference = chance.map(|answer| Reference {
        value: answer.chance,
        limits: None,
        label: format!("Chance {}", coefficient(answer.chance)),
    });
    let marks = rows.iter().filter_map(|row| row.mark);
    let lowest = marks.map(|mark| mark.value).fold(0.0, f64::min);
    let from = (lowest * 5.0).floor() / 5.0;
    let ticks = (-20..=5)
        .map(|fifth| f64::from(fifth) / 5.0)
        .filter(|tick| *tick >= from - 1e-9)
        .map(|tick| (tick, coefficient(tick)));
    let by_chance = chance.map(|answer| {
        let text = format!(
            "what 5 of 100 groups of {} exceed by chance if colleagues do not agree",
            answer.size
        );
        (Sign::Reference, text)
    });
    let chart = Chart {
        id: format!("agreement-{}", scale.scale),
        title: format!("{}: how far colleagues agree", instrument.scales()[scale.scale].name),
        summary: "1 means that everybody in the academy answers alike, 0 that they agree no more than by answering at \
                  random. Academies are listed in file order."
            .to_owned(),
        source: String::new(),
        drawing: Drawing::Dots(Dots {
            axis: Axis {
                from,
                to: 1.0,
                ticks: ticks.collect(),
                label: "Agreement within the academy, r*wg(j)".to_owned(),
            },
            reference,
            rows,
            heading: "r*wg(j)".to_owned(),
            legend: [(Sign::Dot, "agreement, r*wg(j)".to_owned())]
                .into_iter()
                .chain(by_chance)
                .collect(),
        }),
    };
    Charted { chart, table }
}

/// The columns of agreement.
pub(super) fn agreement_columns(table: Picked<'_>) -> Picked<'_> {
    table
        .headed("Answered all items", "n", Role::Figure)
        .figure("r_star_wg_j", Role::Figure)
        .says_withheld()
        .figure("chance_r_star_wg_j", Role::Figure)
        .if_any()
        .figure("ad_mean", Role::Figure)
}
