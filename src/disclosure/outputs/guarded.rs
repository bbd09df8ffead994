//! The suppression plan of an output in view of the outputs published before it.

use crate::disclosure::audit::Search;
use crate::disclosure::outputs::exposure::allows_cells;
use crate::disclosure::outputs::shared_base::SharedBase;
use crate::disclosure::{Margin, SuppressionPlan};

/// The plans of an output in view of earlier outputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guarded {
    pub(in crate::disclosure) sets: Vec<GuardedSet>,
    /// True if other terms are compared with these plans, which do not cover cells disclosed by standardised scores.
    pub(in crate::disclosure) shared: bool,
}

/// The plan of a set of linked scales.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardedSet {
    /// Places of the scales in the instrument.
    pub scales: Vec<usize>,
    /// The plan.
    pub plan: SuppressionPlan,
    /// The plan of the output alone, without earlier outputs.
    pub alone: SuppressionPlan,
    /// Earlier outputs that made the difference between the two plans necessary.
    pub because: Vec<String>,
    /// Small groups that the earlier outputs alone disclose.
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

    /// True if the standardised scores of some academies, which disclose all their cells, can be shown in addition to everything else.
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

    /// True if the second result, as planned, can be shown in addition to everything else.
    pub(in crate::disclosure) fn allows_second(&self, scales: &[usize], plan: &SuppressionPlan) -> bool {
        let Some(set) = self.set(scales) else { return true };
        plan.total.is_some()
            || set.bases.iter().all(|base| {
                let Some(second) = base.system.second else {
                    return true;
                };
                let mut space = base.space_with(&set.plan, &[true, true], None);
                base.system.add_output(&mut space, second, plan, &[true], None);
                space.small_set(&base.system.people, set.least, &base.old) == Search::Nothing
            })
    }
}
