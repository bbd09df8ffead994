//! Tables of text, read by every layout. A first byte that is the number of a layout chooses it, else the layout is recognised.

#![no_main]

use std::sync::LazyLock;

use cte::engine::{BadCellRule, READERS, Reading, Setup, Source, check, score};
use cte::input::{MemoryFile, ReadOptions, draft_questionnaire, read};
use cte::model::Instrument;
use libfuzzer_sys::fuzz_target;
use targets::{discard, is_scored, questionnaire, setup, write};

static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(questionnaire);

fuzz_target!(|data: &[u8]| {
    let (layout, table) = match data.split_first() {
        Some((&first, rest)) if usize::from(first) < READERS.len() => (READERS.get(usize::from(first)), rest),
        _ => (None, data),
    };
    let file = MemoryFile {
        name: "a.csv".to_owned(),
        bytes: table.to_vec(),
    };
    let options = ReadOptions {
        layout,
        bad_cells: BadCellRule::SetAside,
        ..ReadOptions::default()
    };
    discard(draft_questionnaire(&file, "a", &options));
    discard(read(&[file], &INSTRUMENT, &options));
    if !is_scored(data) {
        return;
    }
    let base = setup();
    let setup = Setup {
        reading: Reading {
            layout,
            ..base.reading.clone()
        },
        ..base
    };
    let responses = [Source::new("a.csv", table)];
    write(check(&responses, &setup));
    write(score(&responses, &setup));
});
