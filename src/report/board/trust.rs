//! The trust's report.

use crate::disclosure::PublishedScale;
use crate::model::Scale;
use crate::report::board::folder::Folder;
use crate::report::board::heat::{self, Cells};
use crate::report::board::heat_table::Heat;
use crate::report::board::page::{Content, Page, Section};
use crate::report::board::score::{self, Bounds, any_withheld, columns, part, position};
use crate::report::board::since::Since;
use crate::report::board::trend_chart::TrendView;
use crate::report::board::words::{Explained, alike, method, not_concluded};
use crate::report::board::{academies, change, change_words, items, response, since};
use crate::report::context::{leveled, wording};
use crate::report::picked::Picked;
use crate::report::reliability::limits;
use crate::report::score::words::{self, interval_heading};
use crate::report::{Cell, Record, Role, Subject, comparing, invariance};

/// The name of its file.
pub(super) const NAME: &str = "trust";

pub(super) fn page(folder: &Folder<'_>) -> Page {
    let since = folder.since();
    let mut sections = vec![scores(folder), academies(folder)];
    sections.extend(by_column(folder));
    let favourable = |place: usize| {
        let own = folder.scales().find(|(scale, _)| scale.scale == place);
        own.map_or(Cell::Blank, |(_, node)| node.cell("trust.percent_favourable"))
    };
    let answers: Vec<Record> = folder
        .score
        .each("items")
        .iter()
        .map(|item| with_change(item, since))
        .collect();
    let charts = items::of_scales(&answers, &favourable, folder.context.instrument, since);
    let charts = charts.into_iter().map(Content::from).collect();
    sections.push(Section::new("items", "What staff answered", charts));
    sections.extend(items_map(folder));
    sections.push(agreement(folder));
    sections.extend(since.map(change::trust_section));
    sections.extend(folder.trend().map(all_terms));
    sections.extend([
        response::section(folder),
        reliability(folder),
        not_concluded(since.is_some()),
        method_and_findings(folder),
    ]);
    Page {
        name: NAME.to_owned(),
        title: folder.trust_name(),
        subtitle: folder.subtitle(true),
        marking: folder.marking(),
        answer: answer(folder),
        sheet: Vec::new(),
        sections,
    }
}

/// An item with the trust's change, if there is one.
fn with_change(item: &Record, since: Option<Since<'_>>) -> Record {
    let change = since.and_then(|since| since.item_of_trust(item.text("id")?));
    item.clone().with_some("change", change.cloned())
}

/// Where the figures come from, and the findings while reading.
pub(super) fn method_and_findings(folder: &Folder<'_>) -> Section {
    let mut method = method(folder, Explained::Trust);
    // Of two terms, the findings of both, each with its term.
    let findings = folder
        .since()
        .map_or_else(|| folder.context.findings.clone(), since::findings);
    if !findings.is_empty() {
        let heading = "What was noticed while reading".to_owned();
        method.content.push(Content::Heading(heading));
        method
            .content
            .push(Content::List(findings.iter().map(leveled).collect()));
    }
    method
}

/// Where we are, how sure we are, what changed: of the first scale with a score that can be shown.
pub(super) fn answer(folder: &Folder<'_>) -> Vec<String> {
    let mut scales = folder.scales();
    let scored = scales.find(|(_, node)| node.value("trust.mean").is_some());
    let Some((scale, trust)) = scored.and_then(|(scale, node)| Some((scale, node.at("trust")?))) else {
        return vec![
            format!(
                "Too few answered for any figure of the trust to be shown: fewer than {}.",
                folder.min_group()
            ),
            "So no precision can be given.".to_owned(),
            folder.no_change(),
        ];
    };
    let declared = folder.declared(scale);
    let place = position(declared, folder.context.instrument, trust, " across the trust");
    let changed = match folder.since() {
        Some(since) => change_words::of_trust(since, declared),
        None => folder.no_change(),
    };
    vec![format!("{place}."), sure(folder, scale, trust), changed]
}

