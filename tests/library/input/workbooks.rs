//! Workbooks: which sheet, which rows, and what their cells say.

use cte::input::{InputError, OpenError, Problem, ReadOptions, Survey, candidates, read};
use cte::model::MissingReason;
use proptest::prelude::*;

use crate::input::archive::{ods, xlsx, zip};
use crate::input::fixtures::{academies, codes, demo, found, source};

/// A row of a sheet in Excel: numbers are numbers, what begins with `<` is a cell as it stands, the rest is text.
fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cell = |(column, text): &(&str, &str)| {
        let place = format!("{column}{number}");
        if text.starts_with('<') {
            text.replace("PLACE", &place)
        } else if text.parse::<f64>().is_ok() {
            format!("<c r=\"{place}\"><v>{text}</v></c>")
        } else {
            format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        }
    };
    format!(
        "<row r=\"{number}\">{}</row>",
        cells.iter().map(cell).collect::<Vec<_>>().concat()
    )
}

fn header(number: u32) -> String {
    row(number, &[("A", "academy"), ("B", "q01"), ("C", "q02")])
}

fn plain() -> String {
    [
        header(1),
        row(2, &[("A", "Oak"), ("B", "5"), ("C", "Strongly agree")]),
        row(3, &[("A", "Ash"), ("C", "1.0")]),
    ]
    .concat()
}

fn with_sheet(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Survey, InputError> {
    let options = ReadOptions {
        sheet: sheet.map(str::to_owned),
        ..ReadOptions::default()
    };
    read(&[source("a.xlsx", bytes)], &demo(), &options)
}

fn message(bytes: Vec<u8>) -> String {
    with_sheet(bytes, None).expect_err("an unreadable workbook").to_string()
}

#[test]
fn an_excel_workbook_is_read_like_a_csv() {
    let survey = with_sheet(xlsx(&[("Form1", &plain())]), None).expect("readable");
    assert_eq!(codes(&survey), [[5, 6], [0, 1]]);
    assert_eq!(academies(&survey), ["Oak", "Ash"]);
    assert_eq!(survey.findings, []);
    let file = &survey.files[0];
    assert_eq!(
        (file.sheet.as_deref(), file.encoding, file.delimiter),
        (Some("Form1"), None, None)
    );
}

#[test]
fn an_opendocument_sheet_is_read_like_a_csv() {
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let number = |n: u8| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"><text:p>{n}</text:p></table:table-cell>"
        )
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let rows = [
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>".to_owned(),
        row([
            "<table:table-cell/>".to_owned(),
            text("academy"),
            text("q01"),
            text("q02"),
        ]
        .concat()),
        row([
            "<table:table-cell/>".to_owned(),
            text("Oak"),
            number(5),
            text("Don’t know"),
        ]
        .concat()),
        row(["<table:table-cell/>".to_owned(), text("Ash"), number(1), number(2)].concat()),
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell/></table:table-row>".to_owned(),
    ];
    let file = source("a.ods", ods(&[("Sheet1", &rows.concat())]));
    let survey = read(&[file], &demo(), &ReadOptions::default()).expect("readable");
    assert_eq!(codes(&survey), [[5, 0], [1, 2]]);
    assert_eq!(survey.responses.row_numbers(), [4, 5]);
    assert_eq!(survey.responses.notes()[0].reason, MissingReason::DontKnow);
    assert_eq!(survey.files[0].columns[0].letter, "C");
}

#[test]
fn rows_keep_the_numbers_the_sheet_shows() {
    let rows = [header(3), row(7, &[("A", "Oak"), ("B", "5"), ("C", "9")])].concat();
    let error = message(xlsx(&[("Form1", &rows)]));
    assert!(
        error.starts_with("in `a.xlsx`, row 7, column `q02`: `9` is not on the scale"),
        "{error}"
    );
}

#[test]
fn cells_that_are_no_numbers_or_text_are_understood_or_refused() {
    let missing = row(
        2,
        &[
            ("A", "Oak"),
            ("B", "<c r=\"PLACE\" t=\"e\"><v>#N/A</v></c>"),
            ("C", "4"),
        ],
    );
    let survey = with_sheet(xlsx(&[("Form1", &(header(1) + &missing))]), None).expect("readable");
    assert_eq!(codes(&survey), [[0, 4]]);
    for (cell, text) in [
        ("<c r=\"PLACE\" t=\"e\"><v>#REF!</v></c>", "`#REF!` is neither"),
        ("<c r=\"PLACE\" t=\"b\"><v>1</v></c>", "`TRUE` is neither"),
        // 5 January, where "1-5" or "5/1" was meant.
        ("<c r=\"PLACE\" s=\"1\"><v>45296</v></c>", "`2024-01-05` is neither"),
        ("<c r=\"PLACE\"><v>4.5</v></c>", "`4.5` is not on the scale"),
    ] {
        let error = message(xlsx(&[(
            "Form1",
            &(header(1) + &row(2, &[("A", "Oak"), ("B", cell), ("C", "4")])),
        )]));
        assert!(error.contains(text), "{error}");
    }
}

