//! Decides which two-way tables of items a tally may hold: `cte tally`.
//!
//! The tables of a scale say of every pair of its items how often each pair of answers occurs, over everybody who answered the whole
//! scale. They tell more than the counts of single items:
//!
//! - the people who chose one answer to a question are a group like any other, and the tables tell how this group answered everything
//!   else. So every answer that anybody chose must have been chosen by enough people, as any group that a tally counts;
//! - of few people, the tables of all pairs together leave hardly more than one set of answers that fits. So a scale has tables only if
//!   at least 100 people answered all of it, which is also the fewest people of whom a structure is shown group by group;
//! - if two scales share items, their tables can be subtracted. The difference is that of the people who answered one scale and not
//!   the other. It must be empty, or pass as the tables of a scale of its own.

use crate::analysis::{ENOUGH_TO_COMPARE, Study};
use crate::disclosure::Policy;

/// The marking of a tally with tables that would otherwise be left out.
pub const TABLES_MARKING: &str = "Not for circulation: the two-way tables of few people's answers are counted, and with them nearly \
                                  what single people answered.";

/// The reason why a tally does not hold the two-way tables of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TablesRule {
    /// Fewer than 100 people answered the whole scale.
    FewPeople,
    /// Fewer people than the threshold chose some answer that somebody chose.
    RareAnswer,
    /// The tables of another scale, less these, would be those of few people.
    FewBetween {
        /// Place of the other scale in the instrument.
        other: usize,
    },
}

/// The scales whose two-way tables are counted and must be left out of a tally, by their places in the instrument.
#[must_use]
pub fn tables_to_leave_out(study: &Study<'_>, policy: Policy) -> Vec<(usize, TablesRule)> {
    let scales = study.instrument.scales();
    let mut by_size: Vec<usize> = (0..scales.len())
        .filter(|&scale| study.tally.tables(scale).is_some())
        .collect();
    // Larger scales first: most of their figures do not follow from those of their parts.
    by_size.sort_by_key(|&scale| std::cmp::Reverse(scales[scale].items.len()));
    let (mut held, mut left_out): (Vec<Margins>, Vec<(usize, TablesRule)>) = (Vec::new(), Vec::new());
    for scale in by_size {
        let own = Margins::of(study, scale);
        let rule = own.rule(policy).or_else(|| {
            let few = |other: &&Margins| !other.is_far_from(&own, policy);
            let other = held.iter().find(few)?;
            Some(TablesRule::FewBetween { other: other.scale })
        });
        match rule {
            Some(rule) => left_out.push((scale, rule)),
            None => held.push(own),
        }
    }
    left_out.sort_by_key(|(scale, _)| *scale);
    left_out
}

/// How many of the people who answered a whole scale chose each answer.
struct Margins {
    scale: usize,
    /// Places of its items in the instrument.
    items: Vec<usize>,
    persons: u64,
    /// Per item: people per keyed code.
    counts: Vec<Vec<u64>>,
}

impl Margins {
    fn of(study: &Study<'_>, scale: usize) -> Self {
        let (tally, items) = (&study.tally, study.instrument.scales()[scale].items.clone());
        let of_item = |place: usize| {
            let mut counts = Vec::new();
            for group in 0..tally.groups() {
                let own = tally.complete_counts(scale, group, place);
                counts.resize(own.len(), 0);
                counts
                    .iter_mut()
                    .zip(own)
                    .for_each(|(sum, &count)| *sum += u64::from(count));
            }
            counts
        };
        Self {
            scale,
            counts: (0..items.len()).map(of_item).collect(),
            persons: tally.products(scale).persons(),
            items,
        }
    }

    /// The reason why tables of these people must be left out.
    fn rule(&self, policy: Policy) -> Option<TablesRule> {
        if self.persons < ENOUGH_TO_COMPARE {
            return Some(TablesRule::FewPeople);
        }
        let rare = |&count: &u64| count > 0 && count < policy.min_group;
        self.counts.iter().flatten().any(rare).then_some(TablesRule::RareAnswer)
    }

    /// True if no tables of few people follow from these tables and those of another scale, which has as many items or fewer.
    fn is_far_from(&self, other: &Self, policy: Policy) -> bool {
        let place = |item: &usize| self.items.iter().position(|own| own == item);
        let places: Vec<Option<usize>> = other.items.iter().map(place).collect();
        if places.iter().flatten().count() < 2 {
            return true;
        }
        let shared = || (places.iter().zip(&other.counts)).filter_map(|(place, counts)| Some(((*place)?, counts)));
        if shared().all(|(at, counts)| self.counts[at] == *counts) && self.persons == other.persons {
            return true;
        }
        if places.contains(&None) {
            // Those who answered one scale and not the other are on both sides of the difference.
            return false;
        }
        let between = |(at, counts): (usize, &Vec<u64>)| {
            let pairs = counts.iter().zip(&self.counts[at]);
            pairs.map(|(all, own)| all.saturating_sub(*own)).collect()
        };
        let difference = Self {
            scale: other.scale,
            items: other.items.clone(),
            persons: other.persons.saturating_sub(self.persons),
            counts: shared().map(between).collect(),
        };
        difference.rule(policy).is_none()
    }
}
