//! Standard deviation of people's averages over several waves.
//!
//! ```text
//! s √((1 + (w − 1) ρ)/w)
//! ```
//! w is the number of waves that a person answers, ρ the correlation of a person's scores in two of them. For ρ near 1 the
//! waves repeat each other, and asking more often adds little. Cochran (1977), *Sampling Techniques*, ch. 12.

use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;

/// Standard deviation of people's averages over `waves` waves, in which scores have the standard deviation `sd` and correlate
/// by `correlation`.
///
/// # Errors
/// [`Undefined::OutOfRange`] if there is no wave, or the correlation is not between 0 and 1.
pub fn averaged_sd(sd: f64, waves: u64, correlation: f64) -> Result<f64, Undefined> {
    out_of_range_if(waves == 0, "it needs a wave")?;
    out_of_range_if(
        !(0.0..=1.0).contains(&correlation),
        "the correlation of waves must lie between 0 and 1",
    )?;
    let waves = waves as f64;
    Ok(sd * ((1.0 + (waves - 1.0) * correlation) / waves).sqrt())
}

#[cfg(test)]
mod tests {
    use super::averaged_sd;
    use approx::assert_relative_eq;

    #[test]
    fn waves_that_repeat_each_other_add_nothing_and_unrelated_ones_the_most() {
        assert_relative_eq!(averaged_sd(0.6, 3, 1.0).unwrap(), 0.6, max_relative = 1e-15);
        assert_relative_eq!(averaged_sd(0.6, 4, 0.0).unwrap(), 0.3, max_relative = 1e-15);
        assert_relative_eq!(averaged_sd(0.6, 1, 0.4).unwrap(), 0.6, max_relative = 1e-15);
        // R: C <- matrix(.7, 3, 3); diag(C) <- 1; .6 * sqrt(sum(C) / 9)
        assert_relative_eq!(
            averaged_sd(0.6, 3, 0.7).unwrap(),
            0.536_656_314_599_949_5,
            max_relative = 1e-14
        );
        assert!(averaged_sd(0.6, 0, 0.4).is_err() && averaged_sd(0.6, 2, 1.1).is_err());
    }
}
