//! What `cte trend` says first: the trust in every term, who changed clearly since the term before, and every academy on one line.

use crate::disclosure::Trend;
use crate::report::compare::words;
use crate::report::glance;
use crate::report::picked::WITHHELD;
use crate::report::{Block, Cell, Column, Fact, Record, Role, SUMMARY, Table, TermsContext, invariance};

/// Said where no academy changed clearly.
const NONE_CLEAR: &str =
    "no academy changed clearly on any scale since the term before; that does not mean that nothing changed";

/// The meaning of the marks.
const MARKS: &str = "▲ ▼ clearly higher or lower than the term before";

/// The ways to more.
const NEXT: &str =
    "each scale with all terms below (--brief leaves that out, --scale ID shows one); two terms in detail: cte compare";

pub(crate) fn blocks(record: &Record, published: &Trend, context: &TermsContext<'_>) -> Vec<Block> {
    let scales = record.each("scales");
    if scales.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Table(of_trust(scales, context))];
    let latest: Vec<Record> = scales.iter().map(in_latest_term).collect();
    let change = |academy: &Record| academy.at("change").and_then(words::conclusion);
    let mut facts = glance::named(&latest, change, |id, _| id.to_owned());
    if facts.is_empty() {
        facts.push(Fact::new("Academies", NONE_CLEAR));
    }
    facts.extend(invariance::facts(scales));
    facts.extend(glance::withheld(&latest, published.policy.min_group));
    facts.push(Fact::new("Next", NEXT));
    let academies = glance::of_academies(&latest, |academy| {
        if academy.member("absent").is_some() {
            return Cell::Blank;
        }
        glance::marked(academy.shown_number("mean"), change(academy))
    });
    if academies.rows.len() > 1 {
        let last = context.terms.last().map_or("", |term| term.name.as_str());
        let marks = if glance::has_marks(&academies) { MARKS } else { "" };
        blocks.push(Block::heading(format!("Scores in {last}"), marks));
        blocks.push(Block::Table(academies));
    }
    blocks.push(Block::Facts(facts));
    blocks
}

/// The trust's score in every term, the latest change, and what it says, a row each scale.
fn of_trust(scales: &[Record], context: &TermsContext<'_>) -> Table {
    let mut columns = vec![
        Column::new("scale", "Scale", Role::Name),
        Column::new("id", "Id", Role::Extra(1)),
    ];
    columns.extend(
        context
            .terms
            .iter()
            .map(|term| Column::new("mean", &term.name, Role::Figure)),
    );
    columns.push(Column::new("says", "Change", Role::Words));
    let mut table = Table::new(SUMMARY, columns);
    for scale in scales {
        let mut row = vec![scale.cell("name"), scale.cell("id")];
        let terms = scale.each("trust");
        row.extend(terms.iter().map(|term| {
            if term.is_withheld() {
                Cell::text(WITHHELD)
            } else {
                term.cell("mean")
            }
        }));
        let change = terms.last().and_then(|term| term.at("change"));
        row.push(change.and_then(words::said).map_or(Cell::Blank, Cell::text));
        table.push(row);
    }
    table
}

/// A scale with its academies in the latest term.
fn in_latest_term(scale: &Record) -> Record {
    let academies = scale.each("academies").iter().map(|academy| {
        let latest = academy.each("terms").last().cloned().unwrap_or_else(Record::object);
        Record::object().with("academy", academy.cell("academy")).and(latest)
    });
    Record::object()
        .with("id", scale.cell("id"))
        .with_list("academies", academies)
}
