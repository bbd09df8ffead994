//! What the targets share: a small questionnaire, responses to it, and a run that writes its report in every format.

use cte::engine::{BadCellRule, Error, Questionnaire, Reading, Report, Setup, Source};
use cte::export::{FORMATS, Style};
use cte::input::instrument::parse;
use cte::model::Instrument;

/// Three items from 1 to 4, with labels; one is reversed.
pub const QUESTIONNAIRE: &str = include_str!("../seeds/instrument/three.toml");

/// Responses to it.
pub const RESPONSES: &str = include_str!("../seeds/csv/plain.csv");

/// Every input is read. One of so many is also scored and written, which takes a hundred times as long.
const ONE_OF: u64 = 64;

/// True if an input is to be scored and written. Depends on its bytes alone, so that a run can be repeated.
pub fn is_scored(data: &[u8]) -> bool {
    // FNV-1a
    let hash = data.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) % ONE_OF == 0
}

/// The questionnaire.
pub fn questionnaire() -> Instrument {
    parse(QUESTIONNAIRE, "three.toml").expect("the questionnaire is sound")
}

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

/// Drops what was read, or the text of the error.
pub fn discard<T, E: ToString>(read: Result<T, E>) {
    if let Err(error) = read {
        drop(error.to_string());
    }
}
