//! Files as a whole: empty, ragged, mislabelled, in any encoding, with any delimiter.

use cte::input::{ColumnError, Encoding, InputError, OpenError, Problem, ReadOptions, read};
use cte::model::Level;

use crate::input::fixtures::{academies, codes, demo, found, message, read_text, source};

#[test]
fn a_plain_file_is_read_as_it_is() {
    let survey = read_text("id,academy,q01,q02\n1,Oak,5,4\n2,Ash,,6\n3,Oak,1,2\n").expect("readable");
    assert_eq!(codes(&survey), [[5, 4], [0, 6], [1, 2]]);
    assert_eq!(academies(&survey), ["Oak", "Ash", "Oak"]);
    assert_eq!(survey.responses.row_numbers(), [2, 3, 4]);
    assert_eq!(survey.findings, []);
    let file = &survey.files[0];
    assert_eq!((file.layout, file.rows, file.header_rows), ("plain", 3, 1));
    assert_eq!((file.encoding, file.delimiter), (Some(Encoding::Utf8), Some(b',')));
    assert_eq!(file.academy.as_deref(), Some("academy"));
    assert_eq!(file.unused, ["id"]);
    assert_eq!(
        (file.columns[1].item.as_str(), file.columns[1].letter.as_str()),
        ("q02", "D")
    );
    // printf 'id,academy,q01,q02\n1,Oak,5,4\n2,Ash,,6\n3,Oak,1,2\n' | sha256sum
    assert_eq!(
        file.sha256,
        "dbc2d334da866045b53d029de40585fe7eb8ea0a66e7c800939ca08a9aa8717c"
    );
}

#[test]
fn ids_and_times_that_identify_responses_are_used() {
    let text = "ID,Completion time,academy,q01,q02,post\n1,2026-10-05 09:00:01,Oak,5,4,head\n";
    let survey = read_text(text).expect("readable");
    let file = &survey.files[0];
    assert_eq!(file.identified_by, ["ID", "Completion time"]);
    assert_eq!(file.unused, ["post"]);
}

#[test]
fn every_delimiter_encoding_and_line_end_gives_the_same_answers() {
    let rows = [
        ["academy", "q01", "q02"],
        ["Café, The", "Strongly agree", "4"],
        ["Oak; Ash", "2", ""],
    ];
    for delimiter in [',', ';', '\t', '|'] {
        for end in ["\n", "\r\n", "\r"] {
            let line = |row: &[&str; 3]| row.map(|cell| format!("\"{cell}\"")).join(&delimiter.to_string());
            let text = rows.iter().map(line).collect::<Vec<_>>().join(end);
            let utf16: Vec<u8> = std::iter::once(0xFEFF)
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect();
            let windows = text.chars().map(|c| u8::try_from(c).expect("Latin")).collect();
            for bytes in [
                text.clone().into_bytes(),
                format!("\u{feff}{text}").into_bytes(),
                utf16,
                windows,
            ] {
                let survey = read_text(&bytes).expect("readable");
                assert_eq!(codes(&survey), [[6, 4], [2, 0]], "{text:?}");
                assert_eq!(academies(&survey), ["Café, The", "Oak; Ash"]);
                assert_eq!(survey.findings, []);
            }
        }
    }
}

#[test]
fn an_empty_file_and_a_lone_header_are_called_that() {
    for text in ["", "\n\n", " ", "\u{feff}"] {
        assert_eq!(
            message(text),
            "in `a.csv`: the file is empty: it should have a header row and one row per respondent. A download that was cut off is empty: export it again"
        );
    }
    assert_eq!(
        message("academy,q01,q02\n"),
        "`a.csv`: a header but no responses below it; nobody has answered yet, or a filter kept everybody out: export all responses again"
    );
    assert_eq!(
        message("academy,q01,q02\n,,\n\n"),
        "`a.csv`: a header but no responses below it; nobody has answered yet, or a filter kept everybody out: export all responses again"
    );
    assert_eq!(read(&[], &demo(), &ReadOptions::default()), Err(InputError::NoFile));
}

