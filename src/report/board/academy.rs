//! An academy's report: its own figures next to the rest of the trust, which excludes it. No other academy's figures.

use crate::disclosure::{Conclusion, PublishedScale, ReportedAcademy};
use crate::report::board::academies::{Charted, agreement_columns};
use crate::report::board::differences::{self, difference_columns, reading};
use crate::report::board::folder::Folder;
use crate::report::board::page::{Content, Page, Section};
use crate::report::board::score::{Bounds, columns, dot_row, interval, named, part};
use crate::report::board::sheet::Sheet;
use crate::report::board::since::Own;
use crate::report::board::words::{Explained, alike, method, not_concluded};
use crate::report::board::{axis, change, change_words, items, trust};
use crate::report::compare::words::{by_interval, conclusion};
use crate::report::context::group_name;
use crate::report::picked::Picked;
use crate::report::score::words::{self, interval_heading};
use crate::report::{
    Cell, Chart, DotRow, Dots, Drawing, Mark, Point, Record, Role, Sign, Subject, Table, comparing, fields,
};

/// The page of an academy, by its place in the report.
pub(super) fn page(folder: &Folder<'_>, place: usize, name: &str) -> Page {
    let academy = &folder.reported.academies[place];
    let since = folder.since();
    let page = |answer, sheet, sections| Page {
        name: name.to_owned(),
        title: academy.name.clone(),
        subtitle: folder.subtitle(false),
        marking: folder.marking(),
        answer,
        sheet,
        sections,
    };
    if !academy.is_shown() {
        let sheet = vec![not_concluded(since.is_some())];
        return page(none(folder.min_group()), sheet, Vec::new());
    }
    let own = Academy::new(folder, academy);
    let changes = folder.own_changes(place);
    let mut sections = vec![own.scores()];
    sections.extend(
        since.map(|since| change::academy_section(since, &changes, folder.context.instrument.items(), &own.items)),
    );
    sections.extend([
        trust::uses(folder),
        own.agreement(),
        differences::section(&own.items, folder.level()),
        own.items(),
        Section {
            heading: "More that must not be concluded".to_owned(),
            ..not_concluded(since.is_some())
        },
        method(folder, Explained::Academy),
    ]);
    let sheet = Sheet {
        scales: own.nodes().collect(),
        items: &own.items,
        changes: &changes,
        since,
        level: folder.level(),
    };
    page(own.answer(&changes), sheet.sections(), sections)
}

/// Why there is nothing to show.
fn none(min_group: u64) -> Vec<String> {
    vec![
        "No figures of this academy can be shown for this survey.".to_owned(),
        format!(
            "Figures are shown only where at least {min_group} staff answered and where they do not disclose a smaller group: \
             otherwise readers could work out what a few people answered."
        ),
        "Its answers are included in the trust's figures.".to_owned(),
    ]
}

/// The figures of one academy.
struct Academy<'a> {
    folder: &'a Folder<'a>,
    /// The scales that can be shown.
    scales: Vec<(&'a PublishedScale, Record)>,
    withholds_a_scale: bool,
    /// The items, in the questionnaire's order.
    items: Vec<Record>,
}

impl<'a> Academy<'a> {
    fn new(folder: &'a Folder<'a>, academy: &'a ReportedAcademy) -> Self {
        let scales = folder.reported.trust.scales.iter().zip(&academy.scales).enumerate();
        let scales = scales.filter_map(|(place, (scale, shown))| {
            let peers = academy.peers.get(place).and_then(Option::as_ref).map(fields::peers);
            let figures = fields::academy_scale(shown.figures()?).with_some("peers", peers);
            Some((scale, named("scale", folder.declared(scale).name.as_str(), &figures)))
        });
        let declared = folder.context.instrument.items().iter();
        let items = declared.zip(&academy.items);
        let name = group_name(&academy.name, "academy");
        Self {
            folder,
            scales: scales.collect(),
            withholds_a_scale: academy.scales.iter().any(|scale| scale.figures().is_none()),
            items: items
                .map(|(item, shown)| {
                    let answers = fields::academy_item(item, shown);
                    let change = folder.since().and_then(|since| since.item_of_academy(&item.id, &name));
                    answers.with_some("change", change.cloned())
                })
                .collect(),
        }
    }

