//! One-factor model Σ = λλ' + Θ, fitted by maximum likelihood.
//!
//! The fit minimises F(λ, θ) = ln|Σ| + tr(R Σ⁻¹) for the correlations R, first by Fisher scoring and then by Newton's
//! method; each step is halved until F falls. Rescaling items only rescales the model, so loadings and uniquenesses for
//! covariances follow from those for correlations. As in lavaan, a uniqueness may be 0 or negative (a Heywood case) as
//! long as Σ stays positive definite; such items are reported.
//!
//! Jöreskog (1967), Psychometrika 32, 443–482. Expected information: Lawley & Maxwell (1971), *Factor Analysis as a
//! Statistical Method*.

use nalgebra::{Cholesky, DMatrix, DVector};

use crate::elementary::{ln, powi};
use crate::stats::Undefined;
use crate::stats::covariance::{
    FirstComponent, check_covariance, correlation, factored, first_component, standard_deviations,
};

/// The fit has converged if another step would lower the criterion by less than this, per person.
const SETTLED: f64 = 1e-20;
/// Below this decrease, rounding of the criterion hides the effect of a step.
const ROUNDING: f64 = 1e-11;
/// Most steps; fits that have a minimum need far fewer.
const STEPS: usize = 100;
/// Scoring steps before Newton's method takes over. Newton's method is faster near the minimum and less stable far from
/// it.
const SCORING_STEPS: usize = 4;
/// A standardised loading beyond this diverges to infinity, its uniqueness to minus infinity: there is no minimum.
const RUNAWAY: f64 = 10.0;
/// If a pivot of the scaled information matrix is below this, other loadings fit equally well.
const UNIDENTIFIED: f64 = 1e-9;

/// Fitted one-factor model of k items, standardised, with the items' standard deviations.
#[derive(Debug, Clone, PartialEq)]
pub struct OneFactor {
    /// Standard deviations of the items (length k), which convert standardised parameters to the metric of the
    /// covariances.
    pub sd: DVector<f64>,
    /// Loadings of the standardised items (length k). Their common sign is arbitrary; it is chosen so that the sum of
    /// the unstandardised loadings is not negative.
    pub standardized_loadings: DVector<f64>,
    /// Uniquenesses of the standardised items (length k); 0 or negative in a Heywood case.
    pub standardized_uniquenesses: DVector<f64>,
    /// Number of steps.
    pub iterations: usize,
    /// Expected information of one person in the standardised metric, 2k × 2k, loadings first.
    information: DMatrix<f64>,
}

/// Starting values of a fit: the standardised parameters of another fit.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorStart {
    lambda: DVector<f64>,
    theta: DVector<f64>,
}

impl OneFactor {
    /// Fits the model to the k × k covariance matrix of at least three items.
    ///
    /// `start` comes from a fit to similar covariances of the same items and saves steps. It is ignored if its number
    /// of items differs.
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] for fewer than three items, [`Undefined::NoVariance`] if an item does not vary,
    /// [`Undefined::NotPositiveDefinite`] if an item is a linear combination of others, [`Undefined::NoConvergence`] if
    /// the fit does not converge, and [`Undefined::OutOfRange`] if `cov` is not a covariance matrix or does not
    /// determine the loadings (fewer than three items share anything).
    pub fn fit(cov: &DMatrix<f64>, start: Option<&FactorStart>) -> Result<Self, Undefined> {
        check_covariance(cov, 3)?;
        let r = correlation(cov)?;
        factored(&r)?;
        let sd = standard_deviations(cov)?;
        let k = r.nrows();
        let warm = start
            .filter(|s| s.lambda.len() == k)
            .and_then(|s| Point::new(&s.lambda, &s.theta, &r));
        if let Some(point) = warm
            && let Ok(minimum) = point.lowest(&r)
            && minimum.is_proper()
        {
            return minimum.finish(sd);
        }
        let starts = ColdStarts::new(&r)?;
        // If the first start fails or ends in a Heywood case, the second may do better. Neither happens for realistic
        // scales.
        let best = match starts.component.lowest(&r) {
            Ok(minimum) if minimum.is_proper() => minimum,
            Ok(one) => match starts.equal_loadings.lowest(&r) {
                Ok(other) if other.point.criterion < one.point.criterion => other,
                _ => one,
            },
            Err(_) => starts.equal_loadings.lowest(&r)?,
        };
        best.finish(sd)
    }

    /// Starting values for a fit to similar covariances.
    #[must_use]
    pub fn start(&self) -> FactorStart {
        FactorStart {
            lambda: self.standardized_loadings.clone(),
            theta: self.standardized_uniquenesses.clone(),
        }
    }

    /// Loadings in the metric of the covariances (length k).
    #[must_use]
    pub fn loadings(&self) -> DVector<f64> {
        self.standardized_loadings.component_mul(&self.sd)
    }

    /// Uniquenesses (error variances) in the metric of the covariances (length k).
    #[must_use]
    pub fn uniquenesses(&self) -> DVector<f64> {
        self.standardized_uniquenesses
            .component_mul(&self.sd.component_mul(&self.sd))
    }

    /// Matrix indices of the items with a uniqueness at or below 0.
    #[must_use]
    pub fn improper_items(&self) -> Vec<usize> {
        let below = |(item, &theta): (usize, &f64)| (theta <= 1e-9).then_some(item);
        self.standardized_uniquenesses
            .iter()
            .enumerate()
            .filter_map(below)
            .collect()
    }

    /// Variance, times the number of persons, of a function of the parameters, by the delta method. `by_loadings` and
    /// `by_uniquenesses` (length k each) are its gradient in the metric of the covariances.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] if the covariances do not determine the loadings well enough.
    pub fn unit_variance(&self, by_loadings: &DVector<f64>, by_uniquenesses: &DVector<f64>) -> Result<f64, Undefined> {
        let k = self.sd.len();
        let gradient = DVector::from_fn(2 * k, |i, _| {
            if i < k {
                by_loadings[i] * self.sd[i]
            } else {
                by_uniquenesses[i - k] * self.sd[i - k] * self.sd[i - k]
            }
        });
        let factor = Cholesky::new(self.information.clone()).ok_or_else(not_identified)?;
        Ok(gradient.dot(&factor.solve(&gradient)))
    }
}

