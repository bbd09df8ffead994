//! A questionnaire as a whole.

use crate::model::{Aggregate, Instrument, Item, LeastAnswered, ScoreKind, Status, Wording};
use crate::report::fields;
use crate::report::{Cell, Kind, Record};

/// A questionnaire with its items and scales.
pub(crate) fn instrument(one: &Instrument) -> Record {
    let status = match one.status {
        Status::Development => "development",
        Status::Published => "published",
    };
    let wording = match one.wording {
        Wording::Full => "full",
        Wording::Gist => "gist",
    };
    let score = match one.scoring.score {
        ScoreKind::Mean => "mean",
        ScoreKind::Sum => "sum",
    };
    let aggregate = match one.scoring.aggregate {
        Aggregate::Persons => "persons",
        Aggregate::Items => "items",
    };
    let mut ranges: Vec<String> = one.items().iter().map(|item| item.response.range.to_string()).collect();
    ranges.dedup();
    let scoring = Record::object().with("score", score);
    let scoring = match one.scoring.least {
        LeastAnswered::MinAnswered(share) => scoring.figure("min_answered", share),
        LeastAnswered::MaxMissing(most) => scoring.count("max_missing", u64::from(most)),
    };
    let scoring = scoring.with("aggregate", aggregate);
    let scales = one.scales().iter().map(|scale| {
        fields::scale(scale, one)
            .with("null", scale.null.name.as_str())
            .with_list("norms", scale.norms.iter().map(fields::norm))
    });
    Record::object()
        .with("id", one.id.as_str())
        .with("name", one.name.as_str())
        .with("version", one.version.as_str())
        .with("citation", one.citation.as_deref())
        .with("licence", one.licence.as_deref())
        .with("source", one.source.as_deref())
        .with("status", status)
        .with("verified", one.verified)
        .with("wording", wording)
        .with("sha256", one.sha256.as_str())
        .with("range", ranges.join(", "))
        .with("scoring", scoring)
        .figure("item_count", one.items().len())
        .with_list("items", one.items().iter().map(declared_item))
        .with_list("scales", scales)
}

fn declared_item(item: &Item) -> Record {
    let code = |code: i32| Cell::Number(f64::from(code), Kind::Count);
    let response = &item.response;
    let labels = response.labels.iter();
    let labels = labels.map(|(code, label)| (code.to_string(), Record::from(label.as_str())));
    let missing = response.missing.iter();
    let missing = missing.map(|(word, reason)| (word.clone(), Record::from(&*reason.name())));
    Record::object()
        .with("id", item.id.as_str())
        .with("text", item.text.as_str())
        .with("reversed", item.reversed)
        .with("direction", if item.reversed { "reversed" } else { "forward" })
        .with("min", code(response.range.min()))
        .with("max", code(response.range.max()))
        .with("labels", Record::Object(labels.collect()))
        .with_list(
            "favourable",
            response.favourable.iter().map(|&favourable| code(favourable)),
        )
        .with("missing", Record::Object(missing.collect()))
}
