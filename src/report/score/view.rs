//! The view of `cte score` for people.

use crate::disclosure::{Published, PublishedScale};
use crate::report::context::{Context, counted, finding_notes};
use crate::report::picked::{Picked, of_part, span};
use crate::report::score::words;
use crate::report::{Block, Cell, Fact, Record, Role, Subject, Table, standardised};

pub(crate) fn blocks(record: &Record, published: &Published, context: &Context<'_>) -> Vec<Block> {
    let scales = record.each("scales").iter().zip(&published.scales);
    let mut blocks: Vec<Block> = scales
        .flat_map(|(node, scale)| of_scale(node, scale, published, context))
        .collect();
    let scales = record.each("scales").iter();
    let groups: Vec<&Record> = scales
        .flat_map(|scale| scale.each("academies").iter().chain(scale.each("by.groups")))
        .collect();
    let mut note = |text: String| blocks.push(Block::Note(text));
    if groups.iter().any(|group| !group.is_withheld()) {
        note(words::ORDER_NOTE.to_owned());
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
    blocks.extend(finding_notes(&context.findings));
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
    let items = counted(declared.items.len() as u64, "item", "items");
    let mut blocks = vec![
        Block::Heading {
            text: declared.name.clone(),
            aside: format!("{items}, {}", declared.range),
        },
        Block::Facts(facts(node, scale, published)),
    ];
    let mut show = |path: &str, heading: &str, key: &str| {
        let groups = node.each(path);
        if groups.iter().any(|group| !group.is_withheld()) {
            blocks.push(Block::Table(table(groups, heading, key, published.options.level)));
        }
    };
    show("academies", "Academy", "academy");
    if let Some(by) = &scale.by {
        show("by.groups", &by.column, "group");
    }
    blocks
}

fn facts(node: &Record, scale: &PublishedScale, published: &Published) -> Vec<Fact> {
    let min_group = published.policy.min_group;
    if let Some(rule) = scale.trust.rule() {
        return vec![Fact::new("The trust", words::withheld(rule, min_group))];
    }
    let part = |path: &str| node.at(path).filter(|part| !part.is_withheld());
    let mut facts: Vec<Fact> = Vec::new();
    facts.extend(part("trust").map(|trust| Fact::new("The trust", words::trust(trust))));
    if let Some(standardised) = node.at("trust.standardised") {
        facts.push(Fact::new(
            standardised::HEADING,
            standardised::text(standardised, min_group),
        ));
    }
    facts.push(match part("reliability") {
        Some(reliability) => Fact::new("Reliable", words::reliable(reliability)),
        None => Fact::new(
            "Reliable",
            format!("withheld: fewer than {min_group} answered every item"),
        ),
    });
    facts.extend(part("aggregation").map(|aggregation| Fact::new("Shared", words::shared(aggregation))));
    facts
}

fn table(groups: &[Record], heading: &str, key: &str, level: f64) -> Table {
    let interval = words::interval_heading(level);
    Picked::new("academies", Subject::Any)
        .names(heading, key)
        .figure("n", Role::Figure)
        .figure("mean", Role::Figure)
        .made("interval", &interval, Role::Figure, |group| {
            Cell::Text(words::interval(group))
        })
        .says_withheld()
        .made("standardised_mean", standardised::HEADING, Role::Extra(1), |group| {
            group.at("standardised").map_or(Cell::Blank, standardised::cell)
        })
        .if_any()
        .figure("response_rate", Role::Extra(2))
        .if_any()
        .made("picture", "", Role::Picture, |group| {
            span(group, "mean", "lower", "upper")
        })
        .made("rwg_j", "Agreement", Role::Extra(3), |group| {
            of_part(group, "agreement", "rwg_j")
        })
        .table(groups)
}
