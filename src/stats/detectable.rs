//! Smallest true change that a comparison of two terms would detect with a given probability.
//!
//! ```text
//! Δ = δ · s √((1 − f₁)/n₁ + (1 − f₂)/n₂),  P(T(n₁ + n₂ − 2, δ) > t₁₋ₐ) = power
//! ```
//! n, f and s are a term's number of respondents, its sampling fraction n/N and the pooled standard deviation. Cohen
//! (1988), *Statistical Power Analysis for the Behavioral Sciences*, ch. 2. Equal to R's `power.t.test`, extended to
//! terms of different size. The finite population correction 1 − f is used only if both headcounts are known; otherwise
//! f = 0.

use crate::stats::effect_size::pooled_sd;
use crate::stats::figure::out_of_range_if;
use crate::stats::noncentral_t::noncentrality;
use crate::stats::tails::{t_critical, tail_of_level};
use crate::stats::{GroupSummary, Population, Stratum, Undefined};

/// Smallest change, in score units, that a two-sided test at confidence `level` detects with probability `power` (both
/// between 0 and 1, usually .95 and .80). It is 0 if everyone answered in both terms, because every change is then
/// seen.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if a term has no respondents or both together fewer than four,
/// [`Undefined::NoVariance`] if no score varies, and [`Undefined::OutOfRange`] if `level` or `power` is not between 0
/// and 1.
pub fn smallest_visible_change(before: &Stratum, after: &Stratum, level: f64, power: f64) -> Result<f64, Undefined> {
    check_power(level, power)?;
    let (one, two) = (&before.summary, &after.summary);
    let sd = pooled_sd(one, two)?;
    let known = before.headcount.is_some() && after.headcount.is_some();
    let share = |group: &GroupSummary, headcount: Option<u64>| {
        let population = Population::new(group.n, headcount.filter(|_| known));
        population.correction(group.n) / group.n as f64
    };
    let se = sd * (share(one, before.headcount) + share(two, after.headcount)).sqrt();
    smallest_detectable(se, (one.n + two.n - 2) as f64, level, power)
}

/// Smallest change, in the unit of `se`, that a two-sided t test with this standard error and these degrees of freedom
/// detects at confidence `level` with probability `power`.
///
/// # Errors
/// [`Undefined::OutOfRange`] if `level` or `power` is not between 0 and 1.
pub fn smallest_detectable(se: f64, df: f64, level: f64, power: f64) -> Result<f64, Undefined> {
    let tail = check_power(level, power)?;
    if se <= 0.0 {
        return Ok(0.0);
    }
    let delta = noncentrality(t_critical(tail, df), df, 1.0 - power).ok_or(Undefined::OutOfRange {
        why: "no change is large enough for this level and power",
    })?;
    Ok(delta.max(0.0) * se)
}

/// The tail of the level, if both level and power are probabilities.
fn check_power(level: f64, power: f64) -> Result<f64, Undefined> {
    let tail = tail_of_level(level)?;
    out_of_range_if(
        !(power > 0.0 && power < 1.0),
        "the power of a test must lie between 0 and 1",
    )?;
    Ok(tail)
}

#[cfg(test)]
mod tests {
    use super::smallest_visible_change;
    use crate::stats::{GroupSummary, Stratum, Undefined};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    fn side(n: u64, sd: f64, headcount: Option<u64>) -> Stratum {
        let sum_sq = sd * sd * n.saturating_sub(1) as f64;
        Stratum {
            summary: GroupSummary { n, mean: 4.0, sum_sq },
            headcount,
        }
    }

    /// n per side, SD, level, power, and delta from `power.t.test` of R 4.2.2.
    const R: [(u64, f64, f64, f64, f64); 4] = [
        (5, 1.0, 0.95, 0.8, 2.024_440_977_359),
        (20, 0.8, 0.95, 0.8, 0.727_304_102_101_6),
        (42, 0.67, 0.95, 0.9, 0.479_580_251_332_6),
        (500, 0.9, 0.9, 0.8, 0.141_628_653_242),
    ];

    #[test]
    fn equals_power_t_test() {
        for (n, sd, level, power, wanted) in R {
            let group = side(n, sd, None);
            assert_relative_eq!(
                smallest_visible_change(&group, &group, level, power).unwrap(),
                wanted,
                max_relative = 1e-9
            );
        }
    }

    #[test]
    fn a_full_census_detects_every_change_and_one_headcount_alone_corrects_nothing() {
        let of = |a, b| smallest_visible_change(&side(20, 1.0, a), &side(20, 1.0, b), 0.95, 0.8).unwrap();
        assert_abs_diff_eq!(of(Some(20), Some(20)), 0.0);
        assert_relative_eq!(of(Some(25), None), of(None, None));
        assert_relative_eq!(
            of(Some(25), Some(25)),
            of(None, None) * 0.2_f64.sqrt(),
            max_relative = 1e-12
        );
        assert_relative_eq!(of(Some(19), Some(19)), of(None, None));
    }

    #[test]
    fn inputs_without_a_detectable_change_give_a_reason() {
        let of = |n, sd, level, power| smallest_visible_change(&side(n, sd, None), &side(n, sd, None), level, power);
        assert_eq!(
            of(0, 1.0, 0.95, 0.8),
            Err(Undefined::TooFewPersons { found: 0, needed: 1 })
        );
        assert_eq!(of(9, 0.0, 0.95, 0.8), Err(Undefined::NoVariance { of: "the scores" }));
        for (level, power) in [(0.95, 1.0), (0.95, 0.0), (1.5, 0.8)] {
            assert!(matches!(of(9, 1.0, level, power), Err(Undefined::OutOfRange { .. })));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn more_persons_detect_smaller_changes(n in 3..500_u64, m in 3..500_u64) {
            let of = |n, m| smallest_visible_change(&side(n, 1.0, None), &side(m, 1.0, None), 0.95, 0.8).unwrap();
            prop_assert!(of(n + 1, m) < of(n, m) && (of(n, m) - of(m, n)).abs() < 1e-9);
        }
    }
}
