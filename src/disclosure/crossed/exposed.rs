//! Cells that published groups and standardised scores disclose together.

use crate::disclosure::audit::Space;
use crate::disclosure::crossed::cells::CellSystem;
use crate::disclosure::exposed::{Exposed, narrowed, people_in, withheld_bounds};
use crate::disclosure::policy::is_tight;
use crate::disclosure::{Margin, Rule, SuppressionPlan};

/// The first small set of cells that can be derived, or the first small number of people that is tightly bounded, if the groups of a
/// plan are shown and, for each academy without a rule in `cells`, its cells.
pub(in crate::disclosure) fn exposed<'s>(
    systems: &'s [CellSystem],
    plan: &SuppressionPlan,
    margins: &[Margin],
    cells: &[Option<Rule>],
    least: u64,
) -> Option<(&'s CellSystem, Exposed)> {
    systems.iter().find_map(|system| {
        let space = system.space(plan, cells);
        if let Some(found) = Exposed::of(space.small_set(&system.people, least, &Space::default())) {
            return Some((system, found));
        }
        tightly_bounded(system, &space, plan, margins, cells, least).then_some((system, Exposed::Number))
    })
}

/// True if the number of people in a small group or cell can be derived within narrow bounds.
fn tightly_bounded(
    system: &CellSystem,
    space: &Space,
    plan: &SuppressionPlan,
    margins: &[Margin],
    cells: &[Option<Rule>],
    least: u64,
) -> bool {
    let mut sets = withheld_bounds(plan, margins, &system.people, least, &|margin, group| {
        system.group(margin, group)
    });
    // A large cell that is not shown has no upper bound of its own, so it does not bound the small ones.
    for (atom, place) in system.places.iter().enumerate() {
        if cells[place.0].is_some() && system.people[atom] < least {
            sets.push((vec![atom], (1, u64::MAX)));
        }
    }
    let ranges = narrowed(space, &system.people, &sets);
    sets.iter()
        .zip(ranges)
        .any(|((atoms, _), range)| people_in(&system.people, atoms) < least && is_tight(range))
}
