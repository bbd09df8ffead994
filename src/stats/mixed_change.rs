//! Change between two terms over all groups, with a random intercept for each group (academy), by restricted maximum
//! likelihood (REML).
//!
//! ```text
//! yᵢⱼ = β₀ + β₁ wᵢ + uⱼ + eᵢⱼ,  w = 0 before and 1 after,  Var u = τ²,  Var e = σ²,  γ = τ²/σ²
//! −2 ln L(γ) = (N − 2) ln Q(γ) + Σ ln(1 + nⱼγ) + ln |M(γ)|
//! M = Σ X'X − cⱼ X'1 1'X,  Q = Σ e² − cⱼ(Σ e)²,  cⱼ = γ/(1 + nⱼγ)
//! ```
//! N is the number of persons, J the number of groups, X = (1, w) the design matrix, and 1 a column of ones; sums run
//! over groups j. Laird & Ware (1982), *Biometrics* 38(4), 963–974. Respondents of the two terms are not linked; uⱼ is
//! what a group's two terms have in common. The interval uses t with N − J − 1 degrees of freedom (the containment rule
//! of SAS and `nlme`).

use std::cmp::Ordering;

use crate::elementary::{ln, ln_1p, powi};
use crate::stats::exact_sum::exact_sum;
use crate::stats::figure::{check_groups, check_persons, no_variance_if, out_of_range_if};
use crate::stats::tails::{t_interval, t_upper_tail, tail_of_level};
use crate::stats::variance_ratio::highest_likelihood;
use crate::stats::{GroupSummary, Interval, Undefined};

/// One group's scores in two terms. A term without answers has an empty summary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeforeAfter {
    /// Scores of the earlier term.
    pub before: GroupSummary,
    /// Scores of the later term.
    pub after: GroupSummary,
}

/// Estimated change over all groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MixedChange {
    /// β̂₁: mean after minus mean before within groups, in score units.
    pub change: f64,
    /// Standard error of the change.
    pub se: f64,
    /// Degrees of freedom of t.
    pub df: u64,
    /// Two-sided p value, 0 to 1, of the hypothesis of no change.
    pub p: f64,
    /// Two-sided interval of the change.
    pub interval: Interval,
    /// β̂₀: mean of the distribution of groups before.
    pub mean_before: f64,
    /// τ²: variance between groups.
    pub var_academy: f64,
    /// σ²: variance within groups and terms.
    pub var_residual: f64,
    /// True if τ² = 0 because the likelihood is highest at this end of its range.
    pub at_boundary: bool,
}

/// Fits the model to all groups that have persons in at least one term; the interval has confidence `level` (between 0
/// and 1).
///
/// # Errors
/// [`Undefined::TooFewGroups`] for fewer than two groups, [`Undefined::TooFewPersons`] if a term has no answers or
/// there are too few persons to estimate the variances, [`Undefined::NoVariance`] if persons do not vary within groups
/// and terms, and [`Undefined::OutOfRange`] if no group answered in both terms or `level` is not between 0 and 1.
pub fn mixed_change(academies: &[BeforeAfter], level: f64) -> Result<MixedChange, Undefined> {
    let tail = tail_of_level(level)?;
    let data = Data::new(academies)?;
    let spread = exact_sum(data.cells.iter().map(|cell| cell.m1 * cell.m1 + cell.m2 * cell.m2));
    let most = data.cells.iter().map(|cell| cell.n1 + cell.n2).fold(1.0, f64::max);
    // At the maximum, γ is below the ratio of the group means' sum of squares to the mean square within groups.
    let largest = (4.0 * data.n * spread / data.ss_within).max(1.0);
    let ratio = highest_likelihood(
        |ratio| data.deviance(ratio),
        |ratio| data.slope(ratio),
        1e-8 / most,
        largest,
    )?;
    let at = data.at(ratio);
    let var_residual = at.q / (data.n - 2.0);
    let se = (var_residual * at.m00 / at.determinant).sqrt();
    let t = at.change / se;
    let df = data.df;
    Ok(MixedChange {
        change: at.change,
        se,
        df,
        p: 2.0 * t_upper_tail(t.abs(), df as f64),
        interval: t_interval(at.change, se, df as f64, tail),
        mean_before: data.origin + at.before,
        var_academy: ratio * var_residual,
        var_residual,
        at_boundary: ratio <= 0.0,
    })
}

/// Numbers of persons and means of one group in both terms; means are relative to the origin.
pub(in crate::stats) struct Cell {
    pub(in crate::stats) n1: f64,
    pub(in crate::stats) n2: f64,
    pub(in crate::stats) m1: f64,
    pub(in crate::stats) m2: f64,
}

/// The data as the likelihood needs them.
pub(in crate::stats) struct Data {
    pub(in crate::stats) cells: Vec<Cell>,
    /// Mean over all persons. All means are relative to it, so that no digits are lost.
    pub(in crate::stats) origin: f64,
    /// Number of persons, N.
    pub(in crate::stats) n: f64,
    df: u64,
    pub(in crate::stats) ss_within: f64,
}

