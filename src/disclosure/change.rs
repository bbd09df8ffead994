//! Decides what may be published about the change between two terms: `cte compare`.
//!
//! A group is withheld in both terms if either term by itself withholds it, by primary or secondary suppression. So every figure of
//! a term that is shown here is shown in that term's own output too, and a published change discloses nothing more. Figures that
//! depend on the grouping, such as the mixed model, are estimated with all withheld groups combined into one group, so that every
//! published figure is a function of the groups shown and of the totals of both terms. A group with answers in one term only has no
//! change: it is withheld, or shown as a group of that term.

use crate::analysis::{
    self, Change, MixedChanges, Options, OwnChange, StandardisedChange, Study, TermScore, Undefined,
};
use crate::disclosure::margins::{bases_of_scores, linked_scales, tables};
use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::respondents::respondents;
use crate::disclosure::seal::Seal;
use crate::disclosure::standardised::StandardisedPlan;
use crate::disclosure::suppression::withheld;
use crate::disclosure::term::{TermPlan, TermStudy, term_plans};
use crate::disclosure::{GroupedStudy, Margin, Policy, Respondents, Rule, Shown, StandardStaff, SuppressionPlan};

/// One of two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichTerm {
    /// The earlier term.
    Before,
    /// The later term.
    After,
}

impl WhichTerm {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// The figures of a group: a change, or the score in the only term in which it has answers.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupChange {
    /// Answers in both terms.
    Both {
        /// The change.
        change: Box<Change>,
        /// The academy's own change by the mixed model; `None` for other groups.
        own: Option<Result<OwnChange, Undefined>>,
    },
    /// Answers in one term only.
    Only {
        /// The term.
        when: WhichTerm,
        /// The score in that term.
        score: TermScore,
    },
}

impl AtPrecision for GroupChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        match self {
            Self::Both { change, own } => Self::Both {
                change: Box::new((*change).at_precision(precision)),
                own: own.at_precision(precision),
            },
            Self::Only { when, score } => Self::Only {
                when,
                score: score.at_precision(precision),
            },
        }
    }
}

/// The change of a group on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedChange {
    /// The group's name; empty for people who gave none.
    pub name: String,
    /// Its figures.
    pub figures: Shown<GroupChange>,
}

/// The figures of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleChange {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust, over all people.
    pub trust: Shown<Change>,
    /// The trust, within academies.
    pub mixed: Shown<MixedChanges>,
    /// Number of withheld academies, which are combined into one group in the mixed model.
    pub pooled: usize,
    /// The academies.
    pub academies: Vec<PublishedChange>,
    /// The groups of another column, if one was asked for.
    pub by: Option<(String, Vec<PublishedChange>)>,
    /// Changes of scores standardised to the trust's staff by that column, if staff numbers are known.
    pub standardised: Option<StandardisedChanges>,
}

/// The changes of standardised scores on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedChanges {
    /// The trust.
    pub trust: Shown<StandardisedChange>,
    /// The academies, in order; `None` for an academy with answers in one term only.
    pub academies: Vec<Option<Shown<StandardisedChange>>>,
}

/// The published change between two terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// Number of rows in each term.
    pub respondents: [Respondents; 2],
    /// The scales, in the instrument's order.
    pub scales: Vec<ScaleChange>,
    /// The staff that the scores of both terms are standardised to, if known.
    pub standard: Option<StandardStaff>,
    seal: Seal,
}

