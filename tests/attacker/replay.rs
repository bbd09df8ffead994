//! The attacker knows the rule, and asks which numbers of respondents would lead to this output.

use cte::disclosure::{Margin, Policy, Rule, SuppressionPlan, plan};
use proptest::prelude::*;

use crate::trust::config;

const POLICY: Policy = Policy::published(10);

fn decide(persons: &[u64], headcounts: &[Option<u64>]) -> SuppressionPlan {
    plan(Margin::of_sizes(persons, headcounts), POLICY)
}

/// All ways to give `sum` people to `groups` academies, at least one each.
fn ways(sum: u64, groups: usize) -> Vec<Vec<u64>> {
    if groups == 1 {
        return if sum > 0 { vec![vec![sum]] } else { Vec::new() };
    }
    (1..sum)
        .flat_map(|first| {
            ways(sum - first, groups - 1).into_iter().map(move |rest| {
                let mut way = vec![first];
                way.extend(rest);
                way
            })
        })
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_small_number_is_the_only_one_that_would_lead_to_this(
        persons in prop::collection::vec(prop_oneof![2 => 1_u64..10, 2 => 10_u64..14, 2 => 10_u64..30], 1..8),
        room in prop::option::of(prop::collection::vec(0_u64..4, 8))
    ) {
        let headcounts: Vec<Option<u64>> = (0..persons.len())
            .map(|group| room.as_ref().map(|room| persons[group] + room[group]))
            .collect();
        let seen = decide(&persons, &headcounts);
        let hidden: Vec<usize> = (0..persons.len()).filter(|&group| seen.groups[0][group].is_some()).collect();
        let sum: u64 = hidden.iter().map(|&group| persons[group]).sum();
        // More than four withheld academies leave more doubt, and are slow to enumerate.
        if seen.total.is_some() || hidden.is_empty() || hidden.len() > 4 || sum > 60 {
            return Ok(());
        }
        // An academy of one or two staff is counted with the smallest other one that is withheld.
        let tiny = |group: usize| headcounts[group].is_some_and(|staff| staff <= 2);
        let partner = hidden.iter().copied().filter(|&group| !tiny(group)).min_by_key(|&group| persons[group]);
        let counted: Vec<Vec<usize>> = hidden
            .iter()
            .map(|&group| match partner {
                Some(partner) if tiny(group) => hidden.iter().copied().filter(|&of| tiny(of) || of == partner).collect(),
                _ => vec![group],
            })
            .collect();
        let mut possible: Vec<Vec<u64>> = vec![Vec::new(); hidden.len()];
        for way in ways(sum, hidden.len()) {
            let mut guess = persons.clone();
            for (&group, &n) in hidden.iter().zip(&way) {
                guess[group] = n;
            }
            let fits = (0..guess.len()).all(|group| headcounts[group].is_none_or(|staff| guess[group] <= staff));
            if fits && decide(&guess, &headcounts) == seen {
                for (values, groups) in possible.iter_mut().zip(&counted) {
                    values.push(groups.iter().map(|&group| guess[group]).sum());
                }
            }
        }
        for ((groups, &group), values) in counted.iter().zip(&hidden).zip(&mut possible) {
            values.sort_unstable();
            values.dedup();
            // The number of an academy under secondary suppression may follow: it is not small.
            let people: u64 = groups.iter().map(|&group| persons[group]).sum();
            let small = seen.groups[0][group] == Some(Rule::Small) && people < POLICY.min_group;
            prop_assert!(
                !small || values.len() > 1,
                "academies {groups:?} of {persons:?} (staff {headcounts:?}) can have only {values:?}"
            );
        }
    }
}
