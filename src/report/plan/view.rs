//! A plan as people read it: sentences first, then a line for each academy and for each response rate.

use crate::disclosure::PublishedPlan;
use crate::report::blocks::finding_notes;
use crate::report::picked::Picked;
use crate::report::{Block, Cell, Fact, Kind, Record, Role, Subject, Table, number};

/// The summary, and the rest.
pub(super) fn blocks(record: &Record, facts: Vec<Fact>, published: &PublishedPlan) -> (Vec<Block>, Vec<Block>) {
    let summary = vec![Block::Facts(facts)];
    let mut blocks = Vec::new();
    let [width, change] = [published.aims.width, published.aims.change].map(|aim| number::text(aim, Kind::Score));
    let academies = record.each("academies");
    if !academies.is_empty() {
        blocks.push(Block::heading("Answers needed", "of each academy, in every wave"));
        blocks.push(Block::Table(needs(academies, &width, &change)));
    }
    if academies.iter().any(|academy| academy.value("expected").is_some()) {
        blocks.push(Block::heading("What could be seen", "at the expected response"));
        blocks.push(Block::Table(outlook(academies)));
    }
    if !record.each("rates").is_empty() {
        blocks.push(Block::heading("The trust at other response rates", ""));
        blocks.push(Block::Table(rates(record.each("rates"))));
    }
    blocks.push(Block::note(format!(
        "± is half the {} interval of the score of exactly these staff. A change is seen if a test at that level finds it, in 80 of \
         100 cases; `cte compare` allows for all academies looked at, so what it calls clear is larger. With a code: the same \
         people answer both times. A dash: even all staff are too few.",
        number::percent(published.aims.detection.level),
    )));
    blocks.extend(finding_notes(record));
    (summary, blocks)
}

fn needs(academies: &[Record], width: &str, change: &str) -> Table {
    let to_show = |academy: &Record| match academy.cell("needed_to_be_shown") {
        Cell::Undefined(_) => Cell::text("too small"),
        cell => cell,
    };
    Picked::new("needs", Subject::Any)
        .names("Academy", "academy")
        .made("headcount", "Staff", Role::Figure, |academy| academy.cell("headcount"))
        .made("needed_to_be_shown", "Shown", Role::Extra(0), to_show)
        .made("needed_for_width", &format!("± {width}"), Role::Figure, |academy| {
            with_ends(academy, "needed_for_width")
        })
        .made(
            "needed_for_change",
            &format!("Change {change}"),
            Role::Figure,
            |academy| with_ends(academy, "needed_for_change"),
        )
        .made("needed_for_change_linked", "With a code", Role::Figure, |academy| {
            with_ends(academy, "needed_for_change_linked")
        })
        .table(academies)
}

/// A number of answers, with both ends in brackets if these differ.
fn with_ends(academy: &Record, key: &str) -> Cell {
    let at = |end: &str| academy.cell(&format!("{key}.{end}"));
    let [value, lower, upper] = ["value", "lower", "upper"].map(|end| at(end).words());
    if value == upper && value == lower {
        return at("value");
    }
    // Even all staff may be too few at the upper end.
    match at("upper") {
        Cell::Number(..) => Cell::Text(format!("{value} ({lower}–{upper})")),
        _ => Cell::Text(format!("{value} ({lower}+)")),
    }
}

fn outlook(academies: &[Record]) -> Table {
    let prospect = |academy: &Record| match academy.text("prospect") {
        Some("can be shown") | None => Cell::Blank,
        Some(words) => Cell::text(words),
    };
    Picked::new("outlook", Subject::Any)
        .names("Academy", "academy")
        .figure("response_rate", Role::Extra(1))
        .figure("expected", Role::Figure)
        .made("half_width", "±", Role::Figure, |academy| {
            academy.cell("half_width.value")
        })
        .made("smallest_change", "Change seen", Role::Figure, |academy| {
            academy.cell("smallest_change.value")
        })
        .made(
            "smallest_change_these_staff",
            "These staff",
            Role::Extra(0),
            |academy| academy.cell("smallest_change_these_staff"),
        )
        .made("smallest_change_linked", "With a code", Role::Figure, |academy| {
            academy.cell("smallest_change_linked.value")
        })
        .made("prospect", "", Role::Words, prospect)
        .if_any()
        .table(academies)
}

fn rates(rates: &[Record]) -> Table {
    Picked::new("rates", Subject::Any)
        .made("response_rate", "Answering", Role::Name, |rate| {
            rate.cell("response_rate")
        })
        .figure("expected", Role::Figure)
        .figure("academies_withheld", Role::Figure)
        .made("half_width", "±", Role::Figure, |rate| rate.cell("half_width.value"))
        .made("smallest_change", "Change seen", Role::Figure, |rate| {
            rate.cell("smallest_change.value")
        })
        .made("smallest_change_linked", "With a code", Role::Figure, |rate| {
            rate.cell("smallest_change_linked")
        })
        .headed("ICC(2)", "icc2.value", Role::Extra(0))
        .made("would_be_withheld", "Would be withheld", Role::Words, |rate| {
            Some(rate.cell("would_be_withheld"))
                .filter(|names| !names.words().is_empty())
                .unwrap_or(Cell::Blank)
        })
        .if_any()
        .table(rates)
}
