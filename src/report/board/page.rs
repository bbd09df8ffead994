//! A page for people who do not use the command line.

use crate::report::board::heat_table::Heat;
use crate::report::{Chart, Fact, Table};

/// A page: first a sheet that can be read alone, then the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The file's name without ending: letters, digits and hyphens.
    pub name: String,
    /// The trust or academy that it is about.
    pub title: String,
    /// The trust, the term and the questionnaire.
    pub subtitle: String,
    /// A warning on every output, such as "not for circulation".
    pub marking: Option<String>,
    /// The answer, one sentence each.
    pub answer: Vec<String>,
    /// The rest of the first sheet. On paper it is one page with the answer.
    pub sheet: Vec<Section>,
    /// The evidence, in order, on later pages.
    pub sections: Vec<Section>,
}

/// A part of a page under a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Letters and hyphens. Unique on a page.
    pub id: &'static str,
    /// The heading.
    pub heading: String,
    /// The content under it.
    pub content: Vec<Content>,
}

impl Section {
    pub(super) fn new(id: &'static str, heading: impl Into<String>, content: Vec<Content>) -> Self {
        Self {
            id,
            heading: heading.into(),
            content,
        }
    }
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A smaller heading.
    Heading(String),
    /// A paragraph.
    Words(String),
    /// A list of points.
    List(Vec<String>),
    /// A list whose points have numbers, from 1.
    Numbered(Vec<String>),
    /// Labelled sentences.
    Facts(Vec<Fact>),
    /// A table with its caption.
    Table(String, Table),
    /// A chart, and a table with the same figures.
    Chart(Box<Chart>, Table),
    /// A table of short figures in which only differences that hold have colour.
    Heat(Heat),
    /// Other files of the folder.
    Links(Vec<Link>),
}

impl Content {
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self::Words(text.into())
    }
}

/// A link to another file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The name of the file.
    pub file: String,
    /// The text of the link.
    pub text: String,
    /// A remark next to it.
    pub aside: String,
}
