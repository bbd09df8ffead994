//! What each survey tool writes: one file a tool, each a [`Layout`](crate::input::Layout) in the registry.
//!
//! A tool's table is known by columns or header rows that no other has. Columns in which the tool keeps its own notes about a
//! question (points, feedback, timings) are left out of the plan, so that none can pass for the answers.

pub(crate) mod google_forms;
pub(crate) mod header;
pub(crate) mod jisc;
pub(crate) mod kobotoolbox;
pub(crate) mod limesurvey;
pub(crate) mod microsoft_forms;
pub(crate) mod multi_row;
pub(crate) mod qualtrics;
pub(crate) mod redcap;
mod stacked;
pub(crate) mod surveymonkey;
pub(crate) mod typeform;
