//! The errors of reading. Each says where the problem is, what was found, what was expected, and the cure.

use crate::input::academies::AcademyFileError;
use crate::input::columns::ColumnError;
use crate::input::duplicates::RepeatedBlock;
use crate::input::layouts::LayoutError;
use crate::input::open::OpenError;
use crate::input::rows::{BadCells, RowError};
use crate::input::tally_file::TallyFault;
use crate::tally::Unmergeable;

/// A reason why files of responses, tallies, academies or headcounts cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// No file was given.
    #[error("no file was given")]
    NoFile,
    /// A file cannot be read.
    #[error("in `{file}`{}{problem}", if problem.begins_with_a_row() { ", " } else { ": " })]
    File {
        /// The file, as it was named.
        file: String,
        /// The problem.
        problem: Box<Problem>,
    },
    /// Cells cannot be read. Lists all of them, from all files.
    #[error("{0}")]
    BadCells(BadCells),
    /// No file has a response below its header.
    #[error("{}: a header but no responses below it{}", files.join(", "), all_left_out(left_out))]
    NoRows {
        /// The files' names in backticks.
        files: Vec<String>,
        /// Rows that are not responses: the reason and the number.
        left_out: Vec<(&'static str, usize)>,
    },
    /// The column given with `--by` contains what people wrote, not groups. Such texts must not be shown in any output.
    #[error(
        "--by {column}: {texts} different texts in {rows} rows look like what each person wrote, not like groups: choose a column that \
         groups people, such as role"
    )]
    NoGroups {
        /// The column's header.
        column: String,
        /// The number of different texts.
        texts: usize,
        /// The number of rows.
        rows: u64,
    },
    /// A block of rows stands twice, and nothing identifies the responses.
    #[error(
        "{}, in the same order, and these people would be counted twice. The files have no id or time by which single \
         responses are recognised. Leave out the file or the rows that are there twice; or export again with ids or times; or \
         name the column that identifies a response with --id COLUMN; or count every row with --keep-duplicates",
        twice(.0)
    )]
    RepeatedBlock(RepeatedBlock),
    /// The column given with `--id` has the same value in many rows that differ.
    #[error(
        "--id {column}: {ids} different values in {rows} rows, most of which differ in their answers: the column does not \
         identify single responses; name another, or leave out --id"
    )]
    NotAnId {
        /// The column's header.
        column: String,
        /// The number of different values.
        ids: usize,
        /// The number of rows with a value.
        rows: usize,
    },
    /// No columns of a file look like the items of a questionnaire.
    #[error(
        "in `{file}`: no columns share a set of answers with a known order, so there is nothing to draft{}; write the \
         questionnaire by hand, after the example of `cte instrument show trust-cte --format toml`",
        shared_answers(unordered)
    )]
    NothingToDraft {
        /// The file's name.
        file: String,
        /// Answers that several columns share and whose order is not known.
        unordered: Vec<String>,
    },
    /// There are more rows than can be counted. Contains the most rows allowed.
    #[error("more than {0} rows cannot be counted exactly: score the files one by one")]
    TooManyRows(u64),
}

impl InputError {
    /// The error of a file.
    pub(crate) fn of(file: &str, problem: impl Into<Problem>) -> Self {
        Self::File {
            file: file.to_owned(),
            problem: Box::new(problem.into()),
        }
    }
}

/// A problem with one file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Its tables cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It does not have the layout asked for.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// Its columns cannot be matched.
    #[error(transparent)]
    Columns(#[from] ColumnError),
    /// The columns of one of its sheets cannot be matched.
    #[error("sheet `{sheet}`: {error}")]
    InSheet {
        /// The sheet.
        sheet: String,
        /// The reason.
        error: Box<ColumnError>,
    },
    /// Its rows may be under the wrong headers.
    #[error(transparent)]
    Rows(#[from] RowError),
    /// It cannot be read as a list of academies or as a headcount file.
    #[error(transparent)]
    Academies(#[from] AcademyFileError),
    /// It cannot be read as a tally file.
    #[error(transparent)]
    Tally(#[from] TallyFault),
    /// Its counts cannot be added to the others.
    #[error("its counts cannot be added to those of the files before it: {0}")]
    Unmergeable(#[from] Unmergeable),
}

impl Problem {
    fn begins_with_a_row(&self) -> bool {
        matches!(
            self,
            Self::Rows(_) | Self::Academies(AcademyFileError::NotACount { .. } | AcademyFileError::AcademyTwice { .. })
        )
    }
}

/// Where the rows are that stand twice.
fn twice(block: &RepeatedBlock) -> String {
    let RepeatedBlock {
        rows,
        first,
        second,
        of,
        doubt: _,
    } = block;
    if first == second {
        format!("{rows} of the {of} rows of `{first}` are in it a second time")
    } else {
        format!("{rows} of the {of} rows of `{second}` are in `{first}` too")
    }
}

fn shared_answers(unordered: &[String]) -> String {
    match unordered.first() {
        Some(first) => format!(" (some share {first}, whose order the words do not show)"),
        None => String::new(),
    }
}

fn all_left_out(left_out: &[(&'static str, usize)]) -> String {
    // Blank rows are not worth mentioning.
    let reasons: Vec<String> = left_out
        .iter()
        .filter(|(reason, _)| *reason != "empty row")
        .map(|(reason, rows)| format!("{reason} {rows}"))
        .collect();
    if reasons.is_empty() {
        return "; nobody has answered yet, or a filter kept everybody out: export all responses again".to_owned();
    }
    let has = |wanted: &str| left_out.iter().any(|(reason, _)| reason.contains(wanted));
    let mut cure = String::new();
    if has("incomplete") {
        cure.push_str("; keep incomplete ones with --keep-incomplete");
    }
    if has("preview") || has("test") {
        cure.push_str("; keep previews and tests, such as those of a rehearsal, with --keep-tests");
    }
    format!(", only rows that were left out ({}){cure}", reasons.join(", "))
}
