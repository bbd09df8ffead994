//! Where a report comes from, on every form of it: the record has it at its head; people and spreadsheets get it from there.

use crate::report::context::file_name;
use crate::report::tidy::Tidy;
use crate::report::{Block, Cell, Column, Record, Report, Role, Subject, Table};

/// Characters of a checksum that are shown in a sentence.
const SHORT: usize = 12;

/// The report with its provenance as a table of its own and as a closing sentence.
#[must_use]
pub fn stamped(mut report: Report) -> Report {
    let columns = ["key", "value"].map(|key| Column::wide(Subject::Any, key, Role::Figure));
    let mut table = Table::new("provenance", columns.to_vec());
    for key in ["schema", "cte", "instrument", "input", "run", "options"] {
        if let Some(value) = report.record.member(key) {
            rows(key, value, &mut table);
        }
    }
    report.tables.push(Tidy::Made(table));
    report.blocks.extend(sentence(&report.record).map(Block::Note));
    report
}

fn rows(path: &str, value: &Record, table: &mut Table) {
    match value {
        Record::Cell(cell) => table.push(vec![Cell::text(path), cell.clone()]),
        Record::List(members) => {
            for (at, member) in members.iter().enumerate() {
                rows(&format!("{path}.{}", at + 1), member, table);
            }
        }
        Record::Object(members) => {
            for (key, member) in members {
                rows(&format!("{path}.{key}"), member, table);
            }
        }
    }
}

/// `Made by cte 0.1.0 of a.csv (SHA-256 0123456789ab…), questionnaire trust-cte 1.0.0, seed 1.`
fn sentence(record: &Record) -> Option<String> {
    let version = record.text("cte")?;
    let instrument = record.member("instrument")?;
    let Record::List(inputs) = record.member("input")? else {
        return None;
    };
    let file = |input: &Record| {
        let (path, sha256) = (input.text("path")?, input.text("sha256")?);
        Some(format!(
            "`{}` (SHA-256 {}…)",
            file_name(path),
            sha256.get(..SHORT).unwrap_or(sha256)
        ))
    };
    let mut files: Vec<String> = Vec::new();
    // A workbook is an input for each sheet that was read.
    for file in inputs.iter().filter_map(file) {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    let seed = match record.member("options")?.member("seed")? {
        Record::Cell(Cell::Number(seed, _)) => format!(", seed {seed}"),
        _ => String::new(),
    };
    Some(format!(
        "Made by cte {version} of {}, questionnaire `{}` {}{seed}.",
        files.join(", "),
        instrument.text("id")?,
        instrument.text("version")?
    ))
}
