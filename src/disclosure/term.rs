//! One of several terms, and what it withholds by itself.

use crate::disclosure::publish::{linked_scales, margins};
use crate::disclosure::{Margin, Plan, Policy, Survey, plan};

/// A survey among those of other terms, on the scales that they share.
#[derive(Debug, Clone)]
pub struct Term<'a> {
    /// The survey; the shared scales come first, and behind them the whole ones that they are parts of.
    pub survey: Survey<'a>,
    /// The places of the scales that the term's own questionnaire has.
    pub own: Vec<usize>,
}

/// What a term withholds on scales whose figures could be compared with each other.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::disclosure) struct TermPlan {
    /// The scales.
    pub(in crate::disclosure) scales: Vec<usize>,
    /// The plan.
    pub(in crate::disclosure) plan: Plan,
    /// For each grouping and group, whether anybody answered any of the scales.
    pub(in crate::disclosure) present: Vec<Vec<bool>>,
}

/// Margins of linked scales, and what a term withholds of them by itself.
pub(in crate::disclosure) struct Start {
    /// The margins; what the whole scales withhold stands in them already.
    pub(in crate::disclosure) margins: Vec<Margin>,
    /// The plan.
    pub(in crate::disclosure) plan: Plan,
}

/// What a term withholds of linked scales by itself: as its own output does and, where parts of scales are shown here, what
/// must be withheld for them besides.
pub(in crate::disclosure) fn start(term: &Term<'_>, scales: &[usize], policy: Policy) -> Start {
    let own: Vec<usize> = scales
        .iter()
        .copied()
        .filter(|scale| term.own.contains(scale))
        .collect();
    let mut whole = margins(&term.survey, scales);
    let alone = plan(&margins(&term.survey, &own), policy);
    if own == scales || alone.total.is_some() {
        return Start {
            margins: whole,
            plan: alone,
        };
    }
    for (margin, rules) in whole.iter_mut().zip(&alone.groups) {
        margin.withheld.clone_from(rules);
    }
    Start {
        plan: plan(&whole, policy),
        margins: whole,
    }
}

/// The plans of a term for each set of linked scales, beside what was given out earlier where that is known.
pub(in crate::disclosure) fn term_plans(term: &Term<'_>, policy: Policy) -> Vec<TermPlan> {
    let sets = linked_scales(&term.survey.academies).into_iter();
    sets.map(|scales| {
        let Start { margins, plan } = start(term, &scales, policy);
        let present = margins
            .iter()
            .map(|margin| {
                let groups = 0..margin.persons.len();
                groups.map(|group| appears(margin, group)).collect()
            })
            .collect();
        let guarded = term.survey.guarded.and_then(|guarded| guarded.plan(&scales));
        TermPlan {
            plan: guarded.cloned().unwrap_or(plan),
            scales,
            present,
        }
    })
    .collect()
}

/// Whether anybody of a group answered any linked item.
pub(in crate::disclosure) fn appears(margin: &Margin, group: usize) -> bool {
    margin.persons[group].iter().any(|&n| n > 0)
}
