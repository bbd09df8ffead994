//! Everything that is kept of the rows of all files.

use std::sync::Arc;

use crate::input::rows::bad_cells::BadCells;
use crate::input::rows::frame::Frame;
use crate::input::rows::group_names::GroupNames;
use crate::input::rows::keys::Keys;
use crate::tally::{Counting, Responses, RowShape};

/// Everything that grows over the files.
pub(crate) struct Gathered {
    pub(crate) keys: Arc<Keys>,
    pub(crate) groups: Vec<GroupNames>,
    pub(crate) kept: Kept,
}

/// What is left of the rows.
pub(crate) struct Kept {
    /// The rows themselves; only their groupings where they are counted instead.
    pub(crate) responses: Responses,
    /// The rows counted, where they are not kept.
    pub(crate) counting: Option<Counting>,
    pub(crate) bad: BadCells,
}

impl Gathered {
    /// What parts are read by.
    pub(crate) fn frame<'k>(&'k self, counted: Option<&'k RowShape>) -> Frame<'k> {
        Frame {
            keys: &self.keys,
            groups: &self.groups,
            counted,
        }
    }
}

impl Kept {
    /// How rows are counted, where they are not kept.
    pub(crate) fn shape(&self) -> Option<Arc<RowShape>> {
        self.counting.as_ref().map(Counting::shape)
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> u64 {
        let kept = self.responses.rows() as u64;
        self.counting.as_ref().map_or(kept, Counting::rows)
    }
}
