//! The one-factor model Σ = λλ' + Θ, fitted by maximum likelihood.
//!
//! F(λ, θ) = ln|Σ| + tr(R Σ⁻¹) is lowered by Fisher scoring, then Newton's steps, each halved until it helps, on correlations (the model only changes
//! its scale with the items, so that loadings and uniquenesses of covariances follow). As in lavaan, a uniqueness may
//! fall to 0 or below (a Heywood case) as long as Σ stays positive definite; such items are named, never hidden.
//!
//! Jöreskog (1967), Psychometrika 32, 443–482; the expected information is that of Lawley & Maxwell (1971).

use nalgebra::{Cholesky, DMatrix, DVector, SymmetricEigen};

use crate::stats::Undefined;
use crate::stats::covariance::{check_covariance, correlation, factored, standard_deviations};

/// The fit has settled when another step would lower the criterion by less than this, per person.
const SETTLED: f64 = 1e-20;
/// Below this, the criterion's own rounding hides whether a step lowers it.
const ROUNDING: f64 = 1e-11;
/// More steps than any fit that exists has needed.
const STEPS: usize = 100;
/// Steps of scoring before Newton's, which is quicker near the minimum and less steady far from it.
const SCORING_STEPS: usize = 4;
/// A standardised loading beyond this is on its way to infinity, its uniqueness to minus infinity: there is no minimum.
const RUNAWAY: f64 = 10.0;
/// A pivot of the scaled information matrix below this means that other loadings fit as well.
const UNIDENTIFIED: f64 = 1e-9;

/// A fitted one-factor model, in the metric of the covariances that it was fitted to.
#[derive(Debug, Clone, PartialEq)]
pub struct OneFactor {
    /// The items' standard deviations, by which the two following are multiplied to get from correlations to covariances.
    pub sd: DVector<f64>,
    /// Loadings on the standardised items; the sign of all of them together is arbitrary, and chosen so that their sum
    /// is not below 0.
    pub standardized_loadings: DVector<f64>,
    /// Uniquenesses of the standardised items; at or below 0 in a Heywood case.
    pub standardized_uniquenesses: DVector<f64>,
    /// Steps taken.
    pub iterations: usize,
    /// The expected information of one person, loadings first, in the standardised metric.
    information: DMatrix<f64>,
}

/// Where a fit starts: the standardised parameters of another.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorStart {
    lambda: DVector<f64>,
    theta: DVector<f64>,
}

impl OneFactor {
    /// Fits the model to the covariances of at least 3 items.
    ///
    /// `start` comes from a fit to similar covariances of the same items, and saves steps. It is not used when it does not
    /// suit the number of items.
    ///
    /// # Errors
    /// Fewer than 3 items; an item without variance; a matrix that is not positive definite; no convergence; or
    /// covariances by which the loadings are not determined (fewer than three items that share anything).
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
            && let Ok((point, iterations)) = point.lowest(&r)
            && point.theta.min() > 0.0
        {
            return point.finish(sd, iterations);
        }
        let (first, second) = cold_starts(&r)?;
        let found = first.lowest(&r);
        // Where one start ends nowhere or in a Heywood case another may do better; on data of a scale neither happens.
        let best = match found {
            Ok((point, iterations)) if point.theta.min() > 0.0 => (point, iterations),
            Ok(one) => match second.lowest(&r) {
                Ok(other) if other.0.criterion < one.0.criterion => other,
                _ => one,
            },
            Err(_) => second.lowest(&r)?,
        };
        best.0.finish(sd, best.1)
    }

    /// A start for a fit to similar covariances.
    #[must_use]
    pub fn start(&self) -> FactorStart {
        FactorStart {
            lambda: self.standardized_loadings.clone(),
            theta: self.standardized_uniquenesses.clone(),
        }
    }

    /// Loadings in the metric of the covariances.
    #[must_use]
    pub fn loadings(&self) -> DVector<f64> {
        self.standardized_loadings.component_mul(&self.sd)
    }

    /// Uniquenesses (error variances) in the metric of the covariances.
    #[must_use]
    pub fn uniquenesses(&self) -> DVector<f64> {
        self.standardized_uniquenesses
            .component_mul(&self.sd.component_mul(&self.sd))
    }

    /// The items whose uniqueness is at or below 0, as places in the matrix.
    #[must_use]
    pub fn improper_items(&self) -> Vec<usize> {
        let below = |(item, &theta): (usize, &f64)| (theta <= 1e-9).then_some(item);
        self.standardized_uniquenesses
            .iter()
            .enumerate()
            .filter_map(below)
            .collect()
    }

    /// The variance, times the number of persons, of a function of the parameters whose gradient is `by_loadings` and
    /// `by_uniquenesses` in the metric of the covariances.
    ///
    /// # Errors
    /// When the loadings are not determined well enough.
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

