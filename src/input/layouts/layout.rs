//! A layout: how a survey tool writes its tables, and how to read them.

use std::ops::Range;

/// The first records of a table, as text, the header among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Up to 50 records, fields as they stand.
    pub records: Vec<Vec<String>>,
}

/// A column of the survey: what it may be called, and the fields of a record that hold its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedColumn {
    /// The header as messages show it.
    pub header: String,
    /// Further texts an item may be matched to, such as a second header row's.
    pub aliases: Vec<String>,
    /// The fields that hold the answer: one, or one for each option when a tool spreads them (at most one is filled).
    pub fields: Vec<usize>,
}

impl PlannedColumn {
    /// A column of one field that is called by its header alone.
    #[must_use]
    pub fn of(field: usize, header: &str) -> Self {
        Self {
            header: header.to_owned(),
            aliases: Vec::new(),
            fields: vec![field],
        }
    }
}

/// What a cell says about its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The row is a response.
    Response,
    /// It is one, but somebody should look, for this reason.
    Doubtful(&'static str),
    /// It is none, for this reason.
    NoResponse(&'static str),
    /// It is none, for this reason, unless it answers an item all the same: then somebody should look.
    Elsewhere(&'static str),
}

/// Rows that are not responses, such as a survey tool's previews.
#[derive(Debug, Clone)]
pub struct DropRule {
    /// The field that tells.
    pub field: usize,
    /// The fields it tells of, such as those of one form among several; `None` for all.
    pub covers: Option<Range<usize>>,
    /// Whether it leaves out responses that were begun and never sent, which `--keep-incomplete` keeps.
    pub incomplete: bool,
    /// What the text in the field says.
    pub verdict: fn(&str) -> Verdict,
}

/// How a table is to be read.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many records are header.
    pub header_records: usize,
    /// How many fields a full record has.
    pub width: usize,
    /// The columns, in the file's order; fields that can hold no answer and no group may be left out.
    pub columns: Vec<PlannedColumn>,
    /// Which rows are left out.
    pub drop: Vec<DropRule>,
}

/// A layout of some survey tool.
pub struct Layout {
    /// Its name, as JSON shows it and `--layout` takes it.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// What it is known by, as messages say it after "a table of this layout".
    pub known_by: &'static str,
    /// Where the tool writes answers as numbers of its own, how to have it write their labels.
    pub labels: Option<&'static str>,
    /// Whether a table has this layout for certain.
    pub recognise: fn(&Head) -> bool,
    /// How to read a table of this layout; `None` when it cannot be of this layout.
    pub plan: fn(&Head) -> Option<Plan>,
}
