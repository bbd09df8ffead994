//! From the cells of a table to answers and groups.

mod body;
mod cell;
mod cell_places;
mod form_scale;
mod group_names;
mod met;
mod part;
mod seen;
mod wordings;

pub(crate) use body::{Body, Gathered, Kept, Keys, no_answers};
pub use cell::CellProblem;
pub(crate) use cell::{Answer, CellKey};
pub(crate) use form_scale::{every_option, question_findings, scale_findings};
pub(crate) use group_names::{GroupNames, key};
pub(crate) use met::Met;
pub(crate) use part::{Frame, Part, ReadPart, SettledPart};
