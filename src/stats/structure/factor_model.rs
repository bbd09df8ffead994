//! Confirmatory factor model: every item loads on one factor; factors have variance 1 and may correlate.
//!
//! Σ = ΛΦΛ′ + Ψ with σᵢⱼ = λᵢ φ λⱼ for i ≠ j. Parameters are the loadings λ, then the factor correlations φ, then, where
//! variances are modelled, the uniquenesses ψ.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::figure::{check_items, out_of_range_if};
use crate::stats::structure::polychoric_influence::Pair;

/// The factor of each item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorModel {
    factor_of: Vec<usize>,
    factors: usize,
}

impl FactorModel {
    /// One factor behind `items` items.
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] for fewer than three items.
    pub fn one_factor(items: usize) -> Result<Self, Undefined> {
        Self::new(vec![0; items])
    }

    /// The factor of each item, counted from 0.
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] if a single factor has fewer than three items, or one of several fewer than two, and
    /// [`Undefined::OutOfRange`] if a factor has no item.
    pub fn new(factor_of: Vec<usize>) -> Result<Self, Undefined> {
        let factors = factor_of.iter().max().map_or(0, |&last| last + 1);
        out_of_range_if(factors == 0, "there is no item")?;
        let needed = if factors == 1 { 3 } else { 2 };
        for factor in 0..factors {
            check_items(factor_of.iter().filter(|&&own| own == factor).count(), needed)?;
        }
        Ok(Self { factor_of, factors })
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.factor_of.len()
    }

    /// Number of factors.
    #[must_use]
    pub fn factors(&self) -> usize {
        self.factors
    }

    /// The factor of an item.
    #[must_use]
    pub fn factor_of(&self, item: usize) -> usize {
        self.factor_of[item]
    }

    /// Number of loadings and factor correlations.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.items() + self.factors * (self.factors - 1) / 2
    }

    /// Place of the correlation of two different factors among the parameters.
    pub(crate) fn place_of(&self, one: usize, other: usize) -> usize {
        let (high, low) = (one.max(other), one.min(other));
        self.items() + high * (high - 1) / 2 + low
    }

    /// Correlation of the factors of two items.
    fn phi(&self, parameters: &DVector<f64>, i: usize, j: usize) -> f64 {
        let (one, other) = (self.factor_of[i], self.factor_of[j]);
        if one == other {
            1.0
        } else {
            parameters[self.place_of(one, other)]
        }
    }

    /// ΛΦΛ′.
    pub(crate) fn common(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        let k = self.items();
        DMatrix::from_fn(k, k, |i, j| parameters[i] * parameters[j] * self.phi(parameters, i, j))
    }

    /// Correlation matrix of the factors.
    #[must_use]
    pub fn factor_correlations(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        DMatrix::from_fn(self.factors, self.factors, |a, b| {
            if a == b { 1.0 } else { parameters[self.place_of(a, b)] }
        })
    }

    /// Derivatives of the entries of ΛΦΛ′ at `pairs` (rows) by loadings and factor correlations (columns).
    pub(crate) fn derivatives(&self, parameters: &DVector<f64>, pairs: &[Pair]) -> DMatrix<f64> {
        let mut found = DMatrix::zeros(pairs.len(), self.parameters());
        for (place, &Pair { row: i, column: j }) in pairs.iter().enumerate() {
            let phi = self.phi(parameters, i, j);
            found[(place, i)] += parameters[j] * phi;
            found[(place, j)] += parameters[i] * phi;
            let (one, other) = (self.factor_of[i], self.factor_of[j]);
            if one != other {
                found[(place, self.place_of(one, other))] = parameters[i] * parameters[j];
            }
        }
        found
    }

    /// Starting values for standardised items: .7 for every loading, with the sign of most of the item's correlations; the
    /// factors' correlations are those of the sums of their items.
    pub(crate) fn start(&self, correlations: &DMatrix<f64>) -> DVector<f64> {
        let k = self.items();
        let mut start = DVector::zeros(self.parameters());
        for i in 0..k {
            let own = (0..k).filter(|&j| self.factor_of[j] == self.factor_of[i]);
            let sum: f64 = own.map(|j| correlations[(i, j)]).sum();
            start[i] = 0.7_f64.copysign(sum);
        }
        let sign: Vec<f64> = start.iter().take(k).map(|loading| loading.signum()).collect();
        let of = |a: usize, b: usize| -> f64 {
            let members = |factor: usize| (0..k).filter(move |&i| self.factor_of[i] == factor);
            let signed = |i: usize, j: usize| correlations[(i, j)] * sign[i] * sign[j];
            members(a)
                .flat_map(|i| members(b).map(move |j| (i, j)))
                .map(|(i, j)| signed(i, j))
                .sum()
        };
        for b in 1..self.factors {
            for a in 0..b {
                let r = of(a, b) / (of(a, a) * of(b, b)).max(1e-12).sqrt();
                let place = self.place_of(a, b);
                start[place] = r.clamp(-0.9, 0.9);
            }
        }
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::structure::polychoric_influence::pairs_of;
    use approx::assert_relative_eq;

    #[test]
    fn derivatives_are_those_of_the_implied_matrix() {
        let model = FactorModel::new(vec![0, 0, 1, 1, 1]).unwrap();
        let parameters = DVector::from_column_slice(&[0.7, 0.6, 0.8, 0.5, 0.9, 0.4]);
        let pairs = pairs_of(5);
        let own = model.derivatives(&parameters, &pairs);
        for place in 0..6 {
            let mut moved = parameters.clone();
            moved[place] += 1e-6;
            let change = (model.common(&moved) - model.common(&parameters)) / 1e-6;
            for (row, pair) in pairs.iter().enumerate() {
                assert_relative_eq!(own[(row, place)], change[(pair.row, pair.column)], epsilon = 1e-5);
            }
        }
    }

    #[test]
    fn too_few_items_for_a_factor_give_a_reason() {
        assert!(FactorModel::one_factor(2).is_err());
        assert!(FactorModel::new(vec![0, 0, 1]).is_err());
        assert!(FactorModel::new(vec![0, 0, 2, 2]).is_err());
        assert!(FactorModel::new(vec![0, 0, 1, 1]).is_ok());
    }
}
