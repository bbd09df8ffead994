//! Agreement within a group at published precision.

use crate::analysis::{Agreement, GroupAgreement, NullAgreement};
use crate::disclosure::precision::{AtPrecision, Precision, TOO_ALIKE};

impl AtPrecision for GroupAgreement {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { n, figures } = self;
        let figures = match figures {
            // Perfect agreement says the same as a standard deviation of 0.
            Ok(found) if precision.is_too_alike(found.ad_mean) => Err(TOO_ALIKE),
            found => found.at_precision(precision),
        };
        Self { n, figures }
    }
}

impl AtPrecision for Agreement {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            n,
            k,
            mean_variance,
            rwg_j,
            r_star_wg_j,
            ad_mean,
            ad_median,
            a_wg,
            a_wg_undefined_items,
        } = self;
        Self {
            n,
            k,
            mean_variance: precision.coefficient(mean_variance),
            rwg_j: precision.coefficient(rwg_j),
            r_star_wg_j: precision.coefficient(r_star_wg_j),
            ad_mean: precision.coefficient(ad_mean),
            ad_median: precision.coefficient(ad_median),
            a_wg: precision.figure(a_wg, Precision::coefficient),
            a_wg_undefined_items,
        }
    }
}

impl AtPrecision for NullAgreement {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            rwg_j,
            r_star_wg_j,
            ad_mean,
            ad_median,
        } = self;
        Self {
            rwg_j: precision.coefficient(rwg_j),
            r_star_wg_j: precision.coefficient(r_star_wg_j),
            ad_mean: precision.coefficient(ad_mean),
            ad_median: precision.coefficient(ad_median),
        }
    }
}
