//! What to read and how.

use crate::input::academies::AcademyList;

/// Which column says where a respondent works.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum GroupChoice {
    /// The only column that looks like it.
    #[default]
    Guess,
    /// The column with this header.
    Column(String),
    /// No column: everybody works at the one academy of this name.
    Everybody(String),
}

/// A column that a person has matched to an item: `--column ITEM=HEADER`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The item's id.
    pub item: String,
    /// The column's header, or `#` and the column's letter in a spreadsheet, as in `#F`.
    pub header: String,
}

/// What to do about answers that are not on the scale or cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BadCellRule {
    /// Stop and list them.
    #[default]
    Stop,
    /// Take them as missing, with the reason `invalid`.
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
    /// Columns matched to items by hand.
    pub columns: Vec<ColumnChoice>,
    /// What to do about unreadable answers.
    pub bad_cells: BadCellRule,
    /// The sheet of a workbook; the first with the items if not said.
    pub sheet: Option<String>,
    /// The character between fields; found by trying if not said.
    pub delimiter: Option<u8>,
    /// The layout, by its name in [`READERS`](crate::input::layouts::READERS); recognised if not said.
    pub layout: Option<String>,
    /// How many header rows a table of no tool's layout has; recognised if not said.
    pub header_rows: Option<usize>,
    /// Whether to keep responses that were begun and never sent.
    pub keep_incomplete: bool,
    /// The academies that there are; any spelling is taken for one of its own if not said.
    pub academies: Option<AcademyList>,
}
