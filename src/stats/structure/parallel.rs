//! Parallel analysis: the number of factors whose eigenvalues are larger than those of unrelated items.
//!
//! Each draw permutes every item's answers independently, so items keep their distributions and lose their relations. A
//! factor counts while its eigenvalue exceeds the 95th percentile of the draws' eigenvalues at its place (Horn 1965,
//! *Psychometrika* 30, 179–185; permutation: Buja & Eyuboglu 1992, *Multivariate Behavioral Research* 27, 509–540; 95th
//! percentile: Glorfeld 1995). The percentile is the smallest value that at least 95 of 100 draws do not exceed. Answers that
//! are permuted need no more than the items' distributions.
//!
//! For polychoric correlations, permuted answers keep their thresholds, and their correlations are near 0. There the
//! likelihood follows from the tetrachoric series (Pearson 1900; Kendall 1941): P(cell) = Σₘ ρᵐ/m! · aₘ bₘ, where a and b are
//! differences of Hermite polynomials times the density at the thresholds.
//!
//! Of many people, permutations are too many to make. There the Pearson correlations of a draw are normal with mean 0 and variance
//! 1/(n − 1), which are exactly the mean and variance of a permutation (Pitman 1937, *Supplement to the Journal of the Royal
//! Statistical Society* 4, 225–232). A polychoric correlation near 0 is the Pearson correlation of the normal scores a₁/p, with p
//! = a₀ of each code, divided by √(VV′), where V = Σ a₁²/p is the variance of an item's scores.

use nalgebra::DMatrix;
use rand_pcg::Pcg64;

use crate::elementary::exp;
use crate::stats::Undefined;
use crate::stats::covariance::correlation;
use crate::stats::figure::{check_items, check_persons};
use crate::stats::normal::{normal_below, normal_quantile};
use crate::stats::random::{seeded, unit, whole};
use crate::stats::structure::ordinal::{OrdinalAnswers, TwoWayTable};
use crate::stats::structure::thresholds::Thresholds;
use crate::stats::structure::velicer::eigenvalues;
use crate::threads::each_group;

/// Share of the draws that a limit is not below.
const PERCENTILE: f64 = 0.95;
/// Most people times squared items whose distributions are permuted.
const MOST_PERMUTED: u64 = 1_000_000;
/// Terms of the tetrachoric series; with |ρ| below ½ the rest is below 1e-6.
const TERMS: usize = 16;

/// Limits of the eigenvalues of unrelated items, in descending order.
#[derive(Debug, Clone, PartialEq)]
pub struct ParallelAnalysis {
    /// For Pearson correlations.
    pub pearson: ParallelLimits,
    /// For polychoric correlations.
    pub polychoric: ParallelLimits,
}

/// Limits of eigenvalues.
#[derive(Debug, Clone, PartialEq)]
pub struct ParallelLimits {
    /// 95th percentile of each eigenvalue (length k).
    pub limits: Vec<f64>,
}

impl ParallelLimits {
    /// The limits of the eigenvalues of some draws.
    fn of(draws: &[&[f64]]) -> Self {
        let rank = whole((PERCENTILE * draws.len() as f64 - 1e-9).ceil());
        let place_of_rank = usize::try_from(rank).unwrap_or(draws.len()).clamp(1, draws.len()) - 1;
        let limit = |place: usize| {
            let mut all: Vec<f64> = draws.iter().map(|draw| draw[place]).collect();
            all.sort_by(f64::total_cmp);
            all[place_of_rank]
        };
        Self {
            limits: (0..draws.first().map_or(0, |draw| draw.len())).map(limit).collect(),
        }
    }

    /// Number of leading eigenvalues, in descending order, that exceed their limits.
    #[must_use]
    pub fn factors(&self, eigenvalues: &[f64]) -> usize {
        let beyond = |(own, limit): &(&f64, &f64)| own > limit;
        eigenvalues.iter().zip(&self.limits).take_while(beyond).count()
    }
}

