//! Intraclass correlations: the share of variance between groups, and the reliability of group means.
//!
//! ```text
//! ICC(1) = (MSB − MSW)/(MSB + (k₀ − 1) MSW)
//! ICC(2) = (MSB − MSW)/MSB
//! ```
//! MSB and MSW are the mean squares between and within groups, k₀ the group size that stands for all. Bartko (1976),
//! *Psychological Bulletin* 83(5), 762–765. Shrout & Fleiss (1979), *Psychological Bulletin* 86(2), 420–428, call them
//! ICC(1,1) and ICC(1,k).
//!
//! The intervals are exact for normal scores and groups of any sizes. With γ = τ²/σ², the ratio of the variance between
//! groups to that within, and wⱼ = nⱼ/(1 + γnⱼ),
//!
//! ```text
//! H(γ) = (N − J) Σ wⱼ(x̄ⱼ − μ̂)²/((J − 1) SSW),   μ̂ = Σ wⱼx̄ⱼ/Σ wⱼ
//! ```
//! follows F(J − 1, N − J) at the true γ > −1/max nⱼ and falls as γ rises; the limits are where it equals the quantiles
//! of F. Wald (1940), *Annals of Mathematical Statistics* 11(1), 96–99; Harville & Fenech (1985), *Biometrics* 41(1),
//! 137–152. ICC(1) is γ/(1 + γ), and ICC(2) k₀γ/(1 + k₀γ). For groups of one size these are Shrout & Fleiss's limits.

use crate::stats::f_quantile::f_quantile;
use crate::stats::figure::no_variance_if;
use crate::stats::one_way::Profile;
use crate::stats::root::root;
use crate::stats::tails::tail_of_level;
use crate::stats::{Anova, GroupSummary, Interval, Undefined};

/// Intraclass correlation with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intraclass {
    /// The coefficient, at most 1; negative if groups differ less than by chance.
    pub value: f64,
    /// Two-sided interval of the coefficient.
    pub interval: Interval,
}

/// Limits of γ = τ²/σ², the ratio of the variance between groups to that within, at confidence `level` (between 0 and
/// 1). Exact for normal scores and groups of any sizes; both limits are infinite if persons do not vary within groups.
///
/// γ cannot be below −1/max nⱼ. A limit that would be lies there.
///
/// # Errors
/// The errors of [`anova`](crate::stats::anova()), [`Undefined::NoVariance`] if scores do not vary, and
/// [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
pub fn variance_ratio(groups: &[GroupSummary], anova: &Anova, level: f64) -> Result<Interval, Undefined> {
    let tail = tail_of_level(level)?;
    no_variance_if(anova.ms_between <= 0.0 && anova.ms_within <= 0.0, "the scores")?;
    if anova.ms_within <= 0.0 {
        return Ok(Interval::new(f64::INFINITY, f64::INFINITY));
    }
    let data = Profile::new(groups)?;
    let (between, within) = (anova.df_between as f64, anova.df_within as f64);
    let limit = |p: f64| Ok(ratio_with(&data, anova, f_quantile(p, between, within)?));
    Ok(Interval::new(limit(1.0 - tail)?, limit(tail)?))
}

/// The γ at which H(γ) equals `quantile`; the end of its range if there is none.
fn ratio_with(data: &Profile, anova: &Anova, quantile: f64) -> f64 {
    let most = data.sizes.last().map_or(1.0, |size| size.n);
    let lowest = -1.0 / most;
    let scale = anova.df_between as f64 * anova.ms_within;
    let excess = |ratio: f64| if anova.ms_between > 0.0 { data.at(ratio).between / scale } else { 0.0 } - quantile;
    let from = lowest * (1.0 - 1e-12);
    if excess(from) <= 0.0 {
        return lowest;
    }
    // H(γ) ≤ Σ(x̄ⱼ − μ̂)²/(γ (J − 1) MSW), so it falls below any quantile.
    let mut to = 1.0;
    while excess(to) > 0.0 && to < f64::MAX / 4.0 {
        to *= 4.0;
    }
    root(excess, from, to).unwrap_or(f64::INFINITY)
}

/// ICC(1), the share of variance between groups, with group size k₀. `ratio` are the limits of
/// [`variance_ratio`].
///
/// # Errors
/// [`Undefined::NoVariance`] if scores do not vary.
pub fn icc1(anova: &Anova, ratio: Interval) -> Result<Intraclass, Undefined> {
    icc1_of_size(anova, anova.k0, ratio)
}

