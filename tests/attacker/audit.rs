//! Audits the plan of one output by independent linear algebra, and tests that algebra itself.

use cte::disclosure::audit::{Search, Space};
use cte::disclosure::{Published, publish};
use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::trust::{POLICY, Trust, config, survey, thousand, trusts};

/// The items of each scale, and the number of answers that a person needs for a score.
const SCALES: [(&[usize], usize); 3] = [(&[0, 1, 2, 3], 3), (&[0, 1], 2), (&[4], 1)];

/// Cells of academy and role that have people with a score, largest first: academy, role, number of people.
fn cells(trust: &Trust, scale: usize) -> Vec<(usize, usize, u64)> {
    let (items, needed) = SCALES[scale];
    let mut cells = vec![vec![0; trust.roles]; trust.academies];
    for person in &trust.persons {
        let answered = items
            .iter()
            .filter(|&&item| person.answers[item] != cte::tally::MISSING)
            .count();
        cells[person.academy][person.role] += u64::from(answered >= needed);
    }
    let places = (0..trust.academies).flat_map(|academy| (0..trust.roles).map(move |role| (academy, role)));
    let mut found: Vec<(usize, usize, u64)> = places
        .map(|(academy, role)| (academy, role, cells[academy][role]))
        .filter(|cell| cell.2 > 0)
        .collect();
    found.sort_by_key(|cell| std::cmp::Reverse(cell.2));
    found
}

/// All unions of withheld groups that are smaller than the threshold and can be derived.
fn told(trust: &Trust, published: &Published, scale: usize) -> Vec<Vec<usize>> {
    let shown = &published.scales[scale];
    if shown.trust.figures().is_none() {
        return Vec::new();
    }
    let cells = cells(trust, scale);
    let people = |atoms: &[usize]| atoms.iter().map(|&atom| cells[atom].2).sum::<u64>();
    let of = |grouping: usize, group: usize| -> Vec<usize> {
        let inside = |cell: &(usize, usize, u64)| {
            if grouping == 0 {
                cell.0 == group
            } else {
                cell.1 == group
            }
        };
        (0..cells.len()).filter(|&atom| inside(&cells[atom])).collect()
    };
    let mut space = Space::default();
    space.add(&(0..cells.len()).collect::<Vec<_>>());
    let groupings = [Some(&shown.academies), shown.by.as_ref().map(|by| &by.groups)];
    let mut hidden: Vec<Vec<Vec<usize>>> = Vec::new();
    for (grouping, groups) in groupings.into_iter().flatten().enumerate() {
        let mut withheld = Vec::new();
        for (group, found) in groups.iter().enumerate() {
            let atoms = of(grouping, group);
            if found.scores.figures().is_some() {
                space.add(&atoms);
            } else if !atoms.is_empty() {
                withheld.push(atoms);
            }
        }
        hidden.push(withheld);
    }
    let mut told = Vec::new();
    for groups in hidden {
        let small: Vec<Vec<usize>> = groups
            .into_iter()
            .filter(|atoms| people(atoms) < POLICY.min_group)
            .collect();
        for mask in 1_u32..(1 << small.len()) {
            let chosen = (0..small.len()).filter(|bit| mask & (1 << bit) != 0);
            let union: Vec<usize> = chosen.flat_map(|group| small[group].iter().copied()).collect();
            if people(&union) < POLICY.min_group && space.determines(&union) {
                told.push(union);
            }
        }
    }
    told
}

