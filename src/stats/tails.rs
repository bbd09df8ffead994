//! Tail probabilities and quantiles of the t and F distributions, from the incomplete beta function.
//!
//! With 150,000 groups there are millions of degrees of freedom. `statrs` evaluates only 140 terms of the continued
//! fraction, which is then too few, and its search for a quantile may not end. Here the fraction runs until it
//! converges. Its factor is computed as by Loader (2000, *Fast and accurate computation of binomial probabilities*),
//! which loses no digits for many degrees of freedom.

use crate::elementary::{exp, ln, ln_gamma};
use crate::stats::normal::normal_below;
use crate::stats::root::root;
use crate::stats::{Interval, Undefined};

/// With more degrees of freedom, t equals the normal distribution to the precision of a double.
const NORMAL_FROM: f64 = 1e16;
/// ½ ln 2π
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Probability in each tail outside a two-sided interval at confidence `level`: (1 − level)/2.
///
/// # Errors
/// [`Undefined::OutOfRange`] if `level` is not between 0 and 1 (both excluded).
pub fn tail_of_level(level: f64) -> Result<f64, Undefined> {
    if level > 0.0 && level < 1.0 {
        Ok((1.0 - level) / 2.0)
    } else {
        Err(Undefined::OutOfRange {
            why: "the level of an interval must lie between 0 and 1",
        })
    }
}

/// P(T > t), 0 to 1, for Student's t with `df` > 0 degrees of freedom, which need not be whole.
#[must_use]
pub fn t_upper_tail(t: f64, df: f64) -> f64 {
    let square = t * t;
    let tail = if square.is_infinite() {
        0.0
    } else if df > NORMAL_FROM {
        normal_below(-t.abs())
    } else {
        let whole = df + square;
        0.5 * beta_tails(0.5 * df, 0.5, df / whole, square / whole).lower
    };
    if t < 0.0 { 1.0 - tail } else { tail }
}

/// P(F > f), 0 to 1, for the F distribution with `df1`, `df2` > 0 degrees of freedom.
#[must_use]
pub fn f_upper_tail(f: f64, df1: f64, df2: f64) -> f64 {
    f_tails(f, df1, df2).upper
}

/// Critical value t of a two-sided interval, with P(|T| ≤ t) = 1 − 2 `tail`, 0 < `tail` < ½ and `df` > 0 degrees of
/// freedom. The interval is estimate ± t · standard error.
#[must_use]
pub fn t_critical(tail: f64, df: f64) -> f64 {
    let miss = |u: f64| ln(t_upper_tail(exp(u), df)) - ln(tail);
    quantile_on_log_scale(miss)
}

/// mean ± t · se
pub(crate) fn t_interval(mean: f64, se: f64, df: f64, tail: f64) -> Interval {
    Interval::about(mean, t_critical(tail, df) * se)
}

/// Returns eᵘ for the u with `miss`(u) = 0, where `miss` is a decreasing function.
fn quantile_on_log_scale(miss: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-1.0, 1.0);
    while low > -700.0 && miss(low) < 0.0 {
        low *= 2.0;
    }
    while high < 700.0 && miss(high) > 0.0 {
        high *= 2.0;
    }
    // A tail of exactly 0 has the logarithm −∞, with which the interpolation would fail.
    let finite = |u: f64| miss(u).clamp(-1e6, 1e6);
    root(finite, low, high).map_or(f64::NAN, exp)
}

fn f_tails(f: f64, df1: f64, df2: f64) -> Tails {
    if f <= 0.0 {
        return Tails { lower: 0.0, upper: 1.0 };
    }
    let ratio = df1 / df2 * f;
    if ratio.is_infinite() {
        return Tails { lower: 1.0, upper: 0.0 };
    }
    beta_tails(0.5 * df1, 0.5 * df2, ratio / (1.0 + ratio), 1.0 / (1.0 + ratio))
}

/// Regularised incomplete beta function and its complement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tails {
    /// `I_x(a, b)`
    pub(crate) lower: f64,
    /// 1 − `I_x(a, b)`
    pub(crate) upper: f64,
}

/// `I_x(a, b)` and its complement. The caller passes y = 1 − x too, so that neither loses digits by cancellation.
pub(crate) fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> Tails {
    if x <= 0.0 {
        Tails { lower: 0.0, upper: 1.0 }
    } else if y <= 0.0 {
        Tails { lower: 1.0, upper: 0.0 }
    } else if above_mean(a, b, x, y) >= 0.0 {
        let lower = (beta_factor(a, b, x, y) * continued_fraction(a, b, x, y)).min(1.0);
        Tails {
            lower,
            upper: 1.0 - lower,
        }
    } else {
        let upper = (beta_factor(b, a, y, x) * continued_fraction(b, a, y, x)).min(1.0);
        Tails {
            lower: 1.0 - upper,
            upper,
        }
    }
}

/// xᵃ yᵇ / B(a, b)
pub(crate) fn beta_factor(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
    (a * b / n).sqrt() * exp(exponent - HALF_LN_TWO_PI)
}

/// ln Γ(z + 1) − (z + ½) ln z + z − ½ ln 2π
fn stirling_error(z: f64) -> f64 {
    if z < 16.0 {
        return ln_gamma(z + 1.0) - (z + 0.5) * ln(z) + z - HALF_LN_TWO_PI;
    }
    let square = z * z;
    let mut sum = 1.0 / 1_188.0;
    for term in [1.0 / 1_680.0, 1.0 / 1_260.0, 1.0 / 360.0, 1.0 / 12.0] {
        sum = term - sum / square;
    }
    sum / z
}

