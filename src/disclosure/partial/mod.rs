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
//! M and of the items' figures. And if the percentage of every code is published, agreement, which leaves them out, says how far
//! their answers lie from the group's.
//!
//! So a group in which few people skipped anything publishes answers to single items in bands of codes. Few people are protected if
//! the published figures together then leave an interval for their mean answer that is at least [`NARROWEST_SAFE`] of the range of
//! codes wide. If they are not, items are published in still less detail. The trust's items less those of the other groups are a
//! group's too: if that leaves too narrow an interval, further groups publish their items in bands, the smallest first. The detail of
//! the trust depends on the partial respondents of the whole trust only, so it is the same for every grouping.
//!
//! All outputs are assumed to be read together: the detail is decided as if items by group, scores and agreement were all published.

mod bounds;
mod respondents;

use crate::analysis::Study;
use crate::disclosure::precision::{About, Precision};
use crate::disclosure::{Policy, Rule};
use bounds::Room;
use respondents::{PartialRespondents, Skippable};

/// The narrowest interval for the mean answer of few people that protects them, as a share of the range of codes.
const NARROWEST_SAFE: f64 = 0.2;

/// How much is published of answers to single items, from most to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemDetail {
    /// The number of answers at every code.
    Counts,
    /// The percentage of every code, the mean and the standard deviation.
    Codes,
    /// The percentages of unfavourable, middle and favourable answers, and the mean to one decimal.
    BandsAndMean,
    /// The percentages of unfavourable, middle and favourable answers.
    Bands,
    /// Nothing.
    Withheld,
}

impl ItemDetail {
    /// Every level, from most to least.
    pub const ALL: [Self; 5] = [
        Self::Counts,
        Self::Codes,
        Self::BandsAndMean,
        Self::Bands,
        Self::Withheld,
    ];

    /// The rule that withholds items of which nothing is published.
    pub(in crate::disclosure) fn rule(self) -> Option<Rule> {
        (self == Self::Withheld).then_some(Rule::Complementary)
    }
}

/// Decides in which detail the items of linked scales are published over the whole trust.
pub(in crate::disclosure) fn detail_of_trust(study: &Study<'_>, scales: &[usize], policy: Policy) -> ItemDetail {
    if policy.unsuppressed {
        return ItemDetail::Counts;
    }
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    let skippable = [Skippable::AskedOfAny, Skippable::AskedOfOwn];
    let whole: Vec<Part> = scales
        .iter()
        .flat_map(|&scale| skippable.map(|skippable| Part::of(study, scale, &all, skippable, policy)))
        .collect();
    let safe = |detail: ItemDetail| whole.iter().all(|whole| whole.is_protected(detail, policy.min_group));
    first_safe(ItemDetail::Counts, &safe)
}

/// Decides in which detail the items of linked scales are published in each group. `rules` has the rule that withholds each group's
/// items.
pub(in crate::disclosure) fn details_of_groups(
    study: &Study<'_>,
    scales: &[usize],
    rules: &[Option<Rule>],
    policy: Policy,
) -> Vec<ItemDetail> {
    let groups = 0..rules.len();
    if policy.unsuppressed {
        return vec![ItemDetail::Counts; rules.len()];
    }
    let least = policy.min_group;
    let part = |scale: usize, group: usize| Part::of(study, scale, &[group], Skippable::AskedOfOwn, policy);
    let parts: Vec<Vec<Part>> = scales
        .iter()
        .map(|&scale| groups.clone().map(|group| part(scale, group)).collect())
        .collect();
    let of_group = |group: usize| {
        let parts = || parts.iter().map(|parts| &parts[group]);
        let safe = |detail: ItemDetail| parts().all(|part| part.is_protected(detail, least));
        match rules[group] {
            Some(_) => ItemDetail::Withheld,
            None if parts().any(|part| part.people.are_few(least)) => first_safe(ItemDetail::BandsAndMean, &safe),
            None => ItemDetail::Codes,
        }
    };
    let mut details: Vec<ItemDetail> = groups.clone().map(of_group).collect();
    // Withheld groups are at least the threshold together, so the trust less the others says nothing about one group.
    let answered = |group: usize| parts.iter().any(|parts| parts[group].people.are_any());
    let hidden = groups.clone().any(|group| rules[group].is_some() && answered(group));
    let by_size = |group: &usize| parts.iter().map(|parts| parts[*group].people.scored).min();
    while !hidden
        && !parts
            .iter()
            .all(|parts| differences_are_protected(parts, &details, least))
    {
        let open = groups
            .clone()
            .filter(|&group| details[group] < ItemDetail::BandsAndMean);
        let Some(smallest) = open.min_by_key(by_size) else {
            break;
        };
        details[smallest] = ItemDetail::BandsAndMean;
    }
    details
}