/// Profile of the likelihood at one γ: β̂, Q and M = [[m00, m01], [m01, m11]].
struct At {
    before: f64,
    change: f64,
    q: f64,
    m00: f64,
    m01: f64,
    m11: f64,
    determinant: f64,
}

impl Data {
    pub(in crate::stats) fn new(academies: &[BeforeAfter]) -> Result<Self, Undefined> {
        let present = || {
            academies
                .iter()
                .filter(|academy| academy.before.n + academy.after.n > 0)
        };
        let terms = || present().flat_map(|academy| [&academy.before, &academy.after]);
        let count = present().count();
        check_groups(count, 2)?;
        GroupSummary::check_sound(terms())?;
        let persons = |side: fn(&BeforeAfter) -> u64| present().map(side).sum::<u64>();
        let (n1, n2) = (persons(|academy| academy.before.n), persons(|academy| academy.after.n));
        if n1 == 0 || n2 == 0 {
            return Err(Undefined::TooFewPersons { found: 0, needed: 1 });
        }
        out_of_range_if(
            !present().any(|academy| academy.before.n > 0 && academy.after.n > 0),
            "no group has answers both before and after",
        )?;
        let (n, needed) = (n1 + n2, count as u64 + 2);
        check_persons(n, needed)?;
        let ss_within = exact_sum(terms().map(|term| term.sum_sq));
        no_variance_if(ss_within <= 0.0, "the scores within groups")?;
        let origin = GroupSummary::pool(&terms().copied().collect::<Vec<_>>()).mean;
        let from_origin = |term: &GroupSummary| if term.n > 0 { term.mean - origin } else { 0.0 };
        let mut cells: Vec<Cell> = present()
            .map(|academy| Cell {
                n1: academy.before.n as f64,
                n2: academy.after.n as f64,
                m1: from_origin(&academy.before),
                m2: from_origin(&academy.after),
            })
            .collect();
        // Sums over the cells are then the same for any order of the groups.
        let figures = |cell: &Cell| [cell.n1, cell.n2, cell.m1, cell.m2];
        cells.sort_by(|one, other| {
            let pairs = figures(one).into_iter().zip(figures(other));
            pairs.fold(Ordering::Equal, |order, (a, b)| order.then(a.total_cmp(&b)))
        });
        Ok(Self {
            cells,
            origin,
            n: n as f64,
            df: n - count as u64 - 1,
            ss_within,
        })
    }

    fn sum(&self, term: impl Fn(&Cell) -> f64) -> f64 {
        self.cells.iter().map(term).sum()
    }

    fn at(&self, ratio: f64) -> At {
        let c = |cell: &Cell| ratio / (1.0 + (cell.n1 + cell.n2) * ratio);
        let total = |cell: &Cell| cell.n1 * cell.m1 + cell.n2 * cell.m2;
        // n − n²c = n/(1 + nγ), written so that nothing cancels if γ is large.
        let m00 = self.sum(|cell| (cell.n1 + cell.n2) / (1.0 + (cell.n1 + cell.n2) * ratio));
        let m01 = self.sum(|cell| cell.n2 / (1.0 + (cell.n1 + cell.n2) * ratio));
        let m11 = self.sum(|cell| cell.n2 * (1.0 + cell.n1 * ratio) / (1.0 + (cell.n1 + cell.n2) * ratio));
        let r0 = self.sum(|cell| total(cell) / (1.0 + (cell.n1 + cell.n2) * ratio));
        let r1 = self.sum(|cell| cell.n2 * cell.m2 - c(cell) * cell.n2 * total(cell));
        let determinant = m00 * m11 - m01 * m01;
        let (before, change) = ((m11 * r0 - m01 * r1) / determinant, (m00 * r1 - m01 * r0) / determinant);
        let between = self.sum(|cell| {
            let (e1, e2) = (cell.m1 - before, cell.m2 - before - change);
            let sum = cell.n1 * e1 + cell.n2 * e2;
            cell.n1 * e1 * e1 + cell.n2 * e2 * e2 - c(cell) * sum * sum
        });
        At {
            before,
            change,
            q: self.ss_within + between.max(0.0),
            m00,
            m01,
            m11,
            determinant,
        }
    }

    fn deviance(&self, ratio: f64) -> f64 {
        let at = self.at(ratio);
        (self.n - 2.0) * ln(at.q) + self.sum(|cell| ln_1p((cell.n1 + cell.n2) * ratio)) + ln(at.determinant)
    }

