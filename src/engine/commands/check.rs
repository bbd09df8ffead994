//! The check of a response file before scoring.

use crate::analysis::{Criteria, check as screened};
use crate::disclosure::publish_check;
use crate::engine::load::load;
use crate::engine::round::Round;
use crate::engine::round::read::Need;
use crate::engine::{Error, Setup, Source};
use crate::input::{BadCellRule, FileRead, alike, delimiter_name};
use crate::model::{Finding, Level};
use crate::report::{self, Cell, CheckContext, CheckedFile, Context, Record, Report};

/// Columns, answers, scoring key, careless responses and response rates of the files, with every finding. The findings that need
/// attention are those worse than a note.
///
/// # Errors
/// When a file cannot be read or understood.
pub fn check(responses: &[Source], setup: &Setup<'_>) -> Result<Report, Error> {
    let mut setup = setup.clone();
    // Every unreadable answer is listed, so none may stop the reading.
    setup.reading.bad_cells = Some(BadCellRule::SetAside);
    let by = setup.reading.by.column();
    let mut round = load(responses, &setup, by, Need::RowsFor("`cte check`"))?;
    let guarded = round.guarded(&setup, &[true, true], None)?;
    let survey = round.survey().guarded_by(guarded.as_ref());
    let checked = screened(&survey.academies, &round.survey.responses, Criteria::default());
    let published = publish_check(&survey, checked, round.policy);
    let context = CheckContext {
        // Findings of reading are among the findings of the check.
        context: Context {
            findings: Vec::new(),
            ..round.context()
        },
        files: round.survey.files.iter().map(checked_file).collect(),
        row_numbers: round.survey.responses.row_numbers().to_vec(),
        found: found(&round),
    };
    let findings = report::check_findings(&published, &context);
    Ok(report::stamped(report::check(&published, &context, &findings)))
}

/// True if a report of [`check`] has findings worse than notes.
#[must_use]
pub fn needs_attention(report: &Report) -> bool {
    matches!(report.record.member("fit"), Some(Record::Cell(Cell::Flag(false))))
}

/// The findings of reading, with each unreadable answer instead of their count.
fn found(round: &Round) -> Vec<Finding> {
    let set_aside = &round.survey.set_aside;
    let mut findings = set_aside.findings();
    if set_aside.count > set_aside.cells.len() {
        let message = format!(
            "{} answers cannot be read; the first {} are listed",
            set_aside.count,
            set_aside.cells.len()
        );
        findings.push(Finding::new(Level::Error, "bad-answers", message));
    }
    let summed = |finding: &&Finding| finding.code != "invalid-answers";
    findings.extend(round.survey.findings.iter().filter(summed).cloned());
    for grouping in round.survey.responses.groupings() {
        for pair in alike(grouping.names()) {
            let level = if pair.slips == 1 { Level::Warning } else { Level::Note };
            let (one, other) = (&grouping.names()[pair.one], &grouping.names()[pair.other]);
            // Two academies of the trust file are two.
            let listed = |name: &String| round.declared.iter().any(|academy| academy.name == *name);
            if listed(one) && listed(other) {
                continue;
            }
            let message = format!("`{one}` and `{other}` may be one: they are nearly spelled alike, and count as two");
            findings.push(Finding::new(level, "nearly-alike", message).in_column(&grouping.column));
        }
    }
    findings
}

fn checked_file(file: &FileRead) -> CheckedFile {
    CheckedFile {
        path: file.name.clone(),
        rows: file.rows,
        layout: file.layout.to_owned(),
        sheet: file.sheet.clone(),
        encoding: file.encoding.map(|encoding| encoding.to_string()),
        delimiter: file.delimiter.map(delimiter_name),
        header_rows: file.header_rows,
        columns: file
            .columns
            .iter()
            .map(|column| (column.item.clone(), column.header.clone(), column.letter.clone()))
            .collect(),
        academy: file.academy.clone(),
        duration: file.duration.clone(),
        identified_by: file.identified_by.clone(),
        unused: file.unused.clone(),
        left_out: file
            .dropped
            .iter()
            .map(|dropped| (dropped.reason.to_owned(), dropped.rows))
            .collect(),
    }
}
