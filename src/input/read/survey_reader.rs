//! The state of reading files into one survey.

use std::sync::Arc;

use crate::input::columns::ChosenTable;
use crate::input::duplicates::LeaveOut;
use crate::input::open::WindowSizes;
use crate::input::options::ReadOptions;
use crate::input::rows::{Gathered, RowSummary, TableReader};
use crate::input::survey::FileRead;
use crate::model::Finding;

/// The use of rows: kept, or only counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::read) enum RowKeeping {
    Kept,
    Counted,
}

/// Reads files one after another and adds them up.
pub(in crate::input::read) struct SurveyReader<'a> {
    pub(in crate::input::read) options: &'a ReadOptions,
    pub(in crate::input::read) sizes: WindowSizes,
    pub(in crate::input::read) rows: RowKeeping,
    /// The rows to leave out, because they are one response with others.
    pub(in crate::input::read) leave_out: Arc<LeaveOut>,
    pub(in crate::input::read) gathered: Option<Gathered>,
    pub(in crate::input::read) files: Vec<FileRead>,
    pub(in crate::input::read) findings: Vec<Finding>,
}

/// One file after its rows have been read.
pub(in crate::input::read) struct FileBody<'a> {
    /// The file, as it was named.
    pub(in crate::input::read) file: &'a str,
    pub(in crate::input::read) chosen: &'a ChosenTable<'a>,
    pub(in crate::input::read) body: &'a TableReader<'a>,
    pub(in crate::input::read) summary: RowSummary,
    pub(in crate::input::read) sha256: String,
    /// The number of bad cells in earlier files.
    pub(in crate::input::read) bad_before: usize,
}
