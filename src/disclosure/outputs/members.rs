//! Who stands behind the figures of an output, over the rows of all outputs, and what it shows of them.

use std::collections::BTreeSet;

use crate::disclosure::Rule;

/// A grouping over the rows of all outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputGrouping {
    /// The column's header.
    pub column: String,
    /// The groups' names; the empty name is the group of those who gave none.
    pub names: Vec<String>,
    /// For each row of all outputs the group's place; `None` where the output does not have the row.
    pub of_row: Vec<Option<usize>>,
}

/// Who stands behind a scale's figures, over the rows of all outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleMembers {
    /// The scale's id.
    pub id: String,
    /// Its items' ids.
    pub items: BTreeSet<String>,
    /// Who has a score.
    pub scored: Vec<bool>,
    /// Who answered anything.
    pub answering: Vec<bool>,
}

/// Who is in an output, over the rows of all outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputMembers {
    /// By academy, and by another column where there is one.
    pub groupings: Vec<OutputGrouping>,
    /// The scales, in the instrument's order.
    pub scales: Vec<ScaleMembers>,
}

/// What an earlier output says of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellStatus {
    /// Nothing.
    Absent,
    /// Its figures.
    Shown,
    /// That they are withheld.
    Withheld(Rule),
}

/// What an earlier output shows of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierScale {
    /// The scale's id.
    pub id: String,
    /// Whether figures of the trust stand there.
    pub total: bool,
    /// For each grouping and group, what is said of it.
    pub groups: Vec<Vec<CellStatus>>,
    /// The academies whose standardised scores are shown: with them every cell of the academy and the other grouping is told.
    pub standardised: Vec<usize>,
}

/// An output that was given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierOutput {
    /// What it is called.
    pub name: String,
    /// The fewest respondents whose figures it shows.
    pub min_group: u64,
    /// Who is in it.
    pub members: OutputMembers,
    /// What it shows.
    pub scales: Vec<EarlierScale>,
}

/// The output to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutput {
    /// Who is in it.
    pub members: OutputMembers,
    /// For each grouping, whether it shows figures by it.
    pub shows: Vec<bool>,
    /// Those whom a second result beside the first leaves out, where there is one.
    pub left_out: Option<Vec<bool>>,
}

impl OutputMembers {
    /// Whether any row is in both.
    pub(in crate::disclosure) fn meets(&self, other: &Self) -> bool {
        let (Some(one), Some(other)) = (self.groupings.first(), other.groupings.first()) else {
            return false;
        };
        let rows = one.of_row.iter().zip(&other.of_row);
        rows.into_iter().any(|(one, other)| one.is_some() && other.is_some())
    }
}
