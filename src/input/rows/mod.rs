//! From the cells of a table to answers and groups.
#![expect(
    clippy::inline_always,
    reason = "these run for every row, and calls would cost more than their work"
)]

mod aside;
mod bad_cells;
mod batch;
mod batch_settings;
mod cell;
mod cell_cache;
mod cell_places;
mod cell_problem;
mod error;
mod form_scale;
mod gathered;
mod group_names;
mod keys;
mod record;
mod row_summary;
mod table_reader;
mod wordings;

pub(crate) use aside::{ASIDE, AsideRows, may_be_aside};
pub use bad_cells::{BadCell, BadCells};
pub(crate) use batch::{FinishedBatch, PlacedBatch, RowBatch, no_answers};
pub(crate) use batch_settings::BatchSettings;
pub(crate) use cell::{CellKey, ParsedAnswer};
pub use cell_problem::CellProblem;
pub use error::RowError;
pub(crate) use form_scale::{every_option, question_findings, scale_findings};
pub(crate) use gathered::{Gathered, Kept};
pub(crate) use group_names::GroupNames;
pub(crate) use keys::Keys;
pub(crate) use record::cell as column_cell;
pub(crate) use row_summary::RowSummary;
pub(crate) use table_reader::TableReader;
