//! The report of `cte structure`: whether the items of each scale measure what the key says.

mod models;
mod view;
mod words;

use std::collections::BTreeMap;

use crate::disclosure::{ModelFit, PublishedStructure, PublishedStructures, ScaleStructure};
use crate::report::blocks::finding_notes;
use crate::report::context::{Context, counted, findings, marking, provenance};
use crate::report::{Block, Fact, Record, Report, fields, tidy};

/// The report of the structure of a survey's scales.
#[must_use]
pub fn structure(published: &PublishedStructures, context: &Context<'_>) -> Report {
    let rows = counted(published.respondents.rows, "row", "rows");
    let scales: Vec<ScaleReport> = published
        .scales
        .iter()
        .map(|scale| ScaleReport::of(scale, published.policy.min_group, context))
        .collect();
    let mut blocks: Vec<Block> = scales
        .iter()
        .zip(&published.scales)
        .flat_map(|(scale, found)| {
            let declared = &context.instrument.scales()[found.scale];
            view::blocks_of_scale(declared, &scale.record, &scale.sentences, context)
        })
        .collect();
    blocks.push(Block::note(
        "Everybody in the trust who answered every item of a scale; answers are keyed. Unrelated: 95 of 100 sets of unrelated \
         items stay below this. `cte structure --explain` defines each figure.",
    ));
    let record = provenance("cte/structure/1", context, published.options, published.policy)
        .with_list("scales", scales.into_iter().map(|scale| scale.record))
        .with("findings", findings(context));
    blocks.extend(finding_notes(&record));
    Report {
        title: format!("Structure of {} · {rows}", context.instrument.name),
        marking: marking(published.policy, &context.findings),
        summary: Vec::new(),
        blocks,
        tables: tidy::tables(&tidy::STRUCTURE_TABLES, &record),
        record,
    }
}

/// A scale's record with its sentences.
struct ScaleReport {
    record: Record,
    sentences: Vec<Fact>,
}

impl ScaleReport {
    fn of(scale: &PublishedStructure, min_group: u64, context: &Context<'_>) -> Self {
        let instrument = context.instrument;
        let declared = &instrument.scales()[scale.scale];
        let id = |item: usize| instrument.items()[item].id.as_str();
        let ids: Vec<&str> = declared.items.iter().map(|&item| id(item)).collect();
        let head = Record::object()
            .with("id", declared.id.as_str())
            .with("name", declared.name.as_str())
            .with_list("items", ids.iter().copied());
        let figures = match scale.figures.open() {
            Ok(Some(found)) => found,
            Ok(None) => {
                let why = "structure is computed from responses, which a tally does not have";
                return Self::without(head.and(Record::undefined(why)), why);
            }
            Err(rule) => {
                let why =
                    format!("withheld: fewer than {min_group} people answered every item, or could be worked out.");
                return Self::without(head.and(Record::withheld(rule.name())), &why);
            }
        };
        let points = declared.range.points();
        let weakest = scale.weakest.figures().and_then(Option::as_ref);
        let record = head
            .and(fields::structure(figures, &ids))
            .with_list(
                "models",
                figures
                    .models
                    .iter()
                    .map(|model| fields::model(model, &ids, &factors(model, context))),
            )
            .with_some(
                "weakest_item",
                weakest.map(|weakest| fields::weakest_item(weakest, id(weakest.item))),
            );
        let sentences = words::sentences(&record, &unused(figures, &ids), points);
        let record = record.with_list("sentences", sentences.iter().map(|fact| fact.text.as_str()));
        Self { record, sentences }
    }

    fn without(record: Record, why: &str) -> Self {
        Self {
            record,
            sentences: vec![Fact::new("No figures", why)],
        }
    }
}

/// The ids of a model's factors, which are those of its scales.
fn factors<'a>(model: &ModelFit, context: &Context<'a>) -> Vec<&'a str> {
    let scales = context.instrument.scales();
    model.factors.iter().map(|&scale| scales[scale].id.as_str()).collect()
}

/// The codes that nobody chose, each with its items.
fn unused(figures: &ScaleStructure, ids: &[&str]) -> Vec<String> {
    let mut items: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    for unused in &figures.unused {
        for &code in &unused.codes {
            items.entry(code).or_default().push(format!("`{}`", ids[unused.item]));
        }
    }
    let one = |(code, items): (&i32, &Vec<String>)| format!("{code} for {}", items.join(", "));
    items.iter().map(one).collect()
}
