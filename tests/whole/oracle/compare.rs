//! `cte compare` against R (`tests/reference/compare.R`, `slope.R`): every figure of every academy, with nothing withheld.

use approx::{assert_abs_diff_eq, assert_relative_eq};
use serde_json::Value;

use crate::oracle::{CLOSED, FOLDER, ITERATIVE, SCALES, figures, number, printed, scale};

fn compared(more: &[&str]) -> Value {
    printed(&[&["compare", "trust-autumn.csv", "trust-spring.csv"], more].concat())
}

/// Where R's figures stand for each key of a comparison of two groups.
const TEST: [(&str, &str); 11] = [
    ("difference", "/difference"),
    ("t", "/welch/t"),
    ("df", "/welch/df"),
    ("p", "/welch/p"),
    ("lower", "/welch/ci/0"),
    ("upper", "/welch/ci/1"),
    ("cohen_d", "/cohen_d_pooled"),
    ("hedges_g", "/hedges_g"),
    ("d_lower", "/cohen_d_ci_noncentral_t/0"),
    ("d_upper", "/cohen_d_ci_noncentral_t/1"),
    ("cliffs_delta", "/cliffs_delta"),
];
/// The same for the two terms.
const TERMS: [(&str, &str); 4] = [
    ("n_before", "/n_before"),
    ("n_after", "/n_after"),
    ("mean_before", "/mean_before"),
    ("mean_after", "/mean_after"),
];

fn assert_equal(found: &Value, wanted: &Value, places: &[(&str, &str)]) {
    for (key, place) in places {
        let wanted = number(wanted.pointer(place).expect(place));
        // The absolute tolerance is for figures near 0, of which R prints only the last digits.
        assert_relative_eq!(number(&found[key]), wanted, max_relative = CLOSED, epsilon = 1e-12);
    }
}

fn assert_change(found: &Value, wanted: &Value) {
    assert_equal(found, wanted, &TERMS);
    assert_equal(found, wanted, &TEST);
}

/// The trust's comparison of all respondents stands beside its change.
fn assert_pooled(found: &Value, wanted: &Value) {
    assert_equal(found, wanted, &TERMS);
    assert_equal(&found["pooled"], wanted, &TEST);
}

#[test]
fn every_academy_and_the_trust_equal_r() {
    let (record, wanted) = (compared(&["--unsuppressed"]), figures("compare"));
    let scale = scale(&record, "all");
    assert_pooled(&scale["trust"], &wanted["trust"]);
    let academies = scale["academies"].as_array().expect("academies");
    assert_eq!(
        academies.len(),
        wanted["academies"].as_object().expect("academies").len()
    );
    let mut raw = 0;
    for academy in academies {
        let name = academy["academy"].as_str().expect("a name");
        assert_change(academy, &wanted["academies"][name]);
        // Bonferroni's widened interval excludes 0 exactly if m p is below 1 − level. The raw p decides nothing.
        let adjusted = academies.len() as f64 * number(&academy["p"]);
        let clear = academy["says"] == "higher" || academy["says"] == "lower";
        let enough = ["n_before", "n_after"]
            .iter()
            .all(|key| academy[*key].as_u64() >= Some(10));
        assert_eq!(clear, adjusted < 0.05 && enough, "{name}");
        assert_eq!(academy["says"] == "not comparable", !enough, "{name}");
        raw += usize::from(number(&academy["p"]) < 0.05 && !clear && enough);
        for key in ["p_holm", "p_bh"] {
            let wanted = number(&wanted[key][name]);
            assert_relative_eq!(number(&academy[key]), wanted, max_relative = CLOSED);
        }
    }
    assert!(raw > 2, "some have a small p and no clear change: {raw}");
}

#[test]
fn the_trusts_change_at_fixed_weights_equals_the_reference() {
    let (record, wanted) = (compared(&["--unsuppressed"]), figures("inference"));
    for id in SCALES {
        let (found, wanted) = (&scale(&record, id)["trust"], &wanted["change"][id]);
        for key in ["difference", "se", "df", "lower", "upper", "mix"] {
            assert_relative_eq!(
                number(&found[key]),
                number(&wanted[key]),
                max_relative = CLOSED,
                epsilon = 1e-12
            );
        }
        assert_eq!(found["weights"], "respondents", "no headcounts are known");
    }
}

#[test]
fn the_mixed_models_equal_lme4_on_every_scale() {
    let (record, slopes) = (compared(&["--unsuppressed"]), figures("slope"));
    let wanted = &figures("compare")["mixed_random_intercept"];
    let mixed = &scale(&record, "all")["mixed"];
    for (key, own) in [
        ("change", "wave"),
        ("se", "se"),
        ("var_academy", "var_academy"),
        ("var_residual", "var_residual"),
    ] {
        assert_relative_eq!(number(&mixed[key]), number(&wanted[own]), max_relative = ITERATIVE);
    }
    for id in SCALES {
        let (scale, wanted) = (scale(&record, id), &slopes[id]);
        let slope = &scale["mixed"]["random_slope"];
        assert_eq!(slope["singular"], wanted["singular"], "{id}");
        for key in [
            "change",
            "se",
            "var_academy",
            "var_change",
            "covariance",
            "var_residual",
        ] {
            assert_relative_eq!(
                number(&slope[key]),
                number(&wanted[key]),
                max_relative = ITERATIVE,
                epsilon = 1e-6
            );
        }
        for academy in scale["academies"].as_array().expect("academies") {
            let name = academy["academy"].as_str().expect("a name");
            let wanted = number(&wanted["own_change"][name]);
            assert_relative_eq!(
                number(&academy["own_change_plugin"]),
                wanted,
                max_relative = ITERATIVE,
                epsilon = 1e-6
            );
        }
    }
}

