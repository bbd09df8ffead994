//! Where the indices of fit of a survey fall if its model is true, and if it has one misfit of a stated size: dynamic cut-offs (`McNeish`
//! & Wolf 2023, *Psychological Methods* 28, 61–88).
//!
//! Answers are simulated from the model: as many people as answered, each item cut at its own thresholds on a normal variable, with the
//! loadings and factor correlations estimated from the polychoric correlations. The model is fitted to each simulated survey as to the
//! real one. The misfit that is put in:
//!
//! - one factor: a third of the items, those with the smallest loadings, go together in pairs beyond the factor: residual correlation
//!   .30. The number of items is rounded down to an even one, two at least;
//! - several factors: the item with the smallest loading has a loading of the same size on another factor, the first one; less only
//!   where its error variance would fall below .05.
//!
//! Limits for a true model: 95 % of its surveys are within all four at once. Each index is cut at the same rank. Limits for the misfit: in
//! each index, 95 % of surveys with it are worse.

use nalgebra::{DMatrix, DVector};

use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;
use crate::stats::random::whole;
use crate::stats::simulate::Draws;
use crate::stats::structure::factor_model::FactorModel;
use crate::stats::structure::ordinal::OrdinalAnswers;
use crate::stats::structure::ordinal_tables::OrdinalTables;
use crate::stats::structure::polychoric::Polychoric;
use crate::stats::structure::polychoric_influence::PolychoricInfluence;
use crate::stats::structure::robust_fit::{FitValues, fit_values};
use crate::stats::structure::thresholds::Thresholds;
use crate::stats::structure::weighted_fit::WeightedFit;
use crate::threads::each;

/// Correlation of the error terms of two items in the misfit of one factor.
pub const RESIDUAL_CORRELATION: f64 = 0.3;
/// Smallest error variance of an item with a second loading.
const LEAST_ERROR: f64 = 0.05;
/// Share of surveys within the limits.
const WITHIN: f64 = 0.95;
/// Share of the simulated surveys that must have a fit.
const FITTED: f64 = 0.95;
/// Surveys that are simulated between two reports of progress.
const TOGETHER: usize = 50;
/// Most people of a simulated survey.
const MOST_PEOPLE: usize = 20_000;

/// The misfit that simulated surveys are given.
#[derive(Debug, Clone, PartialEq)]
pub enum StatedMisfit {
    /// Pairs of items whose errors correlate by [`RESIDUAL_CORRELATION`].
    Pairs(Vec<[usize; 2]>),
    /// A loading on a second factor.
    CrossLoading {
        /// The item.
        item: usize,
        /// The second factor.
        factor: usize,
        /// The loading, in standard deviations of the item.
        loading: f64,
    },
}

/// How simulated surveys are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulationPlan {
    /// Number of surveys of each kind, 20 or more.
    pub surveys: usize,
    /// Seed of the draws.
    pub seed: u64,
}

/// Indices of fit of a survey next to those of simulated ones.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedFit {
    /// The survey's own.
    pub observed: FitValues,
    /// Limits within which 95 % of surveys fall if the model is true.
    pub if_true: FitValues,
    /// Limits beyond which, in each index, 95 % of surveys with the misfit fall.
    pub with_misfit: FitValues,
    /// Share of surveys with the misfit that are outside the limits of a true model.
    pub noticed: f64,
    /// The misfit.
    pub misfit: StatedMisfit,
    /// Number of simulated surveys of each kind.
    pub surveys: usize,
}

/// What the fit of a survey says, next to that of simulated ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FitVerdict {
    /// As good as that of a true model.
    Fits,
    /// Worse, but all indices are better than in 95 % of surveys with the misfit.
    SmallerMisfit,
    /// As bad as in surveys with the misfit, or worse.
    Misfit,
}

impl SimulatedFit {
    /// The verdict on the survey's fit.
    #[must_use]
    pub fn verdict(&self) -> FitVerdict {
        if self.observed.is_within(&self.if_true) {
            FitVerdict::Fits
        } else if self.observed.is_within(&self.with_misfit) {
            FitVerdict::SmallerMisfit
        } else {
            FitVerdict::Misfit
        }
    }
}