#[test]
fn a_lone_header_among_other_files_is_a_warning() {
    let files = [
        source("a.csv", "academy,q01,q02\nOak,5,4\n"),
        source("b.csv", "academy,q01,q02\n"),
    ];
    let survey = read(&files, &demo(), &ReadOptions::default()).expect("readable");
    let finding = found(&survey, "no-rows").expect("a finding");
    assert_eq!(
        (finding.level, finding.file.as_deref()),
        (Level::Warning, Some("b.csv"))
    );
}

#[test]
fn rows_of_several_files_are_appended_in_their_order() {
    let files = [
        source("a.csv", "academy,q01,q02\nOak,5,4\n"),
        source("b.csv", "q02;q01;academy\n1;2;Ash\n3;4;Oak\n"),
    ];
    let survey = read(&files, &demo(), &ReadOptions::default()).expect("readable");
    assert_eq!(codes(&survey), [[5, 4], [2, 1], [4, 3]]);
    assert_eq!(academies(&survey), ["Oak", "Ash", "Oak"]);
    assert_eq!(survey.responses.row_numbers(), [2, 2, 3]);
    assert_eq!(survey.files.iter().map(|file| file.rows).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn the_same_file_given_twice_is_a_warning() {
    let file = source("a.csv", "academy,q01,q02\nOak,5,4\n");
    let survey = read(&[file.clone(), file], &demo(), &ReadOptions::default()).expect("readable");
    assert_eq!(
        found(&survey, "same-file").map(|finding| finding.level),
        Some(Level::Warning)
    );
}

#[test]
fn one_person_and_a_person_without_answers_are_kept() {
    let survey = read_text("academy,q01,q02\nOak,5,4\nOak,,\n").expect("readable");
    assert_eq!(codes(&survey), [[5, 4], [0, 0]]);
    assert_eq!(survey.findings, []);
}

#[test]
fn items_and_surveys_without_answers_are_said() {
    let survey = read_text("academy,q01,q02\nOak,5,\nOak,4,\n").expect("readable");
    let finding = found(&survey, "item-blank").expect("a finding");
    assert_eq!((finding.item.as_deref(), finding.level), (Some("q02"), Level::Warning));
    let survey = read_text("academy,q01,q02\nOak,,\nAsh,,\n").expect("readable");
    assert_eq!(survey.responses.rows(), 2);
    assert_eq!(
        found(&survey, "all-blank").map(|finding| finding.message.as_str()),
        Some("nobody answered any item")
    );
}

#[test]
fn wholly_empty_rows_are_left_out_and_counted() {
    let survey = read_text("academy,q01,q02\nOak,5,4\n,,\nAsh,1,2\n, ,\n\n\"\",,\n").expect("readable");
    assert_eq!(codes(&survey), [[5, 4], [1, 2]]);
    assert_eq!(survey.responses.row_numbers(), [2, 4]);
    let finding = found(&survey, "rows-left-out").expect("a finding");
    assert_eq!(
        (finding.level, finding.message.as_str()),
        (Level::Note, "3 rows left out: empty row")
    );
    assert_eq!(survey.files[0].dropped[0].rows, 3);
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_does() {
    let text = "academy,\"q01\",\"q02\nof two\",q02\n\nOak,5,\"a\nb\nc\",4\r\n\r\nOak,5,,9\n";
    assert!(
        message(text).starts_with("in `a.csv`, row 5, column `q02`"),
        "{}",
        message(text)
    );
}

#[test]
fn a_title_above_the_header_is_left_out_and_said() {
    let survey = read_text("Staff survey,,\n\nAutumn term\nacademy,q01,q02\nOak,5,4\n").expect("readable");
    assert_eq!(codes(&survey), [[5, 4]]);
    assert_eq!(survey.responses.row_numbers(), [5]);
    assert_eq!(survey.files[0].header_rows, 1);
    let finding = found(&survey, "rows-above").expect("a finding");
    assert_eq!(
        (finding.level, finding.message.as_str()),
        (Level::Note, "2 rows above the header left out")
    );
}

#[test]
fn answers_above_a_header_are_no_title() {
    let joined = message("academy,a1,a2\nOak,5,4\nacademy,q01,q02\nOak,5,4\n");
    assert!(
        joined.starts_with("in `a.csv`: no column is an item of `demo`"),
        "{joined}"
    );
}

#[test]
fn short_rows_lack_answers_and_are_said() {
    let survey = read_text("academy,q01,q02\nOak,5\nOak\nOak,1,2\n").expect("readable");
    assert_eq!(codes(&survey), [[5, 0], [0, 0], [1, 2]]);
    let finding = found(&survey, "short-rows").expect("a finding");
    assert_eq!((finding.level, finding.row), (Level::Warning, Some(2)));
    assert_eq!(
        finding.message,
        "2 rows have fewer cells than the 3 headers; the missing cells are treated as skipped"
    );
}

#[test]
fn long_rows_are_refused_unless_what_is_over_is_empty() {
    let survey = read_text("academy,q01,q02\nOak,5,4,\nOak,1,2,, \n").expect("trailing commas");
    assert_eq!(codes(&survey), [[5, 4], [1, 2]]);
    assert_eq!(survey.findings, []);
    assert_eq!(
        message("academy,q01,q02\nOak,1,2\nOak, Ash,5,4\nA,B,C,5,4\n"),
        "in `a.csv`, row 3: 4 cells under 3 headers, and 1 other such row; a stray delimiter or quote shifts answers into \
         wrong columns: correct the row in the file"
    );
}

#[test]
fn a_quote_that_swallows_rows_is_found_where_it_opens() {
    let header = "academy,comment,role,q01,q02\n";
    let to_the_end = format!("{header}Oak,fine,T,5,4\nOak,\"well,T,5,4\nOak,fine,T,5,4\nAsh,so,T,1,2\n");
    assert_eq!(
        message(to_the_end),
        "in `a.csv`, row 3: a quote opens in column `comment` and swallows the rows after it: close or remove the quote"
    );
    // Two such quotes in one column close each other, and the row between them would be lost without a word.
    let header = "academy,q01,q02,comment\n";
    let between = format!("{header}Oak,5,4,\"well\nOak,1,1,fine\nAsh,2,2,\"so\nAsh,3,3,fine\n");
    assert_eq!(
        message(between),
        "in `a.csv`, row 2: a quote opens in column `comment` and swallows the rows after it: close or remove the quote"
    );
}

#[test]
fn comments_with_line_breaks_and_commas_are_taken() {
    let survey =
        read_text("academy,q01,q02,comment\nOak,5,4,\"well, yes\n- first, and\n- second\"\nAsh,1,2,\"6\"\" nails\"\n");
    assert_eq!(codes(&survey.expect("readable")), [[5, 4], [1, 2]]);
}

#[test]
fn files_of_another_kind_are_called_what_they_are() {
    for (bytes, what) in [
        (&b"%PDF-1.4 ..."[..], "a PDF document"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page (HTML)"),
        (b"{\"responses\": []}", "JSON"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Excel workbook (.xls)"),
    ] {
        let message = message(bytes);
        assert!(
            message.starts_with(&format!("in `a.csv`: it is {what}, not a table of responses: ")),
            "{message}"
        );
    }
    let Err(InputError::File { problem, .. }) = read_text(b"\x01\0\x02\0\0\0\x03") else {
        panic!("no text");
    };
    assert!(
        matches!(
            *problem,
            Problem::Open(OpenError::Binary(..)) | Problem::Columns(ColumnError::NoColumns { .. })
        ),
        "{problem:?}"
    );
}

#[test]
fn a_sheet_cannot_be_asked_of_text() {
    let options = ReadOptions {
        sheet: Some("Data".to_owned()),
        ..ReadOptions::default()
    };
    let error = read(&[source("a.csv", "academy,q01,q02\nOak,5,4\n")], &demo(), &options)
        .expect_err("no sheets")
        .to_string();
    assert_eq!(
        error,
        "in `a.csv`: it is text and has no sheets: leave out --sheet Data"
    );
}

#[test]
fn a_delimiter_may_be_given() {
    let options = ReadOptions {
        delimiter: Some(b'^'),
        ..ReadOptions::default()
    };
    let survey = read(&[source("a.csv", "academy^q01^q02\nOak^5^4\n")], &demo(), &options).expect("readable");
    assert_eq!(codes(&survey), [[5, 4]]);
}

#[test]
fn the_spreadsheets_hint_is_obeyed_and_is_no_row() {
    let survey = read_text("sep=;\r\nacademy;q01;q02\r\nOak;5;4\r\n").expect("readable");
    assert_eq!(codes(&survey), [[5, 4]]);
    assert_eq!(survey.responses.row_numbers(), [2]);
}
