//! Typed tables and figures of what is published. [`number`] holds the only rounding.

mod audit;
mod cell;
mod check;
mod closer;
mod coefficient;
mod context;
mod instrument;
pub mod number;
mod provenance;
mod record;
mod score;
mod table;
mod verified;
mod without;

pub use audit::audit;
pub use cell::{Cell, Kind, Span};
pub use check::{CheckContext, CheckedFile, FOR_THE_DATA_LEAD, Found, FoundLevel, check, check_findings};
pub use closer::{EXPLANATIONS, Explanation, ItemOrder, explain, items, nearest_key, reliability};
pub(crate) use context::group_name;
pub use context::{Context, Input, NOT_FOR_CIRCULATION, Remark, Run};
pub use instrument::{instrument, instruments};
pub use provenance::stamped;
pub use record::Record;
pub use score::score;
pub use table::{Block, Column, Fact, Report, Role, Table};
pub use verified::{Difference, FileState, Verified, verified};
pub use without::with_exclusion;
