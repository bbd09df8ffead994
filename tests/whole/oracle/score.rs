//! `cte score` against R (`tests/reference/oracle.R`, `compare.R`), with nothing withheld.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use approx::assert_relative_eq;
use serde_json::Value;
use tempfile::TempDir;

use crate::oracle::{CLOSED, ITERATIVE, SCALES, WAVES, equal, figures, number, record_of, scale};

fn score(wave: &str, more: &[&str]) -> Value {
    record_of("score", wave, more)
}

/// The academies of a scale by name.
fn academies(scale: &Value) -> BTreeMap<&str, &Value> {
    let academies = scale["academies"].as_array().expect("academies");
    academies
        .iter()
        .map(|academy| (academy["academy"].as_str().expect("a name"), academy))
        .collect()
}

fn members(value: &Value) -> &serde_json::Map<String, Value> {
    value.as_object().expect("an object")
}

#[test]
fn n_mean_and_sd_of_academies_and_trust_equal_r() {
    for wave in WAVES {
        let (record, oracle) = (score(wave, &[]), figures(&format!("trust-{wave}")));
        for id in SCALES {
            let (found, wanted) = (scale(&record, id), &oracle["scores"][id]);
            let academies = academies(found);
            let groups = members(&wanted["groups"]);
            assert_eq!(academies.len(), groups.len());
            for (name, group) in groups {
                let academy = academies[name.as_str()];
                assert_eq!(academy["n"], group["n"], "{name}");
                equal(&academy["mean"], &group["mean"], CLOSED);
                equal(&academy["sd"], &group["sd"], CLOSED);
            }
            let trust = &found["trust"];
            assert_eq!(trust["n"], wanted["pooled"]["n"]);
            equal(&trust["mean"], &wanted["pooled"]["mean"], CLOSED);
            equal(&trust["sd"], &wanted["pooled"]["sd"], CLOSED);
            equal(&trust["mean_of_academies"], &wanted["mean_of_groups"], CLOSED);
        }
    }
}

#[test]
fn reliability_figures_equal_psych_and_lavaan() {
    for wave in WAVES {
        let (record, oracle) = (score(wave, &[]), figures(&format!("trust-{wave}")));
        for id in SCALES {
            let (found, wanted) = (&scale(&record, id)["reliability"], &oracle["reliability"][id]);
            let alpha = &found["alpha"];
            assert_eq!((&alpha["n"], &alpha["k"]), (&wanted["n_complete"], &wanted["k"]));
            equal(&alpha["value"], &wanted["alpha_listwise"], CLOSED);
            let jackknife = &figures("inference")[wave][id]["alpha"]["jackknife_over_groups"];
            equal(&alpha["lower"], &jackknife[0], CLOSED);
            equal(&alpha["upper"], &jackknife[1], CLOSED);
            assert_eq!(alpha["interval_of"], "staff of academies such as these");
            let omega = &found["omega_total"];
            equal(&omega["value"], &wanted["omega_with_se_listwise"]["value"], ITERATIVE);
            equal(&omega["value"], &wanted["omega_one_factor_ml_listwise"], ITERATIVE);
            // Omega's error over academies is alpha's ratio times its delta-method error, on the scale of ln(1 − ω).
            let error = |found: &serde_json::Value| number(&found["se"]) / (1.0 - number(&found["value"]));
            let plain = number(&wanted["omega_with_se_listwise"]["se_delta_method"]) / (1.0 - number(&omega["value"]));
            let normal = number(&wanted["alpha_se_normal_theory_listwise"]) / (1.0 - number(&alpha["value"]));
            assert_relative_eq!(error(omega) / plain, error(alpha) / normal, max_relative = ITERATIVE);
            equal(
                &found["mean_interitem_r"]["value"],
                &wanted["average_r_listwise"],
                CLOSED,
            );
        }
    }
}

#[test]
fn pairwise_alpha_equals_psych() {
    for wave in WAVES {
        let record = score(wave, &["--missing", "pairwise"]);
        let oracle = figures(&format!("trust-{wave}"));
        for id in SCALES {
            let (found, wanted) = (&scale(&record, id)["reliability"], &oracle["reliability"][id]);
            equal(&found["alpha"]["value"], &wanted["alpha_pairwise"], CLOSED);
            assert_eq!(found["alpha"]["missing"], "pairwise");
            // psych prints the standardised alpha k r̄/(1 + (k − 1) r̄), so r̄ = α/(k − (k − 1) α).
            let (k, alpha) = (number(&wanted["k"]), number(&wanted["alpha_standardized_pairwise"]));
            assert_relative_eq!(
                number(&found["mean_interitem_r"]["value"]),
                alpha / (k - (k - 1.0) * alpha),
                max_relative = CLOSED
            );
        }
    }
}

