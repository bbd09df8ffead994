//! One of several terms, and its suppression plan by itself.

use crate::disclosure::margins::linked_scales;
use crate::disclosure::standardised::{StandardisedPlan, plan_standardised};
use crate::disclosure::suppression::Problem;
use crate::disclosure::survey_plan::decided;
use crate::disclosure::{GroupedStudy, Policy, Rule, SuppressionPlan};

/// The survey of one term, in a form that can be compared with other terms.
#[derive(Debug, Clone)]
pub struct TermStudy<'a> {
    /// The survey. The scales that the terms share come first, followed by the whole scales that they are parts of.
    pub survey: GroupedStudy<'a>,
    /// Places of the scales that the term's own questionnaire has.
    pub own: Vec<usize>,
    /// For each grouping: the groups of the term itself, in the order of its own output. Of equally small groups a plan withholds the
    /// first, so another order could withhold another group than that output does.
    pub order: Vec<Vec<usize>>,
}

/// The plan of a term for a set of linked scales.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::disclosure) struct TermPlan {
    /// The scales.
    pub(in crate::disclosure) scales: Vec<usize>,
    /// The plan.
    pub(in crate::disclosure) plan: SuppressionPlan,
    /// For each grouping and group: true if anybody answered any of the scales.
    pub(in crate::disclosure) present: Vec<Vec<bool>>,
    /// The plan of standardised scores that both this plan and the term's own output allow.
    pub(in crate::disclosure) standardised: Option<StandardisedPlan>,
}

/// A term's linked scales, decided by themselves: as in its own output and, if parts of scales are shown here too, with further
/// suppression for their sake.
pub(in crate::disclosure) fn decided_alone(term: &TermStudy<'_>, scales: &[usize], policy: Policy) -> Problem {
    let own = own_scales(term, scales);
    let decided =
        |scales: &[usize], withheld: &[Vec<Option<Rule>>]| decided(&term.survey, scales, withheld, &term.order, policy);
    let alone = decided(&own, &[]);
    if own == scales {
        return alone;
    }
    let alone = alone.output_plan();
    let mut problem = decided(scales, &alone.groups);
    if let Some(rule) = alone.total {
        problem.withhold_everything(rule);
    }
    problem
}

/// Those of some scales that the term's own questionnaire has.
fn own_scales(term: &TermStudy<'_>, scales: &[usize]) -> Vec<usize> {
    let own = scales.iter().copied();
    own.filter(|scale| term.own.contains(scale)).collect()
}

/// The plans of a term for each set of linked scales, in view of earlier outputs if there are any.
pub(in crate::disclosure) fn term_plans(term: &TermStudy<'_>, policy: Policy) -> Vec<TermPlan> {
    let sets = linked_scales(&term.survey.academies).into_iter();
    sets.map(|scales| {
        let alone = decided_alone(term, &scales, policy);
        let (plan, present) = (alone.output_plan(), alone.peopled());
        let guarded = term.survey.guarded.and_then(|guarded| guarded.plan(&scales));
        let plan = guarded.cloned().unwrap_or(plan);
        TermPlan {
            standardised: plan_standardised_with_own(term, &scales, &plan, policy),
            plan,
            scales,
            present,
        }
    })
    .collect()
}

/// The plan of standardised scores that both a plan and the term's own output allow.
fn plan_standardised_with_own(
    term: &TermStudy<'_>,
    scales: &[usize],
    plan: &SuppressionPlan,
    policy: Policy,
) -> Option<StandardisedPlan> {
    let survey = &term.survey;
    survey.standard.as_ref()?;
    let own = own_scales(term, scales);
    let alone = decided(survey, &own, &[], &term.order, policy).output_plan();
    let of_own = plan_standardised(survey, &own, &alone, &term.order, policy)?;
    Some(plan_standardised(survey, scales, plan, &term.order, policy)?.and(&of_own))
}
