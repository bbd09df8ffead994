//! Writes an [`Instrument`] as a file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::input::checksum::sha256;
use crate::input::instrument::bundled::BUNDLED;
use crate::model::{Instrument, Item, Norm, NullDistribution, Response, Scale, Scoring, Status, Wording};

/// The instrument as a file that [`parse`](crate::input::instrument::parse) reads back to the same instrument.
///
/// A bundled instrument is returned as its own file, with comments. For others only `sha256`, the checksum of the file,
/// differs after reading back.
#[must_use]
pub fn to_toml(instrument: &Instrument) -> String {
    let own_text = BUNDLED
        .iter()
        .find(|bundled| bundled.id == instrument.id && sha256(bundled.text.as_bytes()) == instrument.sha256);
    match own_text {
        // A wording file may have changed the texts, which does not change the hash.
        Some(bundled) if bundled.instrument().as_ref() == Some(instrument) => bundled.text.to_owned(),
        _ => written(instrument),
    }
}

fn written(instrument: &Instrument) -> String {
    let base = commonest(instrument.items());
    let file = HeadOut {
        id: &instrument.id,
        name: &instrument.name,
        version: &instrument.version,
        citation: instrument.citation.as_deref(),
        licence: instrument.licence.as_deref(),
        status: instrument.status,
        verified: instrument.verified,
        wording: instrument.wording,
        source: instrument.source.as_deref(),
        response: base.map(ResponseOut::new),
        scoring: &instrument.scoring,
        item: instrument.items().iter().map(|item| ItemOut::new(item, base)).collect(),
        scale: instrument
            .scales()
            .iter()
            .map(|scale| ScaleOut::new(scale, instrument.items()))
            .collect(),
    };
    // Text, numbers, flags and lists of them always have a TOML form.
    toml::to_string(&file).unwrap_or_default()
}

/// The response definition of most items, the first among equals. It becomes `[response]`.
fn commonest(items: &[Item]) -> Option<&Response> {
    let mut counts: Vec<(&Response, usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|(response, _)| *response == &item.response) {
            Some((_, count)) => *count += 1,
            None => counts.push((&item.response, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(response, _)| response)
}

#[derive(Serialize)]
struct HeadOut<'i> {
    id: &'i str,
    name: &'i str,
    version: &'i str,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<&'i str>,
    status: Status,
    verified: bool,
    wording: Wording,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<ResponseOut<'i>>,
    scoring: &'i Scoring,
    item: Vec<ItemOut<'i>>,
    scale: Vec<ScaleOut<'i>>,
}

#[derive(Serialize)]
struct ResponseOut<'i> {
    min: i32,
    max: i32,
    favourable: &'i BTreeSet<i32>,
    labels: BTreeMap<String, &'i str>,
    synonyms: &'i BTreeMap<String, i32>,
    missing: BTreeMap<&'i str, String>,
}

impl<'i> ResponseOut<'i> {
    fn new(response: &'i Response) -> Self {
        let labels = response.labels.iter();
        let missing = response.missing.iter();
        Self {
            min: response.range.min(),
            max: response.range.max(),
            favourable: &response.favourable,
            labels: labels.map(|(code, label)| (code.to_string(), label.as_str())).collect(),
            synonyms: &response.synonyms,
            missing: missing
                .map(|(text, reason)| (text.as_str(), reason.name().into_owned()))
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct ItemOut<'i> {
    id: &'i str,
    text: &'i str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reversed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<ResponseOut<'i>>,
}

impl<'i> ItemOut<'i> {
    fn new(item: &'i Item, base: Option<&Response>) -> Self {
        Self {
            id: &item.id,
            text: &item.text,
            reversed: item.reversed,
            response: (Some(&item.response) != base).then(|| ResponseOut::new(&item.response)),
        }
    }
}

#[derive(Serialize)]
struct ScaleOut<'i> {
    id: &'i str,
    name: &'i str,
    items: Vec<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    null: Option<NullOut<'i>>,
    #[serde(skip_serializing_if = "<[Norm]>::is_empty")]
    norm: &'i [Norm],
}

#[derive(Serialize)]
#[serde(untagged)]
enum NullOut<'i> {
    Named(&'i str),
    Declared(&'i [f64]),
}

impl<'i> ScaleOut<'i> {
    fn new(scale: &'i Scale, items: &'i [Item]) -> Self {
        Self {
            id: &scale.id,
            name: &scale.name,
            items: scale.items.iter().map(|&place| items[place].id.as_str()).collect(),
            null: null_out(&scale.null, scale),
            norm: &scale.norms,
        }
    }
}

fn null_out<'i>(null: &'i NullDistribution, scale: &Scale) -> Option<NullOut<'i>> {
    if *null == NullDistribution::uniform(scale.range) {
        None
    } else if null.name == "declared" {
        Some(NullOut::Declared(&null.probabilities))
    } else {
        Some(NullOut::Named(&null.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::instrument::load::parse;
    use crate::model::InstrumentParts;

    fn without_checksum(instrument: &Instrument) -> Instrument {
        let parts = InstrumentParts {
            sha256: String::new(),
            ..InstrumentParts::clone(instrument)
        };
        Instrument::new(parts).unwrap()
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_instrument() {
        for bundled in BUNDLED {
            let instrument = bundled.instrument().unwrap();
            assert_eq!(to_toml(&instrument), bundled.text);
            let text = written(&instrument);
            let again = match parse(&text, "written.toml") {
                Ok(again) => again,
                Err(error) => panic!("{error}"),
            };
            assert_eq!(without_checksum(&again), without_checksum(&instrument));
        }
    }

    #[test]
    fn an_items_own_range_and_a_declared_null_survive_the_way_back() {
        let text = r#"
            id = "x"
            name = "X \"quoted\"\n"
            version = "1"
            [response]
            min = -1
            max = 1
            labels = { -1 = "No", 1 = "Yes" }
            missing = { "Pass" = "passed" }
            [scoring]
            min_answered = 1
            score = "sum"
            [[item]]
            id = "a"
            text = "one"
            reversed = true
            [[item]]
            id = "b"
            text = "two"
            [[item]]
            id = "c"
            text = "three"
            [item.response]
            max = 5
            favourable = [0, 5]
            [[scale]]
            id = "s"
            name = "S"
            items = ["b", "a"]
            null = [0.2, 0.5, 0.3]
        "#;
        let instrument = parse(text, "x.toml").unwrap();
        let again = parse(&to_toml(&instrument), "again.toml").unwrap();
        assert_eq!(without_checksum(&again), without_checksum(&instrument));
    }
}
