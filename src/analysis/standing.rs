//! The ranks of groups, with the uncertainty that a ranking of means hides.

use crate::analysis::{GroupScores, Study};
use crate::stats::{self, RankProbabilities, Undefined};

/// Number of draws of the groups' true means.
const DRAWS: u32 = 10_000;

/// For each group: the probability of each rank, and of a true mean above the trust's.
///
/// # Errors
/// Returns the reason if the groups do not differ beyond chance, or if there are too many to rank.
pub fn rank_probabilities(study: &Study<'_>, scores: &GroupScores) -> Result<Vec<RankProbabilities>, Undefined> {
    let effects = scores.effects.as_ref().map_err(Clone::clone)?;
    stats::rank_probabilities(&scores.compared, effects, DRAWS, study.options.seed)
}
