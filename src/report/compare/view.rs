//! The view of `cte compare` for people.

use crate::disclosure::{Comparison, ScaleChange};
use crate::report::blocks::{all_groups, finding_notes, group_tables, scale_heading};
use crate::report::compare::{items, words};
use crate::report::picked::{Picked, span};
use crate::report::score::words::interval_heading;
use crate::report::{Block, Cell, Record, Role, Subject, Table, TermsContext, number, standardised};

pub(crate) fn blocks(record: &Record, published: &Comparison, context: &TermsContext<'_>) -> Vec<Block> {
    let scales = record.each("scales");
    let mut blocks: Vec<Block> = scales
        .iter()
        .zip(&published.scales)
        .flat_map(|(node, scale)| of_scale(node, scale, published, context))
        .collect();
    blocks.extend(items::blocks(
        record.each("items"),
        context.instrument,
        published.options.level,
    ));
    let groups = all_groups(record);
    let any = |of: fn(&Record) -> bool| groups.iter().any(|group| of(group));
    let mut note = |text: String| blocks.push(Block::Note(text));
    if any(|group| !group.is_withheld()) {
        let mut text = words::clearly(words::compared(scales), published.options.level);
        if any(|group| words::detectable(group).is_some()) {
            text = format!("{text} {}", words::BRACKETS);
        }
        if any(words::is_one_of_many) {
            text = format!("{text} {}", words::ONE_OF_MANY);
        }
        note(text);
        if any(|group| group.cell("probability_rose") != Cell::Blank) {
            note(words::ROSE.to_owned());
        }
        note(format!("{} {}", words::ORDER, words::NOT_LINKED));
        note(words::OTHER_ESTIMATES.to_owned());
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
        note(words::withheld_note(published.policy.min_group));
    }
    blocks.extend(finding_notes(record));
    blocks
}

fn of_scale(node: &Record, scale: &ScaleChange, published: &Comparison, context: &TermsContext<'_>) -> Vec<Block> {
    let declared = &context.instrument.scales()[scale.scale];
    let facts = words::facts(
        node,
        declared.step(&context.instrument.scoring),
        published.policy.min_group,
    );
    let mut blocks = vec![scale_heading(declared, context.instrument), Block::Facts(facts)];
    blocks.extend(group_tables(node, |groups, heading, key| {
        table(groups, heading, key, published.options.level)
    }));
    blocks
}

fn table(groups: &[Record], heading: &str, key: &str, level: f64) -> Table {
    let interval = interval_heading(level);
    Picked::new("changes", Subject::Any)
        .names(heading, key)
        .made("n", "Staff", Role::Extra(3), |group| {
            Cell::Text(words::before_and_after(group, "n"))
        })
        .figures("mean_before mean_after")
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
                .map_or(Cell::Blank, |found| standardised::cell(found, "difference"))
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
        .made("says", "What it says", Role::Words, says)
        .says_withheld()
        .table(groups)
}

/// The conclusion, with the change that the survey could detect.
fn says(change: &Record) -> Cell {
    if let Some(term) = change.text("only") {
        return Cell::Text(format!("only {term}"));
    }
    let says = words::said(change).unwrap_or_default();
    Cell::Text(match words::detectable(change) {
        Some(seen) => format!("{says} ({seen})"),
        None => says.to_owned(),
    })
}

/// The limits of a change, or the reason why it has none.
fn range(group: &Record, lower: &str, upper: &str) -> Cell {
    match group.limits(lower, upper) {
        Some([lower, upper]) => Cell::Text(number::change_range(lower, upper)),
        None => group.cell(lower),
    }
}
