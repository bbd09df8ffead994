//! Describes each file that was read, and reports what is odd about it.

use crate::input::columns::{letter_of, shown_headers, texts};
use crate::input::layouts::PlannedColumn;
use crate::input::open::RawTableBody;
use crate::input::read::sheet_findings::sheet_findings;
use crate::input::read::survey_reader::{FileBody, SurveyReader};
use crate::input::rows::{ASIDE, question_findings, scale_findings};
use crate::input::survey::{Dropped, FileRead, MatchedColumn};
use crate::input::text::{SHOWN, all_quoted, excerpt};
use crate::model::{Finding, Instrument, Item, Level, MADE_UP, MADE_UP_COLUMN};

/// Why a row is left out that is one response with another row.
const OF_ANOTHER_ROW: &str = "response counted in another row";

impl SurveyReader<'_> {
    /// Records a file's description and findings.
    pub(in crate::input::read) fn describe(&mut self, instrument: &Instrument, read: &FileBody<'_>) {
        let FileBody {
            chosen, body, summary, ..
        } = read;
        let (located, tool) = (&chosen.located, chosen.located.layout);
        let Some(gathered) = &mut self.gathered else {
            return;
        };
        if let (Some(labels), true) = (tool.labels, gathered.kept.bad.count > read.bad_before) {
            gathered.kept.bad.cure(format!(
                "in `{}`, if {} wrote numbers of its own: {labels}",
                body.file, tool.name
            ));
        }
        if gathered.kept.bad.count > read.bad_before {
            for (row, label) in body.aside.doubtful() {
                gathered.kept.bad.cure(format!(
                    "in `{}`, row {row} is called `{}`: if it is an average or a total, delete it",
                    body.file,
                    excerpt(label)
                ));
            }
        }
        let mut form = question_findings(instrument, located);
        form.extend(scale_findings(summary, instrument, &gathered.keys, located));
        let mut file = describe(instrument, read);
        let left_out = gathered.kept.marks.left_out_of_last();
        if left_out > 0 {
            file.dropped.push(Dropped {
                reason: OF_ANOTHER_ROW,
                rows: left_out,
            });
        }
        self.report(&file, read);
        self.findings.extend(sheet_findings(body, chosen));
        self.findings
            .extend(form.into_iter().map(|finding| finding.in_file(body.file)));
        self.files.push(file);
    }

    /// Turns the summary of a file's rows into findings.
    fn report(&mut self, file: &FileRead, read: &FileBody<'_>) {
        let FileBody {
            chosen, body, summary, ..
        } = read;
        let aside = body.aside;
        let mut say = |level, code, row, message| {
            let finding = Finding::new(level, code, message).in_file(body.file);
            self.findings.push(match row {
                Some(row) => finding.at_row(row),
                None => finding,
            });
        };
        let again = file.dropped.iter().any(|dropped| dropped.reason == OF_ANOTHER_ROW);
        if summary.rows > 0
            && !again
            && let Some(twin) = self
                .files
                .iter()
                .find(|earlier| earlier.sha256 == file.sha256 && earlier.sheet == file.sheet)
        {
            let message = format!("the same bytes as `{}`: every answer in it is counted twice", twin.name);
            say(Level::Warning, "same-file", None, message);
        }
        if summary.rows == 0 && !again {
            say(
                Level::Warning,
                "no-rows",
                None,
                "a header but no responses below it".to_owned(),
            );
        }
        if chosen.located.above > 0 {
            let message = format!(
                "{} above the header left out",
                plural(chosen.located.above, "row", "rows")
            );
            say(Level::Note, "rows-above", None, message);
        }
        let header_rows = file.header_rows;
        if !chosen.located.layout.is_a_tools() && header_rows > 1 {
            let message = format!(
                "{header_rows} header rows, read as questions and their parts; say another number with --header-rows"
            );
            say(Level::Note, "header-rows", None, message);
        }
        if summary.short.count > 0 {
            let message = format!(
                "{} fewer cells than the {} headers; the missing cells are treated as skipped",
                plural(summary.short.count, "row has", "rows have"),
                chosen.located.plan.width
            );
            say(Level::Warning, "short-rows", Some(summary.short.first), message);
        }
        if summary.beside.count > 0 {
            let message = format!(
                "{} cells to the right of the table, which are ignored",
                plural(summary.beside.count, "row has", "rows have")
            );
            say(Level::Warning, "cells-beside", Some(summary.beside.first), message);
        }
        for (reason, doubtful) in &summary.doubtful {
            let message = format!(
                "{} kept, but look at them: {reason}",
                plural(doubtful.count, "row is", "rows are")
            );
            say(Level::Warning, "doubtful-rows", Some(doubtful.first), message);
        }
        if is_made_up(&chosen.located.plan.columns) {
            let message = "made by `cte simulate`: nobody gave these answers".to_owned();
            say(Level::Note, MADE_UP, None, message);
        }
        let left_out: Vec<(u32, &str)> = aside.left_out().collect();
        if let Some(&(first, _)) = left_out.first() {
            let mut labels: Vec<String> = left_out
                .iter()
                .map(|(row, label)| format!("`{}` in row {row}", excerpt(label)))
                .collect();
            let more = labels.len().saturating_sub(SHOWN);
            labels.truncate(SHOWN);
            if more > 0 {
                labels.push(format!("{more} more"));
            }
            let message = format!(
                "{} left out as averages, totals, counts or notes, not responses: {}",
                plural(left_out.len(), "row is", "rows are"),
                labels.join(", ")
            );
            say(Level::Warning, "summary-rows", Some(first), message);
        }
        for (reason, count) in summary.dropped.iter().filter(|(reason, _)| **reason != ASIDE) {
            let message = format!("{} left out: {reason}", plural(*count, "row", "rows"));
            say(Level::Note, "rows-left-out", None, message);
        }
        if let (Some(sheet), false) = (&chosen.table.sheet, chosen.others.is_empty()) {
            let hold = if chosen.others.len() == 1 { "holds" } else { "hold" };
            let others = all_quoted(&chosen.others);
            let message = format!(
                "read the sheet `{sheet}`; {others} {hold} the items too: choose with --sheet, or read each as a school with --academy-from sheet"
            );
            say(Level::Warning, "several-sheets", None, message);
        }
    }
}

