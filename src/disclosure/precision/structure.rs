//! The structure of a scale at published precision.
//!
//! Its figures are about everybody who answered the whole scale, and other figures about everybody who answered an item. So
//! thresholds, which say how many people gave each answer, have one decimal, and the many correlations and loadings have two:
//! they do not say how the few people answered who skipped a question.

use crate::analysis::{
    Adequacy, CategoricalOmegas, ChiSquared, ExploratoryFactors, FactorSolution, HierarchicalOmegas, ParallelFactors,
    PolychoricFigures, ScaleStructure,
};
use crate::disclosure::precision::decimals::Decimals;
use crate::disclosure::precision::{AtPrecision, Precision};

impl Precision {
    /// One of many correlations or loadings of a scale's items.
    pub(super) fn one_of_many(&self, value: f64) -> f64 {
        self.rounded(value, |_| Decimals::TWO, &[1.0])
    }

    fn many(&self, values: Vec<f64>) -> Vec<f64> {
        values.into_iter().map(|value| self.one_of_many(value)).collect()
    }

    fn all(&self, rows: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        rows.into_iter().map(|row| self.many(row)).collect()
    }

    /// A border between two codes of an item.
    pub(super) fn threshold(&self, value: f64) -> f64 {
        self.rounded(value, |_| Decimals::ONE, &[])
    }
}

impl AtPrecision for ScaleStructure {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            n_complete,
            n_any,
            eigenvalues,
            kmo,
            bartlett,
            map,
            parallel_pearson,
            parallel_polychoric,
            polychoric,
            unused,
            omega_categorical,
            omega_hierarchical,
            efa,
            models,
            pcm,
        } = self;
        let list = |found: Result<Vec<f64>, _>, one: fn(&Precision, f64) -> f64| match found {
            Ok(values) => Ok(values.into_iter().map(|value| one(precision, value)).collect()),
            Err(reason) => Err(precision.reason(reason)),
        };
        Self {
            n_complete,
            n_any,
            eigenvalues: list(eigenvalues, Precision::statistic),
            kmo: kmo.at_precision(precision),
            bartlett: bartlett.at_precision(precision),
            map: list(map, Precision::coefficient),
            parallel_pearson: parallel_pearson.at_precision(precision),
            parallel_polychoric: parallel_polychoric.at_precision(precision),
            polychoric: polychoric.at_precision(precision),
            unused,
            omega_categorical: omega_categorical.at_precision(precision),
            omega_hierarchical: omega_hierarchical.at_precision(precision),
            efa: efa.at_precision(precision),
            models: models.at_precision(precision),
            pcm: pcm.at_precision(precision),
        }
    }
}

impl AtPrecision for Adequacy {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { overall, items } = self;
        Self {
            overall: precision.coefficient(overall),
            items: precision.many(items),
        }
    }
}

impl AtPrecision for ChiSquared {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { chisq, df, p } = self;
        Self {
            chisq: precision.statistic(chisq),
            df,
            p: precision.p(p),
        }
    }
}

impl AtPrecision for ParallelFactors {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { factors, limits } = self;
        Self {
            factors,
            limits: limits.into_iter().map(|limit| precision.statistic(limit)).collect(),
        }
    }
}

impl AtPrecision for PolychoricFigures {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            correlations,
            thresholds,
            pairs_with_empty_cells,
            positive_definite,
        } = self;
        let item = |item: Vec<Option<f64>>| item.into_iter().map(|one| one.map(|one| precision.threshold(one)));
        Self {
            correlations: precision.all(correlations),
            thresholds: thresholds.into_iter().map(|one| item(one).collect()).collect(),
            pairs_with_empty_cells,
            positive_definite,
        }
    }
}

impl AtPrecision for CategoricalOmegas {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            model_implied,
            polychoric_total,
        } = self;
        Self {
            model_implied: precision.coefficient(model_implied),
            polychoric_total: precision.coefficient(polychoric_total),
        }
    }
}

impl AtPrecision for HierarchicalOmegas {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            omega_h,
            omega_t,
            ecv,
            factors,
            bounded_items,
        } = self;
        Self {
            omega_h: precision.coefficient(omega_h),
            omega_t: precision.coefficient(omega_t),
            ecv: precision.coefficient(ecv),
            factors,
            bounded_items,
        }
    }
}

impl AtPrecision for FactorSolution {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            method,
            rotation,
            factors,
            found,
        } = self;
        Self {
            method,
            rotation,
            factors,
            found: found.at_precision(precision),
        }
    }
}

impl AtPrecision for ExploratoryFactors {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            loadings,
            phi,
            communality,
            test,
            bounded_items,
        } = self;
        Self {
            loadings: precision.all(loadings),
            phi: precision.all(phi),
            communality: precision.many(communality),
            test: test.at_precision(precision),
            bounded_items,
        }
    }
}
