//! Several terms in one output, in view of the outputs published before it.

use crate::disclosure::guard::output::guarded_sets;
use crate::disclosure::outputs::shared_bases;
use crate::disclosure::suppression::{Choice, Limits, Order, Output, Problem, Unit, first_exposure};
use crate::disclosure::term::decided_alone;
use crate::disclosure::{
    CellStatus, EarlierAnswers, EarlierOutput, EarlierScale, Guarded, NewOutput, Policy, Rule, SuppressionPlan,
    TermStudy,
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
    /// Adds the answers behind the earlier outputs about each term.
    #[must_use]
    pub fn beside(mut self, answers: Vec<Vec<EarlierAnswers>>) -> Self {
        for (term, answers) in self.terms.iter_mut().zip(answers) {
            term.answers = answers;
        }
        self
    }

    /// The plans of each term.
    #[must_use]
    pub fn terms(&self) -> &[Guarded] {
        &self.terms
    }

    /// True if a further result, as planned, discloses nothing more together with all of these.
    pub(in crate::disclosure) fn allow(&self, further: &NewOutput, scales: &[usize], plan: &SuppressionPlan) -> bool {
        let shared = shared_bases(scales, further, &self.outputs);
        // Groups that the plan does not have, such as people who moved, are never shown.
        let rule = |table: usize, group: usize| match plan.groups.get(table).and_then(|rules| rules.get(group)) {
            Some(rule) => *rule,
            None => Some(Rule::Complementary),
        };
        let tables = further.members.groupings.iter().enumerate();
        let units = tables.flat_map(|(table, of)| (0..of.names.len()).map(move |group| (table, rule(table, group))));
        let unit = |(place, (table, rule)): (usize, (usize, Option<Rule>))| Unit {
            output: 0,
            table,
            rule,
            order: Order {
                people: 0,
                table,
                place,
            },
            choice: Choice::Fixed,
            limits: Limits::Somebody,
        };
        let problem = Problem {
            least: self.least,
            outputs: vec![Output {
                total: plan.total,
                choice: Choice::Fixed,
            }],
            units: units.enumerate().map(unit).collect(),
            bases: shared.iter().map(|base| base.base(&further.shows, None)).collect(),
        };
        first_exposure(&problem).is_none()
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
        let decided = |scales: &[usize]| decided_alone(term, scales, policy);
        let before = if shared { &known } else { earlier };
        let own = Guarded {
            shared,
            ..guarded_sets(&term.survey, policy, output, before, &decided)
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
