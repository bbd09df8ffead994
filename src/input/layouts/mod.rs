//! What each survey tool writes: one file a tool, each a [`Layout`](crate::input::layouts::reader::Layout) in the registry.
//!
//! A tool's table is known by columns or header rows that no other has. Columns in which the tool keeps its own notes about a
//! question (points, feedback, timings) are left out of the plan, so that none can pass for the answers.

mod google_forms;
mod header;
mod jisc;
mod kobotoolbox;
mod limesurvey;
mod microsoft_forms;
mod multi_row;
mod qualtrics;
mod reader;
mod redcap;
mod stacked;
mod surveymonkey;
mod typeform;

pub(crate) use header::{cell, filled};
pub use reader::{DropRule, Head, Layout, Plan, PlannedColumn, READERS, Verdict};
pub(crate) use reader::{plain, planned};
