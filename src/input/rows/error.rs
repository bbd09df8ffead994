//! Why the rows of a table cannot be trusted to be under the right headers.

/// Why the rows of a table cannot be read: their cells may be under the wrong headers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// Rows with more cells than the header has columns, so that answers may stand in the wrong column.
    #[error(
        "row {row}: {found} cells under {width} headers{}; a stray delimiter or quote shifts answers into wrong columns: \
         correct the row in the file", and_others(*count)
    )]
    LongRows {
        /// The first such row.
        row: u32,
        /// How many cells it has.
        found: usize,
        /// How many headers there are.
        width: usize,
        /// How many such rows there are.
        count: usize,
    },
    /// A header whose quoting is broken so that it has a name too many or too few for every row below it.
    #[error(
        "row {row}: in column {column} a quote stands where none belongs, and no row below has as many cells as there are \
         headers ({width}), so answers may stand under the wrong header: correct the header in the file"
    )]
    BrokenHeader {
        /// The header's row.
        row: u32,
        /// The letter of the cell's column.
        column: String,
        /// How many headers were read.
        width: usize,
    },
    /// No row reaches the last header, so that one header too many may have shifted all of them.
    #[error(
        "row {row} and every row below it have fewer cells than there are headers ({width}): a delimiter too many in the \
         header puts every answer under the wrong one; if it is only that nobody answered the last columns, open the file \
         in a spreadsheet and save it again"
    )]
    AllRowsShort {
        /// The first row.
        row: u32,
        /// How many headers were read.
        width: usize,
    },
    /// A quote that is never closed, or only rows later.
    #[error("row {row}: a quote opens in column `{column}` and swallows the rows after it: close or remove the quote")]
    OpenQuote {
        /// The row in which the quote opens.
        row: u32,
        /// The column's header.
        column: String,
    },
}

fn and_others(count: usize) -> String {
    match count {
        0 | 1 => String::new(),
        2 => ", and 1 other such row".to_owned(),
        count => format!(", and {} other such rows", count - 1),
    }
}
