//! Covariances of items within and between groups, by maximum likelihood, and the reliabilities that follow from them.
//!
//! ```text
//! yᵢⱼ = μ + bⱼ + eᵢⱼ,  bⱼ ~ N(0, Σb),  eᵢⱼ ~ N(0, Σw)
//! alpha_within            = k/(k − 1) · C_w/S_w
//! alpha_between           = k/(k − 1) · C_b/S_b                      Geldhof, Preacher & Zyphur (2014)
//! alpha_between_observed  = k/(k − 1) · C_b/(S_b + S_w/ñ)            Lai (2021)
//! alpha_two_level         = k/(k − 1) · (C_w + C_b)/(S_w + S_b)
//! ```
//! S is the sum of all entries of a matrix, C of its off-diagonal entries; k is the number of items and ñ the harmonic
//! mean group size. Geldhof et al.: *Psychological Methods* 19(1), 72–91; Lai: 26(1), 90–102.
//!
//! Both matrices are unrestricted. They are estimated by parameter-expanded EM (Liu, Rubin & Wu 1998, *Biometrika*
//! 85(4), 755–770), accelerated by squared extrapolation (SQUAREM; Varadhan & Roland 2008, *Scandinavian Journal of
//! Statistics* 35(2), 335–353) whenever that does not lower the likelihood. Each step first diagonalises both matrices
//! together (Σw = TT', Σb = TΛT'), so that no group size needs a matrix inverse. Groups of one size enter as at most k
//! + 1 rows.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use nalgebra::{Cholesky, DMatrix, DVector, SymmetricEigen};

use crate::elementary::{hypot, ln};
use crate::stats::Undefined;

/// Most steps.
const STEPS: usize = 20_000;
/// The search ends if a step changes no variance, and no covariance relative to its variances, by more than this share.
const SETTLED: f64 = 1e-9;
/// A variance between groups below this share of the variance within groups is treated as 0.
const NO_VARIANCE: f64 = 1e-6;
/// An eigenvalue of Σb relative to Σw at or below this is treated as 0: the estimate is at the edge of its range.
const EDGE: f64 = 1e-11;
/// An eigenvalue of the within-group correlations at or below this is rounding error.
const SINGULAR: f64 = 1e-10;
/// Number of times that an extrapolation which lowers the likelihood is shortened.
const LEAPS: usize = 4;
/// Most sweeps to find the eigenvalues of a matrix; about thirty are usual.
const EIGEN_STEPS: usize = 10_000;
/// With fewer groups than this the between-group matrix is unreliable.
const FEW_GROUPS: usize = 20;

/// Item means of the complete respondents of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemMeans {
    /// Number of persons.
    pub n: u64,
    /// Mean of each item (length k).
    pub means: Vec<f64>,
}

impl ItemMeans {
    /// Order by size and means.
    fn by_figures(&self, other: &Self) -> Ordering {
        let means = self.means.iter().zip(&other.means);
        let by_means = || means.fold(Ordering::Equal, |order, (a, b)| order.then(a.total_cmp(b)));
        self.n.cmp(&other.n).then_with(by_means)
    }
}

/// Says if there are enough groups to estimate a between-group covariance matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BetweenSupport {
    /// At least 20 groups, and at least as many groups as items.
    Enough,
    /// Fewer than 20 groups: between-group figures are rough.
    FewGroups,
    /// Fewer groups than items: the between-group matrix is singular.
    FewerGroupsThanItems,
}

