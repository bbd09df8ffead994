//! The cells of two groupings crossed: what the groups shown of both, and cells told besides, give away of them.
//!
//! [`plan()`](super::plan()) looks at sums of withheld groups. Where an academy has people in one role only, a role less that
//! academy is a cell, or a few, of other academies, although nothing is withheld. So beside the plan no set of cells of fewer
//! people than the minimum may be worked out from the total and the groups shown (see [`super::audit`] for how that is found).
//! While one can, a further group is withheld: of those without which it could not, the smallest. Who knows which cells
//! have nobody is reckoned with.

use crate::analysis::Standard;
use crate::disclosure::audit::{Range, Search, Space, narrow};
use crate::disclosure::plan::SPREAD;
use crate::disclosure::publish::{margin, margins};
use crate::disclosure::term::plan_in_order;
use crate::disclosure::{Margin, Plan, Policy, Rule, Survey};

/// The plan of linked scales, whose cells tell of nobody either where they are known; and its margins, in which what the cells made
/// necessary stands.
pub(in crate::disclosure) fn plan_with_cells(
    survey: &Survey<'_>,
    scales: &[usize],
    mut margins: Vec<Margin>,
    order: &[Vec<usize>],
    policy: Policy,
) -> (Plan, Vec<Margin>) {
    let mut made = plan_in_order(&margins, order, policy);
    let Some(standard) = survey
        .standard
        .as_ref()
        .filter(|_| !policy.unsuppressed && margins.len() == 2)
    else {
        return (made, margins);
    };
    let systems = systems(standard, scales, order);
    let nothing_told = vec![Some(Rule::Complementary); margins[0].persons.len()];
    while made.total.is_none() {
        let Some((system, atoms)) = small_cells(&systems, &made, &nothing_told, policy.min_group) else {
            break;
        };
        let Some((grouping, group)) = next_group(system, &atoms, &made, &margins, order, &nothing_told) else {
            let rule = Some(Rule::Complementary);
            made.total = rule;
            made.groups.iter_mut().flatten().for_each(|own| *own = own.or(rule));
            break;
        };
        margins[grouping].withheld[group] = Some(Rule::Complementary);
        made = plan_in_order(&margins, order, policy);
    }
    (made, margins)
}

/// The same for a survey of its own.
pub(in crate::disclosure) fn plan_of_survey(
    survey: &Survey<'_>,
    scales: &[usize],
    policy: Policy,
) -> (Plan, Vec<Margin>) {
    plan_with_cells(survey, scales, margins(survey, scales), &[], policy)
}

/// A set of cells of fewer than the minimum that can be worked out; of all, where nobody could say.
fn small_cells<'s>(
    systems: &'s [System],
    plan: &Plan,
    nothing_told: &[Option<Rule>],
    least: u64,
) -> Option<(&'s System, Vec<usize>)> {
    let few = |system: &&System| system.people.iter().any(|&n| n < least);
    systems.iter().filter(few).find_map(|system| {
        let space = system.space(plan, nothing_told);
        match space.small_set(&system.people, least, &Space::default()) {
            Search::Nothing => None,
            Search::Found(atoms) => Some((system, atoms)),
            Search::TooMany => Some((system, (0..system.people.len()).collect())),
        }
    })
}

/// The group to withhold next: of those without which the cells could not be worked out, or else of all that are shown, the one
/// with the fewest respondents on any scale; none where nothing is left.
fn next_group(
    system: &System,
    atoms: &[usize],
    plan: &Plan,
    margins: &[Margin],
    order: &[Vec<usize>],
    nothing_told: &[Option<Rule>],
) -> Option<(usize, usize)> {
    let mut shown: Vec<(usize, usize)> = Vec::new();
    for (grouping, rules) in plan.groups.iter().enumerate() {
        shown.extend(
            (0..rules.len())
                .filter(|&group| rules[group].is_none())
                .map(|group| (grouping, group)),
        );
    }
    shown.sort_by_key(|&(grouping, group)| {
        let people = margins[grouping].persons[group].iter().copied().min();
        let order = order.get(grouping).map_or(&[][..], Vec::as_slice);
        (people, grouping, place_in(order, group))
    });
    let helps = |&(grouping, group): &(usize, usize)| {
        let mut without = plan.clone();
        without.groups[grouping][group] = Some(Rule::Complementary);
        !system.space(&without, nothing_told).tells(atoms)
    };
    let helping = shown.iter().copied().find(helps);
    helping.or_else(|| shown.first().copied())
}

/// The cells by every way of counting people on linked scales.
pub(in crate::disclosure) fn systems(standard: &Standard<'_>, scales: &[usize], order: &[Vec<usize>]) -> Vec<System> {
    let cells = margin(&standard.cells, scales);
    let kinds = cells.persons.first().map_or(0, Vec::len);
    (0..kinds)
        .map(|kind| System::of(standard, &cells, kind, order))
        .collect()
}

/// The cells as atoms, for one way of counting people.
pub(in crate::disclosure) struct System {
    /// For each atom how many people, not rising.
    pub(in crate::disclosure) people: Vec<u64>,
    /// For each atom its academy and its role.
    places: Vec<(usize, usize)>,
    /// Of equals the first in this order is withheld.
    pub(in crate::disclosure) academies: Vec<usize>,
}

