//! Confirmatory factor analysis of all rows with an answer: full-information maximum likelihood (FIML).
//!
//! Missing answers are taken as missing at random. Standard errors by observed information; χ² = 2(ln L₁ − ln L₀) against the
//! saturated model; means are free. Robust CFI, TLI and RMSEA by the complete-data χ² of the saturated estimates, with its scaling
//! factor (Zhang & Savalei 2023, *Psychological Methods* 28, 263–283, FIML-C V6). All as lavaan 0.6-14, `missing = "fiml"`.

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::structure::confirmatory::{Confirmatory, Criteria, factor_correlations, item_loadings};
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::fit_indices::{ComparativeFit, FitIndices, Misfit, NO_DEGREES_OF_FREEDOM};
use crate::stats::structure::incomplete::IncompleteAnswers;
use crate::stats::structure::likelihood_fit::inverse;
use crate::stats::structure::normal_theory::{curvature, implied, normal_weight, slopes, stacked, unstacked};
use crate::stats::structure::weighted_fit::{check_determined, check_loadings, signed};

/// Most steps.
const STEPS: usize = 500;
/// The search ends when a step would raise ln L/n by less than this.
const SETTLED: f64 = 1e-18;
/// Shortest part of a step that is tried.
const SHORTEST: f64 = 1e-7;
const NO_INFORMATION: Undefined = Undefined::NotPositiveDefinite { matrix: "information" };

/// A structure of covariances, by its parameters.
trait Structure {
    fn sigma(&self, parameters: &DVector<f64>) -> DMatrix<f64>;
    fn slopes(&self, parameters: &DVector<f64>) -> DMatrix<f64>;
}

/// Every covariance free.
struct Saturated<'a>(&'a IncompleteAnswers);

impl Structure for Saturated<'_> {
    fn sigma(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        unstacked(parameters, &self.0.entries, self.0.items())
    }

    fn slopes(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        DMatrix::identity(parameters.len(), parameters.len())
    }
}

/// No relations: variances alone.
struct Unrelated<'a>(&'a IncompleteAnswers);

impl Structure for Unrelated<'_> {
    fn sigma(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        DMatrix::from_diagonal(parameters)
    }

    fn slopes(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        let entries = &self.0.entries;
        DMatrix::from_fn(entries.len(), parameters.len(), |place, item| {
            let at = entries[place];
            f64::from(u8::from(at.row == item && at.column == item))
        })
    }
}

/// A factor model.
struct Factors<'a> {
    model: &'a FactorModel,
    answers: &'a IncompleteAnswers,
}

impl Structure for Factors<'_> {
    fn sigma(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        implied(self.model, parameters)
    }

    fn slopes(&self, parameters: &DVector<f64>) -> DMatrix<f64> {
        slopes(self.model, parameters, &self.answers.entries)
    }
}

/// Estimates of a structure.
struct Estimates {
    parameters: DVector<f64>,
    mu: DVector<f64>,
    log_likelihood: f64,
}

impl Estimates {
    /// Maximises the likelihood by Fisher scoring.
    fn fit(answers: &IncompleteAnswers, structure: &dyn Structure, start: DVector<f64>) -> Result<Self, Undefined> {
        let none = |steps| Undefined::NoConvergence { iterations: steps };
        let n = answers.persons();
        let mut parameters = start;
        let mut mu = DVector::zeros(answers.items());
        let mut value = answers
            .log_likelihood(&structure.sigma(&parameters), &mu)
            .ok_or(none(0))?;
        for step in 0..STEPS {
            let sigma = structure.sigma(&parameters);
            let slope = answers.slope(&sigma, &mu).ok_or(none(step))?;
            let information = answers.information(&sigma).ok_or(none(step))?;
            let delta = structure.slopes(&parameters);
            let gradient = delta.tr_mul(&slope.covariances);
            let own = delta.tr_mul(&(&information.covariances * &delta));
            let direction = own
                .cholesky()
                .map_or_else(|| gradient.clone(), |factor| factor.solve(&gradient));
            let towards = information.means.clone().cholesky();
            let towards = towards.map_or_else(|| slope.means.clone(), |factor| factor.solve(&slope.means));
            let gain = direction.dot(&gradient) + towards.dot(&slope.means);
            let mut part = 1.0;
            let mut moved = None;
            while part > SHORTEST {
                let next = &parameters + &direction * part;
                let next_mu = &mu + &towards * part;
                let found = answers.log_likelihood(&structure.sigma(&next), &next_mu);
                if let Some(found) = found.filter(|&found| found > value || (gain < 1e-10 && found > value - 1e-9 * n))
                {
                    moved = Some((next, next_mu, found));
                    break;
                }
                part *= 0.5;
            }
            match moved {
                Some((next, next_mu, found)) => (parameters, mu, value) = (next, next_mu, found),
                None if gain > 1e-9 => return Err(none(step)),
                None => {}
            }
            if gain < SETTLED || part <= SHORTEST {
                return Ok(Self {
                    parameters,
                    mu,
                    log_likelihood: value,
                });
            }
        }
        Err(none(STEPS))
    }

