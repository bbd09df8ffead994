//! Decides what may be published about the scores of a survey: `cte score`.

use crate::analysis::{
    self, Conclusion, GroupAgreement, GroupEstimates, GroupScores, InvarianceDepth, Study, item_distribution,
};
use crate::disclosure::agreement::AgreementRules;
use crate::disclosure::invariance::publish_invariance;
use crate::disclosure::margins::linked_scales;
use crate::disclosure::partial::Detail;
use crate::disclosure::precision::{About, Precision};
use crate::disclosure::respondents::respondents;
use crate::disclosure::standardised::{StandardisedPlan, plan_standardised, standardised_scale};
use crate::disclosure::suppression::withheld;
use crate::disclosure::survey_detail::SurveyDetail;
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::{
    AnswerFigures, Breakdown, GroupedStudy, Policy, Published, PublishedGroup, PublishedScale, Rule, Shown,
    StandardStaff, SuppressionPlan,
};
use crate::threads::{at_once, each};

/// Decides what may be published about a survey, and estimates only that.
#[must_use]
pub fn publish(survey: &GroupedStudy<'_>, policy: Policy) -> Published {
    let plans = linked_scales(&survey.academies).into_iter().map(|scales| {
        let plan = plan_of(survey, &scales, policy);
        PlannedScales {
            standardised: plan_standardised(survey, &scales, &plan, &[], policy),
            scales,
            plan,
        }
    });
    let mut published = publish_planned(survey, &plans.collect::<Vec<_>>(), policy);
    published.invariance = publish_invariance(survey, policy, InvarianceDepth::Items);
    published
}

/// The plans of a set of linked scales.
pub(in crate::disclosure) struct PlannedScales {
    /// The scales.
    pub(in crate::disclosure) scales: Vec<usize>,
    /// The plan.
    pub(in crate::disclosure) plan: SuppressionPlan,
    /// The plan of standardised scores.
    pub(in crate::disclosure) standardised: Option<StandardisedPlan>,
}

/// Publishes a survey by the plans of its sets of linked scales.
pub(in crate::disclosure) fn publish_planned(
    survey: &GroupedStudy<'_>,
    plans: &[PlannedScales],
    policy: Policy,
) -> Published {
    let study = &survey.academies;
    let scales = study.instrument.scales();
    let detail = |of: &PlannedScales| SurveyDetail::of(survey, &of.scales, &of.plan, policy);
    let details: Vec<SurveyDetail> = plans.iter().map(detail).collect();
    let published: Vec<PublishedScale> = (0..scales.len())
        .filter_map(|scale| {
            let place = plans.iter().position(|planned| planned.scales.contains(&scale))?;
            Some(one_scale(survey, scale, &plans[place], &details[place], policy))
        })
        .collect();
    let item = |item: usize| {
        let home = scales.iter().position(|scale| scale.items.contains(&item));
        let home = home.and_then(|scale| plans.iter().position(|planned| planned.scales.contains(&scale)));
        match home {
            Some(home) => match plans[home].plan.total {
                Some(rule) => Shown::withheld(rule),
                None => shown_distribution(study, item, &details[home].trust, policy),
            },
            None => shown_distribution(study, item, &Detail::of_no_scale(), policy),
        }
    };
    let items: Vec<usize> = (0..study.instrument.items().len()).collect();
    let items = each(&items, |&place| item(place));
    let standard = StandardStaff::of(survey);
    Published::new(policy, study.options, respondents(study), published, items, standard)
}

