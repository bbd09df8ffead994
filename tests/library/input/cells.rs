//! What a cell may say.

use cte::input::{BadCellRule, ReadOptions, read};
use cte::model::{Level, MissingReason};

use crate::input::fixtures::{codes, demo, found, instrument_of, message, read_text, response, source};

/// Reads one cell under item `q01` of an instrument with this range and these labels.
fn one(range: (i32, i32), labels: &[(i32, &str)], cell: &str) -> Result<Result<i32, String>, String> {
    let instrument = instrument_of(&[("q01", "")], &response(range.0, range.1, labels));
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["academy", "q01"]).expect("a header");
    csv.write_record(["Oak", cell]).expect("a row");
    let bytes = csv.into_inner().expect("bytes");
    let survey = read(&[source("a.csv", bytes)], &instrument, &ReadOptions::default()).map_err(|error| {
        let error = error.to_string();
        let start = "in `a.csv`, row 2, column `q01`: ";
        let end = " — correct it, or set it aside with --skip-bad";
        error
            .strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(end))
            .unwrap_or(&error)
            .to_owned()
    })?;
    let place = survey.responses.column(0)[0];
    if place == u8::MAX {
        let note = survey.responses.notes().first();
        let reason = note.map_or(MissingReason::Skipped, |note| note.reason.clone());
        return Ok(Err(reason.name().into_owned()));
    }
    Ok(Ok(range.0 + i32::from(place)))
}

const FIVE: &[(i32, &str)] = &[
    (1, "Strongly disagree"),
    (2, "Disagree"),
    (3, "Neither agree nor disagree"),
    (4, "Agree"),
    (5, "Strongly agree"),
];
const ANCHORED: &[(i32, &str)] = &[
    (1, "None at all"),
    (3, "Very little"),
    (5, "Some degree"),
    (7, "Quite a bit"),
    (9, "A great deal"),
];

#[test]
fn codes_are_read_however_they_are_written() {
    for cell in [
        "4",
        " 4 ",
        "4.0",
        "4,0",
        "4.00",
        "\"4\"",
        "'4",
        "４",
        "+4",
        "\u{a0}4",
        "4\u{200b}",
        "04",
        "(4)",
        "4.",
    ] {
        assert_eq!(one((1, 5), FIVE, cell), Ok(Ok(4)), "{cell:?}");
    }
    for (cell, code) in [("-2", -2), ("\u{2212}2", -2), ("–2", -2), ("0", 0), ("+2", 2)] {
        assert_eq!(one((-2, 2), &[], cell), Ok(Ok(code)), "{cell:?}");
    }
}

#[test]
fn labels_are_read_whatever_their_case_spacing_and_punctuation() {
    for cell in [
        "Strongly agree",
        "STRONGLY AGREE",
        " strongly  agree. ",
        "Strongly\u{a0}agree",
        "\"Strongly agree\"",
        "strongly\nagree",
    ] {
        assert_eq!(one((1, 5), FIVE, cell), Ok(Ok(5)), "{cell:?}");
    }
    let labels = [(1, "Don't agree - at all"), (2, "It’s fine / good")];
    assert_eq!(one((1, 2), &labels, "don’t agree – at all"), Ok(Ok(1)));
    assert_eq!(one((1, 2), &labels, "it's fine/good."), Ok(Ok(2)));
}

#[test]
fn a_number_and_its_label_together_are_that_code() {
    for cell in [
        "5 - Strongly agree",
        "5 – Strongly agree",
        "5: Strongly agree",
        "5. Strongly agree",
        "5) Strongly agree",
        "5= Strongly agree",
        "(5) Strongly agree",
        "5 Strongly agree",
        "5-Strongly agree",
        "Strongly agree (5)",
        "Strongly agree [5]",
        "Strongly agree - 5",
        "Strongly agree=5",
        "strongly agree 5",
        "5 - \"Strongly agree.\"",
        "[5] STRONGLY AGREE",
        "Strongly agree: 5",
    ] {
        assert_eq!(one((1, 5), FIVE, cell), Ok(Ok(5)), "{cell:?}");
    }
    assert_eq!(one((-2, 2), &[(-2, "Never")], "-2 - Never"), Ok(Ok(-2)));
    assert_eq!(one((-2, 2), &[(-2, "Never")], "Never (-2)"), Ok(Ok(-2)));
}

