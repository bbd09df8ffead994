//! From the bytes of a file to its tables: containers, archives, workbooks, encodings, delimiters and records.

mod archive;
mod archive_check;
mod container;
mod delimiter;
mod encoding;
mod error;
mod records;
mod sheet_notes;
mod stored;
mod table;
mod tables;
mod window;
mod workbook;

pub use container::Container;
pub use delimiter::delimiter_name;
pub use encoding::Encoding;
pub(crate) use encoding::{MARK, is_plain};
pub use error::OpenError;
pub(crate) use records::{Records, TextRecords, blank_line, line_start, open_quote};
#[cfg(test)]
pub(crate) use sheet_notes::SheetNotes;
pub(crate) use stored::whole;
pub use stored::{MemoryFile, Stored};
pub(crate) use table::{MOST_FIELDS, RawTable, RawTableBody};
pub(crate) use tables::{open, open_head};
pub(crate) use window::OpenedFile;
pub use window::WindowSizes;
