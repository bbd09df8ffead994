//! Reads response files, whole or window by window, into one survey.

mod chunk;
mod files;
mod stream;

pub(crate) use chunk::is_plain;
pub use files::{Dropped, FileRead, MatchedColumn, Survey, count_stored, read, read_stored};
pub use stream::WindowSizes;