/// True if a column says that the responses are made up.
fn is_made_up(columns: &[PlannedColumn]) -> bool {
    let mut headers = columns.iter().flat_map(texts);
    headers.any(|header| header.contains(MADE_UP_COLUMN))
}

fn describe(instrument: &Instrument, read: &FileBody<'_>) -> FileRead {
    let FileBody {
        chosen,
        file,
        body,
        summary,
        sha256,
        ..
    } = read;
    let (groupings, duration) = (body.groupings, body.duration);
    let columns = &chosen.located.plan.columns;
    let names = shown_headers(columns);
    let (encoding, delimiter) = match chosen.table.body {
        RawTableBody::Text {
            encoding, delimiter, ..
        } => (Some(encoding), Some(delimiter)),
        RawTableBody::Rows(_) => (None, None),
    };
    let matched = |(item, &at): (&Item, &usize)| MatchedColumn {
        item: item.id.clone(),
        header: names[at].clone(),
        letter: letter_of(columns, at),
    };
    let used = |at: &usize| {
        chosen.located.items.contains(at)
            || groupings.contains(&Some(*at))
            || duration.is_some_and(|columns_of| columns_of.columns().any(|other| other == *at))
    };
    let identifies = |at: &usize| columns[*at].fields.iter().any(|&field| body.marker.tells_apart(field));
    let named = || (0..columns.len()).filter(|at| !names[*at].is_empty());
    let header = |at: usize| names[at].clone();
    FileRead {
        name: (*file).to_owned(),
        sha256: sha256.clone(),
        rows: summary.rows,
        layout: chosen.located.layout.name,
        sheet: chosen.table.sheet.clone(),
        encoding,
        delimiter,
        header_rows: chosen.located.plan.header_records - chosen.located.above,
        columns: instrument
            .items()
            .iter()
            .zip(&chosen.located.items)
            .map(matched)
            .collect(),
        academy: groupings.first().copied().flatten().map(|at| names[at].clone()),
        duration: duration.map(|columns_of| {
            columns_of
                .columns()
                .map(|at| names[at].as_str())
                .collect::<Vec<_>>()
                .join(" to ")
        }),
        identified_by: named().filter(identifies).map(header).collect(),
        unused: named().filter(|at| !used(at) && !identifies(at)).map(header).collect(),
        dropped: summary
            .dropped
            .iter()
            .map(|(&reason, &rows)| Dropped { reason, rows })
            .collect(),
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