#[test]
fn a_number_and_a_label_that_contradict_the_scale_are_refused() {
    for (cell, has) in [
        ("5 - Strongly disagree", "1 = Strongly disagree"),
        ("Strongly disagree (5)", "1 = Strongly disagree"),
        ("0 - Strongly disagree", "1 = Strongly disagree"),
        ("5 - Absolutely", "5 = Strongly agree"),
        ("5 - Don't know", "5 = Strongly agree"),
    ] {
        assert_eq!(
            one((1, 5), FIVE, cell),
            Err(format!("`{cell}` contradicts the instrument, which has {has}")),
            "{cell}"
        );
    }
}

#[test]
fn codes_without_a_label_are_read_beside_any_words_but_anothers() {
    for (cell, code) in [
        ("2", 2),
        ("2 -", 2),
        ("2 - ", 2),
        ("4 - Between", 4),
        ("Between (4)", 4),
        ("9 - a great deal", 9),
    ] {
        assert_eq!(one((1, 9), ANCHORED, cell), Ok(Ok(code)), "{cell:?}");
    }
    assert!(one((1, 9), ANCHORED, "8 - A great deal").is_err());
}

#[test]
fn a_number_in_a_sentence_is_no_code() {
    for cell in [
        "5 years",
        "5-year plan",
        "1 - 2 times",
        "Year 5",
        "4.5",
        "4 5",
        "5/5",
        "5 - 4",
        "5, 4",
        "4;5",
        "1e0",
        "0x4",
        "³",
        "½",
    ] {
        assert!(one((1, 5), &[], cell).is_err(), "{cell:?}");
        assert!(one((1, 5), FIVE, cell).is_err(), "{cell:?}");
    }
}

#[test]
fn missing_words_keep_their_reason() {
    for (cell, reason) in [
        ("", "skipped"),
        ("  ", "skipped"),
        ("-", "skipped"),
        (".", "skipped"),
        ("#N/A", "skipped"),
        ("#NULL!", "skipped"),
        ("-99", "skipped"),
        ("999", "skipped"),
        ("999.0", "skipped"),
        ("[not completed]", "skipped"),
        ("N/A", "not applicable"),
        ("n / a", "not applicable"),
        ("Not applicable.", "not applicable"),
        ("Don’t know", "don't know"),
        ("DON'T KNOW", "don't know"),
        ("Prefer not to say", "declined"),
        ("0 - Don't know", "don't know"),
        ("Not applicable (9)", "not applicable"),
    ] {
        assert_eq!(one((1, 5), FIVE, cell), Ok(Err(reason.to_owned())), "{cell:?}");
    }
}

#[test]
fn the_declared_scale_is_tested_before_the_missing_words() {
    assert_eq!(one((1, 3), &[(1, "None"), (2, "Some"), (3, "All")], "None"), Ok(Ok(1)));
    assert_eq!(
        one((1, 3), &[(1, "Yes"), (2, "Not sure"), (3, "No")], "not sure"),
        Ok(Ok(2))
    );
    assert_eq!(one((-99, -97), &[], "-99"), Ok(Ok(-99)));
    // A form that counts from 0 may mean its lowest answer.
    assert!(one((1, 9), ANCHORED, "0 - None").is_err());
}

