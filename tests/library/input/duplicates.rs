//! One response counts once: nobody is lost from surveys without duplicates, and exactly the duplicates are left out of
//! surveys with them.

use cte::input::{InputError, MemoryFile, ReadOptions, Survey, WindowSizes, count_stored, read};
use proptest::prelude::*;

use crate::input::archive::xlsx;
use crate::input::fixtures::{codes, demo, found, read_text, source};

/// How a tool writes the time of a response.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Clock {
    Nothing,
    Days,
    Minutes,
    Seconds,
}

/// A response.
#[derive(Debug, Clone)]
struct Row {
    number: usize,
    /// Seconds since the survey opened.
    time: u32,
    academy: usize,
    answers: [u8; 2],
}

const HEADER: [&str; 5] = ["ID", "Completion time", "academy", "q01", "q02"];

fn written(row: &Row, clock: Clock) -> [String; 5] {
    let (day, hour, minute, second) = (
        row.time / 36_000 + 1,
        row.time / 3600 % 10 + 8,
        row.time / 60 % 60,
        row.time % 60,
    );
    let time = match clock {
        Clock::Nothing => String::new(),
        Clock::Days => format!("2026-10-{day:02}"),
        Clock::Minutes => format!("2026-10-{day:02} {hour:02}:{minute:02}:00"),
        Clock::Seconds => format!("2026-10-{day:02} {hour:02}:{minute:02}:{second:02}"),
    };
    [
        row.number.to_string(),
        time,
        format!("Academy {}", row.academy),
        row.answers[0].to_string(),
        row.answers[1].to_string(),
    ]
}

/// A table as CSV, with its columns in this order.
fn csv(rows: &[[String; 5]], order: [usize; 5], end: &str) -> String {
    let header = HEADER.map(str::to_owned);
    let line = |row: &[String; 5]| order.map(|column| row[column].clone()).join(",") + end;
    std::iter::once(&header).chain(rows).map(line).collect()
}

const USUAL: [usize; 5] = [0, 1, 2, 3, 4];

