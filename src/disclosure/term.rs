//! One of several terms, and its suppression plan by itself.

use crate::disclosure::crossed::plan_with_cells;
use crate::disclosure::margins::{linked_scales, margins};
use crate::disclosure::standardised::{StandardisedPlan, plan_standardised};
use crate::disclosure::{GroupedStudy, Margin, Policy, SuppressionPlan};

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

/// The plan of linked scales by themselves, with its margins.
pub(in crate::disclosure) struct OwnPlan<'a> {
    /// The margins, in which the groups withheld on the whole scales are marked.
    pub(in crate::disclosure) margins: Vec<Margin>,
    /// The plan.
    pub(in crate::disclosure) plan: SuppressionPlan,
    /// The order of the groups: [`TermStudy::order`].
    pub(in crate::disclosure) order: &'a [Vec<usize>],
}

/// The plan of a term for linked scales by itself: the plan of its own output and, if parts of scales are shown here too, further
/// suppression for their sake.
pub(in crate::disclosure) fn own_plan<'a>(term: &'a TermStudy<'_>, scales: &[usize], policy: Policy) -> OwnPlan<'a> {
    let own: Vec<usize> = scales
        .iter()
        .copied()
        .filter(|scale| term.own.contains(scale))
        .collect();
    let mut whole = margins(&term.survey, scales);
    let planned =
        |scales: &[usize], margins: Vec<Margin>| plan_with_cells(&term.survey, scales, margins, &term.order, policy);
    let (alone, of_own) = planned(&own, margins(&term.survey, &own));
    if own == scales || alone.total.is_some() {
        return OwnPlan {
            margins: if own == scales { of_own } else { whole },
            plan: alone,
            order: &term.order,
        };
    }
    for (margin, rules) in whole.iter_mut().zip(&alone.groups) {
        margin.withheld.clone_from(rules);
    }
    let (plan, margins) = planned(scales, whole);
    OwnPlan {
        plan,
        margins,
        order: &term.order,
    }
}

/// The plans of a term for each set of linked scales, in view of earlier outputs if there are any.
pub(in crate::disclosure) fn term_plans(term: &TermStudy<'_>, policy: Policy) -> Vec<TermPlan> {
    let sets = linked_scales(&term.survey.academies).into_iter();
    sets.map(|scales| {
        let OwnPlan { margins, plan, .. } = own_plan(term, &scales, policy);
        let present = margins
            .iter()
            .map(|margin| {
                let groups = 0..margin.persons.len();
                groups.map(|group| margin.has_answers(group)).collect()
            })
            .collect();
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
    let own: Vec<usize> = scales
        .iter()
        .copied()
        .filter(|scale| term.own.contains(scale))
        .collect();
    let (alone, _) = plan_with_cells(survey, &own, margins(survey, &own), &term.order, policy);
    let of_own = plan_standardised(survey, &own, &alone, &term.order, policy)?;
    Some(plan_standardised(survey, scales, plan, &term.order, policy)?.and(&of_own))
}
