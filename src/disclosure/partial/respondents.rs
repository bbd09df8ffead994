//! The people of a group who answered only part of a scale.

use crate::analysis::{Study, answer_counts};
use crate::disclosure::partial::NARROWEST_SAFE;
use crate::disclosure::partial::bounds::{Room, sum_of_places};

/// The people of some groups who answered only part of a scale, as counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PartialRespondents {
    /// k: the number of items that were asked.
    pub(super) items: usize,
    /// The range of codes: highest − lowest.
    pub(super) range: f64,
    /// Number of people with a score.
    pub(super) scored: u64,
    /// Number of people with a score who skipped an item.
    pub(super) partial: u64,
    /// Number of people who answered an item but have no score.
    pub(super) unscored: u64,
    /// Number of items that people with a score skipped: Σ (k − a).
    pub(super) skipped: u64,
    /// Number of answers that people without a score gave: Σ a.
    pub(super) given_by_unscored: u64,
    /// Sum of the mean answers of the people with a score, each counted from the lowest code.
    pub(super) sum_of_means: f64,
    /// n M k − A: the sum of scores times k, less the sum of all answers, each counted from the lowest code.
    pub(super) difference: f64,
    /// For each item of the scale: number of answers at each keyed code, lowest first.
    pub(super) counts: Vec<Vec<u64>>,
}

/// The items of which a person can skip some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skippable {
    /// All items that any of the groups were asked. Those who were asked fewer skip the others: readers who subtract cannot tell.
    AskedOfAny,
    /// The items that the person's own group was asked. Readers know the scores of groups that were asked fewer.
    AskedOfOwn,
}

impl PartialRespondents {
    /// Counts the partial respondents of some groups on a scale.
    pub(super) fn of(study: &Study<'_>, scale: usize, groups: &[usize], skippable: Skippable) -> Self {
        let declared = &study.instrument.scales()[scale];
        let not_asked = groups.iter().map(|&group| study.tally.not_asked(scale, group).len());
        let items = declared.items.len() - not_asked.min().unwrap_or(0);
        let mut found = Self {
            items,
            range: f64::from(declared.range.max()) - f64::from(declared.range.min()),
            scored: 0,
            partial: 0,
            unscored: 0,
            skipped: 0,
            given_by_unscored: 0,
            sum_of_means: 0.0,
            difference: 0.0,
            counts: declared
                .items
                .iter()
                .map(|&item| answer_counts(study, item, groups))
                .collect(),
        };
        for cell in groups
            .iter()
            .flat_map(|&group| study.tally.scores(scale, group).cells())
        {
            let asked = match skippable {
                Skippable::AskedOfAny => items,
                Skippable::AskedOfOwn => declared.items.len().saturating_sub(cell.not_asked),
            };
            let items = asked.max(cell.answered);
            let skipped = items - cell.answered;
            if cell.answered < declared.needed_without(cell.not_asked, &study.instrument.scoring) {
                found.unscored += cell.persons;
                found.given_by_unscored += cell.persons * cell.answered as u64;
                continue;
            }
            found.scored += cell.persons;
            let means = cell.persons as f64 * cell.sum as f64 / cell.answered as f64;
            found.sum_of_means += means;
            found.difference += means * items as f64;
            if skipped > 0 {
                found.partial += cell.persons;
                found.skipped += cell.persons * skipped as u64;
            }
        }
        found.difference -= found.counts.iter().map(|counts| sum_of_places(counts)).sum::<f64>();
        found
    }

    /// True if anybody answered an item.
    pub(super) fn are_any(&self) -> bool {
        self.scored + self.unscored > 0
    }

    /// True if one of the two sets has people, but fewer than the threshold.
    pub(super) fn are_few(&self, least: u64) -> bool {
        is_few(self.partial, least) || is_few(self.unscored, least)
    }

    /// True if the room for n M k − A leaves a wide interval for the mean answer of either set, as far as it is small. The mean answers
    /// of the other set may be anything.
    pub(super) fn are_protected_by(&self, room: Room, least: u64) -> bool {
        let (skipped, given) = (self.skipped as f64, self.given_by_unscored as f64);
        let (low, high) = (self.difference - room.below, self.difference + room.above);
        let is_wide = |low: f64, high: f64, weight: f64| {
            let width = (high / weight).min(self.range) - (low / weight).max(0.0);
            width >= NARROWEST_SAFE * self.range
        };
        let partial = is_few(self.partial, least) && !is_wide(low, high + given * self.range, skipped);
        let unscored = is_few(self.unscored, least) && !is_wide(-high, skipped * self.range - low, given);
        !partial && !unscored
    }

    /// The sets of two groups together.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.scored += other.scored;
        self.partial += other.partial;
        self.unscored += other.unscored;
        self.skipped += other.skipped;
        self.given_by_unscored += other.given_by_unscored;
        self.sum_of_means += other.sum_of_means;
        self.difference += other.difference;
        for (count, more) in self.counts.iter_mut().flatten().zip(other.counts.iter().flatten()) {
            *count += more;
        }
        self
    }
}

/// True if there are people, but fewer than the threshold.
fn is_few(people: u64, least: u64) -> bool {
    people > 0 && people < least
}
