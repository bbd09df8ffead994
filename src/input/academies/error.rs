//! Errors of lists of academies and headcount files.

use crate::input::text::{did_you_mean, quoted};

/// A reason why a list of academies or a headcount file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AcademyFileError {
    /// A cell that should be a number of staff is not one.
    #[error("row {row}, column `{column}`: `{text}` is not a number of staff: give a whole number, 0 or more")]
    NotACount {
        /// The row.
        row: u32,
        /// The column's header.
        column: String,
        /// The text of the cell.
        text: String,
    },
    /// An academy occurs twice.
    #[error("row {second}: `{academy}` is already in row {first}: keep one of them")]
    AcademyTwice {
        /// The academy.
        academy: String,
        /// The row in which it is first.
        first: u32,
        /// The row in which it is again.
        second: u32,
    },
    /// A column is missing.
    #[error("no column says {wanted}: call one `{example}`; the columns are {}", quoted(columns))]
    NoHeadcountColumn {
        /// The content that the column should have.
        wanted: &'static str,
        /// A header that would be recognised.
        example: &'static str,
        /// Every header of the file.
        columns: Vec<String>,
    },
    /// The list has academies of several trusts. Contains two of them.
    #[error(
        "it lists the academies of several trusts, such as {}: choose one with --trust, by its code or name",
        quoted(.0)
    )]
    SeveralTrusts(Vec<String>),
    /// The list has no open academy of the trust asked for.
    #[error("it has no open academy of a trust `{trust}`{}: give --trust the trust's code or its whole name", did_you_mean(nearest.as_deref()))]
    NoSuchTrust {
        /// The code or name asked for.
        trust: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// The file has a header but no rows.
    #[error("a header but no rows below it: it should have a row for each academy")]
    OnlyHeader,
}
