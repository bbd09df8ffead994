//! `KoboToolbox`: headers are paths (`group/question`), its own data is in columns such as `_uuid`, and a row of HXL
//! tags may follow the header.

use crate::input::layouts::header::{after, count, field_of, names};
use crate::input::layouts::layout::{DropRule, Head, Layout, RowVerdict, TablePlan};
use crate::input::layouts::plain::plain;
use crate::input::text::fold;

pub(crate) const LAYOUT: Layout = Layout {
    name: "kobotoolbox",
    about: "KoboToolbox, XML values or labels, with or without groups and HXL tags",
    known_by: "has columns such as `_uuid` and `_submission_time`",
    labels: Some("choose labels and not XML values when you export"),
    recognise: |head| count(&names(head, 0), OWN) >= 2,
    plan: |head| (count(&names(head, 0), OWN) > 0).then(|| plan(head)),
};

const OWN: &[&str] = &[
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_submitted_by",
    "__version__",
    "_index",
];

fn plan(head: &Head) -> TablePlan {
    let mut plan = plain(head);
    if is_tags(head) {
        plan.header_records = 2;
    }
    for column in &mut plan.columns {
        column.aliases = after(&column.header, "/");
    }
    let status = field_of(&names(head, 0), &["_validation_status"]);
    plan.drop.extend(status.map(|field| DropRule::of(field, approved)));
    plan
}

fn approved(text: &str) -> RowVerdict {
    if fold(text).replace('_', " ").contains("not approved") {
        RowVerdict::Doubtful("marked as not approved")
    } else {
        RowVerdict::Response
    }
}

/// True if all cells of the second record are tags such as `#loc+name`.
fn is_tags(head: &Head) -> bool {
    let cells = head.records.get(1).into_iter().flatten().map(|cell| cell.trim());
    let mut filled = cells.filter(|cell| !cell.is_empty()).peekable();
    filled.peek().is_some() && filled.all(|cell| cell.starts_with('#'))
}
