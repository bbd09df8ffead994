//! Bootstrap intervals: resample the persons with replacement and recompute the figure. Efron & Tibshirani (1993), *An
//! Introduction to the Bootstrap*.
//!
//! Works for any figure of a covariance matrix. Percentile limits are the quantiles Φ(±z) of the draws. Bias-corrected
//! and accelerated limits (`BCa`: Efron 1987, JASA 82, 171–185) are the quantiles Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))),
//! where z₀ = Φ⁻¹ of the share of draws below the estimate, and a = Σd³/(6 (Σd²)^³ᐟ²) with the jackknife's differences
//! d = mean − leave-one-out figure. The p quantile of B draws is the (B + 1)p-th smallest, interpolated linearly, as in
//! R's `boot`.
//!
//! The same seed gives the same draws on every platform.

use std::cmp::Ordering;

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use crate::elementary::{powf, powi};
use crate::stats::alpha_interval::two_sided_z;
use crate::stats::figure::{check_persons, out_of_range_if};
use crate::stats::normal::{normal_below, normal_quantile};
use crate::stats::{Interval, Undefined};

/// The bootstrap fails if more than one draw in this many has no figure.
const UNDEFINED_ONE_IN: usize = 10;

/// Keyed answers of complete respondents, row by row, one byte per answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompleteRows<'a> {
    answers: &'a [u8],
    items: usize,
}

impl<'a> CompleteRows<'a> {
    /// Divides `answers` into rows of `items` answers.
    ///
    /// # Errors
    /// [`Undefined::TooFewItems`] if `items` is 0, and [`Undefined::OutOfRange`] if the number of answers is not a
    /// multiple of `items`.
    pub fn new(answers: &'a [u8], items: usize) -> Result<Self, Undefined> {
        if items == 0 {
            return Err(Undefined::TooFewItems { found: 0, needed: 1 });
        }
        out_of_range_if(
            !answers.len().is_multiple_of(items),
            "the last respondent's answers are not complete",
        )?;
        Ok(Self { answers, items })
    }

    /// Number of persons.
    #[must_use]
    pub fn persons(&self) -> usize {
        self.answers.len() / self.items
    }

    fn rows(&self) -> impl Iterator<Item = &'a [u8]> {
        self.answers.chunks_exact(self.items)
    }
}

/// Method that turns the draws into interval limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// Quantiles of the draws.
    Percentile,
    /// Bias-corrected and accelerated.
    Bca,
}

/// Settings of a bootstrap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BootstrapPlan {
    /// Number of draws, at least 20; an interval needs 1,000 or more.
    pub draws: usize,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Confidence level of the interval, between 0 and 1 (both excluded).
    pub level: f64,
    /// Method of the interval's limits.
    pub limits: Limits,
}

/// A figure with its bootstrap interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// The figure of the original persons.
    pub estimate: f64,
    /// Standard error: the standard deviation of the draws.
    pub se: f64,
    /// Interval at the level of the plan.
    pub interval: Interval,
    /// Number of draws that have a figure; the interval is based on these.
    pub draws: usize,
    /// Number of draws without a figure: no variance, or a fit that did not converge.
    pub undefined: usize,
}

