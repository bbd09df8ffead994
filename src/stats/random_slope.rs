//! Change between two terms over groups (academies) that may change differently, by restricted maximum likelihood
//! (REML), with an estimate of each group's own change.
//!
//! ```text
//! yᵢⱼ = (β₀ + u₀ⱼ) + (β₁ + u₁ⱼ) wᵢ + eᵢⱼ,  w = 0 before and 1 after,  Var (u₀, u₁) = σ² LL',  Var e = σ²
//! Cell means mⱼ, means μ = (β₀, β₀ + β₁), Sⱼ = Z LL' Z' with Z = [[1, 0], [1, 1]], and Kⱼ = (Sⱼ + diag(1/n))⁻¹ for the terms
//! in which the group answered, 0 elsewhere:
//! −2 ln L(L) = (N − 2) ln Q + Σ ln |I + diag(n) Sⱼ| + ln |M|,  M = Σ Kⱼ,  Q = Σ e² + Σ (mⱼ − μ̂)'Kⱼ(mⱼ − μ̂)
//! δⱼ = (−1, 1)(μ + Zuⱼ):  E = (−1, 1)(μ̂ + SKⱼ(mⱼ − μ̂)),  Var = σ² (−1, 1)[S − SKⱼS + (I − SKⱼ) M⁻¹ (I − SKⱼ)'](−1, 1)'
//! ```
//! Laird & Ware (1982), *Biometrics* 38(4), 963–974; R's `lmer(score ~ wave + (1 + wave | academy))`. δⱼ is the
//! empirical Bayes estimate of group j's true change, given the variance components. The estimate, its error and P(δⱼ > 0)
//! average over the posterior of the components (see `slope_posterior`). The interval uses t with one degree of freedom fewer than there are groups with answers in
//! both terms.

use nalgebra::{Matrix2, Vector2};

use crate::elementary::{ln, ln_1p, powi};
use crate::stats::figure::check_groups;
use crate::stats::mixed_change::Data;
use crate::stats::normal::normal_below;
use crate::stats::slope_posterior::slope_posterior;
use crate::stats::tails::{t_interval, tail_of_level};
use crate::stats::{BeforeAfter, Interval, Undefined};

/// Fewest groups with answers in both terms: the variance of changes cannot be estimated from fewer.
const FEWEST: usize = 3;
/// A factor of the random effects below this is treated as 0: the fit is singular, as `lme4` defines it.
const SINGULAR: f64 = 1e-4;
/// Most steps of one search.
const STEPS: usize = 6_000;

/// Empirical Bayes estimate of one group's change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OwnChange {
    /// Estimated change in score units, shrunk towards the overall change according to its unreliability.
    pub change: f64,
    /// Standard error of the change, including the uncertainty of the overall change.
    pub se: f64,
    /// Probability, 0 to 1, that the group's true mean rose.
    pub probability_rose: f64,
    /// The estimated change if the variance components were known to be those with the highest likelihood.
    pub change_plugin: f64,
    /// The standard error if the variance components were known.
    pub se_plugin: f64,
    /// The probability if the variance components were known.
    pub probability_rose_plugin: f64,
}

/// Estimated change over all groups, with the variation of change between groups.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomSlope {
    /// β̂₁: mean of the groups' changes, in score units.
    pub change: f64,
    /// Standard error of the mean change.
    pub se: f64,
    /// Degrees of freedom of t.
    pub df: u64,
    /// Two-sided interval of the mean change.
    pub interval: Interval,
    /// Var u₀: variance between groups in the earlier term.
    pub var_academy: f64,
    /// Var u₁: variance of the groups' changes.
    pub var_change: f64,
    /// Cov(u₀, u₁): covariance of a group's earlier level with its change.
    pub covariance: f64,
    /// σ²: variance within groups and terms.
    pub var_residual: f64,
    /// True if a variance is 0 or u₀ and u₁ are perfectly correlated. The estimates are then valid but less certain
    /// than their standard errors suggest.
    pub singular: bool,
    /// Estimated change of each group, in input order.
    pub academies: Vec<OwnChange>,
}

