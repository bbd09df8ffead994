//! One group at some parameters: implied moments, misfit, gradient and information.
//!
//! Every derivative of Σ = ΛΦΛ′ + Θ by a parameter has the form c(uv′ + vu′). With W = Σ⁻¹, d = m − μ and M = S + dd′, half the misfit
//! ½(ln|Σ| + tr(MW)) has the derivative c u′(W − WMW)v − d′W ∂μ, and the expected information of one person is
//! c c′((u′Wx)(v′Wy) + (u′Wy)(v′Wx)) + ∂μ′W∂μ, where x and y belong to the second parameter.

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::groups::equality::Places;
use crate::stats::structure::groups::moments::GroupMoments;

/// Smallest square of a pivot of Σ, for items of variance about 1.
const SINGULAR: f64 = 1e-12;

/// A group's model at some parameters.
pub(crate) struct GroupPoint {
    pub(crate) mean: DVector<f64>,
    pub(crate) sigma: DMatrix<f64>,
    pub(crate) inverse: DMatrix<f64>,
    log_det: f64,
}

impl GroupPoint {
    /// `None` if Σ is not positive definite.
    pub(crate) fn at(model: &FactorModel, own: &DVector<f64>) -> Option<Self> {
        let places = Places::of(model);
        let (loadings, phi) = matrices(model, own);
        let mut sigma = &loadings * &phi * loadings.transpose();
        for item in 0..model.items() {
            sigma[(item, item)] += own[places.error(item)];
        }
        let factor = sigma.clone().cholesky()?;
        let pivots = factor.l_dirty().diagonal();
        if pivots.iter().any(|&pivot| pivot * pivot < SINGULAR) {
            return None;
        }
        let factor_means = DVector::from_fn(model.factors(), |factor, _| own[places.mean(factor)]);
        let intercepts = DVector::from_fn(model.items(), |item, _| own[places.intercept(item)]);
        Some(Self {
            mean: intercepts + loadings * factor_means,
            log_det: 2.0 * pivots.iter().map(|&pivot| ln(pivot)).sum::<f64>(),
            inverse: factor.inverse(),
            sigma,
        })
    }

    /// ln|Σ| + tr(MΣ⁻¹).
    pub(crate) fn criterion(&self, group: &GroupMoments) -> f64 {
        self.log_det + self.inverse.dot(&self.about_mean(group))
    }

    /// M = S + dd′.
    fn about_mean(&self, group: &GroupMoments) -> DMatrix<f64> {
        let d = &group.mean - &self.mean;
        &group.cov + &d * d.transpose()
    }

    /// Gradient of half the misfit of one person.
    pub(crate) fn gradient(&self, slopes: &Slopes, group: &GroupMoments) -> DVector<f64> {
        let pull = &self.inverse - &self.inverse * self.about_mean(group) * &self.inverse;
        let pulled = pull * &slopes.v;
        let by_mean = slopes.mean.tr_mul(&(&self.inverse * (&group.mean - &self.mean)));
        DVector::from_fn(slopes.c.len(), |p, _| {
            slopes.c[p] * slopes.u.column(p).dot(&pulled.column(p)) - by_mean[p]
        })
    }

    /// Expected information of one person.
    pub(crate) fn information(&self, slopes: &Slopes) -> DMatrix<f64> {
        let (wu, wv) = (&self.inverse * &slopes.u, &self.inverse * &slopes.v);
        let (uu, vv, uv) = (slopes.u.tr_mul(&wu), slopes.v.tr_mul(&wv), slopes.u.tr_mul(&wv));
        let means = slopes.mean.tr_mul(&(&self.inverse * &slopes.mean));
        DMatrix::from_fn(slopes.c.len(), slopes.c.len(), |p, q| {
            let both = uu[(p, q)] * vv[(p, q)] + uv[(p, q)] * uv[(q, p)];
            slopes.c[p] * slopes.c[q] * both + means[(p, q)]
        })
    }
}

/// Derivatives of Σ and μ by the parameters of a group.
pub(crate) struct Slopes {
    pub(crate) u: DMatrix<f64>,
    pub(crate) v: DMatrix<f64>,
    pub(crate) c: Vec<f64>,
    pub(crate) mean: DMatrix<f64>,
}

impl Slopes {
    pub(crate) fn at(model: &FactorModel, own: &DVector<f64>) -> Self {
        let places = Places::of(model);
        let (k, all) = (model.items(), places.all());
        let (loadings, phi) = matrices(model, own);
        let regressed = &loadings * phi;
        let zeros = || DMatrix::zeros(k, all);
        let mut found = Self {
            u: zeros(),
            v: zeros(),
            c: vec![0.0; all],
            mean: zeros(),
        };
        for item in 0..k {
            let (factor, loading) = (model.factor_of(item), Places::loading(item));
            found.u[(item, loading)] = 1.0;
            found.v.set_column(loading, &regressed.column(factor));
            found.c[loading] = 1.0;
            found.mean[(item, loading)] = own[places.mean(factor)];
            let error = places.error(item);
            found.u[(item, error)] = 1.0;
            found.v[(item, error)] = 1.0;
            found.c[error] = 0.5;
            found.mean[(item, places.intercept(item))] = 1.0;
        }
        for one in 0..model.factors() {
            for other in 0..=one {
                let place = places.covariance(one, other);
                found.u.set_column(place, &loadings.column(one));
                found.v.set_column(place, &loadings.column(other));
                found.c[place] = if one == other { 0.5 } else { 1.0 };
            }
            found.mean.set_column(places.mean(one), &loadings.column(one));
        }
        found
    }
}

/// Λ and Φ of a group.
fn matrices(model: &FactorModel, own: &DVector<f64>) -> (DMatrix<f64>, DMatrix<f64>) {
    let places = Places::of(model);
    let factors = model.factors();
    let mut loadings = DMatrix::zeros(model.items(), factors);
    for item in 0..model.items() {
        loadings[(item, model.factor_of(item))] = own[Places::loading(item)];
    }
    let phi = DMatrix::from_fn(factors, factors, |one, other| own[places.covariance(one, other)]);
    (loadings, phi)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn the_gradient_is_that_of_the_misfit() {
        let model = FactorModel::new(vec![0, 0, 1, 1]).unwrap();
        let places = Places::of(&model);
        let own = DVector::from_fn(places.all(), |place, _| 0.3 + 0.05 * place as f64);
        let group = GroupMoments {
            n: 100.0,
            mean: DVector::from_column_slice(&[0.1, -0.2, 0.3, 0.0]),
            cov: DMatrix::from_fn(4, 4, |i, j| if i == j { 1.0 } else { 0.4 }),
        };
        let found = GroupPoint::at(&model, &own)
            .unwrap()
            .gradient(&Slopes::at(&model, &own), &group);
        for place in 0..places.all() {
            let beside = |step: f64| {
                let mut moved = own.clone();
                moved[place] += step;
                0.5 * GroupPoint::at(&model, &moved).unwrap().criterion(&group)
            };
            let slope = (beside(1e-5) - beside(-1e-5)) / 2e-5;
            assert_relative_eq!(found[place], slope, epsilon = 1e-7, max_relative = 1e-6);
        }
    }
}
