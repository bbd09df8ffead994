//! Errors of opening a file.

use crate::input::open::container::Container;
use crate::input::text::{did_you_mean, quoted};

/// A reason why the tables of a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The operating system cannot read it. Contains the operating system's message.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// It has no bytes, or only white space.
    #[error(
        "the file is empty: it should have a header row and one row per respondent. A download that was cut off is empty: export it again"
    )]
    Empty,
    /// It is not a table. Contains the kind of file.
    #[error("it is {0}, not a table of responses: {cure}", cure = .0.cure())]
    NotATable(Container),
    /// It is not text. Contains the number of NUL characters.
    #[error("it is neither a workbook nor text ({0} NUL characters): export the responses as CSV or XLSX")]
    Binary(usize),
    /// The workbook is damaged. Contains the message of the workbook library.
    #[error("the workbook cannot be read ({0}): open it in a spreadsheet and save it again, or save it as CSV")]
    BrokenWorkbook(String),
    /// The workbook is too large for memory. Contains the limit in words.
    #[error("the workbook holds more than {0}: save the sheet with the responses as CSV")]
    HugeWorkbook(String),
    /// A line is longer than a table's can be.
    #[error(
        "line {line} is longer than {limit}: this does not look like a table of responses, or its line breaks were lost; export it again"
    )]
    LongLine {
        /// The line, counted from 1.
        line: usize,
        /// The limit in words.
        limit: String,
    },
    /// The archive is damaged. Contains the message of the archive library.
    #[error("the ZIP archive cannot be read ({0}): unpack it and give the file inside")]
    BrokenArchive(String),
    /// The archive contains no table. Contains the names of its members.
    #[error("no file in the ZIP archive is a table of responses; it holds {}", quoted(.0))]
    NothingInArchive(Vec<String>),
    /// The archive contains several tables. Contains the members that may be tables.
    #[error("{} files in the ZIP archive may be the responses, {}: unpack it and give the right one", .0.len(), quoted(.0))]
    SeveralInArchive(Vec<String>),
    /// A member of the archive is too large for memory.
    #[error("`{member}` in the ZIP archive is larger than {limit} when unpacked: unpack it and check what it is")]
    HugeArchive {
        /// The member.
        member: String,
        /// The limit in words.
        limit: String,
    },
    /// The workbook has no sheet of the name asked for.
    #[error("no sheet `{wanted}`; it has {}{}", quoted(sheets), did_you_mean(nearest.as_deref()))]
    NoSheet {
        /// The name asked for.
        wanted: String,
        /// The names of its sheets.
        sheets: Vec<String>,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// A sheet was asked for, and the file has no sheets.
    #[error("it is {container} and has no sheets: leave out --sheet {wanted}")]
    SheetOfText {
        /// The name asked for.
        wanted: String,
        /// The kind of file.
        container: Container,
    },
    /// It is a tally, and responses are needed.
    #[error("it is a tally file, which contains counts and no responses: name the response files")]
    NotResponses,
}
