//! The cells of two crossed groupings as atoms, and the sums over them that are published.

use crate::analysis::Standard;
use crate::disclosure::audit::Space;
use crate::disclosure::margins::margin;
use crate::disclosure::plan::{order_of, place_in};
use crate::disclosure::{Margin, Rule, SuppressionPlan};

/// The cells as atoms, for every base of the linked scales.
pub(in crate::disclosure) fn systems(
    standard: &Standard<'_>,
    scales: &[usize],
    order: &[Vec<usize>],
) -> Vec<CellSystem> {
    let cells = margin(&standard.cells, scales);
    let kinds = cells.persons.first().map_or(0, Vec::len);
    (0..kinds)
        .map(|kind| CellSystem::of(standard, &cells, kind, order))
        .collect()
}

/// The cells as atoms, on one base.
pub(in crate::disclosure) struct CellSystem {
    /// For each atom: number of people, largest first.
    pub(in crate::disclosure) people: Vec<u64>,
    /// For each atom: its academy and its role.
    pub(super) places: Vec<(usize, usize)>,
    /// Order of the academies: of equally small academies, the first is withheld.
    pub(in crate::disclosure) academies: Vec<usize>,
}

impl CellSystem {
    fn of(standard: &Standard<'_>, cells: &Margin, kind: usize, order: &[Vec<usize>]) -> Self {
        let order = |grouping: usize| order_of(order, grouping);
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

    /// The sums that follow if a plan's groups are shown and, for each academy without a rule in `cells`, its cells.
    pub(in crate::disclosure) fn space(&self, plan: &SuppressionPlan, cells: &[Option<Rule>]) -> Space {
        let mut space = Space::default();
        if plan.total.is_none() {
            // The few long rows first and the many short ones after them; in the other order many rows would grow long.
            for (margin, rules) in plan.groups.iter().enumerate().rev() {
                for (group, _) in rules.iter().enumerate().filter(|(_, rule)| rule.is_none()) {
                    space.add(&self.group(margin, group));
                }
            }
            space.add(&(0..self.people.len()).collect::<Vec<_>>());
        }
        for (atom, place) in self.places.iter().enumerate() {
            if cells[place.0].is_none() {
                space.add(&[atom]);
            }
        }
        space
    }
}
