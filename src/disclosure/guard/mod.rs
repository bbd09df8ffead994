//! What else must be withheld because of what was given out earlier of the same rows.
//!
//! A [`plan()`](super::plan()) looks at one output. Two outputs of the same rows can be subtracted from each other: another
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
use crate::disclosure::crossed::plan_of_survey;
use crate::disclosure::publish::linked_scales;
use crate::disclosure::term::{Start, start};
use crate::disclosure::{Margin, Plan, Policy, Survey, Term};

pub use cells::{WithheldCell, withheld_cells, withheld_changes, withheld_points};
use figures::{Figure, figures};
pub use members::{Current, Earlier, EarlierScale, Fate, Labels, Members, ScaleMembers};
use repair::{allows_cells, repair};
use told::told;

/// What may be shown beside earlier outputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guarded {
    sets: Vec<GuardedSet>,
    /// Whether other terms are held against it as it was decided, which knows of no cell told by a standardised score.
    shared: bool,
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

    /// The plan of linked scales.
    pub(in crate::disclosure) fn plan(&self, scales: &[usize]) -> Option<&Plan> {
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
        academies.is_empty() || set.is_none_or(|set| !self.shared && allows_cells(set, margins, academies))
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
    let guarded = survey.guarded.and_then(|guarded| guarded.plan(scales));
    guarded.map_or_else(|| plan_of_survey(survey, scales, policy).0, Clone::clone)
}

/// Decides what may be shown of a survey beside earlier outputs of the same rows.
#[must_use]
pub fn guard(survey: &Survey<'_>, policy: Policy, current: &Current, earlier: &[Earlier]) -> Guarded {
    let start = |scales: &[usize]| {
        let (plan, margins) = plan_of_survey(survey, scales, policy);
        Start {
            plan,
            margins,
            order: &[],
        }
    };
    sets(survey, policy, current, earlier, &start)
}

/// What may be shown of several terms in one output beside earlier outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardedTerms {
    terms: Vec<Guarded>,
    least: u64,
    /// The earlier outputs, and each term of this one.
    known: Vec<Earlier>,
}

impl GuardedTerms {
    /// For each term what may be shown of it.
    #[must_use]
    pub fn terms(&self) -> &[Guarded] {
        &self.terms
    }

    /// Whether a further result, as planned, can stand beside all this.
    pub(in crate::disclosure) fn allow(&self, further: &Current, scales: &[usize], plan: &Plan) -> bool {
        figures(scales, further, &self.known).iter().all(|figure| {
            let space = figure.space_with(plan, &further.shows, None);
            space.small_set(&figure.system.people, self.least, &figure.old) == Search::Nothing
        })
    }
}

/// Decides what may be shown of several terms in one output beside earlier outputs, for each of the terms in their order. An
/// earlier output may hold rows of several of them: then each term is held against the terms before it too. `currents` is what
/// is to be made of each, `names` what they are called.
#[must_use]
pub fn guard_terms(
    terms: &[Term<'_>],
    policy: Policy,
    currents: &[Current],
    names: &[String],
    earlier: &[Earlier],
) -> GuardedTerms {
    let shared = earlier.iter().any(|earlier| {
        let met = currents
            .iter()
            .filter(|current| current.members.meets(&earlier.members));
        met.count() > 1
    });
    let mut known = earlier.to_vec();
    let mut guarded = Vec::with_capacity(terms.len());
    for ((term, current), name) in terms.iter().zip(currents).zip(names) {
        let start = |scales: &[usize]| start(term, scales, policy);
        let before = if shared { &known } else { earlier };
        let own = Guarded {
            shared,
            ..sets(&term.survey, policy, current, before, &start)
        };
        known.push(current.as_earlier(name, &own, policy));
        guarded.push(own);
    }
    GuardedTerms {
        terms: guarded,
        least: policy.min_group,
        known,
    }
}

fn sets<'s>(
    survey: &Survey<'_>,
    policy: Policy,
    current: &Current,
    earlier: &[Earlier],
    start: &dyn Fn(&[usize]) -> Start<'s>,
) -> Guarded {
    let sets = linked_scales(&survey.academies).into_iter().map(|scales| {
        let Start { margins, plan, order } = start(&scales);
        let figures = if policy.unsuppressed {
            Vec::new()
        } else {
            figures(&scales, current, earlier)
        };
        let mut set = GuardedSet {
            scales,
            plan: plan.clone(),
            alone: plan,
            because: Vec::new(),
            told: told(&figures, current, earlier, policy.min_group),
            least: policy.min_group,
            figures,
        };
        repair(&mut set, margins, order, current, earlier);
        set
    });
    Guarded {
        sets: sets.collect(),
        shared: false,
    }
}
