//! Published norms: on request only, with source and status.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, TRIO, sized};

const NORM: &str = r#"
[[scale.norm]]
name = "Elsewhere, long ago"
mean = 4.0
sd = 0.5
display = "standard-500"
source = "A leaflet. Of schools abroad; not of the United Kingdom."
status = "unverified"
"#;

fn folder() -> Folder {
    let survey = sized(&[("Oak", 24), ("Ash", 30), ("Elm", 4), ("Fir", 12)]);
    let mut instrument = TRIO.to_owned();
    instrument.push_str(NORM);
    Folder::new().file("trio.toml", instrument).file("r.csv", survey)
}

#[test]
fn scores_stand_beside_a_norm_in_words() {
    let folder = folder();
    let text = folder.output("score r.csv -i trio.toml --norms");
    insta::assert_snapshot!(
        "norms_text",
        &text[text.find("All three: compared with").expect("the norm")..]
    );
    insta::assert_snapshot!(
        "norms_csv",
        folder.output("score r.csv -i trio.toml --norms --format csv --only norms")
    );
}

#[test]
fn no_output_names_a_norm_unasked() {
    let folder = folder();
    for format in ["text", "json", "markdown"] {
        let shown = folder.output(&format!("score r.csv -i trio.toml --format {format}"));
        assert!(!shown.contains("orm"), "{format}");
    }
}

#[test]
fn the_figures_are_those_of_the_formula_and_withheld_with_the_score() {
    let folder = folder();
    let shown: Value =
        serde_json::from_str(&folder.output("score r.csv -i trio.toml --norms --format json")).expect("JSON");
    let norm = &shown["norms"][0];
    assert_eq!(norm["status"], "unverified");
    let mut withheld = 0;
    let scores = shown["scales"][0]["academies"].as_array().expect("academies");
    for (score, beside) in scores.iter().zip(norm["academies"].as_array().expect("academies")) {
        assert_eq!(score["academy"], beside["academy"]);
        assert_eq!(score["withheld"], beside["withheld"]);
        let Some(mean) = score["mean"].as_f64() else {
            withheld += 1;
            assert!(beside["distance"].is_null() && beside["standard_score"].is_null());
            continue;
        };
        let near = |key: &str, wanted: f64| {
            assert!((beside[key].as_f64().expect("a figure") - wanted).abs() < 1e-9, "{key}");
        };
        near("distance", (mean - 4.0) / 0.5);
        near("standard_score", 100.0 * (mean - 4.0) / 0.5 + 500.0);
        near("lower", (score["lower"].as_f64().expect("a limit") - 4.0) / 0.5);
    }
    assert_eq!(withheld, 2);
}

#[test]
fn a_questionnaire_without_norms_says_so_and_a_questionnaire_shows_its_own() {
    let folder = Folder::new().file("r.csv", sized(&[("Oak", 24), ("Ash", 30)]));
    let mut page = folder.failure("score r.csv -i trio.toml --norms");
    let shown = folder.output("instrument show ce-scale");
    let norm = shown.find("Norm").map(|place| &shown[place..]).expect("the norm");
    let _ = write!(page, "{}", norm.split("Scale ").next().unwrap_or_default());
    insta::assert_snapshot!(page);
}
