//! Sums over linked scales in which everybody who answered everything cancels.
//!
//! If a scale is made up of others, n M k of the whole less those of its parts is about the people who have not answered everything. A
//! person who gave the same answer x throughout adds x Σ c k, over the scales on which this person has a score, with c = 1 for the whole and
//! −1 for the parts. That is 0 for people with a score on every scale, and for people without any.

use crate::analysis::Study;
use crate::disclosure::audit::Space;
use crate::disclosure::partial::NARROWEST_SAFE;
use crate::disclosure::partial::interval::{Interval, ROUNDING};
use crate::disclosure::partial::respondents::{PartialRespondents, is_few};

/// A combination of linked scales whose items cancel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Equation {
    /// Places among the linked scales, each with its coefficient, the scale with most items first.
    pub(super) terms: Vec<(usize, i64)>,
    /// True if the first scale holds the items of all others.
    holds_all: bool,
}

impl Equation {
    /// All equations between linked scales.
    pub(super) fn all(study: &Study<'_>, scales: &[usize]) -> Vec<Self> {
        let declared = |place: usize| &study.instrument.scales()[scales[place]];
        let items: Vec<Vec<usize>> = (0..scales.len()).map(|place| declared(place).items.clone()).collect();
        let of = |mut terms: Vec<(usize, i64)>| {
            terms.sort_by_key(|&(place, _)| (std::cmp::Reverse(items[place].len()), place));
            let whole = terms.first().map_or(&[][..], |&(place, _)| &items[place]);
            let holds_all = terms
                .iter()
                .all(|&(place, _)| items[place].iter().all(|item| whole.contains(item)));
            Self { terms, holds_all }
        };
        Space::default().equations(&items).into_iter().map(of).collect()
    }

    /// The combination of some value of each scale.
    pub(super) fn sum(&self, of: impl Fn(usize) -> Interval) -> Interval {
        let terms = self.terms.iter();
        terms.fold(Interval::ZERO, |sum, &(place, factor)| {
            sum.plus(of(place).times(factor as f64))
        })
    }

    /// The number of people in some groups who may have a score on any of the scales.
    pub(super) fn people(&self, study: &Study<'_>, scales: &[usize], groups: &[usize]) -> u64 {
        let whole = self.terms.first().map_or(0, |&(place, _)| scales[place]);
        // The fewest answers to the first scale with which a person can have a score on any of them.
        let fewest = |group: usize| {
            let needed = self.terms.iter().map(|&(place, _)| {
                let not_asked = study.tally.not_asked(scales[place], group).len();
                study.instrument.scales()[scales[place]].needed_without(not_asked, &study.instrument.scoring)
            });
            needed.min().filter(|_| self.holds_all).unwrap_or(1)
        };
        groups
            .iter()
            .map(|&group| study.tally.scores(whole, group).persons(fewest(group)))
            .sum()
    }

    /// True if what is known of the sum protects the people who do not cancel, of `all` people with a score on any of the scales.
    ///
    /// At least a fifth of its range must stay open, if everybody answered all items alike. Where everybody has every score, that range
    /// is 0, and 0 must stay possible: then nothing is known of the level of their answers.
    pub(super) fn are_protected(&self, people: &[PartialRespondents], all: u64, known: Interval, least: u64) -> bool {
        let are_few = self.terms.iter().any(|&(place, _)| {
            let of = &people[place];
            is_few(all.saturating_sub(of.scored), least) || of.are_few(least)
        });
        let open = known.and(self.range(people, all)).width();
        !are_few || open >= self.narrowest_safe(people, all) - ROUNDING
    }

    /// The narrowest interval for the sum that protects people.
    pub(super) fn narrowest_safe(&self, people: &[PartialRespondents], all: u64) -> f64 {
        NARROWEST_SAFE * self.range(people, all).width()
    }

    /// The lowest and the highest sum, if everybody answered all items alike.
    fn range(&self, people: &[PartialRespondents], all: u64) -> Interval {
        let terms = self.terms.iter();
        terms.fold(Interval::ZERO, |range, &(place, factor)| {
            let of = &people[place];
            let most = (all.saturating_sub(of.scored) * of.items) as f64 * of.range * -factor as f64;
            range.plus(Interval::between(most.min(0.0), most.max(0.0)))
        })
    }
}
