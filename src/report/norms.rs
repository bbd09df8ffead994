//! Scores beside published norms, on request: `cte score --norms`.
//!
//! A norm is a mean and a standard deviation that somebody found elsewhere. What stands here is a function of the scores that are
//! shown, and of nothing else.

use crate::disclosure::{Published, PublishedScale, Shown};
use crate::model::Norm;
use crate::report::context::{Context, group_name, name_cell};
use crate::report::{Block, Cell, Column, Kind, Record, Report, Role, Table, number};

/// The report with the norms of its scales behind the scores.
#[must_use]
pub fn with_norms(mut report: Report, published: &Published, context: &Context<'_>) -> Report {
    report.blocks.extend(blocks(published, context));
    report.tables.push(table(published, context));
    let norms = published.scales.iter().flat_map(|scale| {
        let declared = &context.instrument.scales()[scale.scale];
        declared.norms.iter().map(|norm| {
            Record::object()
                .with("scale", declared.id.as_str())
                .and(record(norm, scale))
        })
    });
    report.record = report.record.with("norms", Record::list(norms));
    report
}

/// A score beside a norm.
struct Place {
    score: f64,
    standard: Option<f64>,
    distance: f64,
    limits: Option<[f64; 2]>,
}

impl Place {
    fn of(norm: &Norm, mean: Option<f64>, limits: Option<[f64; 2]>) -> Option<Self> {
        let score = mean?;
        Some(Self {
            score,
            standard: norm.standard_score(score),
            distance: norm.distance(score),
            limits: limits.map(|limits| limits.map(|limit| norm.distance(limit))),
        })
    }
}

/// The trust beside a norm.
fn trust(norm: &Norm, scale: &PublishedScale) -> Shown<Option<Place>> {
    match &scale.trust {
        Shown::Withheld(rule) => Shown::Withheld(*rule),
        Shown::Figures(found) => {
            let interval = found.interval.as_ref().ok().map(|found| found.interval);
            let limits = interval.map(|interval| [interval.lower, interval.upper]);
            Shown::Figures(Place::of(norm, found.mean, limits))
        }
    }
}

/// The academies beside a norm, with their names.
fn academies<'s>(norm: &'s Norm, scale: &'s PublishedScale) -> impl Iterator<Item = (&'s str, Shown<Option<Place>>)> {
    scale.academies.iter().map(|academy| {
        let place = match &academy.scores {
            Shown::Withheld(rule) => Shown::Withheld(*rule),
            Shown::Figures(found) => {
                let interval = found.interval.as_ref().ok().map(|found| found.interval);
                let limits = interval.map(|interval| [interval.lower, interval.upper]);
                Shown::Figures(Place::of(norm, found.mean, limits))
            }
        };
        (academy.name.as_str(), place)
    })
}

/// How sure a norm is, in words.
pub(crate) fn status(norm: &Norm) -> String {
    match norm.status.as_deref() {
        Some("verified") => "verified: seen in its source".to_owned(),
        Some("unverified") => "unverified: from secondary sources".to_owned(),
        Some(other) => other.to_owned(),
        None => "of unknown status: the questionnaire file gives none".to_owned(),
    }
}

/// A norm in a sentence: what it is, and how sure.
pub(crate) fn described(norm: &Norm) -> String {
    let source = norm
        .source
        .as_ref()
        .map_or_else(|| "No source is given.".to_owned(), |source| source.trim().to_owned());
    let (mean, sd) = (number::text(norm.mean, Kind::Score), number::text(norm.sd, Kind::Score));
    format!("{}: mean {mean}, SD {sd}; {}. {source}", norm.name, status(norm))
}

fn blocks(published: &Published, context: &Context<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for scale in &published.scales {
        let declared = &context.instrument.scales()[scale.scale];
        for norm in &declared.norms {
            blocks.push(Block::Heading {
                text: format!("{}: beside a norm", declared.name),
                aside: norm.name.clone(),
            });
            blocks.push(Block::Note(described(norm)));
            if scale.trust.figures().is_some() {
                blocks.push(Block::Table(places(norm, scale, published)));
            } else {
                blocks.push(Block::Note("The scores are withheld, and so is this.".to_owned()));
            }
        }
    }
    if !blocks.is_empty() {
        blocks.push(Block::Note(
            "A norm says where others stood, there and then. It is no target, and a distance from it says nothing of why.".to_owned(),
        ));
    }
    blocks
}

