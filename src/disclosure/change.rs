//! What may be seen of the change between two terms.
//!
//! A group is withheld in both terms when it is withheld in either term by itself, small or for another's sake. So whatever
//! is shown of a term here is shown in that term's own output too, and a change shown beside a published term gives nothing
//! back. What depends on the grouping, the mixed model above all, is estimated with all withheld groups taken as one, so that
//! every published figure is a function of the groups shown and of the totals of the two terms. A group that somebody answered
//! for in one term only is no change; it is withheld or named as such.

use crate::analysis::{
    self, Change, MixedChanges, Options, OwnChange, StandardisedChange, Study, TermScore, Undefined,
};
use crate::disclosure::grouped_study::respondents;
use crate::disclosure::margins::{linked_scales, margins};
use crate::disclosure::plan::withheld;
use crate::disclosure::seal::Seal;
use crate::disclosure::standardised::StandardisedPlan;
use crate::disclosure::term::{TermPlan, TermStudy, term_plans};
use crate::disclosure::{GroupedStudy, Margin, Policy, Respondents, Rule, Shown, StandardStaff, SuppressionPlan};

/// One of two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichTerm {
    /// The earlier.
    Before,
    /// The later.
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

/// What is shown of a group.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupChange {
    /// A change.
    Both {
        /// Its figures.
        change: Box<Change>,
        /// By the mixed model; of academies only.
        own: Option<Result<OwnChange, Undefined>>,
    },
    /// Somebody answered in one term only: never a change.
    Only {
        /// Which.
        when: WhichTerm,
        /// Its score then.
        score: TermScore,
    },
}

/// A group on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedChange {
    /// The group's name; empty for those who gave none.
    pub name: String,
    /// Its figures.
    pub figures: Shown<GroupChange>,
}

/// One scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleChange {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust, over all persons.
    pub trust: Shown<Change>,
    /// The trust, within academies.
    pub mixed: Shown<MixedChanges>,
    /// How many withheld academies count as one in the mixed model.
    pub pooled: usize,
    /// The academies.
    pub academies: Vec<PublishedChange>,
    /// The groups of another column, where one was asked for.
    pub by: Option<(String, Vec<PublishedChange>)>,
    /// The scores standardised to the trust's staff by that column, where its staff is known.
    pub standardised: Option<StandardisedChanges>,
}

/// The changes of standardised scores on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedChanges {
    /// The trust.
    pub trust: Shown<StandardisedChange>,
    /// The academies, in their order; nothing of one that answered in one term only.
    pub academies: Vec<Option<Shown<StandardisedChange>>>,
}

/// Everything of two terms that may be seen of their difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The rule that was followed.
    pub policy: Policy,
    /// How it was estimated.
    pub options: Options,
    /// How many rows the terms had.
    pub respondents: [Respondents; 2],
    /// The scales, in the instrument's order.
    pub scales: Vec<ScaleChange>,
    /// The staff that scores of both terms are standardised to, where it is known.
    pub standard: Option<StandardStaff>,
    seal: Seal,
}

/// Decides what may be seen of the change from one term to another, and estimates just that. Both surveys must have the same
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
        let told = told_of_terms(&concerned, &plan);
        let presence = presence(&surveys, &members);
        let of_scale = |&scale: &usize| ScaleChange {
            standardised: told
                .as_ref()
                .and_then(|told| standardised(&surveys, scale, &presence[0], told)),
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

/// The sets of linked scales among the common ones. Where versions differ, everything is linked.
fn linked(terms: &[&TermStudy<'_>], scales: usize) -> Vec<Vec<usize>> {
    let alike = terms
        .iter()
        .all(|term| term.survey.academies.instrument.scales().len() == scales);
    match terms.first() {
        Some(first) if alike => linked_scales(&first.survey.academies),
        _ => vec![(0..scales).collect()],
    }
}

/// For each grouping and group, whether anybody answered any of the scales in each term.
fn presence(surveys: &[&GroupedStudy<'_>; 2], scales: &[usize]) -> Vec<Vec<[bool; 2]>> {
    let [before, after] = surveys.map(|survey| margins(survey, scales));
    let of = |(one, two): (&Margin, &Margin)| {
        let groups = 0..one.persons.len();
        groups
            .map(|group| [one.has_answers(group), two.has_answers(group)])
            .collect()
    };
    before.iter().zip(&after).map(of).collect()
}

/// The plan that holds in every term, from the terms' own.
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
            // Who is not in a term is not small in it. A group that nobody ever answered for is withheld where one of few
            // would be.
            let anywhere = terms.iter().any(|own| present(&own));
            let found = || {
                let own = terms.iter().filter(|own| !anywhere || present(own));
                own.filter_map(|own| own.plan.groups[grouping][group])
            };
            // Small in one term is small.
            *rule = found().find(|rule| *rule == Rule::Small).or_else(|| found().next());
        }
    }
    SuppressionPlan {
        total: None,
        groups: rules,
    }
}

