//! Confidence interval of a standard deviation.
//!
//! ```text
//! s √(ν/χ²(1 − α/2, ν)) to s √(ν/χ²(α/2, ν))
//! ```
//! ν is the degrees of freedom of s. Snedecor & Cochran (1989), *Statistical Methods*, 8th edition, ch. 5.

use crate::stats::figure::{check_persons, out_of_range_if};
use crate::stats::root::root;
use crate::stats::structure::chi_squared_tail;
use crate::stats::tails::tail_of_level;
use crate::stats::{Interval, Undefined};

/// Confidence interval at `level` of a standard deviation `sd` with `df` degrees of freedom.
///
/// # Errors
/// [`Undefined::TooFewPersons`] without degrees of freedom; [`Undefined::OutOfRange`] if `level` is not between 0 and 1, or too
/// near 1.
pub fn sd_interval(sd: f64, df: u64, level: f64) -> Result<Interval, Undefined> {
    let tail = tail_of_level(level)?;
    check_persons(df + 1, 2)?;
    let df = df as f64;
    let limit = |upper: f64| {
        let miss = |x: f64| chi_squared_tail(x, df) - upper;
        let mut most = 2.0 * df + 10.0;
        while most < 1e18 && miss(most) > 0.0 {
            most *= 2.0;
        }
        root(miss, 0.0, most).filter(|x| *x > 0.0)
    };
    let limits = limit(tail).zip(limit(1.0 - tail));
    out_of_range_if(limits.is_none(), "the level is too near 1")?;
    let (upper, lower) = limits.unwrap_or((df, df));
    Ok(Interval::new(sd * (df / upper).sqrt(), sd * (df / lower).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::sd_interval;
    use crate::stats::Undefined;
    use approx::assert_relative_eq;

    #[test]
    fn equals_r() {
        // R 4.2.2: .6 * sqrt(df / qchisq(c(.975, .025), df))
        for (df, lower, upper) in [
            (483, 0.564_433_364_696_641, 0.640_386_755_652_78),
            (11, 0.425_037_090_517_359, 1.018_726_810_634_4),
        ] {
            let found = sd_interval(0.6, df, 0.95).unwrap();
            assert_relative_eq!(found.lower, lower, max_relative = 1e-9);
            assert_relative_eq!(found.upper, upper, max_relative = 1e-9);
        }
        assert_eq!(
            sd_interval(0.6, 0, 0.95),
            Err(Undefined::TooFewPersons { found: 1, needed: 2 })
        );
        assert!(sd_interval(0.6, 5, 1.0).is_err());
    }
}
