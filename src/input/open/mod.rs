//! From the bytes of a file to its tables: containers, archives, workbooks, encodings, delimiters and records.

#[cfg(feature = "cli")]
mod archive;
#[cfg(feature = "cli")]
mod archive_check;
#[cfg(feature = "cli")]
mod archive_size;
mod container;
mod delimiter;
mod encoding;
mod records;
mod stored;
mod table;
mod tables;
#[cfg(feature = "cli")]
mod workbook;

pub use container::Container;
pub use delimiter::delimiter_name;
pub use encoding::Encoding;
pub(crate) use encoding::{MARK, lost_characters};
pub(crate) use records::{Records, blank_line, line_start, open_quote};
pub use stored::Stored;
pub(crate) use stored::whole;
pub(crate) use table::{MOST_FIELDS, Table, TableBody};
pub(crate) use tables::{open, open_head};