#[test]
fn an_instruments_own_missing_texts_and_synonyms_are_used() {
    let mut response = response(1, 5, FIVE);
    response.missing.insert(
        "Too new to say".to_owned(),
        MissingReason::Declared("new here".to_owned()),
    );
    response.missing.insert("9".to_owned(), MissingReason::DontKnow);
    response.synonyms.insert("Neither".to_owned(), 3);
    let instrument = instrument_of(&[("q01", ""), ("q02", ""), ("q03", "")], &response);
    let file = source("a.csv", "academy,q01,q02,q03\nOak,too new to say.,9,neither\n");
    let survey = read(&[file], &instrument, &ReadOptions::default()).expect("readable");
    assert_eq!(codes(&survey), [[0, 0, 3]]);
    let reasons: Vec<_> = survey
        .responses
        .notes()
        .iter()
        .map(|note| note.reason.name().into_owned())
        .collect();
    assert_eq!(reasons, ["new here", "don't know"]);
}

#[test]
fn a_text_with_two_declared_meanings_is_refused() {
    assert_eq!(
        one((1, 3), &[(1, "0"), (2, "1"), (3, "2 or more")], "1"),
        Err("`1` could mean the code 1 or the code 2: the instrument declares it twice".to_owned())
    );
    assert_eq!(
        one((1, 3), &[(1, "0"), (2, "1"), (3, "2 or more")], "2 or more"),
        Ok(Ok(3))
    );
    // Labels that differ only in what is forgiven are told apart by their exact spelling.
    let labels = [(1, "Yes"), (2, "Yes.")];
    assert_eq!(one((1, 2), &labels, "Yes."), Ok(Ok(2)));
    assert!(one((1, 2), &labels, "yes").is_err());
}

#[test]
fn what_is_off_the_scale_or_unreadable_is_said_with_the_nearest_label() {
    assert_eq!(one((1, 6), &[], "7"), Err("`7` is not on the scale 1–6".to_owned()));
    assert_eq!(one((1, 6), &[], "4.5"), Err("`4.5` is not on the scale 1–6".to_owned()));
    assert_eq!(
        one((1, 5), FIVE, "Stongly agree"),
        Err(
            "`Stongly agree` is neither a code of the scale 1–5 nor a label of it; nearest: `Strongly agree` (5)"
                .to_owned()
        )
    );
    assert_eq!(
        one((1, 5), FIVE, "banana"),
        Err("`banana` is neither a code of the scale 1–5 nor a label of it".to_owned())
    );
}

#[test]
fn one_bad_answer_stops_the_run_with_its_place_and_the_cure() {
    assert_eq!(
        message("academy,q01,q02\nOak,5,7\n"),
        "in `a.csv`, row 2, column `q02`: `7` is not on the scale 1–6 — correct it, or set it aside with --skip-bad"
    );
}

#[test]
fn the_header_and_the_item_are_both_named_when_they_differ() {
    assert_eq!(
        message("academy,q01,We learn from each other\nOak,5,7\n"),
        "in `a.csv`, row 2, column `We learn from each other` (item `q02`): `7` is not on the scale 1–6 \
         — correct it, or set it aside with --skip-bad"
    );
}

#[test]
fn all_bad_answers_of_all_files_are_collected_by_text_and_twenty_texts_shown() {
    let rows: Vec<String> = (0..25).map(|row| format!("Oak,{},7\n", 10 + row)).collect();
    let text = format!("academy,q01,q02\n{}", rows.concat());
    let files = [
        source("a.csv", &text),
        source("b.csv", "academy,q01,q02\nAsh,7,1\nAsh,10,1\n"),
    ];
    let error = read(&files, &demo(), &ReadOptions::default())
        .expect_err("bad answers")
        .to_string();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines.len(), 23, "{error}");
    assert_eq!(lines[0], "52 answers cannot be read:");
    assert_eq!(
        lines[1],
        "  `7`, 26 answers in 2 columns, first in `a.csv`, row 2, column `q02`: is not on the scale 1–6"
    );
    assert_eq!(
        lines[2],
        "  `10`, 2 answers in 1 column, first in `a.csv`, row 2, column `q01`: is not on the scale 1–6"
    );
    assert_eq!(
        lines[3],
        "  in `a.csv`, row 3, column `q01`: `11` is not on the scale 1–6"
    );
    assert_eq!(lines[21], "  and 6 more");
    assert_eq!(lines[22], "correct them, or set them aside with --skip-bad");
}

