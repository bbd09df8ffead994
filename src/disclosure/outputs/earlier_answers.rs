//! The answers behind an earlier output, counted in the groups of the new one.

use crate::analysis::CountedAnswers;

/// The answers behind an earlier output about some of the same people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierAnswers {
    /// For each item of the new output's questionnaire: true if the earlier output's has it too.
    pub has_item: Vec<bool>,
    /// True if the earlier output shows figures of the trust.
    pub total: bool,
    /// By academy, and by another column if the new output has one.
    pub groupings: Vec<EarlierGrouping>,
}

/// The answers behind an earlier output by one grouping of the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierGrouping {
    /// For each group: true if the earlier output shows figures of its people.
    pub shown: Vec<bool>,
    /// The answers that the earlier output rests on.
    pub then: CountedAnswers,
    /// The answers that only the new output rests on.
    pub added: CountedAnswers,
    /// The answers that only the earlier output rests on.
    pub removed: CountedAnswers,
}