    /// Inverse of the observed information of one person, structure first and means second.
    fn covariance(&self, answers: &IncompleteAnswers, structure: &dyn Structure) -> Result<DMatrix<f64>, Undefined> {
        let q = self.parameters.len();
        let at = DVector::from_iterator(q + self.mu.len(), self.parameters.iter().chain(self.mu.iter()).copied());
        let scale = DVector::repeat(at.len(), 1.0);
        let gradient = |at: &DVector<f64>| {
            let parameters = at.rows(0, q).into_owned();
            let mu = at.rows(q, at.len() - q).into_owned();
            let slope = answers.slope(&structure.sigma(&parameters), &mu)?;
            let own = structure.slopes(&parameters).tr_mul(&slope.covariances);
            let all = own.iter().chain(slope.means.iter()).map(|value| -value);
            Some(DVector::from_iterator(at.len(), all))
        };
        let information = curvature(&at, &scale, gradient).ok_or(NO_INFORMATION)?;
        inverse(&information).ok_or(NO_INFORMATION)
    }
}

/// Fits a model to incomplete answers.
///
/// # Errors
/// The errors of the fit.
pub fn confirmatory_fiml(model: &FactorModel, answers: &IncompleteAnswers) -> Result<Confirmatory, Undefined> {
    let k = answers.items();
    let n = answers.persons();
    let saturated = Saturated(answers);
    let start = stacked(&DMatrix::identity(k, k), &answers.entries);
    let h1 = Estimates::fit(answers, &saturated, start)?;
    let tilde = saturated.sigma(&h1.parameters);
    let variance = tilde.diagonal();
    let correlations = DMatrix::from_fn(k, k, |i, j| tilde[(i, j)] / (variance[i] * variance[j]).sqrt());
    let start = model.start(&correlations);
    let first = model.parameters();
    let start = DVector::from_fn(first + k, |q, _| {
        if q < first {
            start[q]
        } else {
            1.0 - start[q - first] * start[q - first]
        }
    });
    let factors = Factors { model, answers };
    let mut h0 = Estimates::fit(answers, &factors, start)?;
    check_loadings(model, &h0.parameters)?;
    h0.parameters = signed(model, h0.parameters);
    let covariance = h0.covariance(answers, &factors)?;
    check_determined(&inverse(&covariance).ok_or(NO_INFORMATION)?)?;
    let unrelated = Unrelated(answers);
    let none = Estimates::fit(answers, &unrelated, DVector::repeat(k, 1.0))?;
    let q = h0.parameters.len();
    let df = answers.entries.len().checked_sub(q).ok_or(Undefined::OutOfRange {
        why: "the model has more parameters than there are covariances",
    })?;
    let df_none = k * (k - 1) / 2;
    let chisq = 2.0 * (h1.log_likelihood - h0.log_likelihood);
    let baseline = Misfit::new(2.0 * (h1.log_likelihood - none.log_likelihood), df_none);
    let npar = q + k;
    let sigma = factors.sigma(&h0.parameters);
    let residuals = DMatrix::from_fn(k, k, |i, j| {
        (tilde[(i, j)] - sigma[(i, j)]) / (variance[i] * variance[j]).sqrt()
    });
    let mean_squares: f64 = (0..k)
        .map(|i| (h1.mu[i] - h0.mu[i]) * (h1.mu[i] - h0.mu[i]) / variance[i])
        .sum();
    let squares = stacked(&residuals, &answers.entries).norm_squared() + mean_squares;
    let own = covariance.view((0, 0), (q, q)).into_owned() / n;
    Ok(Confirmatory {
        npar,
        fit: FitIndices::of(chisq, df, baseline, n),
        srmr: (squares / (answers.entries.len() + k) as f64).sqrt(),
        criteria: Some(Criteria {
            loglik: h0.log_likelihood,
            aic: 2.0 * npar as f64 - 2.0 * h0.log_likelihood,
            bic: ln(n) * npar as f64 - 2.0 * h0.log_likelihood,
        }),
        scaled: None,
        robust: Some(robust(
            answers,
            &h1,
            &tilde,
            (&h0, &factors, df),
            (&none, &unrelated, df_none),
        )),
        loadings: item_loadings(model, &h0.parameters, Ok(&own), &answers.sd, &sigma.diagonal()),
        factor_correlations: factor_correlations(model, &h0.parameters, Ok(&own)),
        improper_items: (0..k).filter(|&i| h0.parameters[first + i] <= 1e-9).collect(),
        residuals,
    })
}

