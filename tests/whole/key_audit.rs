//! The key audit of `cte check` on simulated files: correct files, and files with one fault.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::simulated::{Answers, Design};
use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A survey with one scale per design; the scales are named `a`, `b` and `c`.
struct Survey {
    designs: Vec<Design>,
}

impl Survey {
    fn of(design: Design) -> Self {
        Self { designs: vec![design] }
    }

    /// The questionnaire, which declares the designs' directions.
    fn instrument(&self) -> String {
        let mut text = "id = \"made-up\"\nname = \"Made up\"\nversion = \"1.0.0\"\n".to_owned();
        let points = self.designs[0].points;
        let _ = writeln!(text, "[response]\nmin = 1\nmax = {points}");
        for (design, letter) in self.designs.iter().zip(["a", "b", "c"]) {
            for (item, reversed) in design.reversed.iter().enumerate() {
                let _ = writeln!(
                    text,
                    "[[item]]\nid = \"{letter}{item:02}\"\ntext = \"{letter}{item:02}\"\nreversed = {reversed}"
                );
            }
        }
        for (design, letter) in self.designs.iter().zip(["a", "b", "c"]) {
            let ids: Vec<String> = (0..design.reversed.len())
                .map(|item| format!("\"{letter}{item:02}\""))
                .collect();
            let _ = writeln!(
                text,
                "[[scale]]\nid = \"{letter}\"\nname = \"Scale {letter}\"\nitems = [{}]",
                ids.join(", ")
            );
        }
        text
    }

    fn csv(&self, answers: &[Answers]) -> String {
        let mut header = vec!["academy".to_owned()];
        for (design, letter) in self.designs.iter().zip(["a", "b", "c"]) {
            header.extend((0..design.reversed.len()).map(|item| format!("{letter}{item:02}")));
        }
        let mut text = header.join(",") + "\n";
        for person in 0..answers[0].rows.len() {
            let mut cells = vec![format!("Academy {}", answers[0].academies[person])];
            for answers in answers {
                let row = answers.rows[person].iter();
                cells.extend(row.map(|code| code.map_or(String::new(), |code| code.to_string())));
            }
            text += &(cells.join(",") + "\n");
        }
        text
    }

    /// Runs `cte check` on the answers.
    fn audited(&self, answers: &[Answers]) -> Audited {
        let folder = TempDir::new().expect("a temporary folder");
        std::fs::write(folder.path().join("made-up.toml"), self.instrument()).expect("the questionnaire");
        std::fs::write(folder.path().join("answers.csv"), self.csv(answers)).expect("the answers");
        let output = Command::new(env!("CARGO_BIN_EXE_cte"))
            .current_dir(folder.path())
            .args(["check", "answers.csv", "-i", "made-up.toml", "--format", "json"])
            .output()
            .expect("the program runs");
        let record: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let word = |value: &Value| value.as_str().expect("a word").to_owned();
        Audited {
            verdicts: record["key_audit"]
                .as_array()
                .expect("items")
                .iter()
                .map(|item| (word(&item["item"]), word(&item["verdict"])))
                .collect(),
            warnings: record["findings"]
                .as_array()
                .expect("findings")
                .iter()
                .filter(|finding| finding["level"] == "warning")
                .map(|finding| word(&finding["code"]))
                .collect(),
            code: output.status.code().expect("a code"),
            record,
        }
    }
}

/// The verdict on every item, the codes of all warnings, the exit code, and the full record.
struct Audited {
    verdicts: BTreeMap<String, String>,
    warnings: Vec<String>,
    code: i32,
    record: Value,
}

impl Audited {
    /// Asserts that these items have this verdict and all others are fine.
    #[track_caller]
    fn assert(&self, verdict: &str, items: &[&str]) {
        for (item, found) in &self.verdicts {
            let expected = if items.contains(&item.as_str()) {
                verdict
            } else {
                "fine"
            };
            assert_eq!(found, expected, "{item} of {:?}", self.verdicts);
        }
        assert_eq!(self.code, i32::from(!items.is_empty()), "{:?}", self.warnings);
    }
}

fn mixed() -> Design {
    Design::one_factor(240, 12, 0.6).reversing(&[3, 8, 10])
}

#[test]
fn correct_files_raise_no_alarm() {
    let mut wording = mixed();
    wording.wording = 0.5;
    let mut five = Design::one_factor(240, 10, 0.55);
    (five.points, five.level, five.spread) = (5, 3.6, 0.9);
    let good = [
        Design::one_factor(240, 12, 0.6),
        Design::one_factor(240, 3, 0.6),
        Design::one_factor(240, 2, 0.6),
        Design::one_factor(240, 12, 0.6).two_factors(0.3),
        mixed(),
        wording,
        five,
    ];
    for (seed, design) in (1..).zip(good) {
        let answers = design.answers(seed);
        Survey::of(design).audited(&[answers]).assert("fine", &[]);
    }
}

