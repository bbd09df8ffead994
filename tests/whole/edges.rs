//! Surveys at the edge of what can be said: the figures that there are, and the reasons for those that there are not.

use serde_json::Value;

use crate::support::{Folder, TRIO, persons, sized, survey};

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --format json"))).expect("JSON")
}

/// The view, and that no number in the record stands for a missing one.
fn view(csv: &str, options: &str) -> String {
    let folder = Folder::new().file("a.csv", csv);
    let arguments = format!("score a.csv -i trio.toml {options}");
    let text = folder.output(&arguments);
    let record = json(&folder, &arguments);
    assert_no_word_for_nan(&record);
    for format in ["csv", "markdown"] {
        let shown = folder.output(&format!("{arguments} --format {format}"));
        for word in ["NaN", "inf", "-0.00"] {
            assert!(!shown.contains(word), "`{word}` in {format}:\n{shown}");
        }
    }
    text
}

fn assert_no_word_for_nan(value: &Value) {
    match value {
        Value::Array(members) => members.iter().for_each(assert_no_word_for_nan),
        Value::Object(members) => {
            if members.contains_key("withheld") {
                assert!(
                    members.values().all(|member| !member.is_number()),
                    "a number beside `withheld`: {value}"
                );
            }
            members.values().for_each(assert_no_word_for_nan);
        }
        _ => {}
    }
}

#[test]
fn one_academy() {
    insta::assert_snapshot!(view(&sized(&[("Oak", 24)]), ""));
}

#[test]
fn one_person() {
    insta::assert_snapshot!(view(&survey(&[("Oak", &["456"])]), ""));
}

#[test]
fn one_person_shown_all_the_same() {
    insta::assert_snapshot!(view(&survey(&[("Oak", &["456"])]), "--unsuppressed"));
}

#[test]
fn two_academies_of_one_person_each_shown_all_the_same() {
    insta::assert_snapshot!(view(&survey(&[("Oak", &["456"]), ("Ash", &["213"])]), "--unsuppressed"));
}

#[test]
fn only_one_item_answered() {
    let answers = [
        "1--", "2--", "3--", "4--", "5--", "6--", "1--", "2--", "3--", "4--", "5--", "6--",
    ];
    insta::assert_snapshot!(view(&survey(&[("Oak", &answers)]), ""));
}

#[test]
fn nothing_answered() {
    insta::assert_snapshot!(view(&survey(&[("Oak", &["---", "---"]), ("Ash", &["---"])]), ""));
}

#[test]
fn everybody_answers_alike() {
    let alike = ["616"; 12];
    insta::assert_snapshot!(view(&survey(&[("Oak", &alike), ("Ash", &alike), ("Elm", &alike)]), ""));
}

#[test]
fn academies_agree_within_and_differ_between() {
    insta::assert_snapshot!(view(&survey(&[("Oak", &["616"; 12]), ("Ash", &["252"; 12])]), ""));
}

