//! One-way random-effects model by restricted maximum likelihood (REML), and shrunken group means (empirical Bayes).
//!
//! ```text
//! x̄ⱼ = μ + uⱼ + ē,  Var uⱼ = τ²,  Var ē = σ²/nⱼ,  γ = τ²/σ²,  wⱼ = 1/(1/nⱼ + γ)
//! −2 ln L(γ) = (N − 1) ln Q(γ) − Σ ln wⱼ + ln Σ wⱼ,   Q(γ) = SSW + Σ wⱼ(x̄ⱼ − μ̂)²,   μ̂ = Σ wⱼx̄ⱼ/Σ wⱼ
//! λⱼ = τ²/(τ² + σ²/nⱼ),   EBⱼ = μ̂ + λⱼ(x̄ⱼ − μ̂)
//! ```
//! x̄ⱼ is the mean of the nⱼ persons of group j, N the number of persons, SSW the sum of squares within groups and `EBⱼ`
//! the shrunken mean. Patterson & Thompson (1971), *Biometrika* 58(3), 545–554. μ and σ² are profiled out, so the
//! search has one dimension. Groups of one size enter together, so a step costs one term per distinct size. Standard
//! errors of the variance components come from the expected information; the shrunken means are those of Raudenbush &
//! Bryk (2002, *Hierarchical Linear Models*, ch. 3). Their standard errors average over the posterior of γ (see
//! `ratio_posterior`): with few groups τ² is hardly known, and an error for known variances is too small.

use crate::elementary::powi;
use crate::stats::exact_sum::exact_sum;
use crate::stats::one_way::{OfSize, Profile};
use crate::stats::ratio_posterior::{WeightedRatio, ratio_posterior};
use crate::stats::{GroupSummary, Undefined};

/// Estimates of a one-way random-effects model.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomEffects {
    /// μ̂: mean of the distribution of group means, in score units.
    pub mean: f64,
    /// Standard error of μ̂, 1/√Σ 1/(τ² + σ²/nⱼ).
    pub mean_se: f64,
    /// τ²: variance between groups.
    pub var_between: f64,
    /// σ²: variance within groups.
    pub var_within: f64,
    /// Standard error of τ²; `None` if τ² is at its boundary.
    pub var_between_se: Option<f64>,
    /// Standard error of σ².
    pub var_within_se: f64,
    /// True if τ² = 0 because the likelihood is highest at this end of its range.
    pub at_boundary: bool,
    /// Mean of λⱼ over the groups that have persons (`icc2_mean`).
    pub mean_reliability: f64,
    /// Shrunken mean of each group, in input order.
    pub groups: Vec<ShrunkenMean>,
}

/// Group mean shrunk towards the overall mean according to its unreliability (empirical Bayes).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShrunkenMean {
    /// λⱼ: reliability of the group's observed mean, 0 to 1; 0 for an empty group.
    pub reliability: f64,
    /// The shrunken mean, in score units.
    pub mean: f64,
    /// Standard error with the uncertainty of the variances: the root of the posterior mean of the squared error.
    pub se: f64,
    /// Standard error if the variances were known, √(τ²(1 − λⱼ) + (1 − λⱼ)² Var μ̂).
    pub se_plugin: f64,
    /// Standard deviation if μ were known, √(τ²(1 − λⱼ)).
    pub conditional_sd: f64,
}