#[test]
fn a_hidden_sheet_is_not_read_before_a_visible_one() {
    const HIDDEN: &str = "Old\" state=\"hidden";
    let other = header(1) + &row(2, &[("A", "Elm"), ("B", "1"), ("C", "1")]);
    let survey = with_sheet(xlsx(&[(HIDDEN, &other), ("New", &plain())]), None).expect("readable");
    assert_eq!(survey.files[0].sheet.as_deref(), Some("New"));
    assert_eq!(academies(&survey), ["Oak", "Ash"]);
    assert_eq!(found(&survey, "hidden-sheet"), None);
    // The only one is read, and a finding names it.
    let survey = with_sheet(xlsx(&[("Cover", ""), (HIDDEN, &other)]), None).expect("readable");
    assert_eq!(academies(&survey), ["Elm"]);
    let finding = found(&survey, "hidden-sheet").expect("a finding");
    assert!(
        finding.message.contains("`Old`, which is hidden"),
        "{}",
        finding.message
    );
}

#[test]
fn the_first_sheet_with_the_items_is_read_and_others_are_said() {
    let notes = row(1, &[("A", "Notes")]);
    let book = xlsx(&[
        ("Cover", ""),
        ("Notes", &notes),
        ("Autumn", &plain()),
        ("Spring", &plain()),
    ]);
    let survey = with_sheet(book.clone(), None).expect("readable");
    assert_eq!(survey.files[0].sheet.as_deref(), Some("Autumn"));
    let finding = found(&survey, "several-sheets").expect("a finding");
    assert_eq!(
        finding.message,
        "read the sheet `Autumn`; `Spring` holds the items too: choose with --sheet, or read each as a school with --academy-from \
         sheet"
    );
    let survey = with_sheet(book.clone(), Some("spring")).expect("readable");
    assert_eq!(
        (survey.files[0].sheet.as_deref(), survey.findings.len()),
        (Some("Spring"), 0)
    );
    let error = with_sheet(book.clone(), Some("Sprng"))
        .expect_err("no such sheet")
        .to_string();
    assert_eq!(
        error,
        "in `a.xlsx`: no sheet `Sprng`; it has `Cover`, `Notes`, `Autumn`, `Spring`; nearest: `Spring`"
    );
    let file = source("a.xlsx", book);
    let columns = &survey.files[0];
    assert_eq!(columns.academy.as_deref(), Some("academy"));
    let headers: Vec<&str> = columns.columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!((headers, columns.unused.len()), (vec!["q01", "q02"], 0));
    assert_eq!(
        candidates(&file, &[demo()], &ReadOptions::default())
            .expect("a table")
            .len(),
        1
    );
}

#[test]
fn cells_beside_the_table_are_left_out_and_said() {
    let rows = plain() + &row(4, &[("A", "Oak"), ("B", "5"), ("C", "4"), ("F", "check this one")]);
    let survey = with_sheet(xlsx(&[("Form1", &rows)]), None).expect("readable");
    assert_eq!(survey.responses.rows(), 3);
    assert_eq!(found(&survey, "cells-beside").and_then(|finding| finding.row), Some(4));
}

#[test]
fn an_empty_workbook_and_a_lone_header_are_called_that() {
    assert!(message(xlsx(&[("Form1", "")])).starts_with("in `a.xlsx`: the file is empty"));
    assert_eq!(
        message(xlsx(&[("Form1", &header(1))])),
        "`a.xlsx`: a header but no responses below it; nobody has answered yet, or a filter kept everybody out: export all responses again"
    );
}

#[test]
fn a_sheet_with_cells_in_far_corners_fits_the_memory() {
    let far = row(1_048_576, &[("XFD", "far")]);
    let survey = with_sheet(xlsx(&[("Form1", &(plain() + &far))]), None);
    // The cell stands beside the table, in a row that is no respondent's.
    assert_eq!(survey.expect("readable").responses.row_numbers(), [2, 3]);
    let many: Vec<String> = (1..=2100).map(|number| row(number, &[("XFD", "far")])).collect();
    let error = message(xlsx(&[("Form1", &many.concat())]));
    assert_eq!(
        error,
        "in `a.xlsx`: the workbook holds more than 32 million cells: save the sheet with the responses as CSV"
    );
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
    let mut bytes = xlsx(&[("Form1", &plain())]);
    let directory = bytes
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .expect("a directory");
    bytes[directory + 24..directory + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(message(bytes).starts_with("in `a.xlsx`: the workbook holds more than 1 GiB when unpacked"));
}

#[test]
fn broken_workbooks_are_called_that() {
    for bytes in [
        zip(&[("xl/workbook.xml", "<workbook>".to_owned())]),
        zip(&[("xl/workbook.xml", String::new())]),
        b"PK\x03\x04 xl/workbook.xml".to_vec(),
    ] {
        let error = with_sheet(bytes, None).expect_err("a broken workbook");
        let InputError::File { problem, .. } = error else {
            panic!("of the file");
        };
        assert!(
            matches!(
                *problem,
                Problem::Open(OpenError::BrokenWorkbook(..) | OpenError::Empty)
            ),
            "{problem}"
        );
    }
    let document = zip(&[("word/document.xml", String::new())]);
    assert!(message(document).contains("it is a Word document, not a table"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_to_a_workbook_makes_it_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = xlsx(&[("Form1", &plain())]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Err(error) = with_sheet(bytes, None) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
