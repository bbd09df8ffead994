//! The description of a layout, and the plan that it makes for reading a table.

use std::fmt;
use std::ops::Range;

/// The first records of a table as text, including the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Up to 50 records.
    pub records: Vec<Vec<String>>,
}

/// A column of the survey: its possible names, and the fields of a record that contain its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedColumn {
    /// The header as messages show it.
    pub header: String,
    /// Other texts that an item may be matched to, such as the second header row.
    pub aliases: Vec<String>,
    /// The fields that contain the answer: one, or one per option if the tool spreads them (at most one of them is
    /// filled).
    pub fields: Vec<usize>,
}

impl PlannedColumn {
    /// A column of one field whose only name is its header.
    #[must_use]
    pub fn of(field: usize, header: &str) -> Self {
        Self {
            header: header.to_owned(),
            aliases: Vec::new(),
            fields: vec![field],
        }
    }
}

/// The meaning of a cell for its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowVerdict {
    /// The row is a response.
    Response,
    /// The row is a response, but should be checked for this reason.
    Doubtful(&'static str),
    /// The row is not a response, for this reason.
    NoResponse(&'static str),
    /// The row is not a response, for this reason. If it answers an item nevertheless, it should be checked.
    Elsewhere(&'static str),
}

/// A rule for rows that are not responses, such as a survey tool's previews.
#[derive(Debug, Clone)]
pub struct DropRule {
    /// The field to look at.
    pub field: usize,
    /// The fields that the rule is about, such as those of one form among several; `None` for all.
    pub covers: Option<Range<usize>>,
    /// True if the rule drops unfinished responses, which `--keep-incomplete` keeps.
    pub incomplete: bool,
    /// True if the rule is about previews and tests of a survey.
    pub test: bool,
    /// The meaning of the text in the field.
    pub verdict: fn(&str) -> RowVerdict,
}

impl DropRule {
    /// A rule about the whole row.
    pub(crate) fn of(field: usize, verdict: fn(&str) -> RowVerdict) -> Self {
        Self {
            field,
            covers: None,
            incomplete: false,
            test: false,
            verdict,
        }
    }

    /// A rule that drops unfinished responses.
    pub(crate) fn of_unfinished(field: usize, verdict: fn(&str) -> RowVerdict) -> Self {
        Self {
            incomplete: true,
            test: false,
            ..Self::of(field, verdict)
        }
    }
}

/// A plan for reading a table.
#[derive(Debug, Clone)]
pub struct TablePlan {
    /// The number of header records.
    pub header_records: usize,
    /// The number of fields of a full record.
    pub width: usize,
    /// The columns in file order. Fields that can contain neither an answer nor a group may be missing.
    pub columns: Vec<PlannedColumn>,
    /// The rules for rows that are not responses.
    pub drop: Vec<DropRule>,
}

/// A layout: the way in which a survey tool writes its tables. Each has a name of its own.
pub struct Layout {
    /// Its name in JSON and for `--layout`.
    pub name: &'static str,
    /// A short description.
    pub about: &'static str,
    /// The sign by which it is known, as messages put it after "a table of this layout".
    pub known_by: &'static str,
    /// Advice on exporting labels, for tools that may export their own numbers instead.
    pub labels: Option<&'static str>,
    /// Returns true if a table certainly has this layout.
    pub recognise: fn(&Head) -> bool,
    /// Makes the plan for a table of this layout; `None` if the table cannot have it.
    pub plan: fn(&Head) -> Option<TablePlan>,
}

impl fmt::Debug for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Layout").field(&self.name).finish()
    }
}

impl PartialEq for Layout {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Layout {}
