//! A questionnaire and its scales, and the groups on it.

use crate::model::{Instrument, Scale};
use crate::report::{Cell, Kind, Record};

/// The version of a questionnaire.
pub(crate) fn version(instrument: &Instrument) -> Record {
    Record::object()
        .with("id", instrument.id.as_str())
        .with("version", instrument.version.as_str())
        .with("sha256", instrument.sha256.as_str())
}

/// The scale with the ids of its items, and of those that nobody was asked.
pub(crate) fn scale(declared: &Scale, instrument: &Instrument) -> Record {
    let ids = |items: &[usize]| {
        let items = items.iter();
        Record::list(items.map(|&item| instrument.items()[item].id.as_str()))
    };
    let not_asked = Some(&declared.not_asked).filter(|items| !items.is_empty());
    Record::object()
        .with("id", declared.id.as_str())
        .with("name", declared.name.as_str())
        .with("items", ids(&declared.items))
        .with_some("not_asked", not_asked.map(|items| ids(items)))
}

/// The scale with the ids of its items and the range of its scores.
pub(crate) fn scale_with_range(declared: &Scale, instrument: &Instrument) -> Record {
    let ends = declared.score_range(&instrument.scoring);
    let range = ends.map(|end| Cell::Number(end as f64, Kind::Count));
    scale(declared, instrument).with_list("range", range)
}

/// The groups of another column.
pub(crate) fn by(column: &str, groups: impl IntoIterator<Item = Record>) -> Record {
    Record::object().with("column", column).with_list("groups", groups)
}
