//! The problem of one output: one table of groups, or two crossed tables of the same people.

use std::collections::BTreeMap;

use crate::disclosure::audit::Space;
use crate::disclosure::suppression::problem::{Base, Choice, Limits, Member, Order, Output, Problem, Protected, Unit};
use crate::disclosure::{Margin, Policy, Rule};

/// The tables of an output, by academy and, if there is one, by another column, and how their groups are crossed.
#[derive(Debug, Clone)]
pub(in crate::disclosure) struct Tables {
    pub(in crate::disclosure) margins: Vec<Margin>,
    pub(in crate::disclosure) cells: Vec<Cell>,
}

/// A cell of two crossed tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) struct Cell {
    /// Its group in each table.
    pub(in crate::disclosure) groups: [usize; 2],
    /// For each base: number of people. `None` if it is unknown, as in a tally of each grouping by itself.
    pub(in crate::disclosure) people: Option<Vec<u64>>,
}

/// The order of a table's groups; empty if unknown.
pub(in crate::disclosure) fn order_of(order: &[Vec<usize>], table: usize) -> &[usize] {
    order.get(table).map_or(&[], Vec::as_slice)
}

/// The place of each group in the order in which equally small groups are withheld. Groups that the order does not name come last.
pub(in crate::disclosure) fn places(order: &[Vec<usize>], table: usize, groups: usize) -> Vec<usize> {
    let named = order_of(order, table);
    let mut places: Vec<usize> = (0..groups).map(|group| named.len() + group).collect();
    for (place, &group) in named.iter().enumerate().rev() {
        places[group] = place;
    }
    places
}

/// Makes the problem of an output, in which groups below the threshold are withheld already (primary suppression). `order` has the order
/// of the groups in the survey's own output.
pub(in crate::disclosure) fn problem_of_tables(tables: &Tables, order: &[Vec<usize>], policy: Policy) -> Problem {
    let mut units = Vec::new();
    for (table, margin) in tables.margins.iter().enumerate() {
        let places = places(order, table, margin.persons.len());
        for (group, persons) in margin.persons.iter().enumerate() {
            // A base without people has nothing to protect: a scale that the group was not asked.
            let people = persons.iter().copied().filter(|&people| people > 0).min().unwrap_or(0);
            units.push(Unit {
                output: 0,
                table,
                rule: policy.threshold(people).or(margin.withheld[group]),
                order: Order {
                    people,
                    table,
                    place: places[group],
                },
                choice: Choice::Open,
                limits: Limits::Rule,
            });
        }
    }
    let bases = tables
        .margins
        .first()
        .and_then(|margin| margin.persons.first())
        .map_or(0, Vec::len);
    let mut problem = Problem {
        least: policy.min_group,
        outputs: vec![Output {
            total: None,
            choice: Choice::Open,
        }],
        bases: (0..bases).map(|base| base_of(tables, base, order)).collect(),
        units,
    };
    let total = |base: usize| {
        tables.margins[0]
            .persons
            .iter()
            .map(|persons| persons[base])
            .sum::<u64>()
    };
    let few = |people: u64| people > 0 && policy.threshold(people).is_some();
    let nobody = (0..bases).all(|base| total(base) == 0) && policy.threshold(0).is_some();
    if nobody || (0..bases).any(|base| few(total(base))) {
        for unit in &mut problem.units {
            unit.rule = Some(Rule::Small);
        }
        problem.withhold_everything(Rule::Small);
    }
    problem
}