/// Simulates surveys like this one. `progress` receives the number of surveys done.
///
/// # Errors
/// The reasons of the fit; [`Undefined::OutOfRange`] if an item's error variance is not above 0, for more than 20,000 people, fewer than 20
/// surveys, or if more than one in twenty of the simulated surveys have no fit.
pub fn simulated_fit(
    model: &FactorModel,
    answers: &OrdinalAnswers,
    polychoric: &Polychoric,
    plan: SimulationPlan,
    progress: &mut dyn FnMut(usize),
) -> Result<SimulatedFit, Undefined> {
    out_of_range_if(plan.surveys < 20, "limits need at least 20 simulated surveys")?;
    out_of_range_if(
        answers.persons() > MOST_PEOPLE,
        "more than 20,000 people answered every item: chance has no part in the fit",
    )?;
    let variances = PolychoricInfluence::of(&OrdinalTables::of(answers), &polychoric.correlations)?.variances();
    let fit = WeightedFit::fit(model, &polychoric.correlations, &variances)?;
    out_of_range_if(
        !fit.improper_items().is_empty(),
        "the error variance of an item is not above 0",
    )?;
    let k = model.items();
    let loadings = fit.parameters;
    let start = DVector::from_fn(loadings.len() + k, |place, _| {
        let unique = |item: usize| 1.0 - loadings[item] * loadings[item];
        place
            .checked_sub(loadings.len())
            .map_or_else(|| loadings[place], unique)
    });
    let codes = DMatrix::from_fn(answers.persons(), k, |person, item| {
        f64::from(answers.column(item)[person])
    });
    let observed = fit_values(model, codes, &start)?;
    let mut sigma = model.common(&loadings);
    sigma.fill_diagonal(1.0);
    let misfit = stated_misfit(model, &loadings);
    let simulation = Simulation {
        model,
        start,
        thresholds: &polychoric.thresholds,
        persons: answers.persons(),
        plan,
    };
    let truth = simulation.surveys(&sigma, 0, progress)?;
    let wrong = simulation.surveys(&misfit.added_to(sigma, model, &loadings), plan.surveys, progress)?;
    let if_true = limits_of_all(&truth);
    let outside = wrong.iter().filter(|values| !values.is_within(&if_true)).count();
    Ok(SimulatedFit {
        observed,
        noticed: outside as f64 / wrong.len() as f64,
        with_misfit: at_rank(&sorted(&wrong), wrong.len() - 1 - rank(1.0 - WITHIN, wrong.len())),
        if_true,
        misfit,
        surveys: plan.surveys,
    })
}

/// The misfit of the stated size.
fn stated_misfit(model: &FactorModel, parameters: &DVector<f64>) -> StatedMisfit {
    let k = model.items();
    let mut items: Vec<usize> = (0..k).collect();
    items.sort_by(|&i, &j| parameters[i].abs().total_cmp(&parameters[j].abs()));
    if model.factors() == 1 {
        let pairs = (k / 6).max(1);
        return StatedMisfit::Pairs((0..pairs).map(|pair| [items[2 * pair], items[2 * pair + 1]]).collect());
    }
    let item = items[0];
    let own = model.factor_of(item);
    let factor = usize::from(own == 0);
    let phi = model.factor_correlations(parameters)[(own, factor)];
    let (loading, towards) = (parameters[item].abs(), phi * parameters[item].signum());
    // λ² + c² + 2λcφ is at most 1 − LEAST_ERROR.
    let room = (loading * towards) * (loading * towards) + 1.0 - LEAST_ERROR - loading * loading;
    let most = room.max(0.0).sqrt() - loading * towards;
    StatedMisfit::CrossLoading {
        item,
        factor,
        loading: loading.min(most.max(0.0)),
    }
}

impl StatedMisfit {
    /// The correlations of the variables behind the items, with the misfit.
    fn added_to(&self, mut sigma: DMatrix<f64>, model: &FactorModel, parameters: &DVector<f64>) -> DMatrix<f64> {
        match self {
            Self::Pairs(pairs) => {
                for &[i, j] in pairs {
                    let error = |item: usize| (1.0 - parameters[item] * parameters[item]).max(0.0);
                    let more = RESIDUAL_CORRELATION * (error(i) * error(j)).sqrt();
                    sigma[(i, j)] += more;
                    sigma[(j, i)] += more;
                }
            }
            &Self::CrossLoading { item, factor, loading } => {
                let phi = model.factor_correlations(parameters);
                for other in (0..model.items()).filter(|&other| other != item) {
                    let more = loading * parameters[other] * phi[(factor, model.factor_of(other))];
                    sigma[(item, other)] += more;
                    sigma[(other, item)] += more;
                }
            }
        }
        sigma
    }
}