/// Limits of the eigenvalues from `draws` seeded permutations of the answers, of which `counts` has the people per code, item by item.
///
/// # Errors
/// [`Undefined::TooFewItems`] for fewer than two items, [`Undefined::TooFewPersons`] for fewer than three people or 20 draws,
/// [`Undefined::NoVariance`] if an item does not vary, and [`Undefined::NoConvergence`] if eigenvalues cannot be computed.
pub fn parallel_analysis(counts: &[Vec<u64>], draws: usize, seed: u64) -> Result<ParallelAnalysis, Undefined> {
    let k = counts.len();
    check_items(k, 2)?;
    check_persons(draws as u64, 20)?;
    let series: Vec<Series> = counts
        .iter()
        .map(|item| Ok(Series::of(&Thresholds::of_counts(item)?)))
        .collect::<Result<_, Undefined>>()?;
    let persons = counts[0].iter().sum::<u64>();
    check_persons(persons, 3)?;
    let drawn = if persons.saturating_mul((k * k) as u64) <= MOST_PERMUTED {
        permuted(counts, &series, draws, seed)
    } else {
        normal(persons, &series, draws, seed)
    }?;
    Ok(ParallelAnalysis::of(&drawn))
}

impl ParallelAnalysis {
    /// The limits of some draws.
    fn of(drawn: &[Draw]) -> Self {
        Self {
            pearson: ParallelLimits::of(&drawn.iter().map(|draw| draw.pearson.as_slice()).collect::<Vec<_>>()),
            polychoric: ParallelLimits::of(&drawn.iter().map(|draw| draw.polychoric.as_slice()).collect::<Vec<_>>()),
        }
    }
}

/// Draws that permute the answers.
fn permuted(counts: &[Vec<u64>], series: &[Series], draws: usize, seed: u64) -> Result<Vec<Draw>, Undefined> {
    let repeated = |(code, &count): (u8, &u64)| std::iter::repeat_n(code, usize::try_from(count).unwrap_or(0));
    let column = |item: &Vec<u64>| (0_u8..=u8::MAX).zip(item).flat_map(repeated).collect();
    let points = counts.iter().map(Vec::len).collect();
    let answers = OrdinalAnswers::new(counts.iter().map(column).collect(), points)?;
    let make = |place: usize| Draw::make(&answers, series, seed, place as u64);
    each_group(draws, make).into_iter().collect()
}

/// Draws of normal correlations.
fn normal(persons: u64, series: &[Series], draws: usize, seed: u64) -> Result<Vec<Draw>, Undefined> {
    let k = series.len();
    let spread = 1.0 / ((persons - 1) as f64).sqrt();
    let scale: Vec<f64> = series.iter().map(|item| item.variance_of_scores().sqrt()).collect();
    let make = |place: usize| {
        let mut random = of_draw(seed, place as u64);
        let (mut pearson, mut polychoric) = (DMatrix::identity(k, k), DMatrix::identity(k, k));
        for i in 0..k {
            for j in 0..i {
                let r = spread * normal_quantile(unit(&mut random));
                let rho = r / (scale[i] * scale[j]);
                (pearson[(i, j)], pearson[(j, i)]) = (r, r);
                (polychoric[(i, j)], polychoric[(j, i)]) = (rho, rho);
            }
        }
        Ok(Draw {
            pearson: eigenvalues(&pearson)?,
            polychoric: eigenvalues(&polychoric)?,
        })
    };
    each_group(draws, make).into_iter().collect()
}

/// Eigenvalues of one draw.
#[derive(Debug, Clone)]
struct Draw {
    pearson: Vec<f64>,
    polychoric: Vec<f64>,
}

