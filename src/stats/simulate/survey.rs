//! Parameters of a simulated survey.

use crate::stats::Undefined;
use crate::stats::figure::{check_items, out_of_range_if};

/// Distance from the lowest threshold to the highest, in standard deviations.
const REACH: f64 = 4.0;

/// An item: its factor, standardised loading and thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct LatentItem {
    /// Place of its factor.
    pub factor: usize,
    /// Standardised loading, 0 to 1.
    pub loading: f64,
    /// Ascending thresholds between its categories, on the standard normal response.
    pub thresholds: Vec<f64>,
}

/// A survey whose answers can be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct LatentSurvey {
    pub(super) items: Vec<LatentItem>,
    /// Share of each factor's variance that lies between academies.
    pub(super) icc: Vec<f64>,
    pub(super) factor_correlation: f64,
    pub(super) wave_correlation: f64,
}

impl LatentSurvey {
    /// A survey of these items. `icc` has the share of each factor's variance that lies between academies, `factor_correlation` is
    /// the correlation of the academy parts, and of the personal parts, of two factors, and `wave_correlation` that of a person's
    /// own part in two waves; each 0 to 1.
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] without items; [`Undefined::OutOfRange`] if a share or loading is not between 0 and 1, an item
    /// has a factor without an ICC, or thresholds do not rise.
    pub fn new(
        items: Vec<LatentItem>,
        icc: Vec<f64>,
        factor_correlation: f64,
        wave_correlation: f64,
    ) -> Result<Self, Undefined> {
        check_items(items.len(), 1)?;
        let correlations = [factor_correlation, wave_correlation];
        let mut shares = icc
            .iter()
            .chain(&correlations)
            .chain(items.iter().map(|item| &item.loading));
        out_of_range_if(
            !shares.all(|share| (0.0..=1.0).contains(share)),
            "a share, correlation or loading must lie between 0 and 1",
        )?;
        out_of_range_if(
            items.iter().any(|item| item.factor >= icc.len()),
            "each factor must have an ICC",
        )?;
        let rise = |item: &LatentItem| item.thresholds.is_sorted_by(|lower, upper| lower < upper);
        out_of_range_if(!items.iter().all(rise), "thresholds must rise")?;
        Ok(Self {
            items,
            icc,
            factor_correlation,
            wave_correlation,
        })
    }
}

/// Thresholds between `points` categories at even distances. A positive `lean` moves answers to the high end.
#[must_use]
pub fn even_thresholds(points: usize, lean: f64) -> Vec<f64> {
    let step = REACH / (points.max(2) - 1) as f64;
    let middle = points as f64 / 2.0;
    (1..points).map(|below| (below as f64 - middle) * step - lean).collect()
}

#[cfg(test)]
mod tests {
    use super::{LatentItem, LatentSurvey, even_thresholds};

    #[test]
    fn thresholds_are_even_and_lean_moves_all() {
        assert_eq!(even_thresholds(5, 0.0), [-1.5, -0.5, 0.5, 1.5]);
        assert_eq!(even_thresholds(3, 0.5), [-1.5, 0.5]);
        assert!(even_thresholds(1, 0.0).is_empty());
    }

    #[test]
    fn impossible_surveys_are_refused() {
        let item = LatentItem {
            factor: 0,
            loading: 0.7,
            thresholds: vec![-1.0, 1.0],
        };
        let survey = |item: LatentItem, icc: Vec<f64>| LatentSurvey::new(vec![item], icc, 0.5, 0.5);
        assert!(survey(item.clone(), vec![0.1]).is_ok());
        assert!(survey(item.clone(), vec![1.1]).is_err());
        assert!(survey(item.clone(), Vec::new()).is_err());
        let falling = vec![1.0, -1.0];
        assert!(
            survey(
                LatentItem {
                    thresholds: falling,
                    ..item.clone()
                },
                vec![0.1]
            )
            .is_err()
        );
        assert!(
            survey(
                LatentItem {
                    loading: f64::NAN,
                    ..item
                },
                vec![0.1]
            )
            .is_err()
        );
        assert!(LatentSurvey::new(Vec::new(), vec![0.1], 0.5, 0.5).is_err());
    }
}
