//! The view of `cte score` for people.

use crate::disclosure::{Published, PublishedScale};
use crate::model::Scale;
use crate::report::blocks::{all_groups, finding_notes, group_tables, items_asked, scale_heading};
use crate::report::context::Context;
use crate::report::picked::{Picked, of_part, span};
use crate::report::score::words;
use crate::report::{Block, Cell, Fact, Record, Role, Subject, Table, comparing, standardised};

pub(crate) fn blocks(record: &Record, published: &Published, context: &Context<'_>) -> Vec<Block> {
    let scales = record.each("scales").iter().zip(&published.scales);
    let mut blocks: Vec<Block> = scales
        .flat_map(|(node, scale)| of_scale(node, scale, published, context))
        .collect();
    let groups = all_groups(record);
    let mut note = |text: String| blocks.push(Block::Note(text));
    if groups.iter().any(|group| !group.is_withheld()) {
        note(comparing::ORDER_NOTE.to_owned());
    }
    if let Some(standard) = &published.standard {
        note(standardised::note(standard, published.policy.min_group));
    }
    if groups.iter().any(|group| group.is_withheld()) {
        note(words::withheld_note(published.policy.min_group));
    }
    if published.respondents.blank > 0 {
        let (rows, counts) = match published.respondents.blank {
            1 => ("1 row answers".to_owned(), "counts"),
            blank => (format!("{blank} rows answer"), "count"),
        };
        note(format!("{rows} no item and {counts} in no score."));
    }
    too_few(published, context).into_iter().for_each(&mut note);
    let pooled = |scale: &PublishedScale| {
        let interval = scale.trust.figures().and_then(|trust| trust.interval.as_ref().ok());
        interval.is_some_and(|interval| !interval.pooled.is_empty())
    };
    if published.scales.iter().any(pooled) {
        note(words::POOLED_NOTE.to_owned());
    }
    blocks.extend(finding_notes(record));
    blocks
}

/// The note on rows with some answers, but too few for a score.
fn too_few(published: &Published, context: &Context<'_>) -> Option<String> {
    let (instrument, respondents) = (context.instrument, &published.respondents);
    let on_scale = |scale: &PublishedScale| {
        let scored = scale.trust.figures()?.n;
        let without = respondents.rows.checked_sub(respondents.blank + scored)?;
        let declared = &instrument.scales()[scale.scale];
        let (needed, items) = (declared.needed(&instrument.scoring), declared.items.len());
        (without > 0).then(|| format!("{without} on {} (fewer than {needed} of {items})", declared.name))
    };
    let scales: Vec<String> = published.scales.iter().filter_map(on_scale).collect();
    (!scales.is_empty()).then(|| {
        format!(
            "Rows that answer too few items of a scale have no score on it: {}.",
            scales.join(", ")
        )
    })
}

fn of_scale(node: &Record, scale: &PublishedScale, published: &Published, context: &Context<'_>) -> Vec<Block> {
    let declared = &context.instrument.scales()[scale.scale];
    let mut blocks = vec![
        scale_heading(declared, context.instrument),
        Block::Facts(facts(node, declared, published.policy.min_group, context)),
    ];
    blocks.extend(group_tables(node, |groups, heading, key| {
        table(groups, heading, key, published.options.level)
    }));
    blocks
}

/// The reason why reliability is withheld.
fn too_few_complete(declared: &Scale, min_group: u64, context: &Context<'_>) -> String {
    let few = format!("withheld: fewer than {min_group} answered every item");
    if context.is_given_in_parts(declared) {
        format!("{few}, because the items were given to parts of the staff")
    } else {
        few
    }
}

fn facts(node: &Record, declared: &Scale, min_group: u64, context: &Context<'_>) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    if let Some(text) = node.at("trust").and_then(|trust| words::withheld(trust, min_group)) {
        return vec![Fact::new("The trust", text)];
    }
    facts.extend(
        node.open("trust")
            .map(|trust| Fact::new("The trust", words::trust(trust))),
    );
    let standardised = node.at("trust.standardised");
    facts.extend(standardised.map(|found| Fact::new(standardised::HEADING, standardised::text(found, min_group))));
    let reliable = match node.open("reliability") {
        Some(reliability) => words::reliable(reliability),
        None => too_few_complete(declared, min_group, context),
    };
    facts.push(Fact::new("Reliable", reliable));
    facts.extend(
        node.open("aggregation")
            .map(|aggregation| Fact::new("Compare", words::compared(aggregation))),
    );
    facts
}

fn table(groups: &[Record], heading: &str, key: &str, level: f64) -> Table {
    let interval = words::interval_heading(level);
    Picked::new("academies", Subject::Any)
        .names(heading, key)
        .figures("n mean")
        .made("interval", &interval, Role::Figure, |group| {
            Cell::Text(words::interval(group))
        })
        .says_withheld()
        .made("items_asked", "Asked", Role::Figure, items_asked)
        .if_any()
        .made("standardised_mean", standardised::HEADING, Role::Extra(1), |group| {
            group
                .at("standardised")
                .map_or(Cell::Blank, |found| standardised::cell(found, "mean"))
        })
        .if_any()
        .figure("response_rate", Role::Extra(2))
        .if_any()
        .made("picture", "", Role::Picture, |group| {
            span(group, "mean", "lower", "upper")
        })
        .made("r_star_wg_j", "Agreement", Role::Extra(3), |group| {
            of_part(group, "agreement", "r_star_wg_j")
        })
        .table(groups)
}
