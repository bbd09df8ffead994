//! The people in an output, as rows in a common numbering of all outputs, and the cells that an earlier output shows.

use std::collections::BTreeSet;

use crate::disclosure::Rule;

/// A grouping of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputGrouping {
    /// The column's header.
    pub column: String,
    /// Names of the groups. The empty name is the group of people who gave none.
    pub names: Vec<String>,
    /// For each row: place of its group, or `None` if the row is not in this output.
    pub of_row: Vec<Option<usize>>,
}

/// The people behind a scale's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleMembers {
    /// The scale's id.
    pub id: String,
    /// What identifies its items, whatever their ids.
    pub items: BTreeSet<String>,
    /// For each row: true if it has a score.
    pub scored: Vec<bool>,
    /// For each row: true if it answers any item.
    pub answering: Vec<bool>,
}

/// The people in an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputMembers {
    /// By academy, and by another column if there is one.
    pub groupings: Vec<OutputGrouping>,
    /// The scales, in the instrument's order.
    pub scales: Vec<ScaleMembers>,
}

/// The status of a group in an earlier output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellStatus {
    /// The output does not mention it.
    Absent,
    /// Its figures are shown.
    Shown,
    /// Its figures are withheld.
    Withheld(Rule),
}

/// The figures that an earlier output shows on one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierScale {
    /// The scale's id.
    pub id: String,
    /// True if figures of the trust are shown.
    pub total: bool,
    /// For each grouping and group: its status.
    pub groups: Vec<Vec<CellStatus>>,
    /// Academies whose standardised scores are shown. These disclose every cell of the academy and the other grouping.
    pub standardised: Vec<usize>,
}

/// An output that has been published before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierOutput {
    /// Its name, for messages.
    pub name: String,
    /// Its threshold.
    pub min_group: u64,
    /// The people in it.
    pub members: OutputMembers,
    /// The figures that it shows.
    pub scales: Vec<EarlierScale>,
}

/// An output that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutput {
    /// The people in it.
    pub members: OutputMembers,
    /// For each grouping: true if the output shows figures by it.
    pub shows: Vec<bool>,
    /// For each row: true if the second result, without flagged respondents, leaves it out. `None` if there is no second result.
    pub left_out: Option<Vec<bool>>,
}

impl OutputMembers {
    /// True if any row is in both.
    pub(in crate::disclosure) fn overlaps(&self, other: &Self) -> bool {
        let (Some(one), Some(other)) = (self.groupings.first(), other.groupings.first()) else {
            return false;
        };
        let rows = one.of_row.iter().zip(&other.of_row);
        rows.into_iter().any(|(one, other)| one.is_some() && other.is_some())
    }
}
