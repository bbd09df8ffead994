//! Typeform: `#`, the questions, and at the end `Start Date (UTC)`, `Submit Date (UTC)` and `Network ID`.

use crate::input::layouts::header::{count, field_of, names};
use crate::input::layouts::layout::{DropRule, Head, Layout, RowVerdict};
use crate::input::layouts::plain::plain;
use crate::input::text::fold;

pub(crate) const LAYOUT: Layout = Layout {
    name: "typeform",
    about: "Typeform",
    known_by: "has `#` as its first column and columns such as `Submit Date (UTC)` and `Network ID`",
    labels: None,
    recognise: |head| is_first(head) && count(&names(head, 0), OWN) > 0 || count(&names(head, 0), OWN) > 1,
    plan: |head| {
        let names = names(head, 0);
        if !is_first(head) && count(&names, OWN) == 0 {
            return None;
        }
        let mut plan = plain(head);
        let kind = field_of(&names, &["response type"]);
        plan.drop
            .extend(kind.map(|field| DropRule::of_unfinished(field, finished)));
        Some(plan)
    },
};

fn finished(text: &str) -> RowVerdict {
    match fold(text).as_str() {
        "partial" | "started" => RowVerdict::NoResponse("incomplete"),
        _ => RowVerdict::Response,
    }
}

const OWN: &[&str] = &["start date (utc)", "submit date (utc)", "network id", "response type"];

fn is_first(head: &Head) -> bool {
    names(head, 0).first().is_some_and(|first| first == "#")
}