/// Decides what may be published about the change from one term to another, and estimates only that. Both surveys must have the same
/// groups and the same first `scales` scales.
#[must_use]
pub fn publish_change(before: &TermStudy<'_>, after: &TermStudy<'_>, scales: usize, policy: Policy) -> Comparison {
    let terms = [before, after];
    let surveys = terms.map(|term| &term.survey);
    let plans = terms.map(|term| term_plans(term, policy));
    let mut published = Vec::new();
    for members in linked(&terms, scales) {
        let whole = members.len() == scales;
        let concerns = |own: &&TermPlan| whole || own.scales.iter().any(|scale| members.contains(scale));
        let concerned: Vec<&TermPlan> = plans.iter().flatten().filter(concerns).collect();
        let plan = plan_of_terms(&concerned);
        let standardised_plan = standardised_plan_of_terms(&concerned, &plan);
        let presence = presence(&surveys, &members);
        let of_scale = |&scale: &usize| ScaleChange {
            standardised: standardised_plan
                .as_ref()
                .and_then(|plan| standardised(&surveys, scale, &presence[0], plan, policy)),
            ..one_scale(&surveys, scale, &presence, &plan, policy)
        };
        published.extend(members.iter().map(of_scale));
    }
    published.sort_by_key(|scale| scale.scale);
    Comparison {
        policy,
        options: after.survey.academies.options,
        respondents: surveys.map(|survey| respondents(&survey.academies)),
        scales: published,
        standard: StandardStaff::of(&after.survey),
        seal: Seal,
    }
}

