//! More top scores in a group than its other scores, and the other groups, let expect.
//!
//! In each group, scores below the top of the scale are taken as normal, with one standard deviation s for all groups. The others'
//! top scores then place the top on that scale: c with Σ nᵢ (1 − Φ((c − mᵢ)/s)) = their number + 1, where mᵢ is the mean of group
//! i's scores below the top. The share expected in group j is 1 − Φ((c − mⱼ)/s), but no less than the share among the others, nor
//! than its own earlier share. Groups differ in how readily people choose the top, so the number is compared with a beta-binomial
//! distribution with intraclass correlation ρ. With m groups, a group has more than expected if P(X ≥ x) ≤ .05/m.
//!
//! Where more than a tenth are expected at the top, as on a scale that most people top out on, nothing is said.

use crate::elementary::{exp, ln_gamma};
use crate::stats::GroupSummary;
use crate::stats::normal::normal_below;
use crate::stats::root::root;

/// Chance, over all groups of a survey, that one is named for nothing. The discrete distribution makes it lower.
const CHANCE: f64 = 0.05;
/// Intraclass correlation ρ of choosing the top.
pub(crate) const CORRELATION: f64 = 0.01;
/// Fewest top scores of a group that are named.
const FEWEST: u64 = 3;
/// Fewest groups: with fewer there is little to expect from.
const FEWEST_GROUPS: usize = 3;
/// The expected share above which nothing is said.
const COMMON: f64 = 0.10;
/// People that the share expected from the other groups counts as, next to a group's own earlier share.
const PRIOR: f64 = 20.0;
/// Standard deviations of scores beyond which no top is sought.
const FAR: f64 = 12.0;

/// The scores of a group, those at the top of the scale apart.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TopScores {
    /// People at the top.
    pub top: u64,
    /// The scores of the others.
    pub others: GroupSummary,
}

impl TopScores {
    /// Everybody with a score.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.top + self.others.n
    }
}

/// For each group: true if more people are at the top than expected. `before` has the groups' own scores an earlier time, in the same
/// order; it is empty if there was none.
#[must_use]
pub fn too_many_at_the_top(groups: &[TopScores], before: &[TopScores]) -> Vec<bool> {
    let all_top: u64 = groups.iter().map(|group| group.top).sum();
    let all: u64 = groups.iter().map(TopScores::n).sum();
    let within = CHANCE / groups.len().max(1) as f64;
    let one = |(place, group): (usize, &TopScores)| {
        if group.top < FEWEST || groups.len() < FEWEST_GROUPS || group.n() == all {
            return false;
        }
        let elsewhere = (all_top - group.top + 1) as f64 / (all - group.n() + 2) as f64;
        let is_too_many =
            |share: f64| share <= COMMON && beta_binomial_tail(group.top, group.n(), share, CORRELATION) <= within;
        // The expected share is at least this one, so most groups need no more.
        if !is_too_many(elsewhere) {
            return false;
        }
        let expected = elsewhere.max(expected_share(groups, place, all_top));
        let earlier = before.get(place).filter(|earlier| earlier.n() > 0);
        let earlier = earlier.map_or(0.0, |earlier| {
            (earlier.top as f64 + PRIOR * expected) / (earlier.n() as f64 + PRIOR)
        });
        is_too_many(expected.max(earlier))
    };
    groups.iter().enumerate().map(one).collect()
}

/// The share at the top that the other groups' shares let expect in a group with these other scores.
fn expected_share(groups: &[TopScores], own: usize, all_top: u64) -> f64 {
    let below = || groups.iter().filter(|group| group.others.n > 1);
    let df: u64 = below().map(|group| group.others.n - 1).sum();
    let sum_sq: f64 = below().map(|group| group.others.sum_sq).sum();
    let sd = (sum_sq / df.max(1) as f64).sqrt();
    let group = groups[own];
    if sd <= 0.0 || group.others.n == 0 {
        return 0.0;
    }
    let others = || {
        let all = groups.iter().enumerate();
        all.filter(|&(place, group)| place != own && group.others.n > 0)
            .map(|(_, group)| group)
    };
    let means = || others().map(|group| group.others.mean);
    let lowest = means().fold(f64::INFINITY, f64::min) - FAR * sd;
    let highest = means().fold(f64::NEG_INFINITY, f64::max) + FAR * sd;
    let wanted = (all_top - group.top + 1) as f64;
    let missing = |cut: f64| {
        let at_top = others().map(|other| other.n() as f64 * normal_below((other.others.mean - cut) / sd));
        at_top.sum::<f64>() - wanted
    };
    root(missing, lowest, highest).map_or(0.0, |cut| normal_below((group.others.mean - cut) / sd))
}