/// Fits the model to the groups' summaries. Empty groups do not affect the fit; their shrunken mean is μ̂.
///
/// # Errors
/// [`Undefined::TooFewGroups`] for fewer than two groups with persons, [`Undefined::TooFewPersons`] if no group has two
/// persons, [`Undefined::NoVariance`] if persons do not vary within groups, [`Undefined::OutOfRange`] if a summary is
/// not finite, and [`Undefined::NoConvergence`] if the search fails.
pub fn random_effects(groups: &[GroupSummary]) -> Result<RandomEffects, Undefined> {
    let data = Profile::new(groups)?;
    let ratio = data.best_ratio()?;
    let at = data.at(ratio);
    let var_within = at.q / (data.n - 1.0);
    let var_between = ratio * var_within;
    let mean_variance = var_within / at.weight;
    let errors = data.standard_errors(var_between, var_within);
    let at_boundary = ratio <= 0.0;
    let mean = data.origin + at.mean;
    let posterior = Conditional::all(&data, ratio);
    let shrunken: Vec<ShrunkenMean> = groups
        .iter()
        .map(|group| {
            let persons = group.n as f64;
            let reliability = ratio * persons / (1.0 + ratio * persons);
            let rest = 1.0 / (1.0 + ratio * persons);
            let own = var_between * rest;
            let from_origin = at.mean + reliability * (group.mean - mean);
            let deviation = if group.n > 0 { group.mean - data.origin } else { 0.0 };
            let squared = |given: &Conditional| given.weight * given.squared_error(persons, deviation, from_origin);
            ShrunkenMean {
                reliability,
                mean: mean + reliability * (group.mean - mean),
                se: posterior.iter().map(squared).sum::<f64>().sqrt(),
                se_plugin: (own + rest * rest * mean_variance).sqrt(),
                conditional_sd: own.sqrt(),
            }
        })
        .collect();
    let present = groups.iter().zip(&shrunken).filter(|(group, _)| group.n > 0);
    Ok(RandomEffects {
        mean,
        mean_se: mean_variance.sqrt(),
        var_between,
        var_within,
        var_between_se: (!at_boundary).then_some(errors.between),
        var_within_se: errors.within,
        at_boundary,
        mean_reliability: exact_sum(present.map(|(_, found)| found.reliability)) / data.groups,
        groups: shrunken,
    })
}

/// The model at one value of γ, with its posterior probability.
struct Conditional {
    weight: f64,
    ratio: f64,
    /// μ̂, relative to the origin.
    mean: f64,
    /// Posterior mean of σ².
    var_within: f64,
    /// Σ wⱼ.
    precision: f64,
}

impl Conditional {
    fn all(data: &Profile, likeliest: f64) -> Vec<Self> {
        let posterior = ratio_posterior(data, likeliest);
        let given = |found: &WeightedRatio| {
            let at = data.at(found.ratio);
            Self {
                weight: found.weight,
                ratio: found.ratio,
                mean: at.mean,
                var_within: at.q / (data.n - 3.0).max(1.0),
                precision: at.weight,
            }
        };
        posterior.iter().map(given).collect()
    }

    /// Posterior mean of the squared difference between the true mean of a group and its `estimate`, given γ.
    fn squared_error(&self, persons: f64, mean: f64, estimate: f64) -> f64 {
        let rest = 1.0 / (1.0 + self.ratio * persons);
        let expected = mean + rest * (self.mean - mean);
        self.var_within * (self.ratio * rest + rest * rest / self.precision) + powi(expected - estimate, 2)
    }
}

/// Standard errors of τ² and σ².
struct StandardErrors {
    between: f64,
    within: f64,
}