#[test]
fn some_name_no_academy() {
    let csv = sized(&[("Oak", 14), ("", 12), ("Ash", 13)]);
    let text = view(&csv, "");
    assert!(text.contains("no academy given"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_mean_over_items_is_weighted_by_headcount_as_one_over_persons() {
    let items = TRIO.to_owned() + "\n[scoring]\naggregate = \"items\"\n";
    let folder = Folder::new()
        .file("items.toml", items)
        .file(
            "a.csv",
            survey(&[("Oak", &["616"; 12]), ("Ash", &["252", "161", "343"])]),
        )
        .file("staff.csv", "academy,staff\nOak,20\nAsh,180\n");
    let trust = |instrument: &str| {
        let text = folder.output(&format!(
            "score a.csv -i {instrument} --headcount staff.csv --unsuppressed --format json"
        ));
        let record: serde_json::Value = serde_json::from_str(&text).expect("a record");
        let trust = record["scales"][0]["trust"].clone();
        assert_eq!(trust["weights"], "headcounts");
        ["mean", "lower", "upper", "pomp"].map(|key| trust[key].as_f64().expect("a number"))
    };
    // Nothing is missing, so that both are the same.
    for (of_items, of_persons) in trust("items.toml").into_iter().zip(trust("trio.toml")) {
        assert!((of_items - of_persons).abs() < 1e-12, "{of_items} and {of_persons}");
    }
}

#[test]
fn an_improper_omega_says_so() {
    // lavaan: omega 1.399097, error variances 4.68, −13.13 and 1.09.
    let rows = "6,4,5 8,7,7 9,10,8 2,5,8 7,7,7 4,6,7 7,7,8 7,6,6 6,4,5 2,4,6";
    let csv = rows
        .split(' ')
        .fold("academy,q01,q02,q03\n".to_owned(), |csv, row| csv + "Oak," + row + "\n");
    let labels = TRIO
        .find("[response.labels]")
        .zip(TRIO.find("[[item]]"))
        .expect("labels");
    let ten = (TRIO[..labels.0].to_owned() + &TRIO[labels.1..])
        .replace("min = 1\nmax = 6", "min = 0\nmax = 10")
        .replace("reversed = true\n", "");
    let folder = Folder::new().file("ten.toml", ten).file("a.csv", csv);
    let text = folder.output("score a.csv -i ten.toml");
    assert!(text.contains("omega 1.40 (improper: an item's error"), "{text}");
    let record: serde_json::Value =
        serde_json::from_str(&folder.output("score a.csv -i ten.toml --format json --unsuppressed")).expect("a record");
    let omega = &record["scales"][0]["reliability"]["omega_total"];
    assert!(
        (omega["value"].as_f64().expect("a number") - 1.399_097).abs() < 1e-5,
        "{omega}"
    );
    assert!(
        omega["warning"].as_str().expect("a warning").starts_with("improper"),
        "{omega}"
    );
}

#[test]
fn an_academy_where_nobody_has_a_score_has_no_figures() {
    let csv = survey(&[("Oak", &["616", "252", "343"]), ("Ash", &["161", "454"])]) + "Elm,6,,\n";
    let folder = Folder::new().file("a.csv", csv);
    let text = folder.output("score a.csv -i trio.toml --unsuppressed --format json");
    let record: serde_json::Value = serde_json::from_str(&text).expect("a record");
    let elm = &record["scales"][0]["academies"][2];
    assert_eq!((elm["academy"].as_str(), elm["n"].as_u64()), (Some("Elm"), Some(0)));
    for key in ["mean", "sd", "pomp", "se", "shrunken_mean", "shrunken_se"] {
        assert!(
            elm[key]["undefined"]
                .as_str()
                .expect("a reason")
                .contains("there are 0"),
            "{key}: {elm}"
        );
    }
}

#[test]
fn everybody_answered() {
    let folder = Folder::new()
        .file("a.csv", sized(&[("Oak", 14), ("Ash", 12)]))
        .file("staff.csv", "academy,staff\nOak,14\nAsh,12\n");
    let text = folder.output("score a.csv -i trio.toml --headcount staff.csv");
    assert!(text.contains("everyone answered") && !text.contains("±0"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_headcount_below_the_answers_is_a_warning_and_corrects_nothing() {
    let folder = Folder::new()
        .file("a.csv", sized(&[("Oak", 14), ("Ash", 12)]))
        .file("staff.csv", "academy,staff\nOak,13\nAsh,20\n");
    let plain = json(&folder, "score a.csv -i trio.toml");
    let stale = json(&folder, "score a.csv -i trio.toml --headcount staff.csv");
    let oak = |record: &Value| record["scales"][0]["academies"][0].clone();
    assert_eq!(oak(&stale)["population"], "stale headcount");
    assert_eq!(oak(&stale)["lower"], oak(&plain)["lower"]);
    assert!(
        stale["findings"].as_array().is_some_and(|findings| findings
            .iter()
            .any(|finding| finding["level"] == "warning" && finding.to_string().contains("Oak"))),
        "{}",
        stale["findings"]
    );
}

#[test]
fn small_academies_are_withheld_and_enough_others_with_them() {
    insta::assert_snapshot!(view(&sized(&[("Oak", 30), ("Ash", 4), ("Elm", 12), ("Yew", 25)]), ""));
}

#[test]
fn the_whole_is_withheld_where_it_is_small() {
    insta::assert_snapshot!(view(&sized(&[("Oak", 3), ("Ash", 4)]), ""));
}

#[test]
fn unsuppressed_output_says_so_in_every_format() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 30), ("Ash", 4)]));
    for format in ["text", "json", "csv", "markdown"] {
        let shown = folder.output(&format!("score a.csv -i trio.toml --unsuppressed --format {format}"));
        assert!(shown.contains("Not for circulation"), "{format}:\n{shown}");
        let plain = folder.output(&format!("score a.csv -i trio.toml --format {format}"));
        assert!(!plain.contains("Not for circulation"), "{format}:\n{plain}");
    }
}

#[test]
fn names_from_the_file_stay_data() {
    let names = ["=cmd()", "<b>Oak</b>", "Ash | Elm", "\u{1b}[31mRed", "@SUM(A1)"];
    let sizes: Vec<(&str, usize)> = names.iter().map(|name| (*name, 12)).collect();
    let folder = Folder::new().file("a.csv", sized(&sizes));
    let csv = folder.output("score a.csv -i trio.toml --format csv");
    for line in csv.lines() {
        for cell in line.split(',') {
            let cell = cell.trim_matches('"');
            let a_number = cell.parse::<f64>().is_ok();
            assert!(a_number || !cell.starts_with(['=', '+', '-', '@']), "{line}");
        }
    }
    let markdown = folder.output("score a.csv -i trio.toml --format markdown");
    assert!(
        !markdown.contains("<b>") && markdown.contains("Ash \\| Elm"),
        "{markdown}"
    );
    let text = folder.output("score a.csv -i trio.toml");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn long_names_are_cut_and_the_table_stays_in_its_width() {
    let long = "Saint Bartholomew and Saint Æthelthryth Church of England Voluntary Aided Junior Academy";
    let wide = "学校".repeat(30);
    let folder = Folder::new().file("a.csv", sized(&[(long, 12), (&wide, 12), ("Oak", 14)]));
    let text = folder.output("score a.csv -i trio.toml");
    let widest = text.lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest <= Some(80), "{widest:?}\n{text}");
}

#[test]
fn persons_are_made_in_different_ways() {
    let mut made = persons(30);
    made.sort();
    made.dedup();
    assert!(made.len() > 10, "{made:?}");
}
