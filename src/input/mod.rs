//! Files to model: instruments, responses, headcounts. Every error says where, what was found, what was wanted and the cure.
//!
//! ```text
//! bytes → container → encoding → delimiter → records → layout (READERS) → columns → cells → Responses
//! bytes → tally file → Tallies, which add
//! ```

mod academies;
mod academy;
mod align;
mod alike;
#[cfg(feature = "cli")]
mod archive;
#[cfg(feature = "cli")]
mod archive_check;
#[cfg(feature = "cli")]
mod archive_size;
mod block;
mod body;
mod cell;
mod cell_places;
mod chunk;
mod code_run;
mod columns;
mod container;
mod counted;
mod delimiter;
mod duration;
mod earlier;
mod encoding;
mod error;
mod form_scale;
mod gathering;
mod glance;
mod group_names;
mod headcount;
pub mod instrument;
mod layouts;
mod locate;
mod matching;
mod met;
mod mixed;
mod nearest;
mod open;
mod options;
mod part;
mod quick;
mod read;
mod reader;
mod records;
mod scan;
mod seen;
mod stored;
mod stream;
mod table;
mod tally_file;
mod text;
mod toml_file;
pub mod trust;
mod wordings;
#[cfg(feature = "cli")]
mod workbook;

pub use academies::{AcademyList, ListedAcademy, read_academies};
pub use align::{Aligned, align_groups};
pub use alike::{Alike, alike};
pub use cell::CellProblem;
pub use columns::ColumnClash;
pub use container::Container;
pub use counted::{Counted, PulledApart};
pub use delimiter::delimiter_name;
pub use earlier::{EarlierError, EarlierFile, EarlierResult, SeenGroup, SeenScale, SeenTerm, read_earlier};
pub use encoding::Encoding;
pub use error::{BadCell, BadCells, ColumnHint, InputError, MissingColumn, Problem};
pub use gathering::Gathering;
pub use headcount::{AcademyHeadcount, HeadcountMatch, Headcounts, match_headcounts, read_headcounts};
pub use matching::{candidates, headers, matching, nearest_miss};
#[cfg(feature = "cli")]
pub(crate) use nearest::nearest;
pub use options::{BadCellRule, ColumnChoice, GroupChoice, ReadOptions, Source};
pub use read::{Dropped, FileRead, MatchedColumn, Survey, count_stored, read, read_stored};
pub use reader::{DropRule, Head, Layout, Plan, PlannedColumn, READERS, Verdict};
pub use stored::Stored;
pub use stream::WindowSizes;
pub use tally_file::{
    CountedFile, StandsFor, TallyFault, TallyFile, TallyGrouping, TallyHead, is_tally, tally_instrument,
};
pub use toml_file::{Fault, FaultKind, FaultyFile};
