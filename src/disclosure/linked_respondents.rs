//! Decides what may be published about the change of linked respondents, who answered in both terms.
//!
//! Next to the terms' own totals, the change of the linked people discloses the answers of the others: the total of the later term
//! minus the total of the earlier one, minus the change of the linked people, is a sum over the people who answered once. So a
//! group's linked change is shown only if at least the threshold is linked, and if nobody or at least the threshold answered once.
//! Further groups are withheld until the same is true of the withheld groups together. People who moved between academies are in no
//! academy's change. They are treated as a group of their own that is never shown.
//!
//! In view of earlier outputs, the change of the linked people is treated as a sum over both rows of each person. The answers of the
//! earlier term have the opposite sign, but the totals of that term disclose their sum anyway.

use crate::analysis::{LinkedGroup, Links, Options, PairedChange, Undefined, linked_groups, paired_change};
use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::seal::Seal;
use crate::disclosure::suppression::{
    Base, Choice, Figures, Limits, Member, Order, Output, Problem, Protected, Unit, decide,
};
use crate::disclosure::{
    Comparison, GroupedStudy, GuardedTerms, NewOutput, Policy, PublishedChange, Rule, ScaleChange, Shown,
    SuppressionPlan,
};

/// The change of a group's linked people, and their share of the group.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedChange {
    /// People with a score in both terms.
    pub n: u64,
    /// Their share of the people with a score in the earlier term, 0 to 1.
    pub share_before: f64,
    /// Their share of the people with a score in the later term, 0 to 1.
    pub share_after: f64,
    /// Their mean change; `None` if nobody is linked.
    pub mean: Option<f64>,
    /// Mean change with standard error and test, or the reason why there is none.
    pub change: Result<PairedChange, Undefined>,
}

/// One scale.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedScale {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// The trust, including people who moved between academies.
    pub trust: Shown<LinkedChange>,
    /// The academies, by name: people who answered there in both terms.
    pub academies: Vec<(String, Shown<LinkedChange>)>,
}

/// The published change of linked respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedLinked {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// In each term: rows whose code is not unique.
    pub repeated: [usize; 2],
    /// In each term: rows without a code.
    pub without: [usize; 2],
    /// True if everything is withheld because of earlier outputs.
    pub kept_back: bool,
    /// The scales of the comparison.
    pub scales: Vec<LinkedScale>,
    seal: Seal,
}

impl AtPrecision for LinkedChange {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            n,
            share_before,
            share_after,
            mean,
            change,
        } = self;
        Self {
            n,
            share_before: precision.rate(share_before),
            share_after: precision.rate(share_after),
            mean: mean.map(|mean| precision.mean(mean)),
            change: change.at_precision(precision),
        }
    }
}

fn estimated(group: &LinkedGroup, level: f64) -> LinkedChange {
    let share = |of: u64| group.n() as f64 / of.max(1) as f64;
    LinkedChange {
        n: group.n(),
        share_before: share(group.before),
        share_after: share(group.after),
        mean: group.mean_change(),
        change: paired_change(&group.pairs, level),
    }
}

/// The linked people and the outputs published earlier.
#[derive(Debug, Clone, Copy)]
pub struct LinkedContext<'a> {
    /// The linked people. Each has two rows, one of either term, since a change is a sum over both.
    pub linked: &'a NewOutput,
    /// The terms' plans in view of the outputs published earlier.
    pub guarded: &'a GuardedTerms,
}

/// Decides what may be published about linked people in addition to `comparison`, which is made from the same surveys. In view of
/// earlier outputs (`context`) their change is shown as planned or not at all.
#[must_use]
pub fn publish_linked(
    surveys: [&GroupedStudy<'_>; 2],
    links: &Links,
    comparison: &Comparison,
    context: Option<LinkedContext<'_>>,
    policy: Policy,
) -> PublishedLinked {
    let options = surveys[1].academies.options;
    let groups: Vec<Vec<LinkedGroup>> = comparison
        .scales
        .iter()
        .map(|scale| linked_groups(&surveys[0].academies, &surveys[1].academies, links, scale.scale))
        .collect();
    let mut plans = plans(comparison, &groups, policy);
    let kept_back = !policy.unsuppressed && context.is_some_and(|context| !context.allows(comparison, &plans));
    if kept_back {
        for plan in &mut plans {
            let rules = std::iter::once(&mut plan.trust).chain(&mut plan.academies);
            for rule in rules {
                rule.get_or_insert(Rule::Complementary);
            }
        }
    }
    let scales = comparison.scales.iter().zip(&groups).zip(plans);
    let one = |((scale, groups), plan): ((&ScaleChange, &Vec<LinkedGroup>), LinkedPlan)| {
        let precision = |about| Precision::of_scale(&surveys[1].academies, scale.scale, about, policy);
        let academies = scale.academies.iter().zip(groups).zip(plan.academies);
        let academy = |((academy, group), rule): ((&PublishedChange, &LinkedGroup), Option<Rule>)| {
            let figures = Shown::unless(rule, &precision(About::Group), || estimated(group, options.level));
            (academy.name.clone(), figures)
        };
        LinkedScale {
            scale: scale.scale,
            trust: Shown::unless(plan.trust, &precision(About::Trust), || {
                estimated(&LinkedGroup::whole(groups), options.level)
            }),
            academies: academies.map(academy).collect(),
        }
    };
    PublishedLinked {
        policy,
        options,
        repeated: links.repeated,
        without: links.without,
        kept_back,
        scales: scales.map(one).collect(),
        seal: Seal,
    }
}

impl LinkedContext<'_> {
    /// True if the linked changes, as planned, disclose nothing together with the earlier outputs.
    fn allows(&self, comparison: &Comparison, plans: &[LinkedPlan]) -> bool {
        let mut planned = comparison.scales.iter().zip(plans);
        planned.all(|(scale, own)| {
            let plan = SuppressionPlan {
                total: own.trust,
                groups: vec![own.academies.clone()],
            };
            self.guarded.allow(self.linked, &[scale.scale], &plan)
        })
    }
}

