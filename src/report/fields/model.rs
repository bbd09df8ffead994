//! A confirmatory model.

use crate::disclosure::{
    ComparativeFit, DeclaredModel, Estimator, FactorLink, FitIndices, InformationCriteria, Interval, Loading,
    ModelFigures, ModelFit, ResidualPair, ScaledFit, Undefined,
};
use crate::report::{Kind, Record};

/// A confirmatory model. `ids` are those of its items, `factors` those of its factors.
pub(crate) fn model(found: &ModelFit, ids: &[&str], factors: &[&str]) -> Record {
    let id = match found.model {
        DeclaredModel::OneFactor => "one_factor",
        DeclaredModel::Scales => "declared_scales",
    };
    let estimator = match found.estimator {
        Estimator::Ml => "ml",
        Estimator::Mlr => "mlr",
        Estimator::Fiml => "fiml",
        Estimator::Wlsmv => "wlsmv",
    };
    let figures = |figures: &ModelFigures| {
        let loading = |(item, own): (usize, &Loading)| {
            Record::object()
                .with("factor", factors.get(found.factor_of[item]).copied())
                .with("item", ids.get(item).copied())
                .figure("estimate", own.estimate)
                .number("se", &own.se, Kind::Score)
                .figure("standardized", own.standardized)
        };
        Record::object()
            .figure("npar", figures.npar)
            .with("fit", fit(&figures.fit, figures.srmr, figures.criteria.as_ref()))
            .with_some(
                "scaled",
                figures.scaled.as_ref().map(|found| Record::defined(found, scaled)),
            )
            .with_some("robust", figures.robust.as_ref().map(robust))
            .with_list("loadings", figures.loadings.iter().enumerate().map(loading))
            .with_list(
                "factor_correlations",
                figures.links.iter().map(|link| of_factors(link, factors)),
            )
            .with_list("residuals", figures.residuals.iter().map(|pair| residual(pair, ids)))
            .with_list(
                "improper_items",
                figures.improper_items.iter().filter_map(|&item| ids.get(item).copied()),
            )
    };
    Record::object()
        .with("id", id)
        .with("estimator", estimator)
        .and(Record::defined(&found.found, figures))
}

pub(super) fn fit(found: &FitIndices, srmr: f64, criteria: Option<&InformationCriteria>) -> Record {
    let limit = |of: fn(&Interval) -> f64| found.rmsea_interval.as_ref().map(of);
    let record = Record::object()
        .figure("chisq", found.chisq)
        .figure("df", found.df)
        .figure("p", &found.p)
        .figure("cfi", found.cfi)
        .figure("tli", &found.tli)
        .figure("rmsea", &found.rmsea)
        .figure("rmsea_lower", limit(|limits| limits.lower))
        .figure("rmsea_upper", limit(|limits| limits.upper))
        .figure("srmr", srmr);
    match criteria {
        Some(criteria) => record
            .figure("loglik", criteria.loglik)
            .figure("aic", criteria.aic)
            .figure("bic", criteria.bic),
        None => record,
    }
}

fn scaled(found: &ScaledFit) -> Record {
    Record::object()
        .figure("chisq", found.chisq)
        .figure("df", found.df)
        .figure("p", found.p)
        .and(indices(&found.indices))
}

fn robust(found: &Result<ComparativeFit, Undefined>) -> Record {
    Record::defined(found, indices)
}

fn indices(found: &ComparativeFit) -> Record {
    Record::object()
        .figure("cfi", found.cfi)
        .figure("tli", &found.tli)
        .figure("rmsea", &found.rmsea)
}

fn of_factors(link: &FactorLink, factors: &[&str]) -> Record {
    Record::object()
        .with("a", factors.get(link.one).copied())
        .with("b", factors.get(link.other).copied())
        .number("estimate", link.estimate, Kind::Coefficient)
        .interval(link.interval.as_ref().copied(), Kind::Coefficient)
}

fn residual(pair: &ResidualPair, ids: &[&str]) -> Record {
    Record::object()
        .with("a", ids.get(pair.one).copied())
        .with("b", ids.get(pair.other).copied())
        .figure("residual", pair.value)
}
