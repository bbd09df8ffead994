//! Who answered, in this term and in the one before.

use std::collections::HashMap;

use crate::disclosure::WhichTerm;
use crate::report::board::folder::Folder;
use crate::report::board::page::{Content, Section};
use crate::report::board::score::named;
use crate::report::board::since::{Since, drops};
use crate::report::board::words::capital;
use crate::report::picked::{Picked, WITHHELD};
use crate::report::{Cell, Record, Role, Subject};

/// The number of answers, the staff and the response rate of each academy, on the first scale.
pub(super) fn section(folder: &Folder<'_>) -> Section {
    let section = |content| Section::new("response", "Who answered", content);
    let Some((scale, node)) = folder.scales().next() else {
        return section(Vec::new());
    };
    // Numbers of answers are compared only if the same scale was asked before.
    let since = folder.since();
    let before = since.and_then(|since| since.on(&folder.declared(scale).id));
    let earlier = before.map_or(&[] as &[Record], |scale| scale.node.each("academies"));
    let earlier = earlier.iter().filter_map(|node| Some((node.text("academy")?, node)));
    let earlier: HashMap<&str, &Record> = earlier.collect();
    let mut rows: Vec<Record> = Vec::new();
    for academy in node.each("academies") {
        let name = academy.text("academy").unwrap_or_default();
        rows.push(with_earlier(name, academy, earlier.get(name).copied()));
    }
    let known = rows.iter().any(|row| row.value("headcount").is_some());
    let trust = node.open("trust");
    rows.extend(trust.map(|trust| with_earlier("The trust", trust, before.and_then(|scale| scale.node.at("trust")))));
    let term = since.map_or("", |since| since.term(WhichTerm::Before));
    let table = Picked::wide("response", Subject::Any)
        .names("Academy", "name")
        .headed("Answered", "n", Role::Figure)
        .headed("Staff", "headcount", Role::Figure)
        .headed("Rate", "response_rate", Role::Figure)
        .made("n_before", &format!("Answered, {term}"), Role::Figure, n_before)
        .if_any()
        .made("rate_before", &format!("Rate, {term}"), Role::Figure, |row| {
            row.cell("earlier.response_rate_before")
        })
        .if_any();
    let words = if known {
        "Only staff who answered enough of the first scale to have a score are counted. If the rate is low, the staff who did \
         not answer may think otherwise; no statistic can say what they think."
    } else {
        "The number of staff was not given. So no response rate is known, and every interval assumes that there are many more \
         staff than answered."
    };
    let mut content = vec![Content::words(words)];
    content.extend(since.and_then(fallen));
    let caption = "Answers, staff and response rate of each academy".to_owned();
    content.push(Content::Table(caption, table.table(&rows)));
    section(content)
}

fn with_earlier(name: &str, node: &Record, earlier: Option<&Record>) -> Record {
    named("name", name, node).with_some("earlier", earlier.cloned())
}

/// The answers in the term before, as far as the change shows them.
fn n_before(row: &Record) -> Cell {
    match row.at("earlier") {
        Some(earlier) if earlier.is_withheld() => Cell::text(WITHHELD),
        Some(earlier) if earlier.text("only") == Some(WhichTerm::After.name()) => Cell::text("nobody"),
        Some(earlier) => earlier.cell("n_before"),
        None => Cell::Blank,
    }
}

/// The response rates that fell by more than the declared amount.
fn fallen(since: Since<'_>) -> Option<Content> {
    let drops = drops(since);
    let sentences: Vec<String> = drops
        .iter()
        .map(|drop| capital(&drop.message.replace('`', "")))
        .collect();
    (!sentences.is_empty()).then_some(Content::List(sentences))
}