/// Parameters at which Σ is positive definite, with what is needed of Σ.
struct Point {
    lambda: DVector<f64>,
    theta: DVector<f64>,
    inverse: DMatrix<f64>,
    criterion: f64,
}

impl Point {
    /// `None` when Σ is not positive definite there.
    fn new(lambda: &DVector<f64>, theta: &DVector<f64>, r: &DMatrix<f64>) -> Option<Self> {
        let mut sigma = lambda * lambda.transpose();
        for (i, &t) in theta.iter().enumerate() {
            sigma[(i, i)] += t;
        }
        let factor = Cholesky::new(sigma)?;
        let log_determinant = 2.0 * factor.l_dirty().diagonal().iter().map(|pivot| pivot.ln()).sum::<f64>();
        let inverse = factor.inverse();
        let criterion = log_determinant + inverse.dot(r);
        criterion.is_finite().then(|| Self {
            lambda: lambda.clone(),
            theta: theta.clone(),
            inverse,
            criterion,
        })
    }

    /// Half the downhill gradient of the criterion: −Gλ and −½ diag G with G = Σ⁻¹(Σ − R)Σ⁻¹.
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

    /// The expected information of one person. With W = Σ⁻¹, w = Wλ and c = λ'Wλ:
    /// λᵢλⱼ: wᵢwⱼ + c Wᵢⱼ; λᵢθⱼ: Wᵢⱼwⱼ; θᵢθⱼ: ½W²ᵢⱼ.
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

    /// Second derivatives of half the criterion. With M = Σ⁻¹RΣ⁻¹, m = Mλ, d = λ'Mλ and the letters of the information:
    /// λᵢλⱼ: Gᵢⱼ − wᵢwⱼ − c Wᵢⱼ + wᵢmⱼ + wⱼmᵢ + cMᵢⱼ + dWᵢⱼ; λᵢθⱼ: Wᵢⱼ(mⱼ − wⱼ) + wⱼ Mᵢⱼ; θᵢθⱼ: Wᵢⱼ Mᵢⱼ − ½ W²ᵢⱼ.
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

    /// Newton's step, where the criterion is curved upwards in every direction.
    fn newton_step(&self, r: &DMatrix<f64>, gradient: &DVector<f64>) -> Option<DVector<f64>> {
        Cholesky::new(self.hessian(r)).map(|factor| factor.solve(gradient))
    }

    /// The step of Fisher scoring; where the information is singular, with as little of its diagonal added as cures it.
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

