//! Sums of withheld groups that disclose a small group, its size or its scores.

use crate::disclosure::audit::Range;
use crate::disclosure::plan::components::components;
use crate::disclosure::policy::is_tight;
use crate::disclosure::{Margin, Policy, Rule};

/// The first sum of withheld groups that discloses too much: its margin and its groups.
pub(super) fn first_exposed(
    margins: &[Margin],
    rules: &[Vec<Option<Rule>>],
    policy: Policy,
) -> Option<(usize, Vec<usize>)> {
    for (place, margin) in margins.iter().enumerate() {
        let other = (margins.len() == 2).then(|| rules[1 - place].as_slice());
        let scales = margin.persons.first().map_or(0, Vec::len);
        let most: Vec<Vec<Option<u64>>> = (0..scales)
            .map(|scale| most_behind_shown(margin, &rules[place], scale))
            .collect();
        for component in components(margin, &rules[place], other) {
            let exposed = |scale: usize| {
                let withheld = Withheld {
                    margin,
                    rules: &rules[place],
                    most: &most[scale],
                    scale,
                };
                withheld.is_exposed(&component, policy)
            };
            if (0..scales).any(exposed) {
                return Some((place, component));
            }
        }
    }
    None
}

/// The withheld groups of a margin, on one scale.
struct Withheld<'a> {
    margin: &'a Margin,
    rules: &'a [Option<Rule>],
    /// For each group: the result of [`most_behind_shown`].
    most: &'a [Option<u64>],
    scale: usize,
}

/// For each group, if it were withheld: an upper bound on its number of respondents that follows from the groups shown, since the
/// smallest groups are withheld first. `None` if no group is shown.
fn most_behind_shown(margin: &Margin, rules: &[Option<Rule>], scale: usize) -> Vec<Option<u64>> {
    let least = |one: Option<u64>, other: Option<u64>| one.into_iter().chain(other).min();
    let shown = |group: usize| rules[group].is_none().then(|| margin.persons[group][scale]);
    let mut most = vec![None; rules.len()];
    let mut so_far = None;
    for (group, most) in most.iter_mut().enumerate().rev() {
        so_far = least(so_far, shown(group));
        *most = so_far;
    }
    so_far = None;
    for (group, most) in most.iter_mut().enumerate() {
        // The first of equal groups is withheld, so a withheld group that comes after a shown one has fewer respondents.
        *most = least(*most, so_far);
        so_far = least(so_far, shown(group).map(|persons| persons.saturating_sub(1)));
    }
    most
}

impl Withheld<'_> {
    /// True if the sum over these groups discloses a small group, a group's number or its scores.
    fn is_exposed(&self, members: &[usize], policy: Policy) -> bool {
        let persons = |group: usize| self.margin.persons[group][self.scale];
        let peopled: Vec<usize> = members.iter().copied().filter(|&group| persons(group) > 0).collect();
        if peopled.is_empty() {
            return false;
        }
        let sum: u64 = peopled.iter().map(|&group| persons(group)).sum();
        if peopled.len() < 2 || sum < policy.min_group {
            return true;
        }
        let bounds: Vec<Range> = peopled.iter().map(|&group| self.bounds(group, policy)).collect();
        let lowest: u64 = bounds.iter().map(|(low, _)| low).sum();
        let highest = bounds.iter().fold(0_u64, |sum, (_, high)| sum.saturating_add(*high));
        let known = bounds.iter().any(|&(low, high)| {
            let others_high = if high == u64::MAX {
                u64::MAX
            } else {
                highest.saturating_sub(high)
            };
            let from = if highest == u64::MAX && others_high != 0 {
                low
            } else {
                low.max(sum.saturating_sub(others_high))
            };
            let to = high.min(sum.saturating_sub(lowest - low));
            is_tight((from, to))
        });
        known || all_equal(self.margin, &peopled, self.scale)
    }

    /// The bounds on a withheld group's number of respondents that follow from the rule, the groups shown and its headcount.
    fn bounds(&self, group: usize, policy: Policy) -> Range {
        let persons = self.margin.persons[group][self.scale];
        // A group that no rule withholds is in no sum of withheld groups.
        let rule = self.rules[group].unwrap_or(Rule::Small);
        let bounds = rule.bounds(persons, policy.min_group, self.most[group].unwrap_or(u64::MAX));
        self.margin.within_headcount(group, persons, bounds)
    }
}

/// True if all scores in some groups are equal.
fn all_equal(margin: &Margin, members: &[usize], scale: usize) -> bool {
    let extremes = members.iter().filter_map(|&group| margin.extremes[group][scale]);
    let all = extremes.fold(None, |all: Option<(f64, f64)>, (low, high)| {
        Some(all.map_or((low, high), |(lowest, highest)| (lowest.min(low), highest.max(high))))
    });
    all.is_some_and(|(lowest, highest)| lowest >= highest)
}
