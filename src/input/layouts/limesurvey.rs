//! LimeSurvey: all fields quoted; headings are codes (`Q1[SQ001]`), texts (`Question [Statement]`) or both.

use crate::input::layouts::header::{after, count, field_of, names};
use crate::input::layouts::layout::{DropRule, Head, Layout, RowVerdict, TablePlan};
use crate::input::layouts::plain::plain;
use crate::input::text::tidy;

pub(crate) const LAYOUT: Layout = Layout {
    name: "limesurvey",
    about: "LimeSurvey, question codes or full texts, answer codes or full answers",
    known_by: "has columns such as `submitdate` and `lastpage`, or headings such as `Q1[SQ001]`",
    labels: Some("choose `Full answers` when you export"),
    recognise: |head| count(&names(head, 0), OWN) >= 2 || names(head, 0).iter().any(|name| is_code(name)),
    plan: |head| {
        let known = count(&names(head, 0), OWN) > 0 || names(head, 0).iter().any(|name| name.ends_with(']'));
        known.then(|| plan(head))
    },
};

const OWN: &[&str] = &[
    "submitdate",
    "lastpage",
    "startlanguage",
    "date submitted",
    "date_submitted",
    "last page",
    "last_page",
    "start language",
    "start_language",
];

/// True if a heading is the code of a question and its part, such as `ce[sq001]`.
fn is_code(name: &str) -> bool {
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let inner = name.strip_suffix(']').and_then(|name| name.split_once('['));
    inner.is_some_and(|(question, part)| word(question) && word(part))
}

fn plan(head: &Head) -> TablePlan {
    let names = names(head, 0);
    let mut plan = plain(head);
    let others: Vec<Option<usize>> = names.iter().map(|name| other_of(&names, name)).collect();
    for column in &mut plan.columns {
        column.aliases = aliases(&column.header);
    }
    // The text of "Other" is in a column of its own, and the question's column has `-oth-`.
    for (field, question) in others.iter().enumerate() {
        if let Some(question) = *question {
            plan.columns[question].fields.push(field);
        }
    }
    let mut questions = others.iter();
    plan.columns.retain(|_| questions.next().is_none_or(Option::is_none));
    let submitted = field_of(&names, &["submitdate", "date submitted", "date_submitted"]);
    let rule = |field| DropRule::of_unfinished(field, is_submitted);
    plan.drop.extend(submitted.map(rule));
    plan
}

fn is_submitted(text: &str) -> RowVerdict {
    match tidy(text).to_lowercase().as_str() {
        "" | "n/a" => RowVerdict::NoResponse("incomplete"),
        _ => RowVerdict::Response,
    }
}

/// The question to which a column with the text of "Other" belongs, by its heading.
fn other_of(names: &[String], name: &str) -> Option<usize> {
    let question = name.strip_suffix("[other]")?.trim_end();
    names
        .iter()
        .position(|name| name.trim_end_matches(['?', ' ']) == question.trim_end_matches(['?', ' ']))
}

fn aliases(header: &str) -> Vec<String> {
    let text = tidy(header);
    let mut aliases = Vec::new();
    if let Some(inner) = text.strip_suffix(']') {
        aliases.extend(after(inner, "["));
    } else if !text.contains(' ') {
        // `Q1_SQ001` for `Q1[SQ001]`.
        aliases.extend(after(&text, "_"));
    }
    if !text.contains(' ') && text.matches('_').count() > 1 {
        let spaced = |text: &str| text.replace('_', " ");
        let more: Vec<String> = aliases.iter().map(|alias| spaced(alias)).collect();
        aliases.extend(more);
        aliases.push(spaced(&text));
    }
    aliases
}
