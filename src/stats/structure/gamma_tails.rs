//! The upper tail of the χ² distribution for any number of degrees of freedom, from the incomplete gamma function.
//!
//! Q(a, x) by its series for x < a + 1 and by its continued fraction otherwise (Abramowitz & Stegun 1964, 6.5.29 and 6.5.31).

use crate::elementary::{exp, ln, ln_gamma};

/// Most terms; about √a are needed near the middle.
const TERMS: usize = 100_000;

/// P(χ² > x) for x ≥ 0 and `df` > 0 degrees of freedom.
pub(crate) fn chi_squared_tail(x: f64, df: f64) -> f64 {
    let (a, x) = (0.5 * df, 0.5 * x);
    if x <= 0.0 {
        return 1.0;
    }
    let factor = exp(a * ln(x) - x - ln_gamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        for _ in 0..TERMS {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        (1.0 - factor * sum).clamp(0.0, 1.0)
    } else {
        // Lentz's method.
        const TINY: f64 = 1e-300;
        let mut b = x + 1.0 - a;
        let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
        let mut found = d;
        for step in 1..TERMS {
            let i = step as f64;
            let an = -i * (i - a);
            b += 2.0;
            d = an * d + b;
            if d.abs() < TINY {
                d = TINY;
            }
            c = b + an / c;
            if c.abs() < TINY {
                c = TINY;
            }
            d = 1.0 / d;
            let change = d * c;
            found *= change;
            if (change - 1.0).abs() < 1e-16 {
                break;
            }
        }
        (factor * found).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::chi_squared_tail;
    use crate::stats::chi_squared::chi_squared_upper_tail;
    use approx::assert_relative_eq;

    #[test]
    fn equals_the_finite_sum() {
        for (x, df) in [(3.0, 1_usize), (50.0, 54), (170.0, 54), (10.0, 30), (300.0, 200)] {
            assert_relative_eq!(
                chi_squared_tail(x, df as f64),
                chi_squared_upper_tail(x, df),
                max_relative = 1e-10
            );
        }
    }

    #[test]
    fn equals_r_for_many_degrees_of_freedom() {
        // R 4.2.2: pchisq(x, df, lower.tail = FALSE)
        for (x, df, wanted) in R {
            assert_relative_eq!(chi_squared_tail(x, df), wanted, max_relative = 1e-8);
        }
    }

    const R: [(f64, f64, f64); 3] = [
        (5_100.0, 5_000.0, 0.158_639_348_619_404),
        (2_000.0, 2_100.0, 0.940_371_671_231_523),
        (12_000.0, 11_000.0, 2.831_915_389_616_329e-11),
    ];
}
