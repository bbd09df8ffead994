//! A finding, with its place where it has one.

use crate::model::Finding;
use crate::report::Record;

/// A finding. `message` says it in words, with the place or without.
pub(crate) fn finding(found: &Finding, message: &str) -> Record {
    Record::object()
        .with("level", found.level.name())
        .with("code", &*found.code)
        .with("file", found.file.as_deref())
        .figure("row", found.row.map(u64::from))
        .with("column", found.column.as_deref())
        .with("item", found.item.as_deref())
        .with("message", message)
}
