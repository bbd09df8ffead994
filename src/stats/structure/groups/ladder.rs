//! Measurement invariance: the same factor model in several groups, with more and more held equal.
//!
//! Configural, metric (equal loadings), scalar (intercepts too) and strict (error variances too), by maximum likelihood with means, on
//! complete answers. Each step is compared with the one before by the likelihood ratio and by the change of CFI. As lavaan 0.6-14 with
//! `std.lv = TRUE` and `group.equal`: RMSEA is multiplied by √G (Steiger 1998), SRMR is the mean over groups weighted by people and
//! includes the means.
//!
//! Meredith (1993), *Psychometrika* 58, 525–543; Vandenberg & Lance (2000), *Organizational Research Methods* 3, 4–70.

use crate::elementary::ln;
use crate::stats::covariance::{correlation, factored};
use crate::stats::structure::adequacy::ChiSquared;
use crate::stats::structure::confirmatory::Criteria;
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::fit_indices::{FitIndices, Misfit};
use crate::stats::structure::gamma_tails::chi_squared_tail;
use crate::stats::structure::groups::equality::Equality;
use crate::stats::structure::groups::fit::GroupsFit;
use crate::stats::structure::groups::moments::GroupMoments;
use crate::stats::structure::groups::point::GroupPoint;
use crate::stats::structure::ordinal::OrdinalAnswers;
use crate::stats::{Interval, Undefined};

/// A step of the ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct LadderStep {
    /// What is equal.
    pub equality: Equality,
    /// Number of free parameters.
    pub npar: usize,
    /// Fit.
    pub fit: FitIndices,
    /// Standardised root mean square residual, means included.
    pub srmr: f64,
    /// Likelihood.
    pub criteria: Criteria,
    /// CFI less that of the step before; `None` for the first step.
    pub delta_cfi: Option<f64>,
    /// Likelihood ratio against the step before; `None` for the first step.
    pub against_before: Option<ChiSquared>,
}

/// Fits every step to the complete answers of two groups or more.
///
/// # Errors
/// [`Undefined::TooFewGroups`], or the reason of the first step that cannot be fitted.
pub fn ladder(model: &FactorModel, groups: &[OrdinalAnswers]) -> Result<Vec<LadderStep>, Undefined> {
    crate::stats::figure::check_groups(groups.len(), 2)?;
    let moments: Vec<GroupMoments> = groups.iter().map(GroupMoments::of).collect();
    let saturated = Saturated::of(&moments)?;
    let mut steps: Vec<LadderStep> = Vec::new();
    for equality in Equality::ALL {
        let fit = GroupsFit::fit(model, &moments, equality, &[])?;
        let step = saturated.step(model, &fit, equality, steps.last())?;
        steps.push(step);
    }
    Ok(steps)
}

/// The model without any restriction, and the one without relations.
struct Saturated {
    persons: f64,
    items: usize,
    groups: usize,
    /// Σ n (ln|S| + k), in the metric in which items have variance 1 within groups.
    misfit: f64,
    baseline: Misfit,
    /// Σ n Σ ln s² of the units of the items.
    log_units: f64,
}

impl Saturated {
    fn of(groups: &[GroupMoments]) -> Result<Self, Undefined> {
        let metric = super::moments::Metric::of(groups);
        let k = metric.unit.len();
        let (mut misfit, mut none) = (0.0, 0.0);
        for group in groups {
            let own = group.rescaled(&metric.centre, &metric.unit);
            let log_det = log_det(&own)?;
            let variances: f64 = own.cov.diagonal().iter().map(|&variance| ln(variance)).sum();
            misfit += own.n * (log_det + variances + k as f64);
            none -= own.n * log_det;
        }
        let persons: f64 = groups.iter().map(|group| group.n).sum();
        Ok(Self {
            persons,
            items: k,
            groups: groups.len(),
            misfit,
            baseline: Misfit::new(none, groups.len() * k * (k - 1) / 2),
            log_units: persons * metric.unit.iter().map(|&unit| 2.0 * ln(unit)).sum::<f64>(),
        })
    }

