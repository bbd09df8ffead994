//! Threshold rule and secondary suppression in one output: which groups are withheld so that no published total minus
//! the groups shown gives a small group back.
//!
//! A group is *small* when fewer people than the threshold are behind any of its linked figures (primary suppression).
//! Further groups are withheld with it (*complementary*, secondary suppression), the smallest first, until every sum of
//! withheld groups that follows from the published sums
//! - contains at least two groups with respondents,
//! - counts at least the threshold,
//! - leaves for each group's number of respondents an interval in which the bounds lie 2 or more apart, given this rule,
//!   the groups shown and the headcounts (somebody who tries out which numbers lead to this pattern of suppression may narrow
//!   the interval further, but never to a single number for a small group),
//! - and contains scores that are not all equal, because then each group's mean would be known.
//!
//! With one grouping the only such sum is the total minus all groups shown. With a second grouping of the same
//! respondents (linked tables, such as academies and roles) a sum of withheld groups can also follow from part of the other
//! grouping: all primary academies but one, if phases are shown too. Linear algebra on the table of both groupings says
//! which sums these are. Give the published sums of the other grouping coefficients b, one a class. A shown group cancels
//! when all its classes have the same b, and all withheld classes share one b. So classes fall into blocks (joined by shown
//! groups, and by being withheld), and withheld groups whose blocks overlap cannot be separated: the connected components of
//! withheld groups are exactly the smallest sums that can be derived.

mod components;
mod exposed;
mod margin;
mod order;

use crate::disclosure::{Policy, Rule};
use exposed::first_exposed;

pub use margin::Margin;
pub(in crate::disclosure) use order::{order_of, place_in, plan_in_order};

/// The rules that withhold the total and the groups; nothing else is withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressionPlan {
    /// The rule that withholds the total, or `None` if it is shown.
    pub total: Option<Rule>,
    /// For each margin and group: the rule that withholds it, or `None` if it is shown.
    pub groups: Vec<Vec<Option<Rule>>>,
}

impl SuppressionPlan {
    /// Withholds the total, and with it every group.
    pub(in crate::disclosure) fn withhold_everything(&mut self, rule: Rule) {
        self.total = Some(rule);
        for of_group in self.groups.iter_mut().flatten() {
            of_group.get_or_insert(rule);
        }
    }

    /// Every group that is shown, with its margin.
    pub(in crate::disclosure) fn shown(&self) -> impl Iterator<Item = (usize, usize)> {
        let groups = self.groups.iter().enumerate();
        groups.flat_map(|(margin, rules)| {
            let shown = rules.iter().enumerate().filter(|(_, rule)| rule.is_none());
            shown.map(move |(group, _)| (margin, group))
        })
    }
}

/// The places of the groups that some rule withholds.
pub(in crate::disclosure) fn withheld(rules: &[Option<Rule>]) -> Vec<usize> {
    (0..rules.len()).filter(|&group| rules[group].is_some()).collect()
}

/// Makes the suppression plan of linked scales, for one margin or two margins of the same respondents.
#[must_use]
pub fn plan(margins: &[Margin], policy: Policy) -> SuppressionPlan {
    let everything = |rule: Option<Rule>| SuppressionPlan {
        total: rule,
        groups: margins.iter().map(|margin| vec![rule; margin.persons.len()]).collect(),
    };
    if policy.unsuppressed || margins.is_empty() {
        return everything(None);
    }
    let scales = margins[0].persons.first().map_or(0, Vec::len);
    let total = |scale: usize| margins[0].persons.iter().map(|persons| persons[scale]).sum::<u64>();
    if scales == 0 || (0..scales).any(|scale| total(scale) < policy.min_group) {
        return everything(Some(Rule::Small));
    }
    let small = |persons: &Vec<u64>| persons.iter().any(|&n| n < policy.min_group).then_some(Rule::Small);
    let groups = margins.iter().map(|margin| {
        let groups = margin.persons.iter().zip(&margin.withheld);
        groups.map(|(persons, withheld)| small(persons).or(*withheld)).collect()
    });
    let mut plan = SuppressionPlan {
        total: None,
        groups: groups.collect(),
    };
    while let Some((margin, component)) = first_exposed(margins, &plan.groups, policy) {
        let own = smallest_shown(&margins[margin], &plan.groups[margin], &[]);
        let other = (margins.len() == 2).then(|| {
            let classes: Vec<usize> = component
                .iter()
                .flat_map(|&group| margins[margin].classes[group].iter().copied())
                .collect();
            smallest_shown(&margins[1 - margin], &plan.groups[1 - margin], &classes)
        });
        if let Some(group) = own {
            plan.groups[margin][group] = Some(Rule::Complementary);
        } else if let Some(group) = other.flatten() {
            plan.groups[1 - margin][group] = Some(Rule::Complementary);
        } else {
            plan.withhold_everything(Rule::Complementary);
            break;
        }
    }
    plan
}

