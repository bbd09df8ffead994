//! Decides what may be published about the reliability of a survey's scales: `cte reliability`.

use crate::analysis::{
    self, Aggregation, GroupAgreement, GroupScores, KeyedCoefficient, NullAgreement, Options, RankProbabilities,
    ShrunkenMean, TwoLevel, Undefined,
};
use crate::disclosure::agreement::AgreementRules;
use crate::disclosure::items::{few_complete, items_of};
use crate::disclosure::margins::linked_scales;
use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::respondents::respondents;
use crate::disclosure::seal::Seal;
use crate::disclosure::suppression::withheld;
use crate::disclosure::survey_detail::SurveyDetail;
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::{GroupedStudy, Policy, PublishedItem, Respondents, Rule, Shown, SuppressionPlan};

/// An academy's agreement and rank on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedStanding {
    /// The academy's name; empty for people who gave none.
    pub name: String,
    /// The figures.
    pub figures: Shown<Standing>,
}

/// An academy's agreement, compared with chance, and its place among the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Agreement among the people who answered the whole scale.
    pub agreement: Shown<GroupAgreement>,
    /// Agreement by chance alone in a group of this size.
    pub chance: Option<Result<NullAgreement, Undefined>>,
    /// The shrunken mean.
    pub shrunken: Result<ShrunkenMean, Undefined>,
    /// Probability of each rank.
    pub ranks: Result<RankProbabilities, Undefined>,
}

/// A standing with every digit.
struct StandingEstimates {
    agreement: Result<GroupAgreement, Rule>,
    chance: Option<Result<NullAgreement, Undefined>>,
    shrunken: Result<ShrunkenMean, Undefined>,
    ranks: Result<RankProbabilities, Undefined>,
}

impl AtPrecision for StandingEstimates {
    type Published = Standing;

    fn at_precision(self, precision: &Precision) -> Standing {
        let Self {
            agreement,
            chance,
            shrunken,
            ranks,
        } = self;
        Standing {
            agreement: match agreement {
                Ok(found) => Shown::unless(None, precision, || found),
                Err(rule) => Shown::withheld(rule),
            },
            chance: chance.at_precision(precision),
            shrunken: shrunken.at_precision(precision),
            // That academies do not differ says nothing of their people, so the reason stays as it is.
            ranks: ranks.map(|ranks| ranks.at_precision(precision)),
        }
    }
}

/// Reliability and aggregation of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedScaleReliability {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// Every coefficient by key.
    pub coefficients: Shown<Vec<KeyedCoefficient>>,
    /// Reliability within and between academies.
    pub two_level: Shown<Result<TwoLevel, Undefined>>,
    /// Differences between academies.
    pub aggregation: Shown<Aggregation>,
    /// Agreement and rank of the academies.
    pub academies: Vec<PublishedStanding>,
    /// The items.
    pub items: Vec<PublishedItem>,
    /// Number of withheld academies, which are combined into one group.
    pub pooled: usize,
}

/// The published reliability of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedReliability {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// Number of rows.
    pub respondents: Respondents,
    /// The scales, in the instrument's order.
    pub scales: Vec<PublishedScaleReliability>,
    seal: Seal,
}

/// Decides what may be published about a survey's reliability, and estimates only that.
#[must_use]
pub fn publish_reliability(survey: &GroupedStudy<'_>, policy: Policy) -> PublishedReliability {
    let study = &survey.academies;
    let mut scales: Vec<PublishedScaleReliability> = Vec::with_capacity(study.instrument.scales().len());
    for members in &linked_scales(study) {
        let plan = plan_of(survey, members, policy);
        let detail = SurveyDetail::of(survey, members, &plan, policy);
        scales.extend(
            members
                .iter()
                .map(|&scale| one_scale(survey, scale, &plan, &detail, policy)),
        );
    }
    scales.sort_by_key(|scale| scale.scale);
    PublishedReliability {
        policy,
        options: study.options,
        respondents: respondents(study),
        scales,
        seal: Seal,
    }
}

fn one_scale(
    survey: &GroupedStudy<'_>,
    scale: usize,
    plan: &SuppressionPlan,
    detail: &SurveyDetail,
    policy: Policy,
) -> PublishedScaleReliability {
    let study = &survey.academies;
    let hidden = withheld(&plan.groups[0]);
    let pooled = study.pooled(&hidden);
    let few = few_complete(study, scale, policy);
    let agreement_rules = AgreementRules::of(survey, scale, plan, policy);
    let agreement = agreement_rules.shown(study, scale, 0, &plan.groups[0]);
    let sizes: Vec<u64> = agreement.iter().flatten().map(|group| group.n).collect();
    let counted = agreement_rules.counted(study, scale, &plan.groups[0]);
    let mut chance = analysis::chance_agreement(study, scale, &sizes).into_iter();
    let scores = GroupScores::of(&pooled, scale);
    let ranks = analysis::rank_probabilities(&pooled, &scores);
    let estimates = analysis::group_estimates(&pooled, &scores);
    let of_trust = detail.trust.precision(study, scale, About::Trust, policy);
    let of_groups = detail.groups[0]
        .iter()
        .map(|detail| detail.precision(study, scale, About::Group, policy));
    let mut standings = agreement
        .into_iter()
        .enumerate()
        .map(|(group, agreement)| StandingEstimates {
            chance: agreement.is_ok().then(|| chance.next()).flatten(),
            agreement,
            shrunken: estimates[group].shrunken.clone(),
            ranks: ranks.as_ref().map(|ranks| ranks[group].clone()).map_err(Clone::clone),
        });
    let academies = study
        .tally
        .names()
        .iter()
        .zip(&plan.groups[0])
        .zip(of_groups)
        .map(|((name, rule), precision)| PublishedStanding {
            name: name.clone(),
            figures: match (rule, rule.map_or_else(|| standings.next(), |_| None)) {
                (None, Some(found)) => Shown::unless(None, &precision, || found),
                (rule, _) => Shown::withheld(rule.unwrap_or(Rule::Small)),
            },
        })
        .collect();
    let complete = plan.total.or(few).or(detail.trust.coefficients_rule(study));
    PublishedScaleReliability {
        scale,
        coefficients: Shown::unless(complete, &of_trust, || analysis::coefficients(study, &pooled, scale)),
        two_level: Shown::unless(complete, &of_trust, || analysis::two_level(&pooled, scale)),
        aggregation: Shown::unless(plan.total, &of_trust, || {
            analysis::aggregation(&pooled, &scores, &counted)
        }),
        academies,
        items: items_of(study, scale, plan, &detail.trust, policy),
        pooled: hidden.len(),
    }
}
