//! A small instrument, files in memory, and short ways to look at what was read.

use std::collections::{BTreeMap, BTreeSet};

use cte::input::{InputError, MemoryFile, ReadOptions, Survey, read};
use cte::model::{
    Aggregate, CodeRange, Finding, Instrument, InstrumentParts, Item, LeastAnswered, Response, ScaleParts, ScoreKind,
    Scoring, Status, Wording,
};
use cte::tally::MISSING;

pub(crate) const AGREE: &[(i32, &str)] = &[
    (1, "Strongly disagree"),
    (2, "Disagree"),
    (3, "Slightly disagree"),
    (4, "Slightly agree"),
    (5, "Agree"),
    (6, "Strongly agree"),
];

pub(crate) fn response(min: i32, max: i32, labels: &[(i32, &str)]) -> Response {
    Response {
        range: CodeRange::new(min, max).expect("a range"),
        labels: labels
            .iter()
            .map(|(code, label)| (*code, (*label).to_owned()))
            .collect(),
        synonyms: BTreeMap::new(),
        favourable: BTreeSet::new(),
        missing: BTreeMap::new(),
    }
}

pub(crate) fn instrument_of(items: &[(&str, &str)], response: &Response) -> Instrument {
    Instrument::new(InstrumentParts {
        id: "demo".to_owned(),
        name: "Demo".to_owned(),
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
        items: items
            .iter()
            .map(|(id, text)| Item {
                id: (*id).to_owned(),
                text: (*text).to_owned(),
                reversed: false,
                response: response.clone(),
            })
            .collect(),
        scales: vec![ScaleParts {
            id: "all".to_owned(),
            name: "All".to_owned(),
            items: items.iter().map(|(id, _)| (*id).to_owned()).collect(),
            not_asked: Vec::new(),
            norms: Vec::new(),
            null: None,
        }],
        sha256: String::new(),
    })
    .expect("an instrument")
}

pub(crate) fn demo() -> Instrument {
    instrument_of(
        &[
            ("q01", "Our teachers reach every pupil"),
            ("q02", "We learn from each other"),
        ],
        &response(1, 6, AGREE),
    )
}

pub(crate) fn source(name: &str, bytes: impl AsRef<[u8]>) -> MemoryFile {
    MemoryFile {
        name: name.to_owned(),
        bytes: bytes.as_ref().to_vec(),
    }
}

pub(crate) fn read_text(text: impl AsRef<[u8]>) -> Result<Survey, InputError> {
    read(&[source("a.csv", text)], &demo(), &ReadOptions::default())
}

pub(crate) fn message(text: impl AsRef<[u8]>) -> String {
    read_text(text).expect_err("an unreadable file").to_string()
}

pub(crate) fn codes(survey: &Survey) -> Vec<Vec<i32>> {
    let responses = &survey.responses;
    (0..responses.rows())
        .map(|row| {
            let code = |item| match responses.column(item)[row] {
                MISSING => 0,
                place => i32::from(place) + 1,
            };
            (0..responses.items()).map(code).collect()
        })
        .collect()
}

pub(crate) fn academies(survey: &Survey) -> Vec<&str> {
    let grouping = &survey.responses.groupings()[0];
    grouping
        .ids()
        .iter()
        .map(|&id| grouping.names()[id as usize].as_str())
        .collect()
}

pub(crate) fn found<'a>(survey: &'a Survey, code: &str) -> Option<&'a Finding> {
    survey.findings.iter().find(|finding| finding.code == code)
}
