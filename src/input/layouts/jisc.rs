//! Jisc Online Surveys: numbered questions (`9.b.ii.`) after a `Unique Response Number`, which is not a school's URN.

use crate::input::layouts::header::{field_of, names};
use crate::input::layouts::layout::{Head, Layout};
use crate::input::layouts::plain::plain;

pub(crate) const LAYOUT: Layout = Layout {
    name: "jisc",
    about: "Jisc Online Surveys",
    known_by: "has the column `Unique Response Number`",
    labels: Some("choose text and not coded answers when you export"),
    recognise: |head| number(head).is_some(),
    plan: |head| number(head).map(|_| plain(head)),
};

fn number(head: &Head) -> Option<usize> {
    field_of(
        &names(head, 0),
        &["unique response number", "response number", "unique response no."],
    )
}
