//! The audit of the scoring key at published precision.

use crate::analysis::{Correlation, HomeAudit, ItemAudit, ItemKey, Rotation, ScaleAudit};
use crate::disclosure::precision::{AtPrecision, Precision};

impl AtPrecision for HomeAudit {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            scale,
            items,
            with_others,
            pomp,
            skewness,
            verdict,
        } = self;
        Self {
            scale,
            items: items.at_precision(precision),
            with_others: with_others.map(|(r, n)| (r.at_precision(precision), n)),
            pomp: pomp.map(|pomp| precision.percent_of_range(pomp)),
            skewness: skewness.map(|skewness| precision.statistic(skewness)),
            verdict,
        }
    }
}

impl AtPrecision for ScaleAudit {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            n,
            listwise,
            items,
            alpha_all_turned,
        } = self;
        Self {
            n,
            listwise,
            items: items.at_precision(precision),
            alpha_all_turned: alpha_all_turned.map(|alpha| precision.figure(alpha, Precision::coefficient)),
        }
    }
}

impl AtPrecision for ItemAudit {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            verdict,
            item_rest_r,
            item_rest_r_within,
            anchored_r,
            loading,
            alpha,
            alpha_other_way,
            rotation,
            pomp,
        } = self;
        Self {
            verdict,
            item_rest_r: item_rest_r.at_precision(precision),
            item_rest_r_within: precision.figure(item_rest_r_within, Precision::coefficient),
            anchored_r: anchored_r.at_precision(precision),
            loading: precision.figure(loading, Precision::coefficient),
            alpha: precision.figure(alpha, Precision::coefficient),
            alpha_other_way: precision.figure(alpha_other_way, Precision::coefficient),
            rotation: rotation.at_precision(precision),
            pomp: pomp.map(|pomp| precision.percent_of_range(pomp)),
        }
    }
}

impl AtPrecision for ItemKey {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            item,
            home,
            verdict,
            figures,
        } = self;
        Self {
            item,
            home,
            verdict,
            figures: figures.at_precision(precision),
        }
    }
}

impl AtPrecision for Correlation {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { value, interval } = self;
        Self {
            value: precision.coefficient(value),
            interval: interval
                .map(|limits| precision.coefficient_interval(limits))
                .map_err(|reason| precision.reason(reason)),
        }
    }
}

impl AtPrecision for Rotation {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            undo,
            as_it_stands,
            undone,
            t,
        } = self;
        Self {
            undo,
            as_it_stands: precision.coefficient(as_it_stands),
            undone: precision.coefficient(undone),
            t: t.map(|t| precision.statistic(t)),
        }
    }
}
