//! Confirmatory factor model of covariances by maximum likelihood.
//!
//! Minimises F = ln|Σ| + tr(SΣ⁻¹) − ln|S| − k by Fisher scoring, each step halved until F falls. S has the divisor n, as in
//! lavaan. Items are first brought to variance 1, which only rescales the model. A uniqueness may be 0 or negative, and a factor
//! correlation beyond ±1, as long as Σ stays positive definite; such items are reported.
//!
//! Jöreskog (1969), *Psychometrika* 34, 183–202.

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, correlation, factored, standard_deviations};
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::normal_theory::{entries_of, implied, normal_weight, slopes, stacked};
use crate::stats::structure::polychoric_influence::Pair;
use crate::stats::structure::weighted_fit::{check_determined, check_loadings, signed};

/// Most steps.
const STEPS: usize = 500;
/// A standardised loading beyond this diverges.
const RUNAWAY: f64 = 10.0;
/// The fit has converged if a step would lower the criterion by less than this.
const SETTLED: f64 = 1e-20;

/// A factor model fitted by maximum likelihood, for standardised items.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LikelihoodFit {
    /// Loadings, factor correlations and uniquenesses.
    pub(crate) parameters: DVector<f64>,
    /// The criterion F at its minimum; χ² is n times this.
    pub(crate) criterion: f64,
    /// Standard deviations of the items (divisor n).
    pub(crate) sd: DVector<f64>,
    /// Correlations of the items.
    pub(crate) correlations: DMatrix<f64>,
    /// Expected information of one person.
    pub(crate) information: DMatrix<f64>,
    /// Entries of the lower triangle.
    pub(crate) entries: Vec<Pair>,
}

impl LikelihoodFit {
    /// Fits the model to a covariance matrix (divisor n).
    ///
    /// # Errors
    /// [`Undefined::NotPositiveDefinite`] if an item is a linear combination of others, [`Undefined::NoVariance`] if one does
    /// not vary, [`Undefined::NoConvergence`] if the fit does not converge, and [`Undefined::OutOfRange`] if the covariances do
    /// not determine the parameters.
    pub(crate) fn fit(model: &FactorModel, cov: &DMatrix<f64>) -> Result<Self, Undefined> {
        check_covariance(cov, model.items())?;
        let r = correlation(cov)?;
        let sd = standard_deviations(cov)?;
        let log_det: f64 = 2.0
            * factored(&r)?
                .l_dirty()
                .diagonal()
                .iter()
                .map(|&pivot| ln(pivot))
                .sum::<f64>();
        let entries = entries_of(model.items());
        let start = model.start(&r);
        let k = model.items();
        let mut parameters = DVector::from_fn(model.parameters() + k, |q, _| {
            if q < model.parameters() {
                start[q]
            } else {
                1.0 - start[q - model.parameters()] * start[q - model.parameters()]
            }
        });
        let mut point = Point::at(model, &parameters, &r).ok_or(Undefined::NoConvergence { iterations: 0 })?;
        for step in 0..STEPS {
            let Slope { gradient, information } = point.slope(model, &parameters, &r, &entries);
            let factor = information.clone().cholesky();
            let direction = match &factor {
                Some(factor) => factor.solve(&gradient),
                None => gradient.clone(),
            };
            let decrease = direction.dot(&gradient);
            if decrease < SETTLED {
                return Self::finished(
                    model,
                    parameters,
                    point.criterion - log_det - k as f64,
                    &information,
                    Data { sd, r, entries },
                );
            }
            let Some(next) = shorter(model, &parameters, &direction, &point, &r, decrease) else {
                return if decrease < 1e-9 {
                    Self::finished(
                        model,
                        parameters,
                        point.criterion - log_det - k as f64,
                        &information,
                        Data { sd, r, entries },
                    )
                } else {
                    Err(Undefined::NoConvergence { iterations: step })
                };
            };
            (parameters, point) = (next.parameters, next.point);
            if parameters.rows(0, k).amax() > RUNAWAY {
                return Err(Undefined::NoConvergence { iterations: step });
            }
        }
        Err(Undefined::NoConvergence { iterations: STEPS })
    }

