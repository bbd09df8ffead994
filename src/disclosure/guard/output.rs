//! One output in view of the outputs published before it.

use std::collections::BTreeSet;

use crate::disclosure::guard::disclosed_earlier::disclosed_earlier;
use crate::disclosure::margins::linked_scales;
use crate::disclosure::outputs::{GuardedSet, SharedBase, shared_bases};
use crate::disclosure::suppression::{Exposure, Problem, first_exposure, withhold_next};
use crate::disclosure::survey_plan::decided;
use crate::disclosure::{EarlierOutput, GroupedStudy, Guarded, NewOutput, Policy};

/// Makes the plans of a survey in view of earlier outputs about the same people.
#[must_use]
pub fn guard(survey: &GroupedStudy<'_>, policy: Policy, current: &NewOutput, earlier: &[EarlierOutput]) -> Guarded {
    let decided = |scales: &[usize]| decided(survey, scales, &[], &[], policy);
    guarded_sets(survey, policy, current, earlier, &decided)
}

/// The guarded plan of each set of linked scales. `decided` decides about a set by itself.
pub(super) fn guarded_sets(
    survey: &GroupedStudy<'_>,
    policy: Policy,
    current: &NewOutput,
    earlier: &[EarlierOutput],
    decided: &dyn Fn(&[usize]) -> Problem,
) -> Guarded {
    let sets = linked_scales(&survey.academies).into_iter().map(|scales| {
        let mut problem = decided(&scales);
        let alone = problem.output_plan();
        let shared = if policy.unsuppressed {
            Vec::new()
        } else {
            shared_bases(&scales, current, earlier)
        };
        let because = decide_with_earlier(&mut problem, &shared, &current.shows);
        let mut because: Vec<String> = because.into_iter().map(|place| earlier[place].name.clone()).collect();
        because.dedup();
        GuardedSet {
            scales,
            plan: problem.output_plan(),
            alone,
            because,
            disclosed_earlier: disclosed_earlier(&shared, current, earlier, policy.min_group),
            bases: shared,
        }
    });
    Guarded {
        sets: sets.collect(),
        shared: false,
        answers: Vec::new(),
    }
}

/// Withholds further groups until the new output and the earlier ones together disclose no small group. Returns the places of the earlier
/// outputs that made it necessary.
fn decide_with_earlier(problem: &mut Problem, shared: &[SharedBase], shows: &[bool]) -> BTreeSet<usize> {
    let own = problem.bases.len();
    let headcounts = problem.headcounts();
    let mut because = BTreeSet::new();
    if shared.is_empty() {
        return because;
    }
    problem
        .bases
        .extend(shared.iter().map(|base| base.base(shows, Some(&headcounts))));
    while !problem.is_withheld() {
        let Some(exposure) = first_exposure(problem) else { break };
        if let Some(place) = exposure.base.checked_sub(own) {
            because.extend(causes(problem, &exposure, &shared[place]));
        }
        withhold_next(problem, &exposure);
    }
    because
}

/// The earlier outputs without which the sums could not be derived. If no single output is necessary, all that disclose anything.
fn causes(problem: &Problem, exposure: &Exposure, shared: &SharedBase) -> Vec<usize> {
    let disclosing: Vec<usize> = (0..shared.of_earlier.len())
        .filter(|&place| !shared.of_earlier[place].is_empty())
        .collect();
    if exposure.sums.is_empty() {
        return disclosing;
    }
    let base = &problem.bases[exposure.base];
    let needed = |&place: &usize| {
        !problem
            .space_of_shown(&shared.without(place, base))
            .follows(&exposure.sums)
    };
    let found: Vec<usize> = disclosing.iter().copied().filter(needed).collect();
    if found.is_empty() { disclosing } else { found }
}