impl Draw {
    fn make(answers: &OrdinalAnswers, series: &[Series], seed: u64, place: u64) -> Result<Self, Undefined> {
        let k = answers.items();
        let mut random = of_draw(seed, place);
        let columns = (0..k).map(|item| {
            let mut column = answers.column(item).to_vec();
            // Fisher–Yates.
            for last in (1..column.len()).rev() {
                let other = whole(unit(&mut random) * (last + 1) as f64);
                column.swap(last, usize::try_from(other).unwrap_or(last).min(last));
            }
            column
        });
        let points = (0..k).map(|item| answers.points(item)).collect();
        let permuted = OrdinalAnswers::new(columns.collect(), points)?;
        let mut polychoric = DMatrix::identity(k, k);
        for i in 0..k {
            for j in 0..i {
                let rho = near_nought(&permuted.table(i, j), &series[i], &series[j]);
                polychoric[(i, j)] = rho;
                polychoric[(j, i)] = rho;
            }
        }
        Ok(Self {
            pearson: eigenvalues(&correlation(&permuted.covariances())?)?,
            polychoric: eigenvalues(&polychoric)?,
        })
    }
}

/// The random numbers of a draw.
fn of_draw(seed: u64, place: u64) -> Pcg64 {
    seeded(seed ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// For each code and term m: difference of Heₘ₋₁(τ)φ(τ)/√m! at the code's limits; the probability of the code for m = 0.
struct Series {
    codes: Vec<[f64; TERMS]>,
}

impl Series {
    fn of(thresholds: &Thresholds) -> Self {
        let codes = thresholds.codes();
        let at = |limit: f64| -> [f64; TERMS] {
            let mut terms = [0.0; TERMS];
            terms[0] = normal_below(limit);
            if limit.is_infinite() {
                return terms;
            }
            let density = exp(-0.5 * limit * limit) / (2.0 * std::f64::consts::PI).sqrt();
            // Heₘ(x) = x Heₘ₋₁(x) − (m − 1) Heₘ₋₂(x)
            let (mut before, mut hermite, mut factorial) = (0.0, 1.0, 1.0_f64);
            for (m, term) in terms.iter_mut().enumerate().skip(1) {
                factorial *= m as f64;
                // d/dτ of Heₘ₋₁φ is −Heₘφ, so the integral of Heₘφ up to the limit is −Heₘ₋₁φ.
                *term = -hermite * density / factorial.sqrt();
                (before, hermite) = (hermite, limit * hermite - (m as f64 - 1.0) * before);
            }
            terms
        };
        let own = |code: usize| {
            let (lower, upper) = (at(thresholds.lower(code)), at(thresholds.upper(code)));
            std::array::from_fn(|m| upper[m] - lower[m])
        };
        Self {
            codes: (0..codes).map(own).collect(),
        }
    }

    /// Variance of the normal scores a₁/p of the codes.
    fn variance_of_scores(&self) -> f64 {
        let used = self.codes.iter().filter(|terms| terms[0] > 0.0);
        used.map(|terms| terms[1] * terms[1] / terms[0]).sum()
    }
}

/// The polychoric correlation of a table whose correlation is near 0, by Newton's method on the series.
fn near_nought(table: &TwoWayTable, rows: &Series, columns: &Series) -> f64 {
    let cells: Vec<([f64; TERMS], f64)> = table
        .filled()
        .map(|cell| {
            let (a, b) = (&rows.codes[cell.row], &columns.codes[cell.column]);
            (std::array::from_fn(|m| a[m] * b[m]), cell.count)
        })
        .collect();
    let mut rho = 0.0_f64;
    for _ in 0..8 {
        let (mut score, mut curvature) = (0.0, 0.0);
        for (terms, count) in &cells {
            let (mut p, mut first, mut second) = (0.0, 0.0, 0.0);
            for m in (0..TERMS).rev() {
                second = second * rho + 2.0 * first;
                first = first * rho + p;
                p = p * rho + terms[m];
            }
            let ratio = first / p;
            score += count * ratio;
            curvature += count * (second / p - ratio * ratio);
        }
        let step = if curvature < 0.0 { -score / curvature } else { 0.0 };
        let next = (rho + step).clamp(-0.5, 0.5);
        let moved = (next - rho).abs();
        rho = next;
        if moved < 1e-9 || !rho.is_finite() {
            break;
        }
    }
    if rho.is_finite() { rho } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::structure::polychoric::polychoric;
    use approx::assert_abs_diff_eq;
    use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

    /// The number of people per code of each item.
    fn counts(answers: &OrdinalAnswers) -> Vec<Vec<u64>> {
        (0..answers.items()).map(|item| answers.counts(item)).collect()
    }

    #[test]
    fn normal_draws_have_the_limits_of_permutations() {
        let counts = counts(&unrelated(3, 5, 2_000));
        let series: Vec<Series> = (counts.iter())
            .map(|item| Series::of(&Thresholds::of_counts(item).unwrap()))
            .collect();
        let [permuted, drawn] =
            [permuted(&counts, &series, 1_000, 1), normal(2_000, &series, 1_000, 1)].map(Result::unwrap);
        let limits = |draws: &[Draw]| {
            let found = ParallelAnalysis::of(draws);
            [found.pearson.limits, found.polychoric.limits].concat()
        };
        for (one, other) in limits(&permuted).iter().zip(limits(&drawn)) {
            assert_abs_diff_eq!(*one, other, epsilon = 0.008);
        }
    }

    #[test]
    fn two_items_of_many_people_have_the_limit_of_their_correlation() {
        let people = 400_000;
        let counts = vec![vec![people / 4, people / 4, people / 2]; 2];
        let limits = parallel_analysis(&counts, 2_000, 1).unwrap().pearson.limits;
        // The eigenvalues are 1 ± |r|, and |r|√(n − 1) is below 1.96 in 95 of 100 draws.
        let scaled = (limits[0] - 1.0) * ((people - 1) as f64).sqrt();
        assert_abs_diff_eq!(scaled, 1.96, epsilon = 0.1);
    }

    /// Unrelated answers of `persons` people to `items` items with five codes.
    fn unrelated(seed: u64, items: usize, persons: usize) -> OrdinalAnswers {
        let mut random = seeded(seed);
        let mut code = || {
            let u = unit(&mut random);
            [0.05, 0.2, 0.5, 0.8].iter().map(|&limit| u8::from(u > limit)).sum()
        };
        let columns = (0..items).map(|_| (0..persons).map(|_| code()).collect()).collect();
        OrdinalAnswers::new(columns, vec![5; items]).unwrap()
    }

    #[test]
    fn the_series_equals_the_likelihood() {
        let answers = unrelated(4, 4, 300);
        let exact = polychoric(&answers).unwrap();
        for i in 0..4 {
            for j in 0..i {
                let [a, b] = [i, j].map(|item| Series::of(&exact.thresholds[item]));
                let rho = near_nought(&answers.table(i, j), &a, &b);
                assert_abs_diff_eq!(rho, exact.correlations[(i, j)], epsilon = 1e-7);
            }
        }
    }

    #[test]
    fn unrelated_items_have_no_factor_in_nearly_every_survey() {
        let (mut pearson, mut ordinal) = (0, 0);
        for survey in 0..60 {
            let answers = unrelated(100 + survey, 5, 60);
            let found = parallel_analysis(&counts(&answers), 100, survey).unwrap();
            let r = correlation(&answers.covariances()).unwrap();
            pearson += u64::from(found.pearson.factors(&eigenvalues(&r).unwrap()) == 0);
            let r = polychoric(&answers).unwrap().correlations;
            ordinal += u64::from(found.polychoric.factors(&eigenvalues(&r).unwrap()) == 0);
        }
        assert!(pearson >= 52, "{pearson}");
        assert!(ordinal >= 52, "{ordinal}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]
        #[test]
        fn a_common_shift_of_the_codes_changes_nothing(seed in 0_u64..1_000) {
            let one = unrelated(seed, 4, 60);
            let moved = (0..4).map(|item| one.column(item).iter().map(|&code| code + 1).collect()).collect();
            let other = OrdinalAnswers::new(moved, vec![7; 4]).unwrap();
            let [one, other] = [one, other].map(|answers| parallel_analysis(&counts(&answers), 50, seed).unwrap());
            prop_assert_eq!(one, other);
        }
    }
}
