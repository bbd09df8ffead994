//! Fit of a factor model to answers, quickly: robust CFI, TLI and RMSEA, and SRMR, as [`confirmatory_ml`] with robust corrections has
//! them, but nothing else. For simulations, which need the fit of many surveys.
//!
//! [`confirmatory_ml`]: crate::stats::confirmatory_ml

use nalgebra::{DMatrix, DVector};

use crate::elementary::ln;
use crate::stats::Undefined;
use crate::stats::structure::directions::Directions;
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::fit_indices::{ComparativeFit, Misfit};
use crate::stats::structure::likelihood_fit::inverse;
use crate::stats::structure::normal_theory::implied;

/// Most steps.
const STEPS: usize = 100;
/// The fit has converged if a step would lower the criterion by less than this.
const SETTLED: f64 = 1e-14;

/// The indices by which fit is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitValues {
    /// Robust comparative fit index.
    pub cfi: f64,
    /// Robust Tucker–Lewis index.
    pub tli: f64,
    /// Robust root mean square error of approximation.
    pub rmsea: f64,
    /// Standardised root mean square residual.
    pub srmr: f64,
}

impl FitValues {
    /// True if no index is worse than in `limits`.
    #[must_use]
    pub fn is_within(&self, limits: &Self) -> bool {
        self.cfi >= limits.cfi && self.tli >= limits.tli && self.rmsea <= limits.rmsea && self.srmr <= limits.srmr
    }
}

const NO_FIT: Undefined = Undefined::NotPositiveDefinite { matrix: "information" };

/// The fit of a model to the codes of people, n × k. `start` has loadings, factor correlations and uniquenesses of standardised items.
pub(crate) fn fit_values(
    model: &FactorModel,
    mut answers: DMatrix<f64>,
    start: &DVector<f64>,
) -> Result<FitValues, Undefined> {
    let (n, k) = (answers.nrows() as f64, model.items());
    for mut column in answers.column_iter_mut() {
        let mean = column.sum() / n;
        column.add_scalar_mut(-mean);
        let sd = (column.norm_squared() / n).sqrt();
        if sd <= 0.0 {
            return Err(Undefined::NoVariance { of: "an item" });
        }
        column /= sd;
    }
    let z = answers;
    let r = z.tr_mul(&z) / n;
    let factor = r.clone().cholesky().ok_or(NO_FIT)?;
    let log_det: f64 = 2.0 * factor.l_dirty().diagonal().iter().map(|&pivot| ln(pivot)).sum::<f64>();
    let fitted = Fitted::of(model, &r, start)?;
    let q = fitted.parameters.len();
    let entries = k * (k + 1) / 2;
    let df = entries
        .checked_sub(q)
        .filter(|&df| df > 0)
        .ok_or(Undefined::OutOfRange {
            why: "the model has no degrees of freedom",
        })?;
    // Expected χ² of true models: tr(B₁A₁⁻¹) − tr(B₀A₀⁻¹), where the saturated model's trace is half the excess of Mardia's kurtosis.
    let distance = &z * factor.inverse();
    let squares = (0..z.nrows()).map(|person| z.row(person).dot(&distance.row(person)));
    let saturated = 0.5 * (squares.map(|d| d * d).sum::<f64>() / n - k as f64);
    let fourth = z.iter().map(|value| value * value * value * value).sum::<f64>() / n;
    let variances = 0.5 * (fourth - k as f64);
    let directions = Directions::at(model, &fitted.parameters);
    let a = &fitted.inverse;
    let scores = directions.scores(&(&z * a), a);
    let meat = scores.tr_mul(&scores) / n;
    let pull = a * (&r - &fitted.sigma) * a;
    let bread = inverse(&directions.curvature(model, &fitted.parameters, a, &pull)).ok_or(NO_FIT)?;
    let own = Misfit {
        chisq: n * (fitted.criterion - log_det - k as f64).max(0.0),
        df: df as f64,
        expected: saturated - meat.component_mul(&bread).sum(),
    };
    let none = Misfit {
        chisq: -n * log_det,
        df: (k * (k - 1) / 2) as f64,
        expected: saturated - variances,
    };
    if !(own.expected > 0.0 && none.expected > 0.0) {
        return Err(Undefined::OutOfRange {
            why: "the scaling factor of χ² is not above 0",
        });
    }
    let ComparativeFit { cfi, tli, rmsea } = ComparativeFit::of(own, none, n);
    let rest = &r - &fitted.sigma;
    let squares: f64 = (0..k)
        .flat_map(|i| (0..=i).map(move |j| (i, j)))
        .map(|at| rest[at] * rest[at])
        .sum();
    Ok(FitValues {
        cfi,
        tli: tli?,
        rmsea: rmsea?,
        srmr: (squares / entries as f64).sqrt(),
    })
}

