//! `cte reliability --explain`: every figure that is shown is explained, and in plain words.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use assert_cmd::Command;
use cte::report::{Explanation, explain, explanations};
use serde_json::Value;
use tempfile::TempDir;

const SURVEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/trust-autumn.csv");
const SPRING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/trust-spring.csv");
const REVERSED: [u32; 3] = [4, 9, 11];
/// What is counted, or declared, and needs no explanation.
const NO_STATISTICS: [&str; 6] = ["range", "iterations", "groups", "academies", "reversed", "items"];

/// The program, with nothing of the caller's terminal.
fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_cte"));
    program
        .env_remove("COLUMNS")
        .env_remove("CLICOLOR_FORCE")
        .env("NO_COLOR", "1");
    program
}

/// An instrument of the reference survey's twelve items, and headcounts for its academies.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let mut instrument =
        "id = \"twelve\"\nname = \"Twelve\"\nversion = \"1.0.0\"\n[response]\nmin = 1\nmax = 6\n".to_owned();
    for item in 1..=12 {
        let reversed = REVERSED.contains(&item);
        writeln!(
            instrument,
            "[[item]]\nid = \"q{item:02}\"\ntext = \"Question {item}\"\nreversed = {reversed}"
        )
        .expect("a text grows");
    }
    let ids: Vec<String> = (1..=12).map(|item| format!("\"q{item:02}\"")).collect();
    writeln!(
        instrument,
        "[[scale]]\nid = \"all\"\nname = \"All\"\nitems = [{}]",
        ids.join(", ")
    )
    .expect("a text grows");
    let survey = fs::read_to_string(SURVEY).expect("the reference survey");
    let academies: BTreeSet<&str> = survey
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(1))
        .collect();
    let headcounts = academies.iter().fold("academy,staff\n".to_owned(), |text, academy| {
        format!("{text}{academy},90\n")
    });
    fs::write(folder.path().join("twelve.toml"), instrument).expect("a file in the folder");
    fs::write(folder.path().join("staff.csv"), headcounts).expect("a file in the folder");
    folder
}

/// What a command prints of the reference survey as JSON.
fn printed(command: &[&str]) -> Value {
    printed_of(command, &[SURVEY])
}

/// What a command prints of some files as JSON.
fn printed_of(command: &[&str], files: &[&str]) -> Value {
    let folder = folder();
    let output = program()
        .current_dir(folder.path())
        .args(command)
        .args(files)
        .args(["-i", "twelve.toml", "-g", "academy", "--headcount", "staff.csv"])
        .args(["--format", "json"])
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The keys under which figures stand in a scale's record.
fn figures(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                if key == "missing" || key == "counts" {
                    found.insert(key.clone());
                    continue;
                }
                // The members are named after groups.
                if (key == "groups" || key == "shifts") && value.is_object() {
                    found.insert(key.clone());
                    continue;
                }
                let of_many = value.as_array().is_some_and(|all| all.iter().any(Value::is_number));
                let coefficient = ["value", "undefined"].iter().any(|own| value.get(own).is_some());
                if (value.is_number() || of_many || coefficient || key == "verdict") && key != "value" {
                    found.insert(key.clone());
                }
                if key == "intervals" {
                    found.extend(value.as_object().into_iter().flatten().map(|(key, _)| key.clone()));
                }
                figures(value, found);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| figures(value, found)),
        _ => {}
    }
}

fn shown(command: &[&str]) -> BTreeSet<String> {
    shown_of(command, &[SURVEY])
}

fn shown_of(command: &[&str], files: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    figures(&printed_of(command, files)["scales"], &mut found);
    found.retain(|key| !NO_STATISTICS.contains(&key.as_str()));
    found
}

#[test]
fn every_figure_that_is_shown_is_explained() {
    let score = shown(&["score", "--by", "role"]);
    let reliability = shown(&["reliability", "--bootstrap", "20"]);
    let items = shown(&["items"]);
    for expected in [
        "mean",
        "response_rate",
        "icc2_mean",
        "var_between",
        "rwg_j",
        "k0",
        "verdict",
    ] {
        assert!(score.contains(expected), "{expected}");
    }
    for expected in [
        "alpha",
        "lambda4",
        "adf",
        "bootstrap",
        "delta",
        "alpha_between",
        "ranks",
        "sem",
        "floor",
    ] {
        assert!(reliability.contains(expected), "{expected}");
    }
    assert!(items.contains("kurtosis") && items.contains("counts"));
    let (compare, trend) = (
        shown_of(&["compare"], &[SURVEY, SPRING]),
        shown_of(&["trend"], &[SURVEY, SPRING]),
    );
    for expected in [
        "difference",
        "p_holm",
        "these_staff_lower",
        "probability_rose",
        "var_change",
    ] {
        assert!(compare.contains(expected), "{expected}");
    }
    assert!(trend.contains("median_of_academies") && trend.contains("mean"));
    let unexplained: Vec<&String> = [&score, &reliability, &items, &compare, &trend]
        .into_iter()
        .flatten()
        .filter(|key| explain(key).is_none())
        .collect();
    assert_eq!(unexplained, Vec::<&String>::new());
}

