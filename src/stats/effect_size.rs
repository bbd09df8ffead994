//! Effect size of a change: its size in standard deviations of the persons' scores.
//!
//! ```text
//! d = (x̄₂ − x̄₁)/s,  s² = ((n₁ − 1)s₁² + (n₂ − 1)s₂²)/df,  df = n₁ + n₂ − 2          Cohen (1988)
//! g = J d,  J = Γ(df/2)/(√(df/2) Γ((df − 1)/2))                                      Hedges (1981)
//! ```
//! The limits of d are δ/√(n₁n₂/(n₁ + n₂)) for the two non-centralities δ at which the observed t is the upper or lower
//! (1 − level)/2 quantile: Steiger & Fouladi (1997), in *What If There Were No Significance Tests?*, 221–257.

use crate::elementary::{exp, ln_gamma};
use crate::stats::figure::check_persons;
use crate::stats::noncentral_t::noncentrality;
use crate::stats::tails::tail_of_level;
use crate::stats::{GroupSummary, Interval, MeanDifference, Undefined};

/// Standardised difference between two means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectSize {
    /// Cohen's d, based on the pooled standard deviation.
    pub cohen_d: f64,
    /// Two-sided interval of d, from the non-central t distribution.
    pub interval: Interval,
    /// Hedges' g: d corrected for its small-sample bias.
    pub hedges_g: f64,
    /// Pooled standard deviation s, in score units.
    pub pooled_sd: f64,
}

/// Standardised change from `before` to `after`; the interval of d has confidence `level` (between 0 and 1).
///
/// # Errors
/// [`Undefined::TooFewPersons`] if a side has no persons or both together fewer than four, [`Undefined::NoVariance`] if
/// no score varies, and [`Undefined::OutOfRange`] if `level` is not between 0 and 1 or the difference is too large for
/// an interval.
pub fn effect_size(before: &GroupSummary, after: &GroupSummary, level: f64) -> Result<EffectSize, Undefined> {
    let tail = tail_of_level(level)?;
    let pooled_sd = pooled_sd(before, after)?;
    let (n1, n2) = (before.n as f64, after.n as f64);
    let df = n1 + n2 - 2.0;
    let cohen_d = (after.mean - before.mean) / pooled_sd;
    let root_size = (n1 * n2 / (n1 + n2)).sqrt();
    let limit = |p: f64| {
        let delta = noncentrality(cohen_d * root_size, df, p);
        delta.map(|delta| delta / root_size).ok_or(Undefined::OutOfRange {
            why: "the standardised difference is too large for an interval",
        })
    };
    Ok(EffectSize {
        cohen_d,
        interval: Interval::new(limit(1.0 - tail)?, limit(tail)?),
        hedges_g: cohen_d * small_sample_factor(df),
        pooled_sd,
    })
}

/// A tested difference in pooled standard deviations of the persons' scores. The limits are those of the difference, divided
/// by s; g has the degrees of freedom of s.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if a side has no persons or both together fewer than four, and
/// [`Undefined::NoVariance`] if no score varies.
pub fn effect_of_difference(
    found: &MeanDifference,
    before: &GroupSummary,
    after: &GroupSummary,
) -> Result<EffectSize, Undefined> {
    let pooled_sd = pooled_sd(before, after)?;
    let cohen_d = found.difference / pooled_sd;
    Ok(EffectSize {
        cohen_d,
        interval: Interval {
            lower: found.interval.lower / pooled_sd,
            upper: found.interval.upper / pooled_sd,
            cut: found.interval.cut,
        },
        hedges_g: cohen_d * small_sample_factor((before.n + after.n - 2) as f64),
        pooled_sd,
    })
}

/// Pooled standard deviation s of the scores of both sides about their own means.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if a side has no persons or both together fewer than four, and
/// [`Undefined::NoVariance`] if no score varies.
pub(crate) fn pooled_sd(before: &GroupSummary, after: &GroupSummary) -> Result<f64, Undefined> {
    let persons = before.n + after.n;
    check_persons(before.n.min(after.n), 1)?;
    // With one degree of freedom J is 0 and d carries no information.
    check_persons(persons, 4)?;
    GroupSummary::check_sound([before, after])?;
    let pooled = ((before.sum_sq + after.sum_sq) / (persons - 2) as f64).sqrt();
    if pooled > 0.0 {
        Ok(pooled)
    } else {
        Err(Undefined::NoVariance { of: "the scores" })
    }
}