/// x ln(x/m) + m − x, without cancellation if x is near m.
fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * ln(x / m) - difference;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    for j in 1..1_000 {
        term *= v * v;
        let next = sum + term / f64::from(2 * j + 1);
        if (next - sum).abs() <= 0.0 {
            break;
        }
        sum = next;
    }
    sum
}

/// Continued fraction of the incomplete beta function, for x at or above its mean a/(a + b). It takes about √max(a, b)
/// steps.
///
/// Didonato & Morris (1992, *ACM Transactions on Mathematical Software* 18(3), 360–373, eq. 9), in terms of λ = (a +
/// b)y − b, which keeps its digits if x is within rounding of 1.
fn continued_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let c = 1.0 + above_mean(a, b, x, y);
    let (c0, c1) = (b / a, 1.0 + 1.0 / a);
    let (mut p, mut s) = (1.0, a + 1.0);
    let (mut numerator, mut numerator_before) = (1.0, 0.0);
    let (mut denominator, mut denominator_before) = (c / c1, 1.0);
    let mut value = c1 / c;
    for step in 1..10_000_000_u32 {
        let n = f64::from(step);
        let w = n * (b - n) * x;
        let e = a / s;
        let alpha = p * (p + c0) * e * e * (w * x);
        let e = (1.0 + n / a) / (c1 + 2.0 * n / a);
        let beta = n + w / s + e * (c + n * (1.0 + y));
        p = 1.0 + n / a;
        s += 2.0;
        (numerator, numerator_before) = (alpha * numerator_before + beta * numerator, numerator);
        (denominator, denominator_before) = (alpha * denominator_before + beta * denominator, denominator);
        let before = value;
        value = numerator / denominator;
        if (value - before).abs() <= f64::EPSILON * value {
            break;
        }
        numerator_before /= denominator;
        denominator_before /= denominator;
        numerator = value;
        denominator = 1.0;
    }
    value
}

/// a − (a + b)x, computed from the smaller of x and y = 1 − x.
fn above_mean(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x < y { a - (a + b) * x } else { (a + b) * y - b }
}

#[cfg(test)]
mod tests {
    use super::{f_upper_tail, t_critical, t_upper_tail, tail_of_level};
    use crate::stats::f_quantile;
    use approx::assert_relative_eq;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    // From R 4.2.2: qt, pt, qf, pf. For the largest degrees of freedom from qbeta, because qf then treats the second as
    // infinite.
    const T_QUANTILES: [(f64, f64); 5] = [
        (1.0_f64, 12.706_204_736_174_69),
        (2.5_f64, 3.574_654_842_003_692),
        (41.0_f64, 2.019_540_970_441_375),
        (493.0_f64, 1.964_787_527_965_364),
        (1e7_f64, 1.959_964_221_767_205),
    ];
    const T_TAILS: [f64; 2] = [0.384_561_685_922_634_1, 1.474_579_967_880_735e-06];
    const F_QUANTILES: [(f64, f64, f64, f64); 5] = [
        (0.025, 14.0, 493.0, 0.399_483_779_221_149_7),
        (0.975, 14.0, 493.0, 1.892_462_779_903_713),
        (0.025, 493.0, 14.0, 0.528_411_977_566_543_1),
        (0.975, 149_999.0, 9_850_000.0, 1.007_224_297_725_338),
        (0.5, 3.0, 1.0, 1.709_225_603_499_832),
    ];
    const F_TAIL: f64 = 1.565_545_667_808_999e-26;

    #[test]
    fn t_equals_r() {
        for (df, wanted) in T_QUANTILES {
            assert_relative_eq!(t_critical(0.025, df), wanted, max_relative = 1e-12);
        }
        assert_relative_eq!(t_upper_tail(0.3, 12.46), T_TAILS[0], max_relative = 1e-12);
        assert_relative_eq!(t_upper_tail(8.0, 12.46), T_TAILS[1], max_relative = 1e-12);
        assert_relative_eq!(t_upper_tail(-8.0, 12.46), 1.0 - T_TAILS[1], max_relative = 1e-12);
    }

    #[test]
    fn f_equals_r() {
        for (p, df1, df2, wanted) in F_QUANTILES {
            assert_relative_eq!(f_quantile(p, df1, df2).unwrap(), wanted, max_relative = 1e-11);
        }
        assert_relative_eq!(
            f_upper_tail(13.150_790_507_905_3, 14.0, 493.0),
            F_TAIL,
            max_relative = 1e-11
        );
    }

    #[test]
    fn the_level_must_lie_between_nought_and_one() {
        assert!(tail_of_level(0.95).is_ok());
        for level in [0.0, 1.0, -0.2, 95.0, f64::NAN] {
            assert!(tail_of_level(level).is_err());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_quantile_has_its_probability(p in 1e-6..0.999_999_f64, df1 in 0.3..1e6_f64, df2 in 0.3..1e6_f64) {
            let f = f_quantile(p, df1, df2).unwrap();
            prop_assert!((f_upper_tail(f, df1, df2) - (1.0 - p)).abs() < 1e-10);
        }

        #[test]
        fn the_square_of_t_is_f(t in 0.01..30.0_f64, df in 0.5..1e5_f64) {
            let f = f_upper_tail(t * t, 1.0, df);
            prop_assert!((2.0 * t_upper_tail(t, df) - f).abs() <= 1e-12 * f);
        }
    }
}
