//! The view of `cte compare` for people.

use crate::disclosure::{Comparison, ScaleChange};
use crate::report::compare::words;
use crate::report::context::{Context, counted, finding_notes};
use crate::report::picked::{Picked, span};
use crate::report::score::words as score_words;
use crate::report::{Block, Cell, Fact, Kind, Record, Role, Subject, Table, TermsContext, number, standardised};

pub(crate) fn blocks(
    record: &Record,
    published: &Comparison,
    context: &TermsContext<'_>,
    plain: &Context<'_>,
) -> Vec<Block> {
    let scales = record.each("scales");
    let mut blocks: Vec<Block> = scales
        .iter()
        .zip(&published.scales)
        .flat_map(|(node, scale)| of_scale(node, scale, published, context))
        .collect();
    let groups: Vec<&Record> = scales
        .iter()
        .flat_map(|scale| scale.each("academies").iter().chain(scale.each("by.groups")))
        .collect();
    let any = |of: fn(&Record) -> bool| groups.iter().any(|group| of(group));
    let mut note = |text: String| blocks.push(Block::Note(text));
    if any(|group| !group.is_withheld()) {
        let tested = |scale: &Record| {
            scale
                .each("academies")
                .iter()
                .filter(|group| words::is_tested(group))
                .count()
        };
        let compared = scales.iter().map(tested).max().unwrap_or(0);
        let mut text = vec![words::clearly(compared, published.options.level)];
        if any(|group| words::could_have_seen(group).is_some()) {
            text.push(words::BRACKETS.to_owned());
        }
        if any(words::is_one_of_many) {
            text.push(words::ONE_OF_MANY.to_owned());
        }
        note(text.join(" "));
        if any(|group| group.cell("probability_rose") != Cell::Blank) {
            note(words::ROSE.to_owned());
        }
        note(format!("{} {}", words::ORDER, words::NOT_LINKED));
    }
    let mut changes = scales
        .iter()
        .flat_map(|scale| scale.at("trust").into_iter().chain(scale.each("academies")));
    if changes.any(|change| change.cell("these_staff_difference") != Cell::Blank) {
        note(words::TWO_QUESTIONS.to_owned());
    }
    if let Some(standard) = &published.standard {
        note(standardised::note(standard, published.policy.min_group));
    }
    if any(Record::is_withheld) {
        note(words::withheld(published.policy.min_group));
    }
    blocks.extend(finding_notes(&plain.findings));
    blocks
}

fn of_scale(node: &Record, scale: &ScaleChange, published: &Comparison, context: &TermsContext<'_>) -> Vec<Block> {
    let declared = &context.instrument.scales()[scale.scale];
    let items = counted(declared.items.len() as u64, "item", "items");
    let mut blocks = vec![
        Block::Heading {
            text: declared.name.clone(),
            aside: format!("{items}, {}", declared.range),
        },
        Block::Facts(facts(node, scale, published.policy.min_group)),
    ];
    let mut show = |path: &str, heading: &str, key: &str| {
        let groups = node.each(path);
        if groups.iter().any(|group| !group.is_withheld()) {
            blocks.push(Block::Table(table(groups, heading, key, published.options.level)));
        }
    };
    show("academies", "Academy", "academy");
    if let Some((column, _)) = &scale.by {
        show("by.groups", column, "group");
    }
    blocks
}

fn facts(node: &Record, scale: &ScaleChange, min_group: u64) -> Vec<Fact> {
    let fact = |label: &str, text: String| Fact {
        label: label.to_owned(),
        text,
    };
    let part = |path: &str| node.at(path).filter(|part| !part.is_withheld());
    let mut facts = Vec::new();
    facts.extend(
        scale
            .trust
            .rule()
            .map(|rule| fact("The trust", score_words::withheld(rule, min_group))),
    );
    if let Some(trust) = part("trust") {
        facts.push(fact("The trust", words::trust(trust)));
        facts.extend(words::these_staff(trust).map(|text| fact("These staff", text)));
        let standardised = trust
            .at("standardised")
            .map(|found| words::standardised(found, min_group));
        facts.extend(standardised.map(|text| fact(standardised::HEADING, text)));
    }
    facts.extend(part("mixed").map(|mixed| fact("Within", words::within(mixed))));
    facts
}

fn table(groups: &[Record], heading: &str, key: &str, level: f64) -> Table {
    let interval = format!("{} % interval", number::text(100.0 * level, Kind::Percent));
    Picked::new("changes", Subject::Any)
        .names(heading, key)
        .made("n", "Staff", Role::Extra(3), staff)
        .figure("mean_before", Role::Figure)
        .figure("mean_after", Role::Figure)
        .made("difference", "Change", Role::Figure, |group| {
            match group.why_not("lower") {
                Some(reason) => Cell::Undefined(reason),
                None => group.cell("difference"),
            }
        })
        .made("interval", &interval, Role::Figure, |group| {
            range(group, "lower", "upper")
        })
        .made("standardised", standardised::HEADING, Role::Extra(1), |group| {
            group
                .at("standardised")
                .map_or(Cell::Blank, standardised::difference_cell)
        })
        .if_any()
        .made("these_staff", "These staff", Role::Extra(2), |group| {
            range(group, "these_staff_lower", "these_staff_upper")
        })
        .if_any()
        .figure("probability_rose", Role::Extra(4))
        .if_any()
        .made("picture", "", Role::Picture, |group| {
            span(group, "difference", "lower", "upper")
        })
        .made("says", "What it says", Role::Words, |group| {
            Cell::Text(words::says(group))
        })
        .says_withheld()
        .table(groups)
}

/// The number of people in both terms, or in the only one.
fn staff(group: &Record) -> Cell {
    match (group.cell("n_before"), group.cell("n_after")) {
        (Cell::Blank, only) | (only, Cell::Blank) => only,
        _ => Cell::Text(format!(
            "{} → {}",
            group.shown_number("n_before"),
            group.shown_number("n_after")
        )),
    }
}

/// The limits of a change, or the reason why it has none.
fn range(group: &Record, lower: &str, upper: &str) -> Cell {
    match group.limits(lower, upper) {
        Some([lower, upper]) => Cell::Text(number::change_range(lower, upper)),
        None => group.cell(lower),
    }
}