    /// Derivative of −2 ln L with respect to γ, with dc/dγ = 1/(1 + nγ)²; β̂ minimises Q, so its own derivative drops
    /// out.
    fn slope(&self, ratio: f64) -> f64 {
        let at = self.at(ratio);
        let weight = |cell: &Cell| powi(1.0 + (cell.n1 + cell.n2) * ratio, -2);
        let pull = self.sum(|cell| {
            let sum = cell.n1 * (cell.m1 - at.before) + cell.n2 * (cell.m2 - at.before - at.change);
            weight(cell) * sum * sum
        });
        let d00 = self.sum(|cell| weight(cell) * powi(cell.n1 + cell.n2, 2));
        let d01 = self.sum(|cell| weight(cell) * (cell.n1 + cell.n2) * cell.n2);
        let d11 = self.sum(|cell| weight(cell) * cell.n2 * cell.n2);
        let trace = (at.m11 * d00 - 2.0 * at.m01 * d01 + at.m00 * d11) / at.determinant;
        let logs = self.sum(|cell| (cell.n1 + cell.n2) / (1.0 + (cell.n1 + cell.n2) * ratio));
        logs - trace - (self.n - 2.0) * pull / at.q
    }
}

#[cfg(test)]
mod tests {
    use super::{BeforeAfter, Data, mixed_change};

    use crate::elementary::powf;
    use crate::stats::{GroupSummary, Undefined, welch};
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
    fn identical_groups_give_the_plain_difference_of_all_persons() {
        let alike = terms(&[2.0, 4.0, 6.0, 3.0, 5.0], &[3.0, 5.0, 7.0, 4.0, 6.0]);
        let found = mixed_change(&[alike; 4], 0.95).unwrap();
        assert!(found.at_boundary);
        assert_relative_eq!(found.change, 1.0, max_relative = 1e-12);
        // Equal variances and sizes: Welch's standard error.
        let pooled = [alike.before, alike.before, alike.before, alike.before];
        let after = pooled.map(|group| GroupSummary {
            mean: group.mean + 1.0,
            ..group
        });
        let plain = welch(&GroupSummary::pool(&pooled), &GroupSummary::pool(&after), 0.95).unwrap();
        assert_relative_eq!(found.se, plain.se, max_relative = 1e-12);
    }

    #[test]
    fn a_group_with_one_term_contributes_to_the_estimate() {
        let both = [
            terms(&[2.0, 4.0, 3.0], &[3.0, 5.0, 3.5]),
            terms(&[5.0, 6.0], &[6.0, 6.5, 7.0]),
        ];
        let one = terms(&[3.0, 3.5, 4.0], &[]);
        let with = mixed_change(&[both[0], both[1], one], 0.95).unwrap();
        assert!(with.change > 0.0 && with.var_academy > 0.0);
    }

    #[test]
    fn data_that_cannot_be_fitted_give_a_reason() {
        let of = |academies: &[BeforeAfter]| mixed_change(academies, 0.95).unwrap_err();
        let both = terms(&[2.0, 4.0], &[3.0, 5.0]);
        assert_eq!(of(&[both]), Undefined::TooFewGroups { found: 1, needed: 2 });
        let (first, second) = (terms(&[2.0, 4.0], &[]), terms(&[], &[3.0, 5.0]));
        assert_eq!(of(&[first, first]), Undefined::TooFewPersons { found: 0, needed: 1 });
        assert!(matches!(of(&[first, second]), Undefined::OutOfRange { .. }));
        let same = terms(&[2.0, 2.0], &[3.0, 3.0]);
        assert_eq!(
            of(&[same, same]),
            Undefined::NoVariance {
                of: "the scores within groups"
            }
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_other_ratio_is_likelier_and_the_unit_does_not_matter(
            academies in vec((vec(1.0..6.0_f64, 2..9), vec(1.0..6.0_f64, 1..9), -3.0..3.0_f64), 2..9),
            others in vec(-9.0..6.0_f64, 30), scale in 0.1..20.0_f64
        ) {
            let made = |scale: f64| -> Vec<BeforeAfter> {
                academies.iter().map(|(before, after, level)| {
                    let moved = |values: &[f64]| values.iter().map(|x| scale * (x + level)).collect::<Vec<_>>();
                    terms(&moved(before), &moved(after))
                }).collect()
            };
            let plain = made(1.0);
            let (found, scaled) = (mixed_change(&plain, 0.95).unwrap(), mixed_change(&made(scale), 0.95).unwrap());
            let data = Data::new(&plain).unwrap();
            let best = data.deviance(found.var_academy / found.var_residual);
            for ratio in others.into_iter().map(|log| powf(10.0, log)).chain([0.0]) {
                prop_assert!(best <= data.deviance(ratio) + 1e-9);
            }
            prop_assert!((found.change * scale - scaled.change).abs() < 1e-6 * scale);
            prop_assert!((found.se * scale - scaled.se).abs() < 1e-6 * scale);
            let back: Vec<BeforeAfter> = plain.iter().rev().map(|both| BeforeAfter { before: both.after, after: both.before }).collect();
            prop_assert!((mixed_change(&back, 0.95).unwrap().change + found.change).abs() < 1e-7);
        }
    }
}