/// The atoms of one base, and the groups as sets of atoms.
fn base_of(tables: &Tables, base: usize, order: &[Vec<usize>]) -> Base {
    let persons = |table: usize, group: usize| tables.margins[table].persons[group][base];
    let mut atoms: Vec<(u64, [usize; 2])> = if tables.margins.len() < 2 {
        let groups = 0..tables.margins[0].persons.len();
        groups.map(|group| (persons(0, group), [group, 0])).collect()
    } else {
        let cells = tables.cells.iter().map(|cell| {
            // A cell has no more people than either of its groups.
            let most = || persons(0, cell.groups[0]).min(persons(1, cell.groups[1]));
            (
                cell.people.as_ref().map_or_else(most, |people| people[base]),
                cell.groups,
            )
        });
        cells.collect()
    };
    atoms.retain(|(people, _)| *people > 0);
    let places: Vec<Vec<usize>> = tables
        .margins
        .iter()
        .enumerate()
        .map(|(table, margin)| places(order, table, margin.persons.len()))
        .collect();
    let place = |groups: &[usize; 2]| -> Vec<usize> {
        places
            .iter()
            .zip(groups)
            .map(|(places, &group)| places[group])
            .collect()
    };
    atoms.sort_by_cached_key(|(people, groups)| (std::cmp::Reverse(*people), place(groups)));
    let people: Vec<u64> = atoms.iter().map(|(people, _)| *people).collect();
    let exact = tables.cells.iter().all(|cell| cell.people.is_some());
    let mut members = Vec::new();
    for (table, margin) in tables.margins.iter().enumerate() {
        let mut own: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (atom, (_, groups)) in atoms.iter().enumerate() {
            own.entry(groups[table]).or_default().push(atom);
        }
        members.extend((0..margin.persons.len()).map(|group| {
            let atoms = own.remove(&group).unwrap_or_default();
            Member {
                protects: vec![Protected {
                    atoms: atoms.clone(),
                    // The numbers of two tables must add up to the same total.
                    people: if exact {
                        atoms.iter().map(|&atom| people[atom]).sum()
                    } else {
                        margin.persons[group][base]
                    },
                    headcount: margin.headcounts[group],
                    figures: margin.figures[group][base],
                }],
                shows: vec![atoms],
            }
        }));
    }
    Base {
        totals: vec![(0..atoms.len()).collect()],
        people,
        members,
        earlier: Space::default(),
        hidden: Vec::new(),
    }
}

/// The non-empty cells of a group, given by its atoms, and the groups of a crossed table.
pub(in crate::disclosure) fn cells_of(own: &[usize], others: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let cell = |other: &Vec<usize>| other.iter().copied().filter(|atom| own.contains(atom)).collect();
    let cells = others.iter().map(cell);
    cells.filter(|cell: &Vec<usize>| !cell.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::disclosure::suppression::plan_of_tables;

    const POLICY: Policy = Policy::published(10);

    #[test]
    fn of_equals_the_first_of_the_terms_own_order_is_withheld() {
        let tables = Tables {
            margins: vec![Margin::of_sizes(&[12, 4, 12, 40], &[])],
            cells: Vec::new(),
        };
        let withheld = |order: &[usize]| -> Vec<usize> {
            let plan = plan_of_tables(&tables, &[order.to_vec()], POLICY);
            (0..4).filter(|&group| plan.groups[0][group].is_some()).collect()
        };
        assert_eq!(withheld(&[0, 1, 2, 3]), [0, 1]);
        assert_eq!(withheld(&[3, 2, 1, 0]), [1, 2]);
        assert_eq!(withheld(&[]), [0, 1], "without an order, in order of place");
    }

    /// Academies of these sizes, each with one role, in the given order.
    fn tables(persons: &[u64], roles: &[usize], order: &[usize]) -> Tables {
        let sizes: Vec<u64> = order.iter().map(|&academy| persons[academy]).collect();
        let mut of_roles = [0; 3];
        for &academy in order {
            of_roles[roles[academy]] += persons[academy];
        }
        let cells = order.iter().enumerate().map(|(place, &academy)| Cell {
            groups: [place, roles[academy]],
            people: Some(vec![persons[academy]]),
        });
        Tables {
            cells: cells.collect(),
            margins: vec![Margin::of_sizes(&sizes, &[]), Margin::of_sizes(&of_roles, &[])],
        }
    }

    proptest! {
        /// What is planned for groups in another order is what would be planned if they stood in it.
        #[test]
        fn the_plan_goes_with_the_groups(
            persons in prop::collection::vec(0..30_u64, 2..8),
            roles in prop::collection::vec(0..3_usize, 8),
            turn in 0..8_usize,
        ) {
            let as_listed: Vec<usize> = (0..persons.len()).collect();
            let mut order = as_listed.clone();
            order.rotate_left(turn % persons.len());
            let here = plan_of_tables(&tables(&persons, &roles, &as_listed), std::slice::from_ref(&order), POLICY);
            let there = plan_of_tables(&tables(&persons, &roles, &order), &[], POLICY);
            prop_assert_eq!(here.total, there.total);
            for (place, &group) in order.iter().enumerate() {
                prop_assert_eq!(here.groups[0][group], there.groups[0][place]);
            }
            prop_assert_eq!(&here.groups[1], &there.groups[1]);
        }
    }
}
