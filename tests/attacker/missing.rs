//! Reasons for missing answers: no output counts one to nine people who gave one.

use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use cte::disclosure::{Policy, publish_items};
use cte::export::{FORMATS, Style};
use cte::model::MissingReason;
use cte::report::{self, ItemOrder, Report};
use cte::tally::{MISSING, Responses};
use serde_json::Value;

use crate::outputs::{Output, context, folder, formats, of_one_term, score};
use crate::sketch::{RATES, Sketch, grouped};
use crate::trust::{OPEN, ROUNDED, academy_name, mixed, part};

const REASONS: [MissingReason; 3] = [
    MissingReason::NotApplicable,
    MissingReason::DontKnow,
    MissingReason::Declined,
];

/// The answers, with a reason for most of the missing ones.
fn with_reasons(sketch: &Sketch, seed: u32) -> Responses {
    let mut responses = Responses::new(sketch.items, &["academy"]);
    for (academy, persons) in sketch.academies.iter().enumerate() {
        // In some academies most answers are missing, so that there are numbers to show.
        let many = mixed(seed, academy, 906, 1).is_multiple_of(3);
        for (place, person) in persons.iter().enumerate() {
            let draw = |item: usize| mixed(seed, academy, place, 400 + item as u64);
            let answer = |item: usize| {
                if many && draw(item) % 2 == 0 {
                    MISSING
                } else {
                    person[item]
                }
            };
            let answers: Vec<u8> = (0..sketch.items).map(answer).collect();
            responses.push(&answers, &[&academy_name(academy)], 2);
            for item in (0..sketch.items).filter(|&item| answers[item] == MISSING) {
                let reason = usize::try_from(draw(item) / 2 % 5).expect("a reason");
                responses.note(item, REASONS.get(reason).cloned().unwrap_or(MissingReason::Skipped));
            }
        }
    }
    responses
}

fn few(number: f64) -> bool {
    (1.0..10.0).contains(&number)
}

/// Counts the numbers below the members of a record that are about missing answers, and collects the small ones.
fn in_record(value: &Value, about_missing: bool, found: &mut Found) {
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter().filter(|(key, _)| *key != "options") {
                in_record(member, about_missing || key.starts_with("missing"), found);
            }
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| in_record(element, about_missing, found)),
        Value::Number(number) if about_missing => found.note(number.as_f64().expect("a number"), "a record"),
        _ => {}
    }
}

/// The cells of a table in columns about missing answers, and the numbers beside a reason.
fn in_table(table: &Output, reasons: &[String], found: &mut Found) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(table.text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().expect("headers").clone();
    for record in reader.records().map(|record| record.expect("a record")) {
        let about_reason = record.iter().any(|cell| reasons.iter().any(|reason| reason == cell));
        for (header, cell) in headers.iter().zip(&record) {
            if let Ok(number) = cell.parse::<f64>()
                && (header.contains("missing") || about_reason && header != "keyed_code")
            {
                found.note(number, &table.name);
            }
        }
    }
}

/// Numbers that stand directly before or behind a reason in running text, without the tags of a page or workbook.
fn in_text(output: &Output, reasons: &[String], found: &mut Found) {
    let mut text = String::new();
    for piece in output.text.replace("&#39;", "'").split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
        text.push(' ');
    }
    for line in text.lines() {
        for reason in reasons {
            for (place, _) in line.match_indices(reason.as_str()) {
                let (before, after) = (&line[..place], &line[place + reason.len()..]);
                let number = |word: Option<&str>| {
                    word.and_then(|word| word.trim_matches(|c: char| "():,;|".contains(c)).parse().ok())
                };
                let beside = [
                    number(before.split_whitespace().last()),
                    number(after.split_whitespace().next()),
                ];
                for number in beside.into_iter().flatten() {
                    found.note(number, &output.name);
                }
            }
        }
    }
}

#[derive(Default)]
struct Found {
    numbers: usize,
    small: Vec<String>,
}

impl Found {
    fn note(&mut self, number: f64, place: &str) {
        self.numbers += 1;
        if few(number) {
            self.small.push(format!("{number} in {place}"));
        }
    }
}

/// The cells of a workbook in columns headed by a word about missing answers, and the numbers beside a reason.
fn in_workbook(bytes: &[u8], reasons: &[String], found: &mut Found) {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    for (name, sheet) in workbook.worksheets() {
        let mut about_missing = vec![false; sheet.width()];
        for row in sheet.rows() {
            let filled: Vec<&Data> = row.iter().filter(|cell| **cell != Data::Empty).collect();
            let is_header = filled.len() > 3 && filled.iter().all(|cell| matches!(cell, Data::String(_)));
            let about_reason = filled.iter().any(|cell| reasons.contains(&cell.to_string()));
            for (cell, about_missing) in row.iter().zip(&mut about_missing) {
                if is_header {
                    *about_missing = cell.to_string().to_lowercase().starts_with("missing");
                } else if let Data::Float(number) = cell
                    && (*about_missing || about_reason)
                {
                    found.note(*number, &format!("workbook {name}"));
                }
            }
        }
    }
}

fn workbook(report: &Report) -> Vec<u8> {
    let xlsx = FORMATS.iter().find(|format| format.name == "xlsx").expect("workbooks");
    (xlsx.write)(report, &Style::default()).expect("a workbook")
}

/// The numbers about missing answers in the scores, items and reports of many surveys.
fn over_surveys(seeds: u32, policy: Policy) -> Found {
    let reasons: Vec<String> = REASONS
        .iter()
        .chain([&MissingReason::Skipped])
        .map(|reason| reason.name().to_string())
        .collect();
    let mut found = Found::default();
    for rate in RATES {
        for seed in 0..seeds {
            let sketch = Sketch::of(seed, 4 * rate);
            let instrument = sketch.instrument();
            let survey = grouped(&instrument, &with_reasons(&sketch, seed));
            let before = found.small.len();
            let own = context(&instrument);
            let items = report::items(&publish_items(&survey, policy, true), &own, ItemOrder::Instrument);
            let (reported, pages) = folder(&survey, policy);
            for output in [formats("items", &items), score(&survey, policy).1, pages].concat() {
                if output.name.ends_with(" json") {
                    in_record(&serde_json::from_str(&output.text).expect("JSON"), false, &mut found);
                } else if output.name.rsplit('.').next() == Some("csv") {
                    in_table(&output, &reasons, &mut found);
                } else {
                    in_text(&output, &reasons, &mut found);
                }
            }
            for book in [items, report::board_workbook(&reported, of_one_term(&own))] {
                in_workbook(&workbook(&book), &reasons, &mut found);
            }
            for small in &mut found.small[before..] {
                let _ = write!(small, ", seed {seed}, rate {rate}");
            }
        }
    }
    found
}

#[test]
fn no_output_counts_the_few_people_who_gave_a_reason_for_a_missing_answer() {
    let found = over_surveys(part(200) / 4, ROUNDED);
    assert!(
        found.numbers > 100,
        "only {} numbers about missing answers",
        found.numbers
    );
    assert!(found.small.is_empty(), "{}", found.small.join("\n"));
}

#[test]
fn a_working_result_counts_them_so_the_attack_sees_them_in_every_format() {
    let found = over_surveys(1, OPEN);
    for place in ["a record", ".csv", "workbook"] {
        let seen = found.small.iter().any(|small| small.contains(place));
        assert!(seen, "none in {place}: {:?}", found.small);
    }
}