/// Small-sample factor J, which approaches 1 as df grows. For many degrees of freedom a series avoids the difference of
/// two large logarithms, which would lose digits.
fn small_sample_factor(df: f64) -> f64 {
    let a = 0.5 * df;
    if df < 40.0 {
        return exp(ln_gamma(a) - ln_gamma(a - 0.5)) / a.sqrt();
    }
    // ln Γ(x + ½) − ln Γ(x) = ½ ln x − 1/8x + 1/192x³ − 1/640x⁵ + 17/14336x⁷ − …
    let x = a - 0.5;
    let square = x * x;
    let series = (-1.0 / 8.0 + (1.0 / 192.0 + (-1.0 / 640.0 + 17.0 / 14_336.0 / square) / square) / square) / x;
    (x / a).sqrt() * exp(series)
}

#[cfg(test)]
mod tests {
    use super::{effect_size, small_sample_factor};
    use crate::stats::{GroupSummary, Undefined};
    use approx::assert_relative_eq;
    use proptest::collection::vec;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    #[test]
    fn the_small_sample_factor_equals_r_and_keeps_its_digits_for_many_persons() {
        // R 4.2.2: exp(lgamma(df/2) - log(sqrt(df/2)) - lgamma((df-1)/2)); the last two by the series used here.
        for (df, wanted) in [
            (2.0, 0.564_189_583_547_756_3),
            (3.0, 0.723_601_254_558_267_7),
            (10.0, 0.922_745_608_053_087),
            (20.0, 0.961_944_533_740_747_6),
            (40.0, 0.981_112_194_436_695_4),
            (50.0, 0.984_911_942_295_560_3),
        ] {
            assert_relative_eq!(small_sample_factor(df), wanted, max_relative = 1e-13);
        }
        // R's formula gives 1.0000019 here.
        assert_relative_eq!(small_sample_factor(1e9), 1.0 - 0.75e-9, max_relative = 1e-15);
    }

    #[test]
    fn inputs_without_an_effect_size_give_a_reason() {
        let of = |a: &[f64], b: &[f64]| effect_size(&GroupSummary::from_values(a), &GroupSummary::from_values(b), 0.95);
        assert_eq!(
            of(&[], &[1.0, 2.0, 3.0, 4.0]),
            Err(Undefined::TooFewPersons { found: 0, needed: 1 })
        );
        assert_eq!(
            of(&[1.0], &[2.0, 3.0]),
            Err(Undefined::TooFewPersons { found: 3, needed: 4 })
        );
        assert_eq!(
            of(&[2.0, 2.0], &[3.0, 3.0]),
            Err(Undefined::NoVariance { of: "the scores" })
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn rescaling_changes_nothing_and_exchange_turns_the_sign(
            a in vec(1.0..6.0_f64, 2..20), b in vec(1.0..6.0_f64, 2..20), scale in 0.1..50.0_f64
        ) {
            let of = |values: &[f64], by: f64| GroupSummary::from_values(&values.iter().map(|x| x * by).collect::<Vec<_>>());
            let found = effect_size(&of(&a, 1.0), &of(&b, 1.0), 0.95).unwrap();
            let scaled = effect_size(&of(&a, scale), &of(&b, scale), 0.95).unwrap();
            let back = effect_size(&of(&b, 1.0), &of(&a, 1.0), 0.95).unwrap();
            prop_assert!((found.hedges_g - scaled.hedges_g).abs() < 1e-10);
            prop_assert!((found.interval.lower + back.interval.upper).abs() < 1e-9);
            prop_assert!(found.interval.lower < found.cohen_d && found.cohen_d < found.interval.upper);
            prop_assert!(found.hedges_g.abs() <= found.cohen_d.abs());
        }
    }
}
