//! The survey that results from reading, and the files it was read from.

use crate::input::duplicates::{CountedResponses, ResponseIdentity};
use crate::input::open::Encoding;
use crate::input::rows::BadCells;
use crate::input::survey::counted::{Counted, PulledApart};
use crate::model::Finding;
use crate::tally::Responses;

/// The result of reading response files or tallies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// The answers of all files, in the files' order.
    pub responses: Responses,
    /// What identifies each response, in the order of the rows of `responses`; empty if the survey was counted.
    pub identities: Vec<ResponseIdentity>,
    /// Marks of the responses that were counted, by which tallies of the same responses are found.
    pub seen: CountedResponses,
    /// A description of each file.
    pub files: Vec<FileRead>,
    /// Findings about the files, in file order.
    pub findings: Vec<Finding>,
    /// Answers that were set aside as `invalid`; empty unless the options ask for that.
    pub set_aside: BadCells,
    /// For each grouping, the names with several spellings: each a list that begins with the name in use.
    pub spellings: Vec<Vec<Vec<String>>>,
    /// The counts, if the survey was counted; then `responses` has no rows.
    pub counted: Option<Counted>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// Its name, as given.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The number of respondents.
    pub rows: usize,
    /// The name of its layout.
    pub layout: &'static str,
    /// The sheet, if it is a workbook.
    pub sheet: Option<String>,
    /// The encoding, if it is text.
    pub encoding: Option<Encoding>,
    /// The delimiter, if it is text.
    pub delimiter: Option<u8>,
    /// The number of header rows.
    pub header_rows: usize,
    /// The column of each item, in the instrument's order.
    pub columns: Vec<MatchedColumn>,
    /// The header of the academy column, if there is one.
    pub academy: Option<String>,
    /// The header of the column with each respondent's duration, if there is one.
    pub duration: Option<String>,
    /// Headers of the columns that show which rows are one response: ids and times.
    pub identified_by: Vec<String>,
    /// Headers of columns that were not used.
    pub unused: Vec<String>,
    /// Rows that are not responses.
    pub dropped: Vec<Dropped>,
}

/// A column that was matched to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedColumn {
    /// The item's id.
    pub item: String,
    /// The column's header.
    pub header: String,
    /// The column's letter in a spreadsheet.
    pub letter: String,
}

/// Rows that are not responses, by reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The reason.
    pub reason: &'static str,
    /// The number of rows.
    pub rows: usize,
}

impl Survey {
    /// The number of groupings.
    #[must_use]
    pub fn groupings(&self) -> usize {
        match &self.counted {
            Some(counted) => counted.tallies.by.len(),
            None => self.responses.groupings().len(),
        }
    }

    /// The groups of a grouping.
    #[must_use]
    pub fn groups(&self, grouping: usize) -> &[String] {
        match &self.counted {
            Some(counted) => counted.tallies.by[grouping].names(),
            None => self.responses.groupings()[grouping].names(),
        }
    }

    /// The names that were read for the groups of a grouping, in order of first appearance. They equal the groups
    /// unless groups have been combined.
    #[must_use]
    pub fn names_as_read(&self, grouping: usize) -> Vec<String> {
        match &self.counted {
            Some(counted) => counted.names_as_read(grouping),
            None => self.groups(grouping).to_vec(),
        }
    }

    /// Renames, reorders and combines the groups of one grouping: group `g` becomes the one at `places[g]` of `names`.
    /// Names that no group goes to become groups without respondents.
    ///
    /// # Panics
    /// When `places` does not have one entry per group, or an entry is beyond `names`.
    pub fn regroup(&mut self, grouping: usize, names: Vec<String>, places: &[usize]) {
        match &mut self.counted {
            Some(counted) => counted.regroup(grouping, names, places),
            None => self.responses.regroup(grouping, names, places),
        }
    }

    /// Regroups by the names that were read: name `n` goes to `places[n]` of `names`.
    ///
    /// # Errors
    /// When names that were counted as one group would be separated.
    pub fn regroup_as_read(
        &mut self,
        grouping: usize,
        names: Vec<String>,
        places: &[usize],
    ) -> Result<(), PulledApart> {
        if let Some(counted) = &mut self.counted {
            return counted.regroup_as_read(grouping, names, places);
        }
        self.responses.regroup(grouping, names, places);
        Ok(())
    }
}
