//! What may be seen of how a survey's scales and items work: `cte reliability` and `cte items`.
//!
//! Items are answered by fewer people than scales are scored for, so the plan for items by group counts the answers to
//! every linked item too: a group with fewer than the minimum behind any of them is withheld on all.

use crate::analysis::{
    self, Aggregation, GroupAgreement, GroupScores, ItemAnalysis, ItemDistribution, Named, NullAgreement, Options,
    RankProbabilities, Shrunken, Study, TwoLevel, Undefined,
};
use crate::disclosure::guard::plan_of;
use crate::disclosure::publish::{large_enough, linked_scales, margin, respondents, shown_agreement, withheld};
use crate::disclosure::{Margin, Plan, Policy, Respondents, Rule, Shown, Survey, plan};

/// An item of a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedItem {
    /// Place of the item in the instrument.
    pub item: usize,
    /// Its answers.
    pub distribution: Shown<ItemDistribution>,
    /// How it works within the scale.
    pub analysis: Shown<ItemAnalysis>,
}

/// An academy's agreement and standing on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedStanding {
    /// The academy's name; empty for those who gave none.
    pub name: String,
    /// The figures.
    pub figures: Shown<Standing>,
}

/// An academy's agreement beside chance, and its place among the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Agreement among those who answered all of the scale.
    pub agreement: Shown<GroupAgreement>,
    /// What agreement chance alone would show for as many.
    pub chance: Option<Result<NullAgreement, Undefined>>,
    /// The shrunken mean.
    pub shrunken: Result<Shrunken, Undefined>,
    /// The probability of each rank.
    pub ranks: Result<RankProbabilities, Undefined>,
}

/// One scale, closely.
#[derive(Debug, Clone, PartialEq)]
pub struct CloserScale {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// Every coefficient under its key.
    pub coefficients: Shown<Vec<Named>>,
    /// Reliability within and between academies.
    pub two_level: Shown<Result<TwoLevel, Undefined>>,
    /// How academies differ.
    pub aggregation: Shown<Aggregation>,
    /// The academies' agreement and standing.
    pub academies: Vec<PublishedStanding>,
    /// The items.
    pub items: Vec<PublishedItem>,
    /// How many withheld academies count as one.
    pub pooled: usize,
}

/// A survey's scales, closely.
#[derive(Debug, Clone, PartialEq)]
pub struct Closer {
    /// The rule that was followed.
    pub policy: Policy,
    /// How it was estimated.
    pub options: Options,
    /// How many rows there were.
    pub respondents: Respondents,
    /// The scales, in the instrument's order.
    pub scales: Vec<CloserScale>,
    seal: Seal,
}

/// The answers to the instrument's items in one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupItems {
    /// The group's name; empty for those who gave none.
    pub name: String,
    /// For each item of the instrument its answers.
    pub items: Vec<Shown<ItemDistribution>>,
}

/// A survey's items, and by group where that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedItems {
    /// The rule that was followed.
    pub policy: Policy,
    /// How it was estimated.
    pub options: Options,
    /// How many rows there were.
    pub respondents: Respondents,
    /// For each scale its items.
    pub scales: Vec<Vec<PublishedItem>>,
    /// The grouping's column and its groups.
    pub by: Option<(String, Vec<GroupItems>)>,
    seal: Seal,
}

/// Keeps the making of these in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seal;

/// Decides what may be seen of a survey's reliability, and estimates just that.
#[must_use]
pub fn publish_closely(survey: &Survey<'_>, policy: Policy) -> Closer {
    let study = &survey.academies;
    let linked = linked_scales(study);
    let mut scales: Vec<CloserScale> = Vec::with_capacity(study.instrument.scales().len());
    for members in &linked {
        let plan = plan_of(survey, members, policy);
        scales.extend(members.iter().map(|&scale| closely(study, scale, &plan, policy)));
    }
    scales.sort_by_key(|scale| scale.scale);
    Closer {
        policy,
        options: study.options,
        respondents: respondents(study),
        scales,
        seal: Seal,
    }
}

fn closely(study: &Study<'_>, scale: usize, plan: &Plan, policy: Policy) -> CloserScale {
    let hidden = withheld(&plan.groups[0]);
    let pooled = study.pooled(&hidden);
    let few = few_complete(study, scale, policy);
    let agreement = shown_agreement(study, scale, &plan.groups[0], policy);
    let open: Vec<GroupAgreement> = agreement.iter().filter_map(Shown::figures).cloned().collect();
    let sizes: Vec<u64> = open.iter().map(|group| group.n).collect();
    let mut chance = analysis::chance_agreement(study, scale, &sizes).into_iter();
    let scores = GroupScores::of(&pooled, scale);
    let ranks = analysis::standing_from(&pooled, &scores);
    let estimates = analysis::group_estimates_from(&pooled, &scores);
    let mut standings = agreement.into_iter().enumerate().map(|(group, agreement)| Standing {
        chance: agreement.figures().and_then(|_| chance.next()),
        agreement,
        shrunken: estimates[group].shrunken.clone(),
        ranks: ranks.as_ref().map(|ranks| ranks[group].clone()).map_err(Clone::clone),
    });
    let academies = study
        .tally
        .names()
        .iter()
        .zip(&plan.groups[0])
        .map(|(name, rule)| PublishedStanding {
            name: name.clone(),
            figures: match rule {
                Some(rule) => Shown::Withheld(*rule),
                None => standings.next().map_or(Shown::Withheld(Rule::Small), Shown::Figures),
            },
        })
        .collect();
    let complete = plan.total.or(few);
    CloserScale {
        scale,
        coefficients: Shown::unless(complete, || analysis::coefficients(study, scale)),
        two_level: Shown::unless(complete, || analysis::two_level(&pooled, scale)),
        aggregation: Shown::unless(plan.total, || analysis::aggregation_from(&pooled, &scores, &open)),
        academies,
        items: items_of(study, scale, plan, policy),
        pooled: hidden.len(),
    }
}

