//! The data as the likelihood needs them, and the likelihood.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::figure::{check_groups, check_items, check_persons, out_of_range_if};
use crate::stats::two_level::ItemMeans;
use crate::stats::two_level::matrices::{Basis, EIGEN_STEPS, Matrices};

/// All groups of one size: their mean, and columns whose outer products sum to the scatter matrix of the group means.
pub(super) struct OfSize {
    pub(super) n: f64,
    pub(super) groups: f64,
    pub(super) mean: DVector<f64>,
    pub(super) scatter: DMatrix<f64>,
}

impl OfSize {
    /// Reduces the scatter to at most k columns, for any number of groups.
    pub(super) fn new(n: f64, means: &[DVector<f64>]) -> Option<Self> {
        let k = means.first()?.len();
        let groups = means.len() as f64;
        let mean = means.iter().fold(DVector::zeros(k), |sum, one| sum + one) / groups;
        let off: Vec<DVector<f64>> = means.iter().map(|one| one - &mean).collect();
        let mut scatter = DMatrix::from_columns(&off);
        if off.len() > k {
            let eigen = SymmetricEigen::try_new(&scatter * scatter.transpose(), f64::EPSILON, EIGEN_STEPS)?;
            scatter = eigen.eigenvectors;
            for (mut column, value) in scatter.column_iter_mut().zip(&eigen.eigenvalues) {
                column *= value.max(0.0).sqrt();
            }
        }
        Some(Self {
            n,
            groups,
            mean,
            scatter,
        })
    }

    /// Columns whose outer products sum to those of T⁻¹(ȳⱼ − μ) over the groups; `mean` is T⁻¹μ.
    pub(super) fn transformed(&self, basis: &Basis, mean: &DVector<f64>) -> DMatrix<f64> {
        let last = self.scatter.ncols();
        let mut columns = (&basis.inverse * &self.scatter).insert_column(last, 0.0);
        columns.set_column(last, &((&basis.inverse * &self.mean - mean) * self.groups.sqrt()));
        columns
    }
}

/// The data as the likelihood needs them.
pub(super) struct Data {
    pub(super) k: usize,
    pub(super) count: usize,
    pub(super) groups: f64,
    pub(super) persons: f64,
    /// Subtracted from all means, so that no digits are lost.
    pub(super) origin: DVector<f64>,
    pub(super) within: DMatrix<f64>,
    pub(super) sizes: Vec<OfSize>,
}

impl Data {
    pub(super) fn new(groups: &[ItemMeans], within: &DMatrix<f64>) -> Result<Self, Undefined> {
        let k = within.nrows();
        check_items(k, 2)?;
        // Sums over the groups are then the same for any order in which they are given.
        let mut groups: Vec<&ItemMeans> = groups.iter().filter(|group| group.n > 0).collect();
        groups.sort_by(|one, other| one.by_figures(other));
        let present = || groups.iter().copied();
        out_of_range_if(
            within.ncols() != k || present().any(|group| group.means.len() != k),
            "the means and the products within groups must be of the same items",
        )?;
        out_of_range_if(
            !within
                .iter()
                .chain(present().flat_map(|group| &group.means))
                .all(|x| x.is_finite()),
            "the answers are not all finite numbers",
        )?;
        let count = present().count();
        check_groups(count, 2)?;
        let persons: u64 = present().map(|group| group.n).sum();
        let needed = (count + k) as u64;
        check_persons(persons, needed)?;
        let mut origin = DVector::zeros(k);
        for group in present() {
            origin += DVector::from_column_slice(&group.means) * (group.n as f64 / persons as f64);
        }
        let mut by_size: BTreeMap<u64, Vec<DVector<f64>>> = BTreeMap::new();
        for group in present() {
            by_size
                .entry(group.n)
                .or_default()
                .push(DVector::from_column_slice(&group.means) - &origin);
        }
        let sizes: Option<Vec<OfSize>> = by_size.iter().map(|(&n, means)| OfSize::new(n as f64, means)).collect();
        Ok(Self {
            k,
            count,
            groups: count as f64,
            persons: persons as f64,
            origin,
            within: (within + within.transpose()) * 0.5,
            sizes: sizes.ok_or(Undefined::NoConvergence {
                iterations: EIGEN_STEPS,
            })?,
        })
    }

    /// Starting values by moments: Σw pooled within groups; Σb from the observed means, with a little variance in every
    /// direction.
    pub(super) fn start(&self) -> Matrices {
        let within = &self.within / (self.persons - self.groups);
        let mut means = &within * 0.01;
        for size in &self.sizes {
            let products = &size.scatter * size.scatter.transpose() + &size.mean * size.mean.transpose() * size.groups;
            means += products / self.groups;
        }
        Matrices { within, between: means }
    }

    /// T⁻¹ times the generalised least squares mean.
    pub(super) fn transformed_mean(&self, basis: &Basis) -> DVector<f64> {
        let mut weights = DVector::zeros(self.k);
        let mut sums = DVector::zeros(self.k);
        for size in &self.sizes {
            let weight = basis.lambda.map(|l| size.groups / (l + 1.0 / size.n));
            sums += (&basis.inverse * &size.mean).component_mul(&weight);
            weights += weight;
        }
        sums.component_div(&weights)
    }

    /// −2 ln L with μ profiled out, up to a constant.
    pub(super) fn deviance(&self, basis: &Basis) -> f64 {
        let mean = self.transformed_mean(basis);
        let inside = (&basis.inverse * &self.within).component_mul(&basis.inverse).sum();
        let mut sum = self.persons * basis.log_determinant + inside;
        for size in &self.sizes {
            let off = size.transformed(basis, &mean);
            for (&l, row) in basis.lambda.iter().zip(off.row_iter()) {
                let variance = l + 1.0 / size.n;
                sum += size.groups * ln(variance) + row.norm_squared() / variance;
            }
        }
        sum
    }
}
