//! Reads files into the model: instruments, trusts, responses, tallies and headcounts. Every error says where, what was
//! found, what was expected, and the cure.
//!
//! ```text
//! bytes → container → encoding → delimiter → records → layout (READERS) → columns → cells → Responses
//! bytes → tally file → Tallies, which can be added up
//! ```

mod academies;
mod checksum;
mod columns;
mod draft;
mod duplicates;
mod earlier;
mod error;
pub mod instrument;
mod layouts;
mod open;
mod options;
mod quick;
mod read;
mod rows;
mod scales;
mod survey;
mod tally_file;
mod text;
mod toml_file;
pub mod trust;

pub use academies::{
    AcademyFileError, AcademyHeadcount, AcademyList, HeadcountMatch, Headcounts, ListedAcademy, match_headcounts,
    read_academies, read_headcounts,
};
pub use checksum::sha256;
pub use columns::{ColumnError, ColumnHint, MissingColumn, candidates, nearest_miss};
pub use draft::{QuestionnaireDraft, draft_questionnaire};
pub use duplicates::{CountedResponses, RepeatedBlock, ResponseIdentity};
pub use earlier::{EarlierError, EarlierResult, SeenGroup, SeenResponses, SeenScale, SeenTerm, read_earlier};
pub use error::{InputError, Problem};
pub use layouts::{DropRule, Head, Layout, LayoutError, PlannedColumn, READERS, RowVerdict, TablePlan};
pub use open::{Container, Encoding, MemoryFile, OpenError, Stored, WindowSizes, delimiter_name};
pub use options::{BadCellRule, ColumnChoice, GroupChoice, ReadOptions};
pub use read::{count_stored, read, read_stored};
pub use rows::{BadCell, BadCells, CellProblem, RowError};
pub use survey::{Counted, Dropped, FileRead, Gathering, MatchedColumn, PulledApart, Survey, WithoutTables};
pub use tally_file::{
    CountedFile, CountedInstrument, CountingRun, ReadFile, StandsFor, TallyFault, TallyFile, TallyGrouping, TallyHead,
    is_tally, tally_instrument,
};
pub use text::{Alike, alike};
pub(crate) use text::{all_quoted, did_you_mean, excerpt, few_or_all, name_key, nearest, quoted};
pub use toml_file::{Fault, FaultKind, FaultyFile};
pub use trust::{Aligned, align_groups};
