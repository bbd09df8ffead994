//! The record of `cte score`: `cte/score/1`.

use crate::disclosure::{Breakdown, Published, PublishedGroup, PublishedScale, StandardisedScale};
use crate::report::context::{Context, findings, group_name, provenance};
use crate::report::{Record, fields};

pub(crate) fn record(published: &Published, context: &Context<'_>) -> Record {
    let scales = published.scales.iter().map(|scale| of_scale(scale, context));
    let items = context.instrument.items().iter().zip(&published.items);
    provenance("cte/score/1", context, published.options, published.policy)
        .with("respondents", fields::respondents(published.respondents))
        .with_some("standard", published.standard.as_ref().map(fields::standard_staff))
        .with("scales", Record::list(scales))
        .with(
            "items",
            Record::list(items.map(|(item, shown)| fields::item(item, shown))),
        )
        .with("findings", findings(context))
}

fn of_scale(scale: &PublishedScale, context: &Context<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let standardised = scale.standardised.as_ref();
    let trust = Record::shown(&scale.trust, |found| {
        let beside = standardised.map(|standardised| fields::shown_standardised_mean(&standardised.trust));
        fields::trust_score(found).with_some("standardised", beside)
    });
    let by = |Breakdown { column, groups: by }: &Breakdown| fields::by(column, groups(by, "group", column, None));
    fields::scale_with_range(declared, context.instrument)
        .with("trust", trust)
        .with("reliability", Record::shown(&scale.reliability, fields::reliability))
        .with(
            "aggregation",
            Record::shown(&scale.aggregation, |found| fields::aggregation(found, scale.pooled)),
        )
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
                .with("agreement", Record::shown(&group.agreement, fields::agreement))
                .with_some("standardised", standardised.map(fields::shown_standardised_mean))
        });
        Record::object().with(key, group_name(&group.name, column)).and(score)
    });
    records.collect()
}