/// Fits the model to all groups that have persons in at least one term; the interval has confidence `level` (between 0
/// and 1).
///
/// # Errors
/// [`Undefined::TooFewGroups`] for fewer than three groups with answers in both terms, [`Undefined::NoConvergence`] if
/// the search does not converge, and the errors of [`mixed_change`](crate::stats::mixed_change()).
pub fn random_slope(academies: &[BeforeAfter], level: f64) -> Result<RandomSlope, Undefined> {
    let tail = tail_of_level(level)?;
    let data = Data::new(academies)?;
    let both = data.cells.iter().filter(|cell| cell.n1 > 0.0 && cell.n2 > 0.0).count();
    check_groups(both, FEWEST)?;
    let factor = likeliest(&data)?;
    let at = At::new(&data, &factor);
    let var_residual = at.q / (data.n - 2.0);
    let se = (var_residual * spread(&at.inverse)).sqrt();
    let change = at.means[1] - at.means[0];
    let df = both as u64 - 1;
    let given: Vec<Given> = slope_posterior(&|factor| At::new(&data, factor).deviance, &factor)
        .iter()
        .map(|found| {
            let at = At::new(&data, &found.factor);
            Given {
                weight: found.weight,
                var_residual: at.q / (data.n - 4.0).max(1.0),
                at,
            }
        })
        .collect();
    let own = academies.iter().map(|academy| {
        let from_origin = |mean: f64, n: u64| if n > 0 { mean - data.origin } else { 0.0 };
        let means = Vector2::new(
            from_origin(academy.before.mean, academy.before.n),
            from_origin(academy.after.mean, academy.after.n),
        );
        let n = [academy.before.n as f64, academy.after.n as f64];
        own_change(&given, at.own(n, means, var_residual), n, means)
    });
    let [l11, l21, l22] = factor;
    Ok(RandomSlope {
        change,
        se,
        df,
        interval: t_interval(change, se, df as f64, tail),
        var_academy: l11 * l11 * var_residual,
        var_change: (l21 * l21 + l22 * l22) * var_residual,
        covariance: l11 * l21 * var_residual,
        var_residual,
        singular: l11.abs() < SINGULAR || l22.abs() < SINGULAR,
        academies: own.collect(),
    })
}

/// The model at one factor of the posterior.
struct Given {
    weight: f64,
    var_residual: f64,
    at: At,
}

/// A group's change with its error, given the variance components.
#[derive(Clone, Copy)]
struct Conditional {
    change: f64,
    variance: f64,
}

impl Conditional {
    fn probability_rose(self) -> f64 {
        normal_below(self.change / self.variance.sqrt())
    }
}

/// The change of a group averaged over the posterior of the variance components.
fn own_change(given: &[Given], plugin: Conditional, n: [f64; 2], means: Vector2<f64>) -> OwnChange {
    let (mut change, mut square, mut rose) = (0.0, 0.0, 0.0);
    for Given {
        weight,
        var_residual,
        at,
    } in given
    {
        let found = at.own(n, means, *var_residual);
        // About the plugged-in estimate, so that no digits are lost.
        let moved = found.change - plugin.change;
        change += weight * moved;
        square += weight * (found.variance + moved * moved);
        rose += weight * found.probability_rose();
    }
    OwnChange {
        change: plugin.change + change,
        se: (square - change * change).max(0.0).sqrt(),
        probability_rose: rose.clamp(0.0, 1.0),
        change_plugin: plugin.change,
        se_plugin: plugin.variance.sqrt(),
        probability_rose_plugin: plugin.probability_rose(),
    }
}

/// v'Av
fn quadratic(a: &Matrix2<f64>, v: &Vector2<f64>) -> f64 {
    v.dot(&(a * v))
}

/// (−1, 1) A (−1, 1)'
fn spread(a: &Matrix2<f64>) -> f64 {
    a.m11 + a.m22 - 2.0 * a.m12
}

/// Inverse of a symmetric matrix; not finite if it is singular.
fn inverse(a: &Matrix2<f64>) -> Matrix2<f64> {
    Matrix2::new(a.m22, -a.m12, -a.m12, a.m11) / a.determinant()
}

/// Profile of the likelihood at one L.
struct At {
    /// S, which is the same for every group.
    between: Matrix2<f64>,
    means: Vector2<f64>,
    /// M⁻¹
    inverse: Matrix2<f64>,
    q: f64,
    deviance: f64,
}

impl At {
    fn new(data: &Data, factor: &[f64; 3]) -> Self {
        let [l11, l21, l22] = *factor;
        let shared = l11 * (l11 + l21);
        let between = Matrix2::new(l11 * l11, shared, shared, powi(l11 + l21, 2) + l22 * l22);
        let (mut m, mut right, mut logs) = (Matrix2::zeros(), Vector2::zeros(), 0.0);
        for cell in &data.cells {
            let k = precision(&between, [cell.n1, cell.n2]);
            m += k;
            right += k * Vector2::new(cell.m1, cell.m2);
            // |I + diag(n) S| = 1 + n₁s₁₁ + n₂s₂₂ + n₁n₂|S|, |S| = (l₁₁l₂₂)²
            let both = cell.n1 * cell.n2 * powi(l11 * l22, 2);
            logs += ln_1p(cell.n1 * between.m11 + cell.n2 * between.m22 + both);
        }
        let inverse = inverse(&m);
        let means = inverse * right;
        let between_cells = data.cells.iter().map(|cell| {
            let k = precision(&between, [cell.n1, cell.n2]);
            quadratic(&k, &(Vector2::new(cell.m1, cell.m2) - means))
        });
        let q = data.ss_within + between_cells.sum::<f64>().max(0.0);
        Self {
            between,
            means,
            inverse,
            q,
            deviance: (data.n - 2.0) * ln(q) + logs + ln(m.determinant()),
        }
    }

