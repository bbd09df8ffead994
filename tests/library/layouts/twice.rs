//! Every layout, given twice: each response counts once where the export says which rows are one response, and the run
//! stops where it does not.

use cte::input::{InputError, MemoryFile, ReadOptions, read};
use cte::tally::MISSING;

use crate::layouts::files::{SAMPLES, Sample, bytes, expected, instrument, options, rows};

/// A sample and a copy of it under another name.
fn twice(sample: &Sample) -> [MemoryFile; 2] {
    let source = |name: String| MemoryFile {
        name,
        bytes: bytes(sample.name),
    };
    [
        source(format!("a-{}", sample.name)),
        source(format!("b-{}", sample.name)),
    ]
}

/// Samples whose rows have an id, or a number and a time in seconds.
fn identifies(sample: &Sample) -> bool {
    ["qualtrics", "surveymonkey", "kobotoolbox", "typeform", "redcap", "microsoft-forms"].contains(&sample.layout)
        // The copies of one number and time are more than chance explains.
        || sample.layout == "multi-row"
}

#[test]
fn a_response_that_is_in_two_files_counts_once() {
    for sample in SAMPLES {
        let found = read(&twice(sample), &instrument(), &options(sample));
        match found {
            Ok(survey) => {
                assert!(identifies(sample), "{}", sample.name);
                assert_eq!(rows(&survey, sample), expected(), "{}", sample.name);
                let finding = survey
                    .findings
                    .iter()
                    .find(|finding| finding.code == "duplicates-left-out");
                let message = &finding.unwrap_or_else(|| panic!("{}", sample.name)).message;
                let wanted = format!("12 of the 12 rows of `b-{0}` are in `a-{0}` too", sample.name);
                assert!(message.starts_with(&wanted), "{message}");
                assert!(
                    !survey
                        .findings
                        .iter()
                        .any(|finding| ["same-file", "no-rows"].contains(&&*finding.code))
                );
            }
            Err(InputError::RepeatedBlock(block)) => {
                assert!(!identifies(sample), "{}", sample.name);
                assert_eq!(block.rows, 12);
            }
            Err(error) => panic!("{}: {error}", sample.name),
        }
    }
}

#[test]
fn every_row_counts_where_that_is_asked_for() {
    for sample in SAMPLES {
        let options = ReadOptions {
            keep_duplicates: true,
            ..options(sample)
        };
        let survey = read(&twice(sample), &instrument(), &options).expect("readable");
        let twelve = expected();
        assert_eq!(
            rows(&survey, sample),
            [twelve.clone(), twelve].concat(),
            "{}",
            sample.name
        );
        let kept = survey.findings.iter().any(|finding| finding.code == "duplicates-kept");
        assert_eq!(kept, identifies(sample), "{}", sample.name);
    }
}

#[test]
fn no_layout_loses_a_response_of_its_own() {
    for sample in SAMPLES {
        let [file, _] = twice(sample);
        let survey = read(&[file], &instrument(), &options(sample)).expect("readable");
        assert_eq!(survey.identities.len(), 12, "{}", sample.name);
        let mut different = survey.identities.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), 12, "{}", sample.name);
        assert!(survey.responses.column(0).iter().all(|&answer| answer != MISSING));
    }
}
