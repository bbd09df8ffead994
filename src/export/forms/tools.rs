//! The survey tools whose formats are written. Adding one takes one entry here.

#[cfg(feature = "cli")]
use crate::export::forms::tool::FormKind;
use crate::export::forms::tool::FormTool;
#[cfg(feature = "cli")]
use crate::export::forms::{entry, kobo, paper};
use crate::export::forms::{google, limesurvey, microsoft, qualtrics, redcap};

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
