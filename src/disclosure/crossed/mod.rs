//! Secondary suppression for the cells of two crossed groupings (linked tables).
//!
//! [`plan()`](super::plan()) looks at sums of withheld groups. That is not enough: if an academy has people in one role only, that
//! role minus the academy is a cell, or a few cells, of other academies, even if nothing is withheld. So no set of cells with fewer
//! people than the threshold may follow from the total and the groups shown (see [`super::audit`] for the method). While one does,
//! a further group is withheld: the smallest of those whose suppression helps. Readers are assumed to know which cells are empty.

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

/// The plan of linked scales from their margins, protecting small cells too if the cells are known; and the margins, in which the groups
/// withheld for the sake of cells are marked.
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
    let no_cells = vec![Some(Rule::Complementary); margins[0].persons.len()];
    while made.total.is_none() {
        let Some((system, atoms)) = small_cells(&systems, &made, &no_cells, policy.min_group) else {
            break;
        };
        let Some((grouping, group)) = next_group(system, &atoms, &made, &margins, order, &no_cells) else {
            made.withhold_everything(Rule::Complementary);
            break;
        };
        margins[grouping].withheld[group] = Some(Rule::Complementary);
        made = plan_in_order(&margins, order, policy);
    }
    (made, margins)
}

/// A set of cells with fewer people than the threshold that can be derived; all cells, if there are too many combinations to search.
fn small_cells<'s>(
    systems: &'s [CellSystem],
    plan: &SuppressionPlan,
    no_cells: &[Option<Rule>],
    least: u64,
) -> Option<(&'s CellSystem, Vec<usize>)> {
    let few = |system: &&CellSystem| system.people.iter().any(|&n| n < least);
    systems.iter().filter(few).find_map(|system| {
        let space = system.space(plan, no_cells);
        match space.small_set(&system.people, least, &Space::default()) {
            Search::Nothing => None,
            Search::Found(atoms) => Some((system, atoms)),
            Search::TooMany => Some((system, (0..system.people.len()).collect())),
        }
    })
}

/// The group to withhold next: the one with the fewest respondents on any scale, among the groups whose suppression hides the cells, or
/// else among all that are shown. `None` if no group is left.
fn next_group(
    system: &CellSystem,
    atoms: &[usize],
    plan: &SuppressionPlan,
    margins: &[Margin],
    order: &[Vec<usize>],
    no_cells: &[Option<Rule>],
) -> Option<(usize, usize)> {
    let mut shown: Vec<(usize, usize)> = plan.shown().collect();
    shown.sort_by_key(|&(grouping, group)| {
        let people = margins[grouping].persons[group].iter().copied().min();
        (people, grouping, place_in(order_of(order, grouping), group))
    });
    let helps = |&(grouping, group): &(usize, usize)| {
        let mut without = plan.clone();
        without.groups[grouping][group] = Some(Rule::Complementary);
        !system.space(&without, no_cells).determines(atoms)
    };
    let helping = shown.iter().copied().find(helps);
    helping.or_else(|| shown.first().copied())
}
