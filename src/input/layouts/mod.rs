//! The layouts of survey tools: one file per tool, and a registry of all.
//!
//! A tool is recognised by columns or header rows that no other tool writes. Columns with a tool's own notes about a
//! question (points, feedback, timings) are left out of the plan, so that they cannot be mistaken for answers.

mod error;
mod google_forms;
mod header;
mod jisc;
mod kobotoolbox;
mod layout;
mod limesurvey;
mod microsoft_forms;
mod multi_row;
mod plain;
mod qualtrics;
mod redcap;
mod registry;
mod stacked;
mod surveymonkey;
mod typeform;

pub use error::LayoutError;
pub(crate) use header::{cell, filled};
pub use layout::{DropRule, Head, Layout, PlannedColumn, RowVerdict, TablePlan};
pub(crate) use plain::plain;
pub use registry::READERS;
pub(crate) use registry::planned;
