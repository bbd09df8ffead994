//! What `cte check --format json` says of every respondent equals what R computes (`screening` of `tests/reference/*.json`).

use std::path::PathBuf;

use approx::assert_relative_eq;
use assert_cmd::Command;
use serde_json::Value;

fn reference(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "reference", name]
        .iter()
        .collect()
}

fn check(wave: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_cte"))
        .arg("check")
        .arg(reference(&format!("trust-{wave}.csv")))
        .arg("-i")
        .arg(reference("oracle.toml"))
        .args(["--format", "json"])
        .output()
        .expect("the program runs");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn runs_spreads_and_distances_are_those_of_r() {
    for wave in ["autumn", "spring"] {
        let text = std::fs::read_to_string(reference(&format!("trust-{wave}.json"))).expect("R's figures are there");
        let expected: Value = serde_json::from_str(&text).expect("R's figures are JSON");
        let expected = &expected["screening"];
        let record = check(wave);
        let found = &record["screening"];
        for key in [
            "longest_run_as_answered",
            "intra_individual_sd_as_answered",
            "mahalanobis_d2_complete",
        ] {
            let (found, expected) = (found[key].as_array().expect(key), expected[key].as_array().expect(key));
            assert_eq!(found.len(), expected.len(), "{key}");
            for (row, (found, expected)) in found.iter().zip(expected).enumerate() {
                match (found.as_f64(), expected.as_f64()) {
                    (Some(found), Some(expected)) => {
                        assert_relative_eq!(found, expected, max_relative = 1e-9, epsilon = 1e-12);
                    }
                    (None, None) => {}
                    _ => panic!("{wave} {key}, row {row}: {found} and {expected}"),
                }
            }
        }
    }
}

#[test]
fn the_key_of_the_reference_survey_is_fine() {
    for wave in ["autumn", "spring"] {
        for item in check(wave)["key_audit"].as_array().expect("items") {
            assert_eq!(item["verdict"], "fine", "{wave}: {item}");
        }
    }
}
