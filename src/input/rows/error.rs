//! Errors of rows that may not fit their header.

/// A reason why the rows of a table cannot be read: cells may be under the wrong headers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// Rows with more cells than the header, so that answers may be in the wrong columns.
    #[error(
        "row {row}: {found} cells under {width} headers{}; a stray delimiter or quote shifts answers into wrong columns: \
         correct the row in the file", and_others(*count)
    )]
    LongRows {
        /// The first such row.
        row: u32,
        /// The number of cells in it.
        found: usize,
        /// The number of headers.
        width: usize,
        /// The number of such rows.
        count: usize,
    },
    /// Broken quoting in the header, so that no row has as many cells as the header has names.
    #[error(
        "row {row}: column {column} has a misplaced quote, and no row below has as many cells as there are \
         headers ({width}), so answers may be under the wrong header: correct the header in the file"
    )]
    BrokenHeader {
        /// The row of the header.
        row: u32,
        /// The letter of the column with the broken quote.
        column: String,
        /// The number of headers.
        width: usize,
    },
    /// Every row is shorter than the header, so that an extra header may have shifted all of them.
    #[error(
        "row {row} and every row below it have fewer cells than there are headers ({width}): an extra delimiter in the \
         header would put every answer under the wrong header; if the last columns are merely unanswered, open the file \
         in a spreadsheet and save it again"
    )]
    AllRowsShort {
        /// The first row.
        row: u32,
        /// The number of headers.
        width: usize,
    },
    /// A quote that is not closed in its row.
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
