//! What `cte reliability --format json --unsuppressed` prints equals what R computes (`tests/reference/oracle.R`).

use std::path::PathBuf;

use approx::assert_relative_eq;
use assert_cmd::Command;
use serde_json::Value;

const WAVES: [&str; 2] = ["autumn", "spring"];
const SCALES: [&str; 3] = ["all", "teaching", "engagement"];
/// What a closed form must equal.
const CLOSED: f64 = 1e-9;
/// What an iterative estimate must equal: lavaan stops there.
const ITERATIVE: f64 = 1e-5;
/// What the two-level figures must equal: lavaan stops there.
const TWO_LEVEL: f64 = 1e-3;

fn reference(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "reference", name]
        .iter()
        .collect()
}

fn figures(wave: &str) -> Value {
    let text = std::fs::read_to_string(reference(&format!("trust-{wave}.json"))).expect("R's figures are there");
    serde_json::from_str(&text).expect("R's figures are JSON")
}

fn run(command: &str, wave: &str, more: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_cte"))
        .arg(command)
        .arg(reference(&format!("trust-{wave}.csv")))
        .arg("-i")
        .arg(reference("oracle.toml"))
        .args(["--unsuppressed", "--format", "json"])
        .args(more)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn scale<'a>(record: &'a Value, id: &str) -> &'a Value {
    record["scales"]
        .as_array()
        .expect("scales")
        .iter()
        .find(|scale| scale["id"] == id)
        .expect("the scale")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}

fn equal(found: &Value, wanted: &Value, tolerance: f64) {
    assert_relative_eq!(number(found), number(wanted), max_relative = tolerance);
}

/// Every wave and scale: what the program says of it, and what R says of its reliability.
fn each(command: &str, more: &[&str], check: impl Fn(&Value, &Value, &Value)) {
    for wave in WAVES {
        let (record, wanted) = (run(command, wave, more), figures(wave));
        for id in SCALES {
            check(scale(&record, id), &wanted["reliability"][id], &wanted);
        }
    }
}

#[test]
fn coefficients_are_those_of_psych_and_lavaan() {
    each("reliability", &[], |found, wanted, _| {
        let found = &found["coefficients"];
        let pairs = [
            ("alpha", "alpha_listwise"),
            ("alpha_standardized", "alpha_standardized_listwise"),
            ("mean_interitem_r", "average_r_listwise"),
            ("median_interitem_r", "median_r_listwise"),
        ];
        for (ours, theirs) in pairs {
            equal(&found[ours]["value"], &wanted[theirs], CLOSED);
            assert_eq!(found[ours]["n"], wanted["n_complete"]);
        }
        for bound in ["lambda1", "lambda2", "lambda3", "lambda5", "lambda6"] {
            equal(
                &found[bound]["value"],
                &wanted["guttman_of_covariances_listwise"][bound],
                CLOSED,
            );
        }
        equal(
            &found["omega_total"]["value"],
            &wanted["omega_with_se_listwise"]["value"],
            ITERATIVE,
        );
        equal(
            &found["omega_total"]["se"],
            &wanted["omega_with_se_listwise"]["se_delta_method"],
            ITERATIVE,
        );
        let best = number(&found["split_half_max"]["value"]);
        assert_relative_eq!(number(&found["lambda4"]["value"]), best, max_relative = CLOSED);
    });
}

#[test]
fn every_interval_of_alpha_is_that_of_its_author() {
    each("reliability", &[], |found, wanted, _| {
        let intervals = &found["coefficients"]["alpha"]["intervals"];
        for (ours, theirs) in [
            ("feldt", "alpha_ci_feldt_listwise"),
            ("bonett", "alpha_ci_bonett_listwise"),
        ] {
            equal(&intervals[ours]["lower"], &wanted[theirs][0], CLOSED);
            equal(&intervals[ours]["upper"], &wanted[theirs][1], CLOSED);
        }
        equal(
            &intervals["normal"]["se"],
            &wanted["alpha_se_normal_theory_listwise"],
            CLOSED,
        );
        equal(&intervals["adf"]["se"], &wanted["alpha_se_adf_listwise"], CLOSED);
    });
}

#[test]
fn pairwise_alphas_are_those_of_psych() {
    let check = |found: &Value, wanted: &Value, _: &Value| {
        let found = &found["coefficients"];
        equal(&found["alpha"]["value"], &wanted["alpha_pairwise"], CLOSED);
        equal(
            &found["alpha_standardized"]["value"],
            &wanted["alpha_standardized_pairwise"],
            CLOSED,
        );
        assert_eq!(found["alpha"]["missing"], "pairwise");
    };
    each("reliability", &["--missing", "pairwise"], check);
    each("reliability", &["--like", "psych"], check);
}

