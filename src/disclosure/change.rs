//! What may be seen of the change between two terms.
//!
//! One plan holds for both terms. A group is withheld when it would be in either term by itself, so that whatever one term's
//! own output withholds stays withheld here, and further groups with it until in each term every sum of withheld groups that
//! can be worked out is safe (see [`plan`](super::plan())). What depends on the grouping, the mixed model above all, is
//! estimated with all withheld groups taken as one, so that every published figure is a function of the groups shown and of the
//! totals of the two terms. A group that somebody answered for in one term only is no change; it is withheld or named as such.

use crate::analysis::{self, Change, MixedChanges, Options, OwnChange, Study, TermScore, Undefined};
use crate::disclosure::publish::{linked_scales, margins, respondents, withheld};
use crate::disclosure::{Margin, Plan, Policy, Respondents, Rule, Shown, Survey, plan};

/// One of two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The earlier.
    Before,
    /// The later.
    After,
}

impl When {
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
        when: When,
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
    seal: Seal,
}

/// Keeps the making of `Comparison` in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seal;

/// Decides what may be seen of the change from one term to another, and estimates just that. Both surveys must have the same
/// groups and the same first `scales` scales.
#[must_use]
pub fn publish_change(before: &Survey<'_>, after: &Survey<'_>, scales: usize, policy: Policy) -> Comparison {
    let terms = [before, after];
    let mut published = Vec::new();
    for members in linked(&terms, scales) {
        let margins: Vec<Vec<Margin>> = terms.iter().zip(&members).map(|(term, of)| margins(term, of)).collect();
        let plan = plan_of_terms(&margins, policy);
        let shown = members[0].iter().copied().filter(|&scale| scale < scales);
        published.extend(shown.map(|scale| one_scale(&terms, scale, &margins, &plan, policy)));
    }
    published.sort_by_key(|scale| scale.scale);
    Comparison {
        policy,
        options: after.academies.options,
        respondents: terms.map(|term| respondents(&term.academies)),
        scales: published,
        seal: Seal,
    }
}

