//! What was noticed while reading and did not stop it.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Figures may mislead unless somebody looks.
    Warning,
    /// Figures are wrong or missing because of it.
    Error,
}

impl Level {
    /// The level's name, as JSON shows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something that a person should know about the files that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub level: Level,
    /// A stable name for programs, such as `short-rows`.
    pub code: &'static str,
    /// The file, as it was named.
    pub file: Option<String>,
    /// The row, as a spreadsheet numbers it.
    pub row: Option<u32>,
    /// The column's header.
    pub column: Option<String>,
    /// The item's id.
    pub item: Option<String>,
    /// The finding in words.
    pub message: String,
}

impl Finding {
    /// A finding about no particular place.
    #[must_use]
    pub fn new(level: Level, code: &'static str, message: String) -> Self {
        Self {
            level,
            code,
            file: None,
            row: None,
            column: None,
            item: None,
            message,
        }
    }

    /// The same finding, of this file.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file = Some(file.to_owned());
        self
    }

    /// The same finding, at this row.
    #[must_use]
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }
}
