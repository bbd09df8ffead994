//! The record of `cte score`: `cte/score/2`.

use crate::disclosure::{Breakdown, Published, PublishedGroup, PublishedScale, StandardisedScale};
use crate::report::context::{Context, findings, group_name, provenance};
use crate::report::{Record, fields};

pub(crate) fn record(published: &Published, context: &Context<'_>) -> Record {
    let scales = published.scales.iter().map(|scale| of_scale(scale, context));
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
    let by = |Breakdown { column, groups: by }: &Breakdown| fields::by(column, groups(by, "group", column, None));
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
        .with_some("by", scale.by.as_ref().map(by))
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
