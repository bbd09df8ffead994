//! The trust's report.

use crate::disclosure::{Allowed, Estimated, Published, PublishedScale, Shown, TrustEstimates, Undefined};
use crate::report::board::figures::{self, bounds, comparison, interval_heading};
use crate::report::board::page::{Page, Part, Section};
use crate::report::board::{Folder, answers, change, response, staff, trust_name, words as board_words};
use crate::report::context::{Context, group_name, leveled, marking};
use crate::report::score::words;
use crate::report::{Cell, Column, Kind, Record, Role, Table, fields, number};

/// The name of its file.
pub(crate) const NAME: &str = "trust";

pub(crate) fn page(folder: &Folder<'_>) -> Page {
    let Folder {
        reported,
        context,
        about,
        ..
    } = *folder;
    let published = &reported.trust;
    let since = folder.since();
    let mut sections = vec![scores(published, context), academies(published, context)];
    sections.extend(by_column(published, context));
    sections.extend([items(published, context), agreement(published, context)]);
    sections.extend(since.map(change::trust_section));
    sections.extend([
        response::section(folder),
        reliability(published, context),
        board_words::not_concluded(since.is_some()),
        method(folder),
    ]);
    Page {
        name: NAME.to_owned(),
        title: trust_name(about),
        subtitle: folder.subtitle(true),
        marking: marking(published.policy),
        answer: answer(folder),
        sections,
    }
}

/// Where the figures come from, and what was noticed on the way.
pub(crate) fn method(folder: &Folder<'_>) -> Section {
    let mut method = board_words::method(folder);
    // Of two terms, what was noticed in either, each with its term.
    let noticed = folder
        .since()
        .map_or_else(|| folder.context.findings.clone(), change::noticed);
    if !noticed.is_empty() {
        let remarks = noticed.iter().map(leveled);
        method
            .parts
            .push(Part::Heading("What was noticed while reading".to_owned()));
        method.parts.push(Part::List(remarks.collect()));
    }
    method
}

/// Where we are, how sure we are, what changed: of the first scale that can be shown.
pub(crate) fn answer(folder: &Folder<'_>) -> Vec<String> {
    let (published, context) = (&folder.reported.trust, folder.context);
    let first = published
        .scales
        .iter()
        .find_map(|scale| Some((scale, scale.trust.figures()?)))
        .and_then(|(scale, trust)| Some((scale, trust, trust.mean?)));
    let Some((scale, trust, mean)) = first else {
        return vec![
            format!(
                "Too few answered for any figure of the trust to be shown: fewer than {}.",
                published.policy.min_group
            ),
            "How sure a figure would be cannot be said.".to_owned(),
            folder.no_change(),
        ];
    };
    let declared = &context.instrument.scales()[scale.scale];
    let (least, most) = bounds(declared, context.instrument);
    let pomp = trust.pomp.map_or(String::new(), |pomp| {
        format!(", which is {} of 100", number::text(pomp, Kind::Percent))
    });
    let place = format!(
        "{} stands at {} across the trust, on a scale from {}{pomp}, by the answers of {}.",
        declared.name,
        number::text(mean, Kind::Score),
        number::range(least, most, Kind::Count),
        staff(trust.n, trust.response_rate)
    );
    let changed = match folder.since() {
        Some(since) => change::of_trust(since, declared),
        None => folder.no_change(),
    };
    vec![place, sure(scale, trust, published), changed]
}

fn sure(scale: &PublishedScale, trust: &TrustEstimates, published: &Published) -> String {
    let interval = match &trust.interval {
        Ok(interval) if interval.everyone => "Everybody answered, so the score has no margin of error".to_owned(),
        Ok(interval) => format!(
            "Its {} is {}",
            interval_heading(published.options.level),
            number::range(interval.interval.lower, interval.interval.upper, Kind::Score)
        ),
        Err(reason) => format!("How sure the score is cannot be said ({reason})"),
    };
    let compare = match scale.aggregation.figures().map(|found| found.verdict.allowed) {
        Some(Allowed::Yes) => "academies differ, and their averages are dependable enough to compare",
        Some(Allowed::WithCare) => "academies differ somewhat: compare them only with care",
        Some(Allowed::No) => "the differences between academies are too uncertain to compare them",
        Some(Allowed::Unknown) | None => "whether academies may be compared cannot be said",
    };
    format!("{interval}; {compare}.")
}

