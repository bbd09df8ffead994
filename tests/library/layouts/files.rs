//! The files beside, and short ways to read them.

use std::fs;
use std::path::PathBuf;

use cte::input::instrument::load;
use cte::input::{GroupChoice, InputError, MemoryFile, ReadOptions, Survey, read};
use cte::model::Instrument;
use cte::tally::MISSING;

/// A file: its layout, its academy column if it must be named, what its academies are called (Oakfield first), and how many
/// rows are left out.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) layout: &'static str,
    pub(crate) group: Option<&'static str>,
    pub(crate) academies: [&'static str; 2],
    pub(crate) left_out: &'static [(&'static str, usize)],
}

const NAMES: [&str; 2] = ["Oakfield Academy", "St Mary’s Primary"];
const URNS: [&str; 2] = ["136271", "141234"];
const QUALTRICS: &[(&str, usize)] = &[("incomplete", 1), ("preview", 1), ("survey test", 1)];
const ONE_INCOMPLETE: &[(&str, usize)] = &[("incomplete", 1)];
const REDCAP: &[(&str, usize)] = &[("incomplete", 1), ("row of another form or event", 12)];

const fn sample(name: &'static str, layout: &'static str) -> Sample {
    Sample {
        name,
        layout,
        group: None,
        academies: NAMES,
        left_out: &[],
    }
}

const fn leaving_out(name: &'static str, layout: &'static str, left_out: &'static [(&'static str, usize)]) -> Sample {
    Sample {
        left_out,
        ..sample(name, layout)
    }
}

/// Every file with responses.
pub(crate) const SAMPLES: &[Sample] = &[
    sample("plain.csv", "plain"),
    sample("plain-unicode-text.txt", "plain"),
    sample("plain-hint.csv", "plain"),
    sample("plain-cr.csv", "plain"),
    sample("plain-decimal-comma.csv", "plain"),
    sample("microsoft-forms.xlsx", "microsoft-forms"),
    sample("microsoft-forms-1904.xlsx", "microsoft-forms"),
    sample("microsoft-forms-cp1252.csv", "microsoft-forms"),
    sample("microsoft-forms-older.csv", "microsoft-forms"),
    sample("microsoft-forms-german.csv", "microsoft-forms"),
    sample("microsoft-forms-quiz.csv", "microsoft-forms"),
    sample("google-forms.csv", "google-forms"),
    sample("google-forms.csv.zip", "google-forms"),
    sample("google-forms-quiz.csv", "google-forms"),
    leaving_out("qualtrics-text.csv", "qualtrics", QUALTRICS),
    leaving_out("qualtrics-numeric.csv", "qualtrics", QUALTRICS),
    leaving_out("qualtrics-german.csv", "qualtrics", QUALTRICS),
    leaving_out("qualtrics-utf16.tsv", "qualtrics", QUALTRICS),
    leaving_out("qualtrics-without-ids.csv", "qualtrics", QUALTRICS),
    leaving_out("qualtrics-legacy.csv", "qualtrics", QUALTRICS),
    sample("surveymonkey-condensed.csv", "surveymonkey"),
    sample("surveymonkey-condensed.xlsx", "surveymonkey"),
    sample("surveymonkey-repeated.csv", "surveymonkey"),
    sample("surveymonkey-expanded.csv", "surveymonkey"),
    sample("surveymonkey-expanded-grid.csv", "surveymonkey"),
    Sample {
        group: Some("ACAD"),
        academies: ["OAK", "MARY"],
        ..leaving_out("limesurvey-codes.csv", "limesurvey", ONE_INCOMPLETE)
    },
    Sample {
        group: Some("ACAD"),
        academies: ["OAK", "MARY"],
        ..leaving_out("limesurvey-underscores.csv", "limesurvey", ONE_INCOMPLETE)
    },
    leaving_out("limesurvey-full.csv", "limesurvey", ONE_INCOMPLETE),
    leaving_out("limesurvey-codes-and-texts.csv", "limesurvey", ONE_INCOMPLETE),
    leaving_out("redcap-raw.csv", "redcap", REDCAP),
    leaving_out("redcap-labels.csv", "redcap", REDCAP),
    Sample {
        academies: ["oakfield", "st_mary"],
        ..sample("kobotoolbox-names.csv", "kobotoolbox")
    },
    sample("kobotoolbox-labels.csv", "kobotoolbox"),
    sample("kobotoolbox-labels.xlsx", "kobotoolbox"),
    leaving_out("typeform.csv", "typeform", ONE_INCOMPLETE),
    Sample {
        academies: URNS,
        ..sample("jisc.csv", "jisc")
    },
    Sample {
        academies: URNS,
        ..sample("jisc-urn.csv", "plain")
    },
    sample("two-rows.csv", "multi-row"),
];

/// One response: its academy, as a place in the sample's names, and its codes, 0 for none.
pub(crate) type Row = (usize, Vec<i32>);

pub(crate) fn bytes(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/library/layouts");
    fs::read(folder.join(name)).expect("a file of the tests")
}

pub(crate) fn text(name: &str) -> String {
    String::from_utf8(bytes(name)).expect("UTF-8")
}

pub(crate) fn instrument() -> Instrument {
    let none = |_: &str| Err("none".to_owned());
    load(&bytes("survey.toml"), "survey.toml", none)
        .expect("a sound questionnaire")
        .instrument
}

pub(crate) fn options(sample: &Sample) -> ReadOptions {
    ReadOptions {
        group: sample
            .group
            .map_or(GroupChoice::Guess, |header| GroupChoice::Column(header.to_owned())),
        ..ReadOptions::default()
    }
}

pub(crate) fn read_bytes(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Survey, InputError> {
    let name = name.to_owned();
    read(&[MemoryFile { name, bytes }], &instrument(), options)
}

/// The codes of every response, 0 for none.
pub(crate) fn codes(survey: &Survey) -> Vec<Vec<i32>> {
    let responses = &survey.responses;
    let code = |row: usize, item: usize| match responses.column(item)[row] {
        MISSING => 0,
        place => i32::from(place) + 1,
    };
    (0..responses.rows())
        .map(|row| (0..responses.items()).map(|item| code(row, item)).collect())
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

/// The responses, their academies by the sample's own names.
pub(crate) fn rows(survey: &Survey, sample: &Sample) -> Vec<Row> {
    let place = |name: &str| {
        let found = sample.academies.iter().position(|academy| *academy == name);
        found.unwrap_or_else(|| panic!("`{name}` in {}", sample.name))
    };
    academies(survey).into_iter().map(place).zip(codes(survey)).collect()
}

/// The twelve responses as `generate.py` has them.
pub(crate) fn expected() -> Vec<Row> {
    let rows: [(usize, [i32; 4]); 12] = [
        (0, [5, 4, 6, 5]),
        (0, [4, 4, 5, 3]),
        (1, [2, 3, 1, 2]),
        (0, [6, 6, 6, 5]),
        (1, [3, 0, 2, 4]),
        (1, [5, 5, 4, 6]),
        (0, [1, 2, 3, 2]),
        (1, [4, 5, 4, 4]),
        (0, [5, 5, 6, 6]),
        (1, [6, 4, 5, 5]),
        (0, [3, 4, 0, 4]),
        (1, [2, 1, 2, 3]),
    ];
    rows.into_iter()
        .map(|(academy, codes)| (academy, codes.to_vec()))
        .collect()
}
