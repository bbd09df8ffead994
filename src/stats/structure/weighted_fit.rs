//! Factor model of polychoric correlations by diagonally weighted least squares (DWLS): minimises Σ (rₚ − σₚ)²/γₚ over
//! pairs of items, where γ is the diagonal of Γ (Muthén, du Toit & Spisic 1997). Thresholds are free, so they do not matter
//! for the loadings. These are the point estimates of lavaan's WLSMV.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::polychoric_influence::pairs_of;

/// Most steps.
const STEPS: usize = 500;
/// A loading beyond this diverges.
const RUNAWAY: f64 = 10.0;

/// Estimated loadings and factor correlations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WeightedFit {
    /// Loadings of the items, then correlations of the factors.
    pub(crate) parameters: DVector<f64>,
    /// Value of the criterion: Σ (r − σ)²/γ.
    pub(crate) criterion: f64,
    items: usize,
}

impl WeightedFit {
    /// Fits the model to correlations with these asymptotic variances, in the order of the lower triangle's columns.
    ///
    /// # Errors
    /// [`Undefined::NoConvergence`] if the fit does not converge, and [`Undefined::OutOfRange`] if the correlations do not
    /// determine the parameters.
    pub(crate) fn fit(
        model: &FactorModel,
        correlations: &DMatrix<f64>,
        variances: &DVector<f64>,
    ) -> Result<Self, Undefined> {
        let pairs = pairs_of(model.items());
        let observed = DVector::from_iterator(
            pairs.len(),
            pairs.iter().map(|pair| correlations[(pair.row, pair.column)]),
        );
        let weights = variances.map(|variance| 1.0 / variance);
        let residuals = |parameters: &DVector<f64>| {
            let common = model.common(parameters);
            let implied = pairs.iter().map(|pair| common[(pair.row, pair.column)]);
            &observed - DVector::from_iterator(pairs.len(), implied)
        };
        let criterion = |residuals: &DVector<f64>| residuals.component_mul(residuals).dot(&weights);
        let mut parameters = model.start(correlations);
        let mut rest = residuals(&parameters);
        let mut value = criterion(&rest);
        let mut damping = 1e-3;
        for step in 0..STEPS {
            let slopes = model.derivatives(&parameters, &pairs);
            let weighted = DMatrix::from_fn(slopes.nrows(), slopes.ncols(), |p, q| slopes[(p, q)] * weights[p]);
            let gradient = weighted.tr_mul(&rest);
            let curvature = weighted.tr_mul(&slopes);
            let flat = gradient
                .iter()
                .zip(curvature.diagonal().iter())
                .all(|(g, c)| g * g <= 1e-22 * c.max(1e-300));
            if flat {
                return Self::finished(model, parameters, value, &curvature);
            }
            let mut moved = false;
            while damping < 1e12 {
                let mut damped = curvature.clone();
                for q in 0..damped.nrows() {
                    damped[(q, q)] *= 1.0 + damping;
                    damped[(q, q)] += 1e-300;
                }
                if let Some(factor) = damped.cholesky() {
                    let next = &parameters + factor.solve(&gradient);
                    let next_rest = residuals(&next);
                    let next_value = criterion(&next_rest);
                    if next_value < value
                        || (next_value <= value * (1.0 + 1e-14) && (&next - &parameters).amax() < 1e-9)
                    {
                        moved = (&next - &parameters).amax() > 1e-15;
                        (parameters, rest, value) = (next, next_rest, next_value);
                        damping = (damping * 0.1).max(1e-12);
                        break;
                    }
                }
                damping *= 10.0;
            }
            if parameters.rows(0, model.items()).amax() > RUNAWAY {
                return Err(Undefined::NoConvergence { iterations: step });
            }
            if !moved {
                return Self::finished(model, parameters, value, &curvature);
            }
        }
        Err(Undefined::NoConvergence { iterations: STEPS })
    }

    fn finished(
        model: &FactorModel,
        parameters: DVector<f64>,
        criterion: f64,
        curvature: &DMatrix<f64>,
    ) -> Result<Self, Undefined> {
        check_loadings(model, &parameters)?;
        check_determined(curvature)?;
        Ok(Self {
            parameters: signed(model, parameters),
            criterion,
            items: model.items(),
        })
    }

    /// Loadings of the items.
    pub(crate) fn loadings(&self) -> DVector<f64> {
        self.parameters.rows(0, self.items).into_owned()
    }

    /// Items whose uniqueness 1 − λ² is at or below 0.
    pub(crate) fn improper_items(&self) -> Vec<usize> {
        (0..self.items)
            .filter(|&i| self.parameters[i].abs() >= 1.0 - 1e-9)
            .collect()
    }
}

/// The reason where other parameters fit equally well.
const NOT_DETERMINED: Undefined = Undefined::OutOfRange {
    why: "the items do not determine the loadings: too few of them share anything",
};

/// Returns a reason if a factor has too few loadings that differ from 0 to be determined. Loadings are standardised.
pub(crate) fn check_loadings(model: &FactorModel, parameters: &DVector<f64>) -> Result<(), Undefined> {
    let needed = if model.factors() == 1 { 3 } else { 2 };
    let own = |factor: usize| (0..model.items()).filter(move |&i| model.factor_of(i) == factor);
    let enough = |factor: usize| own(factor).filter(|&i| parameters[i].abs() > 1e-4).count() >= needed;
    if (0..model.factors()).all(enough) {
        Ok(())
    } else {
        Err(NOT_DETERMINED)
    }
}

/// Returns a reason if other parameters fit equally well.
pub(crate) fn check_determined(information: &DMatrix<f64>) -> Result<(), Undefined> {
    let not = NOT_DETERMINED;
    let factor = information.clone().cholesky().ok_or_else(|| not.clone())?;
    let pivots = factor.l_dirty().diagonal();
    let determined =
        (pivots.iter().zip(information.diagonal().iter())).all(|(pivot, scale)| pivot * pivot > 1e-9 * scale);
    if determined { Ok(()) } else { Err(not) }
}

/// The parameters with each factor turned so that the sum of its loadings is not negative.
pub(crate) fn signed(model: &FactorModel, mut parameters: DVector<f64>) -> DVector<f64> {
    for factor in 0..model.factors() {
        let own = |i: &usize| model.factor_of(*i) == factor;
        let sum: f64 = (0..model.items()).filter(own).map(|i| parameters[i]).sum();
        if sum < 0.0 {
            for i in (0..model.items()).filter(own) {
                parameters[i] = -parameters[i];
            }
            for other in (0..model.factors()).filter(|&other| other != factor) {
                let place = model.place_of(factor, other);
                parameters[place] = -parameters[place];
            }
        }
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn a_models_own_correlations_give_its_parameters_back() {
        let model = FactorModel::new(vec![0, 0, 1, 1, 1]).unwrap();
        let parameters = DVector::from_column_slice(&[0.7, -0.6, 0.8, 0.5, 0.9, 0.4]);
        let mut r = model.common(&parameters);
        r.fill_diagonal(1.0);
        let variances = DVector::from_fn(10, |place, _| 0.5 + 0.1 * place as f64);
        let fit = WeightedFit::fit(&model, &r, &variances).unwrap();
        assert_relative_eq!(fit.parameters, parameters, max_relative = 1e-7);
        assert!(fit.criterion < 1e-14);
    }

    #[test]
    fn unrelated_items_determine_nothing() {
        let model = FactorModel::one_factor(4).unwrap();
        let fit = WeightedFit::fit(&model, &DMatrix::identity(4, 4), &DVector::repeat(6, 1.0));
        assert!(fit.is_err());
    }
}
