//! Sums and products of keyed answers, in whole numbers.

use crate::tally::totals::add_each;

/// Place of the pair i ≤ j in the packed upper triangle of a `k` × `k` matrix.
#[must_use]
pub(crate) fn packed(i: usize, j: usize, k: usize) -> usize {
    debug_assert!(i <= j && j < k);
    i * k - i * (i + 1) / 2 + j
}

/// Sums and products over the persons who answered all `k` items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Products {
    items: usize,
    persons: u64,
    sums: Vec<u64>,
    cross: Vec<u64>,
}

impl Products {
    /// Starts without persons.
    #[must_use]
    pub fn new(items: usize) -> Self {
        Self {
            items,
            persons: 0,
            sums: vec![0; items],
            cross: vec![0; items * (items + 1) / 2],
        }
    }

    /// Starts without persons, for items whose products are not counted.
    #[must_use]
    pub(crate) fn without_pairs(items: usize) -> Self {
        Self {
            items,
            persons: 0,
            sums: vec![0; items],
            cross: Vec::new(),
        }
    }

    /// True if the products are counted.
    #[must_use]
    pub fn has_pairs(&self) -> bool {
        self.items == 0 || !self.cross.is_empty()
    }

    /// Adds the persons of a block: their sums and their packed upper triangle of products.
    pub(crate) fn add_block(&mut self, persons: u64, sums: &[u64], cross: &[u64]) {
        self.persons += persons;
        add_each(&mut self.sums, sums);
        add_each(&mut self.cross, cross);
    }

    /// Adds the sums of other persons.
    pub fn merge(&mut self, other: &Self) {
        self.add_block(other.persons, &other.sums, &other.cross);
    }

    /// Number of persons who answered all items.
    #[must_use]
    pub fn persons(&self) -> u64 {
        self.persons
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.items
    }

    /// Σx of an item, in keyed places.
    #[must_use]
    pub fn sum(&self, item: usize) -> u64 {
        self.sums[item]
    }

    /// Σxy of two items, in keyed places.
    #[must_use]
    pub fn product(&self, one: usize, other: usize) -> u64 {
        self.cross[packed(one.min(other), one.max(other), self.items)]
    }
}

/// Sums and products per pair of items, over the persons who answered both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PairProducts {
    items: usize,
    persons: Vec<u64>,
    sums: Vec<u64>,
    cross: Vec<u64>,
}

impl PairProducts {
    /// Starts without persons.
    #[must_use]
    pub fn new(items: usize) -> Self {
        let triangle = items * (items + 1) / 2;
        Self {
            items,
            persons: vec![0; triangle],
            sums: vec![0; items * items],
            cross: vec![0; triangle],
        }
    }

    pub(crate) fn add_pair(&mut self, i: usize, j: usize, persons: u64, sum_i: u64, sum_j: u64, cross: u64) {
        let place = packed(i, j, self.items);
        self.persons[place] += persons;
        self.cross[place] += cross;
        self.sums[i * self.items + j] += sum_i;
        if i != j {
            self.sums[j * self.items + i] += sum_j;
        }
    }

    /// Adds the sums of other persons.
    pub fn merge(&mut self, other: &Self) {
        add_each(&mut self.persons, &other.persons);
        add_each(&mut self.sums, &other.sums);
        add_each(&mut self.cross, &other.cross);
    }

    /// Number of persons who answered both items.
    #[must_use]
    pub fn persons(&self, one: usize, other: usize) -> u64 {
        self.persons[packed(one.min(other), one.max(other), self.items)]
    }

    /// Σx of `item` over the persons who also answered `with`.
    #[must_use]
    pub fn sum(&self, item: usize, with: usize) -> u64 {
        self.sums[item * self.items + with]
    }

    /// Σxy over the persons who answered both items.
    #[must_use]
    pub fn product(&self, one: usize, other: usize) -> u64 {
        self.cross[packed(one.min(other), one.max(other), self.items)]
    }
}