    fn step(
        &self,
        model: &FactorModel,
        fit: &GroupsFit,
        equality: Equality,
        before: Option<&LadderStep>,
    ) -> Result<LadderStep, Undefined> {
        let k = self.items;
        let moments = self.groups * (k * (k + 1) / 2 + k);
        let npar = fit.layout.free;
        let df = moments.checked_sub(npar).ok_or(Undefined::OutOfRange {
            why: "the model has more parameters than there are covariances",
        })?;
        let chisq = (fit.misfit - self.misfit).max(0.0);
        let indices = FitIndices::of(chisq, df, self.baseline, self.persons);
        let constant = self.persons * k as f64 * ln(2.0 * std::f64::consts::PI);
        let loglik = -0.5 * (constant + self.log_units + fit.misfit);
        let times = (self.groups as f64).sqrt();
        Ok(LadderStep {
            equality,
            npar,
            delta_cfi: before.map(|before| indices.cfi - before.fit.cfi),
            fit: FitIndices {
                rmsea: indices.rmsea.map(|rmsea| rmsea * times),
                rmsea_interval: (indices.rmsea_interval)
                    .map(|limits| Interval::new(limits.lower * times, limits.upper * times)),
                ..indices
            },
            srmr: srmr(model, fit)?,
            criteria: Criteria {
                loglik,
                aic: 2.0 * npar as f64 - 2.0 * loglik,
                bic: ln(self.persons) * npar as f64 - 2.0 * loglik,
            },
            against_before: before.map(|before| {
                let (chisq, df) = ((chisq - before.fit.chisq).max(0.0), df - before.fit.df);
                ChiSquared {
                    chisq,
                    df,
                    p: chi_squared_tail(chisq, df as f64),
                }
            }),
        })
    }
}

/// ln|R| of a group's correlations.
fn log_det(group: &GroupMoments) -> Result<f64, Undefined> {
    let factor = factored(&correlation(&group.cov)?)?;
    Ok(2.0 * factor.l_dirty().diagonal().iter().map(|&pivot| ln(pivot)).sum::<f64>())
}

/// √ of the mean of squared standardised residuals of covariances and means; over groups, the mean weighted by people.
fn srmr(model: &FactorModel, fit: &GroupsFit) -> Result<f64, Undefined> {
    let all: f64 = fit.groups.iter().map(|group| group.n).sum();
    let mut mean = 0.0;
    for (place, group) in fit.groups.iter().enumerate() {
        let point = GroupPoint::at(model, &fit.of_group(place)).ok_or(Undefined::NoConvergence { iterations: 0 })?;
        let k = group.mean.len();
        let variance = group.cov.diagonal();
        let mut sum = 0.0;
        for j in 0..k {
            let shift = group.mean[j] - point.mean[j];
            sum += shift * shift / variance[j];
            for i in j..k {
                let residual = group.cov[(i, j)] - point.sigma[(i, j)];
                sum += residual * residual / (variance[i] * variance[j]);
            }
        }
        let figures = (k * (k + 1) / 2 + k) as f64;
        mean += group.n / all * (sum / figures).sqrt();
    }
    Ok(mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers that look random and are always the same.
    fn answers(people: usize, salt: usize) -> OrdinalAnswers {
        let mixed = |person: usize, item: usize| (person * 7919 + item * 104_729 + salt * 31) % 97 * (item + 3) % 5;
        let code =
            |person: usize, item: usize| u8::try_from(usize::midpoint(mixed(person, item), 2 * (person % 3))).unwrap();
        let column = |item: usize| (0..people).map(|person| code(person, item)).collect();
        OrdinalAnswers::new((0..5).map(column).collect(), vec![6; 5]).unwrap()
    }

    #[test]
    fn equal_groups_lose_nothing_by_equality() {
        let one = answers(120, 1);
        let steps = ladder(&FactorModel::one_factor(5).unwrap(), &[one.clone(), one]).unwrap();
        for step in &steps[1..] {
            let ratio = step.against_before.unwrap();
            assert!(ratio.chisq < 1e-6, "{:?}: {}", step.equality, ratio.chisq);
        }
    }

    #[test]
    fn one_group_has_no_ladder() {
        assert!(ladder(&FactorModel::one_factor(5).unwrap(), &[answers(120, 1)]).is_err());
    }
}