/// ICC(1) with the mean group size in place of k₀, as R's `multilevel::ICC1` computes it. `ratio` are the limits of
/// [`variance_ratio`].
///
/// # Errors
/// [`Undefined::NoVariance`] if scores do not vary.
pub fn icc1_mean_size(anova: &Anova, ratio: Interval) -> Result<Intraclass, Undefined> {
    icc1_of_size(anova, anova.mean_size, ratio)
}

/// ICC(2), the reliability of group means for a group of size k₀. `ratio` are the limits of [`variance_ratio`].
///
/// # Errors
/// [`Undefined::NoVariance`] if scores or group means do not vary.
pub fn icc2(anova: &Anova, ratio: Interval) -> Result<Intraclass, Undefined> {
    no_variance_if(anova.ms_between <= 0.0, "the means of the groups")?;
    Ok(Intraclass {
        value: (anova.ms_between - anova.ms_within) / anova.ms_between,
        interval: reliability(ratio, anova.k0),
    })
}

fn icc1_of_size(anova: &Anova, size: f64, ratio: Interval) -> Result<Intraclass, Undefined> {
    no_variance_if(anova.ms_between <= 0.0 && anova.ms_within <= 0.0, "the scores")?;
    Ok(Intraclass {
        value: (anova.ms_between - anova.ms_within) / (anova.ms_between + (size - 1.0) * anova.ms_within),
        interval: reliability(ratio, 1.0),
    })
}

/// The limits of kγ/(1 + kγ), written so that γ = ∞ gives 1.
fn reliability(ratio: Interval, k: f64) -> Interval {
    let of = |ratio: f64| 1.0 - 1.0 / (1.0 + k * ratio);
    Interval::new(of(ratio.lower), of(ratio.upper))
}

#[cfg(test)]
mod tests {
    use super::{f_quantile, icc1, icc1_mean_size, icc2, variance_ratio};
    use crate::stats::{Anova, GroupSummary, Interval, Undefined, anova};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    /// Ratings of six targets by four judges: Shrout & Fleiss (1979), table 2.
    const SHROUT_FLEISS: [[f64; 4]; 6] = [
        [9.0, 2.0, 5.0, 8.0],
        [6.0, 1.0, 3.0, 2.0],
        [8.0, 4.0, 6.0, 8.0],
        [7.0, 1.0, 2.0, 6.0],
        [10.0, 5.0, 6.0, 9.0],
        [6.0, 2.0, 4.0, 7.0],
    ];

    /// Limits at 95 % for the same ratings from `psych::ICC` 2.2.9 in R 4.2.2.
    const LIMITS: [f64; 4] = [
        -0.132_932_324_874_751,
        0.722_560_062_328_121,
        -0.884_442_155_238_121,
        0.912_415_420_340_775,
    ];

    #[test]
    fn shrout_fleiss_1979() {
        let groups = SHROUT_FLEISS.map(|target| GroupSummary::from_values(&target));
        let table = anova(&groups).unwrap();
        // Printed: mean squares 11.24 and 6.26, coefficients .17 and .44.
        assert_abs_diff_eq!(table.ms_between, 11.24, epsilon = 0.005);
        assert_abs_diff_eq!(table.ms_within, 6.26, epsilon = 0.005);
        let (single, average) = (
            icc1(&table, ratio(&groups, &table)).unwrap(),
            icc2(&table, ratio(&groups, &table)).unwrap(),
        );
        assert_abs_diff_eq!(single.value, 0.17, epsilon = 0.005);
        assert_abs_diff_eq!(average.value, 0.44, epsilon = 0.005);
        assert_abs_diff_eq!(single.interval.lower, LIMITS[0], epsilon = 1e-9);
        assert_abs_diff_eq!(single.interval.upper, LIMITS[1], epsilon = 1e-9);
        assert_abs_diff_eq!(average.interval.lower, LIMITS[2], epsilon = 1e-9);
        assert_abs_diff_eq!(average.interval.upper, LIMITS[3], epsilon = 1e-9);
    }

