//! The partial credit model at published precision: one decimal, as thresholds have. Its parameters follow from how many people gave each
//! answer. The log-likelihood is whole, as that of models is.

use crate::analysis::{PartialCredit, PartialCreditItem};
use crate::disclosure::precision::decimals::Decimals;
use crate::disclosure::precision::{AtPrecision, Precision};

impl AtPrecision for PartialCredit {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { loglik, items } = self;
        Self {
            loglik: precision.rounded(loglik, |_| Decimals::WHOLE, &[]),
            items: items.at_precision(precision),
        }
    }
}

impl AtPrecision for PartialCreditItem {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            location,
            location_se,
            steps,
            step_ses,
            never_likeliest,
        } = self;
        // A standard error is never rounded to 0.
        let error = |se: f64| precision.rounded(se, |_| Decimals::ONE, &[0.0]);
        Self {
            location: precision.threshold(location),
            location_se: error(location_se),
            steps: steps.into_iter().map(|step| precision.threshold(step)).collect(),
            step_ses: step_ses.into_iter().map(error).collect(),
            never_likeliest,
        }
    }
}
