//! `cte check`: is this file fit to be scored? Exit code 1 where somebody should look first.

use crate::analysis::{Criteria, check};
use crate::cli::args::CheckArgs;
use crate::cli::done::Done;
use crate::cli::load::{Loaded, load};
use crate::disclosure::publish_check;
use crate::input::{FileRead, alike, delimiter_name};
use crate::model::{Finding, Level};
use crate::report::{self, CheckContext, CheckedFile, Context};

pub(crate) fn run(mut args: CheckArgs) -> anyhow::Result<Done> {
    // Every unreadable answer is to be listed, so none may stop the reading.
    args.survey.skip_bad = Some(true);
    args.survey.rows_for = Some("`cte check`");
    let mut loaded = load(&args.survey, args.by.as_deref())?;
    let guarded = loaded.guarded(&args.survey, &[true, true], None)?;
    let survey = loaded.survey().guarded_by(guarded.as_ref());
    let checked = check(&survey.academies, &loaded.survey.responses, Criteria::default());
    let published = publish_check(&survey, checked, loaded.policy);
    let context = CheckContext {
        // What was found while reading is among the findings.
        context: Context {
            findings: Vec::new(),
            ..loaded.context()
        },
        files: loaded.survey.files.iter().map(checked_file).collect(),
        row_numbers: loaded.survey.responses.row_numbers().to_vec(),
        found: found(&loaded),
    };
    let findings = report::check_findings(&published, &context);
    let mut done = loaded.done(
        report::check(&published, &context, &findings),
        &args.survey,
        &args.output,
        args.only.as_ref(),
    );
    done.look = findings.iter().any(|finding| finding.level < Level::Note);
    Ok(done)
}

/// What was found while reading: every unreadable answer by itself in place of their sum.
fn found(loaded: &Loaded) -> Vec<Finding> {
    let set_aside = &loaded.survey.set_aside;
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
    findings.extend(loaded.survey.findings.iter().filter(summed).cloned());
    for grouping in loaded.survey.responses.groupings() {
        for pair in alike(grouping.names()) {
            let level = if pair.slips == 1 { Level::Warning } else { Level::Note };
            let (one, other) = (&grouping.names()[pair.one], &grouping.names()[pair.other]);
            // What the trust file lists as two is two.
            let listed = |name: &String| loaded.declared.iter().any(|academy| academy.name == *name);
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
        unused: file.unused.clone(),
        left_out: file
            .dropped
            .iter()
            .map(|dropped| (dropped.reason.to_owned(), dropped.rows))
            .collect(),
    }
}
