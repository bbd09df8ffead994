//! Pearson's correlation of two variables with Fisher's interval.
//!
//! r = Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)² Σ(y − ȳ)²); interval: tanh(atanh r ± z/√(n − 3)), Fisher (1921), *Metron* 1, 3–32.

use crate::stats::Undefined;
use crate::stats::alpha_interval::two_sided_z;
use crate::stats::exact_sum::exact_sum;
use crate::stats::figure::{check_persons, no_variance_if};
use crate::stats::item_total::{Correlation, fisher};

/// Correlation, −1 to 1, of pairs of values; the interval has confidence `level` (between 0 and 1).
///
/// # Errors
/// [`Undefined::TooFewPersons`] for fewer than three pairs, [`Undefined::NoVariance`] if a variable does not vary, and
/// [`Undefined::OutOfRange`] if `level` is not between 0 and 1.
pub fn pearson(pairs: &[(f64, f64)], level: f64) -> Result<Correlation, Undefined> {
    let z = two_sided_z(level)?;
    let n = pairs.len() as f64;
    check_persons(pairs.len() as u64, 3)?;
    let mean_x = exact_sum(pairs.iter().map(|pair| pair.0)) / n;
    let mean_y = exact_sum(pairs.iter().map(|pair| pair.1)) / n;
    let sum = |of: fn(f64, f64) -> f64| exact_sum(pairs.iter().map(|(x, y)| of(x - mean_x, y - mean_y)));
    let (xx, yy, xy) = (sum(|x, _| x * x), sum(|_, y| y * y), sum(|x, y| x * y));
    // Subtracting the mean from equal values can leave a rounding error.
    let varies = |squares: f64, mean: f64| squares > 1e-20 * n * (1.0 + mean * mean);
    no_variance_if(!varies(xx, mean_x) || !varies(yy, mean_y), "one of the two")?;
    let value = (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0);
    Ok(Correlation {
        value,
        interval: fisher(value, pairs.len() as u64, z),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn anscombe_1973_first_quartet() {
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let pairs: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
        assert_relative_eq!(pearson(&pairs, 0.95).unwrap().value, 0.816, epsilon = 0.0005);
    }

    #[test]
    fn a_constant_variable_gives_a_reason() {
        let pairs = [(4.1, 1.0), (4.1, 2.0), (4.1, 5.0)];
        assert_eq!(
            pearson(&pairs, 0.95),
            Err(Undefined::NoVariance { of: "one of the two" })
        );
    }
}
