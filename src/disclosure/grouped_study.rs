//! The respondents of one survey by academy and, if asked for, by a second column: the input of every publication.

use crate::analysis::{Standard, Study};
use crate::disclosure::{Guarded, Respondents};

/// A study by academy and, where another grouping was asked for, the same respondents by that.
#[derive(Debug, Clone)]
pub struct GroupedStudy<'a> {
    /// By academy.
    pub academies: Study<'a>,
    /// By another column.
    pub by: Option<Study<'a>>,
    /// For each academy, the groups of the other column that its respondents are in; empty without another.
    pub crossing: Vec<Vec<usize>>,
    /// What may be shown beside earlier outputs, where there are any.
    pub guarded: Option<&'a Guarded>,
    /// The respondents by academy and by the other column at once, and what scores are standardised to; without it nothing guards
    /// what both groupings tell together of a few.
    pub standard: Option<Standard<'a>>,
}

impl<'a> GroupedStudy<'a> {
    /// The study with what may be shown of it beside earlier outputs.
    #[must_use]
    pub fn beside(mut self, guarded: Option<&'a Guarded>) -> Self {
        self.guarded = guarded;
        self
    }

    /// The study with its cells, and what its scores are standardised to.
    #[must_use]
    pub fn standardised(mut self, standard: Option<Standard<'a>>) -> Self {
        self.standard = standard;
        self
    }
}

/// The number of rows in a study.
pub(in crate::disclosure) fn respondents(study: &Study<'_>) -> Respondents {
    let groups = 0..study.tally.groups();
    Respondents {
        rows: groups.clone().map(|group| study.tally.rows(group)).sum(),
        blank: groups.map(|group| study.tally.blank(group)).sum(),
    }
}
