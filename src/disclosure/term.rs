//! One of several terms, and what it withholds by itself.

use crate::disclosure::crossed::plan_with_cells;
use crate::disclosure::publish::{linked_scales, margins};
use crate::disclosure::standardised::{Told, told};
use crate::disclosure::{Margin, Plan, Policy, Rule, Survey, plan};

/// A survey among those of other terms, on the scales that they share.
#[derive(Debug, Clone)]
pub struct Term<'a> {
    /// The survey; the shared scales come first, and behind them the whole ones that they are parts of.
    pub survey: Survey<'a>,
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
    pub(in crate::disclosure) plan: Plan,
    /// For each grouping and group, whether anybody answered any of the scales.
    pub(in crate::disclosure) present: Vec<Vec<bool>>,
    /// Which standardised scores may stand beside it, and in the term's own output.
    pub(in crate::disclosure) told: Option<Told>,
}

/// Margins of linked scales, and what is withheld of them by themselves.
pub(in crate::disclosure) struct Start<'a> {
    /// The margins; what the whole scales withhold stands in them already.
    pub(in crate::disclosure) margins: Vec<Margin>,
    /// The plan.
    pub(in crate::disclosure) plan: Plan,
    /// The order in which groups are planned, as [`Term::order`] has it.
    pub(in crate::disclosure) order: &'a [Vec<usize>],
}

/// What a term withholds of linked scales by itself: as its own output does and, where parts of scales are shown here, what
/// must be withheld for them besides.
pub(in crate::disclosure) fn start<'a>(term: &'a Term<'_>, scales: &[usize], policy: Policy) -> Start<'a> {
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
pub(in crate::disclosure) fn term_plans(term: &Term<'_>, policy: Policy) -> Vec<TermPlan> {
    let sets = linked_scales(&term.survey.academies).into_iter();
    sets.map(|scales| {
        let Start { margins, plan, .. } = start(term, &scales, policy);
        let present = margins
            .iter()
            .map(|margin| {
                let groups = 0..margin.persons.len();
                groups.map(|group| appears(margin, group)).collect()
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
fn told_beside_own(term: &Term<'_>, scales: &[usize], plan: &Plan, policy: Policy) -> Option<Told> {
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

/// Whether anybody of a group answered any linked item.
pub(in crate::disclosure) fn appears(margin: &Margin, group: usize) -> bool {
    margin.persons[group].iter().any(|&n| n > 0)
}

/// The plan that is made where the groups stand in an order of their own, those that it does not name behind the others.
pub(in crate::disclosure) fn plan_in_order(margins: &[Margin], order: &[Vec<usize>], policy: Policy) -> Plan {
    let orders: Vec<Vec<usize>> = margins
        .iter()
        .enumerate()
        .map(|(grouping, margin)| {
            let named = order.get(grouping).map_or(&[][..], Vec::as_slice);
            let all = 0..margin.persons.len();
            let mut seen = vec![false; all.len()];
            let once = |group: &usize| !std::mem::replace(&mut seen[*group], true);
            named.iter().copied().chain(all).filter(once).collect()
        })
        .collect();
    let sorted: Vec<Margin> = (0..margins.len())
        .map(|grouping| in_order(&margins[grouping], &orders, grouping))
        .collect();
    let made = plan(&sorted, policy);
    let back = |(order, rules): (&Vec<usize>, Vec<Option<Rule>>)| {
        let mut own = vec![None; rules.len()];
        for (&group, rule) in order.iter().zip(rules) {
            own[group] = rule;
        }
        own
    };
    Plan {
        total: made.total,
        groups: orders.iter().zip(made.groups).map(back).collect(),
    }
}

/// A margin with its groups, and the other's as it names them, in their orders.
fn in_order(margin: &Margin, orders: &[Vec<usize>], grouping: usize) -> Margin {
    let own = &orders[grouping];
    let other = orders.get(1 - grouping.min(1)).map_or(&[][..], Vec::as_slice);
    let mut places = vec![0; other.len()];
    for (place, &group) in other.iter().enumerate() {
        places[group] = place;
    }
    let class = |class: &usize| places.get(*class).copied().unwrap_or(*class);
    Margin {
        persons: own.iter().map(|&group| margin.persons[group].clone()).collect(),
        extremes: own.iter().map(|&group| margin.extremes[group].clone()).collect(),
        headcounts: own.iter().map(|&group| margin.headcounts[group]).collect(),
        classes: own
            .iter()
            .map(|&group| margin.classes[group].iter().map(class).collect())
            .collect(),
        withheld: own.iter().map(|&group| margin.withheld[group]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const POLICY: Policy = Policy {
        min_group: 10,
        unsuppressed: false,
    };

    fn margin(persons: &[u64]) -> Margin {
        Margin {
            persons: persons.iter().map(|&n| vec![n]).collect(),
            extremes: persons.iter().map(|&n| vec![(n > 0).then_some((1.0, 6.0))]).collect(),
            headcounts: vec![None; persons.len()],
            classes: vec![Vec::new(); persons.len()],
            withheld: vec![None; persons.len()],
        }
    }

    #[test]
    fn of_equals_the_first_of_the_terms_own_order_is_withheld() {
        let margins = [margin(&[12, 4, 12, 40])];
        let withheld = |order: &[usize]| -> Vec<usize> {
            let plan = plan_in_order(&margins, &[order.to_vec()], POLICY);
            (0..4).filter(|&group| plan.groups[0][group].is_some()).collect()
        };
        assert_eq!(withheld(&[0, 1, 2, 3]), [0, 1]);
        assert_eq!(withheld(&[3, 2, 1, 0]), [1, 2]);
        assert_eq!(withheld(&[]), [0, 1], "without an order, as they stand");
    }

    proptest! {
        /// What is planned for groups in another order is what would be planned if they stood in it.
        #[test]
        fn the_plan_goes_with_the_groups(
            persons in prop::collection::vec(0..30_u64, 2..8),
            roles in prop::collection::vec(0..3_usize, 8),
            turn in 0..8_usize,
        ) {
            let count = persons.len();
            let mut order: Vec<usize> = (0..count).collect();
            order.rotate_left(turn % count);
            let mut academies = margin(&persons);
            let mut by = margin(&[0, 0, 0]);
            for group in 0..count {
                academies.classes[group] = vec![roles[group]];
                by.classes[roles[group]].push(group);
                by.persons[roles[group]][0] += persons[group];
                by.extremes[roles[group]] = vec![Some((1.0, 6.0))];
            }
            let here = plan_in_order(&[academies.clone(), by.clone()], &[order.clone()], POLICY);
            let turned = in_order(&academies, &[order.clone(), vec![0, 1, 2]], 0);
            let mut by_turned = by;
            for classes in &mut by_turned.classes {
                for class in classes {
                    *class = order.iter().position(|group| group == class).expect("a place");
                }
            }
            let there = plan(&[turned, by_turned], POLICY);
            prop_assert_eq!(here.total, there.total);
            for (place, &group) in order.iter().enumerate() {
                prop_assert_eq!(here.groups[0][group], there.groups[0][place]);
            }
            prop_assert_eq!(&here.groups[1], &there.groups[1]);
        }
    }
}
