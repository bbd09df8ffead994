//! Columns and the items they are matched to.

use cte::input::{ColumnChoice, GroupChoice, InputError, ReadOptions, Survey, candidates, read};

use crate::input::fixtures::{codes, demo, instrument_of, message, read_text, response, source};

fn with(columns: &[(&str, &str)], text: &str) -> Result<Survey, InputError> {
    let choice = |(item, header): &(&str, &str)| ColumnChoice {
        item: (*item).to_owned(),
        header: (*header).to_owned(),
    };
    let options = ReadOptions {
        columns: columns.iter().map(choice).collect(),
        ..ReadOptions::default()
    };
    read(&[source("a.csv", text)], &demo(), &options)
}

fn quoted(header: &str) -> String {
    format!("\"{}\"", header.replace('"', "\"\""))
}

#[test]
fn columns_are_matched_by_id_or_by_the_text_of_the_question() {
    for header in [
        "q02",
        "Q02",
        " q02 ",
        "We learn from each other",
        "we  learn from each other",
        "We learn\r\nfrom each other",
        "We\u{a0}learn from each other",
        "2. We learn from each other.",
        "Q2: We learn from each other *",
        "9.b.ii. We learn from each other",
        "<p>We learn from <b>each</b> other</p>",
        "How far do you agree? [We learn from each other]",
        "Staff [all] [We learn from each other]",
        "Survey [q02]",
        "How far do you agree? - We learn from each other",
        "Part A – We learn from each other",
        "We learn from each other2",
    ] {
        let survey = read_text(format!("academy,q01,{}\nOak,5,4\n", quoted(header))).expect(header);
        assert_eq!(codes(&survey), [[5, 4]], "{header:?}");
    }
}

#[test]
fn the_order_of_columns_and_what_stands_between_them_make_no_difference() {
    let survey = read_text("q02,comment,academy,q01,\n4,\"so, so\",Oak,5,\n").expect("readable");
    assert_eq!(codes(&survey), [[5, 4]]);
    assert_eq!(survey.files[0].unused, ["comment"]);
}

#[test]
fn a_column_that_is_only_alike_is_offered_and_never_taken() {
    assert_eq!(
        message("academy,q01,Q2.\nOak,5,4\n"),
        "in `a.csv`: no column for item `q02` (\"We learn from each other\"); nearest: `Q2.` — map it with --column q02=\"Q2.\""
    );
    assert_eq!(
        message("academy,q01,We learn from one another\nOak,5,4\n"),
        "in `a.csv`: no column for item `q02` (\"We learn from each other\"); nearest: `We learn from one another` \
         — map it with --column q02=\"We learn from one another\""
    );
    assert_eq!(
        message("academy,q01,role\nOak,5,4\n"),
        "in `a.csv`: no column for item `q02` (\"We learn from each other\") — map it with --column q02=HEADER"
    );
}

#[test]
fn another_questionnaire_is_said_to_be_one() {
    assert_eq!(
        message("academy,satisfied,proud\nOak,5,4\n"),
        "in `a.csv`: no column is an item of `demo` (`q01`, …): is it the right instrument and the right file? \
         the columns are `academy`, `satisfied`, `proud`"
    );
}

#[test]
fn a_file_of_several_files_is_named_when_its_header_differs() {
    let files = [
        source("a.csv", "academy,q01,q02\nOak,5,4\n"),
        source("b.csv", "academy,q01,q2\nOak,5,4\n"),
    ];
    let error = read(&files, &demo(), &ReadOptions::default())
        .expect_err("a missing column")
        .to_string();
    assert!(error.starts_with("in `b.csv`: no column for item `q02`"), "{error}");
}

#[test]
fn two_columns_for_one_item_are_refused_with_the_choice() {
    assert_eq!(
        message("academy,q01,q02,Q02\nOak,5,4,3\n"),
        "in `a.csv`: 2 columns match item `q02`: `q02` (column C) and `Q02` (column D) — choose with --column q02=q02 or --column q02=Q02"
    );
    assert_eq!(
        message("academy,q01,q02,q02\nOak,5,4,3\n"),
        "in `a.csv`: 2 columns match item `q02`: `q02` (column C) and `q02` (column D) — choose with --column q02=\"#C\" \
         or --column q02=\"#D\""
    );
    let twin = "academy,q01,We learn from each other,We learn from each other2\nOak,5,4,3\n";
    assert!(message(twin).contains("`We learn from each other2` (column D)"));
}

#[test]
fn an_id_over_any_column_does_not_win_over_the_question_itself() {
    // A tool calls its first question `Q1`, and an instrument may call its first item so.
    assert_eq!(
        message("academy,q01,q02,We learn from each other.\nOak,5,1,4\n"),
        "in `a.csv`: 2 columns match item `q02`: `q02` (column C) and `We learn from each other.` (column D) — choose with \
         --column q02=q02 or --column q02=\"We learn from each other.\""
    );
    let chosen = with(
        &[("q02", "#D")],
        "academy,q01,q02,We learn from each other.\nOak,5,1,4\n",
    );
    assert_eq!(codes(&chosen.expect("readable")), [[5, 4]]);
}

#[test]
fn the_column_named_for_the_academy_is_no_items() {
    let text = "q02,q01,We learn from each other\nOak,5,4\nAsh,3,2\n";
    let options = ReadOptions {
        group: GroupChoice::Column("q02".to_owned()),
        ..ReadOptions::default()
    };
    let survey = read(&[source("a.csv", text)], &demo(), &options).expect("readable");
    assert_eq!(codes(&survey), [[5, 4], [3, 2]]);
    assert_eq!(survey.responses.groupings()[0].names(), ["Oak", "Ash"]);
}