/// For each set of linked scales its members in each term. Where a term has scales beyond the common ones, which are wholes of
/// common parts, everything is linked.
fn linked(terms: &[&Survey<'_>], scales: usize) -> Vec<Vec<Vec<usize>>> {
    let count = |term: &Survey<'_>| term.academies.instrument.scales().len();
    if terms.iter().any(|term| count(term) > scales) {
        return vec![terms.iter().map(|term| (0..count(term)).collect()).collect()];
    }
    let Some(first) = terms.first() else {
        return Vec::new();
    };
    let sets = linked_scales(&first.academies).into_iter();
    sets.map(|members| vec![members; terms.len()]).collect()
}

/// The plan that holds in every term: for each term its margins.
pub(in crate::disclosure) fn plan_of_terms(terms: &[Vec<Margin>], policy: Policy) -> Plan {
    let Some(first) = terms.first() else {
        return plan(&[], policy);
    };
    let none: Vec<Vec<Option<Rule>>> = first.iter().map(|margin| vec![None; margin.persons.len()]).collect();
    if policy.unsuppressed {
        return Plan {
            total: None,
            groups: none,
        };
    }
    let mut rules = none;
    // What each term withholds by itself.
    for margins in terms {
        let alone = plan(margins, policy);
        if alone.total.is_some() {
            return everything(alone.total, &rules);
        }
        add(&mut rules, &alone, margins);
    }
    // A group that nobody ever answered for is as small as one of few.
    for (place, of_margin) in rules.iter_mut().enumerate() {
        for (group, rule) in of_margin.iter_mut().enumerate() {
            if !terms.iter().any(|margins| appears(&margins[place], group)) {
                *rule = Some(Rule::Small);
            }
        }
    }
    loop {
        let before = rules.clone();
        for margins in terms {
            let mut margins = margins.clone();
            for (margin, rules) in margins.iter_mut().zip(&rules) {
                margin.withheld.clone_from(rules);
            }
            let together = plan(&margins, policy);
            if together.total.is_some() {
                return everything(together.total, &rules);
            }
            add(&mut rules, &together, &margins);
        }
        if rules == before {
            return Plan {
                total: None,
                groups: rules,
            };
        }
    }
}

fn everything(rule: Option<Rule>, rules: &[Vec<Option<Rule>>]) -> Plan {
    Plan {
        total: rule,
        groups: rules.iter().map(|of_margin| vec![rule; of_margin.len()]).collect(),
    }
}

/// Adds what one term withholds of the groups that appear in it; small in one term is small.
fn add(rules: &mut [Vec<Option<Rule>>], plan: &Plan, margins: &[Margin]) {
    for ((rules, found), margin) in rules.iter_mut().zip(&plan.groups).zip(margins) {
        for (group, (rule, found)) in rules.iter_mut().zip(found).enumerate() {
            if appears(margin, group) && *rule != Some(Rule::Small) {
                *rule = found.or(*rule);
            }
        }
    }
}

/// Whether anybody of a group answered any linked item.
fn appears(margin: &Margin, group: usize) -> bool {
    margin.persons[group].iter().any(|&n| n > 0)
}

fn one_scale(
    terms: &[&Survey<'_>; 2],
    scale: usize,
    margins: &[Vec<Margin>],
    plan: &Plan,
    policy: Policy,
) -> ScaleChange {
    let [before, after] = terms.map(|term| &term.academies);
    let hidden = withheld(&plan.groups[0]);
    let pooled = [before.pooled(&hidden), after.pooled(&hidden)];
    let mixed = Shown::unless(plan.total, || analysis::mixed_changes(&pooled[0], &pooled[1], scale));
    let own = mixed.figures().map_or(&[][..], |mixed| mixed.own.as_slice());
    let presence = |margin: usize| -> Vec<[bool; 2]> {
        let groups = 0..plan.groups[margin].len();
        let both = |group| [0, 1].map(|term: usize| appears(&margins[term][margin], group));
        groups.map(both).collect()
    };
    let by = terms[0].by.as_ref().zip(terms[1].by.as_ref()).map(|(one, two)| {
        let groups = groups([one, two], scale, &plan.groups[1], &presence(1), None, policy);
        (two.tally.column().to_owned(), groups)
    });
    ScaleChange {
        scale,
        trust: Shown::unless(plan.total, || {
            analysis::trust_change(&pooled[0], &pooled[1], scale, policy.min_group)
        }),
        academies: groups([before, after], scale, &plan.groups[0], &presence(0), Some(own), policy),
        mixed,
        pooled: hidden.len(),
        by,
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
                when: When::Before,
                score: analysis::group_score(before, scale, group),
            }),
            (None, [false, true]) => Shown::Figures(GroupChange::Only {
                when: When::After,
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

    const POLICY: Policy = Policy {
        min_group: 10,
        unsuppressed: false,
    };

    fn margin(persons: &[u64]) -> Margin {
        Margin {
            persons: persons.iter().map(|&n| vec![n]).collect(),
            extremes: persons.iter().map(|&n| vec![(n > 0).then_some((1.0, 6.0))]).collect(),
            headcounts: vec![None; persons.len()],
            classes: vec![Vec::new(); persons.len()],
            withheld: vec![None; persons.len()],
        }
    }

    fn planned(terms: &[&[u64]]) -> Plan {
        let margins: Vec<Vec<Margin>> = terms.iter().map(|persons| vec![margin(persons)]).collect();
        plan_of_terms(&margins, POLICY)
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
        fn in_each_term_the_withheld_are_nobody_or_two_groups_and_the_minimum(
            groups in prop::collection::vec((prop_oneof![Just(0_u64), 1..12_u64, 10..40_u64],
                prop_oneof![Just(0_u64), 1..12_u64, 10..40_u64]), 1..9)
        ) {
            let terms: [Vec<u64>; 2] = [groups.iter().map(|g| g.0).collect(), groups.iter().map(|g| g.1).collect()];
            let plan = planned(&[&terms[0], &terms[1]]);
            if plan.total.is_some() {
                return Ok(());
            }
            for persons in &terms {
                let alone = super::plan(&[margin(persons)], POLICY);
                let hidden: Vec<u64> = persons.iter().zip(&plan.groups[0])
                    .filter(|(n, rule)| rule.is_some() && **n > 0).map(|(n, _)| *n).collect();
                prop_assert!(hidden.is_empty() || (hidden.len() > 1 && hidden.iter().sum::<u64>() >= 10));
                for ((n, own), rule) in persons.iter().zip(&alone.groups[0]).zip(&plan.groups[0]) {
                    prop_assert!(*n == 0 || own.is_none() || rule.is_some(), "what a term withholds stays withheld");
                    prop_assert!(*n == 0 || *n >= 10 || rule.is_some());
                }
            }
        }
    }
}
