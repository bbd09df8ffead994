//! Screening figures and key audit of `cte check` against R (`screening` in `tests/reference/trust-*.json`).

use approx::assert_relative_eq;
use serde_json::Value;

use crate::oracle::{CLOSED, WAVES, figures, run};

/// The record of `cte check`, which exits with 1 if it finds something.
fn check(wave: &str) -> Value {
    let output = run(&["check", &format!("trust-{wave}.csv"), "--unsuppressed"]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn runs_spreads_and_distances_equal_r() {
    for wave in WAVES {
        let oracle = figures(&format!("trust-{wave}"));
        let expected = &oracle["screening"];
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
                        assert_relative_eq!(found, expected, max_relative = CLOSED, epsilon = 1e-12);
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
    for wave in WAVES {
        for item in check(wave)["key_audit"].as_array().expect("items") {
            assert_eq!(item["verdict"], "fine", "{wave}: {item}");
        }
    }
}
