//! How the groups stand to each other, with the uncertainty that a ranking of means hides.

use crate::analysis::{GroupScores, Study};
use crate::stats::{self, RankProbabilities, Undefined};

/// Draws of the groups' true means.
const DRAWS: u32 = 10_000;

/// From the scores of the groups, for each the probability of each rank, and of lying above the trust's mean.
///
/// # Errors
/// When the groups do not differ beyond chance, or there are too many to rank.
pub fn standing_from(study: &Study<'_>, scores: &GroupScores) -> Result<Vec<RankProbabilities>, Undefined> {
    let effects = scores.effects.as_ref().map_err(Clone::clone)?;
    stats::rank_probabilities(&scores.summaries, effects, DRAWS, study.options.seed)
}
