//! Why the tables of a file cannot be had.

use crate::input::open::container::Container;
use crate::input::text::{did_you_mean, quoted};

/// Why the tables of a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Its bytes cannot be had.
    #[error("it cannot be read: {why}")]
    Unreadable {
        /// What the system says.
        why: String,
    },
    /// No bytes, or nothing but white space.
    #[error("the file is empty: it should have a header row and one row a respondent")]
    Empty,
    /// Not a table.
    #[error("it is {container}, not a table of responses: {}", container.cure())]
    NotATable {
        /// What it is.
        container: Container,
    },
    /// Not text at all.
    #[error("it is neither a workbook nor text ({nuls} NUL characters): export the responses as CSV or XLSX")]
    Binary {
        /// How many NUL characters there are.
        nuls: usize,
    },
    /// A workbook that cannot be read.
    #[error("the workbook cannot be read ({why}): open it in a spreadsheet and save it again, or save it as CSV")]
    BrokenWorkbook {
        /// What the reader said.
        why: String,
    },
    /// A workbook that would fill the memory.
    #[error("the workbook holds more than {limit}: save the sheet with the responses as CSV")]
    HugeWorkbook {
        /// The limit in words.
        limit: String,
    },
    /// A line that no table has.
    #[error(
        "line {line} is longer than {limit}: it is no table of responses, or its line breaks are lost; export it again"
    )]
    LongLine {
        /// The line, counted from 1.
        line: usize,
        /// The limit in words.
        limit: String,
    },
    /// An archive that cannot be read.
    #[error("the ZIP archive cannot be read ({why}): unpack it and give the file inside")]
    BrokenArchive {
        /// What the reader said.
        why: String,
    },
    /// An archive that holds no table.
    #[error("no file in the ZIP archive is a table of responses; it holds {}", quoted(members))]
    NothingInArchive {
        /// Its members.
        members: Vec<String>,
    },
    /// An archive that holds several tables.
    #[error("{} files in the ZIP archive may be the responses, {}: unpack it and give the right one", members.len(), quoted(members))]
    SeveralInArchive {
        /// The members that may be tables.
        members: Vec<String>,
    },
    /// An archive that would fill the memory.
    #[error("`{member}` in the ZIP archive is larger than {limit} when unpacked: unpack it and look what it is")]
    HugeArchive {
        /// The member.
        member: String,
        /// The limit in words.
        limit: String,
    },
    /// A sheet was asked for by name and is not there.
    #[error("no sheet `{wanted}`; it has {}{}", quoted(sheets), did_you_mean(nearest.as_deref()))]
    NoSheet {
        /// The name asked for.
        wanted: String,
        /// The sheets there are.
        sheets: Vec<String>,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// A sheet was asked for in a file that has none.
    #[error("it is {container} and has no sheets: leave out --sheet {wanted}")]
    SheetOfText {
        /// The name asked for.
        wanted: String,
        /// What it is.
        container: Container,
    },
    /// A tally where responses are wanted.
    #[error("it is a tally, which counts responses and holds none: name the response files")]
    NotResponses,
}
