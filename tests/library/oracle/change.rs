//! Change between two terms against R (`tests/reference/compare.R`, `slope.R`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use approx::assert_relative_eq;
use cte::stats::{
    BeforeAfter, GroupSummary, benjamini_hochberg, cliffs_delta, effect_size, holm, mixed_change, random_slope, welch,
};
use serde_json::Value;

use crate::oracle::reference_survey::{SCALES, Wave, figures, number};
use crate::oracle::{CLOSED, ITERATIVE};

/// Compares a change with R's figures and returns its p value.
fn assert_change(before: &[f64], after: &[f64], wanted: &Value) -> f64 {
    let counted = |values: &[f64]| values.iter().map(|&value| (value, 1)).collect::<Vec<_>>();
    let (one, two) = (GroupSummary::from_values(before), GroupSummary::from_values(after));
    assert_eq!(Some(one.n), wanted["n_before"].as_u64());
    assert_eq!(Some(two.n), wanted["n_after"].as_u64());
    let test = welch(&one, &two, 0.95).expect("a test");
    let size = effect_size(&one, &two, 0.95).expect("an effect size");
    let delta = cliffs_delta(&counted(before), &counted(after)).expect("a delta");
    for (found, wanted) in [
        (one.mean, &wanted["mean_before"]),
        (two.mean, &wanted["mean_after"]),
        (test.difference, &wanted["difference"]),
        (test.t, &wanted["welch"]["t"]),
        (test.df, &wanted["welch"]["df"]),
        (test.p, &wanted["welch"]["p"]),
        (test.interval.lower, &wanted["welch"]["ci"][0]),
        (test.interval.upper, &wanted["welch"]["ci"][1]),
        (size.cohen_d, &wanted["cohen_d_pooled"]),
        (size.hedges_g, &wanted["hedges_g"]),
        (size.interval.lower, &wanted["cohen_d_ci_noncentral_t"][0]),
        (size.interval.upper, &wanted["cohen_d_ci_noncentral_t"][1]),
        (delta, &wanted["cliffs_delta"]),
    ] {
        // The absolute tolerance is for figures near 0, of which R prints only the last digits.
        assert_relative_eq!(found, number(wanted), max_relative = CLOSED, epsilon = 1e-12);
    }
    test.p
}

#[test]
fn changes_of_academies_and_trust_equal_r() {
    let oracle = figures("compare");
    let items = &SCALES[0].1;
    let (before, after) = (Wave::read("autumn").scores(items), Wave::read("spring").scores(items));
    let all =
        |wave: &std::collections::BTreeMap<String, Vec<f64>>| wave.values().flatten().copied().collect::<Vec<_>>();
    assert_change(&all(&before), &all(&after), &oracle["trust"]);
    let mut names = Vec::new();
    let mut p = Vec::new();
    for (name, wanted) in oracle["academies"].as_object().expect("academies by name") {
        p.push(assert_change(&before[name], &after[name], wanted));
        names.push(name);
    }
    assert!(names.len() > 10);
    for (adjusted, key) in [(holm(&p), "p_holm"), (benjamini_hochberg(&p), "p_bh")] {
        for (name, value) in names.iter().zip(adjusted) {
            assert_relative_eq!(value, number(&oracle[key][name.as_str()]), max_relative = CLOSED);
        }
    }
}

/// Names and scores of the academies of both terms, in alphabetical order.
fn two_terms(items: &Range<usize>) -> (Vec<String>, Vec<BeforeAfter>) {
    let (before, after) = (Wave::read("autumn").scores(items), Wave::read("spring").scores(items));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let summary = |wave: &BTreeMap<String, Vec<f64>>, name: &String| {
        wave.get(name)
            .map_or_else(GroupSummary::default, |values| GroupSummary::from_values(values))
    };
    let terms = names.iter().map(|name| BeforeAfter {
        before: summary(&before, name),
        after: summary(&after, name),
    });
    let terms = terms.collect();
    (names.into_iter().cloned().collect(), terms)
}

#[test]
fn the_mixed_model_equals_lme4() {
    let wanted = &figures("compare")["mixed_random_intercept"];
    let (_, academies) = two_terms(&SCALES[0].1);
    let found = mixed_change(&academies, 0.95).unwrap();
    for (value, key) in [
        (found.change, "wave"),
        (found.se, "se"),
        (found.var_academy, "var_academy"),
        (found.var_residual, "var_residual"),
    ] {
        assert_relative_eq!(value, number(&wanted[key]), max_relative = ITERATIVE);
    }
}

#[test]
fn the_random_slope_model_equals_lme4() {
    let oracle = figures("slope");
    for (scale, items) in &SCALES {
        let wanted = &oracle[*scale];
        let (names, academies) = two_terms(items);
        let found = random_slope(&academies, 0.95).unwrap();
        assert_eq!(Some(found.singular), wanted["singular"].as_bool(), "{scale}");
        for (value, key) in [
            (found.change, "change"),
            (found.se, "se"),
            (found.var_academy, "var_academy"),
            (found.var_change, "var_change"),
            (found.covariance, "covariance"),
            (found.var_residual, "var_residual"),
        ] {
            // β̂₁ is near 0 on one scale, so there is an absolute tolerance too, small against its standard error.
            assert_relative_eq!(value, number(&wanted[key]), max_relative = ITERATIVE, epsilon = 1e-6);
        }
        for (name, own) in names.iter().zip(&found.academies) {
            let wanted = number(&wanted["own_change"][name.as_str()]);
            assert_relative_eq!(own.change_plugin, wanted, max_relative = ITERATIVE, epsilon = 1e-6);
            // Henderson's equations need an invertible covariance matrix, so R has no error for a singular fit.
            if !found.singular {
                let wanted = number(&oracle[*scale]["own_change_se"][name.as_str()]);
                assert_relative_eq!(own.se_plugin, wanted, max_relative = ITERATIVE);
            }
        }
    }
}