/// Resamples the persons of `rows` and applies `statistic` to the covariance matrix (divisor n − 1) of the original
/// persons and of each draw. Calls `progress` after each draw with the number of draws completed.
///
/// # Errors
/// [`Undefined::TooFewPersons`] for fewer than three persons; the error of `statistic` for the original persons; and
/// [`Undefined::OutOfRange`] for fewer than 20 draws, a level not between 0 and 1, or if more than a tenth of the draws
/// have no figure. `BCa` limits also fail if all draws lie on one side of the estimate or if the acceleration is too
/// large.
pub fn bootstrap(
    rows: CompleteRows<'_>,
    plan: BootstrapPlan,
    statistic: &mut dyn FnMut(&DMatrix<f64>) -> Result<f64, Undefined>,
    progress: &mut dyn FnMut(usize),
) -> Result<Bootstrap, Undefined> {
    let z = two_sided_z(plan.level)?;
    let n = rows.persons();
    check_persons(n as u64, 3)?;
    out_of_range_if(plan.draws < 20, "a bootstrap interval needs at least 20 draws")?;
    let mut sums = Sums::new(rows.items);
    for row in rows.rows() {
        sums.add(row, 1.0);
    }
    let whole = sums.clone();
    let mut cov = DMatrix::zeros(rows.items, rows.items);
    whole.covariance_into(&mut cov);
    let estimate = statistic(&cov)?;

    let mut generator = Pcg64::seed_from_u64(plan.seed);
    let mut times = vec![0_u32; n];
    let mut figures = Vec::with_capacity(plan.draws);
    for done in 1..=plan.draws {
        times.fill(0);
        for _ in 0..n {
            times[generator.random_range(0..n)] += 1;
        }
        sums.clear();
        for (row, &times) in rows.rows().zip(&times).filter(|&(_, &times)| times > 0) {
            sums.add(row, f64::from(times));
        }
        sums.covariance_into(&mut cov);
        figures.extend(statistic(&cov).ok().filter(|figure| figure.is_finite()));
        progress(done);
    }
    let undefined = plan.draws - figures.len();
    out_of_range_if(
        undefined * UNDEFINED_ONE_IN > plan.draws,
        "more than a tenth of the bootstrap draws have no figure",
    )?;
    figures.sort_by(f64::total_cmp);
    let at = match plan.limits {
        Limits::Percentile => [normal_below(-z), normal_below(z)],
        Limits::Bca => {
            let bias = bias(&figures, estimate)?;
            let bend = acceleration(rows, &whole, statistic)?;
            [bca(-z, bias, bend)?, bca(z, bias, bend)?]
        }
    };
    Ok(Bootstrap {
        estimate,
        se: standard_deviation(&figures),
        interval: Interval::new(quantile(&figures, at[0]), quantile(&figures, at[1])),
        draws: figures.len(),
        undefined,
    })
}

/// Sums of answers and of their products over persons. They are whole numbers, stored as floats because those multiply
/// fastest.
#[derive(Debug, Clone)]
struct Sums {
    n: f64,
    x: Vec<f64>,
    /// Row i contains Σxᵢxⱼ for all j ≥ i.
    products: Vec<f64>,
    row: Vec<f64>,
}

impl Sums {
    fn new(items: usize) -> Self {
        Self {
            n: 0.0,
            x: vec![0.0; items],
            products: vec![0.0; items * (items + 1) / 2],
            row: vec![0.0; items],
        }
    }

    fn clear(&mut self) {
        self.n = 0.0;
        self.x.fill(0.0);
        self.products.fill(0.0);
    }

    /// Adds a person `times` times; −1 removes one.
    fn add(&mut self, answers: &[u8], times: f64) {
        self.n += times;
        for (x, &answer) in self.row.iter_mut().zip(answers) {
            *x = f64::from(answer);
        }
        let mut products = self.products.as_mut_slice();
        for (i, sum) in self.x.iter_mut().enumerate() {
            let weighted = times * self.row[i];
            *sum += weighted;
            let (of_item, rest) = products.split_at_mut(self.row.len() - i);
            for (product, x) in of_item.iter_mut().zip(&self.row[i..]) {
                *product += weighted * x;
            }
            products = rest;
        }
    }

    fn covariance_into(&self, cov: &mut DMatrix<f64>) {
        let mut products = self.products.iter();
        for i in 0..self.x.len() {
            for j in i..self.x.len() {
                let about = products
                    .next()
                    .map_or(0.0, |sum| sum - self.x[i] * (self.x[j] / self.n));
                cov[(i, j)] = about / (self.n - 1.0);
                cov[(j, i)] = cov[(i, j)];
            }
        }
    }
}