/// The first level from `from` on that is safe.
fn first_safe(from: ItemDetail, safe: &dyn Fn(ItemDetail) -> bool) -> ItemDetail {
    let mut levels = ItemDetail::ALL.into_iter().filter(|detail| *detail >= from);
    levels
        .find(|&detail| detail == ItemDetail::Withheld || safe(detail))
        .unwrap_or(ItemDetail::Withheld)
}

/// True if the trust's items, known exactly, less those of the other groups leave each group, and all groups in less detail together,
/// protected.
fn differences_are_protected(parts: &[Part], groups: &[ItemDetail], least: u64) -> bool {
    let coarse: Vec<usize> = (0..groups.len())
        .filter(|&group| groups[group] > ItemDetail::Codes)
        .collect();
    let rooms = coarse.iter().map(|&group| parts[group].room_of_items(groups[group]));
    let rooms: Vec<Room> = rooms.collect();
    let all = rooms.iter().copied().fold(Room::default(), Room::and);
    let alone = |(&group, &own): (&usize, &Room)| {
        // A is the trust's sum less the others', so n M k − A lies above where theirs do.
        let part = &parts[group];
        let room = part.room_of_mean().and(all.less(own));
        part.people.are_protected_by(room, least)
    };
    let people = coarse.iter().map(|&group| parts[group].people.clone());
    let together = people.reduce(|one, other| one.and(&other));
    let means = coarse
        .iter()
        .fold(Room::default(), |room, &group| room.and(parts[group].room_of_mean()));
    coarse.iter().zip(&rooms).all(alone) && together.is_none_or(|people| people.are_protected_by(means, least))
}

/// The partial respondents of a group, or of the trust, on a scale, and the figures that are published about it.
struct Part<'a> {
    study: &'a Study<'a>,
    scale: usize,
    people: PartialRespondents,
    /// The lowest code.
    lowest: f64,
    /// The unit in which the mean is published, in codes.
    unit: f64,
}

impl<'a> Part<'a> {
    fn of(study: &'a Study<'a>, scale: usize, groups: &[usize], skippable: Skippable, policy: Policy) -> Self {
        let people = PartialRespondents::of(study, scale, groups, skippable);
        Self {
            study,
            scale,
            lowest: f64::from(study.instrument.scales()[scale].range.min()),
            unit: Precision::of_scale(study, scale, About::Group, policy).unit_in_codes(),
            people,
        }
    }

    /// The room that the published mean leaves for n M k.
    fn room_of_mean(&self) -> Room {
        let people = &self.people;
        let sums = people.scored as f64 * people.items as f64;
        let published = self.lowest + people.sum_of_means / (people.scored as f64).max(1.0);
        let rounded = if self.unit > 0.0 {
            (published / self.unit).round() * self.unit
        } else {
            published
        };
        Room {
            below: (published - (rounded - self.unit / 2.0)).max(0.0) * sums,
            above: (rounded + self.unit / 2.0 - published).max(0.0) * sums,
        }
    }

    /// The room that the items leave for A, if they are published in some detail.
    fn room_of_items(&self, detail: ItemDetail) -> Room {
        let items = &self.study.instrument.scales()[self.scale].items;
        let of_item = |(&item, counts): (&usize, &Vec<u64>)| {
            bounds::room(&self.study.instrument.items()[item].response, counts, detail)
        };
        items
            .iter()
            .zip(&self.people.counts)
            .map(of_item)
            .fold(Room::default(), Room::and)
    }

    /// True if the score and the items of this part alone protect few people.
    fn is_protected(&self, detail: ItemDetail, least: u64) -> bool {
        let room = self.room_of_mean().and(self.room_of_items(detail).turned());
        !self.people.are_few(least) || self.people.are_protected_by(room, least)
    }
}
