//! The items behind a reason why a figure is undefined.

use crate::analysis::Study;
use crate::stats::{AT_BOUND, OrdinalAnswers, Thresholds, Undefined, polychoric_of_table};

/// The answers to a scale whose items are named in reasons.
pub(super) struct NamedItems<'a> {
    pub(super) study: &'a Study<'a>,
    pub(super) scale: usize,
    pub(super) answers: &'a OrdinalAnswers,
}

impl NamedItems<'_> {
    /// The reason with the items that are behind it, where it is about single items.
    pub(super) fn explain(&self, reason: Undefined) -> Undefined {
        let named: Vec<String> = match &reason {
            Undefined::NoVariance { .. } => self.constant(),
            Undefined::OutOfRange { .. } if reason == AT_BOUND => self.at_bound(),
            _ => Vec::new(),
        };
        if named.is_empty() {
            return reason;
        }
        Undefined::ByItems {
            why: Box::new(reason),
            items: named.join(", "),
        }
    }

    fn name(&self, place: usize) -> String {
        let items = &self.study.instrument.scales()[self.scale].items;
        format!("`{}`", self.study.instrument.items()[items[place]].id)
    }

    /// The items to which everybody gave the same answer.
    fn constant(&self) -> Vec<String> {
        let used = |place: usize| self.answers.counts(place).iter().filter(|&&count| count > 0).count();
        let places = (0..self.answers.items()).filter(|&place| used(place) < 2);
        places.map(|place| self.name(place)).collect()
    }

    /// The pairs of items whose polychoric correlation is at its bound.
    fn at_bound(&self) -> Vec<String> {
        let thresholds = |item: usize| Thresholds::of_counts(&self.answers.counts(item));
        let at_bound = |&(one, other): &(usize, usize)| {
            let (Ok(rows), Ok(columns)) = (thresholds(one), thresholds(other)) else {
                return false;
            };
            polychoric_of_table(&self.answers.table(one, other), &rows, &columns) == Err(AT_BOUND)
        };
        let pairs = (0..self.answers.items()).flat_map(|other| (0..other).map(move |one| (one, other)));
        let named = |(one, other)| format!("{} and {}", self.name(one), self.name(other));
        pairs.filter(at_bound).map(named).collect()
    }
}