/// Unrestricted two-level model with its reliabilities.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoLevel {
    /// Σw: covariance matrix within groups, k × k.
    pub within: DMatrix<f64>,
    /// Σb: covariance matrix between groups, k × k.
    pub between: DMatrix<f64>,
    /// μ: item means (length k).
    pub mean: DVector<f64>,
    /// ñ: harmonic mean group size.
    pub harmonic_size: f64,
    /// Number of groups with persons.
    pub groups: usize,
    /// Says if these groups are enough.
    pub support: BetweenSupport,
    /// Number of EM steps.
    pub iterations: usize,
    /// Alpha for differences between persons of one group.
    pub alpha_within: Result<f64, Undefined>,
    /// Alpha for differences between the groups' true means.
    pub alpha_between: Result<f64, Undefined>,
    /// Alpha for differences between the groups' observed means.
    pub alpha_between_observed: Result<f64, Undefined>,
    /// Alpha for persons' scores, both levels combined.
    pub alpha_two_level: Result<f64, Undefined>,
}

/// Fits the model to the groups' item means and the pooled within-group sums of squares and products `within` = Σⱼ Σᵢ
/// (yᵢⱼ − ȳⱼ)(yᵢⱼ − ȳⱼ)', k × k.
///
/// # Errors
/// [`Undefined::TooFewItems`] or [`Undefined::TooFewGroups`] for fewer than two items or groups,
/// [`Undefined::TooFewPersons`] for fewer persons than groups plus items, [`Undefined::NotPositiveDefinite`] if the
/// within-group matrix is singular, [`Undefined::OutOfRange`] if dimensions disagree or a number is not finite, and
/// [`Undefined::NoConvergence`] if the search does not converge.
pub fn two_level(groups: &[ItemMeans], within: &DMatrix<f64>) -> Result<TwoLevel, Undefined> {
    let data = Data::new(groups, within)?;
    let fit = data.fit()?;
    let k = data.k as f64;
    let harmonic_size = data.groups / data.sizes.iter().map(|size| size.groups / size.n).sum::<f64>();
    let (s_w, s_b) = (fit.within.sum(), fit.between.sum());
    let (c_w, c_b) = (s_w - fit.within.trace(), s_b - fit.between.trace());
    let scale = k / (k - 1.0);
    let differ = fit.between.trace() > NO_VARIANCE * fit.within.trace();
    let between = |total: f64| {
        if differ && total > 0.0 {
            Ok(scale * c_b / total)
        } else {
            Err(Undefined::NoVariance {
                of: "the true means of the groups",
            })
        }
    };
    let of_scores = |off_diagonal: f64, total: f64| {
        if total > NO_VARIANCE * fit.within.trace() {
            Ok(scale * off_diagonal / total)
        } else {
            Err(Undefined::NoVariance { of: "the scores" })
        }
    };
    let support = if data.count < data.k {
        BetweenSupport::FewerGroupsThanItems
    } else if data.count < FEW_GROUPS {
        BetweenSupport::FewGroups
    } else {
        BetweenSupport::Enough
    };
    Ok(TwoLevel {
        harmonic_size,
        groups: data.count,
        support,
        alpha_within: of_scores(c_w, s_w),
        alpha_between: between(s_b),
        alpha_between_observed: between(s_b + s_w / harmonic_size),
        alpha_two_level: of_scores(c_w + c_b, s_w + s_b),
        mean: data.origin + fit.mean,
        within: fit.within,
        between: fit.between,
        iterations: fit.iterations,
    })
}

/// All groups of one size: their mean, and columns whose outer products sum to the scatter matrix of the group means.
struct OfSize {
    n: f64,
    groups: f64,
    mean: DVector<f64>,
    scatter: DMatrix<f64>,
}

impl OfSize {
    /// Reduces the scatter to at most k columns, for any number of groups.
    fn new(n: f64, means: &[DVector<f64>]) -> Option<Self> {
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
    fn transformed(&self, basis: &Basis, mean: &DVector<f64>) -> DMatrix<f64> {
        let last = self.scatter.ncols();
        let mut columns = (&basis.inverse * &self.scatter).insert_column(last, 0.0);
        columns.set_column(last, &((&basis.inverse * &self.mean - mean) * self.groups.sqrt()));
        columns
    }
}

/// The two covariance matrices of the model.
struct Matrices {
    within: DMatrix<f64>,
    between: DMatrix<f64>,
}

impl Matrices {
    /// a·self + b·one + c·two
    fn combine(&self, a: f64, one: &Self, b: f64, two: &Self, c: f64) -> Self {
        Self {
            within: &self.within * a + &one.within * b + &two.within * c,
            between: &self.between * a + &one.between * b + &two.between * c,
        }
    }

