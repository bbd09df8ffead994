//! What a script reads: `cte/trend/1`.

use crate::disclosure::{
    Change, GroupPoint, GroupTrend, Quartiles, RestComparison, ScaleTrend, Shown, StandardisedPoint, StandardisedTrend,
    TermScore, Trend, TrendPoint, TrustPoint,
};
use crate::model::Finding;
use crate::report::compare::{change_fields, response_drops};
use crate::report::context::{findings, group_name};
use crate::report::terms::provenance;
use crate::report::{Cell, Context, Kind, Record, TermsContext, fields};

/// What is told of a change in a trend; `cte compare` tells the rest.
pub(crate) const CHANGE_KEYS: [&str; 10] = [
    "difference",
    "lower",
    "upper",
    "p_holm",
    "p_bh",
    "hedges_g",
    "lower_simultaneous",
    "upper_simultaneous",
    "smallest_clear_change",
    "says",
];

pub(crate) fn record(published: &Trend, context: &TermsContext<'_>, plain: &Context<'_>) -> Record {
    let head = provenance(
        "cte/trend/1",
        context,
        &published.respondents,
        published.options,
        published.policy,
    );
    let scales = published.scales.iter().map(|scale| of_scale(scale, context));
    let head = match &published.standard {
        Some(standard) => head.with("standard", fields::standard_staff(standard)),
        None => head,
    };
    head.with("scales", Record::list(scales))
        .with("findings", findings(plain))
}

fn of_scale(scale: &ScaleTrend, context: &TermsContext<'_>) -> Record {
    let declared = &context.instrument.scales()[scale.scale];
    let terms = || {
        context
            .terms
            .iter()
            .map(|term| Record::object().with("term", term.name.as_str()))
    };
    let standardised = scale.standardised.as_ref();
    let trust = terms()
        .zip(&scale.trust)
        .enumerate()
        .map(|(place, (term, point))| match point {
            Shown::Withheld(rule) => term.and(Record::withheld(rule.name())),
            Shown::Figures(TrustPoint { score, change }) => {
                let record = term
                    .and(fields::trust_score(score))
                    .with("change", of_change(change.as_ref()));
                with_standardised(record, standardised.map(|found| &found.trust[place]))
            }
        });
    let benchmarks = terms().zip(&scale.quartiles).map(|(term, quartiles)| match quartiles {
        None => term.with("undefined", "fewer than four academies are shown"),
        Some(Quartiles {
            academies,
            lower,
            median,
            upper,
        }) => term
            .count("academies_shown", *academies as u64)
            .number("lower_quartile", *lower, Kind::Score)
            .number("median_of_academies", *median, Kind::Score)
            .number("upper_quartile", *upper, Kind::Score),
    });
    let record = fields::scale_with_range(declared, context.instrument)
        .with("trust", Record::list(trust))
        .with(
            "academies",
            groups(&scale.academies, "academy", "academy", standardised, context),
        )
        .with("benchmarks", Record::list(benchmarks));
    match &scale.by {
        None => record,
        Some((column, by)) => record.with(
            "by",
            Record::object()
                .with("column", column.as_str())
                .with("groups", groups(by, "group", column, None, context)),
        ),
    }
}

/// The record of a term with its standardised score behind it, where there is one.
fn with_standardised(record: Record, shown: Option<&Shown<StandardisedPoint>>) -> Record {
    match shown {
        None => record,
        Some(Shown::Withheld(rule)) => record.with("standardised", Record::withheld(rule.name())),
        Some(Shown::Figures(point)) => {
            let change = point
                .change
                .as_ref()
                .map_or(Cell::Blank.into(), fields::standardised_difference);
            record.with(
                "standardised",
                fields::standardised_mean(&point.mean).with("change", change),
            )
        }
    }
}

fn groups(
    groups: &[GroupTrend],
    key: &str,
    column: &str,
    standardised: Option<&StandardisedTrend>,
    context: &TermsContext<'_>,
) -> Record {
    Record::list(groups.iter().enumerate().map(|(own, group)| {
        let points = context.terms.iter().zip(&group.points).enumerate();
        let points = points.map(|(place, (term, point))| {
            let term = Record::object().with("term", term.name.as_str());
            match point {
                TrendPoint::Absent => term.with("absent", true),
                TrendPoint::Withheld(rule) => term.and(Record::withheld(rule.name())),
                TrendPoint::Shown(point) => {
                    let shown = standardised.map(|found| &found.academies[own][place]);
                    with_standardised(term.and(of_point(point)), shown)
                }
            }
        });
        Record::object()
            .with(key, group_name(&group.name, column))
            .with("terms", Record::list(points))
    }))
}

fn of_point(point: &GroupPoint) -> Record {
    fields::group_score(&point.score)
        .with("change", of_change(point.change.as_ref()))
        .with("rest_of_trust", of_rest(point.rest.as_ref()))
}

fn of_change(change: Option<&Change>) -> Record {
    let Some(change) = change else {
        return Cell::Blank.into();
    };
    change_fields(change, None)
        .into_iter()
        .filter(|(key, _)| CHANGE_KEYS.contains(key))
        .fold(Record::object(), |record, (key, cell)| record.with(key, cell))
}

fn of_rest(rest: Option<&RestComparison>) -> Record {
    let Some(rest) = rest else {
        return Cell::Blank.into();
    };
    let record = Record::object().number("mean", rest.mean, Kind::Score);
    match &rest.welch {
        Ok(found) => record
            .number("difference", found.difference, Kind::Score)
            .number("lower", found.interval.lower, Kind::Score)
            .number("upper", found.interval.upper, Kind::Score),
        Err(reason) => record.with("difference", Cell::Undefined(reason.to_string())),
    }
}

/// The warnings of response rates that fell, on the first scale.
pub(crate) fn drops(published: &Trend, context: &TermsContext<'_>) -> Vec<Finding> {
    let Some(scale) = published.scales.first() else {
        return Vec::new();
    };
    let terms: Vec<&str> = context.terms.iter().map(|term| term.name.as_str()).collect();
    let trust: Vec<Option<TermScore>> = scale
        .trust
        .iter()
        .map(|point| {
            let score = &point.figures()?.score;
            Some(TermScore {
                n: score.n,
                mean: score.mean,
                headcount: score.headcount,
                response_rate: score.response_rate,
            })
        })
        .collect();
    let of_group = |group: &GroupTrend| -> Vec<Option<TermScore>> {
        let score = |point: &TrendPoint| match point {
            TrendPoint::Shown(point) => Some(TermScore {
                n: point.score.n,
                mean: point.score.mean,
                headcount: point.score.headcount,
                response_rate: point.score.response_rate,
            }),
            TrendPoint::Withheld(_) | TrendPoint::Absent => None,
        };
        group.points.iter().map(score).collect()
    };
    let academies = scale
        .academies
        .iter()
        .map(|group| (format!("`{}`", group_name(&group.name, "academy")), of_group(group)));
    let mut remarks = Vec::new();
    for (who, scores) in std::iter::once(("the trust".to_owned(), trust)).chain(academies) {
        for (pair, names) in scores.windows(2).zip(terms.windows(2)) {
            if let ([Some(before), Some(after)], [earlier, later]) = (pair, names) {
                remarks.extend(response_drops(
                    &who,
                    [earlier, later],
                    [before, after],
                    context.response_rate_drop,
                ));
            }
        }
    }
    remarks
}
