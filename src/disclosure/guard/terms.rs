//! Several terms in one output, in view of the outputs published before it.

use crate::disclosure::audit::Search;
use crate::disclosure::guard::output::guarded_sets;
use crate::disclosure::outputs::shared_bases;
use crate::disclosure::term::start;
use crate::disclosure::{
    CellStatus, EarlierOutput, EarlierScale, Guarded, NewOutput, Policy, Rule, SuppressionPlan, TermStudy,
};

/// What may be shown of several terms in one output beside earlier outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardedTerms {
    terms: Vec<Guarded>,
    least: u64,
    /// The earlier outputs, and each term of this one.
    known: Vec<EarlierOutput>,
}

impl GuardedTerms {
    /// For each term what may be shown of it.
    #[must_use]
    pub fn terms(&self) -> &[Guarded] {
        &self.terms
    }

    /// Whether a further result, as planned, can stand beside all this.
    pub(in crate::disclosure) fn allow(&self, further: &NewOutput, scales: &[usize], plan: &SuppressionPlan) -> bool {
        shared_bases(scales, further, &self.known).iter().all(|base| {
            let space = base.space_with(plan, &further.shows, None);
            space.small_set(&base.system.people, self.least, &base.old) == Search::Nothing
        })
    }
}

/// Decides what may be shown of several terms in one output beside earlier outputs, for each of the terms in their order. An
/// earlier output may hold rows of several of them: then each term is held against the terms before it too. `currents` is what
/// is to be made of each, `names` what they are called.
#[must_use]
pub fn guard_terms(
    terms: &[TermStudy<'_>],
    policy: Policy,
    currents: &[NewOutput],
    names: &[String],
    earlier: &[EarlierOutput],
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
            ..guarded_sets(&term.survey, policy, current, before, &start)
        };
        known.push(as_earlier(current, name, &own, policy));
        guarded.push(own);
    }
    GuardedTerms {
        terms: guarded,
        least: policy.min_group,
        known,
    }
}

/// A new output, as decided, turned into an earlier one for the outputs after it.
fn as_earlier(current: &NewOutput, name: &str, guarded: &Guarded, policy: Policy) -> EarlierOutput {
    let mut scales = Vec::new();
    for set in guarded.sets() {
        let fates = |(rules, shows): (&Vec<Option<Rule>>, &bool)| -> Vec<CellStatus> {
            let fate = |rule: &Option<Rule>| match (shows, rule) {
                (false, _) => CellStatus::Absent,
                (true, None) => CellStatus::Shown,
                (true, Some(rule)) => CellStatus::Withheld(*rule),
            };
            rules.iter().map(fate).collect()
        };
        scales.extend(set.scales.iter().map(|&scale| EarlierScale {
            id: current.members.scales[scale].id.clone(),
            total: set.plan.total.is_none(),
            groups: set.plan.groups.iter().zip(&current.shows).map(fates).collect(),
            // Where several terms are held against each other none is shown.
            standardised: Vec::new(),
        }));
    }
    EarlierOutput {
        name: name.to_owned(),
        min_group: policy.min_group,
        members: current.members.clone(),
        scales,
    }
}
