//! What several outputs give away together, and what is withheld until they do not.

use std::collections::BTreeSet;

use crate::disclosure::exposed::Exposed;
use crate::disclosure::outputs::{GuardedSet, SharedBase, exposed};
use crate::disclosure::plan::plan_in_order;
use crate::disclosure::{EarlierOutput, Margin, NewOutput, Policy, Rule};

/// Withholds further groups until nothing is given away; groups are planned in `order`, where it names them.
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

/// The group to withhold next: of those without which nothing would be given away, else of all shown, the one with the fewest
/// respondents on any scale; never one that earlier outputs tell, which it would not hide. None where the total itself gives something away, or nothing is left to withhold.
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
        .filter(|(margin, group)| !base.old.tells(&base.system.outputs[0].groups[*margin][*group]))
        .collect();
    let smallest = |among: &[(usize, usize)]| {
        let people = |&(margin, group): &(usize, usize)| margins[margin].persons[group].iter().copied().min();
        among.iter().copied().min_by_key(people)
    };
    let Exposed::Set(atoms) = found else {
        return smallest(&all);
    };
    if base.space_with(&set.plan, &[], None).tells(atoms) {
        return None;
    }
    let helps = |&at: &(usize, usize)| !base.space_with(&set.plan, shows, Some(at)).tells(atoms);
    let helping: Vec<(usize, usize)> = all.iter().copied().filter(helps).collect();
    if helping.is_empty() {
        smallest(&all)
    } else {
        smallest(&helping)
    }
}

/// The earlier outputs without which this would not be given away; all that tell anything, where each could be missed.
fn causes(base: &SharedBase, found: &Exposed, set: &GuardedSet, shows: &[bool]) -> Vec<usize> {
    let telling: Vec<usize> = (0..base.of_earlier.len())
        .filter(|&place| !base.of_earlier[place].is_empty())
        .collect();
    let Exposed::Set(atoms) = found else { return telling };
    let needed = |&place: &usize| !base.space_without(place, &set.plan, shows).tells(atoms);
    let found: Vec<usize> = telling.iter().copied().filter(needed).collect();
    if found.is_empty() { telling } else { found }
}