#[test]
fn every_coefficient_of_a_scale_has_an_explanation_under_its_own_key() {
    let reliability = printed(&["reliability"]);
    let scale = &reliability["scales"][0];
    let coefficients = scale["coefficients"].as_object().expect("coefficients");
    let two_level = [
        "alpha_within",
        "alpha_between",
        "alpha_between_observed",
        "alpha_two_level",
    ];
    assert_eq!(coefficients.len(), 15);
    for key in coefficients.keys().map(String::as_str).chain(two_level) {
        let own = explanations().iter().filter(|explanation| explanation.key == key);
        assert_eq!(own.count(), 1, "{key}");
    }
}

fn texts(explanation: &Explanation) -> Vec<(&'static str, &str)> {
    let head = [("name", explanation.name.as_str()), ("says", explanation.says.as_str())];
    let parts = explanation.parts().map(|(key, _, text)| (key, text));
    head.into_iter().chain(parts).collect()
}

#[test]
fn only_the_denominator_may_be_left_out() {
    for explanation in explanations() {
        for (field, text) in texts(explanation) {
            assert!(
                !text.is_empty() || field == "denominator",
                "{} {field}",
                explanation.key
            );
        }
    }
}

#[test]
fn texts_are_whole_sentences_on_one_line() {
    for explanation in explanations() {
        let key = &explanation.key;
        for (field, text) in texts(explanation) {
            assert_eq!(text, text.trim(), "{key} {field}");
            assert!(
                !text.contains("  ") && !text.contains(char::is_control),
                "{key} {field}"
            );
            assert!(
                text.is_empty() || field == "name" || text.ends_with('.'),
                "{key} {field}"
            );
        }
        assert!(
            explanation.says.matches(". ").count() <= 1,
            "{key} says more than two sentences"
        );
    }
}

#[test]
fn texts_are_in_british_english() {
    const FOREIGN: [&str; 8] = [
        "color", "favor", "behavior", "neighbor", "labor", "analyz", "center", "modeling",
    ];
    for explanation in explanations() {
        // Titles of books and journals keep their spelling.
        for (field, text) in texts(explanation).into_iter().filter(|(field, _)| *field != "source") {
            let words = text
                .split(|c: char| !c.is_alphabetic() && c != '-' && c != '_')
                .filter(|word| !word.is_empty());
            for word in words {
                let lower = word.to_lowercase();
                // An option, a key and the heading of another program are written as they are.
                let quoted = word.starts_with("--") || word.contains('_') || word == "Standardized";
                let zed = ["ize", "ized", "izes", "izing", "ization"]
                    .iter()
                    .any(|end| lower.ends_with(end));
                let sized = ["size", "sized", "sizes"].contains(&lower.as_str());
                assert!(quoted || sized || !zed, "{} {field}: {word}", explanation.key);
                let favourable = lower.replace("favour", "");
                assert!(
                    FOREIGN.iter().all(|foreign| !favourable.contains(foreign)),
                    "{} {field}: {word}",
                    explanation.key
                );
            }
        }
    }
}

#[test]
fn keys_that_an_explanation_sends_to_exist() {
    for explanation in explanations() {
        for (_, text) in texts(explanation) {
            for (at, _) in text.match_indices("see ") {
                let rest = &text[at + 4..];
                let end = rest.find(['.', ',', ')', ' ']).unwrap_or(rest.len());
                assert!(
                    explain(&rest[..end]).is_some(),
                    "{}: see {}",
                    explanation.key,
                    &rest[..end]
                );
            }
        }
    }
}

#[test]
fn alpha_is_explained_in_a_terminal() {
    let output = program()
        .args(["reliability", "--explain", "alpha"])
        .output()
        .expect("the program runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_figure_is_found_as_people_write_it() {
    let explained = |name: &str| {
        let output = program()
            .args(["reliability", "--explain", name])
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{name}");
        output.stdout
    };
    for (name, key) in [
        ("ALPHA", "alpha"),
        ("lambda-2", "lambda2"),
        ("λ2", "lambda2"),
        ("omega", "omega_total"),
        ("ICC(1)", "icc1"),
        ("r*wg(j)", "r_star_wg_j"),
        ("split-half-mean", "split_half_mean"),
    ] {
        assert_eq!(explained(name), explained(key), "{name}");
    }
}

#[test]
fn without_a_key_every_figure_is_explained() {
    let output = program()
        .args(["reliability", "--format", "json", "--explain"])
        .output()
        .expect("the program runs");
    let record: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(record["schema"], "cte/explain/1");
    let all = record["explanations"].as_array().expect("explanations");
    assert_eq!(all.len(), explanations().len());
    assert!(
        all.iter()
            .zip(explanations())
            .all(|(shown, own)| shown["key"] == own.key)
    );
}

#[test]
fn a_figure_that_there_is_not_is_told_with_the_nearest() {
    let output = program()
        .args(["reliability", "--explain", "alhpa"])
        .output()
        .expect("the program runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        message.contains("there is no figure `alhpa` to explain; nearest: `alpha`; there are alpha, "),
        "{message}"
    );
}

#[test]
fn without_a_file_or_explain_a_file_is_asked_for() {
    let output = program().arg("reliability").output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no response file is named"));
}
