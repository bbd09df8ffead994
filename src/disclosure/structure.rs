//! Decides what may be published about the structure of a survey's scales: `cte structure`. All figures are about the whole trust.

use crate::analysis::{
    self, ClusterBiasFigures, Estimated, ModelCutOffs, Options, ScaleStructure, StructureDepth, Study, Undefined,
};
use crate::disclosure::items::few_complete;
use crate::disclosure::margins::linked_scales;
use crate::disclosure::partial::detail_of_trust;
use crate::disclosure::precision::{About, AtPrecision, Precision};
use crate::disclosure::respondents::respondents;
use crate::disclosure::seal::Seal;
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::{GroupedStudy, Policy, Respondents, Shown, SuppressionPlan};

/// The item that goes with the others of its scale least.
#[derive(Debug, Clone, PartialEq)]
pub struct WeakestItem {
    /// Place of the item in the instrument.
    pub item: usize,
    /// Correlation with the sum of the other items.
    pub item_rest_r: Estimated,
    /// Largest change of a shown academy's mean score without the item, in score units; `None` if no academy is shown.
    pub change_without: Option<f64>,
}

impl AtPrecision for WeakestItem {
    type Published = Self;

    fn at_precision(self, precision: &Precision) -> Self {
        let Self {
            item,
            item_rest_r,
            change_without,
        } = self;
        Self {
            item,
            item_rest_r: item_rest_r.at_precision(precision),
            change_without: change_without.map(|change| precision.mean(change)),
        }
    }
}

/// The structure of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedStructure {
    /// Place of the scale in the instrument.
    pub scale: usize,
    /// Its figures.
    pub figures: Shown<ScaleStructure>,
    /// The item that goes with the others least.
    pub weakest: Shown<Option<WeakestItem>>,
    /// Whether its items differ between academies more than the scale does.
    pub cluster_bias: Shown<Result<ClusterBiasFigures, Undefined>>,
    /// Cut-offs for the fit of its models, if they were asked for.
    pub cut_offs: Option<Shown<Option<Vec<ModelCutOffs>>>>,
}

/// The published structure of a survey's scales.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedStructures {
    /// The disclosure rule.
    pub policy: Policy,
    /// Options of estimation.
    pub options: Options,
    /// Number of rows.
    pub respondents: Respondents,
    /// The scales, in the instrument's order.
    pub scales: Vec<PublishedStructure>,
    seal: Seal,
}

/// Decides what may be published about the structure of a survey's scales, and estimates only that.
#[must_use]
pub fn publish_structure(survey: &GroupedStudy<'_>, policy: Policy, depth: StructureDepth) -> PublishedStructures {
    let study = &survey.academies;
    let mut scales = Vec::with_capacity(study.instrument.scales().len());
    for members in &linked_scales(study) {
        let plan = plan_of(survey, members, policy);
        scales.extend(
            members
                .iter()
                .map(|&scale| one_scale(study, scale, &plan, policy, depth)),
        );
    }
    scales.sort_by_key(|scale| scale.scale);
    PublishedStructures {
        policy,
        options: study.options,
        respondents: respondents(study),
        scales,
        seal: Seal,
    }
}

fn one_scale(
    study: &Study<'_>,
    scale: usize,
    plan: &SuppressionPlan,
    policy: Policy,
    depth: StructureDepth,
) -> PublishedStructure {
    let rule = plan.total.or(few_complete(study, scale, policy));
    let precision = detail_of_trust(study, &[scale], &[], policy).precision(study, scale, About::Trust, policy);
    PublishedStructure {
        scale,
        figures: Shown::unless(rule, &precision, || analysis::scale_structure(study, scale)),
        weakest: Shown::unless(rule, &precision, || weakest_item(study, scale, plan)),
        cluster_bias: Shown::unless(rule, &precision, || {
            analysis::cluster_bias(study, scale, &shown_academies(study, plan))
        }),
        cut_offs: (depth == StructureDepth::CutOffs)
            .then(|| Shown::unless(rule, &precision, || analysis::fit_cut_offs(study, scale))),
    }
}

/// The academies that are shown. People of the others, and those who name none, are one group wherever academies are compared.
fn shown_academies(study: &Study<'_>, plan: &SuppressionPlan) -> Vec<usize> {
    let names = study.tally.names();
    let shown = |&group: &usize| plan.groups[0][group].is_none() && !names[group].is_empty();
    (0..study.tally.groups()).filter(shown).collect()
}

fn weakest_item(study: &Study<'_>, scale: usize, plan: &SuppressionPlan) -> Option<WeakestItem> {
    let items = analysis::item_analysis(study, scale)
        .into_iter()
        .map(|item| item.item_rest_r);
    let defined = items.enumerate().filter_map(|(place, found)| {
        let value = found.as_ref().ok()?.value;
        Some((place, found, value))
    });
    let (place, item_rest_r, _) = defined.min_by(|one, other| one.2.total_cmp(&other.2))?;
    Some(WeakestItem {
        item: study.instrument.scales()[scale].items[place],
        item_rest_r,
        change_without: analysis::largest_change_without(study, scale, place, &shown_academies(study, plan)),
    })
}