#[test]
fn a_column_matched_by_hand_wins_over_everything() {
    let twice = "academy,q01,q02,q02\nOak,5,4,3\n";
    assert_eq!(codes(&with(&[("q02", "#D")], twice).expect("readable")), [[5, 3]]);
    assert_eq!(codes(&with(&[("Q02", "#c")], twice).expect("readable")), [[5, 4]]);
    let other = "academy,q01,q02,Old\nOak,5,4,3\n";
    assert_eq!(codes(&with(&[("q02", "old")], other).expect("readable")), [[5, 3]]);
    // The columns may be exchanged.
    let swapped = with(&[("q02", "q01"), ("q01", "q02")], "academy,q01,q02\nOak,5,4\n").expect("readable");
    assert_eq!(codes(&swapped), [[4, 5]]);
}

#[test]
fn a_column_matched_by_hand_must_be_there_and_be_free() {
    let text = "academy,q01,q02,q02\nOak,5,4,3\n";
    let wrong = |columns: &[(&str, &str)]| with(columns, text).expect_err("a wrong choice").to_string();
    assert_eq!(
        wrong(&[("q02", "q03")]),
        "in `a.csv`: no column `q03` for --column q02; nearest: `q01`; the columns are `academy`, `q01`, `q02`, `q02`"
    );
    assert_eq!(
        wrong(&[("q9", "q01")]),
        "in `a.csv`: --column q9=q01: `demo` has no item `q9`"
    );
    assert_eq!(
        wrong(&[("q03", "q01")]),
        "in `a.csv`: --column q03=q01: `demo` has no item `q03`; nearest: `q01`"
    );
    assert_eq!(
        wrong(&[("q02", "Q02")]),
        "in `a.csv`: 2 columns are called `Q02`: choose one for --column q02 by its letter, `#C` or `#D`"
    );
    assert!(wrong(&[("q02", "#C"), ("q02", "#D")]).contains("2 columns match item `q02`"));
    assert_eq!(
        wrong(&[("q02", "q01"), ("q01", "q01")]),
        "in `a.csv`: column `q01` matches 2 items, `q01` and `q02` — map each with --column ITEM=HEADER"
    );
}

#[test]
fn items_with_one_wording_are_never_told_apart_by_position() {
    let instrument = instrument_of(&[("a1", "We learn"), ("t1", "We learn")], &response(1, 6, &[]));
    let file = source("a.csv", "academy,We learn,We learn2\nOak,1,2\n");
    let error = read(&[file], &instrument, &ReadOptions::default())
        .expect_err("a clash")
        .to_string();
    assert!(error.contains("2 columns match item `a1`"), "{error}");
}

#[test]
fn a_files_instrument_is_found_by_its_columns() {
    let other = instrument_of(&[("ces01", "We can")], &response(1, 6, &[]));
    let instruments = [demo(), other];
    let file = source("a.csv", "academy;ces01;\"Any\ncomments\"\nOak;5;4\n");
    let survey = read(std::slice::from_ref(&file), &instruments[1], &ReadOptions::default()).expect("a survey");
    let columns = &survey.files[0];
    assert_eq!(columns.academy.as_deref(), Some("academy"));
    assert_eq!(columns.columns[0].header, "ces01");
    assert_eq!(columns.unused, ["Any comments"]);
    let ids = |found: Vec<&cte::model::Instrument>| {
        found
            .iter()
            .map(|found| found.items()[0].id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(candidates(&file, &instruments, &ReadOptions::default()).expect("a table")),
        ["ces01"]
    );
    let options = ReadOptions {
        columns: vec![ColumnChoice {
            item: "q02".to_owned(),
            header: "x".to_owned(),
        }],
        ..ReadOptions::default()
    };
    let mapped = source("a.csv", "academy,q01,x\nOak,5,4\n");
    assert_eq!(
        ids(candidates(&mapped, &instruments, &options).expect("a table")),
        ["q01"]
    );
}

#[test]
fn a_grouping_is_found_by_a_word_of_its_question_where_only_one_has_it() {
    let by = |name: &str, text: &str| {
        let options = ReadOptions {
            by: vec![name.to_owned()],
            ..ReadOptions::default()
        };
        let survey = read(&[source("a.csv", text)], &demo(), &options);
        survey.map(|survey| survey.responses.groupings()[1].column.clone())
    };
    let rows = "\nOak,Teacher,Maths,5,4\n";
    let asked = format!("academy,What is your role?,Lead subject,q01,q02{rows}");
    assert_eq!(by("role", &asked).as_deref(), Ok("What is your role?"));
    assert_eq!(by("Your role", &asked).as_deref(), Ok("What is your role?"));
    assert!(by("rol", &asked).is_err(), "a part of a word");
    assert!(by("", &asked).is_err());
    let two = format!("academy,What is your role?,Other role,q01,q02{rows}");
    assert!(by("role", &two).is_err(), "two have it");
    let exact = format!("academy,What is your role?,Role,q01,q02{rows}");
    assert_eq!(by("role", &exact).as_deref(), Ok("Role"));
    let items = format!("academy,lead,Main subject,Our teachers reach every pupil,We learn from each other{rows}");
    assert_eq!(by("subject", &items).as_deref(), Ok("Main subject"));
    assert!(by("pupil", &items).is_err(), "an item is no grouping");
}