/// The sets of linked scales among the common ones. If the questionnaires differ, all scales are linked.
fn linked(terms: &[&TermStudy<'_>], scales: usize) -> Vec<Vec<usize>> {
    let alike = terms
        .iter()
        .all(|term| term.survey.academies.instrument.scales().len() == scales);
    match terms.first() {
        Some(first) if alike => linked_scales(&first.survey.academies),
        _ => vec![(0..scales).collect()],
    }
}

/// For each grouping, group and term: true if anybody answered any of the scales.
fn presence(surveys: &[&GroupedStudy<'_>; 2], scales: &[usize]) -> Vec<Vec<[bool; 2]>> {
    let [before, after] = surveys.map(|survey| tables(survey, &bases_of_scores(scales)).margins);
    let of = |(one, two): (&Margin, &Margin)| {
        let groups = 0..one.persons.len();
        groups
            .map(|group| [one.has_answers(group), two.has_answers(group)])
            .collect()
    };
    before.iter().zip(&after).map(of).collect()
}

/// The plan that withholds in every term whatever the plan of a single term withholds.
fn plan_of_terms(terms: &[&TermPlan]) -> SuppressionPlan {
    let mut rules: Vec<Vec<Option<Rule>>> = terms.first().map_or(Vec::new(), |first| {
        first
            .plan
            .groups
            .iter()
            .map(|groups| vec![None; groups.len()])
            .collect()
    });
    if let Some(rule) = terms.iter().find_map(|own| own.plan.total) {
        return everything(Some(rule), &rules);
    }
    for (grouping, of_grouping) in rules.iter_mut().enumerate() {
        for (group, rule) in of_grouping.iter_mut().enumerate() {
            let present = |own: &&&TermPlan| own.present[grouping][group];
            // A group without answers in a term is not small in it. A group without answers in any term is withheld if a
            // small group would be.
            let anywhere = terms.iter().any(|own| present(&own));
            let found = || {
                let own = terms.iter().filter(|own| !anywhere || present(own));
                own.filter_map(|own| own.plan.groups[grouping][group])
            };
            // Primary suppression in one term is primary suppression in both.
            *rule = found().find(|rule| *rule == Rule::Small).or_else(|| found().next());
        }
    }
    SuppressionPlan {
        total: None,
        groups: rules,
    }
}

/// The plan of standardised scores that a plan and both terms' own outputs allow.
fn standardised_plan_of_terms(terms: &[&TermPlan], plan: &SuppressionPlan) -> Option<StandardisedPlan> {
    let own = StandardisedPlan {
        trust: plan.total,
        academies: plan.groups[0].clone(),
    };
    terms
        .iter()
        .try_fold(own, |plan, term| Some(plan.and(term.standardised.as_ref()?)))
}

/// The changes of standardised scores, if both surveys have staff numbers to standardise to.
fn standardised(
    terms: &[&GroupedStudy<'_>; 2],
    scale: usize,
    presence: &[[bool; 2]],
    plan: &StandardisedPlan,
    policy: Policy,
) -> Option<StandardisedChanges> {
    let [before, after] = terms.map(|term| term.standard.as_ref());
    let (before, after) = before.zip(after)?;
    let level = after.cells.options.level;
    let precision = |about| Precision::of_scale(&after.cells, scale, about, policy);
    let academy = |(academy, rule): (usize, &Option<Rule>)| {
        let of = |standard| analysis::standardised_academy(standard, scale, academy);
        let change = || analysis::standardised_change(of(before), of(after), level);
        (presence[academy][0] == presence[academy][1]).then(|| Shown::unless(*rule, &precision(About::Group), change))
    };
    let of = |standard| analysis::standardised_trust(standard, scale);
    Some(StandardisedChanges {
        trust: Shown::unless(plan.trust, &precision(About::Trust), || {
            analysis::standardised_change(of(before), of(after), level)
        }),
        academies: plan.academies.iter().enumerate().map(academy).collect(),
    })
}

fn everything(rule: Option<Rule>, rules: &[Vec<Option<Rule>>]) -> SuppressionPlan {
    SuppressionPlan {
        total: rule,
        groups: rules.iter().map(|of_margin| vec![rule; of_margin.len()]).collect(),
    }
}

fn one_scale(
    terms: &[&GroupedStudy<'_>; 2],
    scale: usize,
    presence: &[Vec<[bool; 2]>],
    plan: &SuppressionPlan,
    policy: Policy,
) -> ScaleChange {
    let [before, after] = terms.map(|term| &term.academies);
    let hidden = withheld(&plan.groups[0]);
    let pooled = [before.pooled(&hidden), after.pooled(&hidden)];
    let of_trust = Precision::of_scale(after, scale, About::Trust, policy);
    let mixed = Shown::unless(plan.total, &of_trust, || {
        analysis::mixed_changes(&pooled[0], &pooled[1], scale)
    });
    let own = mixed.figures().map_or(&[][..], |mixed| mixed.own.as_slice());
    let by = terms[0].by.as_ref().zip(terms[1].by.as_ref()).map(|(one, two)| {
        let groups = groups([one, two], scale, &plan.groups[1], &presence[1], None, policy);
        (two.tally.column().to_owned(), groups)
    });
    ScaleChange {
        scale,
        trust: Shown::unless(plan.total, &of_trust, || {
            analysis::trust_change(&pooled[0], &pooled[1], scale, policy.min_group)
        }),
        academies: groups([before, after], scale, &plan.groups[0], &presence[0], Some(own), policy),
        mixed,
        pooled: hidden.len(),
        by,
        standardised: None,
    }
}

/// The groups in order. `own` has the mixed model's figures of the groups shown.
fn groups(
    [before, after]: [&Study<'_>; 2],
    scale: usize,
    rules: &[Option<Rule>],
    presence: &[[bool; 2]],
    own: Option<&[Result<OwnChange, Undefined>]>,
    policy: Policy,
) -> Vec<PublishedChange> {
    let compared: Vec<usize> = (0..rules.len())
        .filter(|&group| rules[group].is_none() && presence[group][0] == presence[group][1])
        .collect();
    let mut changes = analysis::group_changes(before, after, scale, &compared, policy.min_group).into_iter();
    let precision = Precision::of_scale(after, scale, About::Group, policy);
    let mut shown = 0;
    let one = |(group, rule): (usize, &Option<Rule>)| {
        let found = match (rule, presence[group]) {
            (Some(rule), _) => Err(*rule),
            (None, [true, false]) => Ok(GroupChange::Only {
                when: WhichTerm::Before,
                score: analysis::group_score(before, scale, group),
            }),
            (None, [false, true]) => Ok(GroupChange::Only {
                when: WhichTerm::After,
                score: analysis::group_score(after, scale, group),
            }),
            (None, _) => changes.next().ok_or(Rule::Small).map(|change| GroupChange::Both {
                change: Box::new(change),
                own: own.and_then(|own| own.get(shown).cloned()),
            }),
        };
        let figures = match found {
            Ok(found) => Shown::unless(None, &precision, || found),
            Err(rule) => Shown::withheld(rule),
        };
        shown += usize::from(rule.is_none());
        PublishedChange {
            name: after.tally.names()[group].clone(),
            figures,
        }
    };
    rules.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::disclosure::plan;

    const POLICY: Policy = Policy::published(10);

    fn planned(terms: &[&[u64]]) -> SuppressionPlan {
        let plans: Vec<TermPlan> = terms
            .iter()
            .map(|persons| TermPlan {
                scales: vec![0],
                plan: plan(&Margin::of_sizes(persons, &[]), POLICY),
                standardised: None,
                present: vec![persons.iter().map(|&n| n > 0).collect()],
            })
            .collect();
        plan_of_terms(&plans.iter().collect::<Vec<_>>())
    }

    fn withheld(terms: &[&[u64]]) -> String {
        let plan = planned(terms);
        assert_eq!(plan.total, None);
        let letter = |rule: &Option<Rule>| match rule {
            None => '.',
            Some(Rule::Small) => 's',
            Some(Rule::Complementary) => 'c',
        };
        plan.groups[0].iter().map(letter).collect()
    }

    #[test]
    fn small_in_either_term_is_withheld_in_both_and_enough_with_it() {
        assert_eq!(withheld(&[&[42, 38, 51], &[40, 37, 50]]), "...");
        assert_eq!(withheld(&[&[42, 9, 51, 33], &[40, 20, 50, 30]]), ".s.c");
        // Each term withholds the smallest group with its own small one; the comparison withholds all of these.
        assert_eq!(withheld(&[&[9, 40, 12, 50, 60], &[40, 9, 50, 12, 60]]), "sscc.");
    }

    #[test]
    fn a_group_of_one_term_is_no_small_group_of_the_other() {
        assert_eq!(withheld(&[&[42, 0, 51], &[40, 37, 50]]), "...");
        assert_eq!(withheld(&[&[42, 0, 51, 30], &[40, 7, 50, 31]]), ".s.c");
        assert_eq!(
            withheld(&[&[42, 0, 51], &[40, 0, 50]]),
            ".s.",
            "no answers in either term"
        );
    }

    #[test]
    fn a_term_that_is_small_withholds_everything() {
        assert_eq!(planned(&[&[4, 3], &[40, 37]]).total, Some(Rule::Small));
    }

    proptest! {
        #[test]
        fn what_a_term_withholds_stays_withheld_and_no_sum_is_of_few(
            groups in prop::collection::vec((prop_oneof![Just(0_u64), 1..12_u64, 10..40_u64],
                prop_oneof![Just(0_u64), 1..12_u64, 10..40_u64]), 1..9)
        ) {
            let terms: [Vec<u64>; 2] = [groups.iter().map(|g| g.0).collect(), groups.iter().map(|g| g.1).collect()];
            let plan = planned(&[&terms[0], &terms[1]]);
            if plan.total.is_some() {
                return Ok(());
            }
            for persons in &terms {
                let alone = crate::disclosure::plan(&Margin::of_sizes(persons, &[]), POLICY);
                let hidden: u64 = persons.iter().zip(&plan.groups[0])
                    .filter(|(_, rule)| rule.is_some()).map(|(n, _)| *n).sum();
                prop_assert!(hidden == 0 || hidden >= 10);
                for ((n, own), rule) in persons.iter().zip(&alone.groups[0]).zip(&plan.groups[0]) {
                    prop_assert!(*n == 0 || own.is_none() || rule.is_some(), "what a term withholds stays withheld");
                    prop_assert!(*n == 0 || *n >= 10 || rule.is_some());
                }
            }
        }
    }
}
