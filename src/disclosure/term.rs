//! One of several terms, and what it withholds by itself.

use crate::disclosure::publish::{linked_scales, margins};
use crate::disclosure::standardised::{Told, told};
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
    /// Which standardised scores may stand beside it, and in the term's own output.
    pub(in crate::disclosure) told: Option<Told>,
}

/// The plans of a term, for each set of linked scales: that of its own output and, where parts of scales are shown here, what
/// must be withheld for them besides.
pub(in crate::disclosure) fn term_plans(term: &Term<'_>, policy: Policy) -> Vec<TermPlan> {
    let sets = linked_scales(&term.survey.academies).into_iter();
    sets.map(|scales| {
        let own: Vec<usize> = scales
            .iter()
            .copied()
            .filter(|scale| term.own.contains(scale))
            .collect();
        let mut whole = margins(&term.survey, &scales);
        let present = whole
            .iter()
            .map(|margin| {
                let groups = 0..margin.persons.len();
                groups.map(|group| appears(margin, group)).collect()
            })
            .collect();
        let alone = plan(&margins(&term.survey, &own), policy);
        let of_own = told(&term.survey, &own, &alone, policy);
        let plan = if own == scales || alone.total.is_some() {
            alone
        } else {
            for (margin, rules) in whole.iter_mut().zip(&alone.groups) {
                margin.withheld.clone_from(rules);
            }
            plan(&whole, policy)
        };
        let told = of_own.and_then(|own| Some(told(&term.survey, &scales, &plan, policy)?.and(&own)));
        TermPlan {
            scales,
            plan,
            present,
            told,
        }
    })
    .collect()
}

/// Whether anybody of a group answered any linked item.
pub(in crate::disclosure) fn appears(margin: &Margin, group: usize) -> bool {
    margin.persons[group].iter().any(|&n| n > 0)
}
