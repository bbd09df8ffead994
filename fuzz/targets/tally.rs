//! Tallies. Their first line is written anew, so that damage below it is not found by the checksum alone.

#![no_main]

use std::sync::LazyLock;

use cte::engine::{Source, score};
use cte::input::{TallyFile, sha256};
use cte::model::Instrument;
use libfuzzer_sys::fuzz_target;
use targets::{discard, is_scored, questionnaire, setup, write};

static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(questionnaire);

fuzz_target!(|data: &[u8]| {
    let body = match data.iter().position(|&byte| byte == b'\n') {
        Some(end) if data.starts_with(b"cte-tally/2") => &data[end + 1..],
        _ => return discard(TallyFile::read(data, &INSTRUMENT)),
    };
    let head = format!("cte-tally/2 sha256={} bytes={}\n", sha256(body), body.len());
    let tally = [head.as_bytes(), body].concat();
    discard(TallyFile::read(&tally, &INSTRUMENT));
    if is_scored(data) {
        write(score(&[Source::new("a.tally", tally)], &setup()));
    }
});
