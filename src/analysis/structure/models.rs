//! Confirmatory models of a scale: one factor, and the scales into which the questionnaire divides its items.

use std::collections::BTreeSet;

use nalgebra::DMatrix;

use crate::analysis::Study;
use crate::analysis::structure::counts::NEEDS_ROWS;
use crate::stats::{
    self, ComparativeFit, Confirmatory, Correction, Criteria, FactorModel, FitIndices, IncompleteAnswers, Interval,
    Loading, OrdinalAnswers, OrdinalTables, Polychoric, ScaledFit, Undefined,
};

/// Residual correlation from which a pair of items is named.
const REMARKABLE: f64 = 0.1;
/// Most pairs that are named.
const MOST_PAIRS: usize = 5;

/// The factors of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclaredModel {
    /// One factor behind all items.
    OneFactor,
    /// One factor for each scale into which the questionnaire divides the items.
    Scales,
}

/// Method of estimation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Estimator {
    /// Maximum likelihood.
    Ml,
    /// Maximum likelihood with robust standard errors and test.
    Mlr,
    /// Full-information maximum likelihood, over everybody with an answer.
    Fiml,
    /// Weighted least squares on polychoric correlations, adjusted for mean and variance.
    Wlsmv,
}

/// A confirmatory model with its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelFit {
    /// The factors.
    pub model: DeclaredModel,
    /// Method of estimation.
    pub estimator: Estimator,
    /// Per factor: place of its scale in the instrument.
    pub factors: Vec<usize>,
    /// Per item: its factor.
    pub factor_of: Vec<usize>,
    /// The fitted model.
    pub found: Result<ModelFigures, Undefined>,
}

/// Correlation of two factors with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorLink {
    /// The earlier factor.
    pub one: usize,
    /// The later factor.
    pub other: usize,
    /// The correlation.
    pub estimate: f64,
    /// Its interval, not cut at 1.
    pub interval: Result<Interval, Undefined>,
}

/// Two items that go together more, or less, than the model says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResidualPair {
    /// Place of the earlier item in the scale.
    pub one: usize,
    /// Place of the later item.
    pub other: usize,
    /// Correlation beyond that which the model implies.
    pub value: f64,
}

/// The figures of a fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelFigures {
    /// Number of free parameters.
    pub npar: usize,
    /// Fit.
    pub fit: FitIndices,
    /// Standardised root mean square residual.
    pub srmr: f64,
    /// Likelihood; `None` for least squares.
    pub criteria: Option<Criteria>,
    /// Scaled statistics; `None` where nothing is corrected.
    pub scaled: Option<Result<ScaledFit, Undefined>>,
    /// Robust indices; `None` where nothing is corrected.
    pub robust: Option<Result<ComparativeFit, Undefined>>,
    /// Per item: its loading.
    pub loadings: Vec<Loading>,
    /// Correlations of the factors.
    pub links: Vec<FactorLink>,
    /// Pairs of items with a residual correlation beyond .10, largest first, five at most.
    pub residuals: Vec<ResidualPair>,
    /// Places of items whose error variance is not above 0.
    pub improper_items: Vec<usize>,
}

impl ModelFigures {
    fn of(found: Confirmatory, level: f64) -> Result<Self, Undefined> {
        let z = stats::two_sided_z(level)?;
        let links = found.factor_correlations.iter().map(|link| FactorLink {
            one: link.one,
            other: link.other,
            estimate: link.estimate,
            interval: (link.se.as_ref())
                .map(|se| Interval::new(link.estimate - z * se, link.estimate + z * se))
                .map_err(Clone::clone),
        });
        Ok(Self {
            links: links.collect(),
            residuals: remarkable(&found.residuals),
            npar: found.npar,
            fit: found.fit,
            srmr: found.srmr,
            criteria: found.criteria,
            scaled: found.scaled,
            robust: found.robust,
            loadings: found.loadings,
            improper_items: found.improper_items,
        })
    }
}

/// The pairs of items with the largest residual correlations.
fn remarkable(residuals: &DMatrix<f64>) -> Vec<ResidualPair> {
    let pairs = (0..residuals.nrows()).flat_map(|other| (0..other).map(move |one| (one, other)));
    let mut found: Vec<ResidualPair> = pairs
        .map(|(one, other)| ResidualPair {
            one,
            other,
            value: residuals[(one, other)],
        })
        .filter(|pair| pair.value.abs() > REMARKABLE)
        .collect();
    found.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    found.truncate(MOST_PAIRS);
    found
}

/// The scales into which the questionnaire divides a scale's items.
pub(super) struct Parts {
    /// Their places in the instrument; none if they overlap or leave an item out.
    pub(super) scales: Vec<usize>,
    /// Per item of the whole scale: its part.
    pub(super) part_of: Vec<usize>,
}

