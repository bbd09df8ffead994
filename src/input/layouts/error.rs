//! Errors of layouts.

use crate::input::text::quoted;

/// A reason why a table has no layout, or not the one asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// The table has more columns than a sheet can have. Contains the limit.
    #[error("a row has more than {0} cells, more than any sheet: is it the right file, and is it the right way round?")]
    TooManyColumns(usize),
    /// There is no layout of the name asked for.
    #[error("--layout {name}: no such layout; there are {}", quoted(layouts))]
    NoSuchLayout {
        /// The name asked for.
        name: String,
        /// The names of all layouts.
        layouts: Vec<String>,
    },
    /// The table does not have the layout asked for.
    #[error(
        "--layout {asked}: a table of this layout {known_by}, and this one does not; it looks like `{looks_like}`: \
         leave out --layout, or choose another"
    )]
    OtherLayout {
        /// The layout asked for.
        asked: &'static str,
        /// The sign by which that layout is known.
        known_by: &'static str,
        /// The layout that fits the table.
        looks_like: &'static str,
    },
    /// The table looks like the export of a survey tool, but lacks a part of it.
    #[error(
        "it looks like an export of `{looks_like}`, but such a table {known_by}, and this one does not: export it again, or read it \
         as an ordinary table with --layout plain"
    )]
    PartOfLayout {
        /// The layout by which it was recognised.
        looks_like: &'static str,
        /// The sign by which that layout is known.
        known_by: &'static str,
    },
    /// Header rows were given together with the layout of a survey tool, which knows its own. Contains the layout asked
    /// for.
    #[error(
        "--header-rows cannot be combined with the layout of a survey tool: leave out --layout {0} or --header-rows"
    )]
    HeaderRowsOfTool(&'static str),
    /// More header rows were given than the table has records.
    #[error("--header-rows {wanted}: give a number from 1 to {found}, the number of rows")]
    TooFewHeaderRows {
        /// The number asked for.
        wanted: usize,
        /// The number of records that were looked at.
        found: usize,
    },
}