#[test]
fn one_item_left_raw_looks_unreversed() {
    let design = Design::one_factor(120, 12, 0.6);
    let answers = design.answers(1).turned(&[4]);
    let audited = Survey::of(design).audited(&[answers]);
    audited.assert("looks un-reversed", &["a04"]);
    assert_eq!(audited.warnings, ["looks-unreversed"]);
    let items = audited.record["key_audit"].as_array().expect("items");
    let evidence = &items[4]["evidence"];
    let number = |key: &str| evidence[key].as_f64().expect(key);
    assert!(number("alpha_other_way") > number("alpha"));
    assert!(evidence["item_rest_r"]["upper"].as_f64().expect("a limit") < 0.0);
    assert!(number("item_rest_r_within_academies") < 0.0 && number("first_factor_loading") < 0.0);
}

#[test]
fn one_item_of_four_left_raw_is_found_too() {
    let design = Design::one_factor(240, 4, 0.6);
    let answers = design.answers(2).turned(&[2]);
    Survey::of(design)
        .audited(&[answers])
        .assert("looks un-reversed", &["a02"]);
}

#[test]
fn reversed_items_that_are_already_reversed_in_the_file_are_found() {
    for wording in [0.0, 0.5] {
        let mut design = mixed();
        design.wording = wording;
        let answers = design.answers(3).turned(&[3, 8, 10]);
        Survey::of(design)
            .audited(&[answers])
            .assert("looks already reversed", &["a03", "a08", "a10"]);
    }
}

#[test]
fn if_half_of_the_items_are_already_reversed_the_declared_half_is_found() {
    let reversed = [1, 3, 5, 7, 9];
    let design = Design::one_factor(240, 10, 0.6).reversing(&reversed);
    let answers = design.answers(4).turned(&reversed);
    let audited = Survey::of(design).audited(&[answers]);
    audited.assert("looks already reversed", &["a01", "a03", "a05", "a07", "a09"]);
}

#[test]
fn one_already_reversed_item_of_three_is_found() {
    let design = mixed();
    let answers = design.answers(5).turned(&[8]);
    Survey::of(design)
        .audited(&[answers])
        .assert("looks already reversed", &["a08"]);
}

#[test]
fn labels_rotated_by_one_are_found() {
    let all: Vec<usize> = (0..12).collect();
    for design in [Design::one_factor(240, 12, 0.6), mixed()] {
        let answers = design.answers(6).rotated(&all);
        let audited = Survey::of(design).audited(&[answers]);
        assert!(
            audited
                .verdicts
                .values()
                .all(|verdict| verdict == "labels look rotated"),
            "{:?}",
            audited.verdicts
        );
        assert_eq!(audited.code, 1);
    }
}

#[test]
fn rotated_labels_of_one_item_are_found_with_enough_answers() {
    let design = Design::one_factor(500, 12, 0.6);
    let answers = design.answers(7).rotated(&[6]);
    Survey::of(design)
        .audited(&[answers])
        .assert("labels look rotated", &["a06"]);
}

/// Answers to two scales by persons with the same level on both.
fn two_scales(seed: u64) -> (Survey, Vec<Answers>) {
    let whole = Design::one_factor(240, 16, 0.6);
    let answers = whole.answers(seed);
    let of = |items: std::ops::Range<usize>| Answers {
        rows: answers.rows.iter().map(|row| row[items.clone()].to_vec()).collect(),
        ..answers.clone()
    };
    let design = Design::one_factor(240, 8, 0.6);
    let survey = Survey {
        designs: vec![design.clone(), design],
    };
    (survey, vec![of(0..8), of(8..16)])
}

#[test]
fn a_fully_reversed_scale_runs_against_the_other() {
    let (survey, answers) = two_scales(8);
    survey.audited(&answers).assert("fine", &[]);
    let all: Vec<usize> = (0..8).collect();
    let flipped = vec![answers[0].clone(), answers[1].clone().turned(&all)];
    let audited = survey.audited(&flipped);
    let items = ["b00", "b01", "b02", "b03", "b04", "b05", "b06", "b07"];
    audited.assert("looks un-reversed", &items);
    assert_eq!(audited.warnings[0], "scale-looks-flipped");
}

#[test]
fn a_fully_reversed_single_scale_gives_a_warning_and_no_verdict() {
    let design = Design::one_factor(240, 12, 0.6);
    let all: Vec<usize> = (0..12).collect();
    let answers = design.answers(9).turned(&all);
    let audited = Survey::of(design).audited(&[answers]);
    assert!(
        audited.verdicts.values().all(|verdict| verdict == "unclear"),
        "{:?}",
        audited.verdicts
    );
    assert_eq!(
        (audited.warnings.as_slice(), audited.code),
        (&["scale-may-be-flipped".to_owned()][..], 1)
    );
}

#[test]
fn few_answers_are_unclear_without_a_warning() {
    let design = Design::one_factor(14, 12, 0.6);
    let answers = design.answers(10).turned(&[4]);
    let audited = Survey::of(design).audited(&[answers]);
    assert!(
        audited.verdicts.values().all(|verdict| verdict == "unclear"),
        "{:?}",
        audited.verdicts
    );
    assert_eq!((audited.warnings.len(), audited.code), (0, 0));
}
