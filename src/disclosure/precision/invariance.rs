//! The comparison of groups at published precision.

use crate::analysis::{GroupBias, Invariance, InvarianceFigures, ItemBias, LadderStep, shift_effects};
use crate::disclosure::ItemDetail;
use crate::disclosure::precision::decimals::Decimals;
use crate::disclosure::precision::{AtPrecision, Precision, Units};

impl AtPrecision for Invariance {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { groups, too_few, found } = self;
        Self {
            groups,
            too_few,
            found: found.at_precision(precision),
        }
    }
}

impl AtPrecision for InvarianceFigures {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            model,
            steps,
            items,
            different,
            comparable,
            unit,
            effects,
            shift_unit: _,
        } = self;
        let different = different.at_precision(precision);
        // Made from the rounded shifts, so that they say nothing more.
        let effects = shift_effects(&different, effects.len(), unit);
        Self {
            model,
            steps: steps.at_precision(precision),
            items: items.at_precision(precision),
            different,
            comparable,
            unit,
            effects: effects.into_iter().map(|effect| precision.score(effect)).collect(),
            shift_unit: precision.shift_decimals().map_or(0.0, Decimals::unit),
        }
    }
}

impl AtPrecision for LadderStep {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            equality,
            npar,
            fit,
            srmr,
            criteria,
            delta_cfi,
            against_before,
        } = self;
        Self {
            equality,
            npar,
            fit: fit.at_precision(precision),
            srmr: precision.coefficient(srmr),
            criteria: criteria.at_precision(precision),
            delta_cfi: delta_cfi.map(|change| precision.coefficient(change)),
            against_before: against_before.at_precision(precision),
        }
    }
}

impl AtPrecision for ItemBias {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            intercept,
            loading,
            visible,
        } = self;
        Self {
            intercept: intercept.at_precision(precision),
            loading: loading.at_precision(precision),
            visible: precision.item_shift(visible),
        }
    }
}

impl AtPrecision for GroupBias {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            item,
            released,
            p,
            shifts,
        } = self;
        Self {
            item,
            released,
            p: precision.p(p),
            shifts: shifts.into_iter().map(|shift| precision.item_shift(shift)).collect(),
        }
    }
}

impl Precision {
    /// Decimals of a difference between groups in the answers to one item: two, or one where few people skipped some items. `None` in
    /// full precision.
    fn shift_decimals(&self) -> Option<Decimals> {
        let of = |units: Units| {
            if units.detail >= ItemDetail::BandsAndMean {
                Decimals::ONE
            } else {
                Decimals::TWO
            }
        };
        self.units.map(of)
    }

    /// A difference between groups in the answers to one item, in codes.
    fn item_shift(&self, value: f64) -> f64 {
        self.shift_decimals().map_or(value, |decimals| decimals.round(value))
    }
}
