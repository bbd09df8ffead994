//! The people of a group who answered only part of a scale.

use crate::analysis::Study;
use crate::disclosure::partial::NARROWEST_SAFE;
use crate::disclosure::partial::interval::Interval;

/// The people of some groups who answered only part of a scale, as counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PartialRespondents {
    /// k: the number of items that were asked.
    pub(super) items: u64,
    /// The range of codes: highest − lowest.
    pub(super) range: f64,
    /// n: the number of people with a score.
    pub(super) scored: u64,
    /// Sum of the mean answers of the people with a score, each counted from the lowest code.
    pub(super) sum_of_means: f64,
    /// n M k: the sum of scores times k, counted from the lowest code.
    pub(super) sum: f64,
    /// Number of people with a score who skipped an item.
    pub(super) partial: u64,
    /// Number of people who answered an item but have no score.
    pub(super) unscored: u64,
    /// Number of items that people with a score skipped: Σ (k − a).
    pub(super) skipped: u64,
    /// Number of answers that people without a score gave: Σ a.
    pub(super) given_by_unscored: u64,
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
            items: items as u64,
            range: f64::from(declared.range.max()) - f64::from(declared.range.min()),
            scored: 0,
            sum_of_means: 0.0,
            sum: 0.0,
            partial: 0,
            unscored: 0,
            skipped: 0,
            given_by_unscored: 0,
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
            let skipped = (items - cell.answered) as u64;
            if cell.answered < declared.needed_without(cell.not_asked, &study.instrument.scoring) {
                found.unscored += cell.persons;
                found.given_by_unscored += cell.persons * cell.answered as u64;
                continue;
            }
            let means = cell.persons as f64 * cell.sum as f64 / cell.answered as f64;
            found.scored += cell.persons;
            found.sum_of_means += means;
            found.sum += means * items as f64;
            if skipped > 0 {
                found.partial += cell.persons;
                found.skipped += cell.persons * skipped;
            }
        }
        found
    }

    /// The people of two groups together.
    pub(super) fn and(self, other: &Self) -> Self {
        Self {
            items: self.items.max(other.items),
            scored: self.scored + other.scored,
            sum_of_means: self.sum_of_means + other.sum_of_means,
            sum: self.sum + other.sum,
            partial: self.partial + other.partial,
            unscored: self.unscored + other.unscored,
            skipped: self.skipped + other.skipped,
            given_by_unscored: self.given_by_unscored + other.given_by_unscored,
            ..self
        }
    }

    /// These people less others, whose sums count with the opposite sign: in n M k − A, an answer that a removed person gave without
    /// having a score is like one that an added person skipped.
    pub(super) fn less(self, removed: &Self) -> Self {
        Self {
            items: self.items.max(removed.items),
            scored: self.scored + removed.scored,
            sum_of_means: self.sum_of_means - removed.sum_of_means,
            sum: self.sum - removed.sum,
            partial: self.partial + removed.unscored,
            unscored: self.unscored + removed.partial,
            skipped: self.skipped + removed.given_by_unscored,
            given_by_unscored: self.given_by_unscored + removed.skipped,
            ..self
        }
    }

    /// True if anybody answered some items and not all.
    pub(super) fn are_any(&self) -> bool {
        self.partial + self.unscored > 0
    }

    /// True if one of the two sets has people, but fewer than the threshold.
    pub(super) fn are_few(&self, least: u64) -> bool {
        is_few(self.partial, least) || is_few(self.unscored, least)
    }

    /// The lowest and the highest sum of scores, n M k.
    pub(super) fn possible_sums(&self) -> Interval {
        Interval::between(0.0, (self.scored * self.items) as f64 * self.range)
    }

    /// The lowest and the highest value of n M k − A.
    pub(super) fn possible_differences(&self) -> Interval {
        Interval::between(-self.given(), self.omitted())
    }

    /// True if what is known of n M k − A leaves a wide interval for the mean answer of either set, as far as it is small. The mean
    /// answers of the other set may be anything.
    pub(super) fn are_protected(&self, difference: Interval, least: u64) -> bool {
        let codes = Interval::between(0.0, self.range);
        let is_wide = |sum: Interval, answers: u64| {
            let mean = sum.times(1.0 / answers as f64).and(codes);
            mean.width() >= NARROWEST_SAFE * self.range
        };
        let of_partial = difference.plus(Interval::between(0.0, self.given()));
        let of_unscored = Interval::between(0.0, self.omitted()).minus(difference);
        (!is_few(self.partial, least) || is_wide(of_partial, self.skipped))
            && (!is_few(self.unscored, least) || is_wide(of_unscored, self.given_by_unscored))
    }

    /// The highest sum of the answers of people without a score.
    fn given(&self) -> f64 {
        self.given_by_unscored as f64 * self.range
    }

    /// The highest sum over people with a score of (k − a) x.
    fn omitted(&self) -> f64 {
        self.skipped as f64 * self.range
    }
}

/// True if there are people, but fewer than the threshold.
pub(super) fn is_few(people: u64, least: u64) -> bool {
    people > 0 && people < least
}
