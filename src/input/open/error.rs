//! Errors of opening a file.

use crate::input::open::container::Container;
use crate::input::text::{did_you_mean, quoted};

/// A reason why the tables of a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The operating system cannot read it.
    #[error("it cannot be read: {why}")]
    Unreadable {
        /// The operating system's message.
        why: String,
    },
    /// It has no bytes, or only white space.
    #[error("the file is empty: it should have a header row and one row per respondent")]
    Empty,
    /// It is not a table.
    #[error("it is {container}, not a table of responses: {}", container.cure())]
    NotATable {
        /// The kind of file.
        container: Container,
    },
    /// It is not text.
    #[error("it is neither a workbook nor text ({nuls} NUL characters): export the responses as CSV or XLSX")]
    Binary {
        /// The number of NUL characters.
        nuls: usize,
    },
    /// The workbook is damaged.
    #[error("the workbook cannot be read ({why}): open it in a spreadsheet and save it again, or save it as CSV")]
    BrokenWorkbook {
        /// The message of the workbook library.
        why: String,
    },
    /// The workbook is too large for memory.
    #[error("the workbook holds more than {limit}: save the sheet with the responses as CSV")]
    HugeWorkbook {
        /// The limit in words.
        limit: String,
    },
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
    /// The archive is damaged.
    #[error("the ZIP archive cannot be read ({why}): unpack it and give the file inside")]
    BrokenArchive {
        /// The message of the archive library.
        why: String,
    },
    /// The archive contains no table.
    #[error("no file in the ZIP archive is a table of responses; it holds {}", quoted(members))]
    NothingInArchive {
        /// The names of its members.
        members: Vec<String>,
    },
    /// The archive contains several tables.
    #[error("{} files in the ZIP archive may be the responses, {}: unpack it and give the right one", members.len(), quoted(members))]
    SeveralInArchive {
        /// The members that may be tables.
        members: Vec<String>,
    },
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
