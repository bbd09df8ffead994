//! Confirmatory factor analysis: fit, loadings and factor correlations of a declared model, by maximum likelihood with and without
//! robust corrections, and by weighted least squares on polychoric correlations.
//!
//! - `ML`: standard errors by expected information.
//! - `MLR`: the same estimates; standard errors by the sandwich of observed information and scores (Huber–White), χ² divided by c
//!   = (tr(B₁A₁⁻¹) − tr(B₀A₀⁻¹))/df (Yuan & Bentler 2000, *Sociological Methodology* 30, 165–200, in the form of Mplus: Asparouhov &
//!   Muthén 2005), where A is information and B the mean outer product of scores, of the saturated model (1) and of this one (0).
//!
//! All as lavaan 0.6-14 without mean structure.

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::covariance::factored;
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::fit_indices::{ComparativeFit, FitIndices, Misfit, NO_DEGREES_OF_FREEDOM};
use crate::stats::structure::gamma_tails::chi_squared_tail;
use crate::stats::structure::likelihood_fit::{LikelihoodFit, inverse};
use crate::stats::structure::normal_theory::{curvature, entries_of, implied, normal_weight, slopes, stacked};
use crate::stats::structure::ordinal::OrdinalAnswers;
use crate::stats::structure::polychoric_influence::Pair;

/// A loading, with the standardised one.
#[derive(Debug, Clone, PartialEq)]
pub struct Loading {
    /// In the unit of the item.
    pub estimate: f64,
    /// Standard error of the estimate.
    pub se: Result<f64, Undefined>,
    /// Correlation of the item with its factor.
    pub standardized: f64,
}

/// Correlation of two factors.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorCorrelation {
    /// The earlier factor.
    pub one: usize,
    /// The later factor.
    pub other: usize,
    /// The correlation.
    pub estimate: f64,
    /// Its standard error.
    pub se: Result<f64, Undefined>,
}

/// Scaled statistics.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaledFit {
    /// Scaled χ².
    pub chisq: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// P(χ² > statistic).
    pub p: f64,
    /// Indices from the scaled χ².
    pub indices: ComparativeFit,
}

/// Information criteria.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Criteria {
    /// Log-likelihood.
    pub loglik: f64,
    /// Akaike's criterion.
    pub aic: f64,
    /// Bayesian criterion.
    pub bic: f64,
}

/// A fitted confirmatory model.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmatory {
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
    /// Loadings, item by item.
    pub loadings: Vec<Loading>,
    /// Correlations of the factors.
    pub factor_correlations: Vec<FactorCorrelation>,
    /// Residual correlations beyond what the model implies, k × k.
    pub residuals: DMatrix<f64>,
    /// Items whose uniqueness is at or below 0.
    pub improper_items: Vec<usize>,
}

/// Standard errors and tests of a maximum-likelihood fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// None: expected information.
    None,
    /// Robust against answers that are not normal.
    Robust,
}

/// Fits a model to complete answers by maximum likelihood.
///
/// # Errors
/// The errors of the fit: see its reasons.
pub fn confirmatory_ml(
    model: &FactorModel,
    answers: &OrdinalAnswers,
    correction: Correction,
) -> Result<Confirmatory, Undefined> {
    let robust = match correction {
        Correction::None => None,
        Correction::Robust => Some(answers),
    };
    of_covariances(model, &answers.covariances(), answers.persons() as u64, robust)
}

/// Fits a model to covariances (divisor n − 1) of so many people by maximum likelihood, without correction.
///
/// # Errors
/// The errors of the fit: see its reasons.
pub fn confirmatory_ml_of_covariances(
    model: &FactorModel,
    cov: &DMatrix<f64>,
    persons: u64,
) -> Result<Confirmatory, Undefined> {
    of_covariances(model, cov, persons, None)
}

