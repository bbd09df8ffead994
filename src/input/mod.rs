//! Files to model: instruments, responses, headcounts. Every error says where, what was found, what was wanted and the cure.
//!
//! ```text
//! bytes → container → encoding → delimiter → records → layout (READERS) → columns → cells → Responses
//! bytes → tally file → Tallies, which add
//! ```

mod academies;
mod columns;
mod earlier;
mod error;
pub mod instrument;
mod layouts;
mod open;
mod options;
mod quick;
mod read;
mod rows;
mod survey;
mod tally_file;
mod text;
mod toml_file;
pub mod trust;

pub use academies::{
    AcademyHeadcount, AcademyList, HeadcountMatch, Headcounts, ListedAcademy, match_headcounts, read_academies,
    read_headcounts,
};
pub use columns::{ColumnClash, candidates, headers, matching, nearest_miss};
pub use earlier::{EarlierError, EarlierFile, EarlierResult, SeenGroup, SeenScale, SeenTerm, read_earlier};
pub use error::{BadCell, BadCells, ColumnHint, InputError, MissingColumn, Problem};
pub use layouts::{DropRule, Head, Layout, Plan, PlannedColumn, READERS, Verdict};
pub use open::{Container, Encoding, Stored, delimiter_name};
pub use options::{BadCellRule, ColumnChoice, GroupChoice, ReadOptions, Source};
pub use read::{Dropped, FileRead, MatchedColumn, Survey, WindowSizes, count_stored, read, read_stored};
pub use rows::CellProblem;
pub use survey::{Counted, Gathering, PulledApart};
pub use tally_file::{
    CountedFile, StandsFor, TallyFault, TallyFile, TallyGrouping, TallyHead, is_tally, tally_instrument,
};
#[cfg(feature = "cli")]
pub(crate) use text::nearest;
pub use text::{Alike, alike};
pub use toml_file::{Fault, FaultKind, FaultyFile};
pub use trust::{Aligned, align_groups};