/// Bias correction z₀. Draws equal to the estimate count half as below, half as above.
fn bias(figures: &[f64], estimate: f64) -> Result<f64, Undefined> {
    let count = |side: Ordering| {
        figures
            .iter()
            .filter(|figure| figure.total_cmp(&estimate) == side)
            .count() as f64
    };
    let share = (count(Ordering::Less) + 0.5 * count(Ordering::Equal)) / figures.len() as f64;
    let z = normal_quantile(share);
    if z.is_finite() {
        return Ok(z);
    }
    Err(Undefined::OutOfRange {
        why: "all bootstrap draws fall on one side of the estimate",
    })
}

/// Acceleration a, from leaving out each person in turn.
fn acceleration(
    rows: CompleteRows<'_>,
    whole: &Sums,
    statistic: &mut dyn FnMut(&DMatrix<f64>) -> Result<f64, Undefined>,
) -> Result<f64, Undefined> {
    let mut cov = DMatrix::zeros(rows.items, rows.items);
    let mut without = whole.clone();
    let mut left_out = Vec::with_capacity(rows.persons());
    for row in rows.rows() {
        without.add(row, -1.0);
        without.covariance_into(&mut cov);
        left_out.push(statistic(&cov)?);
        without.add(row, 1.0);
    }
    let mean = left_out.iter().sum::<f64>() / left_out.len() as f64;
    let power = |p: i32| left_out.iter().map(|figure| powi(mean - figure, p)).sum::<f64>();
    let (square, cube) = (power(2), power(3));
    // If no person changes the figure there is nothing to correct.
    Ok(if square > 0.0 {
        cube / (6.0 * powf(square, 1.5))
    } else {
        0.0
    })
}

/// Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))) with z₀ = `bias` and a = `bend`.
fn bca(z: f64, bias: f64, bend: f64) -> Result<f64, Undefined> {
    let shifted = bias + z;
    let scale = 1.0 - bend * shifted;
    // Where 1 − a(z₀ + z) ≤ 0 the formula is no longer monotone.
    if scale > 0.0 {
        return Ok(normal_below(bias + shifted / scale));
    }
    Err(Undefined::OutOfRange {
        why: "a few persons sway the figure too much for a BCa interval",
    })
}

/// The (B + 1)p-th smallest value, interpolated linearly; never beyond the smallest or largest value.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = ((sorted.len() as f64 + 1.0) * p).clamp(1.0, sorted.len() as f64);
    let whole = place.floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and the length"
    )]
    let low = whole as usize - 1;
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (place - whole) * (sorted[high] - sorted[low])
}

