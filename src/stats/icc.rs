//! Intraclass correlations: the share of variance between groups, and the reliability of group means.
//!
//! ```text
//! ICC(1) = (MSB − MSW)/(MSB + (k₀ − 1) MSW)
//! ICC(2) = (MSB − MSW)/MSB
//! ```
//! MSB and MSW are the mean squares between and within groups, k₀ the group size that stands for all. Bartko (1976),
//! *Psychological Bulletin* 83(5), 762–765. Shrout & Fleiss (1979), *Psychological Bulletin* 86(2), 420–428, call them
//! ICC(1,1) and ICC(1,k). The limits are theirs: they replace MSB/MSW = F by F/F₁₋ₐ(J − 1, N − J) and F · F₁₋ₐ(N − J, J
//! − 1), with a = (1 − level)/2.

use crate::stats::f_quantile::f_quantile;
use crate::stats::figure::no_variance_if;
use crate::stats::tails::tail_of_level;
use crate::stats::{Anova, Interval, Undefined};

/// Says if an interval has exactly its nominal level, for normal scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// All groups have the same size.
    Exact,
    /// Groups differ in size; the formulas use one average size.
    Approximate,
}

/// Intraclass correlation with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intraclass {
    /// The coefficient, at most 1; negative if groups differ less than by chance.
    pub value: f64,
    /// Two-sided interval of the coefficient.
    pub interval: Interval,
    /// Exactness of the interval.
    pub exactness: Exactness,
}

/// ICC(1), the share of variance between groups, with group size k₀; the interval has confidence `level` (between 0 and
/// 1).
///
/// # Errors
/// [`Undefined::NoVariance`] if scores do not vary, and [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
pub fn icc1(anova: &Anova, level: f64) -> Result<Intraclass, Undefined> {
    icc1_of_size(anova, anova.k0, level)
}

/// ICC(1) with the mean group size in place of k₀, as R's `multilevel::ICC1` computes it; the interval has confidence
/// `level` (between 0 and 1).
///
/// # Errors
/// [`Undefined::NoVariance`] if scores do not vary, and [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
pub fn icc1_mean_size(anova: &Anova, level: f64) -> Result<Intraclass, Undefined> {
    icc1_of_size(anova, anova.mean_size, level)
}

/// ICC(2), the reliability of group means for a group of average size; the interval has confidence `level` (between 0
/// and 1).
///
/// # Errors
/// [`Undefined::NoVariance`] if scores or group means do not vary, and [`Undefined::OutOfRange`] if `level` is not
/// between 0 and 1.
pub fn icc2(anova: &Anova, level: f64) -> Result<Intraclass, Undefined> {
    let limits = f_limits(anova, level)?;
    no_variance_if(anova.ms_between <= 0.0, "the means of the groups")?;
    Ok(Intraclass {
        value: (anova.ms_between - anova.ms_within) / anova.ms_between,
        interval: Interval {
            lower: 1.0 - 1.0 / limits.lower,
            upper: 1.0 - 1.0 / limits.upper,
        },
        exactness: exactness(anova),
    })
}

fn icc1_of_size(anova: &Anova, size: f64, level: f64) -> Result<Intraclass, Undefined> {
    let limits = f_limits(anova, level)?;
    // (f − 1)/(f + k − 1), written so that f = ∞ gives 1.
    let of_f = |f: f64| 1.0 - size / (f + size - 1.0);
    Ok(Intraclass {
        value: (anova.ms_between - anova.ms_within) / (anova.ms_between + (size - 1.0) * anova.ms_within),
        interval: Interval {
            lower: of_f(limits.lower),
            upper: of_f(limits.upper),
        },
        exactness: exactness(anova),
    })
}

/// Limits of the ratio of expected mean squares; both infinite if persons within groups do not vary.
fn f_limits(anova: &Anova, level: f64) -> Result<Interval, Undefined> {
    let tail = tail_of_level(level)?;
    no_variance_if(anova.ms_between <= 0.0 && anova.ms_within <= 0.0, "the scores")?;
    let f = anova.ms_between / anova.ms_within;
    let (between, within) = (anova.df_between as f64, anova.df_within as f64);
    Ok(Interval {
        lower: f / f_quantile(1.0 - tail, between, within)?,
        upper: f * f_quantile(1.0 - tail, within, between)?,
    })
}

fn exactness(anova: &Anova) -> Exactness {
    if anova.balanced {
        Exactness::Exact
    } else {
        Exactness::Approximate
    }
}

#[cfg(test)]
mod tests {
    use super::{Exactness, icc1, icc1_mean_size, icc2};
    use crate::stats::{GroupSummary, Undefined, anova};
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
        let table = anova(&SHROUT_FLEISS.map(|target| GroupSummary::from_values(&target))).unwrap();
        // Printed: mean squares 11.24 and 6.26, coefficients .17 and .44.
        assert_abs_diff_eq!(table.ms_between, 11.24, epsilon = 0.005);
        assert_abs_diff_eq!(table.ms_within, 6.26, epsilon = 0.005);
        let (single, average) = (icc1(&table, 0.95).unwrap(), icc2(&table, 0.95).unwrap());
        assert_abs_diff_eq!(single.value, 0.17, epsilon = 0.005);
        assert_abs_diff_eq!(average.value, 0.44, epsilon = 0.005);
        assert_abs_diff_eq!(single.interval.lower, LIMITS[0], epsilon = 1e-9);
        assert_abs_diff_eq!(single.interval.upper, LIMITS[1], epsilon = 1e-9);
        assert_abs_diff_eq!(average.interval.lower, LIMITS[2], epsilon = 1e-9);
        assert_abs_diff_eq!(average.interval.upper, LIMITS[3], epsilon = 1e-9);
        assert_eq!(single.exactness, Exactness::Exact);
    }

    #[test]
    fn groups_that_differ_less_than_chance_have_a_negative_correlation() {
        let table = anova(&[[1.0, 6.0], [2.0, 5.0], [3.0, 4.0]].map(|pair| GroupSummary::from_values(&pair))).unwrap();
        assert!(icc1(&table, 0.95).unwrap().value < 0.0);
        assert_eq!(
            icc2(&table, 0.95),
            Err(Undefined::NoVariance {
                of: "the means of the groups"
            })
        );
    }

    #[test]
    fn full_agreement_within_each_group_gives_one() {
        let table = anova(&[[1.0; 3], [2.0; 3]].map(|same| GroupSummary::from_values(&same))).unwrap();
        for found in [icc1(&table, 0.95).unwrap(), icc2(&table, 0.95).unwrap()] {
            assert_relative_eq!(found.value, 1.0);
            assert_relative_eq!(found.interval.lower, 1.0);
        }
        let constant = anova(&[GroupSummary::from_values(&[2.0; 3]); 2]).unwrap();
        assert_eq!(icc1(&constant, 0.95), Err(Undefined::NoVariance { of: "the scores" }));
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
                [icc1(&table, 0.9), icc1_mean_size(&table, 0.9), icc2(&table, 0.9)]
            };
            for (a, b) in of(&|x| x).into_iter().zip(of(&|x| shift + scale * x)) {
                let (a, b) = (a.unwrap(), b.unwrap());
                let near = |x: f64, y: f64| (x - y).abs() <= 1e-7 * (1.0 + x.abs());
                prop_assert!(near(a.value, b.value) && near(a.interval.lower, b.interval.lower));
                prop_assert!(a.interval.lower <= a.value && a.value <= a.interval.upper);
            }
        }
    }
}