impl Parts {
    /// Finds the parts of a scale.
    pub(super) fn of(study: &Study<'_>, scale: usize) -> Self {
        let scales = study.instrument.scales();
        let own = &scales[scale].items;
        let inside = |other: &[usize]| other.len() < own.len() && other.iter().all(|item| own.contains(item));
        let parts: Vec<usize> = (0..scales.len())
            .filter(|&other| inside(&scales[other].items))
            .collect();
        let has = |part: usize, item: usize| scales[part].items.contains(&item);
        let once = |item: &usize| parts.iter().filter(|&&part| has(part, *item)).count() == 1;
        if parts.len() < 2 || !own.iter().all(once) {
            return Self {
                scales: Vec::new(),
                part_of: Vec::new(),
            };
        }
        let part_of = |item: &usize| parts.iter().position(|&part| has(part, *item)).unwrap_or(0);
        Self {
            part_of: own.iter().map(part_of).collect(),
            scales: parts,
        }
    }
}

/// Fewest items of a part with a factor of its own.
const FEWEST_IN_A_PART: usize = 3;

/// The scales into which the questionnaire divides a scale's items, as factors, if each has enough items.
pub(super) fn several_factors(study: &Study<'_>, scale: usize) -> Option<FactorModel> {
    let parts = Parts::of(study, scale);
    let items = |part: usize| parts.part_of.iter().filter(|&&own| own == part).count();
    let enough = parts.scales.len() > 1 && (0..parts.scales.len()).all(|part| items(part) >= FEWEST_IN_A_PART);
    enough.then(|| FactorModel::new(parts.part_of.clone()).ok()).flatten()
}

/// Number of items that are tested one by one: those of all scales of the questionnaire, so that a survey with many scales raises no more
/// false alarms than one with a single scale.
pub(super) fn tested_items(study: &Study<'_>) -> usize {
    let scales = study.instrument.scales().iter();
    let items: BTreeSet<usize> = scales.flat_map(|scale| scale.items.iter().copied()).collect();
    items.len()
}

/// Fits every model by every method.
pub(super) fn models(
    study: &Study<'_>,
    scale: usize,
    answers: &OrdinalAnswers,
    polychoric: &Result<Polychoric, Undefined>,
    everybody: &Result<IncompleteAnswers, Undefined>,
    parts: &Parts,
) -> Vec<ModelFit> {
    fitted(study, scale, parts, |model, estimator| match estimator {
        Estimator::Ml => stats::confirmatory_ml(model, answers, Correction::None),
        Estimator::Mlr => stats::confirmatory_ml(model, answers, Correction::Robust),
        Estimator::Fiml => stats::confirmatory_fiml(model, everybody.as_ref().map_err(Clone::clone)?),
        Estimator::Wlsmv => stats::confirmatory_wlsmv(model, answers, polychoric.as_ref().map_err(Clone::clone)?),
    })
}

/// Fits every model to covariances (divisor n − 1) of so many people, and to two-way tables, by the methods that need no more.
pub(super) fn models_of_counts(
    study: &Study<'_>,
    scale: usize,
    (covariances, persons): (&DMatrix<f64>, u64),
    tables: &Result<OrdinalTables, Undefined>,
    polychoric: &Result<Polychoric, Undefined>,
    parts: &Parts,
) -> Vec<ModelFit> {
    fitted(study, scale, parts, |model, estimator| match estimator {
        Estimator::Ml => stats::confirmatory_ml_of_covariances(model, covariances, persons),
        Estimator::Mlr | Estimator::Fiml => Err(NEEDS_ROWS),
        Estimator::Wlsmv => {
            let tables = tables.as_ref().map_err(Clone::clone)?;
            stats::confirmatory_wlsmv_of_tables(model, tables, polychoric.as_ref().map_err(Clone::clone)?)
        }
    })
}

fn fitted(
    study: &Study<'_>,
    scale: usize,
    parts: &Parts,
    fit: impl Fn(&FactorModel, Estimator) -> Result<Confirmatory, Undefined>,
) -> Vec<ModelFit> {
    let items = study.instrument.scales()[scale].items.len();
    let one = (DeclaredModel::OneFactor, vec![scale], vec![0; items]);
    let several = (DeclaredModel::Scales, parts.scales.clone(), parts.part_of.clone());
    let declared = std::iter::once(one).chain((parts.scales.len() > 1).then_some(several));
    let mut found = Vec::new();
    for (model, factors, factor_of) in declared {
        for estimator in [Estimator::Ml, Estimator::Mlr, Estimator::Fiml, Estimator::Wlsmv] {
            let fitted = FactorModel::new(factor_of.clone()).and_then(|model| fit(&model, estimator));
            found.push(ModelFit {
                model,
                estimator,
                factors: factors.clone(),
                factor_of: factor_of.clone(),
                found: fitted.and_then(|fitted| ModelFigures::of(fitted, study.options.level)),
            });
        }
    }
    found
}