#[test]
fn anova_and_intraclass_correlations_equal_r() {
    for wave in WAVES {
        let (record, oracle) = (score(wave, &[]), figures(&format!("trust-{wave}")));
        for id in SCALES {
            let (found, wanted) = (&scale(&record, id)["aggregation"], &oracle["scores"][id]);
            equal(&found["icc1"]["value"], &wanted["icc1_k0"], CLOSED);
            equal(&found["icc1_mean_size"]["value"], &wanted["icc1_mean_size"], CLOSED);
            equal(&found["icc2"]["value"], &wanted["icc2"], CLOSED);
            equal(&found["k0"], &wanted["k0"], CLOSED);
            equal(&found["mean_size"], &wanted["mean_size"], CLOSED);
            let anova = &wanted["anova"];
            equal(&found["f"], &anova["f"], CLOSED);
            equal(&found["p"], &anova["p"], CLOSED);
            assert_eq!((&found["df1"], &found["df2"]), (&anova["df1"], &anova["df2"]));
        }
    }
}

#[test]
fn random_effects_and_shrunken_means_equal_lme4() {
    for wave in WAVES {
        let (record, oracle) = (score(wave, &[]), figures(&format!("trust-{wave}")));
        for id in SCALES {
            let (found, wanted) = (scale(&record, id), &oracle["scores"][id]["reml"]);
            let reml = &found["aggregation"]["reml"];
            equal(&reml["mean"], &wanted["intercept"], ITERATIVE);
            equal(&reml["mean_se"], &wanted["intercept_se"], ITERATIVE);
            equal(&reml["var_between"], &wanted["var_between"], ITERATIVE);
            equal(&reml["var_within"], &wanted["var_within"], ITERATIVE);
            let (tau, mean_se) = (number(&wanted["var_between"]), number(&wanted["intercept_se"]));
            let academies = academies(found);
            let mut lambdas = 0.0;
            for (name, blup) in members(&wanted["blup"]) {
                let academy = academies[name.as_str()];
                equal(&academy["shrunken_mean"], blup, ITERATIVE);
                // τ²(1 − λ) is lme4's conditional variance. The standard error adds the uncertainty of the overall mean.
                let conditional_sd = number(&wanted["blup_conditional_sd"][name.as_str()]);
                let conditional = conditional_sd * conditional_sd;
                let shrinkage = conditional / tau;
                let of_mean = shrinkage * mean_se;
                lambdas += 1.0 - shrinkage;
                assert_relative_eq!(
                    number(&academy["shrunken_se_plugin"]),
                    (conditional + of_mean * of_mean).sqrt(),
                    max_relative = ITERATIVE
                );
                assert!(number(&academy["shrunken_se"]) > number(&academy["shrunken_se_plugin"]));
            }
            assert_relative_eq!(
                number(&found["aggregation"]["icc2_mean"]),
                lambdas / academies.len() as f64,
                max_relative = ITERATIVE
            );
        }
    }
}

#[test]
fn agreement_within_academies_equals_multilevel() {
    for wave in WAVES {
        let (record, oracle) = (score(wave, &[]), figures(&format!("trust-{wave}")));
        for id in SCALES {
            let (academies, wanted) = (academies(scale(&record, id)), &oracle["agreement"][id]);
            assert_eq!(members(&wanted["rwg_j"]).len(), academies.len());
            for (name, academy) in academies {
                let found = &academy["agreement"];
                assert_eq!(found["n"], wanted["group_size_complete"][name], "{name}");
                for key in ["rwg_j", "r_star_wg_j", "ad_mean", "ad_median", "a_wg"] {
                    equal(&found[key], &wanted[key][name], CLOSED);
                }
            }
        }
    }
}

#[test]
fn standard_errors_with_and_without_headcounts_equal_the_survey_package() {
    let oracle = figures("compare");
    let folder = TempDir::new().expect("a temporary folder");
    let headcounts = folder.path().join("headcount.csv");
    let mut text = "academy,staff\n".to_owned();
    for (name, group) in members(&oracle["finite_population"]) {
        let _ = writeln!(text, "{name},{}", group["headcount"]);
    }
    std::fs::write(&headcounts, text).expect("a file");
    let plain = score("autumn", &[]);
    let known = score("autumn", &["--headcount", &headcounts.to_string_lossy()]);
    let (plain, known) = (scale(&plain, "all"), scale(&known, "all"));
    for (name, group) in members(&oracle["finite_population"]) {
        let (without, with) = (academies(plain)[name.as_str()], academies(known)[name.as_str()]);
        assert_eq!((&with["n"], &with["headcount"]), (&group["n"], &group["headcount"]));
        equal(&with["mean"], &group["mean"], CLOSED);
        equal(&with["se"], &group["se_with_fpc"], CLOSED);
        equal(&without["se"], &group["se_without"], CLOSED);
    }
    let wanted = &oracle["trust_stratified"];
    equal(&plain["trust"]["mean"], &wanted["mean_of_persons"], CLOSED);
    equal(&plain["trust"]["se"], &wanted["se_no_headcounts"], CLOSED);
    equal(&known["trust"]["mean"], &wanted["mean_headcount_weighted"], CLOSED);
    equal(&known["trust"]["mean_of_persons"], &wanted["mean_of_persons"], CLOSED);
    equal(&known["trust"]["se"], &wanted["se_headcounts_with_fpc"], CLOSED);
}
