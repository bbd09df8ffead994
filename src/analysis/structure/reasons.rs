//! The items behind a reason why a figure is undefined.

use crate::analysis::Study;
use crate::analysis::structure::figures::UnusedCodes;
use crate::analysis::structure::models::{DeclaredModel, Estimator, ModelFit};
use crate::analysis::structure::unused::unused_codes;
use crate::stats::{
    AT_BOUND, CODE_WITHOUT_ANSWERS, NO_ERROR_VARIANCE, OrdinalTables, Thresholds, Undefined, polychoric_of_table,
};

/// The answers to a scale whose items are named in reasons.
pub(super) struct NamedItems<'a> {
    pub(super) study: &'a Study<'a>,
    pub(super) scale: usize,
    /// Per item: people per code.
    pub(super) counts: &'a [Vec<u64>],
    /// The two-way tables of the items; `None` if a tally does not have them.
    pub(super) tables: Option<&'a OrdinalTables>,
}

impl NamedItems<'_> {
    /// The reason with the items that are behind it, where it is about single items.
    pub(super) fn explain(&self, reason: Undefined) -> Undefined {
        let named: Vec<String> = match &reason {
            Undefined::NoVariance { .. } => self.constant(),
            Undefined::OutOfRange { .. } if reason == AT_BOUND => self.at_bound(),
            Undefined::OutOfRange { .. } if reason == CODE_WITHOUT_ANSWERS => self.unused(),
            _ => Vec::new(),
        };
        by_items(reason, &named)
    }

    /// The reason with the items whose error variance is not above 0 in the one-factor model of ordered answers.
    pub(super) fn improper(&self, reason: Undefined, models: &[ModelFit]) -> Undefined {
        if reason != NO_ERROR_VARIANCE {
            return reason;
        }
        let own = |fit: &&ModelFit| fit.model == DeclaredModel::OneFactor && fit.estimator == Estimator::Wlsmv;
        let figures = models.iter().find(own).and_then(|fit| fit.found.as_ref().ok());
        let places = figures.map_or(&[][..], |figures| &figures.improper_items);
        by_items(
            reason,
            &places.iter().map(|&place| self.name(place)).collect::<Vec<_>>(),
        )
    }

    fn name(&self, place: usize) -> String {
        let items = &self.study.instrument.scales()[self.scale].items;
        format!("`{}`", self.study.instrument.items()[items[place]].id)
    }

    /// The items to which everybody gave the same answer.
    fn constant(&self) -> Vec<String> {
        let used = |place: usize| self.counts[place].iter().filter(|&&count| count > 0).count();
        let places = (0..self.counts.len()).filter(|&place| used(place) < 2);
        places.map(|place| self.name(place)).collect()
    }

    /// The codes that nobody chose, with their items.
    fn unused(&self) -> Vec<String> {
        let of_item = |unused: UnusedCodes| {
            let codes: Vec<String> = unused.codes.iter().map(i32::to_string).collect();
            format!("{} of {}", codes.join(" and "), self.name(unused.item))
        };
        let all = unused_codes(self.study, self.scale, self.counts);
        all.into_iter().map(of_item).collect()
    }

    /// The pairs of items whose polychoric correlation is at its bound.
    fn at_bound(&self) -> Vec<String> {
        let Some(tables) = self.tables else { return Vec::new() };
        let thresholds = |item: usize| Thresholds::of_counts(&self.counts[item]);
        let at_bound = |&(one, other): &(usize, usize)| {
            let (Ok(rows), Ok(columns)) = (thresholds(one), thresholds(other)) else {
                return false;
            };
            polychoric_of_table(tables.table(other, one), &columns, &rows) == Err(AT_BOUND)
        };
        let pairs = (0..self.counts.len()).flat_map(|other| (0..other).map(move |one| (one, other)));
        let named = |(one, other)| format!("{} and {}", self.name(one), self.name(other));
        pairs.filter(at_bound).map(named).collect()
    }
}

fn by_items(reason: Undefined, items: &[String]) -> Undefined {
    if items.is_empty() {
        return reason;
    }
    Undefined::ByItems {
        why: Box::new(reason),
        items: items.join(", "),
    }
}
