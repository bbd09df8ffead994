//! The survey tools whose formats are written. Adding one takes one entry here.

use std::fmt;

use crate::export::ExportError;
use crate::export::forms::form::SurveyForm;
#[cfg(feature = "cli")]
use crate::export::forms::{entry, kobo, paper};
use crate::export::forms::{google, limesurvey, microsoft, qualtrics, redcap};

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

/// Every tool.
pub const FORM_TOOLS: &[FormTool] = &[
    limesurvey::TOOL,
    #[cfg(feature = "cli")]
    kobo::TOOL,
    redcap::TOOL,
    qualtrics::TOOL,
    google::TOOL,
    microsoft::TOOL,
    #[cfg(feature = "cli")]
    FormTool {
        name: "paper",
        about: "Paper: a page to print on A4 (.html), and a workbook to type the sheets into (.xlsx)",
        kinds: &[
            FormKind {
                ending: "html",
                write: paper::usual,
            },
            FormKind {
                ending: "xlsx",
                write: entry::write,
            },
        ],
    },
    #[cfg(feature = "cli")]
    FormTool {
        name: "large-print",
        about: "Paper in large print, to print on A4",
        kinds: &[FormKind {
            ending: "html",
            write: paper::large,
        }],
    },
];

/// The tool of this name, ignoring case.
#[must_use]
pub fn form_tool(name: &str) -> Option<&'static FormTool> {
    FORM_TOOLS.iter().find(|tool| tool.name.eq_ignore_ascii_case(name))
}

impl fmt::Debug for FormTool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FormTool").field(&self.name).finish()
    }
}
