//! Item analysis: each item's relation to the rest of its scale.

use crate::analysis::coefficient::CoefficientBase;
use crate::analysis::covariances::covariances;
use crate::analysis::{Coefficient, Estimated, Study};
use crate::stats::{self, ItemTotal, Undefined};

/// The analysis of one item of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemAnalysis {
    /// Correlation with the sum of the scale's other items, with Fisher's interval.
    pub item_rest_r: Estimated,
    /// Correlation with the sum of all the scale's items, itself included.
    pub item_total_r: Estimated,
    /// Item-total correlation corrected for overlap and for the item's unreliability (psych's r.cor).
    pub item_r_corrected: Estimated,
    /// Alpha of the scale without the item.
    pub alpha_if_dropped: Estimated,
    /// Omega total of the scale without the item.
    pub omega_if_dropped: Estimated,
}

/// Agreement of the data with an item's declared direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The item rises with the others.
    Agrees,
    /// The item falls as the others rise.
    Against,
    /// Too few answers, or too weak a relation.
    Unclear,
}

impl Direction {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Against => "against",
            Self::Unclear => "unclear",
        }
    }
}

impl ItemAnalysis {
    /// The direction by the interval of the item-rest correlation: above 0, below 0, or neither.
    #[must_use]
    pub fn direction(&self) -> Direction {
        let interval = self.item_rest_r.as_ref().ok().and_then(|found| found.interval.as_ref());
        match interval {
            Some(Ok(interval)) if interval.lower > 0.0 => Direction::Agrees,
            Some(Ok(interval)) if interval.upper < 0.0 => Direction::Against,
            _ => Direction::Unclear,
        }
    }
}

/// Analyses the items of one scale, in its order.
#[must_use]
pub fn item_analysis(study: &Study<'_>, scale: usize) -> Vec<ItemAnalysis> {
    let declared = &study.instrument.scales()[scale];
    let found = covariances(study, scale, study.options.missing);
    let n = found.as_ref().map_or(0, |found| found.n);
    let totals = found.and_then(|found| stats::item_totals(&found.matrix, found.n, study.options.level));
    let base = |k: usize| CoefficientBase {
        missing: study.options.missing.name(),
        n,
        k,
    };
    let k = declared.items.len();
    let one = |place: usize| {
        let total = totals.as_ref().map(|totals| &totals[place]).map_err(Clone::clone);
        let estimated = |value: fn(&ItemTotal) -> &Result<f64, Undefined>, estimator, k| -> Estimated {
            let value = value(total.clone()?).clone()?;
            Ok(base(k).coefficient(value, estimator))
        };
        let item_rest_r = total.clone().and_then(|total| {
            let found = total.item_rest_r.as_ref().map_err(Clone::clone)?;
            Ok(Coefficient {
                interval: Some(found.interval.clone()),
                interval_method: "Fisher (1921) z",
                ..base(k).coefficient(found.value, "correlation with the sum of the other items")
            })
        });
        ItemAnalysis {
            item_rest_r,
            item_total_r: estimated(|total| &total.item_total_r, "correlation with the sum of all items", k),
            item_r_corrected: estimated(
                |total| &total.item_r_corrected,
                "correlation with the sum, the item's variance replaced by its squared multiple correlation",
                k,
            ),
            alpha_if_dropped: estimated(
                |total| &total.alpha_if_dropped,
                "alpha of the other items",
                k.saturating_sub(1),
            ),
            omega_if_dropped: estimated(
                |total| &total.omega_if_dropped,
                "one-factor maximum likelihood omega of the other items",
                k.saturating_sub(1),
            ),
        }
    };
    (0..k).map(one).collect()
}
