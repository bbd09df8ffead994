//! Reads response files, whole or window by window, into one survey.

mod chunk;
mod file_findings;
mod files;
mod finish;
mod marking;
mod sheet_findings;
mod stream;
mod survey_reader;

pub use files::{count_stored, read, read_stored};
