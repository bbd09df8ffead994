//! The conditional likelihood, its gradient and its information.

use nalgebra::{DMatrix, DVector};

use crate::elementary::{exp, ln};
use crate::stats::structure::partial_credit::counts::{ItemCode, PartialCreditCounts};
use crate::stats::structure::partial_credit::polynomials::{Products, against, times};

/// The η of every code but 0, item by item, from the free ones: all but the first, which is 0.
pub(super) fn with_first(free: &DVector<f64>) -> impl Iterator<Item = f64> {
    std::iter::once(0.0).chain(free.iter().copied())
}

/// The likelihood at some parameters.
pub(super) struct Point {
    pub(super) loglik: f64,
    /// Its slope by the free parameters.
    pub(super) gradient: DVector<f64>,
    /// Per item: e^(−η) of its codes, with the largest 1.
    terms: Vec<Vec<f64>>,
    products: Products,
    /// Per sum: people/γ; 0 without people.
    weights: Vec<f64>,
    /// Items and codes of all parameters, with the expected number of people.
    expected: Vec<(ItemCode, f64)>,
}

impl Point {
    /// `None` if the parameters are so extreme that γ of a sum with people cannot be represented.
    pub(super) fn at(counts: &PartialCreditCounts, free: &DVector<f64>) -> Option<Self> {
        let logs = balanced(counts, free);
        let terms: Vec<Vec<f64>> = logs
            .iter()
            .map(|item| item.iter().map(|log| exp(*log)).collect())
            .collect();
        let products = Products::of(&terms);
        let mut loglik = 0.0;
        let mut weights = Vec::with_capacity(products.all().len());
        for (persons, &gamma) in counts.sums().zip(products.all()) {
            if persons <= 0.0 {
                weights.push(0.0);
            } else if gamma.is_normal() {
                loglik -= persons * ln(gamma);
                weights.push(persons / gamma);
            } else {
                return None;
            }
        }
        let (mut gradient, mut expected) = (Vec::new(), Vec::new());
        for (item, logs) in logs.iter().enumerate() {
            let rest = against(&products.from[item + 1], &weights);
            let of_code = against(&products.before[item], &rest);
            for (code, seen) in counts.codes(item).enumerate() {
                loglik += seen * logs[code];
                if code > 0 {
                    let wanted = terms[item][code] * of_code[code];
                    gradient.push(wanted - seen);
                    expected.push((ItemCode { item, code }, wanted));
                }
            }
        }
        Some(Self {
            loglik,
            gradient: DVector::from_iterator(free.len(), gradient.into_iter().skip(1)),
            terms,
            products,
            weights,
            expected,
        })
    }

    /// Information about the free parameters: the covariances of the indicators of codes given the sum, added up over people. `None` if
    /// it cannot be represented.
    pub(super) fn information(&self) -> Option<DMatrix<f64>> {
        let q = self.expected.len();
        let mut found = DMatrix::zeros(q, q);
        let mut firsts = Vec::with_capacity(self.terms.len());
        for (place, (at, wanted)) in self.expected.iter().enumerate() {
            found[(place, place)] = *wanted;
            if at.code == 1 {
                firsts.push(place);
            }
        }
        for later in 1..self.terms.len() {
            let rest = against(&self.products.from[later + 1], &self.weights);
            // The product of the polynomials between the two items.
            let mut between = vec![1.0];
            for earlier in (0..later).rev() {
                let others = times(&self.products.before[earlier], &between);
                self.add_pair(&mut found, [earlier, later], &firsts, &against(&others, &rest));
                between = times(&between, &self.terms[earlier]);
            }
        }
        let shares = self.shares();
        let mut weighted = shares.clone();
        for (mut row, (weight, gamma)) in weighted
            .row_iter_mut()
            .zip(self.weights.iter().zip(self.products.all()))
        {
            row *= weight * gamma;
        }
        found -= shares.tr_mul(&weighted);
        let found = found.view((1, 1), (q - 1, q - 1)).into_owned();
        found.iter().all(|value| value.is_finite()).then_some(found)
    }

    /// Adds the expected numbers of people with each pair of codes of two items; `of_sums` has them per sum of the two codes, but for the
    /// items' own terms.
    fn add_pair(&self, found: &mut DMatrix<f64>, [one, other]: [usize; 2], firsts: &[usize], of_sums: &[f64]) {
        for c in 1..self.terms[one].len() {
            for d in 1..self.terms[other].len() {
                let both = self.terms[one][c] * self.terms[other][d] * of_sums[c + d];
                let (p, q) = (firsts[one] + c - 1, firsts[other] + d - 1);
                found[(p, q)] = both;
                found[(q, p)] = both;
            }
        }
    }

    /// Probability of each item's code (columns) at each sum with people (rows).
    fn shares(&self) -> DMatrix<f64> {
        let gammas = self.products.all();
        let mut shares = DMatrix::zeros(gammas.len(), self.expected.len());
        let mut rest = Vec::new();
        for (place, (at, _)) in self.expected.iter().enumerate() {
            if at.code == 1 {
                rest = self.products.without(at.item);
            }
            for (r, without) in rest.iter().enumerate() {
                let sum = r + at.code;
                if self.weights[sum] > 0.0 {
                    shares[(sum, place)] = self.terms[at.item][at.code] * without / gammas[sum];
                }
            }
        }
        shares
    }
}

/// −η of every code of every item, at the origin where the highest codes add up to 0, and each item with its largest value 0. Neither
/// changes the likelihood, and the polynomials stay within the range of numbers.
fn balanced(counts: &PartialCreditCounts, free: &DVector<f64>) -> Vec<Vec<f64>> {
    let mut logs: Vec<Vec<f64>> = vec![vec![0.0]; counts.items()];
    for (at, eta) in counts.parameters().zip(with_first(free)) {
        logs[at.item].push(-eta);
    }
    let top: usize = (0..counts.items()).map(|item| counts.last(item)).sum();
    let shift = logs.iter().filter_map(|item| item.last()).sum::<f64>() / top as f64;
    for item in &mut logs {
        for (code, log) in item.iter_mut().enumerate() {
            *log -= shift * code as f64;
        }
        let largest = item.iter().copied().fold(0.0, f64::max);
        for log in item {
            *log -= largest;
        }
    }
    logs
}
