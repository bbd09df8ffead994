//! Which items were asked of which group, found from the answers.
//!
//! An item counts as not asked of a group when at least 5 of its people answered other items of the scale and none of them answered
//! this one, or fewer than 1 in 10 while at least 1 in 2 did elsewhere: in the other groups, and in other terms if there are any.
//! An item counts as not asked of anybody by the same rule over all groups together. Scores on different items are never compared.

use crate::analysis::Study;
use crate::model::Instrument;
use crate::tally::Tally;

/// People who must have answered other items before a missing item tells anything.
const FEWEST: u64 = 5;

/// The items that count as not asked, as places in the instrument, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// For each group: the items that it was not asked, with those that nobody was asked.
    pub not_asked_of: Vec<Vec<usize>>,
    /// The items that nobody was asked.
    pub not_asked: Vec<usize>,
}

/// Some people, and how many of them answered an item.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    answered: u64,
    of: u64,
}

impl Share {
    fn and(self, other: Self) -> Self {
        Self {
            answered: self.answered + other.answered,
            of: self.of + other.of,
        }
    }

    fn without(self, part: Self) -> Self {
        Self {
            answered: self.answered - part.answered,
            of: self.of - part.of,
        }
    }

    fn is_nobody(self) -> bool {
        self.of >= FEWEST && self.answered == 0
    }

    fn is_under_a_tenth(self) -> bool {
        self.of >= FEWEST && self.answered * 10 < self.of
    }

    fn is_half(self) -> bool {
        self.of > 0 && self.answered * 2 >= self.of
    }
}

impl Asked {
    /// Finds what was asked of the groups of a tally. `elsewhere` has the tallies of other terms, with their questionnaires.
    #[must_use]
    pub fn of(instrument: &Instrument, tally: &Tally, elsewhere: &[(&Instrument, &Tally)]) -> Self {
        let mut asked = Self {
            not_asked_of: vec![Vec::new(); tally.groups()],
            not_asked: Vec::new(),
        };
        for item in 0..instrument.items().len() {
            let groups = shares(instrument, tally, item);
            let here = groups.iter().copied().fold(Share::default(), Share::and);
            let id = &instrument.items()[item].id;
            let others = elsewhere.iter().flat_map(|(other, tally)| {
                let item = other.items().iter().position(|item| item.id == *id);
                item.map_or(Vec::new(), |item| shares(other, tally, item))
            });
            let others = others.fold(Share::default(), Share::and);
            // Where some groups were not asked at all, a few answers among the others are strays as well.
            let strays = here.is_under_a_tenth() && (others.is_half() || groups.iter().any(|group| group.is_nobody()));
            if here.is_nobody() || strays {
                asked.not_asked.push(item);
                asked.not_asked_of.iter_mut().for_each(|items| items.push(item));
                continue;
            }
            let all = here.and(others);
            for (group, items) in groups.iter().zip(&mut asked.not_asked_of) {
                let stray = group.is_under_a_tenth() && all.without(*group).is_half();
                if group.is_nobody() || stray {
                    items.push(item);
                }
            }
        }
        asked
    }

    /// True if every group was asked everything.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.not_asked_of.iter().all(Vec::is_empty)
    }
}

/// For each group: the people who answered an item, among those who answered any item of a scale with it. Where nobody answered
/// such a scale, among those who answered anything. An item of no scale has no people.
fn shares(instrument: &Instrument, tally: &Tally, item: usize) -> Vec<Share> {
    let scales = instrument.scales().iter().enumerate();
    let with_item = scales.filter(|(_, scale)| scale.items.contains(&item) || scale.not_asked.contains(&item));
    let scales: Vec<usize> = with_item.map(|(place, _)| place).collect();
    let share = |group: usize| {
        let Some(answering) = scales.iter().map(|&scale| tally.scores(scale, group).persons(1)).max() else {
            return Share::default();
        };
        let answered: u64 = tally.counts(group, item).iter().map(|&count| u64::from(count)).sum();
        let of = match answering {
            0 => tally.rows(group) - tally.blank(group),
            answering => answering.max(answered),
        };
        Share { answered, of }
    };
    (0..tally.groups()).map(share).collect()
}

/// For each group: true if its scores on a scale are about the same items as the others', so that they can be compared: the group
/// was asked every item that was asked of any group.
#[must_use]
pub fn comparable_groups(study: &Study<'_>, scale: usize) -> Vec<bool> {
    let groups = study.tally.groups();
    let not_asked: Vec<Vec<usize>> = (0..groups).map(|group| study.tally.not_asked(scale, group)).collect();
    let scored = |group: &usize| study.tally.scores(scale, *group).persons(1) > 0;
    let nowhere = |item: &usize| (0..groups).filter(scored).all(|group| not_asked[group].contains(item));
    not_asked.iter().map(|items| items.iter().all(nowhere)).collect()
}

/// The items of a scale that a group was asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemsAsked {
    /// Number of items that the group was asked.
    pub asked: usize,
    /// Ids of the other items that the scale was designed with.
    pub not_asked: Vec<String>,
}

impl ItemsAsked {
    /// The items of a scale that one of a study's groups was asked.
    #[must_use]
    pub fn of(study: &Study<'_>, scale: usize, group: usize) -> Self {
        let declared = &study.instrument.scales()[scale];
        let own = study.tally.not_asked(scale, group);
        Self {
            asked: declared.items.len() - own.len(),
            not_asked: own
                .iter()
                .chain(&declared.not_asked)
                .map(|&item| study.instrument.items()[item].id.clone())
                .collect(),
        }
    }

    /// Number of items that the scale was designed with.
    #[must_use]
    pub fn designed(&self) -> usize {
        self.asked + self.not_asked.len()
    }
}
