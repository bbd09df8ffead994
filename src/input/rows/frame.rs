//! What all parts of a table are read by.

use crate::input::rows::group_names::GroupNames;
use crate::input::rows::keys::Keys;
use crate::tally::RowShape;

/// What parts are read by.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'k> {
    pub(crate) keys: &'k Keys,
    /// The groups that were met above, one set a grouping.
    pub(crate) groups: &'k [GroupNames],
    /// How rows are counted, where they are counted and not kept.
    pub(crate) counted: Option<&'k RowShape>,
}
