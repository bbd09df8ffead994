//! Trust files.

#![no_main]

use cte::engine::{Setup, Source, TrustFile, score, trend};
use libfuzzer_sys::fuzz_target;
use targets::{QUESTIONNAIRE, RESPONSES, is_scored, setup, write};

fuzz_target!(|data: &[u8]| {
    let trust = match TrustFile::read(&Source::new("cte.toml", data)) {
        Ok(trust) => trust,
        Err(error) => return drop(error.to_string()),
    };
    if !is_scored(data) {
        return;
    }
    let files = [
        Source::new("a.csv", RESPONSES),
        Source::new("three.toml", QUESTIONNAIRE),
    ];
    let setup = Setup {
        trust: Some(trust),
        files: &files,
        ..setup()
    };
    write(score(&files[..1], &setup));
    write(score(&[], &setup));
    write(trend(&[], &setup));
});
