//! Lists of academies and their numbers of staff, read from small tables.

mod headcount;
mod list;

pub use headcount::{AcademyHeadcount, HeadcountMatch, Headcounts, match_headcounts, read_headcounts};
pub(crate) use list::is_urn;
pub use list::{AcademyList, ListedAcademy, read_academies};