/// A table as a workbook, with its times as Excel stores them or as text.
fn workbook(rows: &[[String; 5]]) -> Vec<u8> {
    let header = HEADER.map(str::to_owned);
    let lines = std::iter::once(&header).chain(rows).zip(1..);
    let line = |(row, number): (&[String; 5], u32)| {
        let cell = |(text, column): (&String, char)| {
            if text.parse::<f64>().is_ok() {
                format!("<c r=\"{column}{number}\"><v>{text}</v></c>")
            } else {
                format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            }
        };
        let cells: String = row.iter().zip('A'..).map(cell).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    xlsx(&[("Form1", &lines.map(line).collect::<String>())])
}

/// Answers of which one is given by most people, as in a survey that everybody agrees with.
fn answers() -> impl Strategy<Value = [u8; 2]> {
    let answer = || prop_oneof![3 => Just(5_u8), 2 => Just(6_u8), 1 => 1_u8..=6];
    [answer(), answer()]
}

/// One form per academy, each with its own numbers from 1. In a span of few seconds many people answer at once.
fn forms(span: u32) -> impl Strategy<Value = Vec<Vec<Row>>> {
    let row = (0..span, answers());
    prop::collection::vec(prop::collection::vec(row, 1..40), 1..6).prop_map(|forms| {
        let form = |(academy, rows): (usize, Vec<(u32, [u8; 2])>)| {
            let row = |(at, (time, answers))| Row {
                number: at + 1,
                time,
                academy,
                answers,
            };
            rows.into_iter().enumerate().map(row).collect()
        };
        forms.into_iter().enumerate().map(form).collect()
    })
}

fn read_all(files: &[MemoryFile]) -> Result<Survey, InputError> {
    read(files, &demo(), &ReadOptions::default())
}

/// The number of rows that are counted when no row is kept.
fn counted(files: &[MemoryFile]) -> u64 {
    let stored: Vec<&dyn cte::input::Stored> = files.iter().map(|file| file as _).collect();
    let survey = count_stored(&stored, &demo(), &ReadOptions::default(), SMALL).expect("countable");
    survey.counted.expect("counts").tallies.by[0].all_rows()
}

/// Windows so small that a short file is read in many chunks.
const SMALL: WindowSizes = WindowSizes {
    head: 1 << 10,
    window: 1 << 9,
    cut: 1 << 8,
    chunk: 1 << 7,
};

proptest! {
    #[test]
    fn a_survey_without_duplicates_loses_nobody_and_never_stops(
        forms in prop_oneof![forms(60), forms(36_000), forms(180_000)],
        clock in prop::sample::select(vec![Clock::Nothing, Clock::Days, Clock::Minutes]),
        pasted in any::<bool>(),
        one_academy in any::<bool>(),
    ) {
        let form = |rows: &Vec<Row>| -> Vec<[String; 5]> {
            let academy = |row: &Row| Row { academy: if one_academy { 0 } else { row.academy }, ..row.clone() };
            rows.iter().map(|row| written(&academy(row), clock)).collect()
        };
        let forms: Vec<Vec<[String; 5]>> = forms.iter().map(form).collect();
        let people: usize = forms.iter().map(Vec::len).sum();
        let files: Vec<MemoryFile> = if pasted {
            vec![source("all.csv", csv(&forms.concat(), USUAL, "\n"))]
        } else {
            let file = |(at, rows): (usize, &Vec<[String; 5]>)| source(&format!("{at}.csv"), csv(rows, USUAL, "\n"));
            forms.iter().enumerate().map(file).collect()
        };
        let survey = read_all(&files);
        prop_assert!(survey.is_ok(), "{}", survey.unwrap_err());
        let survey = survey.unwrap();
        prop_assert_eq!(survey.responses.rows(), people);
        prop_assert_eq!(survey.identities.len(), people);
        prop_assert!(found(&survey, "duplicates-left-out").is_none());
        prop_assert_eq!(counted(&files), people as u64);
    }

    #[test]
    fn exactly_the_injected_duplicates_are_left_out(
        rows in prop::collection::vec((1_u32..400, answers()), 2..50),
        late in prop::collection::vec((1_u32..400, answers()), 0..5),
        taken in prop::collection::vec(any::<bool>(), 50),
        shuffled in prop::option::of(prop::collection::vec(any::<u32>(), 60)),
        edited in prop::collection::vec(prop::option::weighted(0.1, 1_u8..=6), 50),
        saved_as in 0..4,
    ) {
        // Everybody finishes a while after the one before, and never in the same second.
        let mut time = 0;
        let all = rows.iter().chain(&late).enumerate().map(|(at, (wait, answers))| {
            time += wait;
            Row { number: at + 1, time, academy: at % 3, answers: *answers }
        });
        let all: Vec<Row> = all.collect();
        let (early, late) = all.split_at(rows.len());
        let first = |row: &Row| written(row, Clock::Seconds);
        let before: Vec<[String; 5]> = early.iter().map(first).collect();
        let again = || early.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(row, _)| row);
        let mut after: Vec<(&Row, [String; 5])> = again().chain(late).map(|row| (row, first(row))).collect();
        // An edited response keeps its number and its time here; its place says that it is later.
        let mut wanted: Vec<Vec<i32>> = all.iter().map(|row| row.answers.map(i32::from).to_vec()).collect();
        for (row, text) in &mut after {
            if let Some(Some(answer)) = edited.get(row.number - 1).filter(|_| row.number <= early.len()) {
                text[4] = answer.to_string();
                wanted[row.number - 1][1] = i32::from(*answer);
            }
        }
        if let Some(keys) = &shuffled {
            after.sort_by_key(|(row, _)| keys[row.number - 1]);
        }
        let repeated = again().count();
        let after: Vec<[String; 5]> = after.into_iter().map(|(_, text)| text).collect();
        prop_assume!(!after.is_empty());
        let second = match saved_as {
            0 => source("b.csv", csv(&after, USUAL, "\n")),
            1 => source("b.csv", csv(&after, USUAL, "\r\n")),
            2 => source("b.csv", csv(&after, [4, 2, 1, 0, 3], "\n")),
            _ => source("b.xlsx", workbook(&after)),
        };
        let files = [source("a.csv", csv(&before, USUAL, "\n")), second];
        let survey = read_all(&files);
        prop_assert!(survey.is_ok(), "{}", survey.unwrap_err());
        let survey = survey.unwrap();
        let mut read = codes(&survey);
        read.sort();
        wanted.sort();
        prop_assert_eq!(read, wanted);
        prop_assert_eq!(counted(&files), all.len() as u64);
        let finding = found(&survey, "duplicates-left-out");
        prop_assert_eq!(finding.is_some(), repeated > 0);
        if let Some(finding) = finding {
            let rows = format!("{repeated} of the {} rows", after.len());
            prop_assert!(finding.message.starts_with(&rows), "{}", finding.message);
        }
    }

    #[test]
    fn responses_are_recognised_however_the_file_is_saved(
        rows in prop::collection::vec((1_u32..400, answers()), 1..30),
        clock in prop::sample::select(vec![Clock::Nothing, Clock::Days, Clock::Minutes, Clock::Seconds]),
    ) {
        let row = |(at, (time, answers)): (usize, &(u32, [u8; 2]))| Row { number: at + 1, time: *time, academy: at % 3, answers: *answers };
        let rows: Vec<[String; 5]> = rows.iter().enumerate().map(|row_at| written(&row(row_at), clock)).collect();
        let identities = |source: MemoryFile| {
            let mut identities = read_all(&[source]).expect("readable").identities;
            identities.sort_unstable();
            identities
        };
        let usual = identities(source("a.csv", csv(&rows, USUAL, "\n")));
        prop_assert_eq!(usual.len(), rows.len());
        prop_assert_eq!(&usual, &identities(source("b.csv", csv(&rows, USUAL, "\r\n"))));
        prop_assert_eq!(&usual, &identities(source("b.csv", csv(&rows, [3, 1, 4, 0, 2], "\n"))));
        prop_assert_eq!(&usual, &identities(source("b.xlsx", workbook(&rows))));
        let mut last = rows.clone();
        let answer = &mut last[0][3];
        *answer = if answer == "1" { "2" } else { "1" }.to_owned();
        let changed = identities(source("a.csv", csv(&last, USUAL, "\n")));
        // With a number and a time in seconds it is the same response; otherwise only equal content is recognised.
        prop_assert_eq!(usual == changed, usual[0].certain);
    }
}

