//! From a study to what may be seen of it.

use crate::analysis::{
    self, GroupAgreement, GroupEstimates, GroupScores, ItemDistribution, Study, item_distribution, score_extremes,
};
use crate::disclosure::guard::plan_of;
use crate::disclosure::standardised::{Told, standardised_scale, told};
use crate::disclosure::{
    Breakdown, Guarded, Margin, Plan, Policy, Published, PublishedGroup, PublishedScale, Respondents, Rule, Shown,
    Standard, StandardStaff,
};
use crate::threads::{at_once, each, each_group};

/// A study by academy and, where another grouping was asked for, the same respondents by that.
#[derive(Debug, Clone)]
pub struct Survey<'a> {
    /// By academy.
    pub academies: Study<'a>,
    /// By another column.
    pub by: Option<Study<'a>>,
    /// For each academy, the groups of the other column that its respondents are in; empty without another.
    pub crossing: Vec<Vec<usize>>,
    /// What may be shown beside earlier outputs, where there are any.
    pub guarded: Option<&'a Guarded>,
    /// The respondents by academy and by the other column at once, and what scores are standardised to; without it nothing guards
    /// what both groupings tell together of a few.
    pub standard: Option<Standard<'a>>,
}

impl<'a> Survey<'a> {
    /// The survey with what may be shown of it beside earlier outputs.
    #[must_use]
    pub fn beside(mut self, guarded: Option<&'a Guarded>) -> Self {
        self.guarded = guarded;
        self
    }

    /// The survey with its cells, and what its scores are standardised to.
    #[must_use]
    pub fn standardised(mut self, standard: Option<Standard<'a>>) -> Self {
        self.standard = standard;
        self
    }
}

/// Decides what of a survey may be seen, and estimates just that.
#[must_use]
pub fn publish(survey: &Survey<'_>, policy: Policy) -> Published {
    let plans = linked_scales(&survey.academies).into_iter().map(|scales| {
        let plan = plan_of(survey, &scales, policy);
        Planned {
            told: told(survey, &scales, &plan, &[], policy),
            scales,
            plan,
        }
    });
    publish_planned(survey, &plans.collect::<Vec<_>>(), policy)
}

/// What is withheld on linked scales.
pub(in crate::disclosure) struct Planned {
    /// The scales.
    pub(in crate::disclosure) scales: Vec<usize>,
    /// The plan.
    pub(in crate::disclosure) plan: Plan,
    /// Which standardised scores may stand beside it.
    pub(in crate::disclosure) told: Option<Told>,
}

/// What may be seen of a survey by plans that were made for each set of linked scales.
pub(in crate::disclosure) fn publish_planned(survey: &Survey<'_>, plans: &[Planned], policy: Policy) -> Published {
    let study = &survey.academies;
    let planned = |scale: usize| plans.iter().find(|planned| planned.scales.contains(&scale));
    let of_scale = |scale: usize| planned(scale).map(|planned| &planned.plan);
    let scales = study.instrument.scales();
    let published: Vec<PublishedScale> = (0..scales.len())
        .filter_map(|scale| Some(one_scale(survey, scale, planned(scale)?, policy)))
        .collect();
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    let item = |item: usize| {
        let home = scales
            .iter()
            .position(|scale| scale.items.contains(&item))
            .and_then(of_scale);
        match home.and_then(|plan| plan.total) {
            Some(rule) => Shown::Withheld(rule),
            None => large_enough(
                item_distribution(study, item, &all),
                |found: &ItemDistribution| found.n,
                policy,
            ),
        }
    };
    let items: Vec<usize> = (0..study.instrument.items().len()).collect();
    let items = each(&items, |&place| item(place));
    let standard = StandardStaff::of(survey);
    Published::new(policy, study.options, respondents(study), published, items, standard)
}

/// How many rows a study has.
pub(in crate::disclosure) fn respondents(study: &Study<'_>) -> Respondents {
    let groups = 0..study.tally.groups();
    Respondents {
        rows: groups.clone().map(|group| study.tally.rows(group)).sum(),
        blank: groups.map(|group| study.tally.blank(group)).sum(),
    }
}

