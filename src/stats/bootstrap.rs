//! Intervals by drawing the persons again, with replacement, many times: Efron & Tibshirani (1993).
//!
//! For any figure of a covariance matrix. Percentile limits are quantiles of the draws; the bias-corrected and accelerated
//! ones (`BCa`: Efron 1987, JASA 82, 171–185) take them at Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))), with z₀ = Φ⁻¹ of the share of
//! draws below the estimate and a = Σd³/(6 (Σd²)^³ᐟ²) of the jackknife's d = mean − leave-one-out.
//! A quantile p is the (B + 1)p-th smallest of B draws, as in R's `boot`, interpolated linearly between two.
//!
//! One seed gives the same draws everywhere.

use std::cmp::Ordering;

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use statrs::function::erf::{erfc, erfc_inv};

use crate::stats::alpha_interval::{check_persons, two_sided_z};
use crate::stats::{Interval, Undefined};

/// At most one draw in so many may have no figure.
const UNDEFINED_ONE_IN: usize = 10;

/// The keyed answers of complete respondents, row by row: one byte an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompleteRows<'a> {
    answers: &'a [u8],
    items: usize,
}

impl<'a> CompleteRows<'a> {
    /// Rows of `items` answers each.
    ///
    /// # Errors
    /// No items, or a number of answers that is not a multiple of them.
    pub fn new(answers: &'a [u8], items: usize) -> Result<Self, Undefined> {
        if items == 0 {
            return Err(Undefined::TooFewItems { found: 0, needed: 1 });
        }
        if !answers.len().is_multiple_of(items) {
            return Err(Undefined::OutOfRange {
                why: "the last respondent's answers are not complete",
            });
        }
        Ok(Self { answers, items })
    }

    /// How many persons there are.
    #[must_use]
    pub fn persons(&self) -> usize {
        self.answers.len() / self.items
    }

    fn rows(&self) -> impl Iterator<Item = &'a [u8]> {
        self.answers.chunks_exact(self.items)
    }
}

/// How to take limits from the draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// Quantiles of the draws.
    Percentile,
    /// Bias-corrected and accelerated.
    Bca,
}

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BootstrapPlan {
    /// How many draws; a thousand or more for an interval.
    pub draws: usize,
    /// Which draws.
    pub seed: u64,
    /// Level of the interval, 0–1, both excluded.
    pub level: f64,
    /// How to take its limits.
    pub limits: Limits,
}

/// A figure with its bootstrap interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// The figure of the persons as they are.
    pub estimate: f64,
    /// Standard deviation of the draws.
    pub se: f64,
    /// The interval.
    pub interval: Interval,
    /// Draws with a figure, of which the interval is.
    pub draws: usize,
    /// Draws without one (nobody differed, or a fit did not settle).
    pub undefined: usize,
}

/// Draws the persons of `rows` again by `plan`, and takes `statistic` of each draw's covariances (n − 1), first of all of
/// the persons as they are. `progress` hears how many draws are done, after each.
///
/// # Errors
/// Fewer than 3 persons or 20 draws, a level not between 0 and 1, what `statistic` says of the persons as they are, more
/// than a tenth of the draws without a figure; and for `BCa` all draws on one side of the estimate, or a draw so far from
/// it that its limits are not among the draws.
pub fn bootstrap(
    rows: CompleteRows<'_>,
    plan: BootstrapPlan,
    statistic: &mut dyn FnMut(&DMatrix<f64>) -> Result<f64, Undefined>,
    progress: &mut dyn FnMut(usize),
) -> Result<Bootstrap, Undefined> {
    let z = two_sided_z(plan.level)?;
    let n = rows.persons();
    check_persons(n as u64, 3)?;
    if plan.draws < 20 {
        return Err(Undefined::OutOfRange {
            why: "a bootstrap interval needs at least 20 draws",
        });
    }
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
    if undefined * UNDEFINED_ONE_IN > plan.draws {
        return Err(Undefined::OutOfRange {
            why: "more than a tenth of the bootstrap draws have no figure",
        });
    }
    figures.sort_by(f64::total_cmp);
    let at = match plan.limits {
        Limits::Percentile => [below(-z), below(z)],
        Limits::Bca => {
            let bias = bias(&figures, estimate)?;
            let bend = acceleration(rows, &whole, statistic)?;
            [bca(-z, bias, bend)?, bca(z, bias, bend)?]
        }
    };
    Ok(Bootstrap {
        estimate,
        se: standard_deviation(&figures),
        interval: Interval {
            lower: quantile(&figures, at[0]),
            upper: quantile(&figures, at[1]),
        },
        draws: figures.len(),
        undefined,
    })
}