fn scores(published: &Published, context: &Context<'_>) -> Section {
    let interval = interval_heading(published.options.level);
    let mut table = Table::new(
        "trust",
        vec![
            Column::new("scale", "Scale", Role::Name),
            Column::new("range", "Range", Role::Figure),
            Column::new("n", "Staff", Role::Figure),
            Column::new("mean", "Score", Role::Figure),
            Column::new("interval", &interval, Role::Figure),
            Column::new("pomp", "Of 100", Role::Figure),
            Column::new("percent_favourable", "Favourable %", Role::Figure),
        ],
    );
    for scale in &published.scales {
        let declared = &context.instrument.scales()[scale.scale];
        let (least, most) = bounds(declared, context.instrument);
        let mut row = vec![
            Cell::text(declared.name.as_str()),
            Cell::Text(number::range(least, most, Kind::Count)),
        ];
        match &scale.trust {
            Shown::Withheld(rule) => row.extend([
                Cell::Blank,
                Cell::Text(words::withheld(*rule, published.policy.min_group)),
            ]),
            Shown::Figures(found) => row.extend([
                Cell::count(found.n),
                Cell::maybe(found.mean, Kind::Score),
                interval_cell(found),
                Cell::maybe(found.pomp, Kind::Percent),
                Cell::maybe(found.percent_favourable, Kind::Percent),
            ]),
        }
        table.push(row);
    }
    Section {
        id: "scores",
        heading: "The trust's scores".to_owned(),
        parts: vec![Part::Table(
            format!("The trust's score on each scale, with its {interval}"),
            table,
        )],
    }
}

/// The trust's, or the rest of the trust's, interval as people read it.
pub(crate) fn interval_cell(found: &TrustEstimates) -> Cell {
    match &found.interval {
        Ok(interval) if interval.everyone => Cell::text("everyone answered"),
        Ok(interval) => Cell::Text(number::range(
            interval.interval.lower,
            interval.interval.upper,
            Kind::Score,
        )),
        Err(reason) => Cell::Undefined(reason.to_string()),
    }
}

fn academies(published: &Published, context: &Context<'_>) -> Section {
    let mut parts = vec![Part::Words(
        "Academies stand in the order of the file and are not ranked. Where intervals overlap, the survey does not tell \
         which score is higher."
            .to_owned(),
    )];
    let withheld = published
        .scales
        .iter()
        .flat_map(|scale| &scale.academies)
        .any(|academy| academy.scores.figures().is_none());
    if withheld {
        parts.push(Part::Words(words::withheld_note(published.policy.min_group)));
    }
    for scale in &published.scales {
        let declared = &context.instrument.scales()[scale.scale];
        parts.push(Part::Heading(declared.name.clone()));
        if let Some(found) = scale.aggregation.figures() {
            parts.push(Part::Words(comparison(found)));
        }
        let (figure, table) = figures::scores(scale, published, context);
        parts.push(Part::Figure(Box::new(figure), table));
    }
    Section {
        id: "academies",
        heading: "The academies".to_owned(),
        parts,
    }
}

/// The scores by another column, where one was asked for.
fn by_column(published: &Published, context: &Context<'_>) -> Option<Section> {
    let column = published
        .scales
        .iter()
        .find_map(|scale| Some(scale.by.as_ref()?.column.clone()))?;
    let interval = interval_heading(published.options.level);
    let mut parts = vec![Part::Words(
        "Groups stand in the order of the file and are not ranked.".to_owned(),
    )];
    for scale in &published.scales {
        let Some(by) = &scale.by else { continue };
        let declared = &context.instrument.scales()[scale.scale];
        let mut table = Table::new(
            "by",
            vec![
                Column::new("group", &by.column, Role::Name),
                Column::new("n", "Staff", Role::Figure),
                Column::new("mean", "Score", Role::Figure),
                Column::new("interval", &interval, Role::Figure),
                Column::new("percent_favourable", "Favourable %", Role::Figure),
            ],
        );
        for group in &by.groups {
            let name = Cell::Text(group_name(&group.name, &by.column));
            table.push(match &group.scores {
                Shown::Withheld(_) => vec![name, Cell::Blank, Cell::text("withheld")],
                Shown::Figures(found) => vec![
                    name,
                    Cell::count(found.n),
                    Cell::maybe(found.mean, Kind::Score),
                    Cell::Text(words::interval(&fields::group_score(found))),
                    Cell::maybe(found.percent_favourable, Kind::Percent),
                ],
            });
        }
        parts.push(Part::Table(declared.name.clone(), table));
    }
    Some(Section {
        id: "groups",
        heading: format!("By {column}"),
        parts,
    })
}

fn items(published: &Published, context: &Context<'_>) -> Section {
    let answers = answers(&published.items);
    let mut parts = Vec::new();
    for (figure, table) in of_scales(&answers, context) {
        parts.push(Part::Figure(Box::new(figure), table));
    }
    Section {
        id: "items",
        heading: "What staff answered".to_owned(),
        parts,
    }
}