fn sure(folder: &Folder<'_>, scale: &PublishedScale, trust: &Record) -> String {
    let interval = match score::interval(trust) {
        Cell::Undefined(reason) => format!("The precision of the score is unknown ({reason})"),
        _ if trust.text("population") == Some(words::EVERYONE) => {
            "Everybody answered, so the score has no margin of error".to_owned()
        }
        _ => format!("Its {} is {}", interval_heading(folder.level()), words::interval(trust)),
    };
    format!("{interval}. {}", comparing::of_scale(scale))
}

fn scores(folder: &Folder<'_>) -> Section {
    let range = |declared: &Scale| Bounds::of(declared, folder.context.instrument).text();
    let rows = folder.scales().map(|(scale, node)| {
        let declared = folder.declared(scale);
        part(node, "trust", "scale", declared.name.as_str()).with("range", range(declared))
    });
    let table = Picked::wide("trust", Subject::Any)
        .names("Scale", "scale")
        .figure("range", Role::Figure);
    let table = columns(table, folder.level())
        .figures("pomp percent_favourable")
        .table(&rows.collect::<Vec<_>>());
    let caption = format!(
        "The trust's score on each scale, with its {}",
        interval_heading(folder.level())
    );
    Section::new("scores", "The trust's scores", vec![Content::Table(caption, table)])
}

/// The most academies on a chart of this page.
const CHARTED: usize = 20;

fn academies(folder: &Folder<'_>) -> Section {
    let mut content = vec![Content::words(comparing::ORDER_NOTE_OF_PAGES)];
    if any_withheld(folder.scales().flat_map(|(_, node)| node.each("academies"))) {
        content.push(Content::Words(words::withheld_note(folder.min_group())));
    }
    let of_scale = |(scale, node): (&PublishedScale, &Record)| {
        let compared = words::compared(node.open("aggregation")?);
        Some((folder.declared(scale).name.clone(), compared))
    };
    content.extend(alike(folder.scales().filter_map(of_scale)));
    let mut heat = heat::scores(folder, Cells::Intervals, &|_| None);
    heat.caption = format!(
        "Each academy's score on each scale, with its {}. {}",
        interval_heading(folder.level()),
        heat.against_the_rest()
    );
    content.push(Content::Heat(heat));
    // `cte plot scores` draws every scale.
    let first = folder.scales().next();
    let first = first.filter(|(_, node)| node.each("academies").len() <= CHARTED);
    content.extend(
        first.map(|(scale, node)| {
            academies::scores(&folder.reported.trust, folder.context.instrument, scale, node).into()
        }),
    );
    Section::new("academies", "The academies", content)
}

/// The trust in every term.
fn all_terms(trend: TrendView<'_>) -> Section {
    let words = "A line joins the terms of a scale. Each term is a survey of its own, and people are not linked between terms. The \
                 workbook has every academy's terms.";
    let content = vec![Content::words(words), trend.of_trust().into()];
    Section::new("trend", "All terms", content)
}

/// The scores by another column, if one was asked for.
fn by_column(folder: &Folder<'_>) -> Option<Section> {
    let column = folder.scales().find_map(|(_, node)| node.text("by.column"))?;
    let mut content = vec![Content::words("Groups are listed in file order, not ranked.")];
    for (scale, node) in folder.scales().filter(|(_, node)| node.at("by").is_some()) {
        let table = Picked::wide("by", Subject::Any).names(column, "group");
        let table = columns(table, folder.level())
            .figure("percent_favourable", Role::Figure)
            .table(node.each("by.groups"));
        content.push(Content::Table(folder.declared(scale).name.clone(), table));
    }
    let alike = invariance::lines(folder.scales().map(|(_, node)| node));
    content.extend(alike.into_iter().map(Content::Words));
    Some(Section::new("groups", format!("By {column}"), content))
}