    fn finished(
        model: &FactorModel,
        parameters: DVector<f64>,
        criterion: f64,
        information: &DMatrix<f64>,
        data: Data,
    ) -> Result<Self, Undefined> {
        check_loadings(model, &parameters)?;
        check_determined(information)?;
        let Data { sd, r, entries } = data;
        let parameters = signed(model, parameters);
        let slopes = slopes(model, &parameters, &entries);
        let inverse = inverse(&implied(model, &parameters)).ok_or(Undefined::NoConvergence { iterations: STEPS })?;
        Ok(Self {
            information: slopes.tr_mul(&(normal_weight(&inverse, &entries) * &slopes)),
            parameters,
            criterion: criterion.max(0.0),
            sd,
            correlations: r,
            entries,
        })
    }

    /// Gradient of ½F at some parameters; `None` if Σ is not positive definite there.
    pub(crate) fn gradient(&self, model: &FactorModel, parameters: &DVector<f64>) -> Option<DVector<f64>> {
        let point = Point::at(model, parameters, &self.correlations)?;
        let pull = &point.inverse * (&self.correlations - &point.sigma) * &point.inverse;
        Some(-slopes(model, parameters, &self.entries).tr_mul(&halved(&pull, &self.entries)))
    }
}

/// What a model is fitted to.
struct Data {
    sd: DVector<f64>,
    r: DMatrix<f64>,
    entries: Vec<Pair>,
}

/// The stacked ½ tr(G E) of a symmetric matrix G.
pub(crate) fn halved(matrix: &DMatrix<f64>, entries: &[Pair]) -> DVector<f64> {
    let mut found = stacked(matrix, entries);
    for (value, at) in found.iter_mut().zip(entries) {
        if at.row == at.column {
            *value *= 0.5;
        }
    }
    found
}

/// The inverse of a positive definite matrix.
pub(crate) fn inverse(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    matrix.clone().cholesky().map(|factor| factor.inverse())
}

/// The criterion ln|Σ| + tr(RΣ⁻¹) at some parameters.
struct Point {
    criterion: f64,
    sigma: DMatrix<f64>,
    inverse: DMatrix<f64>,
}

impl Point {
    fn at(model: &FactorModel, parameters: &DVector<f64>, r: &DMatrix<f64>) -> Option<Self> {
        let sigma = implied(model, parameters);
        let factor = sigma.clone().cholesky()?;
        let pivots = factor.l_dirty().diagonal();
        if pivots.iter().any(|&pivot| pivot * pivot < 1e-12) {
            return None;
        }
        let log_det: f64 = 2.0 * pivots.iter().map(|&pivot| ln(pivot)).sum::<f64>();
        let inverse = factor.inverse();
        let criterion = log_det + inverse.component_mul(r).sum();
        criterion.is_finite().then_some(Self {
            criterion,
            sigma,
            inverse,
        })
    }

    /// Direction of descent of ½F and the expected information.
    fn slope(&self, model: &FactorModel, parameters: &DVector<f64>, r: &DMatrix<f64>, entries: &[Pair]) -> Slope {
        let slopes = slopes(model, parameters, entries);
        let pull = &self.inverse * (r - &self.sigma) * &self.inverse;
        let information = slopes.tr_mul(&(normal_weight(&self.inverse, entries) * &slopes));
        Slope {
            gradient: slopes.tr_mul(&halved(&pull, entries)),
            information,
        }
    }
}

/// Parameters with their point.
struct Step {
    parameters: DVector<f64>,
    point: Point,
}

/// Direction of descent of ½F, and the expected information.
struct Slope {
    gradient: DVector<f64>,
    information: DMatrix<f64>,
}

