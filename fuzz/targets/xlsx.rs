//! Workbooks and ZIP archives.

#![no_main]

use std::sync::LazyLock;

use cte::engine::{Source, check};
use cte::input::{BadCellRule, MemoryFile, ReadOptions, read};
use cte::model::Instrument;
use libfuzzer_sys::fuzz_target;
use targets::{discard, is_scored, questionnaire, setup, write};

static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(questionnaire);

fuzz_target!(|data: &[u8]| {
    let options = ReadOptions {
        bad_cells: BadCellRule::SetAside,
        ..ReadOptions::default()
    };
    discard(read(
        &[MemoryFile {
            name: "a.xlsx".to_owned(),
            bytes: data.to_vec(),
        }],
        &INSTRUMENT,
        &options,
    ));
    if is_scored(data) {
        write(check(&[Source::new("a.xlsx", data)], &setup()));
    }
});
