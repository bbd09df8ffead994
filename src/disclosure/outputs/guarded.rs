//! The suppression plan of an output in view of the outputs published before it.

use crate::disclosure::audit::Search;
use crate::disclosure::outputs::exposure::allows_cells;
use crate::disclosure::outputs::shared_base::SharedBase;
use crate::disclosure::{Margin, SuppressionPlan};

/// What may be shown beside earlier outputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guarded {
    pub(in crate::disclosure) sets: Vec<GuardedSet>,
    /// Whether other terms are held against it as it was decided, which knows of no cell told by a standardised score.
    pub(in crate::disclosure) shared: bool,
}

/// The plan of scales that share items.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardedSet {
    /// Places of the scales in the instrument.
    pub scales: Vec<usize>,
    /// What is withheld.
    pub plan: SuppressionPlan,
    /// What would be withheld if nothing had been given out earlier.
    pub alone: SuppressionPlan,
    /// The earlier outputs that made the difference necessary.
    pub because: Vec<String>,
    /// Of whom the earlier outputs alone tell, though they are fewer than the minimum.
    pub disclosed_earlier: Vec<String>,
    pub(in crate::disclosure) least: u64,
    pub(in crate::disclosure) bases: Vec<SharedBase>,
}

impl Guarded {
    /// The linked scales and their plans.
    #[must_use]
    pub fn sets(&self) -> &[GuardedSet] {
        &self.sets
    }

    /// The plan of linked scales.
    pub(in crate::disclosure) fn plan(&self, scales: &[usize]) -> Option<&SuppressionPlan> {
        self.set(scales).map(|set| &set.plan)
    }

    fn set(&self, scales: &[usize]) -> Option<&GuardedSet> {
        self.sets.iter().find(|set| set.scales == scales)
    }

    /// Whether the standardised scores of some academies, which tell all their cells, can stand beside everything else.
    pub(in crate::disclosure) fn allows_cells(
        &self,
        scales: &[usize],
        margins: &[Margin],
        academies: &[usize],
    ) -> bool {
        let set = self.set(scales);
        let allowed =
            |set: &GuardedSet| !self.shared && allows_cells(&set.bases, &set.plan, set.least, margins, academies);
        academies.is_empty() || set.is_none_or(allowed)
    }

    /// Whether the second result, as planned, can stand beside everything else.
    pub(in crate::disclosure) fn allows_second(&self, scales: &[usize], plan: &SuppressionPlan) -> bool {
        let Some(set) = self.set(scales) else { return true };
        plan.total.is_some()
            || set.bases.iter().all(|base| {
                let Some(second) = base.system.second else {
                    return true;
                };
                let mut space = base.space_with(&set.plan, &[true, true], None);
                base.system.learn(&mut space, second, plan, &[true], None);
                space.small_set(&base.system.people, set.least, &base.old) == Search::Nothing
            })
    }
}
