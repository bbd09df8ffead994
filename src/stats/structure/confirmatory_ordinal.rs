//! Confirmatory factor analysis of ordinal answers: weighted least squares, mean- and variance-adjusted (WLSMV).
//!
//! Loadings by diagonally weighted least squares on polychoric correlations r with weights w = 1/γ. With W = diag(w), derivatives Δ
//! and U = W − WΔ(Δ′WΔ)⁻¹Δ′W:
//!
//! - χ² = N Σ w (r − σ)², N = n − 1; scaled and shifted χ²ₛ = aχ² + df − a tr(UΓ) with a = √(df/tr(UΓUΓ)) (Asparouhov & Muthén
//!   2010);
//! - standard errors by the sandwich (Δ′WΔ)⁻¹Δ′WΓWΔ(Δ′WΔ)⁻¹/N (Muthén, du Toit & Spisic 1997);
//! - robust CFI, TLI and RMSEA from the normal-theory χ² of the polychoric matrix at these estimates, divided by its scaling factor
//!   (Savalei 2021, *Multivariate Behavioral Research* 56, 390–407); undefined if that matrix is not positive definite.
//!
//! All as lavaan 0.6-14.

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::covariance::factored;
use crate::stats::structure::confirmatory::{Confirmatory, ScaledFit, factor_correlations, item_loadings};
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::fit_indices::{ComparativeFit, FitIndices, Misfit, NO_DEGREES_OF_FREEDOM};
use crate::stats::structure::gamma_tails::chi_squared_tail;
use crate::stats::structure::likelihood_fit::inverse;
use crate::stats::structure::normal_theory::normal_weight;
use crate::stats::structure::ordinal::OrdinalAnswers;
use crate::stats::structure::ordinal_tables::OrdinalTables;
use crate::stats::structure::polychoric::Polychoric;
use crate::stats::structure::polychoric_influence::{Pair, PolychoricInfluence, pairs_of};
use crate::stats::structure::weighted_fit::WeightedFit;

/// The reason for a figure that Γ is needed for: its cells are of two pairs of items.
const NEEDS_COMBINATIONS: Undefined = Undefined::OutOfRange {
    why: "it depends on the answers to four items at a time, so it needs the responses themselves",
};

/// Fits a model to complete ordinal answers by weighted least squares.
///
/// # Errors
/// The errors of the fit.
pub fn confirmatory_wlsmv(
    model: &FactorModel,
    answers: &OrdinalAnswers,
    polychoric: &Polychoric,
) -> Result<Confirmatory, Undefined> {
    estimated(model, &OrdinalTables::of(answers), polychoric, |influence| {
        Ok(influence.covariances(answers))
    })
}

/// Fits a model to the two-way tables of ordinal items by weighted least squares. The estimates are those of the answers; standard
/// errors, scaled statistics and robust indices are undefined.
///
/// # Errors
/// The errors of the fit.
pub fn confirmatory_wlsmv_of_tables(
    model: &FactorModel,
    tables: &OrdinalTables,
    polychoric: &Polychoric,
) -> Result<Confirmatory, Undefined> {
    estimated(model, tables, polychoric, |_| Err(NEEDS_COMBINATIONS))
}

