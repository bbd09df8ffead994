//! The plan of one group: answers that it needs, and what a number of answers could show.

use crate::analysis::plan::{Ends, PlanAims, PlanAssumptions};
use crate::stats::{Undefined, Waves, answers_for_change, answers_for_width, half_width, smallest_change};

/// Answers that a group needs. `None` where no number is enough.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupNeeds {
    /// For the half-width of the interval, at both ends of the standard deviation.
    pub width: Ends<Option<u64>>,
    /// For the change to be detected between two anonymous waves, at both ends of the standard deviation.
    pub change: Ends<Option<u64>>,
    /// For the change to be detected between two linked waves, at both ends of the standard deviation.
    pub change_linked: Ends<Option<u64>>,
}

/// Computes the answers that a group with this headcount needs.
///
/// # Errors
/// [`Undefined`] if an aim or assumption is impossible.
pub fn group_needs(
    aims: &PlanAims,
    assumptions: &PlanAssumptions,
    headcount: Option<u64>,
) -> Result<GroupNeeds, Undefined> {
    let sd = assumptions.sd.ends;
    let linked = Waves::Linked {
        correlation: assumptions.correlation.ends.value,
    };
    let change = |waves: Waves| at_ends(sd, |sd| answers_for_change(sd, aims.change, waves, aims.detection));
    Ok(GroupNeeds {
        width: at_ends(sd, |sd| {
            answers_for_width(sd, aims.width, headcount, aims.detection.level)
        })?,
        change: change(Waves::Anonymous)?,
        change_linked: change(linked)?,
    })
}

/// The result at the value and both ends, or the first reason why there is none.
fn at_ends<R>(ends: Ends<f64>, of: impl Fn(f64) -> Result<R, Undefined>) -> Result<Ends<R>, Undefined> {
    Ok(Ends {
        value: of(ends.value)?,
        lower: of(ends.lower)?,
        upper: of(ends.upper)?,
    })
}

/// What a number of answers could show of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupOutlook {
    /// Half-width of the interval of its score, at both ends of the standard deviation.
    pub half_width: Result<Ends<f64>, Undefined>,
    /// Smallest change that two anonymous waves detect among staff such as these, at both ends of the standard deviation.
    pub change: Result<Ends<f64>, Undefined>,
    /// Smallest change that two anonymous waves detect among exactly these staff; `None` without a headcount.
    pub change_these_staff: Option<Result<f64, Undefined>>,
    /// Smallest change that two linked waves detect, at both ends of the correlation.
    pub change_linked: Result<Ends<f64>, Undefined>,
}

/// Computes what `n` answers in each wave could show of a group.
#[must_use]
pub fn group_outlook(aims: &PlanAims, assumptions: &PlanAssumptions, n: u64, headcount: Option<u64>) -> GroupOutlook {
    let (sd, detection) = (assumptions.sd.ends, aims.detection);
    // Every figure is proportional to the standard deviation.
    let change = |waves: Waves| smallest_change(1.0, n, waves, detection);
    let linked = assumptions
        .correlation
        .ends
        .each(|correlation| change(Waves::Linked { correlation }).map(|unit| unit * sd.value));
    GroupOutlook {
        half_width: half_width(1.0, n, headcount, detection.level).map(|unit| sd.each(|sd| unit * sd)),
        change: change(Waves::Anonymous).map(|unit| sd.each(|sd| unit * sd)),
        change_these_staff: headcount
            .filter(|&headcount| headcount >= n)
            .map(|headcount| change(Waves::TheseStaff { headcount }).map(|unit| unit * sd.value)),
        // A high correlation gives the small change.
        change_linked: linked.value.and_then(|value| {
            Ok(Ends {
                value,
                lower: linked.upper?,
                upper: linked.lower?,
            })
        }),
    }
}
