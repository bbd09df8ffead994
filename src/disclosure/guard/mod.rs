//! What else must be withheld because of what was given out earlier of the same rows.
//!
//! [`plan()`] looks at one output. Two outputs of the same rows can be subtracted from each other: another
//! grouping, another minimum, or some respondents left out, and the difference is a few people. So over all figures of
//! the new output and of the earlier ones
//! - no set of fewer people than the minimum may be worked out, be it a withheld group, some of them together, a cell of two
//!   groupings or those whom one of the outputs leaves out (see [`super::audit`] for how that is found), and
//! - the number of nobody withheld may be bounded more tightly than one output's plan allows,
//!
//! unless the earlier outputs tell it by themselves. While that does not hold, a further group of the new output is withheld:
//! of those without which it would hold, or else of all that are shown, the smallest. Where that cannot help, all of the new output's
//! figures on these scales are.
//!
//! Sums are compared scale by scale, for those with a score and for those who gave any answer. An output of any kind
//! counts as if it told both of every group it shows.

mod cells;
mod figures;
mod members;
mod repair;
mod told;

use crate::disclosure::audit::Search;
use crate::disclosure::publish::{linked_scales, margins};
use crate::disclosure::{Plan, Policy, Survey, plan};

pub use cells::{WithheldCell, withheld_cells};
use figures::{Figure, figures};
pub use members::{Current, Earlier, EarlierScale, Fate, Labels, Members, ScaleMembers};
use repair::repair;
use told::told;

/// What may be shown beside earlier outputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guarded {
    sets: Vec<GuardedSet>,
}

/// The plan of scales that share items.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardedSet {
    /// Places of the scales in the instrument.
    pub scales: Vec<usize>,
    /// What is withheld.
    pub plan: Plan,
    /// What would be withheld if nothing had been given out earlier.
    pub alone: Plan,
    /// The earlier outputs that made the difference necessary.
    pub because: Vec<String>,
    /// Of whom the earlier outputs alone tell, though they are fewer than the minimum.
    pub told: Vec<String>,
    least: u64,
    figures: Vec<Figure>,
}

impl Guarded {
    /// The linked scales and their plans.
    #[must_use]
    pub fn sets(&self) -> &[GuardedSet] {
        &self.sets
    }

    fn set(&self, scales: &[usize]) -> Option<&GuardedSet> {
        self.sets.iter().find(|set| set.scales == scales)
    }

    /// Whether the second result, as planned, can stand beside everything else.
    pub(in crate::disclosure) fn allows_second(&self, scales: &[usize], plan: &Plan) -> bool {
        let Some(set) = self.set(scales) else { return true };
        plan.total.is_some()
            || set.figures.iter().all(|figure| {
                let Some(second) = figure.system.second else {
                    return true;
                };
                let mut space = figure.space_with(&set.plan, &[true, true], None);
                figure.system.learn(&mut space, second, plan, &[true], None);
                space.small_set(&figure.system.people, set.least, &figure.old) == Search::Nothing
            })
    }
}

/// The plan of a survey's scales, beside what was given out earlier where that is known.
pub(in crate::disclosure) fn plan_of(survey: &Survey<'_>, scales: &[usize], policy: Policy) -> Plan {
    match survey.guarded.and_then(|guarded| guarded.set(scales)) {
        Some(set) => set.plan.clone(),
        None => plan(&margins(survey, scales), policy),
    }
}

/// Decides what may be shown of a survey beside earlier outputs of the same rows.
#[must_use]
pub fn guard(survey: &Survey<'_>, policy: Policy, current: &Current, earlier: &[Earlier]) -> Guarded {
    let sets = linked_scales(&survey.academies).into_iter().map(|scales| {
        let margins = margins(survey, &scales);
        let alone = plan(&margins, policy);
        let figures = if policy.unsuppressed {
            Vec::new()
        } else {
            figures(&scales, current, earlier)
        };
        let mut set = GuardedSet {
            scales,
            plan: alone.clone(),
            alone,
            because: Vec::new(),
            told: told(&figures, current, earlier, policy.min_group),
            least: policy.min_group,
            figures,
        };
        repair(&mut set, margins, current, earlier);
        set
    });
    Guarded { sets: sets.collect() }
}