    /// δⱼ of a group with these numbers of persons and means.
    fn own(&self, n: [f64; 2], means: Vector2<f64>, var_residual: f64) -> Conditional {
        let (s, k) = (&self.between, precision(&self.between, n));
        let drawn = s * (k * (means - self.means));
        let change = self.means[1] + drawn[1] - self.means[0] - drawn[0];
        // c'S and c'(I − SK), with c = (−1, 1)
        let contrast = Vector2::new(-1.0, 1.0);
        let of_s = s * contrast;
        let left = contrast - k * of_s;
        let conditional = spread(s) - quadratic(&k, &of_s);
        let variance = var_residual * (conditional.max(0.0) + quadratic(&self.inverse, &left));
        Conditional { change, variance }
    }
}

/// K: the inverse of S + diag(1/n) for the terms with persons, 0 elsewhere.
fn precision(between: &Matrix2<f64>, n: [f64; 2]) -> Matrix2<f64> {
    let (first, second) = (between.m11 + 1.0 / n[0], between.m22 + 1.0 / n[1]);
    match (n[0] > 0.0, n[1] > 0.0) {
        (true, true) => inverse(&Matrix2::new(first, between.m12, between.m12, second)),
        (true, false) => Matrix2::new(1.0 / first, 0.0, 0.0, 0.0),
        (false, true) => Matrix2::new(0.0, 0.0, 0.0, 1.0 / second),
        (false, false) => Matrix2::zeros(),
    }
}

/// End point of a search.
#[derive(Clone, Copy)]
struct Lowest {
    factor: [f64; 3],
    deviance: f64,
    settled: bool,
}

/// Finds the L with the lowest deviance: the best of searches from several starts. Each search is restarted from its
/// end point until it gains nothing more.
fn likeliest(data: &Data) -> Result<[f64; 3], Undefined> {
    const STARTS: [[f64; 3]; 4] = [[0.5, 0.0, 0.1], [0.2, 0.0, 0.4], [1.5, -0.5, 0.5], [0.05, 0.05, 0.05]];
    const RESTARTS: usize = 20;
    let deviance = |factor: &[f64; 3]| At::new(data, factor).deviance;
    let mut best: Option<Lowest> = None;
    for start in STARTS {
        let mut found = descend(&deviance, start, 0.25);
        for _ in 0..RESTARTS {
            let again = descend(&deviance, found.factor, 0.02);
            let gained = found.deviance - again.deviance;
            if gained >= 0.0 {
                found = again;
            }
            if gained <= 1e-11 * found.deviance.abs().max(1.0) {
                break;
            }
        }
        if best.is_none_or(|best| found.deviance < best.deviance) {
            best = Some(found);
        }
    }
    match best {
        Some(found) if found.settled && found.deviance.is_finite() => Ok(found.factor),
        _ => Err(Undefined::NoConvergence { iterations: STEPS }),
    }
}

/// Minimises `f` by the simplex method of Nelder & Mead (1965), *The Computer Journal* 7(4), 308–313: reflect, expand,
/// contract, shrink.
fn descend(f: &impl Fn(&[f64; 3]) -> f64, start: [f64; 3], width: f64) -> Lowest {
    const SMALL: f64 = 1e-10;
    let value = |point: [f64; 3]| {
        let value = f(&point);
        (point, if value.is_nan() { f64::INFINITY } else { value })
    };
    let mut simplex = vec![value(start)];
    for axis in 0..3 {
        let mut corner = start;
        corner[axis] += width;
        simplex.push(value(corner));
    }
    let mut settled = false;
    for _ in 0..STEPS {
        simplex.sort_by(|one, other| one.1.total_cmp(&other.1));
        let (best, worst) = (simplex[0], simplex[3]);
        let size = |corner: &([f64; 3], f64)| {
            (0..3)
                .map(|axis| (corner.0[axis] - best.0[axis]).abs())
                .fold(0.0, f64::max)
        };
        if simplex.iter().map(size).fold(0.0, f64::max) < SMALL {
            settled = true;
            break;
        }
        let centre: [f64; 3] = std::array::from_fn(|axis| simplex[..3].iter().map(|p| p.0[axis]).sum::<f64>() / 3.0);
        let along = |by: f64| {
            let moved = |axis: usize| centre[axis] + by * (worst.0[axis] - centre[axis]);
            value(std::array::from_fn(moved))
        };
        let reflected = along(-1.0);
        if reflected.1 < best.1 {
            let expanded = along(-2.0);
            simplex[3] = if expanded.1 < reflected.1 { expanded } else { reflected };
        } else if reflected.1 < simplex[2].1 {
            simplex[3] = reflected;
        } else {
            let contracted = along(if reflected.1 < worst.1 { -0.5 } else { 0.5 });
            if contracted.1 < worst.1.min(reflected.1) {
                simplex[3] = contracted;
            } else {
                for corner in &mut simplex[1..] {
                    *corner = value(std::array::from_fn(|axis| 0.5 * (best.0[axis] + corner.0[axis])));
                }
            }
        }
    }
    simplex.sort_by(|one, other| one.1.total_cmp(&other.1));
    Lowest {
        factor: simplex[0].0,
        deviance: simplex[0].1,
        settled,
    }
}

