//! How the groups stand to each other, with the uncertainty that a ranking of means hides.

use crate::analysis::Study;
use crate::analysis::summaries::summaries;
use crate::stats::{self, RankProbabilities, Undefined};

/// Draws of the groups' true means.
const DRAWS: u32 = 10_000;

/// For each group the probability of each rank, and of lying above the trust's mean.
///
/// # Errors
/// When the groups do not differ beyond chance, or there are too many to rank.
pub fn standing(study: &Study<'_>, scale: usize) -> Result<Vec<RankProbabilities>, Undefined> {
    let summaries = summaries(study, scale);
    let effects = stats::random_effects(&summaries)?;
    stats::rank_probabilities(&summaries, &effects, DRAWS, study.options.seed)
}
