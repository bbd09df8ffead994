//! The suppression plan of an output in view of the outputs published before it.

use crate::disclosure::SuppressionPlan;
use crate::disclosure::outputs::earlier_answers::EarlierAnswers;
use crate::disclosure::outputs::shared_base::SharedBase;

/// The plans of an output in view of earlier outputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guarded {
    pub(in crate::disclosure) sets: Vec<GuardedSet>,
    /// True if other terms are compared with these plans, which do not cover cells disclosed by standardised scores.
    pub(in crate::disclosure) shared: bool,
    /// The answers behind the earlier outputs, as far as they are about people of this output.
    pub(in crate::disclosure) answers: Vec<EarlierAnswers>,
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
    pub(in crate::disclosure) bases: Vec<SharedBase>,
}

impl Guarded {
    /// Adds the answers behind the earlier outputs. Without them, nothing is known of those who skipped questions in a difference of
    /// two outputs.
    #[must_use]
    pub fn beside(self, answers: Vec<EarlierAnswers>) -> Self {
        Self { answers, ..self }
    }

    pub(in crate::disclosure) fn answers(&self) -> &[EarlierAnswers] {
        &self.answers
    }

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

    /// True if earlier outputs made it necessary to withhold more of linked scales.
    pub(in crate::disclosure) fn adds_to(&self, scales: &[usize]) -> bool {
        self.set(scales).is_some_and(|set| !set.because.is_empty())
    }

    /// The bases that the linked scales have in common with earlier outputs.
    pub(in crate::disclosure) fn bases(&self, scales: &[usize]) -> &[SharedBase] {
        self.set(scales).map_or(&[], |set| &set.bases)
    }
}
