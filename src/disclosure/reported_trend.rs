//! Decides what a folder of reports may say about all terms up to the reported one.
//!
//! It may say what `publish_trend` shows, as in `cte trend`, and nothing else. A group that the report of the latest term withholds
//! must be withheld there too. That is so if both are made from the same answers by the same rule. If it is not, for example because
//! earlier outputs make the report withhold more, nothing of the trend is shown.

use crate::disclosure::precision::{About, Precision};
use crate::disclosure::reported_change::{hides, scale_of_report};
use crate::disclosure::suppression::order_of;
use crate::disclosure::{
    Breakdown, GroupTrend, GroupedStudy, Policy, Reported, Rule, Shown, TermStudy, Trend, TrendPoint, publish_trend,
};

/// Adds what may be said about several terms, the reported one last. `survey` is the reported term by itself; the terms have the
/// first `scales` scales in common.
#[must_use]
pub fn with_trend(
    mut reported: Reported,
    survey: &GroupedStudy<'_>,
    terms: &[TermStudy<'_>],
    scales: usize,
    policy: Policy,
) -> Reported {
    let trend = publish_trend(terms, scales, policy);
    let hides = hides_what_the_report_hides(survey, &reported, &trend, terms);
    let rule = (!hides).then_some(Rule::Complementary);
    reported.trend = Some(Shown::unless(rule, &Precision::of_counts(About::Trust, policy), || {
        trend
    }));
    reported
}

/// True if the trend shows no group or total of the latest term that the report withholds.
fn hides_what_the_report_hides(
    survey: &GroupedStudy<'_>,
    reported: &Reported,
    trend: &Trend,
    terms: &[TermStudy<'_>],
) -> bool {
    let Some(latest) = terms.last() else { return true };
    let places = |table: usize| order_of(&latest.order, table);
    trend.scales.iter().all(|scale| {
        let id = &latest.survey.academies.instrument.scales()[scale.scale].id;
        let Some(own) = scale_of_report(survey, &reported.trust, id) else {
            return true;
        };
        let by = match (&own.by, &scale.by) {
            (Some(Breakdown { groups, .. }), Some((_, trends))) => {
                hides(groups, places(1), |place| has_figures(trends.get(place)))
            }
            _ => true,
        };
        let trust = scale.trust.last().and_then(Shown::figures);
        (own.trust.figures().is_some() || trust.is_none())
            && hides(&own.academies, places(0), |place| {
                has_figures(scale.academies.get(place))
            })
            && by
    })
}

/// True if a group has figures in the latest term.
fn has_figures(trend: Option<&GroupTrend>) -> bool {
    let latest = trend.and_then(|group| group.points.last());
    matches!(latest, Some(TrendPoint::Shown(_)))
}
