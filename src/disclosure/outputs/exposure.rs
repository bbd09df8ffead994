//! What the new output and the earlier ones give away together.

use crate::disclosure::audit::{Range, Search, Space};
use crate::disclosure::exposed::{Exposed, narrowed, people_in, withheld_bounds};
use crate::disclosure::outputs::shared_base::SharedBase;
use crate::disclosure::policy::is_tight;
use crate::disclosure::{Margin, SuppressionPlan};

/// The first thing given away that does not already follow from the earlier outputs alone, with the place of its base.
pub(in crate::disclosure) fn exposed(
    bases: &[SharedBase],
    plan: &SuppressionPlan,
    least: u64,
    margins: &[Margin],
    shows: &[bool],
) -> Option<(usize, Exposed)> {
    bases.iter().enumerate().find_map(|(place, base)| {
        let space = base.space_with(plan, shows, None);
        let small = Exposed::of(space.small_set(&base.system.people, least, &base.old));
        let found = small.or_else(|| tightly_bounded(base, &space, plan, least, margins).then_some(Exposed::Number));
        Some((place, found?))
    })
}

/// True if the cells of some academies can be published too, in addition to what a plan shows and the earlier outputs say.
pub(in crate::disclosure) fn allows_cells(
    bases: &[SharedBase],
    plan: &SuppressionPlan,
    least: u64,
    margins: &[Margin],
    academies: &[usize],
) -> bool {
    bases.iter().all(|base| {
        let mut space = base.space_with(plan, &[true, true], None);
        let atoms = &base.system.outputs[0];
        for cell in academies.iter().flat_map(|&academy| atoms.cells(academy)) {
            space.add(&cell);
        }
        space.small_set(&base.system.people, least, &base.old) == Search::Nothing
            && !tightly_bounded(base, &space, plan, least, margins)
    })
}

/// True if the number of people in a small withheld group can be derived within narrow bounds, and not from earlier outputs alone.
fn tightly_bounded(base: &SharedBase, space: &Space, plan: &SuppressionPlan, least: u64, margins: &[Margin]) -> bool {
    let people = &base.system.people;
    let before = narrowed(&base.old, people, &base.hidden);
    let mut sets = base.hidden.clone();
    sets.extend(withheld_bounds(plan, margins, people, least, &|margin, group| {
        base.system.outputs[0].groups[margin][group].clone()
    }));
    let follows_from_earlier = |atoms: &Vec<usize>| {
        let mut earlier = base.hidden.iter().zip(&before);
        base.old.determines(atoms) || earlier.any(|((other, _), range)| other == atoms && is_tight(*range))
    };
    let after: Vec<Range> = narrowed(space, people, &sets);
    sets.iter().zip(after).any(|((atoms, _), range)| {
        let size = people_in(people, atoms);
        size > 0 && size < least && is_tight(range) && !follows_from_earlier(atoms)
    })
}