/// Which standardised scores both terms' own outputs allow, and a plan beside them.
fn told_of_terms(terms: &[&TermPlan], plan: &SuppressionPlan) -> Option<StandardisedPlan> {
    let own = StandardisedPlan {
        trust: plan.total,
        academies: plan.groups[0].clone(),
    };
    terms
        .iter()
        .try_fold(own, |told, term| Some(told.and(term.told.as_ref()?)))
}

/// The standardised scores of both terms, where both surveys have the staff to standardise to.
fn standardised(
    terms: &[&GroupedStudy<'_>; 2],
    scale: usize,
    presence: &[[bool; 2]],
    told: &StandardisedPlan,
) -> Option<StandardisedChanges> {
    let [before, after] = terms.map(|term| term.standard.as_ref());
    let (before, after) = before.zip(after)?;
    let level = after.cells.options.level;
    let academy = |(academy, rule): (usize, &Option<Rule>)| {
        let of = |standard| analysis::standardised_academy(standard, scale, academy);
        let change = || analysis::standardised_change(of(before), of(after), level);
        (presence[academy][0] == presence[academy][1]).then(|| Shown::unless(*rule, change))
    };
    let of = |standard| analysis::standardised_trust(standard, scale);
    Some(StandardisedChanges {
        trust: Shown::unless(told.trust, || {
            analysis::standardised_change(of(before), of(after), level)
        }),
        academies: told.academies.iter().enumerate().map(academy).collect(),
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
    let mixed = Shown::unless(plan.total, || analysis::mixed_changes(&pooled[0], &pooled[1], scale));
    let own = mixed.figures().map_or(&[][..], |mixed| mixed.own.as_slice());
    let by = terms[0].by.as_ref().zip(terms[1].by.as_ref()).map(|(one, two)| {
        let groups = groups([one, two], scale, &plan.groups[1], &presence[1], None, policy);
        (two.tally.column().to_owned(), groups)
    });
    ScaleChange {
        scale,
        trust: Shown::unless(plan.total, || {
            analysis::trust_change(&pooled[0], &pooled[1], scale, policy.min_group)
        }),
        academies: groups([before, after], scale, &plan.groups[0], &presence[0], Some(own), policy),
        mixed,
        pooled: hidden.len(),
        by,
        standardised: None,
    }
}

/// The groups in their order. `own` are the mixed model's figures of the groups shown.
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
    let mut shown = 0;
    let one = |(group, rule): (usize, &Option<Rule>)| {
        let figures = match (rule, presence[group]) {
            (Some(rule), _) => Shown::Withheld(*rule),
            (None, [true, false]) => Shown::Figures(GroupChange::Only {
                when: WhichTerm::Before,
                score: analysis::group_score(before, scale, group),
            }),
            (None, [false, true]) => Shown::Figures(GroupChange::Only {
                when: WhichTerm::After,
                score: analysis::group_score(after, scale, group),
            }),
            (None, _) => changes.next().map_or(Shown::Withheld(Rule::Small), |change| {
                Shown::Figures(GroupChange::Both {
                    change: Box::new(change),
                    own: own.and_then(|own| own.get(shown).cloned()),
                })
            }),
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

    const POLICY: Policy = Policy {
        min_group: 10,
        unsuppressed: false,
    };

    fn planned(terms: &[&[u64]]) -> SuppressionPlan {
        let plans: Vec<TermPlan> = terms
            .iter()
            .map(|persons| TermPlan {
                scales: vec![0],
                plan: plan(&[Margin::of_sizes(persons)], POLICY),
                told: None,
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
        // Each term withholds the smallest beside its own small one: all of them together.
        assert_eq!(withheld(&[&[9, 40, 12, 50, 60], &[40, 9, 50, 12, 60]]), "sscc.");
    }

    #[test]
    fn a_group_of_one_term_is_no_small_group_of_the_other() {
        assert_eq!(withheld(&[&[42, 0, 51], &[40, 37, 50]]), "...");
        assert_eq!(withheld(&[&[42, 0, 51, 30], &[40, 7, 50, 31]]), ".s.c");
        assert_eq!(withheld(&[&[42, 0, 51], &[40, 0, 50]]), ".s.", "nobody in either term");
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
                let alone = crate::disclosure::plan(&[Margin::of_sizes(persons)], POLICY);
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
