//! Typed tables and figures of what is published. [`number`] holds the only rounding.

mod board;
mod cell;
mod check;
mod clean;
mod closer;
mod coefficient;
mod context;
mod figure;
mod instrument;
pub mod number;
mod record;
mod score;
mod table;
mod without;

pub use board::{About, Link, Page, Part, Plot, Section, Wanted, board, figure};
pub use cell::{Cell, Kind, Span};
pub use check::{CheckContext, CheckedFile, FOR_THE_DATA_LEAD, Found, FoundLevel, check, check_findings};
pub use clean::clean;
pub use closer::{EXPLANATIONS, Explanation, ItemOrder, explain, items, nearest_key, reliability};
pub use context::{Context, Input, NOT_FOR_CIRCULATION, Remark};
pub use figure::{Axis, BarRow, Bars, DotRow, Dots, Drawing, Figure, Mark, Point, Reference, Sign};
pub use instrument::{instrument, instruments};
pub use record::Record;
pub use score::score;
pub use table::{Block, Column, Fact, Report, Role, Table};
pub use without::with_exclusion;
