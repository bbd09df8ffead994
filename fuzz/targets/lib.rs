//! What the targets share: a small questionnaire, responses to it, and a run that writes its report in every format.

use cte::engine::{BadCellRule, Error, Questionnaire, Reading, Report, Setup, Source};
use cte::export::{FORMATS, Style};

/// Three items from 1 to 4, with labels; one is reversed.
pub const QUESTIONNAIRE: &str = include_str!("../seeds/instrument/three.toml");

/// Responses to it.
pub const RESPONSES: &str = include_str!("../seeds/csv/plain.csv");

/// A setup with the questionnaire, in which answers off the scale are set aside.
pub fn setup() -> Setup<'static> {
    Setup {
        questionnaire: Some(Questionnaire::File(Source::new("three.toml", QUESTIONNAIRE))),
        reading: Reading {
            bad_cells: Some(BadCellRule::SetAside),
            ..Reading::default()
        },
        ..Setup::default()
    }
}

/// Writes a report in every format. An error is an answer; only a panic, a hang or a flood of memory is a fault.
pub fn write(report: Result<Report, Error>) {
    match report {
        Ok(report) => {
            for format in FORMATS {
                let _ = (format.write)(&report, &Style::default());
            }
        }
        Err(error) => drop(error.to_string()),
    }
}
