//! The record of `cte score`: `cte/score/2`.

use crate::disclosure::{Breakdown, Published, PublishedGroup, PublishedScale, StandardisedScale};
use crate::report::context::{Context, findings, group_name, provenance};
use crate::report::{Record, fields, invariance};

pub(crate) fn record(published: &Published, context: &Context<'_>) -> Record {
    let scales = published.scales.iter().map(|scale| {
        let record = of_scale(scale, context);
        let found = invariance::of_scale(&published.invariance, scale.scale, context.instrument, &[], &record);
        invariance::with_invariance(record, found)
    });
    let items = context.instrument.items().iter().zip(&published.items);
    provenance("cte/score/2", context, published.options, published.policy)
        .with("respondents", fields::respondents(published.respondents))
        .with_some("standard", published.standard.as_ref().map(fields::standard_staff))
        .with_list("scales", scales)
        .with_list("items", items.map(|(item, shown)| fields::item(item, shown)))
        .with("findings", findings(context))
}

fn of_scale(scale: &PublishedScale, context: &Context<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let standardised = scale.standardised.as_ref();
    let trust = Record::shown(&scale.trust, |found| {
        let standardised = standardised.map(|standardised| &standardised.trust);
        fields::trust_score(found).with_some_shown("standardised", standardised, fields::standardised_mean)
    });
    fields::scale_with_range(declared, context.instrument)
        .with("trust", trust)
        .with_shown("reliability", &scale.reliability, fields::reliability)
        .with_shown("aggregation", &scale.aggregation, |found| {
            fields::aggregation(found, scale.pooled)
        })
        .with(
            "academies",
            Record::List(groups(&scale.academies, "academy", "academy", standardised)),
        )
        .with_some("by", scale.by.as_ref().map(of_breakdown))
}

fn of_breakdown(Breakdown { column, groups: by }: &Breakdown) -> Record {
    fields::by(column, groups(by, "group", column, None))
}

/// The scores by another column on a scale: of each group its number and its mean.
pub(crate) fn by_of_scale(published: &Published, scale: usize) -> Option<Record> {
    let by = published.scales.iter().find(|own| own.scale == scale)?.by.as_ref()?;
    let groups = by.groups.iter().map(|group| {
        let score = Record::shown(&group.scores, |scores| fields::group_score(scores).only(&["n", "mean"]));
        Record::object()
            .with("group", group_name(&group.name, &by.column))
            .and(score)
    });
    Some(fields::by(&by.column, groups))
}

fn groups(groups: &[PublishedGroup], key: &str, column: &str, standardised: Option<&StandardisedScale>) -> Vec<Record> {
    let groups = groups.iter().enumerate();
    let records = groups.map(|(place, group)| {
        let standardised = standardised.and_then(|standardised| standardised.academies.get(place));
        let score = Record::shown(&group.scores, |scores| {
            fields::group_score(scores)
                .with_shown("agreement", &group.agreement, fields::agreement)
                .with_some("rest_of_trust", group.beside_rest.map(fields::conclusion))
                .with_some_shown("standardised", standardised, fields::standardised_mean)
        });
        Record::object().with(key, group_name(&group.name, column)).and(score)
    });
    records.collect()
}