fn one_scale(survey: &Survey<'_>, scale: usize, planned: &Planned, policy: Policy) -> PublishedScale {
    let study = &survey.academies;
    let plan = &planned.plan;
    let hidden: Vec<usize> = withheld(&plan.groups[0]);
    // Groups of nobody leave nothing to pool.
    let pooled = study.pooled(&hidden);
    let shown = study.tally.groups() - hidden.len();
    let scores = GroupScores::of(&pooled, scale);
    let reliable = study.tally.products(scale).persons();
    let few = (reliable < policy.min_group && !policy.unsuppressed).then_some(Rule::Small);
    let agreeing = || {
        let agreement = shown_agreement(study, scale, &plan.groups[0], policy);
        let open: Vec<GroupAgreement> = agreement.iter().filter_map(Shown::figures).cloned().collect();
        let aggregation = Shown::unless(plan.total, || analysis::aggregation_from(&pooled, &scores, &open));
        (agreement, aggregation)
    };
    let estimated = || {
        let mut estimates = analysis::group_estimates_from(&pooled, &scores);
        estimates.truncate(shown);
        (
            estimates,
            Shown::unless(plan.total, || analysis::trust_estimates_from(&pooled, &scores)),
            Shown::unless(plan.total.or(few), || analysis::scale_reliability(study, scale)),
        )
    };
    let ((agreement, aggregation), (estimates, trust, reliability)) = at_once(agreeing, estimated);
    let by = survey.by.as_ref().map(|by| {
        let hidden = withheld(&plan.groups[1]);
        let pooled = by.pooled(&hidden);
        let shown = by.tally.groups() - hidden.len();
        let mut estimates = analysis::group_estimates(&pooled, scale);
        estimates.truncate(shown);
        let agreement = shown_agreement(by, scale, &plan.groups[1], policy);
        Breakdown {
            column: by.tally.column().to_owned(),
            groups: groups(by.tally.names(), &plan.groups[1], estimates, agreement),
        }
    });
    PublishedScale {
        scale,
        trust,
        reliability,
        aggregation,
        pooled: hidden.len(),
        academies: groups(study.tally.names(), &plan.groups[0], estimates, agreement),
        by,
        standardised: survey
            .standard
            .as_ref()
            .zip(planned.told.as_ref())
            .map(|(standard, told)| standardised_scale(standard, scale, told)),
    }
}

pub(in crate::disclosure) fn withheld(rules: &[Option<Rule>]) -> Vec<usize> {
    (0..rules.len()).filter(|&group| rules[group].is_some()).collect()
}

/// The agreement of the groups whose scores are shown. It rests on those who answered all of the scale, who are fewer, and
/// whose total stands beside alpha: where that total less the rest would count those of one group, another is withheld
/// with it.
pub(in crate::disclosure) fn shown_agreement(
    study: &Study<'_>,
    scale: usize,
    rules: &[Option<Rule>],
    policy: Policy,
) -> Vec<Shown<GroupAgreement>> {
    let all = analysis::group_agreement(study, scale);
    let small = |n: u64| (n < policy.min_group && !policy.unsuppressed).then_some(Rule::Small);
    let mut decided: Vec<Option<Rule>> = rules
        .iter()
        .zip(&all)
        .map(|(rule, group)| rule.or(small(group.n)))
        .collect();
    let peopled = (0..all.len()).filter(|&group| all[group].n > 0);
    let hidden = peopled.filter(|&group| decided[group].is_some()).count();
    if hidden == 1 && !policy.unsuppressed {
        let shown = (0..all.len()).filter(|&group| decided[group].is_none());
        if let Some(smallest) = shown.min_by_key(|&group| all[group].n) {
            decided[smallest] = Some(Rule::Complementary);
        }
    }
    all.into_iter()
        .zip(decided)
        .zip(rules)
        .filter(|(_, rule)| rule.is_none())
        .map(|((group, decided), _)| Shown::unless(decided, || group))
        .collect()
}

