//! The board's page: one sheet on the trust and all its academies, and the way to all other pages.

use crate::disclosure::{Conclusion, ReportedAcademy, WhichTerm};
use crate::report::board::folder::Folder;
use crate::report::board::heat::{self, Cells};
use crate::report::board::heat_table::{Heat, HeatRow};
use crate::report::board::page::{Content, Link, Page, Section};
use crate::report::board::score::any_withheld;
use crate::report::board::since::{Since, drops};
use crate::report::board::words::capital;
use crate::report::board::{WORKBOOK, trust};
use crate::report::compare::words::concludes;
use crate::report::context::{counted, some_names};

/// The most academies on the sheet. Of more, it has those of which something is clear.
const MOST_ACADEMIES: usize = 30;
/// The most academies that are named in a sentence.
const MOST_NAMES: usize = 12;

/// The page, with a link to the technical document if that has a name.
pub(super) fn page(folder: &Folder<'_>, names: &[String], technical: Option<&str>) -> Page {
    let academies = folder.reported.academies.iter().zip(names);
    let named: Vec<(&ReportedAcademy, &String)> = academies.filter(|(academy, _)| !academy.name.is_empty()).collect();
    let link = |file: String, text: &str, aside: &str| Link {
        file,
        text: text.to_owned(),
        aside: aside.to_owned(),
    };
    let of_academy = |(academy, name): (&ReportedAcademy, &String)| {
        let aside = if academy.is_shown() {
            ""
        } else {
            "no figures can be shown"
        };
        link(format!("{name}.html"), &academy.name, aside)
    };
    let mut of_trust = vec![
        link(
            format!("{}.html", trust::NAME),
            "The trust's report",
            "with every academy that can be shown: for trustees and the central team",
        ),
        link(
            WORKBOOK.to_owned(),
            "The same figures as a workbook",
            "for people who work with the numbers; not for sending to an academy",
        ),
    ];
    of_trust.extend(technical.map(|name| {
        let aside = "how the figures were made: for those who check or cite them";
        link(format!("{name}.html"), "Methods", aside)
    }));
    let file = |place: usize| {
        let is_named = !folder.reported.academies.get(place)?.name.is_empty();
        names.get(place).filter(|_| is_named).map(|name| format!("{name}.html"))
    };
    let all = heat::scores(folder, Cells::Scores, &file);
    let whole = (all.rows.len() > MOST_ACADEMIES + all.whole).then(|| {
        let content = vec![Content::Heat(all.clone())];
        Section::new("all-academies", "All academies", content)
    });
    let mut sections = vec![Section::new(
        "reports",
        "The reports in this folder",
        vec![
            Content::Words(format!(
                "There is one report for the trust and one for each of its {}. Each is one file that can be sent on by itself. An \
                 academy's report has no figures of another academy.",
                counted(named.len() as u64, "academy", "academies")
            )),
            Content::Links(of_trust),
            Content::Links(named.iter().copied().map(of_academy).collect()),
        ],
    )];
    sections.extend(whole);
    Page {
        name: "index".to_owned(),
        title: folder.trust_name(),
        subtitle: folder.subtitle(true),
        marking: folder.marking(),
        answer: trust::answer(folder),
        sheet: sheet(folder, all),
        sections,
    }
}

/// The parts of the board's sheet below the answer.
fn sheet(folder: &Folder<'_>, all: Heat) -> Vec<Section> {
    let mut sections = vec![academies(folder, all)];
    sections.extend(folder.since().map(what_changed));
    sections.push(answered(folder));
    sections.push(not_concluded());
    sections
}