/// The minimum of ln|Σ| + tr(RΣ⁻¹).
struct Fitted {
    parameters: DVector<f64>,
    criterion: f64,
    sigma: DMatrix<f64>,
    inverse: DMatrix<f64>,
}

impl Fitted {
    /// By Fisher scoring, each step halved until the criterion falls.
    fn of(model: &FactorModel, r: &DMatrix<f64>, start: &DVector<f64>) -> Result<Self, Undefined> {
        let mut point = Self::at(model, start.clone(), r).ok_or(NO_FIT)?;
        for _ in 0..STEPS {
            let directions = Directions::at(model, &point.parameters);
            let pull = &point.inverse * (r - &point.sigma) * &point.inverse;
            let gradient = directions.along(&pull);
            let information = directions.information(&point.inverse);
            let step = information.cholesky().ok_or(NO_FIT)?.solve(&gradient);
            let decrease = step.dot(&gradient);
            if decrease < SETTLED {
                return Ok(point);
            }
            let halves = std::iter::successors(Some(1.0), |part| Some(0.5 * part)).take(24);
            let mut shorter = halves.filter_map(|part| Self::at(model, &point.parameters + &step * part, r));
            match shorter.find(|next| next.criterion < point.criterion) {
                Some(next) => point = next,
                // Near the minimum rounding hides the decrease.
                None if decrease < 1e-9 => return Ok(point),
                None => break,
            }
        }
        Err(Undefined::NoConvergence { iterations: STEPS })
    }

    fn at(model: &FactorModel, parameters: DVector<f64>, r: &DMatrix<f64>) -> Option<Self> {
        let sigma = implied(model, &parameters);
        let factor = sigma.clone().cholesky()?;
        let log_det: f64 = 2.0 * factor.l_dirty().diagonal().iter().map(|&pivot| ln(pivot)).sum::<f64>();
        let inverse = factor.inverse();
        let criterion = log_det + inverse.component_mul(r).sum();
        criterion.is_finite().then_some(Self {
            parameters,
            criterion,
            sigma,
            inverse,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Correction, Draws, OrdinalAnswers, confirmatory_ml};
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_fit_is_that_of_the_whole_analysis() {
        let model = FactorModel::new(vec![0, 0, 0, 1, 1, 1, 1]).unwrap();
        let mut draws = Draws::of(7, &[1]);
        let mut columns = vec![Vec::new(); 7];
        for _ in 0..240 {
            let (one, other) = (draws.normal(), draws.normal());
            for (item, column) in columns.iter_mut().enumerate() {
                let attitude = if item < 3 { one } else { 0.5 * one + 0.8 * other };
                // Two items share more than their factor.
                let y = attitude + draws.normal() + if item > 4 { 0.4 * one } else { 0.0 };
                column.push([-1.5, -0.5, 0.3, 1.0].iter().map(|&cut| u8::from(y > cut)).sum());
            }
        }
        let answers = OrdinalAnswers::new(columns, vec![5; 7]).unwrap();
        let whole = confirmatory_ml(&model, &answers, Correction::Robust).unwrap();
        let robust = whole.robust.unwrap().unwrap();
        let codes = DMatrix::from_fn(240, 7, |person, item| f64::from(answers.column(item)[person]));
        let start = DVector::from_fn(15, |place, _| if place == 7 { 0.3 } else { 0.6 });
        let found = fit_values(&model, codes, &start).unwrap();
        assert_abs_diff_eq!(found.cfi, robust.cfi, epsilon = 1e-7);
        assert_abs_diff_eq!(found.tli, robust.tli.unwrap(), epsilon = 1e-7);
        assert_abs_diff_eq!(found.rmsea, robust.rmsea.unwrap(), epsilon = 1e-7);
        assert_abs_diff_eq!(found.srmr, whole.srmr, epsilon = 1e-7);
        assert!(found.cfi < 0.999, "{found:?}");
    }
}
