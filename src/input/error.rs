//! Why files cannot be read as responses: fields are data, and every message says where, what was found, what was wanted
//! and the cure.

use crate::input::academies::AcademyFileError;
use crate::input::columns::ColumnError;
use crate::input::layouts::LayoutError;
use crate::input::open::OpenError;
use crate::input::rows::{BadCells, RowError};
use crate::input::tally_file::TallyFault;
use crate::tally::Unmergeable;

/// Why responses, headcounts or headers could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// No file was given.
    #[error("no file was given")]
    NoFile,
    /// A file as a whole cannot be read.
    #[error("in `{file}`{}{problem}", if problem.begins_with_a_row() { ", " } else { ": " })]
    File {
        /// The file, as it was named.
        file: String,
        /// What is wrong with it.
        problem: Box<Problem>,
    },
    /// Cells cannot be read; all of them, of all files.
    #[error("{0}")]
    BadCells(BadCells),
    /// Every file holds only a header.
    #[error("{}: a header but no responses below it{}", files.join(", "), all_left_out(left_out))]
    NoRows {
        /// The files in backticks.
        files: Vec<String>,
        /// Rows that are no responses: why, and how many.
        left_out: Vec<(&'static str, usize)>,
    },
    /// A column asked for with `--by` holds what persons wrote and no groups: that is not to stand in any output.
    #[error(
        "--by {column}: {texts} different texts in {rows} rows are what each person wrote, and no groups: choose a column that \
         sorts people, such as role"
    )]
    NoGroups {
        /// The column's header.
        column: String,
        /// How many texts it has.
        texts: usize,
        /// In how many rows.
        rows: u64,
    },
    /// More rows than can be counted.
    #[error("more than {most} rows, which are more than can be counted exactly: score the files one by one")]
    TooManyRows {
        /// The most there may be.
        most: u64,
    },
}

impl InputError {
    /// What is wrong with a tally file.
    #[must_use]
    pub fn of_tally(file: &str, fault: TallyFault) -> Self {
        Self::of(file, fault.into())
    }

    pub(crate) fn of(file: &str, problem: Problem) -> Self {
        Self::File {
            file: file.to_owned(),
            problem: Box::new(problem),
        }
    }
}

/// What is wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Its tables cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It has no layout, or not the one asked for.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// Its columns are not those of the items, or several may be.
    #[error(transparent)]
    Columns(#[from] ColumnError),
    /// Its rows may be under the wrong headers.
    #[error(transparent)]
    Rows(#[from] RowError),
    /// As a list of academies or of headcounts it cannot be read.
    #[error(transparent)]
    Academies(#[from] AcademyFileError),
    /// A tally that cannot be read.
    #[error(transparent)]
    Tally(#[from] TallyFault),
    /// Counts that cannot be added to the others.
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

fn all_left_out(left_out: &[(&'static str, usize)]) -> String {
    // Blank rows are nothing to speak of.
    let told: Vec<String> = left_out
        .iter()
        .filter(|(reason, _)| *reason != "empty row")
        .map(|(reason, rows)| format!("{reason} {rows}"))
        .collect();
    if told.is_empty() {
        return String::new();
    }
    let cure = if left_out.iter().any(|(reason, _)| *reason == "incomplete") {
        "; keep incomplete ones with --keep-incomplete"
    } else {
        ""
    };
    format!(" but rows that were left out ({}){cure}", told.join(", "))
}
