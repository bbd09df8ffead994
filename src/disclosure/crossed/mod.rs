//! The cells of two groupings crossed: what the groups shown of both, and cells told besides, give away of them.
//!
//! [`plan()`](super::plan()) looks at sums of withheld groups. Where an academy has people in one role only, a role less that
//! academy is a cell, or a few, of other academies, although nothing is withheld. So beside the plan no set of cells of fewer
//! people than the minimum may be worked out from the total and the groups shown (see [`super::audit`] for how that is found).
//! While one can, a further group is withheld: of those without which it could not, the smallest. Who knows which cells
//! have nobody is reckoned with.

mod cells;
mod exposed;

use crate::disclosure::audit::{Search, Space};
use crate::disclosure::margins::margins;
use crate::disclosure::plan::{order_of, place_in, plan_in_order};
use crate::disclosure::{GroupedStudy, Margin, Policy, Rule, SuppressionPlan};

pub(in crate::disclosure) use cells::{CellSystem, systems};
pub(in crate::disclosure) use exposed::exposed;

/// The plan of a survey's linked scales: the guarded plan if earlier outputs are known, or else the plan of this output alone.
pub(in crate::disclosure) fn plan_of(survey: &GroupedStudy<'_>, scales: &[usize], policy: Policy) -> SuppressionPlan {
    let guarded = survey.guarded.and_then(|guarded| guarded.plan(scales));
    guarded.map_or_else(|| plan_alone(survey, scales, policy).0, Clone::clone)
}

/// The plan of a survey's linked scales as if nothing had been published before, with the margins that it was made from.
pub(in crate::disclosure) fn plan_alone(
    survey: &GroupedStudy<'_>,
    scales: &[usize],
    policy: Policy,
) -> (SuppressionPlan, Vec<Margin>) {
    plan_with_cells(survey, scales, margins(survey, scales), &[], policy)
}

/// The plan of linked scales, whose cells tell of nobody either where they are known; and its margins, in which what the cells made
/// necessary stands.
pub(in crate::disclosure) fn plan_with_cells(
    survey: &GroupedStudy<'_>,
    scales: &[usize],
    mut margins: Vec<Margin>,
    order: &[Vec<usize>],
    policy: Policy,
) -> (SuppressionPlan, Vec<Margin>) {
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
            made.withhold_everything(Rule::Complementary);
            break;
        };
        margins[grouping].withheld[group] = Some(Rule::Complementary);
        made = plan_in_order(&margins, order, policy);
    }
    (made, margins)
}

/// A set of cells of fewer than the minimum that can be worked out; of all, where nobody could say.
fn small_cells<'s>(
    systems: &'s [CellSystem],
    plan: &SuppressionPlan,
    nothing_told: &[Option<Rule>],
    least: u64,
) -> Option<(&'s CellSystem, Vec<usize>)> {
    let few = |system: &&CellSystem| system.people.iter().any(|&n| n < least);
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
    system: &CellSystem,
    atoms: &[usize],
    plan: &SuppressionPlan,
    margins: &[Margin],
    order: &[Vec<usize>],
    nothing_told: &[Option<Rule>],
) -> Option<(usize, usize)> {
    let mut shown: Vec<(usize, usize)> = plan.shown().collect();
    shown.sort_by_key(|&(grouping, group)| {
        let people = margins[grouping].persons[group].iter().copied().min();
        (people, grouping, place_in(order_of(order, grouping), group))
    });
    let helps = |&(grouping, group): &(usize, usize)| {
        let mut without = plan.clone();
        without.groups[grouping][group] = Some(Rule::Complementary);
        !system.space(&without, nothing_told).tells(atoms)
    };
    let helping = shown.iter().copied().find(helps);
    helping.or_else(|| shown.first().copied())
}