/// Surveys of one size.
struct Simulation<'a> {
    model: &'a FactorModel,
    start: DVector<f64>,
    thresholds: &'a [Thresholds],
    persons: usize,
    plan: SimulationPlan,
}

impl Simulation<'_> {
    /// The fit of surveys from a population with these correlations; `before` surveys were simulated before them.
    fn surveys(
        &self,
        sigma: &DMatrix<f64>,
        before: usize,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Vec<FitValues>, Undefined> {
        let factor = sigma.clone().cholesky().ok_or(Undefined::NotPositiveDefinite {
            matrix: "population's correlation",
        })?;
        let root = factor.l();
        let all: Vec<usize> = (0..self.plan.surveys).collect();
        let mut found = Vec::with_capacity(all.len());
        for some in all.chunks(TOGETHER) {
            let fits = each(some, |&survey| {
                let mut draws = Draws::of(self.plan.seed, &[before as u64, survey as u64]);
                fit_values(self.model, self.codes(&root, &mut draws), &self.start)
            });
            found.extend(fits.into_iter().flatten());
            progress(before + some.last().map_or(0, |&last| last + 1));
        }
        out_of_range_if(
            (found.len() as f64) < FITTED * self.plan.surveys as f64,
            "too many of the simulated surveys have no fit: too few people answered every item",
        )?;
        Ok(found)
    }

    /// The codes of one survey, n × k.
    fn codes(&self, root: &DMatrix<f64>, draws: &mut Draws) -> DMatrix<f64> {
        let k = root.nrows();
        let mut codes = DMatrix::zeros(self.persons, k);
        let mut noise = vec![0.0; k];
        for person in 0..self.persons {
            for value in &mut noise {
                *value = draws.normal();
            }
            for (item, thresholds) in self.thresholds.iter().enumerate() {
                let y: f64 = (0..=item).map(|j| root[(item, j)] * noise[j]).sum();
                let code = (0..thresholds.codes())
                    .take_while(|&code| thresholds.upper(code) < y)
                    .count();
                codes[(person, item)] = code as f64;
            }
        }
        codes
    }
}

/// The values of each index, the worst first.
struct Sorted {
    cfi: Vec<f64>,
    tli: Vec<f64>,
    rmsea: Vec<f64>,
    srmr: Vec<f64>,
}

