//! What `cte compare` says first: the trust's change on every scale, who changed clearly, and every academy on one line.

use crate::disclosure::Comparison;
use crate::report::compare::words;
use crate::report::glance::{self, ScaleColumn};
use crate::report::picked::WITHHELD;
use crate::report::score::words::interval_heading;
use crate::report::{Block, Cell, Fact, Record, Role, invariance, number};

/// Said where no academy changed clearly.
const NONE_CLEAR: &str = "no academy changed clearly on any scale; that does not mean that nothing changed";

/// The ways to more.
const NEXT: &str = "each scale below, with the change that each academy's survey could detect (--brief leaves that out, --scale ID \
                    shows one)";

pub(crate) fn blocks(record: &Record, published: &Comparison) -> Vec<Block> {
    let scales = record.each("scales");
    if scales.is_empty() {
        return Vec::new();
    }
    let interval = interval_heading(published.options.level);
    let of_trust = |cell: fn(&Record) -> Cell| move |scale: &Record| scale.open("trust").map_or(Cell::Blank, cell);
    let change = |scale: &Record| match scale.open("trust") {
        Some(trust) => trust.cell("difference"),
        None => Cell::text(WITHHELD),
    };
    let (before, after) = (
        of_trust(|trust| trust.cell("mean_before")),
        of_trust(|trust| trust.cell("mean_after")),
    );
    let limits = of_trust(|trust| match trust.limits("lower", "upper") {
        Some([lower, upper]) => Cell::Text(number::change_range(lower, upper)),
        None => Cell::Blank,
    });
    let says = of_trust(|trust| words::said(trust).map_or(Cell::Blank, Cell::text));
    let columns = [
        ScaleColumn::new("mean_before", "Before", Role::Extra(3), &before),
        ScaleColumn::new("mean_after", "After", Role::Extra(2), &after),
        ScaleColumn::new("difference", "The trust", Role::Figure, &change),
        ScaleColumn::new("interval", &interval, Role::Figure, &limits),
        ScaleColumn::new("says", "", Role::Words, &says),
    ];
    let mut blocks = vec![Block::Table(glance::of_scales(scales, &columns))];
    let mut facts = glance::named(scales, words::conclusion, |id, _| id.to_owned());
    if facts.is_empty() {
        facts.push(Fact::new("Academies", NONE_CLEAR));
    }
    facts.extend(invariance::facts(scales));
    facts.extend(glance::withheld(scales, published.policy.min_group));
    facts.push(Fact::new("Next", NEXT));
    let academies = glance::of_academies(scales, |academy| match academy.text("only") {
        Some(term) => Cell::Text(format!("only {term}")),
        None => glance::marked(academy.shown_number("difference"), words::conclusion(academy)),
    });
    if academies.rows.len() > 1 {
        blocks.push(Block::Table(academies));
    }
    blocks.push(Block::Facts(facts));
    blocks
}
