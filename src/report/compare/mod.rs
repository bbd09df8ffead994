//! The report of `cte compare`: changes from one term to another, and the conclusions that they allow.

mod items;
mod summary;
mod view;
pub(crate) mod words;

use crate::disclosure::{
    Comparison, GroupChange, ItemChange, PublishedChange, PublishedItemChange, ScaleChange, Shown, StandardisedChanges,
};
use crate::model::Finding;
use crate::report::context::{findings, group_name, marking};
use crate::report::terms::{provenance, response_drops, title};
use crate::report::{Record, Report, TermsContext, fields, invariance, pressure, tidy};

/// The report of the published change between two terms.
#[must_use]
pub fn compare(published: &Comparison, context: &TermsContext<'_>) -> Report {
    let academies = published.scales.first().map_or(0, |scale| scale.academies.len());
    let record = record(published, context);
    Report {
        title: title(context, academies),
        marking: marking(published.policy, &context.findings),
        summary: summary::blocks(&record, published),
        blocks: view::blocks(&record, published, context),
        tables: tidy::views(&tidy::COMPARE_TABLES),
        record,
    }
}

/// The record of a change, as `cte compare` gives it.
pub(crate) fn record(published: &Comparison, context: &TermsContext<'_>) -> Record {
    let names: Vec<&str> = context.terms.iter().map(|term| term.name.as_str()).collect();
    let of_scale = |scale: &ScaleChange| {
        let record = of_scale(scale, context);
        let found = invariance::of_scale(&published.invariance, scale.scale, context.instrument, &names, &record);
        invariance::with_invariance(record, found)
    };
    let scales: Vec<Record> = published.scales.iter().map(of_scale).collect();
    let shown: Vec<usize> = published.scales.iter().map(|scale| scale.scale).collect();
    let mut found = drops(&scales, context);
    found.extend(pressure::of_change(&published.pressure, &shown, context.instrument));
    let plain = context.plain(found);
    let respondents = &published.respondents;
    provenance(
        "cte/compare/2",
        context,
        respondents,
        published.options,
        published.policy,
    )
    .with_some("standard", published.standard.as_ref().map(fields::standard_staff))
    .with("scales", Record::List(scales))
    .with_list(
        "items",
        published.items.iter().map(|item| of_item(item, published, context)),
    )
    .with("findings", findings(&plain))
}

/// The warnings of response rates that fell, on the first of these scales.
pub(crate) fn drops(scales: &[Record], context: &TermsContext<'_>) -> Vec<Finding> {
    let rates = |group: &Record| {
        ["before", "after"]
            .map(|when| group.value(&format!("response_rate_{when}")))
            .to_vec()
    };
    scales.first().map_or_else(Vec::new, |scale| {
        let trust = scale.at("trust").map_or_else(Vec::new, rates);
        response_drops(trust, scale.each("academies"), rates, context)
    })
}

/// The record of the change on a scale.
pub(crate) fn of_scale(scale: &ScaleChange, context: &TermsContext<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let standardised = scale.standardised.as_ref();
    let trust = Record::shown(&scale.trust, |change| {
        fields::trust_change(change).with_some_shown(
            "standardised",
            standardised.map(|found| &found.trust),
            fields::standardised_change,
        )
    });
    let mixed = Record::shown(&scale.mixed, |mixed| fields::mixed_change(mixed, scale.pooled));
    let academies = groups(&scale.academies, "academy", "academy", standardised);
    let by = scale.by.as_ref();
    fields::scale(declared, context.instrument)
        .with("trust", trust)
        .with("academies", Record::List(academies))
        .with("mixed", mixed)
        .with_some(
            "by",
            by.map(|(column, by)| fields::by(column, groups(by, "group", column, None))),
        )
}

/// The record of the change of an item.
fn of_item(item: &PublishedItemChange, published: &Comparison, context: &TermsContext<'_>) -> Record {
    let declared = &context.instrument.items()[item.item];
    let of = |shown: &Shown<Option<ItemChange>>| Record::shown(shown, |found| fields::item_change(found.as_ref()));
    let names = published
        .scales
        .first()
        .map_or(&[][..], |scale| scale.academies.as_slice());
    let academies = names.iter().zip(&item.academies).map(|(academy, shown)| {
        Record::object()
            .with("academy", group_name(&academy.name, "academy"))
            .and(of(shown))
    });
    Record::object()
        .with("id", declared.id.as_str())
        .with("text", declared.text.as_str())
        .with("reversed", declared.reversed)
        .with("trust", of(&item.trust))
        .with_list("academies", academies)
}

fn groups(
    groups: &[PublishedChange],
    key: &str,
    column: &str,
    standardised: Option<&StandardisedChanges>,
) -> Vec<Record> {
    let groups = groups.iter().enumerate();
    let records = groups.map(|(place, group)| {
        let found = standardised.and_then(|found| found.academies.get(place)?.as_ref());
        let change = Record::shown(&group.figures, |change| match change {
            GroupChange::Both { .. } => {
                fields::group_change(change).with_some_shown("standardised", found, fields::standardised_change)
            }
            GroupChange::Only { .. } => fields::group_change(change),
        });
        Record::object().with(key, group_name(&group.name, column)).and(change)
    });
    records.collect()
}
