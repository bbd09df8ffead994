//! Qualtrics: a row of export tags, a row of question texts, and a row of JSON ids. Older exports have no ids, edited
//! files fewer rows.
//!
//! The second row is in the language of the survey, so the layout is recognised by the third row or by the tags in the
//! first.

use crate::input::layouts::header::{after, cell, count, field_of, names, width};
use crate::input::layouts::layout::{DropRule, Head, Layout, PlannedColumn, RowVerdict, TablePlan};
use crate::input::text::tidy;

pub(crate) const LAYOUT: Layout = Layout {
    name: "qualtrics",
    about: "Qualtrics, three header rows or the older two, choice text or numeric",
    known_by: "has a third header row of `{\"ImportId\":…}`, or columns such as `StartDate`, `Finished` and `ResponseId`",
    labels: Some("choose `Use choice text` when you export"),
    recognise,
    plan,
};

/// Tags of Qualtrics' own columns, and their texts in older exports.
const OWN: &[&str] = &[
    "startdate",
    "enddate",
    "recordeddate",
    "responseid",
    "responseset",
    "status",
    "progress",
    "duration (in seconds)",
    "finished",
    "distributionchannel",
    "userlanguage",
    "externaldatareference",
    "ipaddress",
];

fn recognise(head: &Head) -> bool {
    ids(head).is_some() || own_names(head).is_some_and(|names| count(&names, OWN) >= 4)
}

/// The record with the JSON ids.
fn ids(head: &Head) -> Option<usize> {
    (1..head.records.len().min(3)).find(|&record| head.records[record].iter().any(|cell| import_id(cell).is_some()))
}

fn import_id(cell: &str) -> Option<&str> {
    let (_, rest) = cell.split_once("\"ImportId\"")?;
    rest.trim_start_matches([' ', ':']).strip_prefix('"')?.split('"').next()
}

/// The names of Qualtrics' own columns: the tags or, in older exports whose tags are V1 to V10, the texts.
fn own_names(head: &Head) -> Option<Vec<String>> {
    let candidates = [names(head, 0), names(head, 1)];
    candidates
        .into_iter()
        .max_by_key(|names| count(names, OWN))
        .filter(|names| count(names, OWN) > 0)
}

fn plan(head: &Head) -> Option<TablePlan> {
    let ids = ids(head);
    let own = own_names(head);
    if ids.is_none() && own.is_none() {
        return None;
    }
    let own = own.unwrap_or_default();
    let by_id = |id: &str| {
        let record = ids?;
        head.records[record]
            .iter()
            .position(|cell| import_id(cell).is_some_and(|found| found.eq_ignore_ascii_case(id)))
    };
    let field = |name: &str| by_id(name).or_else(|| field_of(&own, &[name]));
    let header_records = match ids {
        Some(record) => record + 1,
        None => without_ids(head, field("startdate").or_else(|| field("enddate"))),
    };
    // The record with the question texts, unless the user deleted it.
    let texts = match (ids, header_records) {
        (Some(2), _) | (None, 2) => Some(1),
        _ => None,
    };
    let width = width(head, header_records);
    let columns = (0..width).filter_map(|field| column(head, field, texts)).collect();
    let unfinished =
        |name: &str, verdict: fn(&str) -> RowVerdict| field(name).map(|field| DropRule::of_unfinished(field, verdict));
    let completeness = unfinished("finished", finished).or_else(|| unfinished("progress", progress));
    let preview = field("status").map(|field| DropRule {
        test: true,
        ..DropRule::of(field, status)
    });
    Some(TablePlan {
        header_records,
        width,
        columns,
        drop: preview.into_iter().chain(completeness).collect(),
    })
}

/// The number of header records in a table without ids: those without a date where responses have one.
fn without_ids(head: &Head, date: Option<usize>) -> usize {
    let dated = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    let is_header = |record: &usize| date.is_none_or(|field| !dated(cell(head, *record, field)));
    1 + (1..head.records.len().min(2)).take_while(is_header).count()
}

/// A column, unless it contains no answer: time spent, or the order in which options were shown.
fn column(head: &Head, field: usize, texts: Option<usize>) -> Option<PlannedColumn> {
    let tag = cell(head, 0, field);
    let text = tidy(texts.map_or("", |record| cell(head, record, field)));
    let parts: Vec<&str> = tag.split('_').collect();
    if parts.contains(&"DO") {
        return None;
    }
    let mut column = PlannedColumn::of(field, tag);
    // The columns of a text entered for an option, and of topics found in texts, repeat the text of their question.
    let beside = tag.ends_with("_TEXT") || tag.contains(" - ");
    if !text.is_empty() && !beside {
        let text = text.strip_suffix("- Selected Choice").unwrap_or(&text).trim();
        column.aliases.push(text.to_owned());
        column.aliases.extend(after(text, " - "));
    }
    if column.header.trim().is_empty() && !text.is_empty() {
        column.header = text;
    }
    Some(column)
}

fn status(text: &str) -> RowVerdict {
    match text.trim().to_lowercase().as_str() {
        "0" | "ip address" | "4" | "imported" | "16" | "offline" => RowVerdict::Response,
        "1" | "survey preview" | "17" | "offline preview" | "offline survey preview" => {
            RowVerdict::NoResponse("preview")
        }
        "2" | "survey test" => RowVerdict::NoResponse("survey test"),
        "9" | "preview spam" | "possible preview spam" | "spam preview" => {
            RowVerdict::NoResponse("preview marked as spam")
        }
        "8" | "spam" | "possible spam" => RowVerdict::Doubtful("marked as spam by Qualtrics"),
        _ => RowVerdict::Doubtful("of a `Status` that is not known, so that they may be previews"),
    }
}

fn finished(text: &str) -> RowVerdict {
    match text.trim().to_lowercase().as_str() {
        "1" | "true" => RowVerdict::Response,
        "0" | "false" => RowVerdict::NoResponse("incomplete"),
        _ => RowVerdict::Doubtful("of a `Finished` that is neither true nor false, so that they may be incomplete"),
    }
}

fn progress(text: &str) -> RowVerdict {
    match text.trim().trim_end_matches('%').parse::<f64>() {
        Ok(progress) if progress >= 100.0 => RowVerdict::Response,
        Ok(_) => RowVerdict::NoResponse("incomplete"),
        Err(_) => RowVerdict::Doubtful("of a `Progress` that is no number, so that they may be incomplete"),
    }
}
