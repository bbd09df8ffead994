//! Figures of small surveys that are easy to get wrong; the surveys are in `tests/reference/figures/`.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::Folder;

fn folder(csv: &str, toml: &str) -> Folder {
    let read = |name: &str| {
        let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "reference", "figures", name]
            .iter()
            .collect();
        std::fs::read(path).expect("a reference survey")
    };
    Folder::new().file("a.csv", read(csv)).file("a.toml", read(toml))
}

fn record(command: &str, name: &str) -> Value {
    let output = folder(&format!("{name}.csv"), &format!("{name}.toml"))
        .output(&format!("{command} a.csv -i a.toml --unsuppressed --format json"));
    let record: Value = serde_json::from_str(&output).expect("JSON");
    record["scales"][0].clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("not a number: {value}"))
}

fn text(name: &str) -> String {
    let folder = folder(&format!("{name}.csv"), &format!("{name}.toml"));
    folder
        .output("score a.csv -i a.toml")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_mean_of_item_means_is_of_the_people_that_its_n_counts() {
    let output = folder("b.csv", "b_items_mean.toml").output("score a.csv -i a.toml --unsuppressed --format json");
    let record: Value = serde_json::from_str(&output).expect("JSON");
    let academies = record["scales"][0]["academies"].as_array().expect("academies");
    let a6 = academies.iter().find(|academy| academy["academy"] == "A6").expect("A6");
    assert!((number(&a6["mean"]) - 3.531_278_245_563_96).abs() < 1e-9, "{a6}");
    // The same people, item by item: everybody with at least six of seven answers.
    assert_eq!(a6["n"], 14);
}

#[test]
fn the_best_split_of_22_items_is_found_exactly() {
    let coefficients = &record("reliability", "l4-k22")["coefficients"];
    assert!((number(&coefficients["lambda4"]["value"]) - 0.949_607_557_129_98).abs() < 1e-12);
    assert_eq!(
        coefficients["lambda4"]["value"],
        coefficients["split_half_max"]["value"]
    );
}

#[test]
fn academies_that_differ_exactly_as_much_as_by_chance_all_have_the_trusts_shrunken_mean() {
    let scale = record("score", "reml-tie");
    for academy in scale["academies"].as_array().expect("academies") {
        assert!(
            (number(&academy["shrunken_mean"]) - 224.0 / 45.0).abs() < 1e-12,
            "{academy}"
        );
    }
    assert_eq!(scale["aggregation"]["reml"]["at_boundary"], true);
}

#[test]
fn a_sum_score_has_the_range_of_the_sum() {
    assert_eq!(record("score", "sum01")["range"], serde_json::json!([0, 15]));
    assert!(
        text("sum01").contains("sum of 15 items of 0–1: 0–15"),
        "{}",
        text("sum01")
    );
}

#[test]
fn limits_end_at_the_scale_and_say_so() {
    let scale = record("score", "ci-beyond-scale");
    let a = &scale["academies"][0];
    assert_eq!((number(&a["upper"]), &a["cut"]), (5.0, &Value::Bool(true)), "{a}");
    assert!(number(&a["lower"]) > 4.0);
    assert!(scale["trust"].get("cut").is_none(), "{}", scale["trust"]);
}

#[test]
fn an_undefined_or_lowered_figure_names_its_items() {
    for (name, items) in [
        ("constant-item", "`q2`"),
        ("copied-column", "`q3` and `q4` have the same answers"),
        ("two-unreversed", "`q3` and `q4` run against `q1` and `q2`"),
    ] {
        assert!(text(name).contains(items), "{}", text(name));
        let reliability = record("score", name)["reliability"].to_string();
        assert!(reliability.contains(items), "{reliability}");
    }
}

#[test]
fn the_favourable_share_has_the_interval_of_a_ratio_over_people() {
    // Worked out from b.csv in Python: R = Σy/Σx, d = y − Rx, 100 (R ± t(n − 1) s(d)/(x̄ √n)).
    let output = folder("b.csv", "b_items_mean.toml").output("score a.csv -i a.toml --unsuppressed --format json");
    let record: Value = serde_json::from_str(&output).expect("JSON");
    let academies = record["scales"][0]["academies"].as_array().expect("academies");
    for (name, lower, upper) in [
        ("A2", 34.920_016_858_457, 68.976_087_037_648),
        ("A4", 34.059_768_095_910, 52.106_239_809_228),
    ] {
        let academy = academies
            .iter()
            .find(|academy| academy["academy"] == name)
            .expect("an academy");
        assert!((number(&academy["favourable_lower"]) - lower).abs() < 1e-9, "{academy}");
        assert!((number(&academy["favourable_upper"]) - upper).abs() < 1e-9, "{academy}");
    }
}