#[test]
fn unknown_words_come_with_the_lines_that_declare_them() {
    let text = "academy,q01,q02\nOak,Tend to agree,Tend to agree\nOak,Purple,Disagree a lot\n";
    let error = message(text);
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines[0], "4 answers cannot be read:");
    assert!(
        lines[1].starts_with("  `Tend to agree`, 2 answers in 2 columns, first in `a.csv`, row 2"),
        "{error}"
    );
    assert_eq!(
        &lines[4..],
        [
            "if these are answers, add them to the questionnaire file, each with its code:",
            "  [response.synonyms]",
            "  \"Tend to agree\" = 4",
            "  # \"Purple\" = CODE",
            "  \"Disagree a lot\" = 1",
            "or correct them; --skip-bad would leave out everybody who answered in these words",
        ],
        "{error}"
    );
}

#[test]
fn a_code_and_its_label_are_read_in_either_order_and_in_brackets() {
    for cell in [
        "5 (Agree)",
        "5 [Agree]",
        "5: (Agree)",
        "(5) Agree",
        "[5] Agree",
        "(Agree) 5",
        "Agree [5]",
        "Agree (5)",
        "Agree - 5",
        "Agree, 5",
        "5, Agree",
        "5 | Agree",
        "5=Agree",
        "Agree = 5",
        "5 - (Agree)",
    ] {
        let survey = read_text(format!("academy,q01,q02\nOak,\"{cell}\",4\n")).expect(cell);
        assert_eq!(codes(&survey), [[5, 4]], "{cell}");
    }
    for cell in ["4 (Agree)", "(Disagree) 5", "5 (Agree) 4", "5 4"] {
        assert!(
            read_text(format!("academy,q01,q02\nOak,\"{cell}\",4\n")).is_err(),
            "{cell}"
        );
    }
}

#[test]
fn bad_answers_set_aside_are_missing_as_invalid_and_counted() {
    let options = ReadOptions {
        bad_cells: BadCellRule::SetAside,
        ..ReadOptions::default()
    };
    let file = source("a.csv", "academy,q01,q02\nOak,5,7\nOak,x,9\nOak,1,2\n");
    let survey = read(&[file], &demo(), &options).expect("readable");
    assert_eq!(codes(&survey), [[5, 0], [0, 0], [1, 2]]);
    let notes: Vec<_> = survey
        .responses
        .notes()
        .iter()
        .map(|note| (note.row, note.item, note.reason.clone()))
        .collect();
    assert_eq!(
        notes,
        [
            (0, 1, MissingReason::Invalid),
            (1, 0, MissingReason::Invalid),
            (1, 1, MissingReason::Invalid)
        ]
    );
    let finding = found(&survey, "invalid-answers").expect("a finding");
    assert_eq!(finding.level, Level::Warning);
    assert_eq!(
        finding.message,
        "3 answers could not be read and are treated as missing, with the reason `invalid`"
    );
    assert_eq!(survey.set_aside.count, 3);
    let findings = survey.set_aside.findings();
    assert_eq!((findings[2].row, findings[2].item.as_deref()), (Some(3), Some("q02")));
}

#[test]
fn a_header_that_comes_again_between_joined_files_is_left_out() {
    let survey = read_text("academy,q01,q02\nOak,5,4\nacademy,q01,q02\nAsh,1,2\n").expect("readable");
    assert_eq!(codes(&survey), [[5, 4], [1, 2]]);
    assert_eq!(survey.responses.row_numbers(), [2, 4]);
    let finding = found(&survey, "rows-left-out").expect("a finding");
    assert_eq!(finding.message, "1 row left out: header repeated");
}
