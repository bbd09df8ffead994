//! The questions, in the view of `cte compare`: which changed clearly, in the trust and in academies.

use crate::model::Instrument;
use crate::report::compare::words;
use crate::report::items::wordings;
use crate::report::picked::Picked;
use crate::report::score::words::interval_heading;
use crate::report::{Block, Cell, Fact, Record, Role, Subject, glance, number};

/// The change of every question in the trust, and by name the academies in which one changed clearly.
pub(super) fn blocks(items: &[Record], instrument: &Instrument, level: f64) -> Vec<Block> {
    let mut parts = items
        .iter()
        .flat_map(|item| item.at("trust").into_iter().chain(item.each("academies")));
    if parts.all(Record::is_withheld) {
        return Vec::new();
    }
    let of_trust = items.iter().filter_map(|item| {
        let named = Record::object().with_some("id", item.text("id"));
        Some(named.and(item.at("trust")?.clone()))
    });
    let table = Picked::new("items", Subject::Item)
        .names("Question", "id")
        .figure("mean_before", Role::Extra(2))
        .figures("mean_after difference")
        .made(
            "interval",
            &interval_heading(level),
            Role::Extra(1),
            |trust| match trust.limits("lower", "upper") {
                Some([lower, upper]) => Cell::Text(number::change_range(lower, upper)),
                None => Cell::Blank,
            },
        )
        .made("says", "What it says", Role::Words, says)
        .says_withheld()
        .table(&of_trust.collect::<Vec<_>>());
    let mut blocks = vec![Block::heading("The questions, over the trust", ""), Block::Table(table)];
    let mut facts = glance::named(items, words::conclusion, |id, academy| {
        format!("{id} {}", academy.shown_number("difference"))
    });
    if facts.is_empty() {
        facts.push(Fact::new(
            "Academies",
            "no question changed clearly in an academy that is shown",
        ));
    }
    blocks.push(Block::Facts(facts));
    blocks.push(Block::Note(format!("{WIDENED} {OF_TRUST}")));
    blocks.extend(wordings(items.iter(), instrument));
    blocks
}

/// The rule by which the change of a question is called clear.
const WIDENED: &str = "A question is called clearly higher or lower only if its interval excludes 0 even when widened \
     for all questions, and in academies for all questions of all academies (Bonferroni).";

/// The meaning of the trust's change.
const OF_TRUST: &str = "The trust's change is the mean of its academies' changes, so other people answering does not move it; Now \
     less Was can differ from it.";

/// The conclusion with the mark of what is clear.
fn says(change: &Record) -> Cell {
    words::conclusion(change).map_or(Cell::Blank, |found| {
        glance::marked(found.words().to_owned(), Some(found))
    })
}
