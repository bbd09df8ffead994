//! Every file gives the answers of the plain one, is known for what it is, and says what was left out.

use assert_cmd::Command;
use cte::input::{Layout, READERS, ReadOptions};
use cte::model::Level;
use serde_json::Value;

use crate::layouts::files::{SAMPLES, Sample, bytes, codes, expected, options, read_bytes, rows, text};

#[test]
fn every_layout_gives_the_same_answers_and_leaves_out_what_is_no_response() {
    for sample in SAMPLES {
        let survey = read_bytes(sample.name, bytes(sample.name), &options(sample))
            .unwrap_or_else(|error| panic!("{}: {error}", sample.name));
        assert_eq!(rows(&survey, sample), expected(), "{}", sample.name);
        let file = &survey.files[0];
        assert_eq!(file.layout, sample.layout, "{}", sample.name);
        let left_out: Vec<(&str, usize)> = file
            .dropped
            .iter()
            .map(|dropped| (dropped.reason, dropped.rows))
            .collect();
        assert_eq!(left_out, sample.left_out, "{}", sample.name);
        let told = survey
            .findings
            .iter()
            .filter(|finding| finding.code == "rows-left-out")
            .count();
        assert_eq!(told, sample.left_out.len(), "{}", sample.name);
    }
}

#[test]
fn every_layout_of_the_registry_has_a_file() {
    for layout in READERS {
        assert!(
            SAMPLES.iter().any(|sample| sample.layout == layout.name),
            "{}",
            layout.name
        );
    }
}

/// The scores of a file as the program prints them, academies by their place.
fn scores(sample: &Sample) -> Value {
    let mut command = Command::cargo_bin("cte").expect("the program");
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/library/layouts"));
    command.args([
        "score",
        sample.name,
        "-i",
        "survey.toml",
        "--format",
        "json",
        "--min-group",
        "3",
    ]);
    if let Some(group) = sample.group {
        command.args(["-g", group]);
    }
    let output = command.output().expect("to run");
    assert!(
        output.status.success(),
        "{}: {}",
        sample.name,
        String::from_utf8_lossy(&output.stderr)
    );
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["input"][0]["layout"], sample.layout, "{}", sample.name);
    assert_eq!(report["input"][0]["rows"], 12, "{}", sample.name);
    for (reason, _) in sample.left_out {
        let told = report["findings"].to_string();
        assert!(told.contains(reason), "{}: {told}", sample.name);
    }
    let mut scales = report["scales"].clone();
    let academies = scales[0]["academies"].as_array_mut().expect("academies");
    for academy in academies {
        let name = academy["academy"].as_str().expect("a name");
        let place = sample.academies.iter().position(|known| *known == name).expect("known");
        academy["academy"] = Value::from(place);
    }
    scales
}

#[test]
fn every_layout_gives_the_same_scores() {
    let plain = scores(&SAMPLES[0]);
    assert_eq!(plain[0]["trust"]["n"], 12);
    for sample in SAMPLES {
        assert_eq!(scores(sample), plain, "{}", sample.name);
    }
}

#[test]
fn a_layout_may_be_named_and_gives_the_same() {
    for sample in SAMPLES {
        let options = ReadOptions {
            layout: Some(Layout::named(&sample.layout.to_uppercase()).expect("a layout")),
            ..options(sample)
        };
        let survey = read_bytes(sample.name, bytes(sample.name), &options)
            .unwrap_or_else(|error| panic!("{}: {error}", sample.name));
        assert_eq!(rows(&survey, sample), expected(), "{}", sample.name);
    }
}

#[test]
fn header_rows_may_be_counted_by_hand() {
    for (name, count) in [("two-rows.csv", 2), ("three-rows.csv", 3), ("two-rows-dropdown.csv", 3)] {
        let options = ReadOptions {
            header_rows: Some(count),
            ..ReadOptions::default()
        };
        let survey = read_bytes(name, bytes(name), &options).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(codes(&survey).len(), 12, "{name}");
        assert_eq!(rows(&survey, &SAMPLES[0]), expected(), "{name}");
        let said = survey.findings.iter().find(|finding| finding.code == "header-rows");
        let said = said.expect("what was decided is said");
        assert!(
            said.message.starts_with(&format!("{count} header rows")),
            "{}",
            said.message
        );
    }
}