/// Fits a model to covariances; with a correction by the answers behind them, if they are given.
fn of_covariances(
    model: &FactorModel,
    cov: &DMatrix<f64>,
    persons: u64,
    answers: Option<&OrdinalAnswers>,
) -> Result<Confirmatory, Undefined> {
    let n = persons as f64;
    let fit = LikelihoodFit::fit(model, &(cov * ((n - 1.0) / n)))?;
    let k = model.items();
    let q = fit.parameters.len();
    let df = (k * (k + 1) / 2).checked_sub(q).ok_or(Undefined::OutOfRange {
        why: "the model has more parameters than there are covariances",
    })?;
    let log_det = 2.0
        * factored(&fit.correlations)?
            .l_dirty()
            .diagonal()
            .iter()
            .map(|&l| ln(l))
            .sum::<f64>();
    let baseline = Misfit::new(-n * log_det, k * (k - 1) / 2);
    let chisq = n * fit.criterion;
    let scales: f64 = fit.sd.iter().map(|&sd| 2.0 * ln(sd)).sum();
    let loglik = -0.5 * n * (k as f64 * ln(2.0 * std::f64::consts::PI) + log_det + scales + fit.criterion + k as f64);
    let sigma = implied(model, &fit.parameters);
    let (covariance, scaling) = match answers {
        None => (inverse(&fit.information), None),
        Some(answers) => {
            let robust = Robust::of(model, &fit, answers)?;
            (Some(robust.covariance), Some(robust.scaling))
        }
    };
    let covariance = covariance.ok_or(Undefined::NotPositiveDefinite { matrix: "information" })? / n;
    let corrected = scaling.map(|scaling| Corrected::of(chisq, df, baseline, scaling, n));
    Ok(Confirmatory {
        npar: q,
        fit: FitIndices::of(chisq, df, baseline, n),
        srmr: root_mean_square(&(&fit.correlations - &sigma)),
        criteria: Some(Criteria {
            loglik,
            aic: 2.0 * q as f64 - 2.0 * loglik,
            bic: ln(n) * q as f64 - 2.0 * loglik,
        }),
        scaled: corrected
            .as_ref()
            .map(|found| found.as_ref().map(|found| found.scaled.clone()).map_err(Clone::clone)),
        robust: corrected.map(|found| found.map(|found| found.robust)),
        loadings: item_loadings(model, &fit.parameters, Ok(&covariance), &fit.sd, &sigma.diagonal()),
        factor_correlations: factor_correlations(model, &fit.parameters, Ok(&covariance)),
        residuals: &fit.correlations - sigma,
        improper_items: (0..k)
            .filter(|&i| fit.parameters[model.parameters() + i] <= 1e-9)
            .collect(),
    })
}

/// Factors by which χ² is too large, of the model and of the baseline model.
#[derive(Debug, Clone, Copy)]
struct Scaling {
    own: f64,
    baseline: f64,
}

/// Corrected statistics.
struct Corrected {
    scaled: ScaledFit,
    robust: ComparativeFit,
}

impl Corrected {
    fn of(chisq: f64, df: usize, baseline: Misfit, scaling: Scaling, n: f64) -> Result<Self, Undefined> {
        if df == 0 {
            return Err(NO_DEGREES_OF_FREEDOM);
        }
        if !(scaling.own > 0.0 && scaling.baseline > 0.0) {
            return Err(Undefined::OutOfRange {
                why: "the scaling factor of χ² is not above 0",
            });
        }
        let own = Misfit::new(chisq / scaling.own, df);
        let none = Misfit {
            chisq: baseline.chisq / scaling.baseline,
            ..baseline
        };
        let model = Misfit::new(chisq, df).scaled_by(scaling.own);
        Ok(Self {
            scaled: ScaledFit {
                chisq: own.chisq,
                df,
                p: chi_squared_tail(own.chisq, df as f64),
                indices: ComparativeFit::of(own, none, n),
            },
            robust: ComparativeFit::of(model, baseline.scaled_by(scaling.baseline), n),
        })
    }
}

/// √ of the mean of squared residual correlations, over the lower triangle with the diagonal.
fn root_mean_square(residuals: &DMatrix<f64>) -> f64 {
    let entries = entries_of(residuals.nrows());
    let squares = stacked(residuals, &entries).norm_squared();
    (squares / entries.len() as f64).sqrt()
}

/// Standard error of a parameter, by the covariances of the estimates.
fn standard_error(covariance: Result<&DMatrix<f64>, &Undefined>, place: usize) -> Result<f64, Undefined> {
    let covariance = covariance.map_err(Clone::clone)?;
    Ok(covariance[(place, place)].max(0.0).sqrt())
}