fn standard_deviation(figures: &[f64]) -> f64 {
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    (figures.iter().map(|figure| powi(figure - mean, 2)).sum::<f64>() / (n - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::alpha::alpha;
    use crate::stats::alpha_moments::AlphaMoments;
    use approx::assert_relative_eq;

    const PLAN: BootstrapPlan = BootstrapPlan {
        draws: 400,
        seed: 1,
        level: 0.95,
        limits: Limits::Percentile,
    };

    /// Answers of 120 persons to 5 items; each person has a level common to all items.
    fn answers() -> Vec<u8> {
        let mut draws = Pcg64::seed_from_u64(3);
        (0..120)
            .flat_map(|_| {
                let level: u8 = draws.random_range(0..4);
                (0..5).map(|_| level + draws.random_range(0_u8..3)).collect::<Vec<_>>()
            })
            .collect()
    }

    fn run(answers: &[u8], plan: BootstrapPlan) -> Result<Bootstrap, Undefined> {
        bootstrap(CompleteRows::new(answers, 5).unwrap(), plan, &mut alpha, &mut |_| {})
    }

    #[test]
    fn the_estimate_is_that_of_the_original_persons() {
        let answers = answers();
        let mut moments = AlphaMoments::new(5);
        for row in answers.chunks(5) {
            moments.add(row);
        }
        let expected = alpha(&moments.covariance().unwrap()).unwrap();
        assert_relative_eq!(run(&answers, PLAN).unwrap().estimate, expected, max_relative = 1e-12);
        // The distribution-free standard error estimates the spread of the draws.
        let adf = moments.alpha_adf(0.95).unwrap().se;
        assert_relative_eq!(run(&answers, PLAN).unwrap().se, adf, max_relative = 0.15);
    }

    #[test]
    fn one_seed_gives_one_interval() {
        let answers = answers();
        assert_eq!(run(&answers, PLAN), run(&answers, PLAN));
        assert_ne!(run(&answers, PLAN), run(&answers, BootstrapPlan { seed: 2, ..PLAN }));
    }

    #[test]
    fn both_kinds_of_limits_contain_the_estimate() {
        for limits in [Limits::Percentile, Limits::Bca] {
            let figure = run(&answers(), BootstrapPlan { limits, ..PLAN }).unwrap();
            assert!(figure.interval.lower < figure.estimate && figure.estimate < figure.interval.upper);
            assert_eq!((figure.draws, figure.undefined), (400, 0));
        }
    }

    #[test]
    fn progress_counts_every_draw() {
        let answers = answers();
        let mut heard = Vec::new();
        let rows = CompleteRows::new(&answers, 5).unwrap();
        bootstrap(rows, PLAN, &mut alpha, &mut |done| heard.push(done)).unwrap();
        assert_eq!(heard, (1..=400).collect::<Vec<_>>());
    }

    #[test]
    fn removing_a_person_and_adding_them_again_changes_nothing() {
        let answers = answers();
        let mut sums = Sums::new(5);
        for row in answers.chunks(5) {
            sums.add(row, 1.0);
        }
        let before = sums.clone();
        sums.add(&answers[..5], -1.0);
        assert_ne!(sums.products, before.products);
        sums.add(&answers[..5], 1.0);
        assert_eq!((sums.x, sums.products), (before.x, before.products));
    }

    #[test]
    fn quantiles_lie_within_the_range_of_the_draws() {
        let sorted: Vec<f64> = (1..=99).map(f64::from).collect();
        assert_relative_eq!(quantile(&sorted, 0.025), 2.5, max_relative = 1e-12);
        assert_relative_eq!(quantile(&sorted, 0.5), 50.0, max_relative = 1e-12);
        assert_relative_eq!(quantile(&sorted, 0.0), 1.0);
        assert_relative_eq!(quantile(&sorted, 1.0), 99.0);
    }

    #[test]
    fn bca_without_bias_and_acceleration_is_the_percentile() {
        assert_relative_eq!(bca(1.5, 0.0, 0.0).unwrap(), normal_below(1.5), max_relative = 1e-15);
        assert!(bca(1.96, 0.0, 0.6).is_err());
    }

    #[test]
    fn too_little_data_gives_a_reason() {
        assert_eq!(
            run(&[1; 10], PLAN),
            Err(Undefined::TooFewPersons { found: 2, needed: 3 })
        );
        assert_eq!(
            run(&[1; 50], PLAN),
            Err(Undefined::NoVariance { of: "the total score" })
        );
        assert!(run(&answers(), BootstrapPlan { draws: 0, ..PLAN }).is_err());
        assert!(run(&answers(), BootstrapPlan { level: 1.0, ..PLAN }).is_err());
        assert!(CompleteRows::new(&[1, 2, 3], 2).is_err());
        assert!(CompleteRows::new(&[], 0).is_err());
        // Only one of four persons answers differently. A third of the draws miss that person and have no variance.
        let lone: Vec<u8> = [[0; 5], [0; 5], [0; 5], [1; 5]].concat();
        assert!(matches!(run(&lone, PLAN), Err(Undefined::OutOfRange { .. })));
    }
}