/// The suppression plan of linked changes on one scale.
#[derive(Debug, Clone, PartialEq)]
struct LinkedPlan {
    trust: Option<Rule>,
    academies: Vec<Option<Rule>>,
}

/// One scale as the engine needs it.
struct LinkedPeople<'a> {
    /// The rule that withholds the trust in the comparison.
    trust: Option<Rule>,
    /// The academies, and the people who moved last.
    groups: &'a [LinkedGroup],
}

/// The plan of each scale. Scales may be parts of one another, so an academy that is withheld on one is withheld on all.
fn plans(comparison: &Comparison, groups: &[Vec<LinkedGroup>], policy: Policy) -> Vec<LinkedPlan> {
    let Some(first) = comparison.scales.first() else {
        return Vec::new();
    };
    let mut withheld: Vec<Option<Rule>> = vec![None; first.academies.len()];
    for scale in &comparison.scales {
        for (rule, academy) in withheld.iter_mut().zip(&scale.academies) {
            *rule = rule.or(academy.figures.rule());
        }
    }
    let scales = comparison
        .scales
        .iter()
        .zip(groups)
        .map(|(scale, groups)| LinkedPeople {
            trust: scale.trust.rule(),
            groups,
        });
    plans_of_scales(&scales.collect::<Vec<_>>(), &withheld, policy)
}

