//! Earlier results in the form that differencing reads: their rows together with the rows of this run.

use crate::disclosure::{EarlierAnswers, EarlierOutput};

/// The earlier results about rows of this run.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownResults {
    /// How many rows there are in all, each counted once.
    pub(crate) rows: usize,
    /// Per round of this run, the places of its rows among all rows.
    pub(crate) places: Vec<Vec<usize>>,
    /// What each result shows.
    pub(crate) earlier: Vec<EarlierOutput>,
    /// Per round of this run, the answers behind the results.
    pub(crate) answers: Vec<Vec<EarlierAnswers>>,
}
