//! From the cells of a table to answers and groups.

mod bad_cells;
mod body;
mod cell;
mod cell_places;
mod cell_problem;
mod error;
mod form_scale;
mod frame;
mod gathered;
mod group_names;
mod keys;
mod met;
mod part;
mod record;
mod seen;
mod wordings;

pub use bad_cells::{BadCell, BadCells};
pub(crate) use body::Body;
pub(crate) use cell::{Answer, CellKey};
pub use cell_problem::CellProblem;
pub use error::RowError;
pub(crate) use form_scale::{every_option, question_findings, scale_findings};
pub(crate) use frame::Frame;
pub(crate) use gathered::{Gathered, Kept};
pub(crate) use group_names::GroupNames;
pub(crate) use keys::Keys;
pub(crate) use met::Met;
pub(crate) use part::{Part, ReadPart, SettledPart, no_answers};
