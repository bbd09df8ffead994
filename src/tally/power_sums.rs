//! Fourth-order sums for the distribution-free standard error of alpha, which then needs no rows.

use crate::tally::Products;
use crate::tally::totals::add_each;

/// Sums over complete respondents of powers and products of T = Σx and Q = Σx², and of each item with them.
/// All in keyed places (code − min), exact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PowerSums {
    /// ΣT, ΣT², ΣT³, ΣT⁴.
    pub t: [i128; 4],
    /// ΣQ, ΣQT, ΣQT², ΣQ².
    pub q: [i128; 4],
    /// Σ xᵢT and Σ xᵢT² per item.
    pub xt: Vec<[i128; 2]>,
    /// Σ xᵢQ per item.
    pub xq: Vec<i128>,
}

impl PowerSums {
    /// Starts without persons.
    #[must_use]
    pub fn new(items: usize) -> Self {
        Self {
            t: [0; 4],
            q: [0; 4],
            xt: vec![[0; 2]; items],
            xq: vec![0; items],
        }
    }

    /// Sets the sums that follow from `products` and from the other sums of the same persons, because T and Q are sums over items;
    /// nothing if the products are not counted.
    pub(crate) fn follow(&mut self, products: &Products) {
        if !products.has_pairs() {
            return;
        }
        let items = products.items();
        let sum = |values: &mut dyn Iterator<Item = u64>| values.map(i128::from).sum::<i128>();
        for (item, xt) in self.xt.iter_mut().enumerate() {
            xt[0] = sum(&mut (0..items).map(|other| products.product(item, other)));
        }
        self.t[0] = sum(&mut (0..items).map(|item| products.sum(item)));
        self.t[1] = self.xt.iter().map(|xt| xt[0]).sum();
        self.t[2] = self.xt.iter().map(|xt| xt[1]).sum();
        self.q[0] = sum(&mut (0..items).map(|item| products.product(item, item)));
        self.q[1] = self.xq.iter().sum();
    }

    /// Adds the sums of other persons.
    pub fn merge(&mut self, other: &Self) {
        add_each(&mut self.t, &other.t);
        add_each(&mut self.q, &other.q);
        add_each(self.xt.as_flattened_mut(), other.xt.as_flattened());
        add_each(&mut self.xq, &other.xq);
    }
}
