//! The respondents of one survey by academy and, if asked for, by a second column: the input of every publication.

use crate::analysis::{Standard, Study};
use crate::disclosure::Guarded;

/// A study by academy, and the same respondents by another column if one was asked for.
#[derive(Debug, Clone)]
pub struct GroupedStudy<'a> {
    /// Respondents by academy.
    pub academies: Study<'a>,
    /// The same respondents by another column.
    pub by: Option<Study<'a>>,
    /// For each academy: the groups of the other column that its respondents are in. Empty without another column.
    pub crossing: Vec<Vec<usize>>,
    /// The plans in view of earlier outputs, if there are any.
    pub guarded: Option<&'a Guarded>,
    /// The respondents by academy and other column crossed, and the staff that scores are standardised to. Without it, small cells
    /// of the two groupings are not protected.
    pub standard: Option<Standard<'a>>,
}

impl<'a> GroupedStudy<'a> {
    /// Adds the plans in view of earlier outputs.
    #[must_use]
    pub fn guarded_by(mut self, guarded: Option<&'a Guarded>) -> Self {
        self.guarded = guarded;
        self
    }

    /// Adds the cells of both groupings and the staff that scores are standardised to.
    #[must_use]
    pub fn standardised(mut self, standard: Option<Standard<'a>>) -> Self {
        self.standard = standard;
        self
    }
}