#[test]
fn split_halves_of_correlations_are_those_of_psych() {
    each("reliability", &["--standardized"], |found, wanted, _| {
        let found = &found["coefficients"];
        let wanted = &wanted["split_half_of_correlations"];
        for (ours, theirs) in [
            ("split_half_min", "min"),
            ("split_half_mean", "mean"),
            ("split_half_max", "max"),
        ] {
            equal(&found[ours]["value"], &wanted[theirs], CLOSED);
        }
    });
    each("reliability", &["--standardized"], |found, wanted, _| {
        for bound in ["lambda1", "lambda2", "lambda3", "lambda5", "lambda6"] {
            let wanted = &wanted["guttman_lambda_of_correlations"][bound];
            equal(&found["coefficients"][bound]["value"], wanted, CLOSED);
        }
    });
}

#[test]
fn items_stand_to_their_scale_as_in_psych() {
    for command in ["reliability", "items"] {
        each(command, &[], |found, wanted, all| {
            for item in found["items"].as_array().expect("items") {
                let id = item["id"].as_str().expect("an id");
                let pairs = [
                    ("item_rest_r", "item_rest_r_listwise"),
                    ("item_total_r", "item_total_r_listwise"),
                    ("item_r_corrected", "item_r_corrected_listwise"),
                    ("alpha_if_dropped", "alpha_if_dropped_listwise"),
                ];
                for (ours, theirs) in pairs {
                    equal(&item[ours]["value"], &wanted[theirs][id], CLOSED);
                }
                let described = &all["item_descriptives"][id];
                let pairs = [
                    ("mean", "mean"),
                    ("sd", "sd"),
                    ("median", "median"),
                    ("skewness", "skew_g1_adjusted"),
                    ("kurtosis", "kurtosis_g2_adjusted"),
                ];
                for (ours, theirs) in pairs {
                    equal(&item[ours], &described[theirs], CLOSED);
                }
                assert_eq!(item["n"], described["n"]);
                assert_eq!(item["counts"], described["counts"]);
            }
        });
    }
}

#[test]
fn omega_if_dropped_is_that_of_lavaan() {
    let text = std::fs::read_to_string(reference("reliability.json")).expect("R's figures are there");
    let wanted: Value = serde_json::from_str(&text).expect("R's figures are JSON");
    let mut compared = 0;
    for wave in WAVES {
        let record = run("reliability", wave, &[]);
        for id in SCALES {
            let theirs = &wanted[format!("trust-{wave}")][id];
            for (place, item) in scale(&record, id)["items"]
                .as_array()
                .expect("items")
                .iter()
                .enumerate()
            {
                assert_eq!(item["id"], theirs["items"][place]);
                equal(
                    &item["omega_if_dropped"]["value"],
                    &theirs["omega_if_dropped"][place],
                    ITERATIVE,
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 2 * (12 + 6 + 6));
}

#[test]
fn two_level_alphas_are_those_of_lavaan() {
    for wave in WAVES {
        let (record, wanted) = (run("reliability", wave, &[]), figures(wave));
        let (found, wanted) = (
            &scale(&record, "all")["two_level"],
            &wanted["structure"]["saturated_two_level"],
        );
        equal(&found["alpha_within"], &wanted["alpha_within"], TWO_LEVEL);
        equal(&found["alpha_between"], &wanted["alpha_between"], TWO_LEVEL);
        assert!(
            found["warning"]
                .as_str()
                .expect("fifteen academies are few")
                .contains("fewer than 20")
        );
    }
}

#[test]
fn a_seeded_bootstrap_says_the_same_twice_and_lies_about_the_value() {
    let (once, again) = (
        run("reliability", "autumn", &["--bootstrap", "40"]),
        run("reliability", "autumn", &["--bootstrap", "40"]),
    );
    assert_eq!(once, again);
    let other = run("reliability", "autumn", &["--bootstrap", "40", "--seed", "2"]);
    assert_ne!(
        once["scales"][0]["coefficients"]["alpha"],
        other["scales"][0]["coefficients"]["alpha"]
    );
    for key in ["alpha", "omega_total"] {
        let coefficient = &scale(&once, "all")["coefficients"][key];
        let interval = &coefficient["intervals"]["bootstrap"];
        let (lower, upper) = (number(&interval["lower"]), number(&interval["upper"]));
        assert!(lower < number(&coefficient["value"]) && number(&coefficient["value"]) < upper);
        // The distribution-free error of the same alpha: forty draws know it to about a ninth.
        assert_relative_eq!(number(&interval["se"]), 0.005_75, max_relative = 0.25);
    }
}
