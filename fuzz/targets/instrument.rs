//! Questionnaire files: checked, and used to score.

#![no_main]

use cte::engine::{Questionnaire, Setup, Source, check_questionnaire, score};
use cte::input::instrument::parse;
use libfuzzer_sys::fuzz_target;
use targets::{RESPONSES, discard, is_scored, setup, write};

fuzz_target!(|data: &[u8]| {
    discard(parse(&String::from_utf8_lossy(data), "a.toml"));
    if !is_scored(data) {
        return;
    }
    let questionnaire = Source::new("a.toml", data);
    let base = setup();
    discard(check_questionnaire(&questionnaire, base.files));
    let setup = Setup {
        questionnaire: Some(Questionnaire::File(questionnaire)),
        ..base
    };
    write(score(&[Source::new("a.csv", RESPONSES)], &setup));
});
