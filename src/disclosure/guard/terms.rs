//! Several terms in one output, in view of the outputs published before it.

use crate::disclosure::audit::Search;
use crate::disclosure::guard::output::guarded_sets;
use crate::disclosure::outputs::shared_bases;
use crate::disclosure::term::own_plan;
use crate::disclosure::{
    CellStatus, EarlierOutput, EarlierScale, Guarded, NewOutput, Policy, Rule, SuppressionPlan, TermStudy,
};

/// The plans of several terms in one output, in view of earlier outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardedTerms {
    terms: Vec<Guarded>,
    least: u64,
    /// The earlier outputs, and each term of this one.
    outputs: Vec<EarlierOutput>,
}

impl GuardedTerms {
    /// The plans of each term.
    #[must_use]
    pub fn terms(&self) -> &[Guarded] {
        &self.terms
    }

    /// True if a further result, as planned, discloses nothing more together with all of these.
    pub(in crate::disclosure) fn allow(&self, further: &NewOutput, scales: &[usize], plan: &SuppressionPlan) -> bool {
        shared_bases(scales, further, &self.outputs).iter().all(|base| {
            let space = base.space_with(plan, &further.shows, None);
            space.small_set(&base.system.people, self.least, &base.old) == Search::Nothing
        })
    }
}

/// Makes the plans of several terms in one output, in view of earlier outputs. If an earlier output contains rows of several terms,
/// each term is also compared with the terms before it. `outputs` and `names` describe each term.
#[must_use]
pub fn guard_terms(
    terms: &[TermStudy<'_>],
    policy: Policy,
    outputs: &[NewOutput],
    names: &[String],
    earlier: &[EarlierOutput],
) -> GuardedTerms {
    let shared = earlier.iter().any(|earlier| {
        let overlapping = outputs
            .iter()
            .filter(|output| output.members.overlaps(&earlier.members));
        overlapping.count() > 1
    });
    let mut known = earlier.to_vec();
    let mut guarded = Vec::with_capacity(terms.len());
    for ((term, output), name) in terms.iter().zip(outputs).zip(names) {
        let own_plan = |scales: &[usize]| own_plan(term, scales, policy);
        let before = if shared { &known } else { earlier };
        let own = Guarded {
            shared,
            ..guarded_sets(&term.survey, policy, output, before, &own_plan)
        };
        known.push(as_earlier(output, name, &own, policy));
        guarded.push(own);
    }
    GuardedTerms {
        terms: guarded,
        least: policy.min_group,
        outputs: known,
    }
}

/// Turns a new output, as decided, into an earlier one for the outputs after it.
fn as_earlier(output: &NewOutput, name: &str, guarded: &Guarded, policy: Policy) -> EarlierOutput {
    let mut scales = Vec::new();
    for set in guarded.sets() {
        let statuses = |(rules, shows): (&Vec<Option<Rule>>, &bool)| -> Vec<CellStatus> {
            let status = |rule: &Option<Rule>| match (shows, rule) {
                (false, _) => CellStatus::Absent,
                (true, None) => CellStatus::Shown,
                (true, Some(rule)) => CellStatus::Withheld(*rule),
            };
            rules.iter().map(status).collect()
        };
        scales.extend(set.scales.iter().map(|&scale| EarlierScale {
            id: output.members.scales[scale].id.clone(),
            total: set.plan.total.is_none(),
            groups: set.plan.groups.iter().zip(&output.shows).map(statuses).collect(),
            // Terms that are compared with each other show no standardised scores.
            standardised: Vec::new(),
        }));
    }
    EarlierOutput {
        name: name.to_owned(),
        min_group: policy.min_group,
        members: output.members.clone(),
        scales,
    }
}