/// The academies on every scale, with colour only where a difference holds.
fn academies(folder: &Folder<'_>, mut heat: Heat) -> Section {
    let all = heat.rows.len().saturating_sub(heat.whole);
    let is_clear = |row: &HeatRow| row.cells.iter().any(|cell| cell.standing.is_some());
    let clear = heat.rows.iter().filter(|row| is_clear(row)).count();
    heat.caption = format!("Scores. {}", heat.against_the_rest());
    if all > MOST_ACADEMIES {
        let trust = heat.rows.first().cloned();
        heat.rows.retain(is_clear);
        heat.rows.truncate(MOST_ACADEMIES);
        heat.rows.splice(0..0, trust);
        let which = match clear {
            0 => format!(" The next pages have all {all} academies."),
            1..=MOST_ACADEMIES => {
                format!(" Of {all} academies, only those that clearly differ are here; the next pages have all.")
            }
            _ => format!(
                " Of {all} academies, {clear} clearly differ; the first {MOST_ACADEMIES} of them are here, and the next pages have all."
            ),
        };
        heat.caption += &which;
    }
    if any_withheld(folder.scales().flat_map(|(_, node)| node.each("academies"))) {
        let withheld = format!(
            " Withheld: fewer than {} answered, or such a group would follow.",
            folder.min_group()
        );
        heat.caption += &withheld;
    }
    let heat = heat::with_trust(heat, folder);
    Section::new(
        "sheet-academies",
        "The trust and its academies",
        vec![Content::Heat(heat)],
    )
}

/// The academies that have clearly changed, by name.
fn what_changed(since: Since<'_>) -> Section {
    let scales = since.scales().count();
    let mut points = Vec::new();
    for (side, word) in [
        (Conclusion::Higher, "▲ Clearly higher"),
        (Conclusion::Lower, "▼ Clearly lower"),
    ] {
        let mut names: Vec<(&str, usize)> = Vec::new();
        for academy in since.scales().flat_map(|scale| scale.node.each("academies")) {
            let Some(name) = academy.text("academy").filter(|_| concludes(academy, side)) else {
                continue;
            };
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => names.push((name, 1)),
            }
        }
        if !names.is_empty() {
            let named = names
                .iter()
                .map(|(name, count)| format!("{name} ({count} of {scales} scales)"));
            points.push(format!(
                "{word}: {}.",
                some_names(&named.collect::<Vec<_>>(), MOST_NAMES)
            ));
        }
    }
    let content = if points.is_empty() {
        Content::words("No academy has clearly changed on any scale. That does not mean that nothing changed.")
    } else {
        Content::List(points)
    };
    let heading = format!("Academies that changed since {}", since.before());
    Section::new("sheet-change", heading, vec![content])
}

/// How many of the trust's staff answered.
fn answered(folder: &Folder<'_>) -> Section {
    let section = |text: String| Section::new("answered", "Who answered", vec![Content::Words(text)]);
    let first = folder.scales().next();
    let Some((scale, trust)) = first.and_then(|(scale, node)| Some((scale, node.open("trust")?))) else {
        return section("Too few answered to say how many.".to_owned());
    };
    let n = trust.shown_number("n");
    let mut text = match (trust.value("headcount"), trust.value("response_rate")) {
        (Some(_), Some(_)) => format!(
            "{n} of {} staff answered ({}).",
            trust.shown_number("headcount"),
            trust.shown_number("response_rate")
        ),
        _ => format!("{n} staff answered. The number of staff was not given, so no response rate is known."),
    };
    if let Some(since) = folder.since() {
        let before = since
            .on(&folder.declared(scale).id)
            .and_then(|scale| scale.node.open("trust"));
        if let Some(before) = before.filter(|before| before.value("n_before").is_some()) {
            let rate = match before.value("response_rate_before") {
                Some(_) => format!(" ({})", before.shown_number("response_rate_before")),
                None => String::new(),
            };
            let earlier = format!(
                " In {} it was {}{rate}.",
                since.term(WhichTerm::Before),
                before.shown_number("n_before")
            );
            text += &earlier;
        }
        for drop in drops(since).iter().take(2) {
            text.push(' ');
            text.push_str(&capital(&drop.message.replace('`', "")));
            text.push('.');
        }
    }
    section(text)
}

fn not_concluded() -> Section {
    let points = [
        "A ranking: academies are listed in file order, and most differences between them may be chance.",
        "How well a head leads: scores depend on much besides leadership, and on who answered.",
        "What pupils achieve: a score shows what staff believe.",
    ];
    Section::new(
        "sheet-not-concluded",
        "What must not be concluded",
        vec![Content::List(points.map(str::to_owned).to_vec())],
    )
}
