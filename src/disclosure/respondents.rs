//! The number of rows that a survey has.

use crate::analysis::Study;

/// Number of rows in a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Respondents {
    /// All rows.
    pub rows: u64,
    /// Rows without any answer.
    pub blank: u64,
}

/// The number of rows in a study.
pub(in crate::disclosure) fn respondents(study: &Study<'_>) -> Respondents {
    let groups = 0..study.tally.groups();
    Respondents {
        rows: groups.clone().map(|group| study.tally.rows(group)).sum(),
        blank: groups.map(|group| study.tally.blank(group)).sum(),
    }
}
