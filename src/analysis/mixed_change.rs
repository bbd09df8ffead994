//! Change between two terms by mixed models, which separate change within academies from differences between them.

use crate::analysis::Study;
use crate::analysis::summaries::summaries;
use crate::stats::{self, BeforeAfter, MixedChange, OwnChange, RandomSlope, Undefined};

/// The trust's change by mixed models.
#[derive(Debug, Clone, PartialEq)]
pub struct MixedChanges {
    /// The model with a random intercept per academy.
    pub intercept: Result<MixedChange, Undefined>,
    /// The model in which academies also differ in their change (random slope).
    pub slope: Result<RandomSlope, Undefined>,
    /// Each group's own change.
    pub own: Vec<Result<OwnChange, Undefined>>,
}

/// The trust's change within groups. A group's own change comes from the random-slope model; without that model it has none, because
/// nothing says how much groups differ in their change.
#[must_use]
pub fn mixed_changes(before: &Study<'_>, after: &Study<'_>, scale: usize) -> MixedChanges {
    let level = after.options.level;
    let terms: Vec<BeforeAfter> = summaries(before, scale)
        .into_iter()
        .zip(summaries(after, scale))
        .map(|(before, after)| BeforeAfter { before, after })
        .collect();
    let intercept = stats::mixed_change(&terms, level);
    let slope = stats::random_slope(&terms, level);
    let own = (0..terms.len()).map(|group| match &slope {
        Ok(slope) => Ok(slope.academies[group]),
        Err(reason) => Err(reason.clone()),
    });
    MixedChanges {
        own: own.collect(),
        intercept,
        slope,
    }
}
