//! How many answered.

use crate::disclosure::{GroupResponse, ItemMissing, Respondents, ResponseRate};
use crate::report::Record;
use crate::report::context::group_name;

/// The rows of a survey.
pub(crate) fn respondents(found: Respondents) -> Record {
    Record::object().figure("rows", found.rows).figure("blank", found.blank)
}

/// The response of the trust or of a group.
pub(crate) fn response(found: &ResponseRate) -> Record {
    Record::object()
        .figure("answered", found.answered)
        .figure("staff", found.staff)
        .figure("rate", found.rate)
}

/// A group's response, and the prospect of showing its figures.
pub(crate) fn group_response(group: &GroupResponse, key: &str, column: &str) -> Record {
    Record::object()
        .with(key, group_name(&group.name, column))
        .with("figures", group.prospect.name())
        .and(Record::shown(&group.response, response))
}

/// The missing answers to an item, by reason.
pub(crate) fn item_missing(id: &str, found: &ItemMissing) -> Record {
    let reasons = found.missing.iter().filter(|(_, count)| **count > 0);
    let reasons = reasons.fold(Record::object(), |record, (reason, &count)| {
        record.count(&reason.name(), count)
    });
    Record::object()
        .with("item", id)
        .figure("answered", found.answered)
        .with("missing", reasons)
}