/// The place of a group in the order of its grouping; those that it does not name stand behind the others.
pub(in crate::disclosure) fn place_in(order: &[usize], group: usize) -> usize {
    let named = order.iter().position(|other| *other == group);
    named.unwrap_or(order.len() + group)
}

impl System {
    fn of(standard: &Standard<'_>, cells: &Margin, kind: usize, order: &[Vec<usize>]) -> Self {
        let order = |grouping: usize| order.get(grouping).map_or(&[][..], Vec::as_slice);
        let mut atoms: Vec<(u64, (usize, usize))> = cells
            .persons
            .iter()
            .map(|persons| persons[kind])
            .zip(standard.places.iter().copied())
            .filter(|(people, _)| *people > 0)
            .collect();
        atoms.sort_by_key(|&(people, (academy, role))| {
            let place = (place_in(order(0), academy), place_in(order(1), role));
            (std::cmp::Reverse(people), place)
        });
        let (people, places) = atoms.into_iter().unzip();
        Self {
            people,
            places,
            academies: order(0).to_vec(),
        }
    }

    /// The atoms of a group of either grouping.
    pub(in crate::disclosure) fn group(&self, margin: usize, group: usize) -> Vec<usize> {
        let own = |place: &(usize, usize)| if margin == 0 { place.0 } else { place.1 } == group;
        let atoms = self.places.iter().enumerate().filter(|(_, place)| own(place));
        atoms.map(|(atom, _)| atom).collect()
    }

    pub(in crate::disclosure) fn people_in(&self, atoms: &[usize]) -> u64 {
        atoms.iter().map(|&atom| self.people[atom]).sum()
    }

    /// What is known where the plan's groups are shown, and the cells of the academies told.
    pub(in crate::disclosure) fn space(&self, plan: &Plan, told: &[Option<Rule>]) -> Space {
        let mut space = Space::default();
        if plan.total.is_none() {
            // The few long rows first and the many short ones after them; in the other order many rows would grow long.
            for (margin, rules) in plan.groups.iter().enumerate().rev() {
                for (group, _) in rules.iter().enumerate().filter(|(_, rule)| rule.is_none()) {
                    space.learn(&self.group(margin, group));
                }
            }
            space.learn(&(0..self.people.len()).collect::<Vec<_>>());
        }
        for (atom, place) in self.places.iter().enumerate() {
            if told[place.0].is_none() {
                space.learn(&[atom]);
            }
        }
        space
    }
}

/// What is given away.
pub(in crate::disclosure) enum Exposed {
    /// The number and the scores of so few people.
    Set(Vec<usize>),
    /// A number, nearly; or nobody could say.
    Number,
}

pub(in crate::disclosure) fn exposed<'s>(
    systems: &'s [System],
    plan: &Plan,
    margins: &[Margin],
    told: &[Option<Rule>],
    least: u64,
) -> Option<(&'s System, Exposed)> {
    systems.iter().find_map(|system| {
        let space = system.space(plan, told);
        match space.small_set(&system.people, least, &Space::default()) {
            Search::Found(atoms) => return Some((system, Exposed::Set(atoms))),
            Search::TooMany => return Some((system, Exposed::Number)),
            Search::Nothing => {}
        }
        tightly_bounded(system, &space, plan, margins, told, least).then_some((system, Exposed::Number))
    })
}

/// Whether the number of a group or a cell of fewer than the minimum can be told nearly.
fn tightly_bounded(
    system: &System,
    space: &Space,
    plan: &Plan,
    margins: &[Margin],
    told: &[Option<Rule>],
    least: u64,
) -> bool {
    let mut sets: Vec<(Vec<usize>, Range)> = Vec::new();
    for (margin, rules) in plan.groups.iter().enumerate() {
        let shown = (0..rules.len()).filter(|&group| rules[group].is_none());
        let most = shown.map(|group| system.people_in(&system.group(margin, group))).min();
        for (group, rule) in rules.iter().enumerate() {
            let atoms = system.group(margin, group);
            let people = system.people_in(&atoms);
            let (low, high) = match rule {
                None => continue,
                Some(_) if people == 0 => continue,
                Some(Rule::Small) => (1, people.max(least.saturating_sub(1))),
                Some(Rule::Complementary) => (least.min(people), most.unwrap_or(u64::MAX).max(people)),
            };
            let staff = margins[margin].headcounts[group].filter(|&staff| staff >= people);
            sets.push((atoms, (low, high.min(staff.unwrap_or(u64::MAX)))));
        }
    }
    // A cell of many that is not told has no upper bound of its own, and so bounds none of the few.
    for (atom, place) in system.places.iter().enumerate() {
        if told[place.0].is_some() && system.people[atom] < least {
            sets.push((vec![atom], (1, u64::MAX)));
        }
    }
    let atoms: Vec<Vec<usize>> = sets.iter().map(|(atoms, _)| atoms.clone()).collect();
    let people: Vec<u64> = atoms.iter().map(|atoms| system.people_in(atoms)).collect();
    let mut ranges: Vec<Range> = sets.into_iter().map(|(_, range)| range).collect();
    narrow(&mut ranges, &people, &space.equations(&atoms));
    let tight = |(low, high): Range| high.saturating_sub(low) < SPREAD;
    people.iter().zip(ranges).any(|(&n, range)| n < least && tight(range))
}