#[cfg(test)]
mod tests {
    use super::{At, Data, random_slope};
    use crate::stats::{BeforeAfter, GroupSummary, Undefined, mixed_change};
    use approx::assert_relative_eq;
    use proptest::collection::vec;
    use proptest::prelude::{ProptestConfig, prop_assert, proptest};

    fn terms(before: &[f64], after: &[f64]) -> BeforeAfter {
        BeforeAfter {
            before: GroupSummary::from_values(before),
            after: GroupSummary::from_values(after),
        }
    }

    #[test]
    fn groups_that_change_alike_give_a_singular_fit_and_the_overall_change() {
        let shifted = |by: f64| {
            let before: Vec<f64> = [2.0, 4.0, 3.0, 5.0].iter().map(|x| x + by).collect();
            let after: Vec<f64> = before.iter().map(|x| x + 0.5).collect();
            terms(&before, &after)
        };
        let academies = [shifted(0.0), shifted(1.0), shifted(-0.4), shifted(0.3)];
        let found = random_slope(&academies, 0.95).unwrap();
        assert!(found.singular);
        let plain = mixed_change(&academies, 0.95).unwrap();
        assert_relative_eq!(found.change, plain.change, max_relative = 1e-6);
        for own in found.academies {
            assert_relative_eq!(own.change_plugin, 0.5, epsilon = 1e-5);
            assert!((own.change - 0.5).abs() < 0.05 * own.se, "{own:?}");
            assert!(own.probability_rose > 0.5 && own.probability_rose < own.probability_rose_plugin);
            assert!(own.se > own.se_plugin);
        }
    }

    #[test]
    fn fewer_than_three_groups_in_both_terms_give_a_reason() {
        let both = terms(&[2.0, 4.0], &[3.0, 5.0]);
        let one = terms(&[2.0, 4.0, 3.0], &[]);
        assert_eq!(
            random_slope(&[both, both, one], 0.95).unwrap_err(),
            Undefined::TooFewGroups { found: 2, needed: 3 }
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_other_factor_is_likelier_and_exchange_turns_the_sign(
            academies in vec((vec(1.0..6.0_f64, 2..9), vec(1.0..6.0_f64, 1..9), -3.0..3.0_f64), 3..8),
            others in vec((-2.0..2.0_f64, -2.0..2.0_f64, -2.0..2.0_f64), 40)
        ) {
            let made: Vec<BeforeAfter> = academies.iter().map(|(before, after, level)| {
                let moved = |values: &[f64]| values.iter().map(|x| x + level).collect::<Vec<_>>();
                terms(&moved(before), &moved(after))
            }).collect();
            let found = random_slope(&made, 0.95).unwrap();
            let data = Data::new(&made).unwrap();
            let l11 = (found.var_academy / found.var_residual).sqrt();
            let l21 = if l11 > 1e-9 { found.covariance / found.var_residual / l11 } else { 0.0 };
            let l22 = (found.var_change / found.var_residual - l21 * l21).max(0.0).sqrt();
            if l11 > 1e-3 {
                let best = At::new(&data, &[l11, l21, l22]).deviance;
                for (a, b, c) in others {
                    prop_assert!(best <= At::new(&data, &[a, b, c]).deviance + 1e-6);
                }
            }
            let back: Vec<BeforeAfter> =
                made.iter().map(|both| BeforeAfter { before: both.after, after: both.before }).collect();
            let back = random_slope(&back, 0.95).unwrap();
            prop_assert!((back.change + found.change).abs() < 1e-4, "{} {}", back.change, found.change);
            for (one, other) in found.academies.iter().zip(&back.academies) {
                prop_assert!((one.probability_rose + other.probability_rose - 1.0).abs() < 1e-3);
                prop_assert!((one.probability_rose_plugin + other.probability_rose_plugin - 1.0).abs() < 1e-3);
            }
        }
    }
}
