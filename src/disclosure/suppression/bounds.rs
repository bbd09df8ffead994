//! Bounds on the number of people in withheld groups.

use crate::disclosure::Rule;
use crate::disclosure::audit::{Range, Space, narrow};
use crate::disclosure::policy::{is_tight, spread};
use crate::disclosure::suppression::exposure::{Sums, Withheld};
use crate::disclosure::suppression::problem::{Base, Limits, Problem, Protected};

/// A set with the bounds on its number of people.
struct Bounded {
    atoms: Vec<usize>,
    people: u64,
    range: Range,
}

/// Sums from which the number of people in a small withheld group follows within narrow bounds, and not from earlier outputs alone.
pub(super) fn tight_bounds(problem: &Problem, base: &Base, space: &Space, withheld: &[Withheld<'_>]) -> Option<Sums> {
    let earlier: Vec<Bounded> = base
        .hidden
        .iter()
        .map(|hidden| Bounded {
            people: hidden.atoms.iter().map(|&atom| base.people[atom]).sum(),
            atoms: hidden.atoms.clone(),
            range: hidden.range,
        })
        .collect();
    let before = narrowed(&base.earlier, &earlier).ranges;
    let tight = |range: Range| is_tight(range, problem.least);
    let is_known = |atoms: &Vec<usize>| {
        let mut known = earlier.iter().zip(&before);
        base.earlier.determines(atoms) || known.any(|(set, range)| set.atoms == *atoms && tight(*range))
    };
    let shown = shown_units(problem, base);
    let bounded = |of: &Withheld<'_>| Bounded {
        atoms: of.set.atoms.clone(),
        people: of.set.people,
        range: range_of(problem, &shown, of),
    };
    let mut sets: Vec<Bounded> = withheld.iter().map(bounded).collect();
    let tiny: Vec<bool> = withheld.iter().map(|of| is_tiny(of.set, problem.least)).collect();
    if tiny.contains(&true) {
        // Without another unit nothing can be hidden.
        let Some(pools) = pools(problem, withheld, &sets, &tiny) else {
            return Some(Vec::new());
        };
        sets.extend(pools);
    }
    let checked = tiny.iter().map(|tiny| !tiny).chain(std::iter::repeat(true));
    let checked: Vec<bool> = checked.take(sets.len() + earlier.len()).collect();
    sets.extend(earlier.iter().map(|set| Bounded {
        atoms: set.atoms.clone(),
        ..*set
    }));
    let after = narrowed(space, &sets);
    let exposed = |&place: &usize| {
        let set = &sets[place];
        let small = set.people > 0 && set.people < problem.least;
        checked[place] && small && tight(after.ranges[place]) && !is_known(&set.atoms)
    };
    let place = (0..sets.len()).find(exposed)?;
    // A pool is in no equation of the withheld sets itself, but its parts are.
    let is_itself = |set: usize| set == place;
    let is_part = |set: usize| sets[set].atoms.iter().all(|atom| sets[place].atoms.contains(atom));
    let sums_with = |wanted: &dyn Fn(usize) -> bool| {
        let concerned = after
            .equations
            .iter()
            .filter(|equation| equation.iter().any(|&(set, _)| wanted(set)));
        let sum = |&(set, factor): &(usize, i64)| (sets[set].atoms.clone(), factor);
        let mut sums = concerned.map(|equation| equation.iter().map(sum).collect::<Sums>());
        sums.find(|sums| !base.earlier.follows(sums))
    };
    Some(
        sums_with(&is_itself)
            .or_else(|| sums_with(&is_part))
            .unwrap_or_default(),
    )
}

/// Bounds after narrowing, and the equations that narrow them.
struct Narrowed {
    ranges: Vec<Range>,
    equations: Vec<Vec<(usize, i64)>>,
}

fn narrowed(space: &Space, sets: &[Bounded]) -> Narrowed {
    let atoms: Vec<Vec<usize>> = sets.iter().map(|set| set.atoms.clone()).collect();
    let people: Vec<u64> = sets.iter().map(|set| set.people).collect();
    let equations = space.equations(&atoms);
    let mut ranges: Vec<Range> = sets.iter().map(|set| set.range).collect();
    narrow(&mut ranges, &people, &equations);
    Narrowed { ranges, equations }
}

/// A unit that is shown, with its number of people.
struct ShownUnit {
    table: usize,
    place: usize,
    people: u64,
}

fn shown_units(problem: &Problem, base: &Base) -> Vec<ShownUnit> {
    let units = problem.units.iter().zip(&base.members);
    let shown = units.filter(|(unit, _)| unit.rule.is_none());
    let unit = shown.map(|(unit, member)| ShownUnit {
        table: unit.table,
        place: unit.order.place,
        people: member.protects.iter().map(|set| set.people).sum(),
    });
    unit.collect()
}

/// The bounds on a withheld unit's number of people that follow from its rule, from the units shown in its table and from its
/// headcount.
fn range_of(problem: &Problem, shown: &[ShownUnit], withheld: &Withheld<'_>) -> Range {
    let (unit, people) = (&problem.units[withheld.unit], withheld.set.people);
    if unit.limits == Limits::Somebody {
        return (1, u64::MAX);
    }
    // The smallest units are withheld first, and the first of equal ones. So a unit has at most as many people as one that is shown
    // after it, and fewer than one that is shown before it. A smaller unit may be shown if its suppression would not have helped.
    let shown = shown.iter().filter(|other| other.table == unit.table);
    let most = shown.filter_map(|other| {
        let most = other.people.saturating_sub(u64::from(other.place < unit.order.place));
        (most >= people).then_some(most)
    });
    let rule = unit.rule.unwrap_or(Rule::Small);
    let (low, high) = rule.bounds(people, problem.least, most.min().unwrap_or(u64::MAX));
    (low, high.min(headcount(withheld.set)))
}

/// The headcount of a set. A headcount below the true number is out of date and bounds nothing.
fn headcount(set: &Protected) -> u64 {
    set.headcount.filter(|&staff| staff >= set.people).unwrap_or(u64::MAX)
}

/// True if a set has so few staff that no other group can hide its number.
pub(in crate::disclosure) fn is_tiny(set: &Protected, least: u64) -> bool {
    set.people > 0 && headcount(set).saturating_sub(1) < spread(least)
}

/// For each table with tiny units: these and the smallest other withheld unit as one set, whose number is hidden instead of theirs.
/// `None` if there is no other unit to combine them with.
fn pools(problem: &Problem, withheld: &[Withheld<'_>], sets: &[Bounded], tiny: &[bool]) -> Option<Vec<Bounded>> {
    let table = |place: usize| problem.units[withheld[place].unit].table;
    let mut tables: Vec<usize> = (0..withheld.len()).filter(|&place| tiny[place]).map(table).collect();
    tables.dedup();
    let pool = |of: usize| {
        let own = || (0..withheld.len()).filter(|&place| table(place) == of);
        let others = own().filter(|&place| !tiny[place]);
        let partner = others.min_by_key(|&place| problem.units[withheld[place].unit].order)?;
        let members = || {
            own()
                .filter(|&place| tiny[place])
                .chain([partner])
                .map(|place| &sets[place])
        };
        Some(Bounded {
            atoms: members().flat_map(|set| set.atoms.iter().copied()).collect(),
            people: members().map(|set| set.people).sum(),
            range: members().fold((0, 0), |(low, high), set| {
                (low + set.range.0, high.saturating_add(set.range.1))
            }),
        })
    };
    tables.into_iter().map(pool).collect()
}