/// Rows of a file whose content is like nobody else's.
fn distinct(rows: usize, times: bool) -> String {
    let header = if times {
        "academy,Timestamp,q01,q02,post\n"
    } else {
        "academy,q01,q02,post\n"
    };
    let row = |row: usize| {
        let time = format!("2026/10/05 {}:{:02}:{:02} AM,", row / 60 + 1, row % 60, row * 7 % 60);
        let answers = format!("{},{},{}", row * row % 6 + 1, row / 6 % 6 + 1, row % 9);
        format!("Oak,{}{answers}\n", if times { time } else { String::new() })
    };
    header.to_owned() + &(0..rows).map(row).collect::<String>()
}

#[test]
fn equal_rows_with_a_time_in_seconds_are_one_response() {
    let text = distinct(30, true);
    let third = text.lines().nth(3).expect("a row").to_owned();
    let survey = read_text(format!("{text}{third}\n")).expect("readable");
    assert_eq!(survey.responses.rows(), 30);
    let finding = found(&survey, "duplicates-left-out").expect("a finding");
    assert!(
        finding
            .message
            .starts_with("1 of the 31 rows of `a.csv` repeats a response"),
        "{}",
        finding.message
    );
    let more = [source("a.csv", &text), source("b.csv", distinct(33, true))];
    assert_eq!(read_all(&more).expect("readable").responses.rows(), 33);
}

#[test]
fn equal_rows_that_nothing_identifies_are_kept() {
    let text = distinct(30, false);
    let third = text.lines().nth(3).expect("a row").to_owned();
    let survey = read_text(format!("{text}{third}\n")).expect("readable");
    assert_eq!(survey.responses.rows(), 31);
    assert!(survey.identities.iter().all(|identity| !identity.certain));
}

