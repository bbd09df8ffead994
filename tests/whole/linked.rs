//! `cte compare --link`: the same people in both terms, and no code anywhere.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, persons, sized};

/// Two terms of three academies; of each academy's persons so many give their code in both, and their first answer rises by one
/// where it can.
fn folder(linked: [usize; 3]) -> Folder {
    let sizes = [40, 36, 32];
    let head = "academy,q01,q02,q03,code\n";
    let (mut before, mut after) = (head.to_owned(), head.to_owned());
    for (academy, (size, linked)) in ["Oak", "Ash", "Elm"].iter().zip(sizes.iter().zip(linked)) {
        for (place, person) in persons(*size).iter().enumerate() {
            let answers: Vec<u32> = person.chars().filter_map(|answer| answer.to_digit(10)).collect();
            let (first, rest) = (answers[0], format!("{},{}", answers[1], answers[2]));
            let code = if place < linked {
                format!("Zq{academy}{place}")
            } else {
                String::new()
            };
            let _ = writeln!(before, "{academy},{first},{rest},{code}");
            let _ = writeln!(after, "{academy},{},{rest},{}", (first + 1).min(6), code.to_lowercase());
        }
    }
    Folder::new().file("before.csv", before).file("after.csv", after)
}

const COMPARE: &str = "compare before.csv after.csv -i trio.toml --link code";

fn record(folder: &Folder, more: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{COMPARE} --format json {more}"))).expect("JSON")
}

#[test]
fn the_change_of_the_linked_is_that_of_their_pairs() {
    let folder = folder([24, 22, 20]);
    let published = record(&folder, "");
    let record = record(&folder, "--unsuppressed");
    let scale = &record["linked"]["scales"][0];
    assert_eq!(scale["trust"]["n"], 66);
    let changes: Vec<f64> = [24, 22, 20]
        .into_iter()
        .flat_map(|linked| persons(40).into_iter().take(linked))
        .map(|person| if person.starts_with('6') { 0.0 } else { 1.0 / 3.0 })
        .collect();
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    let found = scale["trust"]["change"].as_f64().expect("a change");
    assert!((found - mean).abs() < 1e-12, "{found} is not {mean}");
    assert_eq!(published["linked"]["scales"][0]["trust"]["change"], 0.28);
    assert_eq!(scale["academies"][0]["n"], 24);
    assert_eq!(scale["academies"][0]["share_before"], 0.6);
}

#[test]
fn no_code_stands_in_any_form() {
    let folder = folder([24, 22, 20]);
    for format in ["text", "json", "csv --only linked", "csv", "markdown"] {
        let output = folder.output(&format!("{COMPARE} --format {format}")).to_lowercase();
        assert!(
            !output.contains("zqoak") && !output.contains("zqash") && !output.contains("zqelm"),
            "{format}"
        );
    }
    insta::assert_snapshot!(folder.output(COMPARE));
}

#[test]
fn few_linked_and_few_others_are_withheld() {
    for linked in [[24, 22, 4], [24, 22, 30]] {
        let folder = folder(linked);
        let academies = &record(&folder, "")["linked"]["scales"][0]["academies"];
        let withheld = academies
            .as_array()
            .expect("academies")
            .iter()
            .filter(|academy| academy["n"].is_null())
            .count();
        assert!(withheld >= 2 && academies[2]["n"].is_null(), "{linked:?}: {academies}");
        let open = &record(&folder, "--unsuppressed")["linked"]["scales"][0]["academies"];
        assert_eq!(open[2]["n"], linked[2]);
    }
}

#[test]
fn a_column_that_is_not_there_is_missed_by_name() {
    let outcome = folder([24, 22, 20]).run("compare before.csv after.csv -i trio.toml --link cod");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("nearest: `code`"), "{}", outcome.stderr);
}

#[test]
fn a_column_of_codes_that_there_is_not_is_asked_for_by_its_option() {
    let folder = Folder::new()
        .file("one.csv", sized(&[("Oak", 12)]))
        .file("two.csv", sized(&[("Oak", 14)]));
    let message = folder.failure("compare one.csv two.csv -i trio.toml --link code");
    assert!(message.contains("for --link code"), "{message}");
}
