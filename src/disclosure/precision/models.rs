//! Confirmatory models at published precision. Loadings have two decimals, as in `structure`, and likelihoods none.

use crate::analysis::{
    ComparativeFit, FactorLink, FitIndices, InformationCriteria, Loading, ModelFigures, ModelFit, ResidualPair,
    ScaledFit,
};
use crate::disclosure::precision::decimals::Decimals;
use crate::disclosure::precision::{AtPrecision, Precision};

impl AtPrecision for ModelFit {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            model,
            estimator,
            factors,
            factor_of,
            found,
        } = self;
        Self {
            model,
            estimator,
            factors,
            factor_of,
            found: found.at_precision(precision),
        }
    }
}

impl AtPrecision for ModelFigures {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            npar,
            fit,
            srmr,
            criteria,
            scaled,
            robust,
            loadings,
            links,
            residuals,
            improper_items,
        } = self;
        Self {
            npar,
            fit: fit.at_precision(precision),
            srmr: precision.coefficient(srmr),
            criteria: criteria.at_precision(precision),
            scaled: scaled.at_precision(precision),
            robust: robust.at_precision(precision),
            loadings: loadings.at_precision(precision),
            links: links.at_precision(precision),
            residuals: residuals.at_precision(precision),
            improper_items,
        }
    }
}

impl AtPrecision for FitIndices {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            chisq,
            df,
            p,
            cfi,
            tli,
            rmsea,
            rmsea_interval,
        } = self;
        Self {
            chisq: precision.statistic(chisq),
            df,
            p: p.map(|p| precision.p(p)),
            cfi: precision.coefficient(cfi),
            tli: tli.map(|tli| precision.coefficient(tli)),
            rmsea: rmsea.map(|rmsea| precision.coefficient(rmsea)),
            rmsea_interval: rmsea_interval.map(|limits| precision.coefficient_interval(limits)),
        }
    }
}

impl AtPrecision for ComparativeFit {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { cfi, tli, rmsea } = self;
        Self {
            cfi: precision.coefficient(cfi),
            tli: tli.map(|tli| precision.coefficient(tli)),
            rmsea: rmsea.map(|rmsea| precision.coefficient(rmsea)),
        }
    }
}

impl AtPrecision for ScaledFit {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { chisq, df, p, indices } = self;
        Self {
            chisq: precision.statistic(chisq),
            df,
            p: precision.p(p),
            indices: indices.at_precision(precision),
        }
    }
}

impl AtPrecision for InformationCriteria {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { loglik, aic, bic } = self;
        let whole = |value| precision.rounded(value, |_| Decimals::WHOLE, &[]);
        Self {
            loglik: whole(loglik),
            aic: whole(aic),
            bic: whole(bic),
        }
    }
}

impl AtPrecision for Loading {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            estimate,
            se,
            standardized,
        } = self;
        Self {
            estimate: precision.one_of_many(estimate),
            se: se.map(|se| precision.one_of_many(se)),
            standardized: precision.one_of_many(standardized),
        }
    }
}

impl AtPrecision for FactorLink {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            one,
            other,
            estimate,
            interval,
        } = self;
        Self {
            one,
            other,
            estimate: precision.coefficient(estimate),
            interval: interval.map(|interval| precision.coefficient_interval(interval)),
        }
    }
}

impl AtPrecision for ResidualPair {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self { one, other, value } = self;
        Self {
            one,
            other,
            value: precision.one_of_many(value),
        }
    }
}