/// A figure a scale; an item that belongs to several stands under the first, and a scale all of whose items stand in
/// one figure is summed up there.
pub(crate) fn of_scales(
    answers: &[Option<&crate::disclosure::ItemDistribution>],
    context: &Context<'_>,
) -> Vec<figures::Pictured> {
    let scales = context.instrument.scales();
    let mut seen = vec![false; context.instrument.items().len()];
    let fresh: Vec<Vec<usize>> = scales
        .iter()
        .map(|scale| {
            let items = scale.items.iter().copied();
            items
                .filter(|&item| !std::mem::replace(&mut seen[item], true))
                .collect()
        })
        .collect();
    let home = |scale: usize| {
        let inside = |&other: &usize| scales[scale].items.iter().all(|item| fresh[other].contains(item));
        (0..scales.len()).find(inside).unwrap_or(scale)
    };
    let figures = (0..scales.len()).filter_map(|scale| {
        let wholes: Vec<usize> = (0..scales.len()).filter(|&other| home(other) == scale).collect();
        let drawn = !(wholes.is_empty() && fresh[scale].is_empty());
        drawn.then(|| figures::items(scale, &wholes, &fresh[scale], answers, context.instrument))
    });
    figures.collect()
}

fn agreement(published: &Published, context: &Context<'_>) -> Section {
    let mut parts = vec![Part::Words(
        "An academy's average stands for its staff only if colleagues see things alike and academies differ. High agreement \
         alone does not say that: staff may agree everywhere on the same thing."
            .to_owned(),
    )];
    for scale in &published.scales {
        let Some(found) = scale.aggregation.figures() else {
            continue;
        };
        let declared = &context.instrument.scales()[scale.scale];
        parts.push(Part::Heading(declared.name.clone()));
        let verdict = match found.verdict.allowed {
            Allowed::Yes => "Yes, averaging is justified",
            Allowed::WithCare => "Only with care",
            Allowed::No => "No: report the trust's score, and do not compare academies",
            Allowed::Unknown => "It cannot be said",
        };
        parts.push(Part::Words(format!("{verdict}: {}.", words::because(&found.verdict))));
        let (figure, table) = figures::agreement(scale, context);
        parts.push(Part::Figure(Box::new(figure), table));
    }
    Section {
        id: "agreement",
        heading: "Do colleagues agree, and may answers be averaged?".to_owned(),
        parts,
    }
}

/// How far scores can be trusted, in words and figures; over the whole trust.
pub(crate) fn reliability(published: &Published, context: &Context<'_>) -> Section {
    let interval = interval_heading(published.options.level);
    let mut table = Table::new(
        "reliability",
        vec![
            Column::new("scale", "Scale", Role::Name),
            Column::new("alpha", "Alpha", Role::Figure),
            Column::new("interval", &interval, Role::Figure),
            Column::new("omega_total", "Omega", Role::Figure),
            Column::new("mean_interitem_r", "Mean item correlation", Role::Figure),
            Column::new("n", "Answered all items", Role::Figure),
        ],
    );
    let mut said = Vec::new();
    let value = |estimated: &Estimated| {
        let value: Result<f64, Undefined> = estimated.as_ref().map(|found| found.value).map_err(Clone::clone);
        Cell::figure(&value, Kind::Coefficient)
    };
    for scale in &published.scales {
        let declared = &context.instrument.scales()[scale.scale];
        let name = Cell::text(declared.name.as_str());
        let Shown::Figures(found) = &scale.reliability else {
            table.push(vec![name, Cell::text("withheld")]);
            continue;
        };
        let alpha = found.alpha.as_ref().ok();
        let limits = alpha.and_then(|alpha| alpha.interval.as_ref()?.as_ref().ok());
        table.push(vec![
            name,
            value(&found.alpha),
            limits.map_or(Cell::Blank, |limits| {
                Cell::Text(number::range(limits.lower, limits.upper, Kind::Coefficient))
            }),
            value(&found.omega_total),
            value(&found.mean_interitem_r),
            alpha.map_or(Cell::Blank, |alpha| Cell::count(alpha.n)),
        ]);
        let aggregation = Record::shown(&scale.aggregation, |found| fields::aggregation(found, scale.pooled));
        let allows = words::allows(&fields::coefficient(&found.alpha), Some(&aggregation));
        said.push(format!("{}: {allows}", declared.name));
    }
    Section {
        id: "reliability",
        heading: "How far the scores can be relied on".to_owned(),
        parts: vec![
            Part::Words("A scale is reliable when its items hang together, so that the score is more than its parts. What each \
                         is good enough for:"
                .to_owned()),
            Part::List(said),
            Part::Table("Reliability over the whole trust".to_owned(), table),
        ],
    }
}
