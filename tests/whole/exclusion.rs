//! `cte score --exclude-flagged`: both results side by side, and nobody in the difference.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, persons};

/// A survey of academies, each with persons who answer with thought and others who give one answer to both directions.
fn careless(academies: &[(&str, usize, usize)]) -> String {
    let mut text = "academy,q01,q02,q03\n".to_owned();
    for (name, careful, careless) in academies {
        for person in persons(*careful) {
            let answers: Vec<String> = person.chars().map(String::from).collect();
            // Persons of the builder who happen to answer alike throughout are given another last answer.
            let last = if answers.iter().all(|answer| *answer == answers[0]) {
                "1"
            } else {
                &answers[2]
            };
            let _ = writeln!(text, "{name},{},{},{last}", answers[0], answers[1]);
        }
        for _ in 0..*careless {
            let _ = writeln!(text, "{name},5,5,5");
        }
    }
    text
}

fn record(academies: &[(&str, usize, usize)], more: &str) -> Value {
    let folder = Folder::new().file("a.csv", careless(academies));
    let text = folder.output(&format!(
        "score a.csv -i trio.toml --format json --exclude-flagged {more}"
    ));
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn both_results_stand_side_by_side() {
    let academies = [("Oak", 40, 12), ("Ash", 30, 0), ("Elm", 30, 4), ("Yew", 24, 7)];
    let folder = Folder::new().file("a.csv", careless(&academies));
    insta::assert_snapshot!(folder.output("score a.csv -i trio.toml --exclude-flagged"));
    let record = record(&academies, "");
    assert_eq!(record["flagged"], 23);
    let scale = &record["without_flagged"]["scales"][0];
    assert_eq!(scale["id"], record["scales"][0]["id"]);
    assert_eq!(scale["trust"]["n"], 124);
    let shown: Vec<bool> = scale["academies"]
        .as_array()
        .expect("academies")
        .iter()
        .map(|academy| academy["n"].is_number())
        .collect();
    assert_eq!(shown, [true, true, false, false]);
    assert_eq!(
        scale["academies"][1]["mean"],
        record["scales"][0]["academies"][1]["mean"]
    );
}

#[test]
fn the_second_result_is_that_of_a_file_without_them() {
    let academies = [("Oak", 40, 12), ("Ash", 30, 11), ("Elm", 30, 0)];
    let with = record(&academies, "");
    let cleaned: Vec<(&str, usize, usize)> = academies.iter().map(|&(name, careful, _)| (name, careful, 0)).collect();
    let clean = record(&cleaned, "");
    let (second, first) = (&with["without_flagged"]["scales"][0], &clean["scales"][0]);
    for academy in 0..3 {
        for key in ["n", "mean", "sd", "lower", "upper", "pomp"] {
            assert_eq!(
                second["academies"][academy][key], first["academies"][academy][key],
                "{key}"
            );
        }
    }
    assert_eq!(second["trust"]["mean_of_persons"], first["trust"]["mean_of_persons"]);
    assert_eq!(second["reliability"]["alpha"], first["reliability"]["alpha"]);
    assert_eq!(clean["flagged"], 0);
}

#[test]
fn few_flagged_have_no_second_result() {
    let record = record(&[("Oak", 40, 3), ("Ash", 30, 4)], "");
    let scale = &record["without_flagged"]["scales"][0];
    assert_eq!(scale["trust"]["withheld"], "small");
    assert_eq!(scale["reliability"]["alpha"]["withheld"], "small");
    for academy in scale["academies"].as_array().expect("academies") {
        assert_eq!(academy["withheld"], "small");
    }
    let shown = self::record(&[("Oak", 40, 3), ("Ash", 30, 4)], "--unsuppressed");
    assert_eq!(shown["without_flagged"]["scales"][0]["academies"][0]["n"], 40);
}
