//! Cut-offs for the fit of models at published precision. The verdict follows from the rounded indices.

use crate::analysis::{FitValues, ModelCutOffs, SimulatedFit, StatedMisfit};
use crate::disclosure::precision::{AtPrecision, Precision};

impl AtPrecision for ModelCutOffs {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { model, factors, found } = self;
        Self {
            model,
            factors,
            found: found.at_precision(precision),
        }
    }
}

impl AtPrecision for SimulatedFit {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            observed,
            if_true,
            with_misfit,
            noticed,
            misfit,
            surveys,
        } = self;
        Self {
            observed: observed.at_precision(precision),
            if_true: if_true.at_precision(precision),
            with_misfit: with_misfit.at_precision(precision),
            noticed: precision.one_of_many(noticed),
            misfit: match misfit {
                StatedMisfit::CrossLoading { item, factor, loading } => StatedMisfit::CrossLoading {
                    item,
                    factor,
                    loading: precision.one_of_many(loading),
                },
                pairs @ StatedMisfit::Pairs(_) => pairs,
            },
            surveys,
        }
    }
}

impl AtPrecision for FitValues {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { cfi, tli, rmsea, srmr } = self;
        Self {
            cfi: precision.coefficient(cfi),
            tli: precision.coefficient(tli),
            rmsea: precision.coefficient(rmsea),
            srmr: precision.coefficient(srmr),
        }
    }
}
