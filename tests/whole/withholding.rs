//! What is withheld: no more than needed, and nothing that says where on the scale a withheld group lies.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, persons};

fn folder() -> Folder {
    Folder::new()
        .file("tiny-unit.csv", include_str!("withholding/tiny-unit.csv"))
        .file("staff-2.csv", include_str!("withholding/staff-2.csv"))
        .file("staff-3.csv", include_str!("withholding/staff-3.csv"))
        .file("two-people.csv", include_str!("withholding/two-people.csv"))
        .file("four-items.toml", include_str!("withholding/four-items.toml"))
        .file("one-sided.csv", include_str!("withholding/one-sided.csv"))
}

fn record(folder: &Folder, arguments: &str) -> Value {
    let text = folder.output(&format!("{arguments} --no-config --format json"));
    serde_json::from_str(&text).expect("JSON")
}

fn academies(scale: &Value) -> &[Value] {
    scale["academies"].as_array().expect("academies")
}

fn shown(scale: &Value) -> Vec<&str> {
    let shown = academies(scale).iter().filter(|academy| academy["n"].is_number());
    shown.filter_map(|academy| academy["academy"].as_str()).collect()
}

/// The messages of the findings with a code.
fn findings<'r>(record: &'r Value, code: &str) -> Vec<&'r str> {
    let findings = record["findings"].as_array().expect("findings").iter();
    let with_code = findings.filter(|finding| finding["code"] == code);
    with_code.filter_map(|finding| finding["message"].as_str()).collect()
}

#[test]
fn a_unit_of_two_staff_withholds_no_more_than_one_further_academy() {
    let folder = folder();
    for staff in ["staff-2.csv", "staff-3.csv"] {
        let record = record(&folder, &format!("score tiny-unit.csv --headcount {staff}"));
        for scale in record["scales"].as_array().expect("scales") {
            assert!(scale["trust"]["n"].is_number(), "{staff}: the trust is shown");
            assert!(shown(scale).len() >= 12, "{staff}: {:?}", shown(scale));
        }
        let combined = findings(&record, "counted-together");
        assert_eq!(combined.len(), usize::from(staff == "staff-2.csv"), "{combined:?}");
        assert!(combined.iter().all(|message| message.contains("`A00`")), "{combined:?}");
        assert_eq!(findings(&record, "much-withheld"), Vec::<&str>::new());
    }
}

#[test]
fn a_minimum_of_three_withholds_no_more_than_one_of_four() {
    let folder = folder();
    let shown_with = |least: u64| {
        let record = record(
            &folder,
            &format!("score two-people.csv -i four-items.toml --min-group {least}"),
        );
        let scale = &record["scales"][0];
        assert!(scale["trust"]["n"].is_number(), "the trust is shown");
        shown(scale).into_iter().map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(shown_with(3), shown_with(4));
    assert_eq!(shown_with(3).len(), 13);
}

#[test]
fn it_does_not_follow_that_all_answers_of_a_withheld_academy_are_favourable() {
    const SMALL: f64 = 5.0;
    let record = record(&folder(), "score one-sided.csv");
    for scale in record["scales"].as_array().expect("scales") {
        let number = |of: &Value, key: &str| of[key].as_f64().unwrap_or_default();
        let favourable = |of: &Value| number(of, "percent_favourable") / 100.0 * number(of, "n");
        let shown = || academies(scale).iter().filter(|academy| academy["n"].is_number());
        let people = number(&scale["trust"], "n") - shown().map(|academy| number(academy, "n")).sum::<f64>();
        let favourable = favourable(&scale["trust"]) - shown().map(favourable).sum::<f64>();
        assert!(people > SMALL, "{people}");
        let (lowest, highest) = (1.0 - (people - favourable) / SMALL, favourable / SMALL);
        assert!(highest.min(1.0) - lowest.max(0.0) >= 0.2, "{lowest} to {highest}");
    }
}

#[test]
fn a_result_that_withholds_much_says_why_and_what_would_help() {
    let mut text = "academy,q01,q02,q03\n".to_owned();
    for (academy, people) in [("Oak", 1), ("Ash", 10), ("Elm", 10), ("Yew", 40)] {
        for person in persons(people) {
            let answers: Vec<String> = person.chars().map(String::from).collect();
            let _ = writeln!(text, "{academy},{}", answers.join(","));
        }
    }
    let folder = Folder::new().file("a.csv", text);
    let record = record(&folder, "score a.csv -i trio.toml");
    let found = findings(&record, "much-withheld");
    assert_eq!(found.len(), 1, "{found:?}");
    for part in ["of the 3 academies", "[[pool]]", "--min-group"] {
        assert!(found[0].contains(part), "{found:?}");
    }
    assert!(!found[0].contains("headcount"), "none was given: {found:?}");
}

#[test]
fn the_academy_column_as_second_grouping_is_no_second_table() {
    let folder = folder();
    let alone = record(&folder, "score two-people.csv -i four-items.toml");
    let by = record(&folder, "score two-people.csv -i four-items.toml --by School");
    assert_eq!(by["scales"], alone["scales"]);
    assert_eq!(findings(&by, "by-academy").len(), 1);
    let items = |by: &str| record(&folder, &format!("items two-people.csv -i four-items.toml {by}"))["by"].clone();
    assert_eq!(items("--by School"), items("--by"));
}
