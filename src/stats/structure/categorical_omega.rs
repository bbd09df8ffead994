//! Categorical omega: the reliability of the sum of ordinal answers, from a one-factor model of their polychoric correlations.
//!
//! Green & Yang (2009), *Psychometrika* 74, 155–167. With thresholds τ and S(i, j; ρ) = Σ Σ (Φ₂(τ, τ′; ρ) −
//! Φ(τ)Φ(τ′)) over the thresholds τ of item i and τ′ of item j, the covariance of the codes of two items is S(i, j; ρᵢⱼ). ω = Σᵢⱼ S(i, j; λᵢλⱼ) over the variance of the
//! sum. In the denominator ρᵢⱼ = λᵢλⱼ (implied by the model) or the polychoric correlation, and 1 for i = j. Loadings are
//! those of diagonally weighted least squares; the figures equal `semTools::compRelSEM(ord.scale = TRUE)` with `obs.var`
//! FALSE and TRUE.

use nalgebra::DVector;

use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;
use crate::stats::normal::normal_below;
use crate::stats::structure::bivariate_normal::bivariate_below;
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::ordinal::OrdinalAnswers;
use crate::stats::structure::ordinal_tables::OrdinalTables;
use crate::stats::structure::polychoric::Polychoric;
use crate::stats::structure::polychoric_influence::PolychoricInfluence;
use crate::stats::structure::thresholds::Thresholds;
use crate::stats::structure::weighted_fit::WeightedFit;

/// The reason where an item's uniqueness is at or below 0.
pub const NO_ERROR_VARIANCE: Undefined = Undefined::OutOfRange {
    why: "an item's error variance is not above 0",
};

/// Categorical omega under both denominators.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoricalOmega {
    /// With the total variance that the model implies.
    pub model_implied: f64,
    /// With the total variance that the polychoric correlations imply.
    pub polychoric_total: f64,
    /// Loadings of the variables behind the items (length k).
    pub loadings: DVector<f64>,
}

/// Categorical omega of at least three items, from the answers and their polychoric correlations.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than three items, the errors of the fit, and [`NO_ERROR_VARIANCE`] if an item's
/// uniqueness is not above 0.
pub fn categorical_omega(answers: &OrdinalAnswers, polychoric: &Polychoric) -> Result<CategoricalOmega, Undefined> {
    categorical_omega_of_tables(&OrdinalTables::of(answers), polychoric)
}

/// Categorical omega of at least three items, from their two-way tables and polychoric correlations.
///
/// # Errors
/// As [`categorical_omega`].
pub fn categorical_omega_of_tables(
    tables: &OrdinalTables,
    polychoric: &Polychoric,
) -> Result<CategoricalOmega, Undefined> {
    let k = tables.items();
    let model = FactorModel::one_factor(k)?;
    let variances = PolychoricInfluence::of(tables, &polychoric.correlations)?.variances();
    let fit = WeightedFit::fit(&model, &polychoric.correlations, &variances)?;
    if !fit.improper_items().is_empty() {
        return Err(NO_ERROR_VARIANCE);
    }
    let loadings = fit.loadings();
    let thresholds = &polychoric.thresholds;
    let (mut common, mut implied, mut observed) = (0.0, 0.0, 0.0);
    for i in 0..k {
        let own = loadings[i] * loadings[i];
        common += covariance(&thresholds[i], &thresholds[i], own);
        let variance = covariance(&thresholds[i], &thresholds[i], 1.0);
        implied += variance;
        observed += variance;
        for j in 0..i {
            let shared = 2.0 * covariance(&thresholds[i], &thresholds[j], loadings[i] * loadings[j]);
            common += shared;
            implied += shared;
            observed += 2.0 * covariance(&thresholds[i], &thresholds[j], polychoric.correlations[(i, j)]);
        }
    }
    out_of_range_if(
        observed <= 0.0 || implied <= 0.0,
        "the variance of the sum is not above 0",
    )?;
    Ok(CategoricalOmega {
        model_implied: common / implied,
        polychoric_total: common / observed,
        loadings,
    })
}

/// Covariance of the codes of two items whose normal variables correlate `rho`.
fn covariance(one: &Thresholds, other: &Thresholds, rho: f64) -> f64 {
    let mut sum = 0.0;
    for &a in &one.limits_between() {
        for &b in &other.limits_between() {
            sum += bivariate_below(a, b, rho) - normal_below(a) * normal_below(b);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn a_codes_variance_is_that_of_its_counts() {
        let thresholds = Thresholds::of_counts(&[10, 30, 0, 60]).unwrap();
        // Codes 0, 1 and 3: mean 2.1, variance .1·4.41 + .3·1.21 + .6·.81.
        assert_relative_eq!(covariance(&thresholds, &thresholds, 1.0), 1.29, max_relative = 1e-12);
    }
}
