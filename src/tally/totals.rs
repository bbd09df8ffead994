//! Sums over the rows of all groups.

use crate::tally::{PairProducts, PowerSums, Products, Shape, TwoWayTables};

/// Sums over the rows of all groups; no group has sums of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Per scale, over all persons who answered the whole scale.
    pub(crate) products: Vec<Products>,
    /// Per scale, over all persons who answered the whole scale.
    pub(crate) powers: Vec<PowerSums>,
    /// Per pair of items, over all persons who answered both.
    pub(crate) pairs: PairProducts,
    /// Per scale, over all persons who answered the whole scale; `None` if the tables are not counted or there are no such persons.
    pub(crate) tables: Vec<Option<TwoWayTables>>,
}

impl Totals {
    /// Sums of no rows.
    pub(crate) fn new(shape: &Shape) -> Self {
        let sizes = || shape.scales().iter().map(|scale| scale.items.len());
        let powers = sizes().map(PowerSums::new).collect();
        let tables = sizes().map(|_| None).collect();
        if shape.has_pairs() {
            Self {
                products: sizes().map(Products::new).collect(),
                powers,
                pairs: PairProducts::new(shape.items()),
                tables,
            }
        } else {
            Self {
                products: sizes().map(Products::without_pairs).collect(),
                powers,
                pairs: PairProducts::default(),
                tables,
            }
        }
    }

    /// Adds the sums of other rows.
    pub(crate) fn merge(&mut self, other: &Self) {
        let persons = self.products.iter().zip(&other.products);
        for ((tables, more), (own, new)) in self.tables.iter_mut().zip(&other.tables).zip(persons) {
            match (&mut *tables, more) {
                (Some(tables), Some(more)) => tables.merge(more),
                // Nobody's tables are empty, counted or not.
                (None, _) if own.persons() == 0 => tables.clone_from(more),
                (Some(_), None) if new.persons() > 0 => *tables = None,
                _ => {}
            }
        }
        for (sums, more) in self.products.iter_mut().zip(&other.products) {
            sums.merge(more);
        }
        for (sums, more) in self.powers.iter_mut().zip(&other.powers) {
            sums.merge(more);
        }
        self.pairs.merge(&other.pairs);
    }
}

/// Adds each number to the number at the same place.
pub(crate) fn add_each<T: Copy + std::ops::AddAssign>(sums: &mut [T], more: &[T]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += *more;
    }
}
