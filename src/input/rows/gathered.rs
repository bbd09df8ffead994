//! The result of reading, which grows from file to file.

use std::sync::Arc;

use crate::input::duplicates::SurveyMarks;
use crate::input::rows::bad_cells::BadCells;
use crate::input::rows::batch_settings::BatchSettings;
use crate::input::rows::group_names::GroupNames;
use crate::input::rows::keys::Keys;
use crate::tally::{Counting, Responses, RowShape};

/// The result of reading, which grows from file to file.
pub(crate) struct Gathered {
    pub(crate) keys: Arc<Keys>,
    pub(crate) groups: Vec<GroupNames>,
    pub(crate) kept: Kept,
}

/// The rows read so far.
pub(crate) struct Kept {
    /// The rows. If rows are only counted, this has their groups' names but no rows.
    pub(crate) responses: Responses,
    /// The counts, if rows are only counted.
    pub(crate) counting: Option<Counting>,
    pub(crate) bad: BadCells,
    /// The marks by which rows are found to be one response.
    pub(crate) marks: SurveyMarks,
}

impl Gathered {
    /// The settings for the next batch.
    pub(crate) fn frame<'k>(&'k self, counted: Option<&'k RowShape>) -> BatchSettings<'k> {
        BatchSettings {
            keys: &self.keys,
            groups: &self.groups,
            counted,
        }
    }
}

impl Kept {
    /// How to count rows, if they are only counted.
    pub(crate) fn shape(&self) -> Option<Arc<RowShape>> {
        self.counting.as_ref().map(Counting::shape)
    }

    /// The number of rows.
    pub(crate) fn rows(&self) -> u64 {
        let kept = self.responses.rows() as u64;
        self.counting.as_ref().map_or(kept, Counting::rows)
    }
}