/// The longest of a step's halves that lowers the criterion.
fn shorter(
    model: &FactorModel,
    parameters: &DVector<f64>,
    direction: &DVector<f64>,
    point: &Point,
    r: &DMatrix<f64>,
    decrease: f64,
) -> Option<Step> {
    let mut part = 1.0;
    while part > 1e-7 {
        let next = parameters + direction * part;
        if let Some(found) = Point::at(model, &next, r) {
            // Near the minimum rounding hides the decrease.
            if found.criterion < point.criterion || (decrease < 1e-12 && found.criterion < point.criterion + 1e-12) {
                return Some(Step {
                    parameters: next,
                    point: found,
                });
            }
        }
        part *= 0.5;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::prelude::{ProptestConfig, Strategy, prop_assert, proptest};

    /// Loadings and uniquenesses of two factors, and their correlation.
    fn parameters() -> impl Strategy<Value = DVector<f64>> {
        (
            proptest::collection::vec(0.4..0.9, 6),
            -0.2..0.8_f64,
            proptest::collection::vec(0.2..0.8, 6),
        )
            .prop_map(|(loadings, phi, unique)| DVector::from_vec([loadings, vec![phi], unique].concat()))
    }

    fn two_factors() -> FactorModel {
        FactorModel::new(vec![0, 0, 0, 1, 1, 1]).unwrap()
    }

    #[test]
    fn a_heywood_case_keeps_its_minimum() {
        let r = DMatrix::from_row_slice(3, 3, &[1.0, 0.6, 0.9, 0.6, 1.0, 0.5, 0.9, 0.5, 1.0]);
        let fit = LikelihoodFit::fit(&FactorModel::one_factor(3).unwrap(), &r).unwrap();
        // λ₁² = r₁₂ r₁₃/r₂₃ = 1.08.
        assert_relative_eq!(fit.parameters[0] * fit.parameters[0], 1.08, max_relative = 1e-6);
        assert_abs_diff_eq!(fit.parameters[3], -0.08, epsilon = 1e-6);
    }

    #[test]
    fn unrelated_items_give_a_reason() {
        assert!(LikelihoodFit::fit(&FactorModel::one_factor(4).unwrap(), &DMatrix::identity(4, 4)).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn a_model_fitted_to_its_own_covariances_has_chi_squared_0(truth in parameters()) {
            let model = two_factors();
            let fit = LikelihoodFit::fit(&model, &implied(&model, &truth)).unwrap();
            prop_assert!(fit.criterion < 1e-9, "{}", fit.criterion);
            for item in 0..6 {
                prop_assert!((fit.parameters[item] * fit.sd[item] - truth[item]).abs() < 1e-4);
            }
            prop_assert!((fit.parameters[6] - truth[6]).abs() < 1e-4);
        }

        #[test]
        fn other_units_of_the_items_change_nothing(truth in parameters(), noise in 0.0..0.2_f64) {
            let model = two_factors();
            let mut cov = implied(&model, &truth);
            cov[(0, 3)] += noise * 0.2;
            cov[(3, 0)] += noise * 0.2;
            let scaled = DMatrix::from_fn(6, 6, |i, j| cov[(i, j)] * (1.0 + i as f64) * (1.0 + j as f64));
            let [one, other] = [cov, scaled].map(|cov| LikelihoodFit::fit(&model, &cov).unwrap());
            prop_assert!((one.criterion - other.criterion).abs() < 1e-9);
        }

        #[test]
        fn reversing_an_item_turns_its_loading(truth in parameters()) {
            let model = two_factors();
            let cov = implied(&model, &truth);
            let turned = DMatrix::from_fn(6, 6, |i, j| if (i == 1) == (j == 1) { cov[(i, j)] } else { -cov[(i, j)] });
            let [one, other] = [cov, turned].map(|cov| LikelihoodFit::fit(&model, &cov).unwrap());
            prop_assert!((one.parameters[1] + other.parameters[1]).abs() < 1e-5);
            prop_assert!((one.parameters[0] - other.parameters[0]).abs() < 1e-5);
        }
    }
}
