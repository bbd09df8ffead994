//! Finds the variance ratio γ = τ²/σ² ≥ 0 with the highest profile likelihood.

use crate::elementary::{powf, powi};
use crate::stats::Undefined;
use crate::stats::root::root;

/// Grid points per factor of ten.
const RATIOS_A_DECADE: i32 = 8;

/// Returns the γ ≥ 0 with the lowest `deviance`. Takes the best point of a grid that consists of 0 and `smallest` to
/// `largest` (both above 0), then the root of `slope` next to it. If group sizes differ greatly there may be two
/// maxima, so the slope alone is not enough.
///
/// # Errors
/// [`Undefined::NoConvergence`] if the slope has no root next to the best grid point.
pub(crate) fn highest_likelihood(
    deviance: impl Fn(f64) -> f64,
    slope: impl Fn(f64) -> f64,
    smallest: f64,
    largest: f64,
) -> Result<f64, Undefined> {
    let step = powf(10.0, 1.0 / f64::from(RATIOS_A_DECADE));
    let steps = (0_i32..).take_while(|&at| at < 64 * RATIOS_A_DECADE && smallest * powi(step, at - 1) < largest);
    let grid: Vec<f64> = std::iter::once(0.0)
        .chain(steps.map(|at| smallest * powi(step, at)))
        .collect();
    let deviances: Vec<f64> = grid.iter().map(|&ratio| deviance(ratio)).collect();
    let lowest = deviances.iter().copied().fold(f64::INFINITY, f64::min);
    // Where the groups differ exactly as much as by chance, the likelihood is flat at 0 but for rounding.
    let best = deviances
        .iter()
        .position(|&found| found <= lowest + 1e-14 * lowest.abs())
        .unwrap_or(0);
    let low = grid[best.saturating_sub(1)];
    let high = grid[(best + 1).min(grid.len() - 1)];
    if low <= 0.0 {
        let inside = if best > 0 || slope(0.0) < 0.0 {
            root(slope, low, high)
        } else {
            None
        };
        return Ok(inside.unwrap_or(0.0));
    }
    root(slope, low, high).ok_or(Undefined::NoConvergence { iterations: grid.len() })
}

#[cfg(test)]
mod tests {
    use super::highest_likelihood;
    use crate::elementary::{ln, powi};
    use crate::stats::Undefined;
    use approx::assert_relative_eq;

    #[test]
    fn the_lower_of_two_minima_is_found() {
        // ln γ = 0 and ln γ = −6, the second lower by the tilt.
        let deviance = |ratio: f64| {
            let u = ln(ratio.max(1e-300));
            powi(u * (u + 6.0), 2) / 100.0 + 0.05 * u
        };
        let slope =
            |ratio: f64| (deviance(ratio * 1.000_001) - deviance(ratio * 0.999_999)) / (2e-6 * ratio.max(1e-300));
        let found = highest_likelihood(deviance, slope, 1e-8, 1e4).unwrap();
        assert!((ln(found) + 6.0).abs() < 0.5, "{found}");
    }

    #[test]
    fn an_increasing_deviance_has_its_minimum_at_nought() {
        assert_relative_eq!(highest_likelihood(|x| x, |_| 1.0, 1e-8, 1e4).unwrap(), 0.0);
    }

    #[test]
    fn a_slope_of_nought_but_for_rounding_has_its_minimum_at_nought() {
        assert_relative_eq!(highest_likelihood(|x| x * x, |_| -1e-17, 1e-8, 1e4).unwrap(), 0.0);
    }

    #[test]
    fn a_decreasing_deviance_has_no_minimum() {
        assert!(matches!(
            highest_likelihood(|x| -x, |_| -1.0, 1e-8, 1e4),
            Err(Undefined::NoConvergence { .. })
        ));
    }
}
