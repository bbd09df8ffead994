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
//!
//! An earlier output about some of the same people is subtracted from the new one. The people in between, such as those of an academy that
//! answered late, are protected in the same way: what readers know of their sums is the difference of two intervals.

mod bounds;
mod detail;
mod earlier;
mod equation;
mod figures;
mod interval;
mod respondents;

use std::collections::BTreeSet;
use std::slice;

use crate::analysis::Study;
use crate::disclosure::Policy;
pub use detail::ItemDetail;
pub(in crate::disclosure) use detail::{Detail, GroupRules};
pub(in crate::disclosure) use earlier::EarlierTable;
use figures::{GroupCounts, Known, LinkedFigures, PublishedSums};
use respondents::{PartialRespondents, Skippable, is_few};

/// The narrowest interval for the mean answer of few people that protects them, as a share of the range of codes.
const NARROWEST_SAFE: f64 = 0.2;

/// The fewest people of whom a whole percentage stands for several counts.
const FEWEST_ROUNDED: u64 = 250;

/// Decides in which detail linked scales are published over the whole trust. `earlier` has earlier outputs about some of the same people.
pub(in crate::disclosure) fn detail_of_trust(
    study: &Study<'_>,
    scales: &[usize],
    earlier: &[EarlierTable<'_>],
    policy: Policy,
) -> Detail {
    let in_detail = |items| Detail::new(items, scales, GroupRules::default());
    if policy.unsuppressed {
        return in_detail(ItemDetail::Counts);
    }
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    // Coefficients leave all of them out, whether they have a score or not.
    let few = |people: &PartialRespondents| is_few(people.partial + people.unscored, policy.min_group);
    let own = |&scale: &usize| PartialRespondents::of(study, scale, &all, Skippable::AskedOfOwn);
    let people: Vec<PartialRespondents> = scales.iter().map(own).collect();
    let start = if people.iter().any(few) {
        let rounded = people.iter().all(|people| people.scored >= FEWEST_ROUNDED);
        let items = if rounded {
            ItemDetail::Codes
        } else {
            ItemDetail::BandsAndMean
        };
        in_detail(items).beside_few()
    } else {
        in_detail(ItemDetail::Counts)
    };
    let everybody = slice::from_ref(&all);
    let coarsened = |start: Detail, skippable: Skippable| {
        let of = |study| LinkedFigures::of(study, scales, everybody, skippable, policy);
        let figures = of(study);
        let known = |details: &[Detail]| figures.known(figures.sums(details, None));
        let mut detail = coarsened(&figures, scales, vec![start], &known);
        for earlier in earlier.iter().filter(|earlier| earlier.total) {
            let then = of(&earlier.then).sums(&[detail_of_trust(&earlier.then, scales, &[], policy)], None);
            let between = of(&earlier.added).less(&of(&earlier.removed));
            // Groups may disclose the sums of scores with more digits than the trust. The detail must not depend on which.
            let known = |details: &[Detail]| {
                between.known(PublishedSums {
                    scored: between.exact_scores(),
                    ..figures.sums(details, None).minus(&then)
                })
            };
            detail = coarsened(&between, scales, detail, &known);
        }
        detail.pop().unwrap_or_else(Detail::of_no_scale)
    };
    [Skippable::AskedOfAny, Skippable::AskedOfOwn]
        .into_iter()
        .fold(start, coarsened)
}

/// Decides in which detail linked scales are published in each group. `rules` has the rules that withhold the groups already, `earlier` earlier
/// outputs by the same grouping.
pub(in crate::disclosure) fn details_of_groups(
    study: &Study<'_>,
    scales: &[usize],
    rules: &[GroupRules],
    earlier: &[EarlierTable<'_>],
    policy: Policy,
) -> Vec<Detail> {
    if policy.unsuppressed {
        return vec![Detail::new(ItemDetail::Counts, scales, GroupRules::default()); rules.len()];
    }
    // Groups without scores are taken together, so that nothing depends on how their people are distributed.
    let withheld = |group: &usize| rules[*group].scores.is_some();
    let (hidden, shown): (Vec<usize>, Vec<usize>) = (0..rules.len()).partition(withheld);
    let mut groups: Vec<Vec<usize>> = shown.iter().map(|&group| vec![group]).collect();
    let mut own: Vec<GroupRules> = shown.iter().map(|&group| rules[group]).collect();
    if !hidden.is_empty() {
        groups.push(hidden);
        own.push(GroupRules::HIDDEN);
    }
    let of = |study, groups: &[Vec<usize>]| LinkedFigures::of(study, scales, groups, Skippable::AskedOfOwn, policy);
    let figures = of(study, &groups);
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
    let trust = detail_of_trust(study, scales, earlier, policy);
    let known = |details: &[Detail]| figures.known(figures.sums(details, Some(&trust)));
    let mut details = coarsened(&figures, scales, details, &known);
    for earlier in earlier {
        let single: Vec<Vec<usize>> = (0..rules.len()).map(|group| vec![group]).collect();
        let then = of(&earlier.then, &single).sums(
            &details_then(earlier, scales, policy),
            earlier.trust_then(scales, policy).as_ref(),
        );
        let then = then.of_sets(&groups);
        let between = of(&earlier.added, &groups).less(&of(&earlier.removed, &groups));
        let known = |details: &[Detail]| between.known(figures.sums(details, Some(&trust)).minus(&then));
        details = coarsened(&between, scales, details, &known);
    }
    let mut of_shown = details.into_iter();
    let withheld = |rules: &GroupRules| Detail::new(ItemDetail::Withheld, scales, *rules);
    rules
        .iter()
        .map(|rules| match rules.scores {
            Some(_) => withheld(rules),
            None => of_shown.next().unwrap_or_else(|| withheld(rules)),
        })
        .collect()
}

/// The detail in which an earlier output published each group, as if it had been the first.
fn details_then(earlier: &EarlierTable<'_>, scales: &[usize], policy: Policy) -> Vec<Detail> {
    let rules = |&shown: &bool| {
        if shown {
            GroupRules::default()
        } else {
            GroupRules::HIDDEN
        }
    };
    let rules: Vec<GroupRules> = earlier.shown.iter().map(rules).collect();
    details_of_groups(&earlier.then, scales, &rules, &[], policy)
}

/// True if a few people of a group answered some items of a scale and not all, or a few of those by whom it differs from an earlier output.
pub(in crate::disclosure) fn has_few_partial(
    study: &Study<'_>,
    scale: usize,
    group: usize,
    earlier: &[EarlierTable<'_>],
    policy: Policy,
) -> bool {
    let of = |study| PartialRespondents::of(study, scale, &[group], Skippable::AskedOfOwn);
    let between = earlier
        .iter()
        .map(|earlier| of(&earlier.added).less(&of(&earlier.removed)));
    std::iter::once(of(study))
        .chain(between)
        .any(|people| people.are_few(policy.min_group))
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
/// protect other people too. `known` says what readers know if the groups are published in some detail.
fn coarsened(
    figures: &LinkedFigures<'_>,
    scales: &[usize],
    mut details: Vec<Detail>,
    known: &dyn Fn(&[Detail]) -> Known,
) -> Vec<Detail> {
    let hidden = (0..details.len()).filter(|&group| details[group].items == ItemDetail::Withheld);
    let together = [hidden.collect(), (0..details.len()).collect::<Vec<usize>>()];
    let together = together.into_iter().filter(|set| set.len() > 1);
    let sets = (0..details.len()).map(|group| vec![group]).chain(together);
    let sets: Vec<(GroupCounts, Vec<usize>)> = sets.map(|set| (figures.together(&set), set)).collect();
    loop {
        let known = known(&details);
        let mut touched = BTreeSet::new();
        for (all, set) in &sets {
            if set.iter().any(|group| touched.contains(group)) {
                continue;
            }
            if let Some(leak) = leak(figures, set, all, &known) {
                touched.extend(coarsen_one(figures, scales, &mut details, set, leak));
            }
        }
        if touched.is_empty() {
            return details;
        }
    }
}

/// The first figures that find out few people of some groups, who are `all` together.
fn leak(figures: &LinkedFigures<'_>, set: &[usize], all: &GroupCounts, known: &Known) -> Option<Leak> {
    let least = figures.policy.min_group;
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
