//! Means and covariances of the items in one group.

use nalgebra::{DMatrix, DVector};

use crate::stats::structure::ordinal::OrdinalAnswers;

/// What a factor model with means is fitted to, in one group.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GroupMoments {
    /// Number of people.
    pub(crate) n: f64,
    /// Mean of each item.
    pub(crate) mean: DVector<f64>,
    /// Covariances (divisor n).
    pub(crate) cov: DMatrix<f64>,
}

impl GroupMoments {
    /// The moments of a group's answers, from exact sums.
    pub(crate) fn of(answers: &OrdinalAnswers) -> Self {
        let n = answers.persons() as f64;
        let sum = |item: usize| answers.column(item).iter().map(|&code| u64::from(code)).sum::<u64>();
        Self {
            n,
            mean: DVector::from_fn(answers.items(), |item, _| sum(item) as f64 / n),
            cov: answers.covariances() * ((n - 1.0) / n),
        }
    }

    /// The moments of (x − centre)/unit.
    pub(crate) fn rescaled(&self, centre: &DVector<f64>, unit: &DVector<f64>) -> Self {
        let cov = &self.cov;
        Self {
            n: self.n,
            mean: (&self.mean - centre).component_div(unit),
            cov: DMatrix::from_fn(cov.nrows(), cov.ncols(), |i, j| cov[(i, j)] / (unit[i] * unit[j])),
        }
    }
}

/// Centre and unit that bring the items to mean 0 and to variance 1 within groups, over all groups.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Metric {
    pub(crate) centre: DVector<f64>,
    pub(crate) unit: DVector<f64>,
}

impl Metric {
    pub(crate) fn of(groups: &[GroupMoments]) -> Self {
        let k = groups.first().map_or(0, |group| group.mean.len());
        let n: f64 = groups.iter().map(|group| group.n).sum();
        let zero = || DVector::zeros(k);
        let centre = groups
            .iter()
            .fold(zero(), |sum, group| sum + &group.mean * (group.n / n));
        let variance = groups
            .iter()
            .fold(zero(), |sum, group| sum + group.cov.diagonal() * (group.n / n));
        Self {
            centre,
            unit: variance.map(f64::sqrt),
        }
    }
}
