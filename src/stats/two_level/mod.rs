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

mod data;
mod em;
mod matrices;

use std::cmp::Ordering;

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use data::Data;
use matrices::NO_VARIANCE;

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

#[cfg(test)]
mod tests {
    use super::data::Data;
    use super::matrices::{Basis, Matrices};
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
        let data = Data::new(&groups, &within).unwrap();
        let fit = data.fit().unwrap();
        let at = |within: DMatrix<f64>, between: DMatrix<f64>| {
            Basis::new(&Matrices { within, between }).map_or(f64::INFINITY, |basis| data.deviance(&basis))
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
