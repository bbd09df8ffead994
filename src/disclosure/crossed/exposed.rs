//! Cells that the published figures and the standardised scores give away together.

use crate::disclosure::audit::Space;
use crate::disclosure::crossed::cells::CellSystem;
use crate::disclosure::exposed::{Exposed, narrowed, people_in, withheld_bounds};
use crate::disclosure::policy::is_tight;
use crate::disclosure::{Margin, Rule, SuppressionPlan};

pub(in crate::disclosure) fn exposed<'s>(
    systems: &'s [CellSystem],
    plan: &SuppressionPlan,
    margins: &[Margin],
    told: &[Option<Rule>],
    least: u64,
) -> Option<(&'s CellSystem, Exposed)> {
    systems.iter().find_map(|system| {
        let space = system.space(plan, told);
        if let Some(found) = Exposed::of(space.small_set(&system.people, least, &Space::default())) {
            return Some((system, found));
        }
        tightly_bounded(system, &space, plan, margins, told, least).then_some((system, Exposed::Number))
    })
}

/// Whether the number of a group or a cell of fewer than the minimum can be told nearly.
fn tightly_bounded(
    system: &CellSystem,
    space: &Space,
    plan: &SuppressionPlan,
    margins: &[Margin],
    told: &[Option<Rule>],
    least: u64,
) -> bool {
    let mut sets = withheld_bounds(plan, margins, &system.people, least, &|margin, group| {
        system.group(margin, group)
    });
    // A cell of many that is not told has no upper bound of its own, and so bounds none of the few.
    for (atom, place) in system.places.iter().enumerate() {
        if told[place.0].is_some() && system.people[atom] < least {
            sets.push((vec![atom], (1, u64::MAX)));
        }
    }
    let ranges = narrowed(space, &system.people, &sets);
    sets.iter()
        .zip(ranges)
        .any(|((atoms, _), range)| people_in(&system.people, atoms) < least && is_tight(range))
}
