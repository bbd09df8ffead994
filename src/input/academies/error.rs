//! Why a list of academies or of headcounts cannot be read.

use crate::input::text::{did_you_mean, quoted};

/// Why a list of academies or a headcount file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AcademyFileError {
    /// A cell of a headcount file that is no count.
    #[error("row {row}, column `{column}`: `{text}` is not a number of staff: give a whole number, 0 or more")]
    NotACount {
        /// The row.
        row: u32,
        /// The column's header.
        column: String,
        /// What stands there.
        text: String,
    },
    /// An academy that stands twice in a headcount file.
    #[error("row {second}: `{academy}` stands already in row {first}: keep one of them")]
    AcademyTwice {
        /// The academy.
        academy: String,
        /// Its first row.
        first: u32,
        /// Its second.
        second: u32,
    },
    /// A headcount file without one of its columns.
    #[error("no column says {wanted}: call one `{example}`; the columns are {}", quoted(columns))]
    NoHeadcountColumn {
        /// What is wanted.
        wanted: &'static str,
        /// A header that is understood.
        example: &'static str,
        /// Every header of the file.
        columns: Vec<String>,
    },
    /// A list of the academies of several trusts.
    #[error(
        "it lists the academies of several trusts, such as {}: choose one with --trust, by its code or name",
        quoted(trusts)
    )]
    SeveralTrusts {
        /// Two of them.
        trusts: Vec<String>,
    },
    /// A trust was asked for and the list has no open academy of it.
    #[error("it has no open academy of a trust `{trust}`{}: give --trust the trust's code or its whole name", did_you_mean(nearest.as_deref()))]
    NoSuchTrust {
        /// The code or name asked for.
        trust: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// A header but nothing below it.
    #[error("a header but no rows below it")]
    OnlyHeader,
}