    #[test]
    fn groups_that_differ_less_than_chance_have_a_negative_correlation() {
        let groups = [[1.0, 6.0], [2.0, 5.0], [3.0, 4.0]].map(|pair| GroupSummary::from_values(&pair));
        let table = anova(&groups).unwrap();
        let limits = ratio(&groups, &table);
        assert_eq!(limits, Interval::new(-0.5, -0.5));
        assert!(icc1(&table, limits).unwrap().value < 0.0);
        assert_eq!(
            icc2(&table, limits),
            Err(Undefined::NoVariance {
                of: "the means of the groups"
            })
        );
    }

    #[test]
    fn full_agreement_within_each_group_gives_one() {
        let groups = [[1.0; 3], [2.0; 3]].map(|same| GroupSummary::from_values(&same));
        let table = anova(&groups).unwrap();
        let limits = ratio(&groups, &table);
        for found in [icc1(&table, limits).unwrap(), icc2(&table, limits).unwrap()] {
            assert_relative_eq!(found.value, 1.0);
            assert_relative_eq!(found.interval.lower, 1.0);
        }
        let groups = [GroupSummary::from_values(&[2.0; 3]); 2];
        let constant = anova(&groups).unwrap();
        let nothing = Err(Undefined::NoVariance { of: "the scores" });
        assert_eq!(variance_ratio(&groups, &constant, 0.95), nothing);
        assert!(icc1(&constant, limits).is_err());
    }

    fn ratio(groups: &[GroupSummary], table: &Anova) -> Interval {
        variance_ratio(groups, table, 0.95).unwrap()
    }

    #[test]
    fn the_level_must_lie_between_nought_and_one() {
        let groups = SHROUT_FLEISS.map(|target| GroupSummary::from_values(&target));
        let table = anova(&groups).unwrap();
        for level in [0.0, 1.0, f64::NAN] {
            assert!(variance_ratio(&groups, &table, level).is_err());
        }
    }

    proptest! {
        #[test]
        fn shift_and_rescale_change_nothing(
            groups in vec(vec(1.0..6.0_f64, 2..9), 2..8), shift in -50.0..50.0_f64, scale in 0.1..20.0_f64
        ) {
            let of = |f: &dyn Fn(f64) -> f64| {
                let summaries: Vec<_> = groups.iter()
                    .map(|group| GroupSummary::from_values(&group.iter().map(|&x| f(x)).collect::<Vec<_>>())).collect();
                let table = anova(&summaries).unwrap();
                let ratio = variance_ratio(&summaries, &table, 0.9).unwrap();
                [icc1(&table, ratio), icc1_mean_size(&table, ratio), icc2(&table, ratio)]
            };
            for (a, b) in of(&|x| x).into_iter().zip(of(&|x| shift + scale * x)) {
                let (a, b) = (a.unwrap(), b.unwrap());
                let near = |x: f64, y: f64| (x - y).abs() <= 1e-7 * (1.0 + x.abs());
                prop_assert!(near(a.value, b.value) && near(a.interval.lower, b.interval.lower));
                prop_assert!(a.interval.lower <= a.interval.upper);
            }
        }

        #[test]
        fn groups_of_one_size_have_the_limits_of_shrout_and_fleiss(groups in vec(vec(1.0..6.0_f64, 5), 2..8)) {
            let groups: Vec<_> = groups.iter().map(|group| GroupSummary::from_values(group)).collect();
            let table = anova(&groups).unwrap();
            let found = icc1(&table, variance_ratio(&groups, &table, 0.95).unwrap()).unwrap();
            let (f, df1, df2) = (table.test.unwrap().f, table.df_between as f64, table.df_within as f64);
            let (low, high) = (f / f_quantile(0.975, df1, df2).unwrap(), f * f_quantile(0.975, df2, df1).unwrap());
            for (found, f) in [(found.interval.lower, low), (found.interval.upper, high)] {
                prop_assert!((found - (f - 1.0) / (f + 4.0)).abs() < 1e-9);
            }
            prop_assert!(found.interval.lower <= found.value && found.value <= found.interval.upper);
        }

        #[test]
        fn the_decision_at_nought_is_that_of_the_f_test(groups in vec(vec(1.0..6.0_f64, 2..40), 2..8)) {
            let groups: Vec<_> = groups.iter().map(|group| GroupSummary::from_values(group)).collect();
            let table = anova(&groups).unwrap();
            let p = table.test.clone().unwrap().p;
            let lower = variance_ratio(&groups, &table, 0.95).unwrap().lower;
            prop_assert!((p - 0.025).abs() < 1e-9 || (lower > 0.0) == (p < 0.025), "{p} {lower}");
        }
    }
}
