//! Rank probabilities of groups: the distribution of each group's rank when the true means are drawn repeatedly from
//! their estimated distribution.
//!
//! ```text
//! μ ~ N(μ̂, Var μ̂),  θⱼ | μ ~ N(μ + λⱼ(x̄ⱼ − μ), τ²(1 − λⱼ))
//! ```
//! θⱼ is the true mean of group j and λⱼ the reliability of its observed mean x̄ⱼ. Goldstein & Spiegelhalter (1996),
//! *Journal of the Royal Statistical Society A* 159(3), 385–443. The variances are treated as known. Raw means are
//! never ranked.

use rand_pcg::Pcg64;

use crate::elementary::ln;
use crate::stats::figure::{no_variance_if, out_of_range_if};
use crate::stats::random::{seeded, unit};
use crate::stats::{GroupSummary, RandomEffects, Undefined};

/// Most groups, limited by the memory for a square table of counts.
const MOST_GROUPS: usize = 2_000;

/// Rank of a group with its uncertainty.
#[derive(Debug, Clone, PartialEq)]
pub struct RankProbabilities {
    /// Probability of each rank, starting with the highest mean; they sum to 1.
    pub ranks: Vec<f64>,
    /// Mean rank; 1 is the highest mean.
    pub expected_rank: f64,
    /// Probability, 0 to 1, that the group's true mean exceeds the mean of all persons.
    pub above_trust_mean: f64,
}

/// Computes rank probabilities from `draws` draws with this `seed`, in the order of `groups`, which must be the groups
/// that `effects` was fitted to.
///
/// # Errors
/// [`Undefined::NoVariance`] if the groups do not differ beyond chance (τ² = 0), and [`Undefined::OutOfRange`] without
/// draws, for more than 2,000 groups, or if the groups are not those that were fitted.
pub fn rank_probabilities(
    groups: &[GroupSummary],
    effects: &RandomEffects,
    draws: u32,
    seed: u64,
) -> Result<Vec<RankProbabilities>, Undefined> {
    let count = groups.len();
    out_of_range_if(
        count != effects.groups.len() || count > MOST_GROUPS || draws == 0,
        "ranks need at least one draw, the groups that were fitted, and no more than 2,000 of them",
    )?;
    no_variance_if(effects.at_boundary, "the true means of the groups")?;
    let persons: u64 = groups.iter().map(|group| group.n).sum();
    let mut normals = Normals::new(seed);
    let mut hits = vec![0_u32; count * count];
    let mut above = vec![0_u32; count];
    let mut order: Vec<usize> = (0..count).collect();
    let mut means = vec![0.0; count];
    for _ in 0..draws {
        let shift = effects.mean_se * normals.draw();
        let mut whole = 0.0;
        for ((mean, found), group) in means.iter_mut().zip(&effects.groups).zip(groups) {
            *mean = found.mean + (1.0 - found.reliability) * shift + found.conditional_sd * normals.draw();
            whole += *mean * group.n as f64;
        }
        whole /= persons as f64;
        order.sort_by(|&a, &b| means[b].total_cmp(&means[a]));
        for (rank, &group) in order.iter().enumerate() {
            hits[group * count + rank] += 1;
            above[group] += u32::from(means[group] > whole);
        }
    }
    let share = |hits: u32| f64::from(hits) / f64::from(draws);
    let of_group = hits.chunks(count).zip(above).map(|(hits, above)| {
        let ranks: Vec<f64> = hits.iter().map(|&hits| share(hits)).collect();
        RankProbabilities {
            expected_rank: ranks.iter().enumerate().map(|(rank, p)| (rank + 1) as f64 * p).sum(),
            ranks,
            above_trust_mean: share(above),
        }
    });
    Ok(of_group.collect())
}

/// Standard normal random numbers by the polar method (Marsaglia & Bray 1964).
struct Normals {
    random: Pcg64,
    spare: Option<f64>,
}

impl Normals {
    fn new(seed: u64) -> Self {
        Self {
            random: seeded(seed),
            spare: None,
        }
    }

    fn draw(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * unit(&mut self.random) - 1.0, 2.0 * unit(&mut self.random) - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let scale = (-2.0 * ln(square) / square).sqrt();
                self.spare = Some(y * scale);
                return x * scale;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Normals, rank_probabilities};
    use crate::stats::normal::normal_below;
    use crate::stats::{GroupSummary, Undefined, random_effects};
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    fn group(n: u64, mean: f64) -> GroupSummary {
        GroupSummary {
            n,
            mean,
            sum_sq: (n - 1) as f64,
        }
    }

    #[test]
    fn draws_are_standard_normal() {
        let mut normals = Normals::new(3);
        let drawn: Vec<f64> = (0..20_000).map(|_| normals.draw()).collect();
        let summary = GroupSummary::from_values(&drawn);
        assert_abs_diff_eq!(summary.mean, 0.0, epsilon = 0.03);
        assert_abs_diff_eq!(summary.sd().unwrap(), 1.0, epsilon = 0.02);
        let outside = drawn.iter().filter(|z| z.abs() > 1.959_964).count();
        assert_abs_diff_eq!(outside as f64 / 20_000.0, 0.05, epsilon = 0.006);
    }

    #[test]
    fn close_groups_swap_ranks_as_often_as_the_normal_distribution_predicts() {
        let groups = [group(20, 4.0), group(20, 5.0), group(20, 4.6)];
        let effects = random_effects(&groups).unwrap();
        let found = rank_probabilities(&groups, &effects, 20_000, 1).unwrap();
        for ranks in &found {
            assert_relative_eq!(ranks.ranks.iter().sum::<f64>(), 1.0, max_relative = 1e-12);
        }
        assert_relative_eq!(
            found.iter().map(|ranks| ranks.expected_rank).sum::<f64>(),
            6.0,
            max_relative = 1e-12
        );
        assert!(found[1].expected_rank < found[2].expected_rank && found[2].expected_rank < found[0].expected_rank);
        assert!(found[1].above_trust_mean > 0.9 && found[0].above_trust_mean < 0.1);
        // Groups of one size share λ, so μ cancels in a difference, whose variance is 2τ²(1 − λ). The lowest group
        // hardly ever comes first, so the highest group comes first about as often as it exceeds the second.
        let (a, b) = (effects.groups[1], effects.groups[2]);
        let z = (a.mean - b.mean) / (2.0_f64.sqrt() * a.conditional_sd);
        let first = 1.0 - normal_below(-z);
        assert_abs_diff_eq!(found[1].ranks[0], first, epsilon = 0.02);
    }

    #[test]
    fn the_same_seed_gives_the_same_ranks() {
        let groups = [group(9, 3.0), group(5, 4.5), group(30, 4.0)];
        let effects = random_effects(&groups).unwrap();
        let of = |seed| rank_probabilities(&groups, &effects, 500, seed).unwrap();
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
    }

    #[test]
    fn groups_that_do_not_differ_have_no_ranks() {
        let groups = [group(9, 3.0), group(9, 3.0)];
        let effects = random_effects(&groups).unwrap();
        assert_eq!(
            rank_probabilities(&groups, &effects, 100, 1),
            Err(Undefined::NoVariance {
                of: "the true means of the groups"
            })
        );
        assert!(rank_probabilities(&groups[..1], &effects, 100, 1).is_err());
    }
}