/// The estimates, and what `gamma` corrects if it is defined.
fn estimated(
    model: &FactorModel,
    tables: &OrdinalTables,
    polychoric: &Polychoric,
    gamma: impl FnOnce(&PolychoricInfluence) -> Result<DMatrix<f64>, Undefined>,
) -> Result<Confirmatory, Undefined> {
    let r = &polychoric.correlations;
    let k = model.items();
    let persons = tables.persons() as f64;
    let pairs = pairs_of(k);
    let influence = PolychoricInfluence::of(tables, r)?;
    let variances = influence.variances();
    let fit = WeightedFit::fit(model, r, &variances)?;
    let gamma = gamma(&influence);
    let gamma = || gamma.as_ref().map_err(Clone::clone);
    let df = pairs
        .len()
        .checked_sub(model.parameters())
        .ok_or(Undefined::OutOfRange {
            why: "the model has more parameters than there are correlations",
        })?;
    let delta = model.derivatives(&fit.parameters, &pairs);
    let weights = variances.map(|variance| 1.0 / variance);
    let weighted = scaled_rows(&delta, &weights);
    let bread = inverse(&weighted.tr_mul(&delta)).ok_or(Undefined::NotPositiveDefinite { matrix: "information" })?;
    let covariance = gamma().map(|gamma| &bread * weighted.tr_mul(&(gamma * &weighted)) * &bread / (persons - 1.0));
    // U of the model, and of the baseline model, in which all correlations are 0.
    let whole = DMatrix::from_diagonal(&weights);
    let own = &whole - &weighted * &bread * weighted.transpose();
    let chisq = (persons - 1.0) * fit.criterion;
    let none: f64 = pairs
        .iter()
        .zip(weights.iter())
        .map(|(at, w)| w * square(r[(at.row, at.column)]))
        .sum();
    let baseline = Misfit::new((persons - 1.0) * none, pairs.len());
    let scaled = || {
        let gamma = gamma()?;
        let chisq = adjusted(chisq, df, &own, gamma)?;
        let none = adjusted(baseline.chisq, pairs.len(), &whole, gamma)?;
        Ok(ScaledFit {
            chisq,
            df,
            p: chi_squared_tail(chisq, df as f64),
            indices: ComparativeFit::of(Misfit::new(chisq, df), Misfit::new(none, pairs.len()), persons - 1.0),
        })
    };
    let mut sigma = model.common(&fit.parameters);
    sigma.fill_diagonal(1.0);
    let residuals = r - &sigma;
    let squares: f64 = pairs.iter().map(|at| square(residuals[(at.row, at.column)])).sum();
    let ones = DVector::repeat(k, 1.0);
    Ok(Confirmatory {
        npar: model.parameters()
            + polychoric
                .thresholds
                .iter()
                .map(|item| item.distinct().len())
                .sum::<usize>(),
        fit: FitIndices::of(chisq, df, baseline, persons - 1.0),
        srmr: (squares / (k * (k + 1) / 2) as f64).sqrt(),
        criteria: None,
        scaled: Some(scaled()),
        robust: Some(gamma().and_then(|gamma| robust(r, &sigma, &delta, &weighted, &bread, gamma, persons, &pairs))),
        loadings: item_loadings(model, &fit.parameters, covariance.as_ref(), &ones, &ones),
        factor_correlations: factor_correlations(model, &fit.parameters, covariance.as_ref()),
        improper_items: fit.improper_items(),
        residuals,
    })
}

fn square(x: f64) -> f64 {
    x * x
}

/// χ², scaled and shifted so that it has the mean and variance of a true model's.
fn adjusted(chisq: f64, df: usize, u: &DMatrix<f64>, gamma: &DMatrix<f64>) -> Result<f64, Undefined> {
    if df == 0 {
        return Err(NO_DEGREES_OF_FREEDOM);
    }
    let product = u * gamma;
    let (first, second) = (product.trace(), product.component_mul(&product.transpose()).sum());
    if second.is_nan() || second <= 0.0 {
        return Err(Undefined::OutOfRange {
            why: "the scaling factor of χ² is not above 0",
        });
    }
    let a = (df as f64 / second).sqrt();
    Ok(a * chisq + df as f64 - a * first)
}

fn scaled_rows(matrix: &DMatrix<f64>, by: &DVector<f64>) -> DMatrix<f64> {
    DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |p, q| matrix[(p, q)] * by[p])
}

/// Robust indices from the normal-theory fit of the polychoric matrix.
#[expect(clippy::too_many_arguments, reason = "the matrices of one formula")]
fn robust(
    r: &DMatrix<f64>,
    sigma: &DMatrix<f64>,
    delta: &DMatrix<f64>,
    weighted: &DMatrix<f64>,
    bread: &DMatrix<f64>,
    gamma: &DMatrix<f64>,
    persons: f64,
    pairs: &[Pair],
) -> Result<ComparativeFit, Undefined> {
    if pairs.len() == delta.ncols() {
        return Err(NO_DEGREES_OF_FREEDOM);
    }
    let not = |_| Undefined::NotPositiveDefinite {
        matrix: "polychoric correlation",
    };
    let of_answers = factored(r).map_err(not)?;
    let of_model = factored(sigma).map_err(|_| Undefined::NotPositiveDefinite {
        matrix: "model's correlation",
    })?;
    let log_det = |factor: &DMatrix<f64>| 2.0 * factor.diagonal().iter().map(|&pivot| ln(pivot)).sum::<f64>();
    let inverse = of_model.inverse();
    let k = r.nrows() as f64;
    let own =
        persons * (log_det(of_model.l_dirty()) + inverse.component_mul(r).sum() - log_det(of_answers.l_dirty()) - k);
    let none = -persons * log_det(of_answers.l_dirty());
    let (df, df_none) = (pairs.len() - delta.ncols(), pairs.len());
    // tr(P′VPΓ) with P = I − Δ(Δ′WΔ)⁻¹Δ′W.
    let kept = DMatrix::identity(pairs.len(), pairs.len()) - delta * bread * weighted.transpose();
    let scaling = (kept.transpose() * normal_weight(&inverse, pairs) * &kept)
        .component_mul(gamma)
        .sum();
    Ok(ComparativeFit::of(
        Misfit {
            chisq: own,
            df: df as f64,
            expected: scaling,
        },
        Misfit {
            chisq: none,
            df: df_none as f64,
            expected: gamma.trace(),
        },
        persons - 1.0,
    ))
}
