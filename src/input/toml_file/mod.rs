//! TOML files that people write: read with the place of everything, so that every fault is told with its line and its cure.

mod fault;
mod nearest;
mod open;
mod source;
mod table;

pub(crate) use fault::LARGEST;
pub use fault::{Fault, FaultKind, FaultyFile};
pub(crate) use nearest::nearest;
pub(crate) use source::{TomlSource, shown};
pub(crate) use table::{
    Faults, Spot, TableForm, TomlTable, count_of, in_file_order, number_of, text_of, whole_of, wrong,
};
