//! How many answered.

use crate::disclosure::{Chased, GroupResponse, ItemMissing, Prospect, Respondents, ResponseRate, StillNeeded};
use crate::report::context::group_name;
use crate::report::{Cell, Record};

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

/// The answers that an academy still needs.
pub(crate) fn chased(academy: &Chased) -> Record {
    let response = academy.response.open();
    let answered = match (response, academy.needed) {
        (Ok(response), _) => Record::from(Cell::count(response.answered)),
        (_, StillNeeded::All(_)) => Record::from(Cell::count(0)),
        (Err(rule), _) => Record::withheld(rule.name()),
    };
    let (needed, needs) = match academy.needed {
        StillNeeded::Exactly(0) => (Some(0), String::new()),
        StillNeeded::Exactly(needed) | StillNeeded::All(needed) => (Some(needed), format!("{needed} more")),
        StillNeeded::UpTo(most) => (None, format!("1 to {most} more")),
        StillNeeded::AsAnotherDoes => (None, Prospect::Complementary.name().to_owned()),
        StillNeeded::NeverEnough => (None, Prospect::TooFewStaff.name().to_owned()),
    };
    Record::object()
        .with("academy", academy.name.as_str())
        .figure("staff", academy.staff)
        .with("answered", answered)
        .figure("rate", response.ok().and_then(|response| response.rate))
        .figure("needed", needed)
        .with("needs", needs)
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
