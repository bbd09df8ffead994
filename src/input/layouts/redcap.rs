//! `REDCap`: a column `<form>_complete` ends each form. Raw exports have variable names and codes, others have labels.
//!
//! Projects with several events or repeated forms have one row for each, in which the columns of other forms are blank.

use std::ops::Range;

use crate::input::layouts::header::{count, filled, names};
use crate::input::layouts::layout::{DropRule, Head, Layout, RowVerdict, TablePlan};
use crate::input::layouts::plain::plain;
use crate::input::text::fold;

pub(crate) const LAYOUT: Layout = Layout {
    name: "redcap",
    about: "REDCap, raw or with labels",
    known_by: "has a column `<form>_complete` (with labels, `Complete?`) of 0, 1, 2 or their words",
    labels: Some("export labels (`CSV / Microsoft Excel (labels)`) and not raw data"),
    recognise: |head| {
        let names = names(head, 0);
        let own = [
            "redcap_event_name",
            "redcap_repeat_instrument",
            "redcap_survey_identifier",
            "redcap_data_access_group",
        ];
        !endings(head).is_empty() || count(&names, &own) > 0
    },
    plan: |head| {
        let endings = endings(head);
        (!endings.is_empty()).then(|| plan(head, &endings))
    },
};

/// The fields that say whether a form is complete. At least one has such values, and none has mostly other values.
fn endings(head: &Head) -> Vec<usize> {
    let names = names(head, 0);
    let named = |field: &usize| names[*field].ends_with("_complete") || names[*field] == "complete";
    let known = |text: &str| ["0", "1", "2", "incomplete", "unverified", "complete"].contains(&fold(text).as_str());
    let of_states = |field: &usize| {
        let (states, others): (Vec<&str>, Vec<&str>) = filled(head, 1, *field).partition(|text| known(text));
        states.len() > others.len() || others.is_empty()
    };
    // Variable names are unique in a project, but labels are not. A second column with the same name is a copy that
    // ends no form.
    let first = |field: &usize| names[*field] == "complete" || !names[..*field].contains(&names[*field]);
    let endings: Vec<usize> = (0..names.len()).filter(named).filter(first).filter(of_states).collect();
    if endings.iter().any(|&field| filled(head, 1, field).next().is_some()) {
        endings
    } else {
        Vec::new()
    }
}

fn plan(head: &Head, endings: &[usize]) -> TablePlan {
    let mut plan = plain(head);
    let names = names(head, 0);
    let mut from = 0;
    for &ending in endings {
        let covers = from..ending;
        let of_form = |rule: DropRule| DropRule {
            covers: Some(Range::clone(&covers)),
            ..rule
        };
        let timestamp = covers
            .clone()
            .find(|&field| names[field].ends_with("_timestamp") || names[field] == "survey timestamp");
        plan.drop.push(of_form(DropRule::of(ending, of_another_form)));
        let timed = |field| of_form(DropRule::of_unfinished(field, timed));
        plan.drop.extend(timestamp.map(timed));
        plan.drop.push(of_form(DropRule::of_unfinished(ending, complete)));
        from = ending + 1;
    }
    plan
}

fn of_another_form(text: &str) -> RowVerdict {
    match text.trim() {
        "" => RowVerdict::Elsewhere("row of another form or event"),
        _ => RowVerdict::Response,
    }
}

fn complete(text: &str) -> RowVerdict {
    match fold(text).as_str() {
        "0" | "incomplete" => RowVerdict::NoResponse("incomplete"),
        "1" | "2" | "unverified" | "complete" => RowVerdict::Response,
        _ => RowVerdict::Doubtful("of a form that is neither complete nor incomplete"),
    }
}

fn timed(text: &str) -> RowVerdict {
    match fold(text).as_str() {
        "[not completed]" => RowVerdict::NoResponse("incomplete"),
        _ => RowVerdict::Response,
    }
}
