//! What a trust wants unless a command line says otherwise.

use crate::model::MissingRule;

/// Options by their names on the command line; `None` where the trust file is silent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Defaults {
    /// The column that names the academy.
    pub group: Option<String>,
    /// Columns matched to items by hand: item and header.
    pub columns: Vec<(String, String)>,
    /// The column that identifies a response.
    pub id: Option<String>,
    /// Another column to score by.
    pub by: Option<String>,
    /// The worksheet.
    pub sheet: Option<String>,
    /// A file of headcounts, relative to the trust file.
    pub headcount: Option<String>,
    /// Whether unreadable answers are set aside.
    pub skip_bad: Option<bool>,
    /// The fewest respondents whose figures are shown, 3 or more.
    pub min_group: Option<u64>,
    /// Missing answers in figures about items.
    pub missing: Option<MissingRule>,
    /// Level of every interval, above 0 and below 1.
    pub level: Option<f64>,
    /// Seed of everything that is drawn.
    pub seed: Option<u64>,
    /// Threads to work on, 1 or more.
    pub threads: Option<u16>,
    /// The output format, by its name.
    pub format: Option<String>,
}
