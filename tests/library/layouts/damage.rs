//! Damaged copies of every file: an error, or the right answers of the rows that were left alone; never another.

use std::collections::HashSet;

use cte::input::Survey;
use proptest::prelude::*;

use crate::layouts::files::{SAMPLES, Sample, academies, bytes, codes, options, read_bytes};

/// A file as a table, where it is text with commas.
fn table(sample: &Sample) -> Option<Vec<Vec<String>>> {
    let text = String::from_utf8(bytes(sample.name)).ok()?;
    let (_, ending) = sample.name.rsplit_once('.')?;
    if ending != "csv" || text.lines().next()?.contains([';', '\t']) {
        return None;
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let records = reader
        .records()
        .map(|record| record.map(|record| record.iter().map(str::to_owned).collect()));
    records.collect::<Result<_, _>>().ok()
}

fn written(table: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in table {
        writer.write_record(record).expect("to write");
    }
    writer.into_inner().expect("to write")
}

/// The respondent of a record, who is known by the cells that no item and no academy is in.
type Answers = Vec<(String, Vec<i32>)>;

fn answers(survey: &Survey) -> Answers {
    academies(survey)
        .into_iter()
        .map(str::to_owned)
        .zip(codes(survey))
        .collect()
}

#[derive(Debug, Clone)]
enum Damage {
    /// Two cells of the body change places.
    Swap((usize, usize), (usize, usize)),
    /// A cell of the body is emptied.
    Empty(usize, usize),
    /// A column is lost.
    LoseColumn(usize),
    /// A column stands twice.
    DoubleColumn(usize, usize),
    /// A header cell is emptied.
    EmptyHeader(usize, usize),
    /// The rows after this one are lost.
    Cut(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || (0_usize..100, 0_usize..100);
    prop_oneof![
        (at(), at()).prop_map(|(a, b)| Damage::Swap(a, b)),
        at().prop_map(|(row, field)| Damage::Empty(row, field)),
        (0_usize..100).prop_map(Damage::LoseColumn),
        at().prop_map(|(from, to)| Damage::DoubleColumn(from, to)),
        at().prop_map(|(row, field)| Damage::EmptyHeader(row, field)),
        (0_usize..100).prop_map(Damage::Cut),
    ]
}

/// Does the damage; says which records it touched, or that it touched the header.
fn inflict(damage: &Damage, table: &mut Vec<Vec<String>>, header: usize) -> (HashSet<usize>, bool) {
    let width = table.iter().map(Vec::len).max().unwrap_or(1);
    let body = |row: usize| header + row % (table.len() - header);
    match *damage {
        Damage::Swap((a, b), (c, d)) => {
            let (a, c) = (body(a), body(c));
            let (b, d) = (b % table[a].len(), d % table[c].len());
            let (first, second) = (table[a][b].clone(), table[c][d].clone());
            table[a][b] = second;
            table[c][d] = first;
            ([a, c].into(), false)
        }
        Damage::Empty(row, field) => {
            let row = body(row);
            let field = field % table[row].len();
            table[row][field].clear();
            ([row].into(), false)
        }
        Damage::LoseColumn(field) => {
            for record in table.iter_mut() {
                record.remove(field % width);
            }
            (HashSet::new(), true)
        }
        Damage::DoubleColumn(from, to) => {
            for record in table.iter_mut() {
                let cell = record[from % width].clone();
                record.insert(to % width, cell);
            }
            (HashSet::new(), true)
        }
        Damage::EmptyHeader(row, field) => {
            let row = row % header;
            let field = field % table[row].len();
            table[row][field].clear();
            (HashSet::new(), true)
        }
        Damage::Cut(row) => {
            let row = body(row);
            table.truncate(row + 1);
            (HashSet::new(), false)
        }
    }
}

/// An academy is called as its first row spells it: a damaged letter's case or a damaged space in that row changes every
/// row's name and no row's academy.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

proptest! {
    #[test]
    fn damaged_tables_give_an_error_or_the_answers_of_the_rows_left_alone(
        sample in 0..SAMPLES.len(), damage in damage()
    ) {
        let sample = &SAMPLES[sample];
        let Some(mut table) = table(sample) else { return Ok(()) };
        let original = read_bytes(sample.name, bytes(sample.name), &options(sample)).expect("readable");
        let above = original.findings.iter().any(|finding| finding.code == "rows-above");
        let header = original.files[0].header_rows + usize::from(above);
        let (touched, in_header) = inflict(&damage, &mut table, header);
        let Ok(survey) = read_bytes(sample.name, written(&table), &options(sample)) else { return Ok(()) };
        let (before, after) = (answers(&original), answers(&survey));
        if in_header {
            // All rows: the answers are those of the sound file, or rows that were left out are back, or an academy column is
            // another one, which is said by its header.
            let left_out: usize = original.files[0].dropped.iter().map(|dropped| dropped.rows).sum();
            prop_assert!(after.len() >= before.len() && after.len() <= before.len() + left_out, "{}: {:?}", sample.name, damage);
            // An item may lose its answers, to most people at once: `check` warns of that.
            let missing = |answers: &[(String, Vec<i32>)], item: usize| {
                answers.iter().filter(|(_, codes)| codes[item] == 0).count()
            };
            let lost = |item: usize| missing(&after, item) > after.len() / 2 && missing(&before, item) <= before.len() / 2;
            let mut codes_after = after.iter().map(|(_, codes)| codes);
            for (_, codes) in &before {
                let same = |other: &Vec<i32>| (0..codes.len()).all(|item| other[item] == codes[item] || lost(item));
                prop_assert!(codes_after.any(same), "{}: {:?}", sample.name, damage);
            }
            return Ok(());
        }
        // What the reader gives for a table of only the untouched records, it gives for them here too.
        let alone: Vec<Vec<String>> = table.iter().enumerate()
            .filter(|(at, _)| !touched.contains(at)).map(|(_, record)| record.clone()).collect();
        let Ok(expected) = read_bytes(sample.name, written(&alone), &options(sample)) else { return Ok(()) };
        let mut rest = after.iter();
        for row in answers(&expected) {
            prop_assert!(before.contains(&row), "{}: {:?}: {:?}", sample.name, damage, row);
            prop_assert!(rest.any(|other| *other == row), "{}: {:?}: {:?}", sample.name, damage, row);
        }
        prop_assert!(after.len() <= expected.responses.rows() + touched.len());
    }

    #[test]
    fn flipped_and_lost_bytes_give_an_error_or_the_answers_of_the_rows_left_alone(
        sample in 0..SAMPLES.len(), at in any::<prop::sample::Index>(), byte: u8, cut in prop::bool::weighted(0.2)
    ) {
        let sample = &SAMPLES[sample];
        let mut damaged = bytes(sample.name);
        let at = at.index(damaged.len());
        if cut {
            damaged.truncate(at);
        } else {
            damaged[at] = byte;
        }
        let Ok(survey) = read_bytes(sample.name, damaged, &options(sample)) else { return Ok(()) };
        // A byte is in one record or parts two; a damaged header may bring back rows that were left out, or point to another
        // academy column, which the output names.
        let sound = read_bytes(sample.name, bytes(sample.name), &options(sample)).expect("readable");
        let before = answers(&sound);
        let brought_back = survey.responses.rows().saturating_sub(before.len());
        let same = |a: &(String, Vec<i32>), b: &(String, Vec<i32>)| {
            a.1 == b.1 && (letters(&a.0) == letters(&b.0) || survey.files[0].academy != sound.files[0].academy)
        };
        let other = answers(&survey).iter().filter(|row| !before.iter().any(|known| same(row, known))).count();
        prop_assert!(other <= 2 + brought_back, "{}: byte {at} as {byte}: {other} rows differ", sample.name);
    }
}
