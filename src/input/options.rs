//! The options of reading.

use crate::input::academies::AcademyList;
use crate::input::layouts::Layout;
use crate::model::AcademyFrom;
use crate::tally::CountingDepth;

/// The column that says where a respondent works.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum GroupChoice {
    /// The only column that looks like the academy.
    #[default]
    Guess,
    /// The column with this header.
    Column(String),
    /// No column: everybody works at the one academy of this name.
    Everybody(String),
    /// No column: the name of each file, without folder and ending, is the academy.
    OfFile,
    /// No column: the name of each sheet is the academy, and all sheets with the items are read.
    OfSheet,
}

impl From<AcademyFrom> for GroupChoice {
    fn from(from: AcademyFrom) -> Self {
        match from {
            AcademyFrom::File => Self::OfFile,
            AcademyFrom::Sheet => Self::OfSheet,
        }
    }
}

/// A column that the user has mapped to an item: `--column ITEM=HEADER`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The item's id.
    pub item: String,
    /// The column's header, or `#` and the column's letter in a spreadsheet, as in `#F`.
    pub header: String,
}

/// What to do about answers that are off the scale or cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BadCellRule {
    /// Stop with an error that lists them.
    #[default]
    Stop,
    /// Treat them as missing, with the reason `invalid`.
    SetAside,
}

/// How to read responses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The academy column.
    pub group: GroupChoice,
    /// Headers of further columns to group by.
    pub by: Vec<String>,
    /// The header of a column of codes that link respondents of several terms; it is the last grouping.
    pub link: Option<String>,
    /// The header of the column that identifies responses; by default as the layout has it.
    pub id: Option<String>,
    /// True to keep every row, even if several are one response.
    pub keep_duplicates: bool,
    /// Columns that the user has mapped to items.
    pub columns: Vec<ColumnChoice>,
    /// What to do about unreadable answers.
    pub bad_cells: BadCellRule,
    /// The sheet of a workbook; by default the first that contains the items.
    pub sheet: Option<String>,
    /// The delimiter; detected by default.
    pub delimiter: Option<u8>,
    /// One of the layouts in [`READERS`](crate::input::READERS); recognised by default.
    pub layout: Option<&'static Layout>,
    /// The number of header rows of a table that no survey tool wrote; recognised by default.
    pub header_rows: Option<usize>,
    /// True to keep responses that were started but not submitted.
    pub keep_incomplete: bool,
    /// True to keep previews and tests of the survey.
    pub keep_tests: bool,
    /// The list of academies. Without it, every distinct name is an academy.
    pub academies: Option<AcademyList>,
    /// How much is counted if rows are counted on reading.
    pub counting: CountingDepth,
}