/// Sums of answers and of their products over persons: whole numbers, held where they multiply quickest.
#[derive(Debug, Clone)]
struct Sums {
    n: f64,
    x: Vec<f64>,
    /// Row i holds Σxᵢxⱼ for all j from i on.
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

    /// Adds a person so many times; −1 takes one away.
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

/// z₀: draws equal to the estimate count as half below, half above.
fn bias(figures: &[f64], estimate: f64) -> Result<f64, Undefined> {
    let count = |side: Ordering| {
        figures
            .iter()
            .filter(|figure| figure.total_cmp(&estimate) == side)
            .count() as f64
    };
    let share = (count(Ordering::Less) + 0.5 * count(Ordering::Equal)) / figures.len() as f64;
    let z = -std::f64::consts::SQRT_2 * erfc_inv(2.0 * share);
    if z.is_finite() {
        return Ok(z);
    }
    Err(Undefined::OutOfRange {
        why: "all bootstrap draws fall on one side of the estimate",
    })
}

/// a, from leaving each person out in turn.
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
    let power = |p: i32| left_out.iter().map(|figure| (mean - figure).powi(p)).sum::<f64>();
    let (square, cube) = (power(2), power(3));
    // Where leaving a person out changes nothing there is nothing to correct.
    Ok(if square > 0.0 {
        cube / (6.0 * square.powf(1.5))
    } else {
        0.0
    })
}

fn bca(z: f64, bias: f64, bend: f64) -> Result<f64, Undefined> {
    let shifted = bias + z;
    let scale = 1.0 - bend * shifted;
    // Beyond the pole the map turns back on itself.
    if scale > 0.0 {
        return Ok(below(bias + shifted / scale));
    }
    Err(Undefined::OutOfRange {
        why: "a few persons sway the figure too much for a BCa interval",
    })
}

/// Φ(z).
fn below(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// The (B + 1)p-th smallest, between two of them in proportion; at the ends the smallest or largest there is.
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
    (figures.iter().map(|figure| (figure - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
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

    /// 120 persons, 5 items, one common level each.
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
    fn the_first_figure_is_of_the_persons_as_they_are() {
        let answers = answers();
        let mut moments = AlphaMoments::new(5);
        for row in answers.chunks(5) {
            moments.add(row);
        }
        let expected = alpha(&moments.covariance().unwrap()).unwrap();
        assert_relative_eq!(run(&answers, PLAN).unwrap().estimate, expected, max_relative = 1e-12);
        // The spread of the draws is what the distribution-free standard error estimates.
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
    fn both_kinds_of_limits_hold_the_estimate() {
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
    fn taking_a_person_away_and_back_changes_nothing() {
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
    fn quantiles_stand_between_the_draws_and_never_beyond() {
        let sorted: Vec<f64> = (1..=99).map(f64::from).collect();
        assert_relative_eq!(quantile(&sorted, 0.025), 2.5, max_relative = 1e-12);
        assert_relative_eq!(quantile(&sorted, 0.5), 50.0, max_relative = 1e-12);
        assert_relative_eq!(quantile(&sorted, 0.0), 1.0);
        assert_relative_eq!(quantile(&sorted, 1.0), 99.0);
    }

    #[test]
    fn bca_without_bias_and_bend_is_the_percentile() {
        assert_relative_eq!(bca(1.5, 0.0, 0.0).unwrap(), below(1.5), max_relative = 1e-15);
        assert!(bca(1.96, 0.0, 0.6).is_err());
    }

    #[test]
    fn too_little_is_a_named_reason() {
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
        // Only one of four answers differently, and a third of the draws miss that one: they have no variance.
        let lone: Vec<u8> = [[0; 5], [0; 5], [0; 5], [1; 5]].concat();
        assert!(matches!(run(&lone, PLAN), Err(Undefined::OutOfRange { .. })));
    }
}