/// The plan of each scale. `withheld` has the rules that withhold academies in the comparison.
fn plans_of_scales(scales: &[LinkedPeople<'_>], withheld: &[Option<Rule>], policy: Policy) -> Vec<LinkedPlan> {
    let everywhere = |trust: Option<Rule>, rules: &[Option<Rule>]| LinkedPlan {
        trust,
        academies: rules.iter().map(|rule| rule.or(trust)).collect(),
    };
    if policy.unsuppressed {
        return scales
            .iter()
            .map(|_| everywhere(None, &vec![None; withheld.len()]))
            .collect();
    }
    let few = |people: u64| people < policy.min_group;
    let some_few = |people: u64| people > 0 && few(people);
    let trusts: Vec<Option<Rule>> = scales
        .iter()
        .map(|scale| {
            let whole = LinkedGroup::whole(scale.groups);
            let small = few(whole.n()) || some_few(whole.once());
            scale.trust.or(small.then_some(Rule::Small))
        })
        .collect();
    let open: Vec<&LinkedPeople<'_>> = scales
        .iter()
        .zip(&trusts)
        .filter(|(_, rule)| rule.is_none())
        .map(|(of, _)| of)
        .collect();
    let rule = |academy: usize| {
        let mut groups = open.iter().map(|scale| &scale.groups[academy]);
        let small = groups.any(|group| few(group.n()) || some_few(group.once()));
        let found = withheld[academy].or(small.then_some(Rule::Small));
        found.or(trusts.iter().copied().flatten().next())
    };
    let unit = |group: usize| Unit {
        output: 0,
        table: 0,
        // People who moved are a group that is never shown.
        rule: if group < withheld.len() {
            rule(group)
        } else {
            Some(Rule::Complementary)
        },
        order: Order {
            people: open.iter().map(|scale| scale.groups[group].n()).min().unwrap_or(0),
            table: 0,
            place: group,
        },
        choice: Choice::Open,
        limits: Limits::Rule,
    };
    let mut problem = Problem {
        least: policy.min_group,
        outputs: vec![Output {
            total: None,
            choice: Choice::Open,
        }],
        units: (0..=withheld.len()).map(unit).collect(),
        bases: open
            .iter()
            .flat_map(|scale| [linked_base(scale.groups), once_base(scale.groups)])
            .collect(),
    };
    decide(&mut problem);
    let rules: Vec<Option<Rule>> = problem.units[..withheld.len()].iter().map(|unit| unit.rule).collect();
    let trusts = trusts.into_iter().map(|rule| rule.or(problem.outputs[0].total));
    trusts.map(|trust| everywhere(trust, &rules)).collect()
}

/// The linked people, including those who moved.
fn linked_base(groups: &[LinkedGroup]) -> Base {
    base_of(groups, LinkedGroup::n, |group, atoms| vec![linked_set(atoms, group)])
}

/// The scores of those who answered once. Where the linked change is shown, so is their sum, as the rest of the change.
fn once_base(groups: &[LinkedGroup]) -> Base {
    base_of(groups, LinkedGroup::once, |_, _| Vec::new())
}

/// A base with an atom for each group that has people in it.
fn base_of(
    groups: &[LinkedGroup],
    people: impl Fn(&LinkedGroup) -> u64,
    protects: impl Fn(&LinkedGroup, Vec<usize>) -> Vec<Protected>,
) -> Base {
    let mut atoms: Vec<usize> = (0..groups.len()).filter(|&group| people(&groups[group]) > 0).collect();
    atoms.sort_by_key(|&group| (std::cmp::Reverse(people(&groups[group])), group));
    let member = |(place, group): (usize, &LinkedGroup)| {
        let own: Vec<usize> = atoms.iter().position(|&of| of == place).into_iter().collect();
        Member {
            protects: protects(group, own.clone()),
            shows: vec![own],
        }
    };
    Base {
        members: groups.iter().enumerate().map(member).collect(),
        totals: vec![(0..atoms.len()).collect()],
        people: atoms.iter().map(|&group| people(&groups[group])).collect(),
        ..Base::default()
    }
}

/// The linked people of a group. Their changes have no limits, but must not all be equal.
fn linked_set(atoms: Vec<usize>, group: &LinkedGroup) -> Protected {
    let figures = group.extremes().map(|(lowest, highest)| Figures {
        lowest,
        highest,
        sum: 0.0,
        range: 0.0,
        favourable: 0,
        answers: 0,
    });
    Protected {
        atoms,
        people: group.n(),
        headcount: None,
        figures,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const POLICY: Policy = Policy::published(10);

    fn group(linked: usize, before: u64, after: u64) -> LinkedGroup {
        LinkedGroup {
            before: linked as u64 + before,
            after: linked as u64 + after,
            pairs: (0..linked).map(|at| (3.0, 3.0 + (at % 3) as f64)).collect(),
        }
    }

    fn planned(groups: &[LinkedGroup]) -> LinkedPlan {
        let scale = LinkedPeople { trust: None, groups };
        plans_of_scales(&[scale], &vec![None; groups.len() - 1], POLICY).remove(0)
    }

    fn rules(groups: &[LinkedGroup]) -> String {
        let LinkedPlan { trust, academies } = planned(groups);
        if trust.is_some() {
            return "all".to_owned();
        }
        let academies = academies.iter().map(|rule| if rule.is_some() { 'x' } else { '.' });
        academies.collect()
    }

    #[test]
    fn the_linked_and_those_who_answered_once_are_the_minimum_or_more() {
        let nobody = LinkedGroup::default();
        let (some, more, most) = (|| group(20, 8, 9), || group(26, 8, 9), || group(33, 8, 9));
        assert_eq!(rules(&[some(), more(), most(), nobody.clone()]), "...");
        assert_eq!(rules(&[some(), group(23, 2, 1), most(), nobody.clone()]), "xx.");
        assert_eq!(rules(&[some(), group(23, 0, 0), most(), nobody.clone()]), "...");
        assert_eq!(rules(&[some(), group(6, 20, 20), most(), nobody.clone()]), "xx.");
        assert_eq!(rules(&[group(20, 1, 1), group(26, 0, 1), nobody.clone()]), "all");
        // People who moved would be the difference of the trust and its academies.
        assert_eq!(rules(&[some(), more(), most(), group(3, 0, 0)]), "x..");
    }

    proptest! {
        #[test]
        fn whoever_is_withheld_is_hidden_in_a_crowd(
            numbers in prop::collection::vec((0..40_usize, 0..15_u64, 0..15_u64), 2..9), movers in 0..4_usize
        ) {
            let mut groups: Vec<LinkedGroup> = numbers.iter().map(|&(n, before, after)| group(n, before, after)).collect();
            groups.push(LinkedGroup { pairs: vec![(3.0, 4.0); movers], ..LinkedGroup::default() });
            let LinkedPlan { trust, academies: rules } = planned(&groups);
            if trust.is_some() {
                return Ok(());
            }
            let hidden: Vec<&LinkedGroup> = groups.iter().zip(&rules).filter(|(_, rule)| rule.is_some()).map(|(group, _)| group).collect();
            let linked: u64 = hidden.iter().map(|group| group.n()).sum::<u64>() + movers as u64;
            prop_assert!(linked == 0 || linked >= 10);
            let once: u64 = hidden.iter().map(|group| group.once()).sum();
            prop_assert!(once == 0 || once >= 10);
            for (group, rule) in groups.iter().zip(&rules) {
                prop_assert!(rule.is_some() || (group.n() >= 10 && (group.once() == 0 || group.once() >= 10)));
            }
        }
    }
}
