//! Suppression plans that do not depend on the order in which this output lists the groups: of equally small groups, the first in the
//! order of the survey's own output is withheld.

use crate::disclosure::{Margin, Policy, Rule, SuppressionPlan, plan};

/// The order of a grouping's groups; empty if unknown.
pub(in crate::disclosure) fn order_of(order: &[Vec<usize>], grouping: usize) -> &[usize] {
    order.get(grouping).map_or(&[], Vec::as_slice)
}

/// The place of a group in the order of its grouping. Groups that the order does not name come last.
pub(in crate::disclosure) fn place_in(order: &[usize], group: usize) -> usize {
    let named = order.iter().position(|other| *other == group);
    named.unwrap_or(order.len() + group)
}

/// Makes the plan with the groups in the given order. Groups that the order does not name come last.
pub(in crate::disclosure) fn plan_in_order(
    margins: &[Margin],
    order: &[Vec<usize>],
    policy: Policy,
) -> SuppressionPlan {
    let orders: Vec<Vec<usize>> = margins
        .iter()
        .enumerate()
        .map(|(grouping, margin)| {
            let named = order_of(order, grouping);
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
    SuppressionPlan {
        total: made.total,
        groups: orders.iter().zip(made.groups).map(back).collect(),
    }
}

/// A margin with its groups, and its references to the groups of the other margin, in the given orders.
fn in_order(margin: &Margin, orders: &[Vec<usize>], grouping: usize) -> Margin {
    let own = &orders[grouping];
    let other = order_of(orders, 1 - grouping.min(1));
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

    #[test]
    fn of_equals_the_first_of_the_terms_own_order_is_withheld() {
        let margins = [Margin::of_sizes(&[12, 4, 12, 40])];
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
            let mut academies = Margin::of_sizes(&persons);
            let mut by = Margin::of_sizes(&[0, 0, 0]);
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
