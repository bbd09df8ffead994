//! A page that people who never see a command line read.

use crate::report::{Fact, Figure, Table};

/// A page: what it says first, and then how it comes to say so.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The file's name without ending: letters, digits and hyphens.
    pub name: String,
    /// Whose page it is.
    pub title: String,
    /// What of, and when.
    pub subtitle: String,
    /// What must be said on every output, such as "not for circulation".
    pub marking: Option<String>,
    /// The answer, a sentence each.
    pub answer: Vec<String>,
    /// What stands behind it, in order.
    pub sections: Vec<Section>,
}

/// A part of a page under a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Letters and hyphens that no other section of the page has.
    pub id: &'static str,
    /// The heading.
    pub heading: String,
    /// What stands under it.
    pub parts: Vec<Part>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A smaller heading.
    Heading(String),
    /// A paragraph.
    Words(String),
    /// Points, one below the other.
    List(Vec<String>),
    /// Labelled sentences.
    Facts(Vec<Fact>),
    /// A table with its caption.
    Table(String, Table),
    /// A picture, and a table with the same figures.
    Figure(Box<Figure>, Table),
    /// Other files of the folder.
    Links(Vec<Link>),
}

/// A way to another file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its name.
    pub file: String,
    /// What it is.
    pub text: String,
    /// What must be said of it.
    pub aside: String,
}