/// Robust indices by FIML-C (V6): the scaling factor is tr(W₂W₁⁻¹UW₁⁻¹)/df, where W₁ is the observed information of the saturated
/// model, W₂ that of complete answers with the same estimates, and U = W₁ − W₁Δ(Δ′W₁Δ)⁻¹Δ′W₁.
fn robust(
    answers: &IncompleteAnswers,
    h1: &Estimates,
    tilde: &DMatrix<f64>,
    own: (&Estimates, &dyn Structure, usize),
    none: (&Estimates, &dyn Structure, usize),
) -> Result<ComparativeFit, Undefined> {
    if own.2 == 0 {
        return Err(NO_DEGREES_OF_FREEDOM);
    }
    let k = answers.items();
    let entries = &answers.entries;
    let size = k + entries.len();
    let complete = inverse(tilde).ok_or(NO_INFORMATION)?;
    // Means first, covariances second.
    let mut with_all = DMatrix::zeros(size, size);
    with_all.view_mut((0, 0), (k, k)).copy_from(&complete);
    with_all
        .view_mut((k, k), (entries.len(), entries.len()))
        .copy_from(&normal_weight(&complete, entries));
    let swapped = h1.covariance(answers, &Saturated(answers))?;
    let place = |p: usize| if p < k { entries.len() + p } else { p - k };
    let back = DMatrix::from_fn(size, size, |p, q| swapped[(place(p), place(q))]);
    let weight = inverse(&back).ok_or(NO_INFORMATION)?;
    let scaling = |estimates: &Estimates, structure: &dyn Structure| {
        let own = structure.slopes(&estimates.parameters);
        let q = own.ncols();
        let mut delta = DMatrix::zeros(size, q + k);
        delta.view_mut((k, 0), (entries.len(), q)).copy_from(&own);
        delta.view_mut((0, q), (k, k)).fill_with_identity();
        let pulled = &weight * &delta;
        let bread = inverse(&delta.tr_mul(&pulled)).ok_or(NO_INFORMATION)?;
        let u = &weight - &pulled * bread * pulled.transpose();
        Ok((&back * u * &back).component_mul(&with_all).sum())
    };
    let discrepancy = |estimates: &Estimates, structure: &dyn Structure| -> Option<f64> {
        let sigma = structure.sigma(&estimates.parameters);
        let factor = sigma.cholesky()?;
        let log_det = |l: &DMatrix<f64>| 2.0 * l.diagonal().iter().map(|&pivot| ln(pivot)).sum::<f64>();
        let saturated = log_det(tilde.clone().cholesky()?.l_dirty());
        let d = &h1.mu - &estimates.mu;
        let spread = factor.solve(tilde).trace() + d.dot(&factor.solve(&d));
        Some(answers.persons() * (log_det(factor.l_dirty()) + spread - saturated - k as f64))
    };
    Ok(ComparativeFit::of(
        Misfit {
            chisq: discrepancy(own.0, own.1).ok_or(NO_INFORMATION)?,
            df: own.2 as f64,
            expected: scaling(own.0, own.1)?,
        },
        Misfit {
            chisq: discrepancy(none.0, none.1).ok_or(NO_INFORMATION)?,
            df: none.2 as f64,
            expected: scaling(none.0, none.1)?,
        },
        answers.persons(),
    ))
}