    fn nodes(&self) -> impl Iterator<Item = &Record> {
        self.scales.iter().map(|(_, node)| node)
    }

    fn bounds(&self, scale: &PublishedScale) -> Bounds {
        Bounds::of(self.folder.declared(scale), self.folder.context.instrument)
    }

    fn interval_heading(&self) -> String {
        interval_heading(self.folder.level())
    }

    /// Where we are, how sure we are, what changed: of the first scale with a score that can be shown.
    fn answer(&self, changes: &[Own<'_>]) -> Vec<String> {
        let mut scales = self.scales.iter();
        let Some((scale, node)) = scales.find(|(_, node)| node.value("mean").is_some()) else {
            return vec![
                "Nobody answered enough items to have a score.".to_owned(),
                self.folder.no_change(),
            ];
        };
        let declared = self.folder.declared(scale);
        let interval = match interval(node) {
            Cell::Undefined(reason) => format!("; its precision is unknown: {reason}"),
            _ => format!(" ({}: {})", self.interval_heading(), words::interval(node)),
        };
        let rest = match node.at("rest") {
            None => "It is not compared with the rest of the trust, which would be a single other academy.".to_owned(),
            Some(rest) => against(rest),
        };
        let changed = match self.folder.since() {
            Some(since) => change_words::of_academy(since, changes, declared),
            None => self.folder.no_change(),
        };
        let first = format!(
            "{} is {}, on a scale from {}{interval}.",
            declared.name,
            node.shown_number("mean"),
            self.bounds(scale).text()
        );
        vec![first, rest, changed]
    }

    fn scores(&self) -> Section {
        let interval_heading = self.interval_heading();
        let table = Picked::wide("beside", Subject::Any).names("Scale", "scale");
        let table = columns(table, self.folder.level())
            .headed("Rest of the trust", "rest.mean", Role::Figure)
            .if_any()
            .made("rest_interval", &interval_heading, Role::Figure, |node| {
                node.at("rest").map_or(Cell::Blank, interval)
            })
            .if_any();
        let table = difference_columns(table, &interval_heading)
            .made("reading", "Reading", Role::Words, |node| {
                node.at("rest.from_rest").map_or(Cell::Blank, reading)
            })
            .if_any()
            .table(self.nodes());
        let words = if self.nodes().any(|node| node.at("rest").is_some()) {
            "The rest of the trust is all its other academies together, without this one. A difference is called clear only if its \
             interval leaves out 0 even when widened for all academies looked at, and only where academies may be compared."
        } else {
            "These are this academy's own scores. The rest of the trust would be a single academy, so it is not shown."
        };
        let mut content = vec![Content::words(words)];
        content.extend(self.comparisons());
        if self.withholds_a_scale {
            content.push(Content::Words(format!(
                "Scales without figures here are withheld: fewer than {} answered, or the figures would disclose such a group.",
                self.folder.min_group()
            )));
        }
        content.push(self.chart(table));
        Section::new("scores", "Scores, and the rest of the trust", content)
    }

    /// May academies be compared on each scale?
    fn comparisons(&self) -> Option<Content> {
        let of_scale = |(scale, _): &(&'a PublishedScale, Record)| {
            (self.folder.declared(scale).name.clone(), comparing::of_scale(scale))
        };
        alike(self.scales.iter().map(of_scale))
    }

    /// The academy and the rest of the trust on one axis if all scales share one, and else only the table.
    fn chart(&self, table: Table) -> Content {
        const TITLE: &str = "Scores here and in the rest of the trust";
        let mut ranges = self.scales.iter().map(|(scale, _)| self.bounds(scale));
        let Some(range) = ranges.next().filter(|range| ranges.all(|other| other == *range)) else {
            return Content::Table(TITLE.to_owned(), table);
        };
        let mut rows = Vec::new();
        for (scale, node) in &self.scales {
            let mut here = dot_row(
                format!("{}: here", self.folder.declared(scale).name),
                node,
                Point::Filled,
            );
            here.mark = here.mark.map(|mark| Mark { shrunken: None, ..mark });
            rows.push(here);
            let rest = node.at("rest").filter(|rest| rest.value("mean").is_some());
            rows.extend(rest.map(|rest| dot_row("Rest of the trust".to_owned(), rest, Point::Hollow)));
        }
        let interval = self.interval_heading();
        let chart = Chart {
            id: "beside".to_owned(),
            title: TITLE.to_owned(),
            summary: "For each scale, first this academy and then the rest of the trust.".to_owned(),
            source: String::new(),
            drawing: Drawing::Dots(Dots {
                axis: axis::of_scores(rows.iter().filter_map(|row: &DotRow| row.mark), range),
                reference: None,
                rows,
                heading: format!("Score ({interval})"),
                legend: vec![
                    (Sign::Interval, format!("this academy and its {interval}")),
                    (Sign::Beside, "the rest of the trust".to_owned()),
                ],
            }),
        };
        Charted { chart, table }.into()
    }

    fn items(&self) -> Section {
        let content = if self.items.iter().all(Record::is_withheld) {
            vec![Content::words(
                "Answers to single items are withheld here: on some items fewer answered, and the figures could disclose a small \
                 group.",
            )]
        } else {
            let favourable = |place: usize| {
                let own = self.scales.iter().find(|(scale, _)| scale.scale == place);
                own.map_or(Cell::Blank, |(_, node)| node.cell("percent_favourable"))
            };
            let charts = items::of_scales(
                &self.items,
                &favourable,
                self.folder.context.instrument,
                self.folder.since(),
            );
            charts.into_iter().map(Content::from).collect()
        };
        Section::new("items", "What staff answered here", content)
    }

    fn agreement(&self) -> Section {
        let rows = self.scales.iter().map(|(scale, node)| {
            let name = node.text("scale").unwrap_or_default();
            let verdict = scale.aggregation.figures().map(|found| &found.verdict);
            let chance = verdict.and_then(|verdict| verdict.agreement).map(|found| found.chance);
            let defined = node.value("agreement.r_star_wg_j").is_some();
            part(node, "agreement", "scale", name).figure("chance_r_star_wg_j", chance.filter(|_| defined))
        });
        let table = Picked::wide("agreement", Subject::Agreement).names("Scale", "scale");
        let table = agreement_columns(table).table(&rows.collect::<Vec<_>>());
        Section::new(
            "agreement",
            "Do colleagues agree here?",
            vec![
                Content::words(
                    "1 means that everybody answers alike. If nobody agreed, only 5 in 100 groups of the trust's middle size \
                     would exceed the figure by chance. Where agreement is low, an average hides that colleagues see things \
                     differently.",
                ),
                Content::Table("Agreement among colleagues".to_owned(), table),
            ],
        )
    }
}

/// The second sentence of the answer.
fn against(rest: &Record) -> String {
    let elsewhere = match rest.value("mean") {
        Some(_) => format!(", which is at {}", rest.shown_number("mean")),
        None => String::new(),
    };
    let found = rest.at("from_rest");
    // Without an interval nothing was compared.
    let compared = found.and_then(|found| by_interval(found).and(conclusion(found)));
    let Some(conclusion) = compared else {
        let reason = rest.why_not("from_rest.difference").unwrap_or_default();
        return format!("The difference from the rest of the trust{elsewhere} is unknown: {reason}.");
    };
    let clear = match conclusion {
        Conclusion::Higher => "That is clearly above",
        Conclusion::Lower => "That is clearly below",
        Conclusion::NoClearChange => "That is not clearly different from",
        Conclusion::NotComparable(_) => {
            "The differences between academies are too uncertain to say whether that differs from"
        }
    };
    format!("{clear} the rest of the trust{elsewhere}.")
}