fn agreement(folder: &Folder<'_>) -> Section {
    let mut content = vec![Content::words(
        "An academy's average represents its staff only if colleagues see things alike and academies differ. High agreement \
         alone does not show that: staff may agree on the same thing everywhere.",
    )];
    let reasons = folder.scales().filter_map(|(scale, _)| {
        let found = scale.aggregation.figures()?;
        let because = comparing::because(found);
        Some(format!("{}: {because}.", folder.declared(scale).name))
    });
    content.push(Content::List(reasons.collect()));
    let mut heat = heat::agreement(folder);
    heat.caption = String::from(
        "Agreement among colleagues, r*wg(j): 1 if all answer alike, 0 if they answer at random. The first line is what 5 of \
                    100 groups of the middle size exceed by chance.",
    );
    content.push(Content::Heat(heat));
    Section::new(
        "agreement",
        "Do colleagues agree, and may answers be averaged?",
        content,
    )
}

/// The most cells of a map of items on this page.
const MOST_CELLS: usize = 1500;
/// The most cells of a map of changes, which comes on top. The workbook has them all.
const MOST_CHANGED_CELLS: usize = 500;

/// The academies and the items; `None` without academies.
fn items_map(folder: &Folder<'_>) -> Option<Section> {
    let items = folder.context.instrument.items();
    let academies = folder.reported.academies.len();
    if academies < 2 {
        return None;
    }
    let mut content = vec![Content::words(
        "Where nothing is marked, no difference from the rest of the trust is clear, or it cannot be shown: it is left out where, \
         together with the scores, it could show what a few people answered.",
    )];
    if academies * items.len() > MOST_CELLS {
        content = vec![Content::words(
            "There are too many academies for a map of all questions on this page. `cte items --by` writes it as a table.",
        )];
    } else {
        content.extend(heat::items(folder).into_iter().map(Content::Heat));
        match folder.since() {
            None => {}
            Some(_) if academies * items.len() > MOST_CHANGED_CELLS => content.push(Content::words(
                "There are too many academies for a map of all changes as well. The workbook has them on a sheet of their own.",
            )),
            Some(since) => {
                let changes = heat::item_changes(since, items);
                content.extend(changes.into_iter().filter(Heat::has_figures).map(Content::Heat));
            }
        }
        content.push(Content::Numbered(items.iter().map(wording).collect()));
    }
    Some(Section::new("map", "The academies, question by question", content))
}

/// The uses that the scores are reliable enough for.
pub(super) fn uses(folder: &Folder<'_>) -> Section {
    let uses = folder.scales().filter_map(|(scale, node)| {
        let allows = words::allows(node.at("reliability.alpha")?, node.at("aggregation"));
        Some((folder.declared(scale).name.clone(), allows))
    });
    let mut content = vec![Content::words(
        "A scale is reliable if its items measure the same thing. Uses of each scale:",
    )];
    content.extend(alike(uses));
    Section::new("reliability", "How far the scores can be relied on", content)
}

/// The uses, with the coefficients of the whole trust.
fn reliability(folder: &Folder<'_>) -> Section {
    let rows: Vec<Record> = folder
        .scales()
        .map(|(scale, node)| part(node, "reliability", "scale", folder.declared(scale).name.as_str()))
        .collect();
    let table = Picked::wide("reliability", Subject::Coefficient)
        .names("Scale", "scale")
        .figure("alpha", Role::Figure)
        .made("interval", &interval_heading(folder.level()), Role::Figure, |scale| {
            scale.at("alpha").map_or(Cell::Blank, limits)
        })
        .figures("omega_total mean_interitem_r")
        .headed("Answered all items", "alpha.n", Role::Figure)
        .table(&rows);
    let mut section = uses(folder);
    let caption = "Reliability over the whole trust".to_owned();
    section.content.push(Content::Table(caption, table));
    section
}
