//! A row and a response, as they are compared.

use crate::input::duplicates::hash::mix;
use crate::input::duplicates::marker::RowKeys;
use crate::input::duplicates::marks::MarkedRow;

/// A row with keys.
#[derive(Clone, Copy)]
pub(crate) struct KeyedRow<'m> {
    pub(crate) row: usize,
    pub(crate) file: usize,
    pub(crate) keys: &'m RowKeys,
    pub(crate) mark: MarkedRow,
    /// True if times in its file have seconds.
    pub(crate) seconds: bool,
}

/// Rows that are one response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    /// The rows, in order.
    pub(crate) rows: Vec<usize>,
    /// The row that stands: that of the latest version.
    pub(crate) stands: usize,
}

/// The content of a row as one number.
pub(crate) fn whole(mark: &MarkedRow) -> u64 {
    mix(mark.answers, mark.others)
}