#[test]
fn incomplete_responses_are_kept_when_asked_for() {
    for sample in SAMPLES
        .iter()
        .filter(|sample| sample.left_out.iter().any(|(why, _)| *why == "incomplete"))
    {
        let options = ReadOptions {
            keep_incomplete: true,
            ..options(sample)
        };
        let survey = read_bytes(sample.name, bytes(sample.name), &options).expect("readable");
        assert_eq!(survey.responses.rows(), 13, "{}", sample.name);
        let reasons: Vec<&str> = survey.files[0].dropped.iter().map(|dropped| dropped.reason).collect();
        assert!(!reasons.contains(&"incomplete"), "{}: {reasons:?}", sample.name);
    }
}

#[test]
fn every_status_of_qualtrics_is_known_and_an_unknown_one_is_doubted() {
    let with = |status: &str| text("qualtrics-text.csv").replace("IP Address,192", &format!("{status},192"));
    let read = |status: &str| read_bytes("q.csv", with(status).into_bytes(), &ReadOptions::default());
    for status in ["0", "4", "16", "Imported", "Offline"] {
        let survey = read(status).expect("readable");
        assert_eq!(survey.responses.rows(), 12, "{status}");
        assert!(
            survey.findings.iter().all(|finding| finding.code != "doubtful-rows"),
            "{status}"
        );
    }
    for status in ["8", "Spam", "3", ""] {
        let survey = read(status).expect("readable");
        assert_eq!(survey.responses.rows(), 12, "{status}");
        let doubt = survey
            .findings
            .iter()
            .find(|finding| finding.code == "doubtful-rows")
            .expect("a doubt");
        assert_eq!((doubt.level, doubt.row.is_some()), (Level::Warning, true), "{status}");
    }
    for status in ["1", "2", "9", "17", "Survey Preview", "Offline Preview"] {
        let survey = read(status).expect("one imported response is left");
        assert_eq!(survey.responses.rows(), 1, "{status}");
    }
}

#[test]
fn numbers_of_a_tools_own_are_doubted_only_where_no_label_says_more() {
    for sample in SAMPLES {
        let survey = read_bytes(sample.name, bytes(sample.name), &options(sample)).expect("readable");
        let doubted = survey.findings.iter().any(|finding| finding.code == "numbers-only");
        let numbers = [
            "qualtrics-numeric.csv",
            "qualtrics-legacy.csv",
            "limesurvey-codes.csv",
            "redcap-raw.csv",
            "kobotoolbox-names.csv",
        ];
        assert_eq!(doubted, numbers.contains(&sample.name), "{}", sample.name);
    }
}

#[test]
fn a_label_and_its_synonym_in_one_column_are_another_scale() {
    let other = |text: &str| text.replacen("Slightly agree", "Somewhat agree", 1);
    let survey = read_bytes(
        "m.csv",
        other(&text("limesurvey-full.csv")).into_bytes(),
        &ReadOptions::default(),
    );
    let survey = survey.expect("readable");
    let said: Vec<&str> = survey
        .findings
        .iter()
        .filter(|one| one.code == "other-scale")
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "column `How far do you agree? [We don’t give up – even when it’s ha…`: `Slightly agree` and `Somewhat agree` all \
          mean 4, so the form used another scale than the instrument: compare its options, and declare the form's own \
          scale in a questionnaire file"
        ]
    );
    // One of them alone is that form's way of saying it.
    let alone = text("limesurvey-full.csv").replace("Slightly agree", "Somewhat agree");
    let survey = read_bytes("m.csv", alone.into_bytes(), &ReadOptions::default()).expect("readable");
    assert!(survey.findings.iter().all(|finding| finding.code != "other-scale"));
    // Two synonyms of one code are as many options.
    let two = text("limesurvey-full.csv")
        .replace("Slightly agree", "Somewhat agree")
        .replacen("Somewhat agree", "Tend to agree", 1);
    let survey = read_bytes("m.csv", two.into_bytes(), &ReadOptions::default()).expect("readable");
    assert!(survey.findings.iter().any(|finding| finding.code == "other-scale"));
}
