//! A report as bytes. Knows no survey and rounds nothing itself.

mod csv;
pub mod forms;
#[cfg(feature = "cli")]
pub mod html;
mod json;
mod markdown;
#[cfg(feature = "cli")]
pub mod png;
pub mod responses;
#[cfg(feature = "cli")]
mod text;
#[cfg(feature = "cli")]
mod xlsx;

use crate::report::Report;
pub(crate) use json::FORMAT as JSON;

/// Settings of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// Characters a line of text may have.
    pub width: usize,
    /// True if text may be coloured.
    pub colour: bool,
    /// True if text stops after the answer in short.
    pub brief: bool,
    /// The one table to write, where a format writes one.
    pub only: Option<String>,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
            brief: false,
            only: None,
        }
    }
}

/// The reason why a report cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// `--only` names a table that the report does not have.
    #[error("there is no table `{found}` here; the tables are {}", .known.join(", "))]
    NoSuchTable {
        /// The name asked for.
        found: String,
        /// The names of the tables.
        known: Vec<String>,
    },
    /// The CSV writer failed.
    #[error("the table could not be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// A page's template failed.
    #[cfg(feature = "cli")]
    #[error("the page could not be written: {0}")]
    Page(#[from] askama::Error),
    /// The workbook's writer failed.
    #[cfg(feature = "cli")]
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The PNG of a figure could not be written.
    #[error("the picture could not be written: {why}")]
    Picture {
        /// Why not.
        why: String,
    },
    /// A text of a form has what a survey tool would take for more than text.
    #[error("{place} has `{found}`, {meaning}: {cure}")]
    Wording {
        /// Where the text is.
        place: String,
        /// What stands in it.
        found: String,
        /// What the tool takes it for.
        meaning: &'static str,
        /// What to do.
        cure: &'static str,
    },
    /// The JSON writer failed.
    #[error("the record could not be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// One file of an export: its name (for a folder) and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// File name without folder.
    pub name: String,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Writes a report as one file.
pub type WriteFile = fn(&Report, &Style) -> Result<Vec<u8>, ExportError>;

/// Writes a report as several files.
pub type WriteFolder = fn(&Report) -> Result<Vec<Part>, ExportError>;

/// One way to write a report.
pub struct Format {
    /// The name that `--format` takes.
    pub name: &'static str,
    /// The endings of file names that mean it.
    pub endings: &'static [&'static str],
    /// Its use, in a few words.
    pub about: &'static str,
    /// The report as one file.
    pub write: WriteFile,
    /// The report as a folder of files, where the format has one file a table.
    pub folder: Option<WriteFolder>,
}

/// Every format, the default first.
pub const FORMATS: &[Format] = &[
    #[cfg(feature = "cli")]
    text::FORMAT,
    csv::FORMAT,
    json::FORMAT,
    markdown::FORMAT,
    #[cfg(feature = "cli")]
    xlsx::FORMAT,
];

/// The format with this name.
#[must_use]
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that a file's ending means.
#[must_use]
pub fn format_of_ending(ending: &str) -> Option<&'static Format> {
    let ending = ending.to_lowercase();
    FORMATS.iter().find(|format| format.endings.contains(&ending.as_str()))
}
