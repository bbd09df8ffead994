//! What several outputs give away together, and what is withheld until they do not.

use std::collections::BTreeSet;

use crate::disclosure::audit::{Range, Search, Space, narrow};
use crate::disclosure::guard::GuardedSet;
use crate::disclosure::guard::figures::{Figure, ruled};
use crate::disclosure::guard::members::{Current, Earlier};
use crate::disclosure::plan::SPREAD;
use crate::disclosure::term::plan_in_order;
use crate::disclosure::{Margin, Policy, Rule};

/// What the outputs give away.
enum Exposed {
    /// The number and the scores of so few people.
    Set(Vec<usize>),
    /// A number, nearly; or nobody could say.
    Number,
}

/// The first thing given away that the earlier outputs do not tell alone.
fn exposed(figures: &[Figure], set: &GuardedSet, margins: &[Margin], shows: &[bool]) -> Option<(usize, Exposed)> {
    for (place, figure) in figures.iter().enumerate() {
        let space = figure.space_with(&set.plan, shows, None);
        match space.small_set(&figure.system.people, set.least, &figure.old) {
            Search::Found(atoms) => return Some((place, Exposed::Set(atoms))),
            Search::TooMany => return Some((place, Exposed::Number)),
            Search::Nothing => {}
        }
        if tightly_bounded(figure, &space, set, margins) {
            return Some((place, Exposed::Number));
        }
    }
    None
}

/// Whether the number of a withheld group of fewer than the minimum can be told nearly, and not from earlier outputs alone.
fn tightly_bounded(figure: &Figure, space: &Space, set: &GuardedSet, margins: &[Margin]) -> bool {
    let mut sets = figure.hidden.clone();
    let before = ranges(figure, &figure.old, &sets);
    let system = &figure.system;
    for (margin, rules) in set.plan.groups.iter().enumerate() {
        let shown = (0..rules.len()).filter(|&group| rules[group].is_none());
        let smallest = shown
            .map(|group| system.people_in(&system.outputs[0].groups[margin][group]))
            .min();
        for (group, rule) in rules.iter().enumerate() {
            let atoms = &system.outputs[0].groups[margin][group];
            let people = system.people_in(atoms);
            let Some(rule) = rule.filter(|_| people > 0) else {
                continue;
            };
            let (low, high) = ruled(rule, people, set.least, smallest.unwrap_or(u64::MAX));
            let staff = margins[margin].headcounts[group].filter(|&staff| staff >= people);
            sets.push((atoms.clone(), (low, high.min(staff.unwrap_or(u64::MAX)))));
        }
    }
    let after = ranges(figure, space, &sets);
    let tight = |(low, high): Range| high.saturating_sub(low) < SPREAD;
    let told = |place: usize| {
        let atoms = &sets[place].0;
        let earlier = figure.hidden.iter().zip(&before);
        figure.old.tells(atoms)
            || earlier
                .into_iter()
                .any(|((other, _), range)| other == atoms && tight(*range))
    };
    (0..sets.len()).any(|place| {
        let people = system.people_in(&sets[place].0);
        people > 0 && people < set.least && tight(after[place]) && !told(place)
    })
}

/// What is known of the numbers of sets of atoms.
fn ranges(figure: &Figure, space: &Space, sets: &[(Vec<usize>, Range)]) -> Vec<Range> {
    let atoms: Vec<Vec<usize>> = sets.iter().map(|(atoms, _)| atoms.clone()).collect();
    let people: Vec<u64> = atoms.iter().map(|atoms| figure.system.people_in(atoms)).collect();
    let mut ranges: Vec<Range> = sets.iter().map(|(_, range)| *range).collect();
    narrow(&mut ranges, &people, &space.equations(&atoms));
    ranges
}

/// Withholds further groups until nothing is given away; groups are planned in `order`, where it names them.
pub(super) fn repair(
    set: &mut GuardedSet,
    mut margins: Vec<Margin>,
    order: &[Vec<usize>],
    current: &Current,
    earlier: &[Earlier],
) {
    let policy = Policy {
        min_group: set.least,
        unsuppressed: false,
    };
    let figures = std::mem::take(&mut set.figures);
    let mut because: BTreeSet<usize> = BTreeSet::new();
    while set.plan.total.is_none() {
        let Some((place, found)) = exposed(&figures, set, &margins, &current.shows) else {
            break;
        };
        because.extend(causes(&figures[place], &found, set, &current.shows));
        if let Some((margin, group)) = next_group(&figures[place], &found, set, &margins, &current.shows) {
            margins[margin].withheld[group] = Some(Rule::Complementary);
            set.plan = plan_in_order(&margins, order, policy);
        } else {
            let rule = Some(Rule::Complementary);
            set.plan.total = rule;
            for of_group in set.plan.groups.iter_mut().flatten() {
                *of_group = of_group.or(rule);
            }
        }
    }
    set.figures = figures;
    let mut names: Vec<String> = because.into_iter().map(|place| earlier[place].name.clone()).collect();
    names.dedup();
    set.because = names;
}

/// The group to withhold next: of those without which nothing would be given away, else of all shown, the one with the fewest
/// respondents on any scale; never one that earlier outputs tell, which it would not hide. None where the total itself gives something away, or nothing is left to withhold.
fn next_group(
    figure: &Figure,
    found: &Exposed,
    set: &GuardedSet,
    margins: &[Margin],
    shows: &[bool],
) -> Option<(usize, usize)> {
    let shown = |margin: usize| {
        let rules = &set.plan.groups[margin];
        (0..rules.len())
            .filter(move |&group| rules[group].is_none())
            .map(move |group| (margin, group))
    };
    let all: Vec<(usize, usize)> = (0..margins.len())
        .filter(|&margin| shows[margin])
        .flat_map(shown)
        .filter(|(margin, group)| !figure.old.tells(&figure.system.outputs[0].groups[*margin][*group]))
        .collect();
    let smallest = |among: &[(usize, usize)]| {
        let people = |&(margin, group): &(usize, usize)| margins[margin].persons[group].iter().copied().min();
        among.iter().copied().min_by_key(people)
    };
    let Exposed::Set(atoms) = found else {
        return smallest(&all);
    };
    if figure.space_with(&set.plan, &[], None).tells(atoms) {
        return None;
    }
    let helps = |&at: &(usize, usize)| !figure.space_with(&set.plan, shows, Some(at)).tells(atoms);
    let helping: Vec<(usize, usize)> = all.iter().copied().filter(helps).collect();
    if helping.is_empty() {
        smallest(&all)
    } else {
        smallest(&helping)
    }
}

/// The earlier outputs without which this would not be given away; all that tell anything, where each could be missed.
fn causes(figure: &Figure, found: &Exposed, set: &GuardedSet, shows: &[bool]) -> Vec<usize> {
    let telling: Vec<usize> = (0..figure.of_earlier.len())
        .filter(|&place| !figure.of_earlier[place].is_empty())
        .collect();
    let Exposed::Set(atoms) = found else { return telling };
    let needed = |&place: &usize| !figure.space_without(place, &set.plan, shows).tells(atoms);
    let found: Vec<usize> = telling.iter().copied().filter(needed).collect();
    if found.is_empty() { telling } else { found }
}