#[test]
fn no_withheld_groups_under_the_minimum_can_be_worked_out_of_many_trusts() {
    let outcome = TestRunner::new(thousand()).run(&trusts(), |trust| {
        let instrument = trust.instrument();
        for by_role in [false, true] {
            let published = publish(&survey(&trust, &instrument, &trust.responses(), by_role), POLICY);
            for scale in 0..SCALES.len() {
                let told = told(&trust, &published, scale);
                prop_assert!(told.is_empty(), "scale {scale}, by role {by_role}: {told:?}");
            }
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

#[test]
fn the_audit_sees_what_a_plan_without_complementary_groups_gives_away() {
    // Four academies, one of them small and withheld alone.
    let mut space = Space::default();
    for known in [&[0, 1, 2, 3][..], &[0], &[1], &[2]] {
        space.add(known);
    }
    assert_eq!(
        space.small_set(&[40, 30, 20, 4], 10, &Space::default()),
        Search::Found(vec![3])
    );
    assert_eq!(
        space.small_set(&[40, 30, 20, 4], 10, &space),
        Search::Nothing,
        "what is known is no news"
    );
}

/// The rank of sums over atoms, as real numbers.
pub(crate) fn rank(rows: &[Vec<f64>]) -> usize {
    let atoms = rows.first().map_or(0, Vec::len);
    if atoms == 0 {
        0
    } else {
        DMatrix::from_fn(rows.len(), atoms, |row, column| rows[row][column]).rank(1e-9)
    }
}

fn row(set: &[usize], atoms: usize) -> Vec<f64> {
    (0..atoms)
        .map(|atom| f64::from(u8::from(set.contains(&atom))))
        .collect()
}

/// True if a sum is a combination of others, by the rank of real matrices.
fn determined(known: &[Vec<usize>], target: &[usize], atoms: usize) -> bool {
    let mut rows: Vec<Vec<f64>> = known.iter().map(|set| row(set, atoms)).collect();
    let before = rank(&rows);
    rows.push(row(target, atoms));
    rank(&rows) == before
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_search_finds_a_small_set_where_trying_all_sets_does(
        people in prop::collection::vec(prop_oneof![2 => 1_u64..6, 1 => 6_u64..25], 2..9),
        known in prop::collection::vec(any::<u16>(), 1..7),
        earlier in 0_usize..4
    ) {
        let mut people = people;
        people.sort_by_key(|&n| std::cmp::Reverse(n));
        let atoms = people.len();
        let set = |mask: u16| -> Vec<usize> { (0..atoms).filter(|atom| mask & (1 << atom) != 0).collect() };
        let known: Vec<Vec<usize>> = known.into_iter().map(set).filter(|set| !set.is_empty()).collect();
        let before: Vec<Vec<usize>> = known.iter().take(earlier).cloned().collect();
        let (mut space, mut old) = (Space::default(), Space::default());
        for sum in &known {
            space.add(sum);
        }
        for sum in &before {
            old.add(sum);
        }
        let n = |set: &[usize]| set.iter().map(|&atom| people[atom]).sum::<u64>();
        let exposed = |set: &[usize]| {
            n(set) < POLICY.min_group && determined(&known, set, atoms) && !determined(&before, set, atoms)
        };
        let all: Vec<Vec<usize>> = (1..1_u16 << atoms).map(set).collect();
        for set in &all {
            prop_assert_eq!(space.determines(set), determined(&known, set, atoms), "{:?}", set);
        }
        match space.small_set(&people, POLICY.min_group, &old) {
            Search::Nothing => prop_assert!(!all.iter().any(|set| exposed(set))),
            Search::Found(set) => prop_assert!(exposed(&set), "{:?}", set),
            Search::TooMany => prop_assert!(false, "so few sets can all be tried"),
        }
    }

    #[test]
    fn equations_hold_and_none_is_missing(
        people in prop::collection::vec(1_u64..9, 2..8),
        known in prop::collection::vec(any::<u16>(), 0..5),
        sets in prop::collection::vec(any::<u16>(), 1..5)
    ) {
        let atoms = people.len();
        let set = |mask: u16| -> Vec<usize> { (0..atoms).filter(|atom| mask & (1 << atom) != 0).collect() };
        let known: Vec<Vec<usize>> = known.into_iter().map(set).collect();
        let sets: Vec<Vec<usize>> = sets.into_iter().map(set).collect();
        let mut space = Space::default();
        for sum in &known {
            space.add(sum);
        }
        let equations = space.equations(&sets);
        let of_known: Vec<Vec<f64>> = known.iter().map(|set| row(set, atoms)).collect();
        let mut both = of_known.clone();
        both.extend(sets.iter().map(|set| row(set, atoms)));
        prop_assert_eq!(equations.len(), sets.len() - (rank(&both) - rank(&of_known)));
        for equation in equations {
            let mut sum = vec![0.0; atoms];
            for (place, factor) in equation {
                for (total, entry) in sum.iter_mut().zip(row(&sets[place], atoms)) {
                    *total += entry * f64::from(i32::try_from(factor).expect("a small factor"));
                }
            }
            let mut with = of_known.clone();
            with.push(sum);
            prop_assert_eq!(rank(&with), rank(&of_known));
        }
    }
}