/// The shown group with the fewest respondents on any linked scale; the first of several. If `among` is not empty, only groups in it
/// count.
fn smallest_shown(margin: &Margin, rules: &[Option<Rule>], among: &[usize]) -> Option<usize> {
    let mut named = vec![among.is_empty(); rules.len()];
    for &group in among {
        named[group] = true;
    }
    (0..rules.len())
        .filter(|&group| rules[group].is_none() && named[group])
        .min_by_key(|&group| margin.persons[group].iter().copied().min())
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    use super::*;

    const POLICY: Policy = Policy {
        min_group: 10,
        unsuppressed: false,
    };

    fn withheld(persons: &[u64]) -> String {
        let plan = plan(&[Margin::of_sizes(persons)], POLICY);
        assert_eq!(plan.total, None);
        plan.groups[0]
            .iter()
            .map(|rule| match rule {
                None => '.',
                Some(Rule::Small) => 's',
                Some(Rule::Complementary) => 'c',
            })
            .collect()
    }

    #[test]
    fn enough_further_groups_are_withheld_the_smallest_first() {
        assert_eq!(withheld(&[42, 38, 51, 33]), "....");
        assert_eq!(withheld(&[42, 9, 51, 4]), ".s.s");
        assert_eq!(withheld(&[42, 9, 51, 33]), ".s.c");
        assert_eq!(withheld(&[42, 2, 51, 3, 33]), ".s.sc");
        assert_eq!(withheld(&[30, 4]), "cs");
        assert_eq!(withheld(&[42, 0, 51, 9, 33]), ".s.sc", "an empty group hides nobody");
    }

    #[test]
    fn a_number_that_the_rule_itself_would_tell_is_hidden_by_a_further_group() {
        // 10 is the smallest shown, so the complementary one has 10 too, and the small one the rest.
        assert_eq!(withheld(&[9, 10, 10, 10, 40]), "sccc.");
        // 11 together: 10 or more in the one leave 1 in the other.
        assert_eq!(withheld(&[1, 10, 40, 50]), "scc.");
    }

    #[test]
    fn headcounts_that_leave_no_doubt_withhold_more() {
        let mut full = Margin::of_sizes(&[9, 4, 20, 30]);
        full.headcounts = vec![Some(9), Some(4), Some(25), Some(40)];
        let plan = plan(&[full], POLICY);
        assert_eq!(
            plan.groups[0],
            [Some(Rule::Small), Some(Rule::Small), Some(Rule::Complementary), None]
        );
    }

    #[test]
    fn the_total_is_withheld_when_it_is_small_itself() {
        let plan = plan(&[Margin::of_sizes(&[4, 3])], POLICY);
        assert_eq!(plan.total, Some(Rule::Small));
        assert!(plan.groups[0].iter().all(Option::is_some));
    }

    #[test]
    fn groups_that_all_answered_alike_need_others_beside_them() {
        let mut alike = Margin::of_sizes(&[9, 4, 20, 30]);
        alike.extremes[0][0] = Some((6.0, 6.0));
        alike.extremes[1][0] = Some((6.0, 6.0));
        let plan = plan(&[alike], POLICY);
        assert_eq!(
            plan.groups[0],
            [Some(Rule::Small), Some(Rule::Small), Some(Rule::Complementary), None]
        );
    }

    #[test]
    fn phases_do_not_give_an_academy_back() {
        // Two small academies, each the only small one of its phase: each phase minus its shown academies is one academy.
        let cells = vec![
            vec![40, 0],
            vec![5, 0],
            vec![30, 0],
            vec![0, 50],
            vec![0, 8],
            vec![0, 20],
        ];
        let margins = crossed(&cells);
        let plan = plan(&margins, POLICY);
        let academies: Vec<bool> = plan.groups[0].iter().map(Option::is_some).collect();
        assert_eq!(academies, [false, true, true, false, true, true]);
    }

    fn crossed(cells: &[Vec<u64>]) -> [Margin; 2] {
        let (rows, columns) = (cells.len(), cells[0].len());
        let of_row = |row: usize| cells[row].iter().sum::<u64>();
        let of_column = |column: usize| cells.iter().map(|row| row[column]).sum::<u64>();
        let mut one = Margin::of_sizes(&(0..rows).map(of_row).collect::<Vec<_>>());
        let mut other = Margin::of_sizes(&(0..columns).map(of_column).collect::<Vec<_>>());
        for (row, of_row) in cells.iter().enumerate() {
            for (column, &n) in of_row.iter().enumerate() {
                if n > 0 {
                    one.classes[row].push(column);
                    other.classes[column].push(row);
                }
            }
        }
        [one, other]
    }

    /// True if the sum over `target` cells is a combination of the published sums.
    fn determined(published: &[Vec<f64>], target: &[f64]) -> bool {
        let rank =
            |rows: &[Vec<f64>]| DMatrix::from_fn(rows.len(), target.len(), |row, column| rows[row][column]).rank(1e-9);
        let mut with = published.to_vec();
        with.push(target.to_vec());
        rank(published) == rank(&with)
    }

    proptest! {
        #[test]
        fn no_union_of_withheld_groups_below_the_minimum_can_be_worked_out(
            cells in prop::collection::vec(prop::collection::vec(prop_oneof![Just(0_u64), 0_u64..9, 0_u64..40], 3), 1..7)
        ) {
            let margins = crossed(&cells);
            let plan = plan(&margins, POLICY);
            if plan.total.is_some() {
                return Ok(());
            }
            let places: Vec<(usize, usize)> =
                (0..cells.len()).flat_map(|row| (0..3).map(move |column| (row, column)))
                    .filter(|&(row, column)| cells[row][column] > 0).collect();
            let indicator = |inside: &dyn Fn(usize, usize) -> bool| -> Vec<f64> {
                places.iter().map(|&(row, column)| f64::from(u8::from(inside(row, column)))).collect()
            };
            let mut published = vec![indicator(&|_, _| true)];
            for (row, rule) in plan.groups[0].iter().enumerate() {
                if rule.is_none() { published.push(indicator(&|r, _| r == row)); }
            }
            for (column, rule) in plan.groups[1].iter().enumerate() {
                if rule.is_none() { published.push(indicator(&|_, c| c == column)); }
            }
            for (place, margin) in margins.iter().enumerate() {
                let hidden: Vec<usize> = (0..margin.persons.len())
                    .filter(|&group| plan.groups[place][group].is_some() && margin.persons[group][0] > 0).collect();
                for mask in 1_u32..(1 << hidden.len()) {
                    let chosen: Vec<usize> = hidden.iter().enumerate()
                        .filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, &group)| group).collect();
                    let n: u64 = chosen.iter().map(|&group| margin.persons[group][0]).sum();
                    if chosen.len() > 1 && n >= POLICY.min_group { continue; }
                    let target = indicator(&|r, c| chosen.contains(if place == 0 { &r } else { &c }));
                    prop_assert!(!determined(&published, &target), "{chosen:?} of margin {place} in {cells:?}");
                }
            }
        }

        #[test]
        fn every_small_group_is_withheld(persons in prop::collection::vec(0_u64..30, 1..12)) {
            let plan = plan(&[Margin::of_sizes(&persons)], POLICY);
            for (n, rule) in persons.iter().zip(&plan.groups[0]) {
                prop_assert!(*n >= 10 || rule.is_some());
            }
        }
    }
}