fn places(norm: &Norm, scale: &PublishedScale, published: &Published) -> Table {
    let level = number::text(100.0 * published.options.level, Kind::Percent);
    let mut columns = vec![
        Column::new("group", "Academy", Role::Name),
        Column::new("mean", "Score", Role::Figure),
    ];
    let standard = norm.standard_score(norm.mean).is_some();
    if standard {
        columns.push(Column::new("standard_score", "Standard score", Role::Figure));
    }
    columns.push(Column::new("distance", "SDs from its mean", Role::Figure));
    columns.push(Column::new("interval", &format!("{level} % interval"), Role::Figure));
    let mut table = Table::new("norms", columns);
    let all = std::iter::once(("The trust", trust(norm, scale))).chain(academies(norm, scale));
    for (name, shown) in all {
        let mut row = vec![name_cell(name, "academy")];
        match shown {
            Shown::Withheld(_) => row.push(Cell::text("withheld")),
            Shown::Figures(None) => {}
            Shown::Figures(Some(place)) => {
                row.push(Cell::number(place.score, Kind::Score));
                if standard {
                    row.push(Cell::maybe(place.standard, Kind::Count));
                }
                row.push(Cell::Text(number::change(place.distance)));
                row.push(place.limits.map_or(Cell::Blank, |[lower, upper]| {
                    Cell::Text(number::range(lower, upper, Kind::Score))
                }));
            }
        }
        table.push(row);
    }
    table
}

fn place_record(shown: &Shown<Option<Place>>) -> Record {
    match shown {
        Shown::Withheld(rule) => Record::withheld(rule.name()),
        Shown::Figures(None) => Record::object().with("undefined", "nobody has a score"),
        Shown::Figures(Some(place)) => {
            let limit = |which: usize| place.limits.map(|limits| limits[which]);
            Record::object()
                .maybe("standard_score", place.standard, Kind::Score)
                .number("distance", place.distance, Kind::Score)
                .maybe("lower", limit(0), Kind::Score)
                .maybe("upper", limit(1), Kind::Score)
        }
    }
}

fn record(norm: &Norm, scale: &PublishedScale) -> Record {
    let places = academies(norm, scale).map(|(name, shown)| {
        Record::object()
            .with("academy", group_name(name, "academy"))
            .and(place_record(&shown))
    });
    norm_record(norm)
        .with("trust", place_record(&trust(norm, scale)))
        .with("academies", Record::list(places))
}

/// A norm as the questionnaire declares it.
pub(crate) fn norm_record(norm: &Norm) -> Record {
    let text = |text: &Option<String>| text.as_ref().map_or(Cell::Blank, |text| Cell::text(text.as_str()));
    Record::object()
        .with("name", norm.name.as_str())
        .number("mean", norm.mean, Kind::Score)
        .number("sd", norm.sd, Kind::Score)
        .with("display", text(&norm.display))
        .with("source", text(&norm.source))
        .with("status", text(&norm.status))
}

fn table(published: &Published, context: &Context<'_>) -> Table {
    let keys = [
        "scale",
        "norm",
        "status",
        "grouping",
        "group",
        "mean",
        "standard_score",
        "distance",
        "lower",
        "upper",
        "withheld",
        "norm_mean",
        "norm_sd",
        "source",
    ];
    let mut table = Table::tidy("norms", &keys);
    for scale in &published.scales {
        let declared = &context.instrument.scales()[scale.scale];
        for norm in &declared.norms {
            let trust = std::iter::once(("trust", "the trust", trust(norm, scale)));
            let academies = academies(norm, scale).map(|(name, shown)| ("academy", name, shown));
            for (grouping, name, shown) in trust.chain(academies) {
                let mut row = vec![
                    Cell::text(declared.id.as_str()),
                    Cell::text(norm.name.as_str()),
                    Cell::Text(status(norm)),
                    Cell::text(grouping),
                    name_cell(name, "academy"),
                ];
                row.extend(match &shown {
                    Shown::Withheld(rule) => {
                        let mut cells = vec![Cell::Blank; 5];
                        cells.push(Cell::text(rule.name()));
                        cells
                    }
                    Shown::Figures(None) => vec![Cell::Blank; 6],
                    Shown::Figures(Some(place)) => {
                        let limit = |which: usize| Cell::maybe(place.limits.map(|limits| limits[which]), Kind::Score);
                        vec![
                            Cell::number(place.score, Kind::Score),
                            Cell::maybe(place.standard, Kind::Score),
                            Cell::number(place.distance, Kind::Score),
                            limit(0),
                            limit(1),
                            Cell::Blank,
                        ]
                    }
                });
                row.extend([
                    Cell::number(norm.mean, Kind::Score),
                    Cell::number(norm.sd, Kind::Score),
                    norm.source
                        .as_ref()
                        .map_or(Cell::Blank, |source| Cell::text(source.as_str())),
                ]);
                table.push(row);
            }
        }
    }
    table
}
