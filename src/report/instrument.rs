//! A questionnaire, and the list of them.

use crate::model::{Aggregate, Instrument, Item, Norm, ScoreKind, Status, Wording};
use crate::report::norms::described;
use crate::report::{Block, Cell, Column, Fact, Kind, Record, Report, Role, Table, fields, number};

/// The list of questionnaires.
#[must_use]
pub fn instruments(all: &[Instrument]) -> Report {
    let columns = vec![
        Column::new("id", "Id", Role::Name),
        Column::new("items", "Items", Role::Figure),
        Column::new("range", "Range", Role::Figure),
        Column::new("status", "Status", Role::Extra(1)),
        Column::new("name", "Name", Role::Words),
    ];
    let mut table = Table::new("instruments", columns);
    for one in all {
        table.push(vec![
            Cell::text(one.id.as_str()),
            Cell::count(one.items().len() as u64),
            Cell::text(range(one)),
            Cell::text(status(one)),
            Cell::text(one.name.as_str()),
        ]);
    }
    Report {
        title: "Questionnaires that come with cte".to_owned(),
        marking: None,
        blocks: vec![
            Block::Table(table.clone()),
            Block::Note("`cte instrument show ID` shows one; `-i FILE.toml` takes one of your own.".to_owned()),
        ],
        tables: vec![table],
        record: Record::object()
            .with("schema", "cte/instruments/1")
            .with("instruments", Record::list(all.iter().map(record))),
    }
}

/// One questionnaire, whole.
#[must_use]
pub fn instrument(one: &Instrument) -> Report {
    let items = items(one);
    let mut blocks = vec![Block::Facts(facts(one))];
    for scale in one.scales() {
        let ids: Vec<&str> = scale.items.iter().map(|&item| one.items()[item].id.as_str()).collect();
        blocks.push(Block::Facts(vec![Fact {
            label: "Scale".to_owned(),
            text: format!("{} ({}): {}", scale.name, scale.id, ids.join(" ")),
        }]));
        if !scale.norms.is_empty() {
            let norm = |norm: &Norm| Fact {
                label: "Norm".to_owned(),
                text: described(norm),
            };
            blocks.push(Block::Facts(scale.norms.iter().map(norm).collect()));
        }
    }
    blocks.push(Block::Table(items.clone()));
    if one.wording == Wording::Gist {
        blocks.push(Block::Note(
            "The texts are gists in our own words: the wording belongs to its publisher.".to_owned(),
        ));
    }
    Report {
        title: format!("{} · {} · version {}", one.name, one.id, one.version),
        marking: None,
        blocks,
        tables: vec![items],
        record: Record::object().with("schema", "cte/instrument/1").and(record(one)),
    }
}

fn facts(one: &Instrument) -> Vec<Fact> {
    let fact = |label: &str, text: String| Fact {
        label: label.to_owned(),
        text,
    };
    let mut facts = vec![
        fact(
            "Status",
            format!(
                "{}, key {}",
                status(one),
                if one.verified { "verified" } else { "not verified" }
            ),
        ),
        fact("Range", range(one)),
    ];
    if let Some(first) = one.items().first() {
        let labels: Vec<String> = first
            .response
            .labels
            .iter()
            .map(|(code, label)| format!("{code} {label}"))
            .collect();
        if !labels.is_empty() {
            facts.push(fact("Labels", labels.join(", ")));
        }
        let favourable: Vec<String> = first.response.favourable.iter().map(ToString::to_string).collect();
        facts.push(fact("Favourable", favourable.join(", ")));
    }
    facts.push(fact("Scoring", scoring(one)));
    let texts = [
        ("Cite as", &one.citation),
        ("Licence", &one.licence),
        ("Source", &one.source),
    ];
    facts.extend(
        texts
            .into_iter()
            .filter_map(|(label, text)| Some(fact(label, text.clone()?))),
    );
    facts
}

fn scoring(one: &Instrument) -> String {
    let kind = match one.scoring.score {
        ScoreKind::Mean => "mean",
        ScoreKind::Sum => "sum",
    };
    let academy = match one.scoring.aggregate {
        Aggregate::Persons => "the mean of its persons' scores",
        Aggregate::Items => "the mean of its items' means",
    };
    format!(
        "{kind} of the answered items, where at least {} are answered; an academy's score is {academy}",
        number::percent(one.scoring.min_answered)
    )
}

fn status(one: &Instrument) -> &'static str {
    match one.status {
        Status::Development => "development",
        Status::Published => "published",
    }
}

fn range(one: &Instrument) -> String {
    let mut ranges: Vec<String> = one.items().iter().map(|item| item.response.range.to_string()).collect();
    ranges.dedup();
    ranges.join(", ")
}

fn items(one: &Instrument) -> Table {
    let columns = vec![
        Column::new("id", "Item", Role::Name),
        Column::new("direction", "Direction", Role::Figure),
        Column::new("text", "Text", Role::Words),
    ];
    let mut table = Table::new("items", columns);
    for item in one.items() {
        let direction = if item.reversed { "reversed" } else { "forward" };
        table.push(vec![
            Cell::text(item.id.as_str()),
            Cell::text(direction),
            Cell::text(item.text.as_str()),
        ]);
    }
    table
}

fn record(one: &Instrument) -> Record {
    let wording = match one.wording {
        Wording::Full => "full",
        Wording::Gist => "gist",
    };
    let text = |text: &Option<String>| text.as_ref().map_or(Cell::Blank, |text| Cell::text(text.as_str()));
    let scales = one.scales().iter().map(|scale| {
        let ids = scale.items.iter().map(|&item| one.items()[item].id.as_str());
        Record::object()
            .with("id", scale.id.as_str())
            .with("name", scale.name.as_str())
            .with("items", Record::list(ids))
            .with("null", scale.null.name.as_str())
            .with("norms", Record::list(scale.norms.iter().map(fields::norm)))
    });
    Record::object()
        .with("id", one.id.as_str())
        .with("name", one.name.as_str())
        .with("version", one.version.as_str())
        .with("citation", text(&one.citation))
        .with("licence", text(&one.licence))
        .with("source", text(&one.source))
        .with("status", status(one))
        .with("verified", one.verified)
        .with("wording", wording)
        .with("sha256", one.sha256.as_str())
        .with(
            "scoring",
            Record::object()
                .with(
                    "score",
                    if one.scoring.score == ScoreKind::Mean {
                        "mean"
                    } else {
                        "sum"
                    },
                )
                .number("min_answered", one.scoring.min_answered, Kind::Coefficient)
                .with(
                    "aggregate",
                    if one.scoring.aggregate == Aggregate::Persons {
                        "persons"
                    } else {
                        "items"
                    },
                ),
        )
        .with("items", Record::list(one.items().iter().map(item)))
        .with("scales", Record::list(scales))
}

fn item(item: &Item) -> Record {
    let code = |code: i32| Cell::Number(f64::from(code), Kind::Count);
    let labels = item
        .response
        .labels
        .iter()
        .fold(Record::object(), |labels, (code, label)| {
            labels.with(&code.to_string(), label.as_str())
        });
    let missing = item
        .response
        .missing
        .iter()
        .fold(Record::object(), |words, (word, reason)| {
            words.with(word, reason.name().into_owned())
        });
    Record::object()
        .with("id", item.id.as_str())
        .with("text", item.text.as_str())
        .with("reversed", item.reversed)
        .with("min", code(item.response.range.min()))
        .with("max", code(item.response.range.max()))
        .with("labels", labels)
        .with(
            "favourable",
            Record::list(item.response.favourable.iter().map(|&favourable| code(favourable))),
        )
        .with("missing", missing)
}