fn sorted(fits: &[FitValues]) -> Sorted {
    let rising = |of: fn(&FitValues) -> f64| {
        let mut values: Vec<f64> = fits.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let falling = |of: fn(&FitValues) -> f64| {
        let mut values = rising(of);
        values.reverse();
        values
    };
    Sorted {
        cfi: rising(|fit| fit.cfi),
        tli: rising(|fit| fit.tli),
        rmsea: falling(|fit| fit.rmsea),
        srmr: falling(|fit| fit.srmr),
    }
}

/// The values at a rank, counted from the worst.
fn at_rank(sorted: &Sorted, rank: usize) -> FitValues {
    FitValues {
        cfi: sorted.cfi[rank],
        tli: sorted.tli[rank],
        rmsea: sorted.rmsea[rank],
        srmr: sorted.srmr[rank],
    }
}

/// A share of a number of surveys, rounded down.
fn rank(share: f64, surveys: usize) -> usize {
    usize::try_from(whole(share * surveys as f64 + 1e-9)).unwrap_or(0)
}

/// The narrowest limits, at one rank of every index, within which 95 % of the surveys are.
fn limits_of_all(fits: &[FitValues]) -> FitValues {
    let sorted = sorted(fits);
    let enough = fits.len() - rank(1.0 - WITHIN, fits.len());
    let within = |limits: &FitValues| fits.iter().filter(|fit| fit.is_within(limits)).count();
    let ranks = 0..=rank(1.0 - WITHIN, fits.len());
    let limits = ranks.map(|rank| at_rank(&sorted, rank));
    limits
        .take_while(|limits| within(limits) >= enough)
        .last()
        .unwrap_or_else(|| at_rank(&sorted, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::structure::polychoric::polychoric;

    const PLAN: SimulationPlan = SimulationPlan { surveys: 200, seed: 3 };

    /// Answers of one factor; the errors of the first two items share `pair`.
    fn answers(seed: u64, persons: usize, pair: f64) -> OrdinalAnswers {
        let mut draws = Draws::of(seed, &[]);
        let mut columns = vec![Vec::new(); 6];
        for _ in 0..persons {
            let (attitude, shared) = (draws.normal(), draws.normal());
            for (item, column) in columns.iter_mut().enumerate() {
                let noise = draws.normal();
                let error = if item < 2 {
                    pair.sqrt() * shared + (1.0 - pair).sqrt() * noise
                } else {
                    noise
                };
                let y = 0.7 * attitude + 0.714 * error;
                column.push([-1.2, -0.6, 0.2, 0.9].iter().map(|&cut| u8::from(y > cut)).sum());
            }
        }
        OrdinalAnswers::new(columns, vec![5; 6]).unwrap()
    }

    fn of(answers: &OrdinalAnswers, plan: SimulationPlan) -> SimulatedFit {
        let model = FactorModel::one_factor(6).unwrap();
        simulated_fit(&model, answers, &polychoric(answers).unwrap(), plan, &mut |_| ()).unwrap()
    }

    #[test]
    fn a_seed_gives_the_same_limits_and_another_seed_similar_ones() {
        let answers = answers(1, 300, 0.0);
        let found = of(&answers, PLAN);
        assert_eq!(found, of(&answers, PLAN));
        let other = of(&answers, SimulationPlan { seed: 4, ..PLAN });
        assert!(found.if_true != other.if_true);
        assert!((found.if_true.srmr - other.if_true.srmr).abs() < 0.008);
    }

    #[test]
    fn a_true_model_is_within_its_limits_and_a_wrong_one_outside() {
        let truth = of(&answers(1, 300, 0.0), PLAN);
        assert!(truth.observed.is_within(&truth.if_true), "{truth:?}");
        assert!(truth.noticed > 0.6, "{truth:?}");
        let wrong = of(&answers(1, 300, 0.6), PLAN);
        assert!(!wrong.observed.is_within(&wrong.if_true), "{wrong:?}");
        assert!(!wrong.observed.is_within(&wrong.with_misfit), "{wrong:?}");
    }

    #[test]
    fn a_true_model_is_called_fitting_in_about_95_of_100_surveys() {
        let is_full = std::env::var_os("CTE_ATTACK_FULL").is_some();
        let surveys: u64 = if is_full { 400 } else { 24 };
        let plan = SimulationPlan {
            surveys: if is_full { 500 } else { PLAN.surveys },
            ..PLAN
        };
        let fits = |survey: &u64| of(&answers(1000 + survey, 200, 0.0), plan).verdict() == FitVerdict::Fits;
        let share = (0..surveys).filter(fits).count() as f64 / surveys as f64;
        // Of 24 surveys, 20 or fewer would be called fitting once in 40 runs if 95 % were; of 400, 371 or fewer once in 40.
        assert!(share >= if is_full { 0.928 } else { 0.84 }, "{share}");
    }

    #[test]
    fn limits_of_more_people_are_narrower() {
        let [few, many] = [150, 900].map(|persons| of(&answers(5, persons, 0.0), PLAN).if_true);
        assert!(many.cfi > few.cfi && many.srmr < few.srmr, "{few:?} {many:?}");
    }

    #[test]
    fn too_few_simulated_surveys_give_a_reason() {
        let (model, answers) = (FactorModel::one_factor(6).unwrap(), answers(1, 100, 0.0));
        let plan = SimulationPlan { surveys: 10, seed: 1 };
        assert!(simulated_fit(&model, &answers, &polychoric(&answers).unwrap(), plan, &mut |_| ()).is_err());
    }

    #[test]
    fn a_model_without_degrees_of_freedom_has_no_cut_offs() {
        let all = answers(1, 100, 0.0);
        let three = (0..3).map(|item| all.column(item).to_vec()).collect();
        let three = OrdinalAnswers::new(three, vec![5; 3]).unwrap();
        let model = FactorModel::one_factor(3).unwrap();
        assert!(simulated_fit(&model, &three, &polychoric(&three).unwrap(), PLAN, &mut |_| ()).is_err());
    }

    #[test]
    fn a_second_loading_leaves_an_error_variance() {
        let model = FactorModel::new(vec![0, 0, 1, 1]).unwrap();
        let parameters = DVector::from_column_slice(&[0.9, 0.95, 0.9, 0.92, 0.8]);
        let StatedMisfit::CrossLoading { item, factor, loading } = stated_misfit(&model, &parameters) else {
            panic!("two factors");
        };
        assert_eq!((item, factor), (0, 1));
        let common = 0.81 + loading * loading + 2.0 * 0.9 * loading * 0.8;
        assert!((common - 0.95).abs() < 1e-12, "{common}");
    }
}
