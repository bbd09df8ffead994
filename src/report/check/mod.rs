//! The report of `cte check`: is this file fit to be scored?

mod chasing;
mod findings;
mod key_words;
mod record;
mod view;

use crate::disclosure::{Policy, PublishedCheck};
use crate::model::Finding;
use crate::report::context::Context;
use crate::report::fields::FileRow;
use crate::report::{Report, context, tidy};
pub use findings::check_findings;

/// The marking of every check.
pub const FOR_THE_DATA_LEAD: &str =
    "For the person who has the responses, not for circulation: it describes single rows of the file.";

/// How one file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedFile {
    /// Its path as it was given.
    pub path: String,
    /// Respondents in it.
    pub rows: usize,
    /// The layout it was read as.
    pub layout: String,
    /// The sheet, for a workbook.
    pub sheet: Option<String>,
    /// The character encoding, for text.
    pub encoding: Option<String>,
    /// The character between fields, for text, in a word.
    pub delimiter: Option<String>,
    /// The number of header rows.
    pub header_rows: usize,
    /// For each item its id, and the header and the letter of its column.
    pub columns: Vec<(String, String, String)>,
    /// The header of the academy column.
    pub academy: Option<String>,
    /// The header of the column with durations.
    pub duration: Option<String>,
    /// Headers of the columns that show which rows are one response: ids and times.
    pub identified_by: Vec<String>,
    /// Headers of columns that are not used.
    pub unused: Vec<String>,
    /// Rows that are not responses: reason and number.
    pub left_out: Vec<(String, usize)>,
}

/// The files of a check and how they were read.
#[derive(Debug, Clone)]
pub struct CheckContext<'a> {
    /// Where the figures come from.
    pub context: Context<'a>,
    /// How each file was read, in the order of the rows.
    pub files: Vec<CheckedFile>,
    /// Each row's number in its file, as a spreadsheet shows it.
    pub row_numbers: Vec<u32>,
    /// The findings of reading.
    pub found: Vec<Finding>,
}

impl CheckContext<'_> {
    /// The place in its file of a row counted from 0.
    fn place(&self, row: usize) -> FileRow<'_> {
        let ends = self.files.iter().scan(0, |before, file| {
            *before += file.rows;
            Some((*before, file.path.as_str()))
        });
        let file = ends.into_iter().find(|(end, _)| row < *end);
        FileRow {
            file: file.map_or("", |(_, path)| path),
            number: self.row_numbers.get(row).copied().unwrap_or(0),
        }
    }
}

/// The report of a check with all its findings, which [`check_findings`] makes.
#[must_use]
pub fn check(published: &PublishedCheck, context: &CheckContext<'_>, findings: &[Finding]) -> Report {
    let record = record::record(published, context, findings);
    Report {
        title: title(published, context),
        marking: Some(marking(published.policy, findings)),
        summary: Vec::new(),
        blocks: view::blocks(&record, published, context, findings),
        tables: tidy::views(&tidy::CHECK_TABLES),
        record,
    }
}

fn marking(policy: Policy, findings: &[Finding]) -> String {
    let first = context::marking(policy, findings).map(|marking| format!("{marking} "));
    first.unwrap_or_default() + FOR_THE_DATA_LEAD
}

fn title(published: &PublishedCheck, checked: &CheckContext<'_>) -> String {
    let instrument = checked.context.instrument;
    let version = context::short_version(instrument);
    let files = context::files(checked.files.iter().map(|file| file.path.as_str()));
    let rows = context::counted(published.respondents.rows, "row", "rows");
    let academies = context::counted(published.academies.len() as u64, "academy", "academies");
    format!("Check · {} {version} · {files} · {rows} · {academies}", instrument.name)
}
