//! A questionnaire that is drafted from each file.

use cte::input::instrument::parse;
use cte::input::{MemoryFile, draft_questionnaire, read};
use cte::tally::MISSING;

use crate::layouts::files::{SAMPLES, Sample, bytes, expected, options};

/// What is wrong with the draft of a file; `None` if its items, its labels and their order are right and the file is read with it.
fn fault(sample: &Sample) -> Option<String> {
    let file = MemoryFile {
        name: sample.name.to_owned(),
        bytes: bytes(sample.name),
    };
    let options = options(sample);
    let draft = match draft_questionnaire(&file, "our", &options) {
        Ok(draft) => draft,
        Err(error) => return Some(error.to_string()),
    };
    let instrument = match parse(&draft.text, "our.toml") {
        Ok(instrument) => instrument,
        Err(error) => return Some(error.to_string()),
    };
    let survey = match read(&[file], &instrument, &options) {
        Ok(survey) => survey,
        Err(error) => return Some(error.to_string()),
    };
    let expected = expected();
    if survey.responses.items() != 4 || survey.responses.rows() != expected.len() {
        let columns: Vec<&String> = survey.files[0].columns.iter().map(|column| &column.header).collect();
        return Some(format!("{} rows, items {columns:?}", survey.responses.rows()));
    }
    for (item, declared) in instrument.items().iter().enumerate() {
        let min = declared.response.range.min();
        for (row, (_, codes)) in expected.iter().enumerate() {
            let place = survey.responses.column(item)[row];
            let code = if place == MISSING { 0 } else { i32::from(place) + min };
            if code != codes[item] {
                return Some(format!(
                    "row {row} of `{}` is {code}: {:?}",
                    declared.id, declared.response.labels
                ));
            }
        }
        let wanted = [
            "Strongly disagree",
            "Disagree",
            "Slightly disagree",
            "Slightly agree",
            "Agree",
            "Strongly agree",
        ];
        let labels = &declared.response.labels;
        // Some forms label the ends alone.
        let is_wrong = |(code, label): (&i32, &String)| {
            let at = usize::try_from(*code - 1).ok();
            at.and_then(|at| wanted.get(at)) != Some(&label.as_str())
        };
        if labels.iter().any(is_wrong) || ![0, 2, 6].contains(&labels.len()) {
            return Some(format!("labels {labels:?}"));
        }
    }
    None
}

#[test]
fn every_layout_gives_a_draft_that_reads_it() {
    // One column for each option of each question: there the options are the questions, and no draft is made.
    const SPREAD: &str = "surveymonkey-expanded-grid.csv";
    let faults = SAMPLES.iter().filter_map(|sample| Some((sample.name, fault(sample)?)));
    let faults: Vec<(&str, String)> = faults.collect();
    let [(name, why)] = faults.as_slice() else {
        panic!("{} of {}:\n{faults:#?}", faults.len(), SAMPLES.len());
    };
    assert_eq!(*name, SPREAD);
    assert!(why.contains("nothing to draft"), "{why}");
}
