//! The suppression plan of one output.

use crate::disclosure::Policy;
use crate::disclosure::suppression::decision::SuppressionPlan;
use crate::disclosure::suppression::margin::Margin;
use crate::disclosure::suppression::relief::decide;
use crate::disclosure::suppression::tables::{Tables, problem_of_tables};

/// Makes the suppression plan of one table of groups.
#[must_use]
pub fn plan(margin: Margin, policy: Policy) -> SuppressionPlan {
    let tables = Tables {
        margins: vec![margin],
        cells: Vec::new(),
    };
    plan_of_tables(&tables, &[], policy)
}

/// Makes the suppression plan of one table or two crossed tables. `order` has the order of the groups in the survey's own output.
pub(in crate::disclosure) fn plan_of_tables(tables: &Tables, order: &[Vec<usize>], policy: Policy) -> SuppressionPlan {
    let mut problem = problem_of_tables(tables, order, policy);
    if !policy.unsuppressed {
        decide(&mut problem);
    }
    problem.output_plan()
}

#[cfg(test)]
mod tests {
    use nalgebra::DMatrix;
    use proptest::prelude::*;

    use super::*;
    use crate::disclosure::Rule;
    use crate::disclosure::suppression::decision::withheld as withheld_places;
    use crate::disclosure::suppression::problem::Figures;
    use crate::disclosure::suppression::tables::Cell;

    const POLICY: Policy = Policy::published(10);

    fn withheld(persons: &[u64]) -> String {
        let plan = plan(Margin::of_sizes(persons, &[]), POLICY);
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
        let full = Margin::of_sizes(&[9, 4, 20, 30], &[Some(9), Some(4), Some(25), Some(40)]);
        let plan = plan(full, POLICY);
        assert_eq!(
            plan.groups[0],
            [Some(Rule::Small), Some(Rule::Small), Some(Rule::Complementary), None]
        );
    }

    #[test]
    fn the_total_is_withheld_when_it_is_small_itself() {
        let plan = plan(Margin::of_sizes(&[4, 3], &[]), POLICY);
        assert_eq!(plan.total, Some(Rule::Small));
        assert!(plan.groups[0].iter().all(Option::is_some));
    }

    /// People with some scores from 1 to 6, of whose answers, one each, some are favourable.
    fn scores(scores: &[u64], favourable: u64) -> Option<Figures> {
        Some(Figures {
            lowest: scores.iter().copied().min()? as f64,
            highest: scores.iter().copied().max()? as f64,
            sum: scores.iter().map(|score| score - 1).sum::<u64>() as f64,
            range: 5.0,
            favourable,
            answers: scores.len() as u64,
        })
    }

    fn withheld_with(sizes: &[usize], figures: impl Fn(usize) -> Option<Figures>) -> String {
        let sizes: Vec<u64> = sizes.iter().map(|&n| n as u64).collect();
        let mut margin = Margin::of_sizes(&sizes, &[]);
        for (group, of) in margin.figures.iter_mut().enumerate() {
            *of = vec![figures(group)];
        }
        let rules = plan(margin.clone(), POLICY).groups.remove(0);
        rules
            .iter()
            .map(|rule| if rule.is_some() { 'x' } else { '.' })
            .collect()
    }

    #[test]
    fn groups_that_all_answered_alike_need_others_beside_them() {
        let sizes = [9, 4, 20, 30];
        let alike = |score: u64, group: usize| scores(&vec![score; sizes[group]], sizes[group] as u64 / 2);
        assert_eq!(withheld_with(&sizes, |group| alike(2 + group as u64, group)), "xx..");
        assert_eq!(
            withheld_with(&sizes, |group| alike(3 + group as u64 / 2, group)),
            "xxx."
        );
    }

    #[test]
    fn a_sum_near_an_end_of_the_scale_needs_others_beside_it() {
        let sizes = [9, 4, 20, 30];
        // 13 people with a mean of 5.9: the mean of 9 of them is at least 5.86.
        let near_the_end = |group: usize| {
            let mut own = vec![if group < 2 { 6 } else { 3 }; sizes[group]];
            own[0] -= u64::from(group == 0);
            scores(&own, own.len() as u64 / 2)
        };
        assert_eq!(withheld_with(&sizes, near_the_end), "xxx.");
        let middling = |group: usize| {
            let own: Vec<u64> = (0..sizes[group] as u64).map(|place| 1 + place % 6).collect();
            let all = own.len() as u64;
            scores(&own, if group < 2 { all } else { all / 2 })
        };
        assert_eq!(withheld_with(&sizes, middling), "xxx.", "every answer is favourable");
    }

    #[test]
    fn a_tiny_unit_is_counted_with_the_smallest_other() {
        let sizes = [1, 8, 44, 30, 18, 52];
        let staff = [2, 12, 61, 42, 25, 72].map(Some);
        let plan = plan(Margin::of_sizes(&sizes, &staff), POLICY);
        let withheld: Vec<usize> = withheld_places(&plan.groups[0]);
        assert_eq!((plan.total, withheld), (None, vec![0, 1, 4]));
    }

    #[test]
    fn a_low_minimum_leaves_room_for_all_numbers_below_it_and_no_more() {
        let policy = Policy { min_group: 3, ..POLICY };
        let plan = plan(Margin::of_sizes(&[2, 28, 56, 26, 51], &[]), policy);
        assert_eq!((plan.total, withheld_places(&plan.groups[0])), (None, vec![0, 3]));
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
        let plan = plan_of_tables(&crossed(&cells), &[], POLICY);
        let academies: Vec<bool> = plan.groups[0].iter().map(Option::is_some).collect();
        assert_eq!(academies, [false, true, true, false, true, true]);
    }

    /// Two crossed tables in which the numbers of people in the cells are unknown.
    fn crossed(cells: &[Vec<u64>]) -> Tables {
        let (rows, columns) = (cells.len(), cells[0].len());
        let of_rows: Vec<u64> = cells.iter().map(|of_row| of_row.iter().sum()).collect();
        let of_columns: Vec<u64> = (0..columns)
            .map(|column| cells.iter().map(|row| row[column]).sum())
            .collect();
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| [row, column]));
        let people = places.filter(|&[row, column]| cells[row][column] > 0);
        Tables {
            margins: vec![Margin::of_sizes(&of_rows, &[]), Margin::of_sizes(&of_columns, &[])],
            cells: people.map(|groups| Cell { groups, people: None }).collect(),
        }
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
            let tables = crossed(&cells);
            let margins = &tables.margins;
            let plan = plan_of_tables(&tables, &[], POLICY);
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
            let plan = plan(Margin::of_sizes(&persons, &[]), POLICY);
            for (n, rule) in persons.iter().zip(&plan.groups[0]) {
                prop_assert!(*n >= 10 || rule.is_some());
            }
        }
    }
}