/// Loadings with standard errors by the covariances of the estimates, or the reason why there are none.
pub(crate) fn item_loadings(
    model: &FactorModel,
    parameters: &DVector<f64>,
    covariance: Result<&DMatrix<f64>, &Undefined>,
    sd: &DVector<f64>,
    variance: &DVector<f64>,
) -> Vec<Loading> {
    let one = |item: usize| Loading {
        estimate: parameters[item] * sd[item],
        se: standard_error(covariance, item).map(|se| se * sd[item]),
        standardized: parameters[item] / variance[item].sqrt(),
    };
    (0..model.items()).map(one).collect()
}

/// Factor correlations with standard errors by the covariances of the estimates, or the reason why there are none.
pub(crate) fn factor_correlations(
    model: &FactorModel,
    parameters: &DVector<f64>,
    covariance: Result<&DMatrix<f64>, &Undefined>,
) -> Vec<FactorCorrelation> {
    let pairs = (1..model.factors()).flat_map(|other| (0..other).map(move |one| (one, other)));
    pairs
        .map(|(one, other)| {
            let place = model.place_of(one, other);
            FactorCorrelation {
                one,
                other,
                estimate: parameters[place],
                se: standard_error(covariance, place),
            }
        })
        .collect()
}

/// The robust covariance of the estimates, times n, and the scaling factors of χ².
struct Robust {
    covariance: DMatrix<f64>,
    scaling: Scaling,
}

impl Robust {
    fn of(model: &FactorModel, fit: &LikelihoodFit, answers: &OrdinalAnswers) -> Result<Self, Undefined> {
        let no_inverse = || Undefined::NotPositiveDefinite { matrix: "information" };
        let entries = &fit.entries;
        let products = products(answers, &fit.sd, entries);
        let n = products.nrows() as f64;
        // Fourth moments about a matrix: mean outer product of vech(zz′ − M).
        let about = |centre: &DMatrix<f64>| {
            let centre = stacked(centre, entries);
            let mut moved = products.clone();
            for (mut column, &value) in moved.column_iter_mut().zip(centre.iter()) {
                column.add_scalar_mut(-value);
            }
            moved.tr_mul(&moved) / n
        };
        let k = model.items();
        let sigma = implied(model, &fit.parameters);
        let own_weight = normal_weight(&inverse(&sigma).ok_or_else(no_inverse)?, entries);
        let delta = slopes(model, &fit.parameters, entries);
        let pulled = &own_weight * &delta;
        let meat = pulled.tr_mul(&(about(&sigma) * &pulled));
        let scale = DVector::repeat(fit.parameters.len(), 1.0);
        let hessian = curvature(&fit.parameters, &scale, |at| fit.gradient(model, at)).ok_or_else(no_inverse)?;
        let bread = inverse(&hessian).ok_or_else(no_inverse)?;
        // tr(B₁A₁⁻¹) with A₁ = W and B₁ = WΓW is tr(WΓ).
        let r = &fit.correlations;
        let gamma = about(r);
        let weight = normal_weight(&inverse(r).ok_or_else(no_inverse)?, entries);
        let saturated = weight.component_mul(&gamma).sum();
        let df = (entries.len() - fit.parameters.len()) as f64;
        // The baseline model: variances only. Its information is diagonal.
        let diagonal: f64 = (entries.iter().enumerate())
            .filter(|(_, at)| at.row == at.column)
            .map(|(place, _)| 0.5 * gamma[(place, place)])
            .sum();
        Ok(Self {
            scaling: Scaling {
                own: (saturated - meat.component_mul(&bread).sum()) / df,
                baseline: (saturated - diagonal) / (k * (k - 1) / 2) as f64,
            },
            covariance: &bread * meat * &bread,
        })
    }
}

/// Products zᵢzⱼ of every person's standardised answers, in the order of `entries`.
fn products(answers: &OrdinalAnswers, sd: &DVector<f64>, entries: &[Pair]) -> DMatrix<f64> {
    let n = answers.persons();
    let mean = |item: usize| answers.column(item).iter().map(|&code| f64::from(code)).sum::<f64>() / n as f64;
    let means: Vec<f64> = (0..answers.items()).map(mean).collect();
    let z = DMatrix::from_fn(n, answers.items(), |person, item| {
        (f64::from(answers.column(item)[person]) - means[item]) / sd[item]
    });
    DMatrix::from_fn(n, entries.len(), |person, place| {
        z[(person, entries[place].row)] * z[(person, entries[place].column)]
    })
}
