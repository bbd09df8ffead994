//! `cte reliability` and `cte items` against psych and lavaan (`tests/reference/oracle.R`, `reliability.R`).

use approx::assert_relative_eq;
use serde_json::Value;

use crate::oracle::{CLOSED, ITERATIVE, SCALES, WAVES, equal, figures, number, record_of, scale};

/// Relative tolerance for two-level figures: lavaan stops there.
const TWO_LEVEL: f64 = 1e-3;

/// Calls `check` for each term and scale with the program's record of the scale, R's reliability figures for it, and all of
/// R's figures for the term.
fn each(command: &str, more: &[&str], check: impl Fn(&Value, &Value, &Value)) {
    for wave in WAVES {
        let (record, wanted) = (record_of(command, wave, more), figures(&format!("trust-{wave}")));
        for id in SCALES {
            check(scale(&record, id), &wanted["reliability"][id], &wanted);
        }
    }
}

#[test]
fn coefficients_equal_psych_and_lavaan() {
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
            &found["omega_total"]["intervals"]["delta"]["se"],
            &wanted["omega_with_se_listwise"]["se_delta_method"],
            ITERATIVE,
        );
        let best = number(&found["split_half_max"]["value"]);
        assert_relative_eq!(number(&found["lambda4"]["value"]), best, max_relative = CLOSED);
    });
}

#[test]
fn intervals_of_alpha_equal_the_published_formulas() {
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
fn pairwise_alphas_equal_psych() {
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
fn omega_by_psychs_convention_equals_psych_where_answers_are_missing() {
    let psych = figures("reliability");
    for wave in WAVES {
        let record = record_of("reliability", wave, &["--like", "psych"]);
        for id in SCALES {
            let wanted = &psych[format!("trust-{wave}")][id]["omega_minres_pairwise"];
            equal(
                &scale(&record, id)["coefficients"]["omega_total"]["value"],
                wanted,
                ITERATIVE,
            );
        }
    }
}

#[test]
fn split_halves_of_correlations_equal_psych() {
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
fn item_statistics_equal_psych() {
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
fn omega_if_dropped_equals_lavaan() {
    let wanted = figures("reliability");
    let mut compared = 0;
    for wave in WAVES {
        let record = record_of("reliability", wave, &[]);
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
fn two_level_alphas_equal_lavaan() {
    for wave in WAVES {
        let (record, wanted) = (record_of("reliability", wave, &[]), figures(&format!("trust-{wave}")));
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
fn a_seeded_bootstrap_is_reproducible_and_contains_the_value() {
    let (once, again) = (
        record_of("reliability", "autumn", &["--bootstrap", "40"]),
        record_of("reliability", "autumn", &["--bootstrap", "40"]),
    );
    assert_eq!(once, again);
    let other = record_of("reliability", "autumn", &["--bootstrap", "40", "--seed", "2"]);
    assert_ne!(
        once["scales"][0]["coefficients"]["alpha"],
        other["scales"][0]["coefficients"]["alpha"]
    );
    for key in ["alpha", "omega_total"] {
        let coefficient = &scale(&once, "all")["coefficients"][key];
        let interval = &coefficient["intervals"]["bootstrap"];
        let (lower, upper) = (number(&interval["lower"]), number(&interval["upper"]));
        assert!(lower < number(&coefficient["value"]) && number(&coefficient["value"]) < upper);
        // The distribution-free standard error of this alpha. With forty draws its error is about a ninth.
        assert_relative_eq!(number(&interval["se"]), 0.005_75, max_relative = 0.25);
    }
}
