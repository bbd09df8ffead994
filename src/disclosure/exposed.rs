//! Disclosure by published sums: small sets of people that can be derived, and bounds on the size of withheld groups.

use crate::disclosure::audit::{Range, Search, Space, narrow};
use crate::disclosure::{Margin, SuppressionPlan};

/// A disclosure that must be prevented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::disclosure) enum Exposed {
    /// The number and the scores of the few people in these atoms.
    Set(Vec<usize>),
    /// The number of a few people within narrow bounds; or there were too many combinations to rule that out.
    Number,
}

impl Exposed {
    /// Reads the result of a search for small sets.
    pub(in crate::disclosure) fn of(search: Search) -> Option<Self> {
        match search {
            Search::Nothing => None,
            Search::Found(atoms) => Some(Self::Set(atoms)),
            Search::TooMany => Some(Self::Number),
        }
    }
}

/// The number of people in some atoms; atom `a` has `people[a]`.
pub(in crate::disclosure) fn people_in(people: &[u64], atoms: &[usize]) -> u64 {
    atoms.iter().map(|&atom| people[atom]).sum()
}

/// The bounds on the numbers of people in sets of atoms, narrowed by every equation between the sets that follows from `space`.
pub(in crate::disclosure) fn narrowed(space: &Space, people: &[u64], sets: &[(Vec<usize>, Range)]) -> Vec<Range> {
    let atoms: Vec<Vec<usize>> = sets.iter().map(|(atoms, _)| atoms.clone()).collect();
    let sizes: Vec<u64> = atoms.iter().map(|atoms| people_in(people, atoms)).collect();
    let mut ranges: Vec<Range> = sets.iter().map(|(_, range)| *range).collect();
    narrow(&mut ranges, &sizes, &space.equations(&atoms));
    ranges
}

/// Every withheld group that has respondents: its atoms, and the bounds on its number of people that follow from its rule, from the
/// smallest group shown and from its headcount. `atoms_of` names the atoms of a group by margin and group.
pub(in crate::disclosure) fn withheld_bounds(
    plan: &SuppressionPlan,
    margins: &[Margin],
    people: &[u64],
    least: u64,
    atoms_of: &dyn Fn(usize, usize) -> Vec<usize>,
) -> Vec<(Vec<usize>, Range)> {
    let mut sets = Vec::new();
    for (margin, rules) in plan.groups.iter().enumerate() {
        let size = |group: usize| people_in(people, &atoms_of(margin, group));
        let shown = (0..rules.len()).filter(|&group| rules[group].is_none());
        let most = shown.map(size).min().unwrap_or(u64::MAX);
        for (group, rule) in rules.iter().enumerate() {
            let size = size(group);
            if let Some(rule) = rule.filter(|_| size > 0) {
                let bounds = rule.bounds(size, least, most);
                let bounds = margins[margin].within_headcount(group, size, bounds);
                sets.push((atoms_of(margin, group), bounds));
            }
        }
    }
    sets
}