/// P(X ≥ x) of a beta-binomial distribution of `n` trials with mean share p and intraclass correlation ρ.
///
/// ```text
/// P(0) = Γ(β + n) Γ(α + β)/(Γ(β) Γ(α + β + n)),  P(k + 1) = P(k) (n − k)(α + k)/((k + 1)(β + n − k − 1)),  α = p(1/ρ − 1), β = (1 − p)(1/ρ − 1)
/// ```
/// Skellam (1948), Journal of the Royal Statistical Society B 10, 257–261.
pub(crate) fn beta_binomial_tail(at_least: u64, n: u64, p: f64, rho: f64) -> f64 {
    let total = 1.0 / rho - 1.0;
    let (alpha, beta) = (p * total, (1.0 - p) * total);
    let many = n as f64;
    let mut mass = exp(ln_gamma(beta + many) - ln_gamma(beta) + ln_gamma(total) - ln_gamma(total + many));
    let mut below = 0.0;
    for k in 0..at_least.min(n) {
        below += mass;
        let k = k as f64;
        mass *= (many - k) * (alpha + k) / ((k + 1.0) * (beta + many - k - 1.0));
    }
    (1.0 - below).max(0.0)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    const TAILS: [(u64, u64, f64, f64); 5] = [
        (3, 12, 0.01, 0.001_001_432_673_438_440_4),
        (6, 30, 0.02, 0.000_619_381_540_613_694_9),
        (7, 35, 0.05, 0.007_215_509_209_545_168),
        (1, 10, 0.03, 0.252_772_386_799_775_76),
        (20, 60, 0.1, 0.000_177_044_981_089_724_55),
    ];

    #[test]
    fn the_tail_equals_scipy() {
        // scipy 1.17.1: betabinom.sf(x − 1, n, p (1/ρ − 1), (1 − p)(1/ρ − 1))
        for (x, n, p, tail) in TAILS {
            assert_relative_eq!(beta_binomial_tail(x, n, p, 0.01), tail, max_relative = 1e-9);
        }
    }

    fn group(top: u64, n: u64, mean: f64) -> TopScores {
        let others = GroupSummary {
            n: n - top,
            mean,
            sum_sq: 0.5 * (n - top) as f64,
        };
        TopScores { top, others }
    }

    #[test]
    fn a_fifth_at_the_top_stands_out_where_nobody_else_is() {
        let mut groups = vec![group(0, 30, 4.2); 15];
        assert!(too_many_at_the_top(&groups, &[]).iter().all(|named| !named));
        groups[3] = group(6, 30, 4.2);
        let named = too_many_at_the_top(&groups, &[]);
        assert!(named[3] && named.iter().filter(|named| **named).count() == 1);
    }

    #[test]
    fn a_group_that_is_high_throughout_or_was_so_before_is_not_named() {
        let mut groups: Vec<TopScores> = (0..15).map(|_| group(1, 30, 4.2)).collect();
        groups[3] = group(6, 30, 5.4);
        assert!(!too_many_at_the_top(&groups, &[])[3], "its other scores are high too");
        groups[3] = group(7, 30, 4.2);
        assert!(too_many_at_the_top(&groups, &[])[3]);
        let mut before = groups.clone();
        assert!(!too_many_at_the_top(&groups, &before)[3], "it was so before");
        before[3] = group(0, 30, 4.2);
        assert!(too_many_at_the_top(&groups, &before)[3]);
    }

    #[test]
    fn nothing_is_said_of_two_groups_or_where_the_top_is_common() {
        assert_eq!(
            too_many_at_the_top(&[group(9, 30, 4.2), group(0, 30, 4.2)], &[]),
            [false; 2]
        );
        let mut groups = vec![group(6, 30, 4.2); 15];
        groups[0] = group(25, 30, 4.2);
        assert!(!too_many_at_the_top(&groups, &[])[0]);
        assert_eq!(too_many_at_the_top(&[], &[]), [false; 0]);
        assert_eq!(too_many_at_the_top(&[group(30, 30, 0.0); 4], &[]), [false; 4]);
    }
}