    fn norm(&self) -> f64 {
        hypot(self.within.norm(), self.between.norm())
    }

    fn settled(&self, before: &Self) -> bool {
        let near = |now: &DMatrix<f64>, then: &DMatrix<f64>, floor: &DMatrix<f64>| {
            (0..now.nrows()).all(|row| {
                (0..now.ncols()).all(|column| {
                    let scale = |at: usize| now[(at, at)] + NO_VARIANCE * floor[(at, at)];
                    (now[(row, column)] - then[(row, column)]).abs() <= SETTLED * (scale(row) * scale(column)).sqrt()
                })
            })
        };
        near(&self.within, &before.within, &self.within) && near(&self.between, &before.between, &self.within)
    }
}

/// Basis in which both matrices are diagonal: Σw = TT' and Σb = TΛT'.
struct Basis {
    t: DMatrix<f64>,
    inverse: DMatrix<f64>,
    lambda: DVector<f64>,
    /// ln|Σw|
    log_determinant: f64,
}

impl Basis {
    /// `None` unless Σw is positive definite and Σb, up to rounding, positive semidefinite.
    fn new(matrices: &Matrices) -> Option<Self> {
        let lower = Cholesky::new(matrices.within.clone())?.unpack();
        let k = lower.nrows();
        let inverse = lower.solve_lower_triangular(&DMatrix::identity(k, k))?;
        let between = &inverse * &matrices.between * inverse.transpose();
        let symmetric = (&between + between.transpose()) * 0.5;
        if !symmetric.iter().all(|entry| entry.is_finite()) {
            return None;
        }
        let eigen = SymmetricEigen::try_new(symmetric, f64::EPSILON, EIGEN_STEPS)?;
        let slack = EDGE.max(1e-12 * eigen.eigenvalues.amax());
        (eigen.eigenvalues.min() >= -slack).then(|| Self {
            log_determinant: 2.0 * lower.diagonal().map(ln).sum(),
            t: &lower * &eigen.eigenvectors,
            inverse: eigen.eigenvectors.transpose() * inverse,
            lambda: eigen.eigenvalues.map(|value| value.max(0.0)),
        })
    }
}

struct Fit {
    mean: DVector<f64>,
    within: DMatrix<f64>,
    between: DMatrix<f64>,
    iterations: usize,
}

struct Data {
    k: usize,
    count: usize,
    groups: f64,
    persons: f64,
    /// Subtracted from all means, so that no digits are lost.
    origin: DVector<f64>,
    within: DMatrix<f64>,
    sizes: Vec<OfSize>,
}

impl Data {
    fn new(groups: &[ItemMeans], within: &DMatrix<f64>) -> Result<Self, Undefined> {
        let k = within.nrows();
        if k < 2 {
            return Err(Undefined::TooFewItems { found: k, needed: 2 });
        }
        // Sums over the groups are then the same for any order in which they are given.
        let mut groups: Vec<&ItemMeans> = groups.iter().filter(|group| group.n > 0).collect();
        groups.sort_by(|one, other| one.by_figures(other));
        let present = || groups.iter().copied();
        if within.ncols() != k || present().any(|group| group.means.len() != k) {
            return Err(Undefined::OutOfRange {
                why: "the means and the products within groups must be of the same items",
            });
        }
        if !within
            .iter()
            .chain(present().flat_map(|group| &group.means))
            .all(|x| x.is_finite())
        {
            return Err(Undefined::OutOfRange {
                why: "the answers are not all finite numbers",
            });
        }
        let count = present().count();
        if count < 2 {
            return Err(Undefined::TooFewGroups {
                found: count,
                needed: 2,
            });
        }
        let persons: u64 = present().map(|group| group.n).sum();
        let needed = (count + k) as u64;
        if persons < needed {
            return Err(Undefined::TooFewPersons { found: persons, needed });
        }
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

    /// Runs EM steps with squared extrapolation until a plain step changes nothing.
    fn fit(&self) -> Result<Fit, Undefined> {
        let singular = || Undefined::NotPositiveDefinite {
            matrix: "within-group covariance",
        };
        let mut now = self.start();
        if !is_well_conditioned(&now.within) {
            return Err(singular());
        }
        let mut basis = Basis::new(&now).ok_or_else(singular)?;
        let mut iterations = 0;
        while iterations < STEPS {
            let first = self.step(&basis).ok_or_else(singular)?;
            let first_basis = Basis::new(&first).ok_or_else(singular)?;
            let second = self.step(&first_basis).ok_or_else(singular)?;
            let second_basis = Basis::new(&second).ok_or_else(singular)?;
            iterations += 2;
            if second.settled(&first) {
                if let Some(opened) = self.off_the_edge(&second, &second_basis) {
                    basis = Basis::new(&opened).ok_or_else(singular)?;
                    now = opened;
                    continue;
                }
                return Ok(Fit {
                    mean: &second_basis.t * self.transformed_mean(&second_basis),
                    within: second.within,
                    between: second.between,
                    iterations,
                });
            }
            (now, basis) = match self.leap(&now, &first, &second, &second_basis) {
                Some(leaped) => leaped,
                None => (second, second_basis),
            };
        }
        Err(Undefined::NoConvergence { iterations })
    }

    /// Extrapolates to x − 2αr + α²v, where r is the first step's change, v the change of the change and α = −|r|/|v|.
    /// α moves towards the plain step (α = −1) as long as the likelihood is lower than the plain step's. `None` if no
    /// extrapolation helps.
    fn leap(&self, start: &Matrices, first: &Matrices, second: &Matrices, plain: &Basis) -> Option<(Matrices, Basis)> {
        let r = start.combine(-1.0, first, 1.0, second, 0.0).norm();
        let v = start.combine(1.0, first, -2.0, second, 1.0).norm();
        let enough = self.deviance(plain);
        let mut alpha = -r / v;
        for _ in 0..LEAPS {
            if alpha.is_nan() || alpha > -1.0 || alpha.is_infinite() {
                return None;
            }
            let square = alpha * alpha;
            let to = start.combine(
                1.0 + 2.0 * alpha + square,
                first,
                -2.0 * alpha - 2.0 * square,
                second,
                square,
            );
            match Basis::new(&to) {
                Some(basis) if self.deviance(&basis) <= enough => return Some((to, basis)),
                _ => alpha = 0.5 * (alpha - 1.0),
            }
        }
        None
    }

    /// Starting values by moments: Σw pooled within groups; Σb from the observed means, with a little variance in every
    /// direction.
    fn start(&self) -> Matrices {
        let within = &self.within / (self.persons - self.groups);
        let mut means = &within * 0.01;
        for size in &self.sizes {
            let products = &size.scatter * size.scatter.transpose() + &size.mean * size.mean.transpose() * size.groups;
            means += products / self.groups;
        }
        Matrices { within, between: means }
    }

    /// One step of parameter-expanded EM (Liu, Rubin & Wu 1998) from the matrices of `basis`: group deviations enter as
    /// A b, and A, which starts at I, is estimated too. This avoids the slow convergence of plain EM near an edge of
    /// Σb. Directions in which Σb is 0 are left out. μ is the generalised least squares mean.
    fn step(&self, basis: &Basis) -> Option<Matrices> {
        let k = self.k;
        let open: Vec<usize> = (0..k).filter(|&item| basis.lambda[item] > EDGE).collect();
        let r = open.len();
        let mean = self.transformed_mean(basis);
        // Σ(b̂b̂' + V), Σn(b̂b̂' + V), Σn z b̂' and Σn zz' with z = ȳ − μ
        let mut expected = DMatrix::<f64>::zeros(r, r);
        let mut weighted = expected.clone();
        let mut crossed = DMatrix::<f64>::zeros(k, r);
        let mut total = DMatrix::<f64>::zeros(k, k);
        for size in &self.sizes {
            // For each axis of this basis: b̂ = λ/(λ + 1/n) · z, V = λ/(nλ + 1).
            let gain: Vec<f64> = open
                .iter()
                .map(|&at| basis.lambda[at] / (basis.lambda[at] + 1.0 / size.n))
                .collect();
            let off = size.transformed(basis, &mean);
            let products = &off * off.transpose();
            let mut predicted = DMatrix::from_fn(r, r, |row, column| {
                products[(open[row], open[column])] * gain[row] * gain[column]
            });
            for (place, gain) in gain.iter().enumerate() {
                predicted[(place, place)] += size.groups * gain / size.n;
            }
            crossed += DMatrix::from_fn(k, r, |row, column| {
                products[(row, open[column])] * gain[column] * size.n
            });
            total += products * size.n;
            weighted += &predicted * size.n;
            expected += predicted;
        }
        let back = |inner: &DMatrix<f64>| {
            let outer = &basis.t * inner * basis.t.transpose();
            (&outer + outer.transpose()) * 0.5
        };
        let (left, between) = if r == 0 {
            (total, DMatrix::zeros(k, k))
        } else {
            let a = Cholesky::new(weighted)?.solve(&crossed.transpose()).transpose();
            (total - &a * crossed.transpose(), back(&(&a * expected * a.transpose())))
        };
        Some(Matrices {
            within: (back(&left) + &self.within) / self.persons,
            between: between / self.groups,
        })
    }

    /// If Σb is at its edge and the likelihood rises off it, returns matrices slightly off the edge.
    ///
    /// Half the derivative of −2 ln L with respect to Σb is Σ S⁻¹ − S⁻¹zz'S⁻¹ with S = Λ + I/n. At a maximum it has no
    /// negative eigenvalue in the directions in which Σb is 0.
    fn off_the_edge(&self, at: &Matrices, basis: &Basis) -> Option<Matrices> {
        let shut: Vec<usize> = (0..self.k).filter(|&item| basis.lambda[item] <= EDGE).collect();
        if shut.is_empty() {
            return None;
        }
        let mean = self.transformed_mean(basis);
        let mut slope = DMatrix::<f64>::zeros(shut.len(), shut.len());
        for size in &self.sizes {
            let off = size.transformed(basis, &mean).select_rows(&shut) * size.n;
            slope -= &off * off.transpose();
            for place in 0..shut.len() {
                slope[(place, place)] += size.groups * size.n;
            }
        }
        let eigen = SymmetricEigen::try_new(slope, f64::EPSILON, EIGEN_STEPS)?;
        let (steepest, &least) = eigen.eigenvalues.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
        if least >= -NO_VARIANCE * self.persons {
            return None;
        }
        let direction = basis.t.select_columns(&shut) * eigen.eigenvectors.column(steepest);
        Some(Matrices {
            within: at.within.clone(),
            between: &at.between + &direction * direction.transpose() * (NO_VARIANCE * self.groups / self.persons),
        })
    }

    /// T⁻¹ times the generalised least squares mean.
    fn transformed_mean(&self, basis: &Basis) -> DVector<f64> {
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
    fn deviance(&self, basis: &Basis) -> f64 {
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

/// True if no eigenvalue of the correlation matrix is 0 up to rounding.
fn is_well_conditioned(covariance: &DMatrix<f64>) -> bool {
    let sd = covariance.diagonal().map(f64::sqrt);
    if sd.iter().any(|sd| sd.is_nan() || *sd <= 0.0) {
        return false;
    }
    let correlations = covariance.component_div(&(&sd * sd.transpose()));
    SymmetricEigen::try_new(correlations, f64::EPSILON, EIGEN_STEPS)
        .is_some_and(|eigen| eigen.eigenvalues.min() > SINGULAR)
}

#[cfg(test)]
mod tests {
    use super::{BetweenSupport, ItemMeans, two_level};
    use crate::stats::Undefined;
    use approx::assert_relative_eq;
    use nalgebra::{DMatrix, DVector};
    use proptest::collection::vec;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    /// Item means and pooled within-group products, from the answers of each group's persons.
    fn summarised(groups: &[Vec<Vec<f64>>]) -> (Vec<ItemMeans>, DMatrix<f64>) {
        let k = groups[0][0].len();
        let mut within = DMatrix::zeros(k, k);
        let means = groups.iter().map(|persons| {
            let n = persons.len();
            let mean = persons
                .iter()
                .fold(DVector::zeros(k), |sum, row| sum + DVector::from_column_slice(row))
                / n as f64;
            for row in persons {
                let off = DVector::from_column_slice(row) - &mean;
                within += &off * off.transpose();
            }
            ItemMeans {
                n: n as u64,
                means: mean.as_slice().to_vec(),
            }
        });
        (means.collect(), within)
    }

    /// Answers to `k` items that share a level of the group and of the person, with deterministic noise.
    fn made_up(sizes: &[usize], k: usize) -> Vec<Vec<Vec<f64>>> {
        let mut state = 12_345_u64;
        let mut noise = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (0..3)
                .map(|shift| ((state >> (16 * shift + 8)) & 0xffff) as f64 / 65_536.0)
                .sum::<f64>()
                - 1.5
        };
        let mut group = |n: usize| {
            let level: Vec<f64> = (0..k).map(|_| 0.4 * noise()).collect();
            let shared = noise();
            let mut person = || {
                let own = noise();
                level.iter().map(|level| 4.0 + shared + level + own + noise()).collect()
            };
            (0..n).map(|_| person()).collect()
        };
        sizes.iter().map(|&n| group(n)).collect()
    }

    #[test]
    fn groups_of_one_size_have_the_closed_form() {
        let (groups, within) = summarised(&made_up(&[8; 40], 4));
        let found = two_level(&groups, &within).unwrap();
        let expected_within = &within / (40.0 * 7.0);
        let grand = groups.iter().fold(DVector::zeros(4), |sum, one| {
            sum + DVector::from_column_slice(&one.means)
        }) / 40.0;
        let scatter = groups.iter().fold(DMatrix::zeros(4, 4), |sum, one| {
            let off = DVector::from_column_slice(&one.means) - &grand;
            sum + &off * off.transpose()
        });
        let expected_between = scatter / 40.0 - &expected_within / 8.0;
        assert!(expected_between.clone().symmetric_eigenvalues().min() > 0.0);
        for (found, wanted) in [(&found.within, &expected_within), (&found.between, &expected_between)] {
            for (a, b) in found.iter().zip(wanted) {
                assert_relative_eq!(a, b, max_relative = 1e-5, epsilon = 1e-7);
            }
        }
        assert_eq!(found.support, BetweenSupport::Enough);
        assert_relative_eq!(found.harmonic_size, 8.0, max_relative = 1e-14);
    }

    #[test]
    fn no_change_of_the_matrices_is_likelier() {
        let (groups, within) = summarised(&made_up(&[3, 5, 8, 13, 21, 4, 6, 9, 30, 11, 17, 2, 1, 7, 25], 3));
        let data = super::Data::new(&groups, &within).unwrap();
        let fit = data.fit().unwrap();
        let at = |within: DMatrix<f64>, between: DMatrix<f64>| {
            super::Basis::new(&super::Matrices { within, between }).map_or(f64::INFINITY, |basis| data.deviance(&basis))
        };
        let best = at(fit.within.clone(), fit.between.clone());
        for (row, column) in [(0, 0), (0, 1), (1, 2), (2, 2)] {
            for change in [-1e-3, 1e-3] {
                let mut moved = fit.within.clone();
                moved[(row, column)] += change;
                moved[(column, row)] = moved[(row, column)];
                assert!(best < at(moved, fit.between.clone()));
                let mut moved = fit.between.clone();
                moved[(row, column)] += change;
                moved[(column, row)] = moved[(row, column)];
                assert!(best < at(fit.within.clone(), moved));
            }
        }
    }

    #[test]
    fn support_depends_on_the_numbers_of_groups_and_items() {
        let few = summarised(&made_up(&[9, 8, 7, 6, 9, 12], 3));
        assert_eq!(two_level(&few.0, &few.1).unwrap().support, BetweenSupport::FewGroups);
        let fewer = summarised(&made_up(&[9, 8], 3));
        assert_eq!(
            two_level(&fewer.0, &fewer.1).unwrap().support,
            BetweenSupport::FewerGroupsThanItems
        );
    }

    #[test]
    fn data_that_cannot_be_fitted_give_a_reason() {
        let (groups, within) = summarised(&made_up(&[9, 8, 7], 3));
        let error = |groups: &[ItemMeans], within: &DMatrix<f64>| two_level(groups, within).unwrap_err();
        assert_eq!(
            error(&groups[..1], &within),
            Undefined::TooFewGroups { found: 1, needed: 2 }
        );
        let one = DMatrix::zeros(1, 1);
        assert_eq!(error(&groups, &one), Undefined::TooFewItems { found: 1, needed: 2 });
        let singular = DMatrix::from_element(3, 3, 1.0);
        let reason = Undefined::NotPositiveDefinite {
            matrix: "within-group covariance",
        };
        assert_eq!(error(&groups, &singular), reason);
        assert_eq!(error(&groups, &DMatrix::zeros(3, 3)), reason);
        assert!(matches!(
            error(&groups, &DMatrix::identity(2, 2)),
            Undefined::OutOfRange { .. }
        ));
        assert!(matches!(
            error(&groups, &(within * f64::NAN)),
            Undefined::OutOfRange { .. }
        ));
    }

    #[test]
    fn groups_that_do_not_differ_have_no_alpha_between() {
        let (mut groups, within) = summarised(&made_up(&[9, 8, 7, 12, 10], 3));
        for group in &mut groups {
            group.means = vec![4.0; 3];
        }
        let found = two_level(&groups, &within).unwrap();
        assert_eq!(
            found.alpha_between,
            Err(Undefined::NoVariance {
                of: "the true means of the groups"
            })
        );
        assert!(found.alpha_within.is_ok() && found.alpha_two_level.is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn shift_and_rescale_of_all_items_change_no_alpha(
            sizes in vec(4..20_usize, 6..12), shift in -20.0..20.0_f64, scale in 0.2..9.0_f64
        ) {
            let (groups, within) = summarised(&made_up(&sizes, 3));
            let moved: Vec<ItemMeans> = groups.iter().rev().map(|group| ItemMeans {
                n: group.n,
                means: group.means.iter().map(|mean| shift + scale * mean).collect(),
            }).collect();
            let a = two_level(&groups, &within).unwrap();
            let b = two_level(&moved, &(within * (scale * scale))).unwrap();
            for (a, b) in [
                (a.alpha_within, b.alpha_within),
                (a.alpha_between, b.alpha_between),
                (a.alpha_between_observed, b.alpha_between_observed),
                (a.alpha_two_level, b.alpha_two_level),
            ] {
                prop_assert!((a.unwrap() - b.unwrap()).abs() < 1e-5);
            }
        }
    }
}
