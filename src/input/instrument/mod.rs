//! Instrument files: reads TOML into an [`Instrument`](crate::model::Instrument), and contains the bundled
//! questionnaires.

mod bundled;
mod fault;
mod form;
mod item;
mod lint;
mod load;
mod null;
mod response;
mod scale;
mod write;

pub use bundled::{BUNDLED, Bundled, bundled};
pub use fault::InstrumentFault;
pub use lint::lint;
pub use load::{LoadedInstrument, WordingFile, load, parse};

pub use crate::input::checksum::sha256;
pub use write::to_toml;
