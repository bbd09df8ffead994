//! Reads response files, whole or window by window, into one survey.

mod chunk;
mod files;
mod stream;

pub use files::{count_stored, read, read_stored};
