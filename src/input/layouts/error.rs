//! Why a table cannot be read with the layout asked for.

use crate::input::text::quoted;

/// Why a table has no layout, or not the one asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// More columns than a sheet can have.
    #[error(
        "a row has more than {most} cells, more than any sheet: is it the right file, and is it the right way round?"
    )]
    TooManyColumns {
        /// The limit.
        most: usize,
    },
    /// A layout of this name was asked for and there is none.
    #[error("--layout {name}: no such layout; there are {}", quoted(layouts))]
    NoSuchLayout {
        /// The name asked for.
        name: String,
        /// The layouts there are.
        layouts: Vec<String>,
    },
    /// A layout was asked for, and the table cannot have it.
    #[error(
        "--layout {asked}: a table of this layout {known_by}, and this one does not; it looks like `{looks_like}`: \
         leave out --layout, or choose another"
    )]
    OtherLayout {
        /// The layout asked for.
        asked: &'static str,
        /// What that is known by.
        known_by: &'static str,
        /// The layout that recognises the table.
        looks_like: &'static str,
    },
    /// A number of header rows was asked for with a tool's layout, which knows its own.
    #[error("--header-rows goes with no tool's layout: leave out --layout {layout} or --header-rows")]
    HeaderRowsOfTool {
        /// The layout asked for.
        layout: &'static str,
    },
    /// More header rows were asked for than the table has records.
    #[error("--header-rows {wanted}: give from 1 up to the number of rows, of which there are {found}")]
    TooFewHeaderRows {
        /// The number asked for.
        wanted: usize,
        /// How many records there are, as far as was looked.
        found: usize,
    },
}
