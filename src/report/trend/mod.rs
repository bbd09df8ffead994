//! The report of `cte trend`: every term's scores, what changed from each to the next, and the trust's own benchmarks.

mod summary;
mod view;

use crate::disclosure::{GroupTrend, ScaleTrend, Shown, StandardisedPoint, Trend, TrendPoint};
use crate::model::Finding;
use crate::report::context::{findings, group_name, marking};
use crate::report::terms::{provenance, response_drops, title};
use crate::report::{Record, Report, TermsContext, fields, invariance, tidy};

/// The report of what is published of several terms.
#[must_use]
pub fn trend(published: &Trend, context: &TermsContext<'_>) -> Report {
    let academies = published.scales.first().map_or(0, |scale| scale.academies.len());
    let record = record(published, context);
    Report {
        title: title(context, academies),
        marking: marking(published.policy, &context.findings),
        summary: summary::blocks(&record, published, context),
        blocks: view::blocks(&record, published, context),
        tables: tidy::views(&tidy::TREND_TABLES),
        record,
    }
}

/// The record of several terms, as `cte trend` gives it.
pub(crate) fn record(published: &Trend, context: &TermsContext<'_>) -> Record {
    let names: Vec<&str> = context.terms.iter().map(|term| term.name.as_str()).collect();
    let of_scale = |scale: &ScaleTrend| {
        let record = of_scale(scale, context);
        let found = invariance::of_scale(&published.invariance, scale.scale, context.instrument, &names, &record);
        invariance::with_invariance(record, found)
    };
    let scales: Vec<Record> = published.scales.iter().map(of_scale).collect();
    let plain = context.plain(scales.first().map_or_else(Vec::new, |scale| drops(scale, context)));
    let respondents = &published.respondents;
    provenance("cte/trend/2", context, respondents, published.options, published.policy)
        .with_some("standard", published.standard.as_ref().map(fields::standard_staff))
        .with("scales", Record::List(scales))
        .with("findings", findings(&plain))
}

/// The warnings of response rates that fell.
fn drops(scale: &Record, context: &TermsContext<'_>) -> Vec<Finding> {
    let rates = |points: &[Record]| points.iter().map(|point| point.value("response_rate")).collect();
    let trust = rates(scale.each("trust"));
    response_drops(
        trust,
        scale.each("academies"),
        |academy| rates(academy.each("terms")),
        context,
    )
}

fn of_scale(scale: &ScaleTrend, context: &TermsContext<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let standardised = scale.standardised.as_ref();
    let points = scale.trust.iter().enumerate();
    let trust = points.map(|(place, point)| {
        let standardised = standardised.and_then(|found| found.trust.get(place));
        Record::shown(point, |point| {
            fields::trust_in_term(point).with_some_shown("standardised", standardised, fields::standardised_in_term)
        })
    });
    let benchmarks = scale.quartiles.iter();
    let benchmarks = benchmarks.map(|quartiles| fields::benchmarks(quartiles.as_ref()));
    let by = scale.by.as_ref();
    let groups = |groups: &[GroupTrend], key: &str, column: &str, standardised: &[Vec<Shown<StandardisedPoint>>]| {
        let of_group = |(place, group): (usize, &GroupTrend)| {
            let standardised = standardised.get(place).map_or(&[][..], Vec::as_slice);
            Record::object()
                .with(key, group_name(&group.name, column))
                .with("terms", in_terms(points_of_group(group, standardised), context))
        };
        groups.iter().enumerate().map(of_group).collect::<Vec<_>>()
    };
    let academies = standardised.map_or(&[][..], |found| found.academies.as_slice());
    fields::scale_with_range(declared, context.instrument)
        .with("trust", in_terms(trust, context))
        .with(
            "academies",
            Record::List(groups(&scale.academies, "academy", "academy", academies)),
        )
        .with("benchmarks", in_terms(benchmarks, context))
        .with_some(
            "by",
            by.map(|(column, by)| fields::by(column, groups(by, "group", column, &[]))),
        )
}

/// A list of records, a term each.
fn in_terms(records: impl Iterator<Item = Record>, context: &TermsContext<'_>) -> Record {
    let terms = context.terms.iter().zip(records);
    Record::list(terms.map(|(term, record)| Record::object().with("term", term.name.as_str()).and(record)))
}

fn points_of_group<'a>(
    group: &'a GroupTrend,
    standardised: &'a [Shown<StandardisedPoint>],
) -> impl Iterator<Item = Record> + 'a {
    group.points.iter().enumerate().map(|(place, point)| match point {
        TrendPoint::Absent => Record::object().with("absent", true),
        TrendPoint::Withheld(rule) => Record::withheld(rule.name()),
        TrendPoint::Shown(point) => fields::group_in_term(point).with_some_shown(
            "standardised",
            standardised.get(place),
            fields::standardised_in_term,
        ),
    })
}
