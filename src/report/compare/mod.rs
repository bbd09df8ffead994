//! The report of `cte compare`: changes from one term to another, and the conclusions that they allow.

mod view;
pub(crate) mod words;

use crate::disclosure::{
    Comparison, GroupChange, PublishedChange, ScaleChange, Shown, StandardisedChange, StandardisedChanges,
};
use crate::model::Finding;
use crate::report::context::{Context, findings, group_name, marking};
use crate::report::terms::{provenance, response_drops, title};
use crate::report::{Record, Report, TermsContext, fields, tidy};

/// The record of a change, as `cte compare` gives it.
pub(crate) fn record(published: &Comparison, context: &TermsContext<'_>) -> Record {
    of(published, context, &context.plain(drops(published, context)))
}

/// The report of the published change between two terms.
#[must_use]
pub fn compare(published: &Comparison, context: &TermsContext<'_>) -> Report {
    let academies = published.scales.first().map_or(0, |scale| scale.academies.len());
    let plain = context.plain(drops(published, context));
    let record = of(published, context, &plain);
    Report {
        title: title(context, academies),
        marking: marking(published.policy),
        blocks: view::blocks(&record, published, context, &plain),
        tables: tidy::tables(&tidy::COMPARE_TABLES, &record),
        record,
    }
}

fn of(published: &Comparison, context: &TermsContext<'_>, plain: &Context<'_>) -> Record {
    let scales = published.scales.iter().map(|scale| of_scale(scale, context));
    let respondents = &published.respondents;
    provenance(
        "cte/compare/1",
        context,
        respondents,
        published.options,
        published.policy,
    )
    .with_some("standard", published.standard.as_ref().map(fields::standard_staff))
    .with("scales", Record::list(scales))
    .with("findings", findings(plain))
}

/// The warnings of response rates that fell, on the first scale.
pub(crate) fn drops(published: &Comparison, context: &TermsContext<'_>) -> Vec<Finding> {
    let scale = published.scales.first().map(|scale| of_scale(scale, context));
    let rates = |group: &Record| {
        ["response_rate_before", "response_rate_after"]
            .map(|key| group.value(key))
            .to_vec()
    };
    scale.map_or_else(Vec::new, |scale| {
        let trust = scale.at("trust").map_or_else(Vec::new, rates);
        response_drops(trust, scale.each("academies"), rates, context)
    })
}

fn of_scale(scale: &ScaleChange, context: &TermsContext<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let standardised = scale.standardised.as_ref();
    let trust = Record::shown(&scale.trust, |change| {
        with_standardised(fields::change(change, None), standardised.map(|found| &found.trust))
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
            GroupChange::Both { .. } => with_standardised(fields::group_change(change), found),
            GroupChange::Only { .. } => fields::group_change(change),
        });
        Record::object().with(key, group_name(&group.name, column)).and(change)
    });
    records.collect()
}

fn with_standardised(record: Record, found: Option<&Shown<StandardisedChange>>) -> Record {
    let found = found.map(|found| Record::shown(found, fields::standardised_change));
    record.with_some("standardised", found)
}
