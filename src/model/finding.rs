//! Findings: problems and remarks about the input that did not stop the run.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Severity of a finding, in order from the most serious.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", from = "String")]
pub enum Level {
    /// Figures are wrong or missing.
    Error,
    /// Figures may mislead; look at the input.
    Warning,
    /// Worth knowing.
    Note,
}

impl Level {
    /// The level's name in every output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl From<String> for Level {
    /// The level with this name. An unknown name is read as a warning.
    fn from(name: String) -> Self {
        let levels = [Self::Error, Self::Warning, Self::Note];
        let known = levels.into_iter().find(|level| level.name() == name);
        known.unwrap_or(Self::Warning)
    }
}

/// The code of the finding that a scale's items were given to parts of the staff.
pub const PLANNED_MISSING: &str = "planned-missing";

/// The code of the finding that responses are made up.
pub const MADE_UP: &str = "made-up";

/// The heading of the column by which made-up responses are recognised.
pub const MADE_UP_COLUMN: &str = "made_up_by_cte_simulate";

/// A problem or remark about the input, with its place if it has one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// Severity.
    pub level: Level,
    /// A stable name for scripts, such as `short-rows`.
    pub code: Cow<'static, str>,
    /// Name of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The row, as a spreadsheet numbers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The column's header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The item's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The finding in words.
    pub message: String,
}

impl Finding {
    /// A finding without a place.
    #[must_use]
    pub fn new(level: Level, code: impl Into<Cow<'static, str>>, message: String) -> Self {
        Self {
            level,
            code: code.into(),
            file: None,
            row: None,
            column: None,
            item: None,
            message,
        }
    }

    /// Adds the file.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file = Some(file.to_owned());
        self
    }

    /// Adds the row, as a spreadsheet numbers it.
    #[must_use]
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// Adds the header of the column.
    #[must_use]
    pub fn in_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    /// Adds the item's id.
    #[must_use]
    pub fn of_item(mut self, item: &str) -> Self {
        self.item = Some(item.to_owned());
        self
    }

    /// The message preceded by its file, for lists of sentences.
    #[must_use]
    pub fn sentence(&self) -> String {
        match &self.file {
            Some(file) => format!("in `{file}`: {}", self.message),
            None => self.message.clone(),
        }
    }

    /// The finding with [`Self::sentence`] as its message and without a place.
    #[must_use]
    pub fn as_sentence(&self) -> Self {
        Self::new(self.level, self.code.clone(), self.sentence())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_ordered_worst_first() {
        let mut levels = [Level::Note, Level::Error, Level::Warning];
        levels.sort_unstable();
        assert_eq!(levels, [Level::Error, Level::Warning, Level::Note]);
    }

    #[test]
    fn a_sentence_names_the_file() {
        let finding = Finding::new(Level::Note, "short-rows", "3 rows are short".to_owned());
        assert_eq!(finding.sentence(), "3 rows are short");
        let placed = finding.in_file("a.csv").at_row(4).as_sentence();
        assert_eq!(placed.message, "in `a.csv`: 3 rows are short");
        assert_eq!((placed.file, placed.row), (None, None));
    }

    #[test]
    fn an_unknown_level_is_read_as_a_warning() {
        let read = |level: &str| {
            let json = format!(r#"{{"level":"{level}","code":"c","message":"m"}}"#);
            let finding: Finding = serde_json::from_str(&json).unwrap();
            finding.level
        };
        let levels = ["note", "warning", "error", "fatal"].map(read);
        assert_eq!(levels, [Level::Note, Level::Warning, Level::Error, Level::Warning]);
    }
}
