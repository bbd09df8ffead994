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
    let version = ["cte-tally/2", "cte-tally/3"].into_iter().find(|version| data.starts_with(version.as_bytes()));
    let end = data.iter().position(|&byte| byte == b'\n');
    let (Some(version), Some(end)) = (version, end) else {
        return discard(TallyFile::read(data, &INSTRUMENT));
    };
    let body = &data[end + 1..];
    let head = format!("{version} sha256={} bytes={}\n", sha256(body), body.len());
    let tally = [head.as_bytes(), body].concat();
    discard(TallyFile::read(&tally, &INSTRUMENT));
    if is_scored(data) {
        write(score(&[Source::new("a.tally", tally)], &setup()));
    }
});
