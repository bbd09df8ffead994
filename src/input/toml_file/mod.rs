//! Reads TOML files that people write, keeping the position of every value, so that every fault is reported with its
//! line and cure.

mod fault;
mod open;
mod source;
mod table;

pub(crate) use fault::LARGEST;
pub use fault::{Fault, FaultKind, FaultyFile};
pub(crate) use source::{TomlSource, shown};
pub(crate) use table::{
    Declarations, Faults, Spot, TableForm, TomlTable, count_of, in_file_order, number_of, text_of, whole_of, wrong,
};