    /// Goes down to the nearest minimum; with it the number of steps.
    fn lowest(self, r: &DMatrix<f64>) -> Result<(Self, usize), Undefined> {
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
                return Ok((point, iterations));
            }
            point = match point.descend(&step, decrease, r) {
                Some(next) if next.lambda.amax() < RUNAWAY => next,
                None if decrease.abs() < ROUNDING => return Ok((point, iterations)),
                _ => return Err(Undefined::NoConvergence { iterations }),
            };
        }
        Err(Undefined::NoConvergence { iterations: STEPS })
    }

    /// The first of the step, its half, its quarter … that lowers the criterion.
    fn descend(&self, step: &DVector<f64>, decrease: f64, r: &DMatrix<f64>) -> Option<Self> {
        let k = self.lambda.len();
        let rounding = if decrease < ROUNDING { 1e-12 } else { 0.0 };
        (0..50).find_map(|halvings| {
            let t = 0.5_f64.powi(halvings);
            let next = Self::new(
                &(&self.lambda + step.rows(0, k) * t),
                &(&self.theta + step.rows(k, k) * t),
                r,
            )?;
            (next.criterion <= self.criterion - 2e-4 * t * decrease + rounding).then_some(next)
        })
    }

    /// The fit at its minimum, if the information there determines all parameters.
    fn finish(self, sd: DVector<f64>, iterations: usize) -> Result<OneFactor, Undefined> {
        let mut information = self.information();
        let factor = Cholesky::new(information.clone()).ok_or_else(not_identified)?;
        let determined = (factor.l_dirty().diagonal().iter().zip(information.diagonal().iter()))
            .all(|(pivot, scale)| pivot * pivot > UNIDENTIFIED * scale);
        if !determined {
            return Err(not_identified());
        }
        let sign = if self.lambda.dot(&sd) < 0.0 { -1.0 } else { 1.0 };
        let k = sd.len();
        information.view_mut((0, k), (k, k)).scale_mut(sign);
        information.view_mut((k, 0), (k, k)).scale_mut(sign);
        Ok(OneFactor {
            sd,
            standardized_loadings: self.lambda * sign,
            standardized_uniquenesses: self.theta,
            iterations,
            information,
        })
    }
}

/// Where a fit starts: the first principal component of the correlations, shrunk; and equal loadings with its signs.
fn cold_starts(r: &DMatrix<f64>) -> Result<(Point, Point), Undefined> {
    let no_start = Undefined::NoConvergence { iterations: 0 };
    let eigen = SymmetricEigen::try_new(r.clone(), 1e-12, 10_000).ok_or_else(|| no_start.clone())?;
    let first = eigen.eigenvalues.imax();
    let component = eigen.eigenvectors.column(first) * (0.8 * eigen.eigenvalues[first]).sqrt();
    let start = |lambda: DVector<f64>| {
        let theta = lambda.map(|l| 1.0 - l * l);
        Point::new(&lambda, &theta, r).ok_or_else(|| no_start.clone())
    };
    Ok((
        start(component.map(|l| l.clamp(-0.95, 0.95)))?,
        start(component.map(|l| 0.7_f64.copysign(l)))?,
    ))
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
    fn an_item_turned_round_turns_its_loading_and_no_variance() {
        let uniquenesses = DVector::from_column_slice(&[1.0, 0.7, 1.3, 0.9]);
        let turn = DVector::from_column_slice(&[-1.0, 1.0, -1.0, -1.0]);
        let loadings = DVector::from_column_slice(&[1.0, 0.6, 0.4, 0.8]);
        let one = OneFactor::fit(&implied(&loadings, &uniquenesses), None).unwrap();
        let other = OneFactor::fit(&implied(&loadings.component_mul(&turn), &uniquenesses), None).unwrap();
        // The loadings' sum is kept from falling below 0.
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
    fn a_heywood_case_is_named() {
        // λ₁² = r₁₂ r₁₃ / r₂₃ = 1.08.
        let fit = OneFactor::fit(
            &DMatrix::from_row_slice(3, 3, &[1.0, 0.6, 0.9, 0.6, 1.0, 0.5, 0.9, 0.5, 1.0]),
            None,
        )
        .unwrap();
        assert_relative_eq!(fit.standardized_loadings[0].powi(2), 1.08, max_relative = 1e-7);
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
