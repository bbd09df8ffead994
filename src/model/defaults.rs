//! Options that a trust file sets and a command line may override.

use crate::model::{AcademyFrom, MissingRule};

/// Options by their names on the command line; `None` if the trust file does not set them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Defaults {
    /// The column that names the academy.
    pub group: Option<String>,
    /// What the academy is named after, if no column names it.
    pub academy_from: Option<AcademyFrom>,
    /// Columns that the trust matches to items: item and header.
    pub columns: Vec<(String, String)>,
    /// The column that identifies a response.
    pub id: Option<String>,
    /// Another column to score by.
    pub by: Option<String>,
    /// The worksheet.
    pub sheet: Option<String>,
    /// A file of headcounts, relative to the trust file.
    pub headcount: Option<String>,
    /// True if unreadable answers are treated as missing.
    pub skip_bad: Option<bool>,
    /// Threshold rule: fewest respondents whose figures are shown, 3 or more.
    pub min_group: Option<u64>,
    /// Missing answers in figures about items.
    pub missing: Option<MissingRule>,
    /// Level of every interval, above 0 and below 1.
    pub level: Option<f64>,
    /// Seed of all random draws.
    pub seed: Option<u64>,
    /// Number of threads, 1 or more.
    pub threads: Option<u16>,
    /// The output format, by its name.
    pub format: Option<String>,
}
