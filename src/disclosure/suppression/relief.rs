//! Withholds further units, in a fixed order, until nothing small is exposed.

use crate::disclosure::Rule;
use crate::disclosure::suppression::exposure::{Exposure, first_exposure};
use crate::disclosure::suppression::problem::{Choice, Problem};

/// Withholds further units until nothing is exposed.
pub(in crate::disclosure) fn decide(problem: &mut Problem) {
    while !problem.is_withheld() {
        let Some(exposure) = first_exposure(problem) else {
            return;
        };
        withhold_next(problem, &exposure);
    }
}

/// Withholds the smallest of the units whose suppression prevents an exposure, or else the smallest of all. Units that earlier outputs
/// disclose are left out, since withholding them hides nothing. If the totals alone cause the exposure, or if no unit is left,
/// withholds everything.
pub(in crate::disclosure) fn withhold_next(problem: &mut Problem, exposure: &Exposure) {
    match next_unit(problem, exposure) {
        Some(unit) => problem.units[unit].rule = Some(Rule::Complementary),
        None => problem.withhold_everything(Rule::Complementary),
    }
}

fn next_unit(problem: &Problem, exposure: &Exposure) -> Option<usize> {
    let base = &problem.bases[exposure.base];
    let is_open = |unit: usize| problem.is_shown(unit) && problem.units[unit].choice == Choice::Open;
    let is_new = |unit: &usize| {
        let mut sums = base.members[*unit].shows.iter();
        sums.any(|atoms| !atoms.is_empty() && !base.earlier.determines(atoms))
    };
    let mut open: Vec<usize> = (0..problem.units.len())
        .filter(|&unit| is_open(unit))
        .filter(is_new)
        .collect();
    open.sort_by_key(|&unit| problem.units[unit].order);
    let follows = |shown: &dyn Fn(usize) -> bool| problem.space(base, shown).follows(&exposure.sums);
    if !exposure.sums.is_empty() {
        if follows(&|unit| problem.is_shown(unit) && !is_open(unit)) {
            return None;
        }
        let helps = |&unit: &usize| !follows(&|other| other != unit && problem.is_shown(other));
        if let Some(helping) = open.iter().copied().find(helps) {
            return Some(helping);
        }
    }
    open.first().copied()
}
