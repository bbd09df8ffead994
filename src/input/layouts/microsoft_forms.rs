//! Microsoft Forms: `ID`, `Start time`, `Completion time`, `Email`, `Name`, then one column per question or statement.
//!
//! The headings are in the language of the form's owner, so the cells are looked at too. If two grids share a
//! statement, the second is headed `Statement2`. A quiz has the points and the feedback of every question in further
//! columns.

use crate::input::layouts::header::{cell, filled, fold_starts, is_moment, names, one_row};
use crate::input::layouts::layout::{Head, Layout};
use crate::input::text::fold;

pub(crate) const LAYOUT: Layout = Layout {
    name: "microsoft-forms",
    about: "Microsoft Forms, XLSX or CSV, quizzes too",
    known_by: "has a header row",
    labels: None,
    recognise: |head| headed(head) || shaped(head),
    plan: |head| Some(one_row(head, |text| !fold_starts(text, &["points - ", "feedback - "]))),
};

fn headed(head: &Head) -> bool {
    let names = names(head, 0);
    names.len() > 3 && names[0] == "id" && names[1] == "start time" && names[2] == "completion time"
}

/// True if the rows look like responses: ascending numbers, two times, and an e-mail address or `anonymous`.
fn shaped(head: &Head) -> bool {
    let numbers: Option<Vec<u32>> = filled(head, 1, 0).map(|text| text.parse().ok()).collect();
    let ascending = numbers.is_some_and(|numbers| !numbers.is_empty() && numbers.is_sorted_by(|a, b| a < b));
    let moments = |field: usize| filled(head, 1, field).next().is_some() && filled(head, 1, field).all(is_moment);
    let person = |text: &str| text.contains('@') || fold(text).starts_with("anonym");
    ascending
        && moments(1)
        && moments(2)
        && !cell(head, 0, 3).trim().is_empty()
        && filled(head, 1, 3).next().is_some()
        && filled(head, 1, 3).all(person)
}
