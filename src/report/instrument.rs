//! A questionnaire, and the list of them.

use crate::model::{Aggregate, Instrument, LeastAnswered, Norm, ScoreKind, Scoring, Wording};
use crate::report::norms::described;
use crate::report::picked::Picked;
use crate::report::{Block, Fact, Record, Report, Role, Subject, fields, number, tidy};

/// The list of questionnaires.
#[must_use]
pub fn instruments(all: &[Instrument]) -> Report {
    let record = Record::object()
        .with("schema", "cte/instruments/1")
        .with_list("instruments", all.iter().map(fields::instrument));
    let table = Picked::new("instruments", Subject::Any)
        .names("Id", "id")
        .made("items", "Items", Role::Figure, |one| one.cell("item_count"))
        .figure("range", Role::Figure)
        .figure("status", Role::Extra(1))
        .figure("name", Role::Words)
        .table(record.each("instruments"));
    Report {
        title: "Questionnaires that come with cte".to_owned(),
        marking: None,
        summary: Vec::new(),
        blocks: vec![
            Block::Table(table),
            Block::note("`cte instrument show ID` shows one; `-i FILE.toml` takes one of your own."),
        ],
        tables: tidy::views(&tidy::INSTRUMENTS_TABLES),
        record,
    }
}

/// One questionnaire, whole.
#[must_use]
pub fn instrument(one: &Instrument) -> Report {
    let record = Record::object()
        .with("schema", "cte/instrument/1")
        .and(fields::instrument(one));
    let mut blocks = vec![Block::Facts(facts(one, &record))];
    for (scale, node) in one.scales().iter().zip(record.each("scales")) {
        let ids: Vec<&str> = scale.items.iter().map(|&item| one.items()[item].id.as_str()).collect();
        let text = format!("{} ({}): {}", scale.name, scale.id, ids.join(" "));
        blocks.push(Block::Facts(vec![Fact::new("Scale", text)]));
        if !node.each("norms").is_empty() {
            let norm = |norm: &Norm| Fact::new("Norm", described(norm));
            blocks.push(Block::Facts(scale.norms.iter().map(norm).collect()));
        }
    }
    let items = Picked::new("items", Subject::Any)
        .names("Item", "id")
        .made("direction", "Direction", Role::Figure, |item| item.cell("direction"))
        .figure("text", Role::Words)
        .table(record.each("items"));
    blocks.push(Block::Table(items));
    if one.wording == Wording::Gist {
        blocks.push(Block::note(
            "The texts are summaries in our own words: the wording belongs to its publisher.",
        ));
    }
    Report {
        title: format!("{} · {} · version {}", one.name, one.id, one.version),
        marking: None,
        summary: Vec::new(),
        blocks,
        tables: tidy::views(&tidy::INSTRUMENT_TABLES),
        record,
    }
}

fn facts(one: &Instrument, record: &Record) -> Vec<Fact> {
    let text = |key: &str| record.text(key).map(str::to_owned);
    let verified = if one.verified { "verified" } else { "not verified" };
    let status = text("status").map(|status| format!("{status}, key {verified}"));
    let first = one.items().first().map(|item| &item.response);
    let labels = first.map(|response| {
        let labels = response.labels.iter().map(|(code, label)| format!("{code} {label}"));
        labels.collect::<Vec<_>>().join(", ")
    });
    let favourable = first.map(|response| {
        let codes = response.favourable.iter().map(ToString::to_string);
        codes.collect::<Vec<_>>().join(", ")
    });
    let facts = [
        ("Status", status),
        ("Range", text("range")),
        ("Labels", labels.filter(|labels| !labels.is_empty())),
        ("Favourable", favourable),
        ("Scoring", Some(scoring(one))),
        ("Cite as", text("citation")),
        ("Licence", text("licence")),
        ("Source", text("source")),
    ];
    facts
        .into_iter()
        .filter_map(|(label, text)| Some(Fact::new(label, text?)))
        .collect()
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
        "{kind} of the answered items, where {} are answered; an academy's score is {academy}",
        least_answered(&one.scoring)
    )
}

/// The items that a person must answer: `at least 80 %`, `all but 1`
pub(crate) fn least_answered(scoring: &Scoring) -> String {
    match scoring.least {
        LeastAnswered::MinAnswered(share) => format!("at least {}", number::percent(share)),
        LeastAnswered::MaxMissing(0) => "all".to_owned(),
        LeastAnswered::MaxMissing(most) => format!("all but {most}"),
    }
}
