//! What a planned survey is to show.

use crate::stats::{Detection, Undefined, answers_for_width};

/// Probability with which a change is to be detected, unless another is asked for.
const POWER: f64 = 0.8;

/// Half-width and change on a scale of six points, unless others are asked for.
const WIDTH: f64 = 0.15;
const CHANGE: f64 = 0.30;

/// Length of a scale from 1 to 6, for which the usual aims and assumptions hold.
pub(super) const SIX_POINTS: f64 = 5.0;

/// What a planned survey is to show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanAims {
    /// Half-width that the interval of a score may have, in score units.
    pub width: f64,
    /// Change that is to be detected, in score units.
    pub change: f64,
    /// Level of intervals and tests, and probability of detecting the change.
    pub detection: Detection,
}

impl PlanAims {
    /// The aims for a scale of this length: ± 0.15 and 0.30 on a scale from 1 to 6, and as much of any other scale.
    #[must_use]
    pub fn usual(length: f64, level: f64) -> Self {
        Self {
            width: WIDTH * length / SIX_POINTS,
            change: CHANGE * length / SIX_POINTS,
            detection: Detection { level, power: POWER },
        }
    }

    /// Checks that the aims can be planned for.
    ///
    /// # Errors
    /// [`Undefined::OutOfRange`] if a width or change is not above 0, or the level is not between 0 and 1.
    pub fn check(&self) -> Result<(), Undefined> {
        answers_for_width(1.0, self.width, Some(1), self.detection.level)?;
        answers_for_width(1.0, self.change, Some(1), self.detection.level)?;
        Ok(())
    }
}
