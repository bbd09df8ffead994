//! Whether groups, or terms, read the items of a scale alike: the record, and the lines that other reports have of it.

mod words;

use crate::disclosure::{InvarianceBy, PublishedInvariance};
use crate::model::Instrument;
use crate::report::fields::{self, InvarianceNames};
use crate::report::{Fact, Record, group_name};

pub(crate) use words::detail;

/// The word for terms in place of a column.
pub(crate) const TERM: &str = "term";

/// The records of the comparisons on a scale. `terms` has the names of the terms. `scores` is a record of the scale with the scores of
/// the groups, or the change between the terms, that are published.
pub(crate) fn of_scale(
    found: &[PublishedInvariance],
    scale: usize,
    instrument: &Instrument,
    terms: &[&str],
    scores: &Record,
) -> Vec<Record> {
    let declared = &instrument.scales()[scale];
    let id = |&item: &usize| instrument.items()[item].id.as_str();
    let ids: Vec<&str> = declared.items.iter().map(id).collect();
    let one = |found: &PublishedInvariance| {
        let (by, groups) = match &found.by {
            InvarianceBy::Column { column, groups } => {
                let names = groups.iter().map(|name| group_name(name, column));
                (column.as_str(), names.collect::<Vec<String>>())
            }
            InvarianceBy::Terms => (TERM, terms.iter().map(|&term| term.to_owned()).collect()),
        };
        let names = InvarianceNames {
            items: &ids,
            groups: &groups,
            difference: &|one, other| difference(&found.by, scores, one, other),
        };
        let record = Record::shown(&found.figures, |found| fields::invariance(found, &names));
        Record::object()
            .with("by", by)
            .with("of_terms", found.by == InvarianceBy::Terms)
            .and(record)
    };
    let own = found.iter().filter(|found| found.scale == scale);
    own.map(one).map(words::with_verdict).collect()
}

/// The difference of two published scores, by the places of their groups or terms.
fn difference(by: &InvarianceBy, scores: &Record, one: usize, other: usize) -> Option<f64> {
    let of = |groups: &[Record]| Some(groups.get(one)?.value("mean")? - groups.get(other)?.value("mean")?);
    match by {
        InvarianceBy::Column { .. } => of(scores.each("by.groups")),
        InvarianceBy::Terms => scores.value("trust.difference").or_else(|| of(scores.each("trust"))),
    }
}

/// Adds the comparisons to a scale's record; nothing where there are none.
pub(crate) fn with_invariance(scale: Record, found: Vec<Record>) -> Record {
    if found.is_empty() {
        scale
    } else {
        scale.with_list("invariance", found)
    }
}

/// What other reports say of the comparisons on their scales: each sentence once, with the scales that it is about unless it is about
/// all of them, and then what differences of scores would be without the questions that are read differently.
pub(crate) fn lines<'r>(scales: impl IntoIterator<Item = &'r Record>) -> Vec<String> {
    let mut sentences: Vec<(String, Vec<&str>)> = Vec::new();
    let mut consequences = Vec::new();
    let mut all = 0;
    for scale in scales {
        all += 1;
        let id = scale.text("id").unwrap_or_default();
        for found in scale.each("invariance") {
            let Some(sentence) = words::line(found) else { continue };
            match sentences.iter_mut().find(|(other, _)| *other == sentence) {
                Some((_, ids)) => ids.push(id),
                None => sentences.push((sentence, vec![id])),
            }
            let own = words::consequences(found).into_iter();
            consequences.extend(own.map(|text| (text, vec![id])));
        }
    }
    let line = |(text, ids): (String, Vec<&str>)| {
        if ids.len() < all {
            format!("{}: {text}", ids.join(", "))
        } else {
            text
        }
    };
    sentences.into_iter().chain(consequences).map(line).collect()
}

/// The lines of several scales, under a label.
pub(crate) fn facts<'r>(scales: impl IntoIterator<Item = &'r Record>) -> Vec<Fact> {
    let label = |place: usize| if place == 0 { "Read alike" } else { "" };
    let lines = lines(scales).into_iter().enumerate();
    lines.map(|(place, text)| Fact::new(label(place), text)).collect()
}
