//! Standardised means and paired changes against R (`tests/reference/standardised.R`).

use std::collections::BTreeMap;

use approx::assert_relative_eq;
use cte::stats::{GroupSummary, paired_change, standardised_mean};
use serde_json::Value;

use crate::oracle::CLOSED;
use crate::oracle::reference_survey::figures;

/// Academy, role and score on scale `all` of each person in the autumn term.
fn persons() -> Vec<(String, String, f64)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/trust-autumn.csv");
    let text = std::fs::read_to_string(path).expect("the reference survey is there");
    let person = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let keyed = |(item, code): (usize, &&str)| {
            let code: f64 = code.parse().ok()?;
            Some(if [3, 8, 10].contains(&item) { 7.0 - code } else { code })
        };
        let answers: Vec<f64> = fields[3..].iter().enumerate().filter_map(keyed).collect();
        let score = answers.iter().sum::<f64>() / answers.len() as f64;
        (5 * answers.len() >= 4 * 12).then(|| (fields[1].to_owned(), fields[2].to_owned(), score))
    };
    text.lines().skip(1).filter_map(person).collect()
}

/// Compares the standardised mean of the chosen academies with R's.
fn standardised_equals(wanted: &Value, population: &Value, chosen: impl Fn(&str) -> bool) {
    let mut roles: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (academy, role, score) in persons() {
        if chosen(&academy) {
            roles.entry(role).or_default().push(score);
        }
    }
    let strata: Vec<(GroupSummary, u64)> = roles
        .iter()
        .map(|(role, scores)| {
            (
                GroupSummary::from_values(scores),
                population[role].as_u64().unwrap_or(0),
            )
        })
        .collect();
    let found = standardised_mean(&strata, 0.95).expect("a mean");
    assert_eq!(found.n, wanted["n"].as_u64().expect("n"));
    assert_eq!(found.df, wanted["df"].as_u64().expect("df"));
    for (found, key) in [
        (found.mean, "mean"),
        (found.se, "se"),
        (found.interval.lower, "lower"),
        (found.interval.upper, "upper"),
    ] {
        assert_relative_eq!(found, wanted[key].as_f64().expect("a figure"), max_relative = CLOSED);
    }
}

#[test]
fn standardised_means_equal_the_survey_package() {
    let wanted = figures("standardised");
    let population = &wanted["population"];
    standardised_equals(&wanted["trust"], population, |_| true);
    let academies = wanted["academies"].as_object().expect("academies");
    assert!(academies.len() >= 8);
    for (name, wanted) in academies {
        standardised_equals(wanted, population, |academy| academy == name);
    }
}

#[test]
fn a_paired_change_equals_t_test() {
    let wanted = &figures("standardised")["paired"];
    let column = |key: &str| -> Vec<f64> {
        let values = wanted[key].as_array().expect("values");
        values.iter().map(|value| value.as_f64().expect("a score")).collect()
    };
    let pairs: Vec<(f64, f64)> = column("before").into_iter().zip(column("after")).collect();
    let found = paired_change(&pairs, 0.95).expect("a change");
    for (found, key) in [
        (found.change, "change"),
        (found.se, "se"),
        (found.t, "t"),
        (found.p, "p"),
        (found.interval.lower, "lower"),
        (found.interval.upper, "upper"),
        (found.d_z, "d_z"),
    ] {
        assert_relative_eq!(found, wanted[key].as_f64().expect("a figure"), max_relative = CLOSED);
    }
}