fn not_identified() -> Undefined {
    Undefined::OutOfRange {
        why: "the items share too little for the loadings of one factor to be determined",
    }
}

/// Parameters for which Σ is positive definite, with Σ⁻¹ and the criterion.
struct Point {
    lambda: DVector<f64>,
    theta: DVector<f64>,
    inverse: DMatrix<f64>,
    criterion: f64,
}

impl Point {
    /// `None` if Σ is not positive definite.
    fn new(lambda: &DVector<f64>, theta: &DVector<f64>, r: &DMatrix<f64>) -> Option<Self> {
        let mut sigma = lambda * lambda.transpose();
        for (i, &t) in theta.iter().enumerate() {
            sigma[(i, i)] += t;
        }
        let factor = Cholesky::new(sigma)?;
        let log_determinant = 2.0 * factor.l_dirty().diagonal().iter().map(|&pivot| ln(pivot)).sum::<f64>();
        let inverse = factor.inverse();
        let criterion = log_determinant + inverse.dot(r);
        criterion.is_finite().then(|| Self {
            lambda: lambda.clone(),
            theta: theta.clone(),
            inverse,
            criterion,
        })
    }

    /// Half the negative gradient of the criterion: −Gλ and −½ diag G with G = Σ⁻¹(Σ − R)Σ⁻¹.
    fn gradient(&self, r: &DMatrix<f64>) -> DVector<f64> {
        let k = self.lambda.len();
        let g = &self.inverse - &self.inverse * r * &self.inverse;
        let by_lambda = &g * &self.lambda;
        DVector::from_fn(
            2 * k,
            |i, _| {
                if i < k { -by_lambda[i] } else { -0.5 * g[(i - k, i - k)] }
            },
        )
    }

    /// Expected information of one person. With W = Σ⁻¹, w = Wλ and c = λ'Wλ: λᵢλⱼ: wᵢwⱼ + c Wᵢⱼ; λᵢθⱼ: Wᵢⱼwⱼ; θᵢθⱼ:
    /// ½W²ᵢⱼ.
    fn information(&self) -> DMatrix<f64> {
        let k = self.lambda.len();
        let weights = &self.inverse;
        let w = weights * &self.lambda;
        let c = self.lambda.dot(&w);
        let mut information = DMatrix::zeros(2 * k, 2 * k);
        for j in 0..k {
            for i in 0..k {
                let entry = weights[(i, j)];
                information[(i, j)] = w[i] * w[j] + c * entry;
                information[(i, k + j)] = entry * w[j];
                information[(k + i, j)] = entry * w[i];
                information[(k + i, k + j)] = 0.5 * entry * entry;
            }
        }
        information
    }

