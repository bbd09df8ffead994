//! Lists of academies and headcount files: small tables about the academies of a trust.

mod error;
mod headcounts;
mod list;
mod read_headcounts;
mod read_list;
mod small_table;

pub use error::AcademyFileError;
pub use headcounts::{AcademyHeadcount, HeadcountMatch, Headcounts, match_headcounts};
pub(crate) use list::is_urn;
pub use list::{AcademyList, ListedAcademy};
pub use read_headcounts::read_headcounts;
pub use read_list::read_academies;
