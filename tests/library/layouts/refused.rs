//! What is refused, and in which words.

use cte::input::{Layout, ReadOptions};

use crate::layouts::files::{bytes, read_bytes, text};

fn message(name: &str, bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> String {
    let survey = read_bytes(name, bytes.into(), options);
    survey.expect_err("a file that cannot be read").to_string()
}

fn layout(name: &str) -> ReadOptions {
    ReadOptions {
        layout: Some(Layout::named(name).expect("a layout")),
        ..ReadOptions::default()
    }
}

#[test]
fn a_layout_that_the_table_cannot_have_is_refused_with_what_it_lacks() {
    assert_eq!(
        message("plain.csv", bytes("plain.csv"), &layout("qualtrics")),
        "in `plain.csv`: --layout qualtrics: a table of this layout has a third header row of `{\"ImportId\":…}`, or columns such \
         as `StartDate`, `Finished` and `ResponseId`, and this one does not; it looks like `plain`: leave out --layout, or \
         choose another"
    );
    for name in [
        "surveymonkey",
        "redcap",
        "kobotoolbox",
        "typeform",
        "jisc",
        "limesurvey",
        "multi-row",
    ] {
        let said = message("plain.csv", bytes("plain.csv"), &layout(name));
        assert!(said.contains("it looks like `plain`"), "{said}");
    }
    let said = message("q.csv", bytes("qualtrics-text.csv"), &layout("typeform"));
    assert!(said.contains("it looks like `qualtrics`"), "{said}");
    let said = Layout::named("forms").expect_err("no such layout").to_string();
    assert!(
        said.contains("--layout forms: no such layout; there are `qualtrics`, "),
        "{said}"
    );
}

#[test]
fn a_layout_forced_upon_another_tools_table_is_an_error_and_no_answers() {
    for (file, forced) in [
        ("qualtrics-text.csv", "plain"),
        ("qualtrics-text.csv", "google-forms"),
        ("surveymonkey-condensed.csv", "plain"),
        ("surveymonkey-expanded.csv", "microsoft-forms"),
        ("two-rows.csv", "plain"),
        ("kobotoolbox-names.csv", "plain"),
    ] {
        let said = message(file, bytes(file), &layout(forced));
        assert!(
            [
                "no column",
                "cannot be read",
                "have no column",
                "has cells but no header"
            ]
            .iter()
            .any(|why| said.contains(why)),
            "{said}"
        );
    }
}

#[test]
fn header_rows_are_counted_only_where_no_tool_counts_them() {
    let options = ReadOptions {
        header_rows: Some(2),
        ..layout("qualtrics")
    };
    assert_eq!(
        message("q.csv", bytes("qualtrics-text.csv"), &options),
        "in `q.csv`: --header-rows cannot be combined with the layout of a survey tool: leave out --layout qualtrics or --header-rows"
    );
    for rows in [0, 99] {
        let options = ReadOptions {
            header_rows: Some(rows),
            ..ReadOptions::default()
        };
        let said = message("plain.csv", bytes("plain.csv"), &options);
        assert!(
            said.starts_with(&format!("in `plain.csv`: --header-rows {rows}: give a number from 1")),
            "{said}"
        );
    }
}

#[test]
fn recodes_that_are_not_the_scales_codes_are_refused_with_the_cure() {
    // A form whose options were numbered 11 to 16.
    let mut records = text("qualtrics-numeric.csv");
    for code in 1..=6 {
        records = records.replace(&format!(",{code},{code}"), &format!(",1{code},{code}"));
    }
    let said = message("q.csv", records, &ReadOptions::default());
    assert!(said.contains("is not on the scale 1–6"), "{said}");
    assert!(
        said.ends_with("in `q.csv`, if qualtrics wrote numbers of its own: choose `Use choice text` when you export"),
        "{said}"
    );
    // Answer codes such as A1 may run either way.
    let codes = text("limesurvey-codes.csv").replace("\"MARY\";\"2\"", "\"MARY\";\"A2\"");
    let options = ReadOptions {
        group: cte::input::GroupChoice::Column("ACAD".to_owned()),
        ..ReadOptions::default()
    };
    let said = message("l.csv", codes, &options);
    assert!(
        said.contains("`A2` is neither a code of the scale 1–6 nor a label of it"),
        "{said}"
    );
    assert!(said.ends_with("choose `Full answers` when you export"), "{said}");
}

#[test]
fn a_number_that_contradicts_its_label_is_refused() {
    let turned = text("google-forms.csv").replace("6 - Strongly agree", "1 - Strongly agree");
    let said = message("g.csv", turned, &ReadOptions::default());
    assert!(
        said.contains("`1 - Strongly agree`, 8 answers in 4 columns")
            && said.contains("contradicts the instrument, which has 6 = Strongly agree"),
        "{said}"
    );
}

#[test]
fn a_statement_that_two_grids_share_is_asked_about() {
    let text = text("microsoft-forms-quiz.csv").replace("I am proud of my work2", "Our teachers reach every pupil2");
    assert_eq!(
        message("m.csv", text, &ReadOptions::default()),
        "in `m.csv`: 2 columns match item `ce1`: `Our teachers reach every pupil` (column O) and `Our teachers reach every \
         pupil2` (column AH) — choose with --column ce1=\"Our teachers reach every pupil\" or --column ce1=\"Our teachers \
         reach every pupil2\""
    );
}

#[test]
fn points_and_feedback_of_a_quiz_never_pass_for_answers() {
    // The answers were deleted, the points were not.
    for (file, item, put) in [
        (
            "microsoft-forms-quiz.csv",
            ",Our teachers reach every pupil,",
            ",Deleted,",
        ),
        (
            "google-forms-quiz.csv",
            "\"How far do you agree? [Our teachers reach every pupil]\"",
            "\"Deleted\"",
        ),
        (
            "qualtrics-text.csv",
            "Think of this term. - Our teachers reach every pupil",
            "Deleted",
        ),
    ] {
        let said = message(file, text(file).replacen(item, put, 1), &ReadOptions::default());
        assert!(said.contains("no column for item `ce1`"), "{file}: {said}");
    }
}

#[test]
fn a_tag_that_is_an_items_id_over_another_question_is_refused_or_told() {
    // The tags ce1 and ce2 stand over each other's statements.
    let swapped = text("qualtrics-text.csv").replacen("Q5_1,Q5_2", "ce2,ce1", 1);
    let said = message("q.csv", swapped, &ReadOptions::default());
    assert!(
        said.starts_with(
            "in `q.csv`: column `ce1` matches 2 items, `ce1` and `ce2` — map each with --column ITEM=HEADER"
        ),
        "{said}"
    );
    let other = text("qualtrics-text.csv").replacen("Q5_1,", "ce1,", 1).replace(
        "this term. - Our teachers reach every pupil",
        "this term. - The coffee is good",
    );
    let survey = read_bytes("q.csv", other.into_bytes(), &ReadOptions::default()).expect("readable");
    let told = survey
        .findings
        .iter()
        .find(|finding| finding.code == "other-question")
        .expect("a finding");
    assert_eq!(told.item.as_deref(), Some("ce1"));
}

#[test]
fn an_option_without_its_column_is_missed() {
    let text = text("surveymonkey-expanded.csv").replace("Slightly disagree", "Slightly opposed");
    assert_eq!(
        message("s.csv", text, &ReadOptions::default()),
        "in `s.csv`: the answers to item `ce1` are spread over one column per option, and none is `Slightly disagree`: is a column \
         missing, or does the form use another scale than the instrument?"
    );
}

#[test]
fn a_file_of_nothing_but_rows_left_out_says_so() {
    let text = text("qualtrics-text.csv").replace("True", "False");
    let said = message("q.csv", text, &ReadOptions::default());
    assert!(said.contains("rows that were left out (incomplete 13, preview 1, survey test 1); keep incomplete ones with --keep-incomplete"), "{said}");
}