/// How far a published figure may be from the exact one: half a hundredth, and one more for limits about a rounded figure.
fn rounding(key: &str) -> f64 {
    let is_limit = ["lower", "upper"].iter().any(|end| key.contains(end));
    if is_limit { 0.010_001 } else { 0.005_001 }
}

#[test]
fn suppression_keeps_the_shown_figures_and_adjusts_for_fewer_tests() {
    let (open, shown) = (compared(&["--unsuppressed"]), compared(&[]));
    let (open, shown) = (scale(&open, "all"), scale(&shown, "all"));
    // The change at fixed weights is estimated with the withheld academies as one stratum.
    let of_strata = [
        "difference",
        "lower",
        "upper",
        "se",
        "t",
        "df",
        "p",
        "cohen_d",
        "hedges_g",
        "d_lower",
        "d_upper",
        "cliffs_delta",
        "smallest_visible_change",
        "lower_simultaneous",
        "upper_simultaneous",
        "smallest_clear_change",
        "mix",
    ];
    for key in ["difference", "lower", "upper", "mix"] {
        assert_abs_diff_eq!(
            number(&open["trust"][key]),
            number(&shown["trust"][key]),
            epsilon = 0.02
        );
    }
    let trust = shown["trust"].as_object().expect("an object");
    for (key, value) in shown["trust"]["pooled"].as_object().expect("an object") {
        let value = number(value);
        assert_abs_diff_eq!(number(&open["trust"]["pooled"][key]), value, epsilon = rounding(key));
    }
    for (key, value) in trust
        .iter()
        .filter(|(key, _)| *key != "pooled" && !of_strata.contains(&key.as_str()))
    {
        match value.as_f64() {
            Some(value) => assert_abs_diff_eq!(number(&open["trust"][key]), value, epsilon = rounding(key)),
            None => assert_eq!(&open["trust"][key], value, "{key}"),
        }
    }
    let pairs = open["academies"]
        .as_array()
        .into_iter()
        .flatten()
        .zip(shown["academies"].as_array().into_iter().flatten());
    let mut p = Vec::new();
    let mut withheld = 0;
    for (open, shown) in pairs {
        if shown.get("withheld").is_some() {
            let keys: Vec<&String> = shown.as_object().expect("an object").keys().collect();
            assert_eq!(keys, ["academy", "withheld"]);
            withheld += 1;
            continue;
        }
        // The published change is the difference of the two published means, each of which is rounded by itself.
        let of_published = number(&shown["mean_after"]) - number(&shown["mean_before"]);
        assert_abs_diff_eq!(number(&shown["difference"]), of_published, epsilon = 1e-9);
        for key in ["difference", "lower"] {
            assert_abs_diff_eq!(number(&open[key]), number(&shown[key]), epsilon = 0.005 + rounding(key));
        }
        for key in ["p", "hedges_g", "cliffs_delta", "smallest_visible_change"] {
            assert_abs_diff_eq!(number(&open[key]), number(&shown[key]), epsilon = rounding(key));
        }
        p.push((number(&shown["p"]), number(&shown["p_holm"])));
    }
    assert_eq!(withheld, 2);
    p.sort_by(|one, other| one.0.total_cmp(&other.0));
    assert_abs_diff_eq!(p[0].1, (13.0 * p[0].0).min(1.0), epsilon = 14.0 * 0.000_5);
}

#[test]
fn the_change_of_these_staff_has_the_finite_population_correction_of_the_survey_package() {
    let wanted = figures("compare");
    let staff = wanted["finite_population"].as_object().expect("academies");
    let lines: Vec<String> = staff
        .iter()
        .map(|(name, own)| format!("{name},{}", own["headcount"]))
        .collect();
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("staff.csv");
    std::fs::write(&path, format!("academy,staff\n{}\n", lines.join("\n"))).expect("a file");
    let path = path.to_string_lossy().into_owned();
    let record = compared(&["--unsuppressed", "--headcount", &path]);
    // Both terms have the same staff and answers: no change, with √2 times one term's standard error.
    let twin = folder.path().join("again.csv");
    std::fs::copy(format!("{FOLDER}/trust-autumn.csv"), &twin).expect("a copy");
    let twin = twin.to_string_lossy().into_owned();
    let same = printed(&[
        "compare",
        "trust-autumn.csv",
        &twin,
        "--unsuppressed",
        "--headcount",
        &path,
    ]);
    for academy in scale(&same, "all")["academies"].as_array().expect("academies") {
        let own = &staff[academy["academy"].as_str().expect("a name")];
        let wanted = 2.0_f64.sqrt() * number(&own["se_with_fpc"]);
        assert_relative_eq!(number(&academy["these_staff_se"]), wanted, max_relative = CLOSED);
        let plain = 2.0_f64.sqrt() * number(&own["se_without"]);
        assert_relative_eq!(number(&academy["se"]), plain, max_relative = CLOSED);
    }
    let trust = &scale(&same, "all")["trust"];
    let stratified = number(&wanted["trust_stratified"]["se_headcounts_with_fpc"]);
    assert_relative_eq!(
        number(&trust["these_staff_se"]),
        2.0_f64.sqrt() * stratified,
        max_relative = CLOSED
    );
    // If the terms differ, the narrower interval has the same centre.
    for academy in scale(&record, "all")["academies"].as_array().expect("academies") {
        if academy["these_staff_difference"].is_null() {
            continue;
        }
        assert_relative_eq!(
            number(&academy["these_staff_difference"]),
            number(&academy["difference"]),
            max_relative = CLOSED
        );
        assert!(number(&academy["these_staff_lower"]) > number(&academy["lower"]));
    }
}
