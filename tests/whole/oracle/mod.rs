//! Figures that the program prints, compared with R's figures in `tests/reference/`.

mod coefficients;
mod compare;
mod score;
mod screening;

use std::process::{Command, Output};

use approx::assert_relative_eq;
use serde_json::Value;

/// The two synthetic terms that R's figures are for.
const WAVES: [&str; 2] = ["autumn", "spring"];
/// The scales of the reference questionnaire.
const SCALES: [&str; 3] = ["all", "teaching", "engagement"];
/// Relative tolerance for closed forms.
const CLOSED: f64 = 1e-9;
/// Relative tolerance for iterative estimates: lme4 and lavaan stop there.
const ITERATIVE: f64 = 1e-5;
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");

/// R's figures in `{name}.json`.
fn figures(name: &str) -> Value {
    let text = std::fs::read_to_string(format!("{FOLDER}/{name}.json")).expect("R's figures are there");
    serde_json::from_str(&text).expect("R's figures are JSON")
}

/// Runs the program on the reference questionnaire, in the folder of the reference files.
fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cte"))
        .args(arguments)
        .args(["-i", "oracle.toml", "--format", "json", "--no-config"])
        .current_dir(FOLDER)
        .output()
        .expect("the program runs")
}

/// The JSON record that the program prints.
fn printed(arguments: &[&str]) -> Value {
    let output = run(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The record of a command on one term, with nothing withheld.
fn record_of(command: &str, wave: &str, more: &[&str]) -> Value {
    printed(&[&[command, &format!("trust-{wave}.csv"), "--unsuppressed"], more].concat())
}

fn scale<'a>(record: &'a Value, id: &str) -> &'a Value {
    let scales = record["scales"].as_array().expect("scales");
    scales.iter().find(|scale| scale["id"] == id).expect("the scale")
}

#[track_caller]
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("not a number: {value}"))
}

/// Asserts that two numbers are equal up to a relative tolerance.
#[track_caller]
fn equal(found: &Value, wanted: &Value, tolerance: f64) {
    assert_relative_eq!(number(found), number(wanted), max_relative = tolerance);
}
