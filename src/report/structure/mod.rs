//! The report of `cte structure`: whether the items of each scale measure what the key says.

mod cluster_bias;
mod cut_offs;
mod models;
mod partial_credit;
mod view;
mod words;

use std::collections::BTreeMap;

use crate::disclosure::{
    Comparison, ModelFit, Published, PublishedInvariance, PublishedStructure, PublishedStructures, ScaleStructure,
};
use crate::report::blocks::finding_notes;
use crate::report::context::{Context, counted, findings, marking, provenance};
use crate::report::tidy::Tidy;
use crate::report::{Block, Fact, Record, Report, TermsContext, compare, fields, invariance, score, tidy};

pub(crate) use models::leading_model;

/// The groups and terms that are compared next to the structure of a survey's scales.
#[derive(Default)]
pub struct StructureCompared<'a> {
    /// Whether the groups of another column read the items alike.
    pub groups: Vec<PublishedInvariance>,
    /// Scores by that column.
    pub scores: Option<Published>,
    /// The term before.
    pub terms: Option<StructureOverTerms<'a>>,
}

/// The term before, next to the structure of a survey's scales.
pub struct StructureOverTerms<'a> {
    /// Whether the staff of both terms read the items alike.
    pub found: Vec<PublishedInvariance>,
    /// The change between the terms.
    pub change: Comparison,
    /// The terms.
    pub context: TermsContext<'a>,
}

/// The report of the structure of a survey's scales.
#[must_use]
pub fn structure(published: &PublishedStructures, compared: &StructureCompared<'_>, context: &Context<'_>) -> Report {
    let rows = counted(published.respondents.rows, "row", "rows");
    let scales: Vec<ScaleReport> = published
        .scales
        .iter()
        .map(|scale| ScaleReport::of(scale, compared, published.policy.min_group, context))
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
    let mut tables = tidy::views(&tidy::STRUCTURE_TABLES);
    if published.scales.iter().any(|scale| scale.cut_offs.is_some()) {
        tables.push(Tidy::View(&tidy::CUT_OFFS));
    }
    Report {
        title: format!("Structure of {} · {rows}", context.instrument.name),
        marking: marking(published.policy, &context.findings),
        summary: Vec::new(),
        blocks,
        tables,
        record,
    }
}

/// A scale's record with its sentences.
struct ScaleReport {
    record: Record,
    sentences: Vec<Fact>,
}

impl ScaleReport {
    fn of(scale: &PublishedStructure, compared: &StructureCompared<'_>, min_group: u64, context: &Context<'_>) -> Self {
        let instrument = context.instrument;
        let declared = &instrument.scales()[scale.scale];
        let id = |item: usize| instrument.items()[item].id.as_str();
        let ids: Vec<&str> = declared.items.iter().map(|&item| id(item)).collect();
        let head = Record::object()
            .with("id", declared.id.as_str())
            .with("name", declared.name.as_str())
            .with_list("items", ids.iter().copied());
        let figures = match scale.figures.open() {
            Ok(found) => found,
            Err(rule) => {
                let why =
                    format!("withheld: fewer than {min_group} people answered every item, or could be worked out.");
                return Self::without(head.and(Record::withheld(rule.name())), &why);
            }
        };
        let points = declared.range.points();
        let weakest = scale.weakest.figures().and_then(Option::as_ref);
        let record = head
            .and(fields::structure(figures, &ids, declared.range.min()))
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
        let cut_offs = scale.cut_offs.as_ref().and_then(|shown| shown.figures()?.as_ref());
        let record = record.with_some(
            "cut_offs",
            cut_offs.map(|all| {
                Record::list(
                    all.iter()
                        .map(|own| fields::cut_offs(own, &ids, &ids_of(&own.factors, context))),
                )
            }),
        );
        let record = record.with_some(
            "cluster_bias",
            scale
                .cluster_bias
                .figures()
                .map(|found| fields::cluster_bias(found, &ids)),
        );
        let record = compared.add_to(record, scale.scale, context);
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

impl StructureCompared<'_> {
    /// Adds the scores by another column and the comparisons to the record of a scale.
    fn add_to(&self, record: Record, scale: usize, context: &Context<'_>) -> Record {
        let instrument = context.instrument;
        let by = self
            .scores
            .as_ref()
            .and_then(|published| score::by_of_scale(published, scale));
        let record = record.with_some("by", by);
        let mut found = invariance::of_scale(&self.groups, scale, instrument, &[], &record);
        found.extend(
            self.terms
                .iter()
                .flat_map(|terms| terms.of_scale(&instrument.scales()[scale].id)),
        );
        invariance::with_invariance(record, found)
    }
}

impl StructureOverTerms<'_> {
    /// The comparison of the terms on the scale with this id.
    fn of_scale(&self, id: &str) -> Vec<Record> {
        let instrument = self.context.instrument;
        let Some(place) = instrument.scales().iter().position(|scale| scale.id == id) else {
            return Vec::new();
        };
        let names: Vec<&str> = self.context.terms.iter().map(|term| term.name.as_str()).collect();
        let change = self.change.scales.iter().find(|change| change.scale == place);
        let change = change.map_or_else(Record::object, |change| compare::of_scale(change, &self.context));
        invariance::of_scale(&self.found, place, instrument, &names, &change)
    }
}

/// The ids of a model's factors, which are those of its scales.
fn factors<'a>(model: &ModelFit, context: &Context<'a>) -> Vec<&'a str> {
    ids_of(&model.factors, context)
}

/// The ids of scales.
fn ids_of<'a>(places: &[usize], context: &Context<'a>) -> Vec<&'a str> {
    let scales = context.instrument.scales();
    places.iter().map(|&scale| scales[scale].id.as_str()).collect()
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
