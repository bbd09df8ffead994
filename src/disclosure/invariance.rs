//! Decides what may be published about how groups, or terms, read the items of a scale.
//!
//! The figures are about groups of at least 100 people who answered every item: those of another column that the scores of the same
//! survey show too, or whole terms whose scores are shown. Groups that are withheld have no part in any figure. Shifts are as fine as a
//! group's answers to single items are; the differences between groups that they explain are made from rounded shifts alone.

use crate::analysis::{self, Invariance, InvarianceDepth, Study};
use crate::disclosure::margins::linked_scales;
use crate::disclosure::partial::{Detail, ItemDetail};
use crate::disclosure::precision::{About, Precision};
use crate::disclosure::survey_detail::SurveyDetail;
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::term::{TermPlan, TermStudy, term_plans};
use crate::disclosure::{GroupedStudy, Policy, Rule, Shown};

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvarianceBy {
    /// The groups of another column.
    Column {
        /// The column.
        column: String,
        /// The names of its groups.
        groups: Vec<String>,
    },
    /// Terms.
    Terms,
}

/// Whether groups, or terms, read the items of a scale alike.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedInvariance {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// What is compared.
    pub by: InvarianceBy,
    /// The comparison.
    pub figures: Shown<Invariance>,
}

/// Compares the groups of the other column on every scale. Empty without rows or another column, and where there are not two groups to
/// compare.
#[must_use]
pub fn publish_invariance(
    survey: &GroupedStudy<'_>,
    policy: Policy,
    depth: InvarianceDepth,
) -> Vec<PublishedInvariance> {
    let (study, Some(by)) = (&survey.academies, &survey.by) else {
        return Vec::new();
    };
    if study.rows.is_none() {
        return Vec::new();
    }
    let mut published = Vec::new();
    for members in &linked_scales(study) {
        let plan = plan_of(survey, members, policy);
        let detail = SurveyDetail::of(survey, members, &plan, policy);
        let named = |&group: &usize| plan.groups[1][group].is_none() && !by.tally.names()[group].is_empty();
        let shown: Vec<usize> = (0..by.tally.groups()).filter(named).collect();
        for &scale in members {
            let groups = shown.iter().map(|&group| &detail.groups[1][group]);
            let precision = precision(study, scale, &detail.trust, groups, policy);
            let figures = shown_unless(plan.total, &precision, || {
                analysis::invariance_by_group(study, scale, 1, &shown, depth)
            });
            published.extend(figures.map(|figures| PublishedInvariance {
                scale,
                by: InvarianceBy::Column {
                    column: by.tally.column().to_owned(),
                    groups: by.tally.names().to_vec(),
                },
                figures,
            }));
        }
    }
    published.sort_by_key(|found| found.scale);
    published
}

/// Compares terms, the earliest first, on the first `scales` scales. Empty if a term has no rows.
#[must_use]
pub fn publish_invariance_over_terms(
    terms: &[&TermStudy<'_>],
    scales: usize,
    policy: Policy,
    depth: InvarianceDepth,
) -> Vec<PublishedInvariance> {
    let plans: Vec<Vec<TermPlan>> = terms.iter().map(|term| term_plans(term, policy)).collect();
    invariance_over_terms(terms, &plans, scales, policy, depth)
}

/// Compares terms as [`publish_invariance_over_terms`], by the plans that were made for each.
pub(in crate::disclosure) fn invariance_over_terms(
    terms: &[&TermStudy<'_>],
    plans: &[Vec<TermPlan>],
    scales: usize,
    policy: Policy,
    depth: InvarianceDepth,
) -> Vec<PublishedInvariance> {
    let studies: Vec<&Study<'_>> = terms.iter().map(|term| &term.survey.academies).collect();
    if studies.iter().any(|study| study.rows.is_none()) {
        return Vec::new();
    }
    let mut details: Vec<TermDetail<'_>> = Vec::new();
    for (term, plans) in terms.iter().zip(plans) {
        details.extend(plans.iter().map(|own| TermDetail {
            detail: SurveyDetail::of(&term.survey, &own.scales, &own.plan, policy).trust,
            rule: own.plan.total,
            scales: &own.scales,
        }));
    }
    let one = |scale: usize| {
        let own = || details.iter().filter(|own| own.scales.contains(&scale));
        let rule = own().find_map(|own| own.rule);
        let of_terms = own().map(|own| &own.detail);
        let precision = precision(studies.last()?, scale, &own().next()?.detail, of_terms, policy);
        let figures = shown_unless(rule, &precision, || {
            analysis::invariance_over_terms(&studies, scale, depth)
        });
        Some(PublishedInvariance {
            scale,
            by: InvarianceBy::Terms,
            figures: figures?,
        })
    };
    (0..scales).filter_map(one).collect()
}

/// What a term publishes of linked scales.
struct TermDetail<'a> {
    scales: &'a [usize],
    rule: Option<Rule>,
    detail: Detail,
}

/// Figures, or the rule that withholds them; `None` where there are none.
fn shown_unless(
    rule: Option<Rule>,
    precision: &Precision,
    estimate: impl FnOnce() -> Option<Invariance>,
) -> Option<Shown<Invariance>> {
    match rule {
        Some(rule) => Some(Shown::withheld(rule)),
        None => estimate().map(|found| Shown::unless(None, precision, || found)),
    }
}

/// The precision of figures about several groups: the coarsest of theirs.
fn precision<'a>(
    study: &Study<'_>,
    scale: usize,
    trust: &Detail,
    groups: impl Iterator<Item = &'a Detail>,
    policy: Policy,
) -> Precision {
    let items = groups.map(|detail| detail.items).max().unwrap_or(ItemDetail::Counts);
    let precision = trust.precision(study, scale, About::Trust, policy).in_detail(items);
    if items >= ItemDetail::BandsAndMean {
        precision.with_coarse_coefficients()
    } else {
        precision
    }
}