    /// Second derivatives of half the criterion. With M = Σ⁻¹RΣ⁻¹, m = Mλ, d = λ'Mλ and the symbols of
    /// [`Self::information`]: λᵢλⱼ: Gᵢⱼ − wᵢwⱼ − c Wᵢⱼ + wᵢmⱼ + wⱼmᵢ + cMᵢⱼ + dWᵢⱼ; λᵢθⱼ: Wᵢⱼ(mⱼ − wⱼ) + wⱼ Mᵢⱼ; θᵢθⱼ:
    /// Wᵢⱼ Mᵢⱼ − ½ W²ᵢⱼ.
    fn hessian(&self, r: &DMatrix<f64>) -> DMatrix<f64> {
        let k = self.lambda.len();
        let inner = &self.inverse;
        let outer = inner * r * inner;
        let (w, m) = (inner * &self.lambda, &outer * &self.lambda);
        let (c, d) = (self.lambda.dot(&w), self.lambda.dot(&m));
        let mut hessian = DMatrix::zeros(2 * k, 2 * k);
        for j in 0..k {
            for i in 0..k {
                let (at_w, at_m) = (inner[(i, j)], outer[(i, j)]);
                hessian[(i, j)] =
                    (at_w - at_m) - w[i] * w[j] - c * at_w + w[i] * m[j] + w[j] * m[i] + c * at_m + d * at_w;
                hessian[(i, k + j)] = at_w * (m[j] - w[j]) + w[j] * at_m;
                hessian[(k + j, i)] = hessian[(i, k + j)];
                hessian[(k + i, k + j)] = at_w * at_m - 0.5 * at_w * at_w;
            }
        }
        hessian
    }

    /// Newton's step; `None` if the criterion is not convex here.
    fn newton_step(&self, r: &DMatrix<f64>, gradient: &DVector<f64>) -> Option<DVector<f64>> {
        Cholesky::new(self.hessian(r)).map(|factor| factor.solve(gradient))
    }

    /// Step of Fisher scoring. If the information is singular, adds the smallest multiple of its diagonal that makes it
    /// positive definite.
    fn scoring_step(&self, gradient: &DVector<f64>) -> Option<DVector<f64>> {
        let information = self.information();
        let largest = information.diagonal().max();
        [0.0, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1.0].into_iter().find_map(|ridge| {
            let mut ridged = information.clone();
            for i in 0..ridged.nrows() {
                ridged[(i, i)] += largest * ridge;
            }
            Cholesky::new(ridged).map(|factor| factor.solve(gradient))
        })
    }

    /// Descends to the nearest minimum.
    fn lowest(self, r: &DMatrix<f64>) -> Result<Minimum, Undefined> {
        let mut point = self;
        for iterations in 1..=STEPS {
            let gradient = point.gradient(r);
            let newton = (iterations > SCORING_STEPS)
                .then(|| point.newton_step(r, &gradient))
                .flatten();
            let step = newton
                .or_else(|| point.scoring_step(&gradient))
                .ok_or_else(not_identified)?;
            let decrease = step.dot(&gradient);
            if decrease.abs() < SETTLED {
                return Ok(Minimum { point, iterations });
            }
            point = match point.descend(&step, decrease, r) {
                Some(next) if next.lambda.amax() < RUNAWAY => next,
                None if decrease.abs() < ROUNDING => return Ok(Minimum { point, iterations }),
                _ => return Err(Undefined::NoConvergence { iterations }),
            };
        }
        Err(Undefined::NoConvergence { iterations: STEPS })
    }

    /// Takes the first of the full step, its half, its quarter … that lowers the criterion.
    fn descend(&self, step: &DVector<f64>, decrease: f64, r: &DMatrix<f64>) -> Option<Self> {
        let k = self.lambda.len();
        let rounding = if decrease < ROUNDING { 1e-12 } else { 0.0 };
        (0..50).find_map(|halvings| {
            let t = powi(0.5, halvings);
            let next = Self::new(
                &(&self.lambda + step.rows(0, k) * t),
                &(&self.theta + step.rows(k, k) * t),
                r,
            )?;
            (next.criterion <= self.criterion - 2e-4 * t * decrease + rounding).then_some(next)
        })
    }
}

/// A minimum of the criterion.
struct Minimum {
    point: Point,
    iterations: usize,
}

impl Minimum {
    /// True if all uniquenesses are above 0.
    fn is_proper(&self) -> bool {
        self.point.theta.min() > 0.0
    }

    /// The fit at this minimum, if the information determines all parameters there.
    fn finish(self, sd: DVector<f64>) -> Result<OneFactor, Undefined> {
        let Self { point, iterations } = self;
        let mut information = point.information();
        let factor = Cholesky::new(information.clone()).ok_or_else(not_identified)?;
        let determined = (factor.l_dirty().diagonal().iter().zip(information.diagonal().iter()))
            .all(|(pivot, scale)| pivot * pivot > UNIDENTIFIED * scale);
        if !determined {
            return Err(not_identified());
        }
        let sign = if point.lambda.dot(&sd) < 0.0 { -1.0 } else { 1.0 };
        let k = sd.len();
        information.view_mut((0, k), (k, k)).scale_mut(sign);
        information.view_mut((k, 0), (k, k)).scale_mut(sign);
        Ok(OneFactor {
            sd,
            standardized_loadings: point.lambda * sign,
            standardized_uniquenesses: point.theta,
            iterations,
            information,
        })
    }
}

