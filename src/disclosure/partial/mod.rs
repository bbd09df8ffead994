//! Protects the few people of a group who skipped some questions (partial respondents).
//!
//! A group's score counts everybody with a score, its agreement the people who answered the whole scale, an item the people who
//! answered it. So people who skipped an item are the difference of two published bases (differencing). With k items, n people with
//! a score, their mean M in codes, and A the sum of all answers to the scale's items,
//!
//! ```text
//! n M k − A = Σ (k − a) x over people with a score − Σ a x over people without one
//! ```
//!
//! where x is the mean of a person's a answers. If few people skipped anything, that gives their mean answer, up to the rounding of
//! M and of the items' figures. The same is true of a scale less the scales it is made up of (`Equation`). Agreement leaves these
//! people out too. Beside the answers to the items it would say how far theirs lie from the group's.
//!
//! So a group in which few people skipped anything publishes no agreement, and answers to single items in bands of codes. Few people are protected if
//! all published figures together leave an interval for their mean answer that is at least [`NARROWEST_SAFE`] of the range of codes
//! wide. What readers know of each sum is an interval; the groups add up to the trust, so each is narrowed by the others (`figures`).
//! While somebody is not protected, figures are coarsened in a fixed order: answers to items, decimals of the mean, the answers altogether; the
//! group's own figures first, and then those of other groups, the smallest first.
//!
//! The detail of the trust depends on the whole trust only, as if everything were known of the groups in which nobody skipped anything.
//! So it is the same for every grouping. All outputs are assumed to be read together: the detail is decided as if items by group and
//! scores were both published.

mod bounds;
mod detail;
mod equation;
mod figures;
mod interval;
mod respondents;

use std::collections::BTreeSet;
use std::slice;

use crate::analysis::Study;
use crate::disclosure::{Policy, Rule};
pub use detail::ItemDetail;
pub(in crate::disclosure) use detail::{Detail, GroupRules};
use figures::{GroupCounts, Known, LinkedFigures};
use respondents::{PartialRespondents, Skippable};

/// The narrowest interval for the mean answer of few people that protects them, as a share of the range of codes.
const NARROWEST_SAFE: f64 = 0.2;

/// Decides in which detail linked scales are published over the whole trust.
pub(in crate::disclosure) fn detail_of_trust(study: &Study<'_>, scales: &[usize], policy: Policy) -> Detail {
    let start = Detail::new(ItemDetail::Counts, scales, GroupRules::default());
    if policy.unsuppressed {
        return start;
    }
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    let coarsened = |start: Detail, skippable: Skippable| {
        let figures = LinkedFigures::of(study, scales, slice::from_ref(&all), skippable, policy);
        coarsened(&figures, scales, vec![start.clone()], None, policy)
            .pop()
            .unwrap_or(start)
    };
    [Skippable::AskedOfAny, Skippable::AskedOfOwn]
        .into_iter()
        .fold(start, coarsened)
}

/// Decides in which detail linked scales are published in each group. `rules` has the rules that withhold the groups already.
pub(in crate::disclosure) fn details_of_groups(
    study: &Study<'_>,
    scales: &[usize],
    rules: &[GroupRules],
    policy: Policy,
) -> Vec<Detail> {
    if policy.unsuppressed {
        return vec![Detail::new(ItemDetail::Counts, scales, GroupRules::default()); rules.len()];
    }
    // Groups without scores are taken together, so that nothing depends on how their people are distributed.
    let withheld = |group: &usize| rules[*group].scores.is_some();
    let (hidden, shown): (Vec<usize>, Vec<usize>) = (0..rules.len()).partition(withheld);
    let hidden_rules = GroupRules {
        scores: Some(Rule::Small),
        items: Some(Rule::Small),
    };
    let mut groups: Vec<Vec<usize>> = shown.iter().map(|&group| vec![group]).collect();
    let mut own: Vec<GroupRules> = shown.iter().map(|&group| rules[group]).collect();
    if !hidden.is_empty() {
        groups.push(hidden);
        own.push(hidden_rules);
    }
    let figures = LinkedFigures::of(study, scales, &groups, Skippable::AskedOfOwn, policy);
    let start = |(rules, counts): (&GroupRules, &GroupCounts)| {
        let few = || counts.people.iter().any(|people| people.are_few(policy.min_group));
        let items = if few() {
            ItemDetail::BandsAndMean
        } else {
            ItemDetail::Codes
        };
        Detail::new(items, scales, *rules)
    };
    let details = own.iter().zip(&figures.groups).map(start).collect();
    let trust = detail_of_trust(study, scales, policy);
    let mut of_shown = coarsened(&figures, scales, details, Some(&trust), policy).into_iter();
    let withheld = |rules: &GroupRules| Detail::new(ItemDetail::Withheld, scales, *rules);
    rules
        .iter()
        .map(|rules| match rules.scores {
            Some(_) => withheld(rules),
            None => of_shown.next().unwrap_or_else(|| withheld(rules)),
        })
        .collect()
}

