//! One of several terms, and what it withholds by itself.

use crate::disclosure::crossed::plan_with_cells;
use crate::disclosure::margins::{linked_scales, margins};
use crate::disclosure::standardised::{StandardisedPlan, told};
use crate::disclosure::{GroupedStudy, Margin, Policy, SuppressionPlan};

/// A survey among those of other terms, on the scales that they share.
#[derive(Debug, Clone)]
pub struct TermStudy<'a> {
    /// The survey; the shared scales come first, and behind them the whole ones that they are parts of.
    pub survey: GroupedStudy<'a>,
    /// The places of the scales that the term's own questionnaire has.
    pub own: Vec<usize>,
    /// For each grouping, the groups that the term itself has, in the order in which its own output shows them. A plan takes the
    /// first of equals, so in another order it could withhold another group than that output does.
    pub order: Vec<Vec<usize>>,
}

/// What a term withholds on scales whose figures could be compared with each other.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::disclosure) struct TermPlan {
    /// The scales.
    pub(in crate::disclosure) scales: Vec<usize>,
    /// The plan.
    pub(in crate::disclosure) plan: SuppressionPlan,
    /// For each grouping and group, whether anybody answered any of the scales.
    pub(in crate::disclosure) present: Vec<Vec<bool>>,
    /// Which standardised scores may stand beside it, and in the term's own output.
    pub(in crate::disclosure) told: Option<StandardisedPlan>,
}

/// Margins of linked scales, and what is withheld of them by themselves.
pub(in crate::disclosure) struct Start<'a> {
    /// The margins; what the whole scales withhold stands in them already.
    pub(in crate::disclosure) margins: Vec<Margin>,
    /// The plan.
    pub(in crate::disclosure) plan: SuppressionPlan,
    /// The order in which groups are planned, as [`TermStudy::order`] has it.
    pub(in crate::disclosure) order: &'a [Vec<usize>],
}

/// What a term withholds of linked scales by itself: as its own output does and, where parts of scales are shown here, what
/// must be withheld for them besides.
pub(in crate::disclosure) fn start<'a>(term: &'a TermStudy<'_>, scales: &[usize], policy: Policy) -> Start<'a> {
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
        return Start {
            margins: if own == scales { of_own } else { whole },
            plan: alone,
            order: &term.order,
        };
    }
    for (margin, rules) in whole.iter_mut().zip(&alone.groups) {
        margin.withheld.clone_from(rules);
    }
    let (plan, margins) = planned(scales, whole);
    Start {
        plan,
        margins,
        order: &term.order,
    }
}

/// The plans of a term for each set of linked scales, beside what was given out earlier where that is known.
pub(in crate::disclosure) fn term_plans(term: &TermStudy<'_>, policy: Policy) -> Vec<TermPlan> {
    let sets = linked_scales(&term.survey.academies).into_iter();
    sets.map(|scales| {
        let Start { margins, plan, .. } = start(term, &scales, policy);
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
            told: told_beside_own(term, &scales, &plan, policy),
            plan,
            scales,
            present,
        }
    })
    .collect()
}

/// Which standardised scores a term's own output would show, and may be shown beside a plan too.
fn told_beside_own(
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
    let of_own = told(survey, &own, &alone, &term.order, policy)?;
    Some(told(survey, scales, plan, &term.order, policy)?.and(&of_own))
}
