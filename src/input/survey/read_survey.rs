//! A survey that was read, and the files that it was read from.

use crate::input::open::Encoding;
use crate::input::rows::BadCells;
use crate::input::survey::counted::{Counted, PulledApart};
use crate::model::Finding;
use crate::tally::Responses;

/// What was read, and what to know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// The answers of all files, in the files' order.
    pub responses: Responses,
    /// What each file was.
    pub files: Vec<FileRead>,
    /// What a person should know, in the files' order.
    pub findings: Vec<Finding>,
    /// The answers that were set aside as `invalid`; empty unless asked for.
    pub set_aside: BadCells,
    /// For each grouping the names that were spelt in several ways: each with its spellings, the one it goes by first.
    pub spellings: Vec<Vec<Vec<String>>>,
    /// The counts, where the survey was read from tallies; then the responses have no rows.
    pub counted: Option<Counted>,
}

/// One file, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// The name it was given under.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// How many respondents it holds.
    pub rows: usize,
    /// The layout's name.
    pub layout: &'static str,
    /// The sheet, for a workbook.
    pub sheet: Option<String>,
    /// How its bytes stand for characters, for text.
    pub encoding: Option<Encoding>,
    /// The character between fields, for text.
    pub delimiter: Option<u8>,
    /// How many records are header.
    pub header_rows: usize,
    /// The column of each item, in the instrument's order.
    pub columns: Vec<MatchedColumn>,
    /// The header of the academy column, if there is one.
    pub academy: Option<String>,
    /// The header of the column with each respondent's duration, if there is one.
    pub duration: Option<String>,
    /// Headers that nothing was matched to.
    pub unused: Vec<String>,
    /// Rows that are no responses.
    pub dropped: Vec<Dropped>,
}

/// A column and the item it was matched to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedColumn {
    /// The item's id.
    pub item: String,
    /// The column's header.
    pub header: String,
    /// The column's letter in a spreadsheet.
    pub letter: String,
}

/// Rows that are no responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Why.
    pub reason: &'static str,
    /// How many.
    pub rows: usize,
}

impl Survey {
    /// How many groupings there are.
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

    /// The names that were read for the groups of a grouping, in order of first appearance. As long as nothing was put together
    /// they are the groups.
    #[must_use]
    pub fn names_as_read(&self, grouping: usize) -> Vec<String> {
        match &self.counted {
            Some(counted) => counted.names_as_read(grouping),
            None => self.groups(grouping).to_vec(),
        }
    }

    /// Puts the groups of one grouping under other names and in another order: group `g` becomes the one at `places[g]` of
    /// `names`, and so may be taken together with others. Names that no group goes to become groups of nobody.
    ///
    /// # Panics
    /// When there is not one place a group, or a place is beyond the names.
    pub fn regroup(&mut self, grouping: usize, names: Vec<String>, places: &[usize]) {
        match &mut self.counted {
            Some(counted) => counted.regroup(grouping, names, places),
            None => self.responses.regroup(grouping, names, places),
        }
    }

    /// The same by the names that were read: what was read under name `n` goes to `places[n]` of `names`.
    ///
    /// # Errors
    /// When that would part what was counted as one.
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