impl Profile {
    /// Standard errors from the expected information of τ² and σ², ½ tr(P Vₖ P Vₗ) with P = V⁻¹ − V⁻¹1(1'V⁻¹1)⁻¹1'V⁻¹
    /// (Searle et al. 1992, *Variance Components*, section 6.6), summed over groups in closed form.
    fn standard_errors(&self, between: f64, within: f64) -> StandardErrors {
        let b = |size: &OfSize| 1.0 / (within + size.n * between);
        // Σ nʲ bᵏ over groups.
        let power = |j: i32, k: i32| self.sum(|size| size.groups * powi(size.n, j) * powi(b(size), k));
        let a = power(1, 1);
        let tt = power(2, 2) - 2.0 * power(3, 3) / a + powi(power(2, 2) / a, 2);
        let ts = power(1, 2) - 2.0 * power(2, 3) / a + power(1, 2) * power(2, 2) / (a * a);
        let ss =
            (self.n - self.groups) / (within * within) + power(0, 2) - 2.0 * power(1, 3) / a + powi(power(1, 2) / a, 2);
        let determinant = tt * ss - ts * ts;
        StandardErrors {
            between: (2.0 * ss / determinant).sqrt(),
            within: (2.0 * tt / determinant).sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, random_effects};
    use crate::elementary::{powf, powi};
    use crate::stats::{GroupSummary, Undefined, anova};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    fn summaries(groups: &[Vec<f64>]) -> Vec<GroupSummary> {
        groups.iter().map(|group| GroupSummary::from_values(group)).collect()
    }

    #[test]
    fn davies_1949_dyestuff() {
        // Davies (1949), table 6.3: yield of dyestuff from six batches, five samples each. Bates (2010, lme4, section
        // 1.3) prints the REML estimates: variances 1764 and 2451, mean 1527.50 with standard error 19.38.
        let batches: Vec<Vec<f64>> = [
            [1545., 1440., 1440., 1520., 1580.],
            [1540., 1555., 1490., 1560., 1495.],
            [1595., 1550., 1605., 1510., 1560.],
            [1445., 1440., 1595., 1465., 1545.],
            [1595., 1630., 1515., 1635., 1625.],
            [1520., 1455., 1450., 1480., 1445.],
        ]
        .iter()
        .map(|batch| batch.to_vec())
        .collect();
        let found = random_effects(&summaries(&batches)).unwrap();
        assert_abs_diff_eq!(found.var_between, 1764.05, epsilon = 0.005);
        assert_abs_diff_eq!(found.var_within, 2451.25, epsilon = 0.005);
        assert_abs_diff_eq!(found.mean, 1527.5, epsilon = 0.005);
        assert_abs_diff_eq!(found.mean_se, 19.383, epsilon = 0.0005);
    }

    #[test]
    fn similar_groups_put_the_variance_at_its_boundary() {
        let found = random_effects(&summaries(&[vec![1.0, 6.0], vec![2.0, 5.0, 3.5], vec![3.0, 4.0]])).unwrap();
        assert!(found.at_boundary);
        assert_eq!((found.var_between_se, found.groups[1].reliability), (None, 0.0));
        // With τ² = 0, σ² is the variance of all persons together.
        let whole = GroupSummary::from_values(&[1.0, 6.0, 2.0, 5.0, 3.5, 3.0, 4.0]);
        assert_relative_eq!(found.var_within, whole.variance().unwrap(), max_relative = 1e-14);
        assert_relative_eq!(found.mean_se, whole.sd().unwrap() / 7_f64.sqrt(), max_relative = 1e-14);
        assert_relative_eq!(found.groups[0].mean, found.mean, max_relative = 1e-14);
    }

    #[test]
    fn an_empty_group_gets_the_overall_mean() {
        let mut groups = summaries(&[vec![1.0, 2.0], vec![5.0, 5.5]]);
        groups.push(GroupSummary::default());
        let found = random_effects(&groups).unwrap();
        assert_relative_eq!(found.groups[2].mean, found.mean);
        assert_relative_eq!(
            powi(found.groups[2].se_plugin, 2),
            found.var_between + powi(found.mean_se, 2)
        );
        assert_relative_eq!(found.mean_reliability, found.groups[0].reliability);
    }

    #[test]
    fn data_that_cannot_be_fitted_give_a_reason() {
        let of = |groups: &[Vec<f64>]| random_effects(&summaries(groups)).unwrap_err();
        assert_eq!(of(&[vec![1.0, 2.0]]), Undefined::TooFewGroups { found: 1, needed: 2 });
        assert_eq!(
            of(&[vec![1.0], vec![2.0]]),
            Undefined::TooFewPersons { found: 2, needed: 3 }
        );
        assert_eq!(
            of(&[vec![1.0, 1.0], vec![2.0]]),
            Undefined::NoVariance {
                of: "the scores within groups"
            }
        );
        let endless = GroupSummary {
            n: 3,
            mean: f64::INFINITY,
            sum_sq: 1.0,
        };
        assert!(matches!(
            random_effects(&[endless, endless]),
            Err(Undefined::OutOfRange { .. })
        ));
    }

    #[test]
    fn many_groups_take_little_longer_than_few() {
        let groups: Vec<GroupSummary> = (0..150_000_u64)
            .map(|j| GroupSummary {
                n: 2 + j % 90,
                mean: 4.0 + ((j * 7919) % 1000) as f64 / 1000.0,
                sum_sq: 0.6 * (1 + j % 90) as f64,
            })
            .collect();
        let found = random_effects(&groups).unwrap();
        // The means are spread evenly over an interval of length 1, except for σ²/n.
        assert_relative_eq!(found.var_within, 0.6, max_relative = 0.01);
        assert!(found.var_between > 0.05 && found.var_between < 1.0 / 12.0);
    }

    proptest! {
        #[test]
        fn groups_of_one_size_have_the_estimates_of_the_analysis_of_variance(groups in vec(vec(1.0..6.0_f64, 4), 2..12)) {
            let groups = summaries(&groups);
            let (table, found) = (anova(&groups).unwrap(), random_effects(&groups).unwrap());
            let moment = (table.ms_between - table.ms_within) / 4.0;
            if moment > 1e-9 {
                prop_assert!((found.var_between - moment).abs() < 1e-9 * (moment + table.ms_within));
                prop_assert!((found.var_within / table.ms_within - 1.0).abs() < 1e-9);
                let (df1, df2) = (table.df_between as f64, table.df_within as f64);
                let se = (2.0 / 16.0 * (powi(table.ms_between, 2) / df1 + powi(table.ms_within, 2) / df2)).sqrt();
                prop_assert!((found.var_between_se.unwrap() / se - 1.0).abs() < 1e-6);
                prop_assert!((found.var_within_se / (table.ms_within * (2.0 / df2).sqrt()) - 1.0).abs() < 1e-6);
            } else if moment < -1e-9 {
                prop_assert!(found.at_boundary);
            }
        }

        #[test]
        fn no_other_ratio_is_likelier(
            groups in vec(vec(1.0..6.0_f64, 1..30), 2..12), spread in 0.0..9.0_f64, others in vec(-9.0..6.0_f64, 40)
        ) {
            let mut groups = summaries(&groups);
            for (place, group) in groups.iter_mut().enumerate() {
                group.mean += spread * (place % 3) as f64;
            }
            if let Ok(profile) = Profile::new(&groups) {
                let best = profile.deviance(profile.best_ratio().unwrap());
                for other in others.into_iter().map(|log| powf(10.0, log)).chain([0.0]) {
                    prop_assert!(best <= profile.deviance(other) + 1e-9);
                }
            }
        }

        #[test]
        fn rescaling_scales_and_order_does_not_matter(
            groups in vec(vec(1.0..6.0_f64, 1..9), 3..9), scale in 0.01..100.0_f64, shift in -9.0..9.0_f64
        ) {
            let moved: Vec<Vec<f64>> = groups.iter().rev()
                .map(|group| group.iter().map(|x| shift + scale * x).collect()).collect();
            if let (Ok(a), Ok(b)) = (random_effects(&summaries(&groups)), random_effects(&summaries(&moved))) {
                let near = |x: f64, y: f64| (x - y).abs() <= 1e-6 * (a.var_between + a.var_within) * scale * scale;
                prop_assert!(near(a.var_between * scale * scale, b.var_between));
                prop_assert!(near(a.var_within * scale * scale, b.var_within));
                prop_assert!((shift + scale * a.mean - b.mean).abs() < 1e-6 * scale);
            }
        }
    }
}
