//! What is known of a survey tool whose format is written.

use std::fmt;

use crate::export::ExportError;
use crate::export::forms::form::SurveyForm;

/// A survey tool.
pub struct FormTool {
    /// The name that `--to` takes.
    pub name: &'static str,
    /// What is written, in a few words.
    pub about: &'static str,
    /// The kinds of file, the usual one first.
    pub kinds: &'static [FormKind],
}

/// A kind of file that carries a form.
pub struct FormKind {
    /// The ending of its name.
    pub ending: &'static str,
    /// Writes the form.
    pub write: fn(&SurveyForm) -> Result<FormFile, ExportError>,
}

/// A form as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// What to do with it and what to heed, a sentence or two each.
    pub notes: Vec<String>,
}

impl fmt::Debug for FormTool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FormTool").field(&self.name).finish()
    }
}
