//! Questionnaire files: checked, and used to score.

#![no_main]

use cte::engine::{Questionnaire, Setup, Source, check_questionnaire, score};
use libfuzzer_sys::fuzz_target;
use targets::{RESPONSES, setup, write};

fuzz_target!(|data: &[u8]| {
    let questionnaire = Source::new("a.toml", data);
    let base = setup();
    match check_questionnaire(&questionnaire, base.files) {
        Ok(text) => drop(text),
        Err(error) => drop(error.to_string()),
    }
    let setup = Setup {
        questionnaire: Some(Questionnaire::File(questionnaire)),
        ..base
    };
    write(score(&[Source::new("a.csv", RESPONSES)], &setup));
});
