//! Settings shared by all batches of a table.

use crate::input::rows::group_names::GroupNames;
use crate::input::rows::keys::Keys;
use crate::tally::RowShape;

/// Settings shared by all batches of a table.
#[derive(Clone, Copy)]
pub(crate) struct BatchSettings<'k> {
    pub(crate) keys: &'k Keys,
    /// For each grouping, the groups seen in earlier rows.
    pub(crate) groups: &'k [GroupNames],
    /// How to count rows; `None` if the rows themselves are kept.
    pub(crate) counted: Option<&'k RowShape>,
}