/// Puts what is withheld back at its place between the groups shown.
fn groups(
    names: &[String],
    rules: &[Option<Rule>],
    estimates: Vec<GroupEstimates>,
    agreement: Vec<Shown<GroupAgreement>>,
) -> Vec<PublishedGroup> {
    let mut shown = estimates.into_iter().zip(agreement);
    let mut published = Vec::with_capacity(names.len());
    for (name, rule) in names.iter().zip(rules) {
        let withheld = |rule| PublishedGroup {
            name: name.clone(),
            scores: Shown::Withheld(rule),
            agreement: Shown::Withheld(rule),
        };
        published.push(match rule {
            Some(rule) => withheld(*rule),
            None => match shown.next() {
                Some((scores, agreement)) => PublishedGroup {
                    name: name.clone(),
                    scores: Shown::Figures(scores),
                    agreement,
                },
                None => withheld(Rule::Small),
            },
        });
    }
    published
}

pub(in crate::disclosure) fn large_enough<T>(figures: T, persons: impl Fn(&T) -> u64, policy: Policy) -> Shown<T> {
    if policy.unsuppressed || persons(&figures) >= policy.min_group {
        Shown::Figures(figures)
    } else {
        Shown::Withheld(Rule::Small)
    }
}

/// Scales that share items, directly or through others: their figures can be set against each other, so what is
/// withheld on one is withheld on all.
pub(in crate::disclosure) fn linked_scales(study: &Study<'_>) -> Vec<Vec<usize>> {
    let scales = study.instrument.scales();
    let mut linked: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for (place, scale) in scales.iter().enumerate() {
        let mut one = (vec![place], scale.items.clone());
        let (touching, apart): (Vec<_>, Vec<_>) = linked
            .into_iter()
            .partition(|(_, items)| items.iter().any(|item| scale.items.contains(item)));
        for (members, items) in touching {
            one.0.extend(members);
            one.1.extend(items);
        }
        one.0.sort_unstable();
        linked = apart;
        linked.push(one);
    }
    linked.into_iter().map(|(members, _)| members).collect()
}

pub(in crate::disclosure) fn margins(survey: &Survey<'_>, scales: &[usize]) -> Vec<Margin> {
    let mut margins = vec![margin(&survey.academies, scales)];
    if let Some(by) = &survey.by {
        let mut other = margin(by, scales);
        for (group, classes) in survey.crossing.iter().enumerate() {
            for &class in classes {
                other.classes[class].push(group);
            }
        }
        margins[0].classes.clone_from(&survey.crossing);
        margins.push(other);
    }
    margins
}

pub(in crate::disclosure) fn margin(study: &Study<'_>, scales: &[usize]) -> Margin {
    let groups = 0..study.tally.groups();
    let needed = |scale: usize| study.instrument.scales()[scale].needed(&study.instrument.scoring);
    let scored = |group: usize| -> Vec<u64> {
        scales
            .iter()
            .map(|&s| study.tally.scores(s, group).persons(needed(s)))
            .collect()
    };
    // Shares of given answers rest on people without a score too: a group of such people only is not a group of nobody.
    let answered = |group: usize| {
        let items = scales.iter().flat_map(|&scale| &study.instrument.scales()[scale].items);
        let given = items.map(|&item| study.tally.counts(group, item).iter().map(|&n| u64::from(n)).sum());
        given.chain(scored(group)).max().unwrap_or(0)
    };
    let persons = |group: usize| {
        let mut persons = scored(group);
        persons.push(answered(group));
        persons
    };
    let extremes = |group: usize| {
        let of_scales = scales.iter().map(|&scale| score_extremes(study, scale, group));
        of_scales.chain([None]).collect()
    };
    Margin {
        persons: each_group(groups.len(), persons),
        extremes: each_group(groups.len(), extremes),
        headcounts: groups.clone().map(|group| study.headcounts.of(group)).collect(),
        classes: vec![Vec::new(); groups.len()],
        withheld: vec![None; groups.len()],
    }
}