/// True if a few people of a group answered some items of a scale and not all.
pub(in crate::disclosure) fn has_few_partial(study: &Study<'_>, scale: usize, group: usize, policy: Policy) -> bool {
    PartialRespondents::of(study, scale, &[group], Skippable::AskedOfOwn).are_few(policy.min_group)
}

/// Figures by which few people are found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leak {
    /// A scale, by its place, less its items.
    Items(usize),
    /// Scales, by the place of their equation.
    Scales(usize),
}

/// Coarsens figures in a fixed order until everybody is protected. In each round a group loses one step at most, because the step may
/// protect other people too.
fn coarsened(
    figures: &LinkedFigures<'_>,
    scales: &[usize],
    mut details: Vec<Detail>,
    trust: Option<&Detail>,
    policy: Policy,
) -> Vec<Detail> {
    let hidden = (0..details.len()).filter(|&group| details[group].items == ItemDetail::Withheld);
    let together = [hidden.collect(), (0..details.len()).collect::<Vec<usize>>()];
    let together = together.into_iter().filter(|set| set.len() > 1);
    let sets = (0..details.len()).map(|group| vec![group]).chain(together);
    let sets: Vec<(GroupCounts, Vec<usize>)> = sets.map(|set| (figures.together(&set), set)).collect();
    loop {
        let known = figures.known(&details, trust);
        let mut touched = BTreeSet::new();
        for (all, set) in &sets {
            if set.iter().any(|group| touched.contains(group)) {
                continue;
            }
            if let Some(leak) = leak(figures, set, all, &known, policy) {
                touched.extend(coarsen_one(figures, scales, &mut details, set, leak));
            }
        }
        if touched.is_empty() {
            return details;
        }
    }
}

/// The first figures that find out few people of some groups, who are `all` together.
fn leak(figures: &LinkedFigures<'_>, set: &[usize], all: &GroupCounts, known: &Known, policy: Policy) -> Option<Leak> {
    let least = policy.min_group;
    let mut scales = all.people.iter().zip(&known.differences);
    let of_items =
        scales.position(|(people, sums)| people.are_few(least) && !people.are_protected(sums.of(set), least));
    let equations = || {
        let mut sums = figures.equations.iter().zip(&known.equations).zip(&all.scored_anywhere);
        sums.position(|((equation, sums), &anywhere)| {
            !equation.are_protected(&all.people, anywhere, sums.of(set), least)
        })
    };
    of_items.map(Leak::Items).or_else(|| equations().map(Leak::Scales))
}

/// Coarsens one figure of a group: of those in the set in which somebody skipped something, the smallest, or else of the smallest other.
/// Returns the group; `None` if there is no such figure.
fn coarsen_one(
    figures: &LinkedFigures<'_>,
    scales: &[usize],
    details: &mut [Detail],
    set: &[usize],
    leak: Leak,
) -> Option<usize> {
    let places: Vec<usize> = match leak {
        Leak::Items(place) => vec![place],
        Leak::Scales(equation) => figures.equations[equation]
            .terms
            .iter()
            .map(|&(place, _)| place)
            .collect(),
    };
    let people = |group: usize| places.iter().map(move |&place| &figures.groups[group].people[place]);
    let concerned = |group: usize| set.contains(&group) && people(group).any(PartialRespondents::are_any);
    let size = |group: usize| people(group).map(|people| people.scored).min();
    let mut order: Vec<usize> = (0..details.len()).collect();
    // Equally small groups are ordered by their answers, so that neither names nor the order of the file matter.
    order.sort_by_key(|&group| (!concerned(group), size(group), &figures.groups[group].counts));
    order.into_iter().find(|&group| {
        let detail = &mut details[group];
        match leak {
            Leak::Items(place) => detail.coarsen_items(scales[place]),
            Leak::Scales(equation) => figures
                .place_to_coarsen(equation, group, detail)
                .is_some_and(|place| detail.coarsen_mean(scales[place])),
        }
    })
}
