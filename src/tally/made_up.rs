//! A small survey for the tests of tallies.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::model::{
    Aggregate, CodeRange, Instrument, InstrumentParts, Item, LeastAnswered, Response, ScaleParts, ScoreKind, Scoring,
    Status, Wording,
};
use crate::tally::{MISSING, Responses};

/// The codes of an item.
pub(crate) const POINTS: u8 = 4;

/// Three items, the second reversed, and two scales.
pub(crate) fn instrument() -> Instrument {
    Instrument::new(parts()).unwrap()
}

/// Parts of [`instrument`].
pub(crate) fn parts() -> InstrumentParts {
    let range = CodeRange::new(1, i32::from(POINTS)).unwrap();
    let response = Response {
        range,
        labels: BTreeMap::new(),
        synonyms: BTreeMap::new(),
        // Two runs of codes.
        favourable: BTreeSet::from([1, 3, 4]),
        missing: BTreeMap::new(),
    };
    let item = |place: usize| Item {
        id: format!("q{place}"),
        text: String::new(),
        reversed: place == 1,
        response: response.clone(),
    };
    let scale = |id: &str, items: &[&str]| ScaleParts {
        id: id.to_owned(),
        name: id.to_owned(),
        items: items.iter().map(|&id| id.to_owned()).collect(),
        not_asked: Vec::new(),
        norms: Vec::new(),
        null: None,
    };
    InstrumentParts {
        id: "t".to_owned(),
        name: "t".to_owned(),
        version: "1".to_owned(),
        citation: None,
        licence: None,
        status: Status::Development,
        verified: true,
        wording: Wording::Full,
        source: None,
        scoring: Scoring {
            score: ScoreKind::Mean,
            least: LeastAnswered::MinAnswered(0.8),
            aggregate: Aggregate::Persons,
        },
        items: (0..3).map(item).collect(),
        scales: vec![scale("all", &["q2", "q0", "q1"]), scale("two", &["q0", "q1"])],
        sha256: String::new(),
    }
}

/// Three answers, [`POINTS`] for none, and a group.
pub(crate) type PersonRow = ([u8; 3], u8);

pub(crate) fn responses(rows: &[PersonRow]) -> Responses {
    let mut responses = Responses::new(3, &["academy"]);
    for (number, (answers, group)) in (2..).zip(rows) {
        let answers = answers.map(|answer| if answer == POINTS { MISSING } else { answer });
        responses.push(&answers, &[&group.to_string()], number);
    }
    responses
}

pub(crate) fn row() -> impl Strategy<Value = PersonRow> {
    ([0..=POINTS, 0..=POINTS, 0..=POINTS], 0_u8..4)
}
