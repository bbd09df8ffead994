//! Decides what may be published about a survey's items: `cte items`.
//!
//! An item is answered by fewer people than its scale is scored for. So the plan for items by group also counts the answers to
//! every linked item: a group with fewer people than the threshold behind any of them is withheld on all.

use crate::analysis::{self, ItemAnalysis, Options, Study};
use crate::disclosure::margins::linked_scales;
use crate::disclosure::partial::Detail;
use crate::disclosure::precision::{About, Precision};
use crate::disclosure::publish::shown_distribution;
use crate::disclosure::respondents::respondents;
use crate::disclosure::seal::Seal;
use crate::disclosure::survey_detail::{SurveyDetail, items_of_scales};
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::{AnswerFigures, GroupedStudy, Policy, Respondents, Rule, Shown, SuppressionPlan};

/// The figures of an item of a scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedItem {
    /// Place of the item in the instrument.
    pub item: usize,
    /// Distribution of its answers.
    pub distribution: Shown<AnswerFigures>,
    /// Its relation to the rest of the scale.
    pub analysis: Shown<ItemAnalysis>,
}

/// The answers to all items in one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupItems {
    /// The group's name; empty for people who gave none.
    pub name: String,
    /// Distribution of answers to each item of the instrument.
    pub items: Vec<Shown<AnswerFigures>>,
}

/// The published items of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedItems {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// Number of rows.
    pub respondents: Respondents,
    /// For each scale: its items.
    pub scales: Vec<Vec<PublishedItem>>,
    /// Column and groups of the grouping, if items by group were asked for.
    pub by: Option<(String, Vec<GroupItems>)>,
    seal: Seal,
}

/// The threshold rule on the people who answered all of a scale.
pub(in crate::disclosure) fn few_complete(study: &Study<'_>, scale: usize, policy: Policy) -> Option<Rule> {
    policy.threshold(study.tally.products(scale).persons())
}

/// The items of one scale over the whole trust, in some detail.
pub(in crate::disclosure) fn items_of(
    study: &Study<'_>,
    scale: usize,
    plan: &SuppressionPlan,
    detail: &Detail,
    policy: Policy,
) -> Vec<PublishedItem> {
    let declared = &study.instrument.scales()[scale];
    let rule = plan.total.or(few_complete(study, scale, policy));
    let rule = rule.or(detail.coefficients_rule(study));
    let analyses = analysis::item_analysis(study, scale);
    let precision = detail.precision(study, scale, About::Trust, policy);
    let one = |(&item, analysis): (&usize, ItemAnalysis)| {
        let distribution = match plan.total {
            Some(rule) => Shown::withheld(rule),
            None => shown_distribution(study, item, detail, policy),
        };
        PublishedItem {
            item,
            analysis: Shown::unless(rule.or(distribution.rule()), &precision, || analysis),
            distribution,
        }
    };
    declared.items.iter().zip(analyses).map(one).collect()
}

/// Decides what may be published about a survey's items, over the trust and, with `grouped`, in each group of the survey's second
/// grouping, or in each academy if there is none.
#[must_use]
pub fn publish_items(survey: &GroupedStudy<'_>, policy: Policy, grouped: bool) -> PublishedItems {
    let study = &survey.academies;
    let by = survey.by.as_ref().unwrap_or(study);
    let mut scales: Vec<(usize, Vec<PublishedItem>)> = Vec::new();
    let all = by.instrument.items().len();
    let mut groups: Vec<GroupItems> = by
        .tally
        .names()
        .iter()
        .map(|name| GroupItems {
            name: name.clone(),
            items: vec![Shown::withheld(Rule::Small); all],
        })
        .collect();
    for members in &linked_scales(study) {
        let plan_of_total = plan_of(survey, members, policy);
        let detail = SurveyDetail::of(survey, members, &plan_of_total, policy);
        if grouped {
            let table = usize::from(survey.by.is_some());
            let items = items_of_scales(by, members);
            for (group, detail) in detail.groups[table].iter().enumerate() {
                for &item in &items {
                    let precision = Precision::of_item(by, item, About::Group, policy).in_detail(detail.items);
                    let rule = detail.items_rule();
                    groups[group].items[item] =
                        Shown::unless(rule, &precision, || analysis::item_distribution(by, item, &[group]));
                }
            }
        }
        let of_scale = |&scale: &usize| (scale, items_of(study, scale, &plan_of_total, &detail.trust, policy));
        scales.extend(members.iter().map(of_scale));
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