fn few_complete(study: &Study<'_>, scale: usize, policy: Policy) -> Option<Rule> {
    (study.tally.products(scale).persons() < policy.min_group && !policy.unsuppressed).then_some(Rule::Small)
}

fn items_of(study: &Study<'_>, scale: usize, plan: &Plan, policy: Policy) -> Vec<PublishedItem> {
    let declared = &study.instrument.scales()[scale];
    let rule = plan.total.or(few_complete(study, scale, policy));
    let analyses = analysis::item_analysis(study, scale);
    let one = |(&item, analysis): (&usize, ItemAnalysis)| {
        let distribution = match plan.total {
            Some(rule) => Shown::Withheld(rule),
            None => large_enough(analysis.distribution.clone(), |found| found.n, policy),
        };
        PublishedItem {
            item,
            analysis: match (rule, &distribution) {
                (Some(rule), _) | (None, &Shown::Withheld(rule)) => Shown::Withheld(rule),
                (None, Shown::Figures(_)) => Shown::Figures(analysis),
            },
            distribution,
        }
    };
    declared.items.iter().zip(analyses).map(one).collect()
}

/// Decides what may be seen of a survey's items, over the trust and, with `grouped`, in each group of the survey's second
/// grouping, or of the academies where there is none.
#[must_use]
pub fn publish_items(survey: &Survey<'_>, policy: Policy, grouped: bool) -> PublishedItems {
    let study = &survey.academies;
    let linked = linked_scales(study);
    let by = survey.by.as_ref().unwrap_or(study);
    let mut scales: Vec<(usize, Vec<PublishedItem>)> = Vec::new();
    let all = by.instrument.items().len();
    let mut groups: Vec<GroupItems> = by
        .tally
        .names()
        .iter()
        .map(|name| GroupItems {
            name: name.clone(),
            items: vec![Shown::Withheld(Rule::Small); all],
        })
        .collect();
    for members in &linked {
        let plan_of_total = plan_of(survey, members, policy);
        scales.extend(
            members
                .iter()
                .map(|&scale| (scale, items_of(study, scale, &plan_of_total, policy))),
        );
        if !grouped {
            continue;
        }
        let scored = &plan_of_total.groups[usize::from(survey.by.is_some())];
        let (items, rules) = item_rules(by, members, scored, policy);
        for (group, rule) in rules.iter().enumerate() {
            for &item in &items {
                groups[group].items[item] = match rule {
                    Some(rule) => Shown::Withheld(*rule),
                    None => Shown::Figures(analysis::item_distribution(by, item, &[group])),
                };
            }
        }
    }
    scales.sort_by_key(|(scale, _)| *scale);
    PublishedItems {
        policy,
        options: study.options,
        respondents: respondents(study),
        scales: scales.into_iter().map(|(_, items)| items).collect(),
        by: grouped.then(|| (by.tally.column().to_owned(), groups)),
        seal: Seal,
    }
}

/// The items of linked scales and, for each group, the rule that withholds its answers to all of them; `scored` are the rules
/// of the scores they make. Who is withheld there is withheld here too, or the one would give the other back.
pub(in crate::disclosure) fn item_rules(
    study: &Study<'_>,
    scales: &[usize],
    scored: &[Option<Rule>],
    policy: Policy,
) -> (Vec<usize>, Vec<Option<Rule>>) {
    let of = |&scale: &usize| study.instrument.scales()[scale].items.iter().copied();
    let mut items: Vec<usize> = scales.iter().flat_map(of).collect();
    items.sort_unstable();
    items.dedup();
    let mut margin = item_margin(study, scales, &items);
    margin.withheld = scored.to_vec();
    let rules = plan(&[margin], policy).groups.remove(0);
    (items, rules)
}

/// The margin whose figures are the answers to items, and the scores they make: who is withheld there is withheld here.
fn item_margin(study: &Study<'_>, scales: &[usize], items: &[usize]) -> Margin {
    let answered = |group: usize, item: usize| {
        study
            .tally
            .counts(group, item)
            .iter()
            .map(|&n| u64::from(n))
            .sum::<u64>()
    };
    let extremes = |group: usize, item: usize| {
        let counts = study.tally.counts(group, item);
        let low = counts.iter().position(|&count| count > 0)?;
        let high = counts.iter().rposition(|&count| count > 0)?;
        Some((low as f64, high as f64))
    };
    let mut margin = margin(study, scales);
    for group in 0..study.tally.groups() {
        margin.persons[group].extend(items.iter().map(|&item| answered(group, item)));
        margin.extremes[group].extend(items.iter().map(|&item| extremes(group, item)));
    }
    margin
}
