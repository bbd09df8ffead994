//! Withholds further groups until the new output and the earlier ones together disclose no small group.

use std::collections::BTreeSet;

use crate::disclosure::exposed::Exposed;
use crate::disclosure::outputs::{GuardedSet, SharedBase, exposed};
use crate::disclosure::plan::plan_in_order;
use crate::disclosure::{EarlierOutput, Margin, NewOutput, Policy, Rule};

/// Withholds further groups until nothing is disclosed. `order` has the order of the groups in the survey's own output.
pub(super) fn repair(
    set: &mut GuardedSet,
    mut margins: Vec<Margin>,
    order: &[Vec<usize>],
    current: &NewOutput,
    earlier: &[EarlierOutput],
) {
    let policy = Policy {
        min_group: set.least,
        unsuppressed: false,
    };
    let bases = std::mem::take(&mut set.bases);
    let mut because: BTreeSet<usize> = BTreeSet::new();
    while set.plan.total.is_none() {
        let Some((place, found)) = exposed(&bases, &set.plan, set.least, &margins, &current.shows) else {
            break;
        };
        because.extend(causes(&bases[place], &found, set, &current.shows));
        if let Some((margin, group)) = next_group(&bases[place], &found, set, &margins, &current.shows) {
            margins[margin].withheld[group] = Some(Rule::Complementary);
            set.plan = plan_in_order(&margins, order, policy);
        } else {
            set.plan.withhold_everything(Rule::Complementary);
        }
    }
    set.bases = bases;
    let mut names: Vec<String> = because.into_iter().map(|place| earlier[place].name.clone()).collect();
    names.dedup();
    set.because = names;
}

/// The group to withhold next: the one with the fewest respondents on any scale, among the groups whose suppression prevents the
/// disclosure, or else among all that are shown. Groups that earlier outputs disclose are left out, since withholding them hides
/// nothing. `None` if the total alone discloses the set, or if no group is left.
fn next_group(
    base: &SharedBase,
    found: &Exposed,
    set: &GuardedSet,
    margins: &[Margin],
    shows: &[bool],
) -> Option<(usize, usize)> {
    let all: Vec<(usize, usize)> = set
        .plan
        .shown()
        .filter(|(margin, _)| shows[*margin])
        .filter(|(margin, group)| !base.old.determines(&base.system.outputs[0].groups[*margin][*group]))
        .collect();
    let smallest = |among: &[(usize, usize)]| {
        let people = |&(margin, group): &(usize, usize)| margins[margin].persons[group].iter().copied().min();
        among.iter().copied().min_by_key(people)
    };
    let Exposed::Set(atoms) = found else {
        return smallest(&all);
    };
    if base.space_with(&set.plan, &[], None).determines(atoms) {
        return None;
    }
    let helps = |&at: &(usize, usize)| !base.space_with(&set.plan, shows, Some(at)).determines(atoms);
    let helping: Vec<(usize, usize)> = all.iter().copied().filter(helps).collect();
    if helping.is_empty() {
        smallest(&all)
    } else {
        smallest(&helping)
    }
}

/// The earlier outputs without which the set could not be derived. If no single output is necessary, all that disclose anything.
fn causes(base: &SharedBase, found: &Exposed, set: &GuardedSet, shows: &[bool]) -> Vec<usize> {
    let disclosing: Vec<usize> = (0..base.of_earlier.len())
        .filter(|&place| !base.of_earlier[place].is_empty())
        .collect();
    let Exposed::Set(atoms) = found else { return disclosing };
    let needed = |&place: &usize| !base.space_without(place, &set.plan, shows).determines(atoms);
    let found: Vec<usize> = disclosing.iter().copied().filter(needed).collect();
    if found.is_empty() { disclosing } else { found }
}