/// Starting points of a fit that has no earlier fit to start from.
struct ColdStarts {
    /// The first principal component of the correlations, shrunk.
    component: Point,
    /// Equal loadings with the signs of the component.
    equal_loadings: Point,
}

impl ColdStarts {
    fn new(r: &DMatrix<f64>) -> Result<Self, Undefined> {
        let FirstComponent { eigenvalue, vector } = first_component(r)?;
        let component = vector * (0.8 * eigenvalue).sqrt();
        let start = |lambda: DVector<f64>| {
            let theta = lambda.map(|l| 1.0 - l * l);
            Point::new(&lambda, &theta, r).ok_or(Undefined::NoConvergence { iterations: 0 })
        };
        Ok(Self {
            component: start(component.map(|l| l.clamp(-0.95, 0.95)))?,
            equal_loadings: start(component.map(|l| 0.7_f64.copysign(l)))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    fn implied(loadings: &DVector<f64>, uniquenesses: &DVector<f64>) -> DMatrix<f64> {
        loadings * loadings.transpose() + DMatrix::from_diagonal(uniquenesses)
    }

    #[test]
    fn covariances_of_one_factor_give_its_loadings_back() {
        let loadings = DVector::from_column_slice(&[1.2, 0.8, -0.5, 2.0, 0.9]);
        let uniquenesses = DVector::from_column_slice(&[0.5, 1.0, 0.4, 1.5, 0.2]);
        let fit = OneFactor::fit(&implied(&loadings, &uniquenesses), None).unwrap();
        assert_relative_eq!(fit.loadings(), loadings, max_relative = 1e-8);
        assert_relative_eq!(fit.uniquenesses(), uniquenesses, max_relative = 1e-8);
        assert!(fit.improper_items().is_empty());
    }

    #[test]
    fn reversing_an_item_reverses_its_loading_and_keeps_the_variances() {
        let uniquenesses = DVector::from_column_slice(&[1.0, 0.7, 1.3, 0.9]);
        let turn = DVector::from_column_slice(&[-1.0, 1.0, -1.0, -1.0]);
        let loadings = DVector::from_column_slice(&[1.0, 0.6, 0.4, 0.8]);
        let one = OneFactor::fit(&implied(&loadings, &uniquenesses), None).unwrap();
        let other = OneFactor::fit(&implied(&loadings.component_mul(&turn), &uniquenesses), None).unwrap();
        // The sum of the loadings is never negative.
        assert_relative_eq!(other.loadings(), -loadings.component_mul(&turn), max_relative = 1e-8);
        let (l, t) = (
            DVector::from_column_slice(&[1.0, -2.0, 0.5, 0.3]),
            DVector::from_column_slice(&[0.1, 0.2, 0.3, 0.4]),
        );
        assert_relative_eq!(
            one.unit_variance(&l, &t).unwrap(),
            other.unit_variance(&-l.component_mul(&turn), &t).unwrap(),
            max_relative = 1e-7
        );
    }

    #[test]
    fn a_heywood_case_is_reported() {
        // λ₁² = r₁₂ r₁₃ / r₂₃ = 1.08.
        let fit = OneFactor::fit(
            &DMatrix::from_row_slice(3, 3, &[1.0, 0.6, 0.9, 0.6, 1.0, 0.5, 0.9, 0.5, 1.0]),
            None,
        )
        .unwrap();
        assert_relative_eq!(powi(fit.standardized_loadings[0], 2), 1.08, max_relative = 1e-7);
        assert_eq!(fit.improper_items(), [0]);
    }

    #[test]
    fn unrelated_items_have_no_factor() {
        assert_eq!(OneFactor::fit(&DMatrix::identity(5, 5), None), Err(not_identified()));
    }

    #[test]
    fn two_items_do_not_identify_a_factor() {
        assert_eq!(
            OneFactor::fit(&DMatrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 1.0]), None),
            Err(Undefined::TooFewItems { found: 2, needed: 3 })
        );
    }

    #[test]
    fn a_warm_start_ends_where_a_cold_one_does() {
        let cov = DMatrix::from_row_slice(
            4,
            4,
            &[
                1.0, 0.5, 0.4, 0.3, 0.5, 1.0, 0.3, 0.35, 0.4, 0.3, 1.0, 0.2, 0.3, 0.35, 0.2, 1.0,
            ],
        );
        let cold = OneFactor::fit(&cov, None).unwrap();
        let warm = OneFactor::fit(&cov, Some(&cold.start())).unwrap();
        assert!(warm.iterations < cold.iterations);
        assert_relative_eq!(warm.loadings(), cold.loadings(), max_relative = 1e-8);
    }
}