#[test]
fn a_block_that_stands_twice_stops_the_run_with_the_ways_out() {
    let text = distinct(30, false);
    let part: String = text.split_inclusive('\n').skip(9).take(14).collect();
    for files in [
        vec![source("a.csv", format!("{text}{part}"))],
        vec![
            source("a.csv", &text),
            source("b.csv", format!("academy,q01,q02,post\nElm,1,1,1\n{part}")),
        ],
    ] {
        let error = read_all(&files).expect_err("a repeated block").to_string();
        for wanted in ["14 of the ", "--id COLUMN", "--keep-duplicates", "same order"] {
            assert!(error.contains(wanted), "{error}");
        }
        let options = ReadOptions {
            keep_duplicates: true,
            ..ReadOptions::default()
        };
        assert!(read(&files, &demo(), &options).expect("readable").responses.rows() >= 44);
    }
}

#[test]
fn a_comment_that_only_one_person_wrote_identifies_and_a_stock_phrase_does_not() {
    let header = "academy,q01,q02,Any comments?\n";
    let own = "Oak,5,5,Behaviour at lunch has got much worse since May\n";
    let stock = "Oak,5,5,I have nothing to add to this\nOak,4,5,I have nothing to add to this\n";
    let survey = read_text(format!("{header}{own}Oak,1,2,\n{own}{stock}{stock}")).expect("readable");
    assert_eq!(survey.responses.rows(), 6);
}

#[test]
fn the_latest_version_of_a_response_stands_wherever_it_is() {
    let header = "ID,Start time,Completion time,academy,q01,q02\n";
    let rows = |time: &str, answer: u8| {
        let others: Vec<String> = (2..9)
            .map(|id| format!("{id},10/5/26 9:0{id}:11,10/5/26 9:1{id}:13,Oak,3,4\n"))
            .collect();
        let others = others.concat();
        format!("{header}1,10/5/26 9:00:07,{time},Oak,{answer},4\n{others}")
    };
    let (early, late) = (rows("10/5/26 9:10:01", 2), rows("10/12/26 9:10:01", 5));
    for files in [
        [source("a.csv", &early), source("b.csv", &late)],
        [source("a.csv", &late), source("b.csv", &early)],
    ] {
        let survey = read_all(&files).expect("readable");
        assert_eq!(survey.responses.rows(), 8);
        let answers: Vec<i32> = codes(&survey).iter().map(|row| row[0]).collect();
        assert!(answers.contains(&5) && !answers.contains(&2), "{answers:?}");
        let finding = found(&survey, "duplicates-left-out").expect("a finding");
        assert!(
            finding
                .message
                .contains("8 of the 8 rows of `b.csv` are in `a.csv` too")
        );
        assert!(finding.message.contains("1 of them in another version"));
    }
}

#[test]
fn a_column_that_the_user_names_identifies() {
    let text = "code,academy,q01,q02\nx1,Oak,5,5\nx2,Oak,5,5\nx1,Oak,4,5\n,Oak,5,5\n,Oak,5,5\n";
    let options = |id: &str| ReadOptions {
        id: Some(id.to_owned()),
        ..ReadOptions::default()
    };
    let read_with = |id: &str| read(&[source("a.csv", text)], &demo(), &options(id));
    let survey = read_with("code").expect("readable");
    assert_eq!(codes(&survey), [[5, 5], [4, 5], [5, 5], [5, 5]]);
    let certain: Vec<bool> = survey.identities.iter().map(|identity| identity.certain).collect();
    assert_eq!(certain, [true, true, false, false]);
    let error = read_with("coed").expect_err("no such column").to_string();
    assert!(error.contains("--id coed") && error.contains("`code`"), "{error}");
    let rows: Vec<String> = (0..40)
        .map(|row| format!("r{row},Oak,{},{}\n", row % 6 + 1, row / 6 % 6 + 1))
        .collect();
    let rows = rows.concat();
    let file = source("a.csv", format!("row,academy,q01,q02\n{rows}"));
    let error = read(&[file], &demo(), &options("academy"))
        .expect_err("no id")
        .to_string();
    assert!(error.contains("does not identify"), "{error}");
}