fn one_scale(
    survey: &GroupedStudy<'_>,
    scale: usize,
    planned: &PlannedScales,
    detail: &SurveyDetail,
    policy: Policy,
) -> PublishedScale {
    let study = &survey.academies;
    let plan = &planned.plan;
    let hidden: Vec<usize> = withheld(&plan.groups[0]);
    let pooled = study.pooled(&hidden);
    let shown = study.tally.groups() - hidden.len();
    let scores = GroupScores::of(&pooled, scale);
    let reliable = study.tally.products(scale).persons();
    let few = policy.threshold(reliable).or(detail.trust.coefficients_rule(study));
    let of_trust = detail.trust.precision(study, scale, About::Trust, policy);
    let of_groups = |table: usize| -> Vec<Precision> {
        let of = |detail: &Detail| detail.precision(study, scale, About::Group, policy);
        detail.groups[table].iter().map(of).collect()
    };
    let agreement_rules = AgreementRules::of(survey, scale, plan, policy);
    let agreeing = || {
        let agreement = agreement_rules.shown(study, scale, 0, &plan.groups[0]);
        let counted = agreement_rules.counted(study, scale, &plan.groups[0]);
        let aggregation = Shown::unless(plan.total, &of_trust, || {
            analysis::aggregation(&pooled, &scores, &counted)
        });
        (agreement, aggregation)
    };
    let estimated = || {
        let mut estimates = analysis::group_estimates(&pooled, &scores);
        estimates.truncate(shown);
        (
            estimates,
            Shown::unless(plan.total, &of_trust, || analysis::trust_estimates(&pooled, &scores)),
            Shown::unless(plan.total.or(few), &of_trust, || {
                analysis::scale_reliability(study, &pooled, scale)
            }),
        )
    };
    let ((agreement, aggregation), (estimates, trust, reliability)) = at_once(agreeing, estimated);
    let verdict = aggregation.figures().map(|found| &found.verdict);
    let beside_rest = analysis::conclusions_beside_the_rest(&pooled, &scores, shown, verdict);
    let by = survey.by.as_ref().map(|by| {
        let hidden = withheld(&plan.groups[1]);
        let pooled = by.pooled(&hidden);
        let shown = by.tally.groups() - hidden.len();
        let mut estimates = analysis::group_estimates(&pooled, &GroupScores::of(&pooled, scale));
        estimates.truncate(shown);
        let agreement = agreement_rules.shown(by, scale, 1, &plan.groups[1]);
        Breakdown {
            column: by.tally.column().to_owned(),
            groups: groups(
                by.tally.names(),
                &plan.groups[1],
                estimates,
                agreement,
                vec![None; shown],
                &of_groups(1),
            ),
        }
    });
    PublishedScale {
        scale,
        trust,
        reliability,
        aggregation,
        pooled: hidden.len(),
        academies: groups(
            study.tally.names(),
            &plan.groups[0],
            estimates,
            agreement,
            beside_rest,
            &of_groups(0),
        ),
        by,
        standardised: survey
            .standard
            .as_ref()
            .zip(planned.standardised.as_ref())
            .map(|(standard, plan)| standardised_scale(standard, scale, plan, &of_trust, &of_groups(0))),
    }
}

/// The groups in order: the estimates of those shown, and the rule for the others.
fn groups(
    names: &[String],
    rules: &[Option<Rule>],
    estimates: Vec<GroupEstimates>,
    agreement: Vec<Result<GroupAgreement, Rule>>,
    beside_rest: Vec<Option<Conclusion>>,
    precisions: &[Precision],
) -> Vec<PublishedGroup> {
    let mut shown = estimates.into_iter().zip(agreement).zip(beside_rest);
    let mut published = Vec::with_capacity(names.len());
    for ((name, rule), precision) in names.iter().zip(rules).zip(precisions) {
        let withheld = |rule| PublishedGroup {
            name: name.clone(),
            scores: Shown::withheld(rule),
            agreement: Shown::withheld(rule),
            beside_rest: None,
        };
        published.push(match rule {
            Some(rule) => withheld(*rule),
            None => match shown.next() {
                Some(((scores, agreement), beside_rest)) => PublishedGroup {
                    name: name.clone(),
                    scores: Shown::unless(None, precision, || scores),
                    agreement: match agreement {
                        Ok(found) => Shown::unless(None, precision, || found),
                        Err(rule) => Shown::withheld(rule),
                    },
                    beside_rest,
                },
                None => withheld(Rule::Small),
            },
        });
    }
    published
}

/// The trust's answers to an item in some detail, if enough people gave one.
pub(in crate::disclosure) fn shown_distribution(
    study: &Study<'_>,
    item: usize,
    detail: &Detail,
    policy: Policy,
) -> Shown<AnswerFigures> {
    let all: Vec<usize> = (0..study.tally.groups()).collect();
    let found = item_distribution(study, item, &all);
    let precision = Precision::of_item(study, item, About::Trust, policy).in_detail(detail.items);
    Shown::unless(policy.threshold(found.n).or(detail.items_rule()), &precision, || found)
}
