//! A scale as the questionnaire declares it.

use crate::model::{Instrument, Scale};
use crate::report::{Cell, Kind, Record};

/// The scale with the ids of its items.
pub(crate) fn scale(declared: &Scale, instrument: &Instrument) -> Record {
    let items = declared.items.iter();
    let items = items.map(|&item| instrument.items()[item].id.as_str());
    Record::object()
        .with("id", declared.id.as_str())
        .with("name", declared.name.as_str())
        .with("items", Record::list(items))
}

/// The scale with the ids of its items and the range of its codes.
pub(crate) fn scale_with_range(declared: &Scale, instrument: &Instrument) -> Record {
    let range = [declared.range.min(), declared.range.max()].map(|code| Cell::Number(f64::from(code), Kind::Count));
    scale(declared, instrument).with("range", Record::list(range))
}
