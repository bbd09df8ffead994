//! What each survey tool writes: one file a tool, each a [`Layout`](crate::input::layouts::reader::Layout) in the registry.
//!
//! A tool's table is known by columns or header rows that no other has. Columns in which the tool keeps its own notes about a
//! question (points, feedback, timings) are left out of the plan, so that none can pass for the answers.

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
pub use layout::{DropRule, Head, Layout, Plan, PlannedColumn, Verdict};
pub(crate) use plain::plain;
pub use registry::READERS;
pub(crate) use registry::planned;
