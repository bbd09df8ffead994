//! Which groups the plans of a survey show, for those who compare two outputs.

use crate::disclosure::crossed::plan_of;
use crate::disclosure::margins::linked_scales;
use crate::disclosure::{GroupedStudy, Policy};

/// What is shown of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownScale {
    /// Whether the trust's figures are.
    pub total: bool,
    /// For each grouping and group, whether its figures are; a group of nobody has none.
    pub groups: Vec<Vec<bool>>,
    /// For each grouping and group, how many people have a score.
    pub persons: Vec<Vec<u64>>,
}

/// What is shown of each scale, in the questionnaire's order.
#[must_use]
pub fn shown_groups(survey: &GroupedStudy<'_>, policy: Policy) -> Vec<ShownScale> {
    let studies: Vec<_> = std::iter::once(&survey.academies).chain(&survey.by).collect();
    let instrument = survey.academies.instrument;
    let mut shown: Vec<Option<ShownScale>> = vec![None; instrument.scales().len()];
    for scales in linked_scales(&survey.academies) {
        let plan = plan_of(survey, &scales, policy);
        for &scale in &scales {
            let needed = instrument.scales()[scale].needed(&instrument.scoring);
            let persons: Vec<Vec<u64>> = studies
                .iter()
                .map(|study| {
                    let groups = 0..study.tally.groups();
                    groups
                        .map(|group| study.tally.scores(scale, group).persons(needed))
                        .collect()
                })
                .collect();
            shown[scale] = Some(ShownScale {
                total: plan.total.is_none(),
                groups: plan
                    .groups
                    .iter()
                    .map(|rules| rules.iter().map(Option::is_none).collect())
                    .collect(),
                persons,
            });
        }
    }
    shown.into_iter().flatten().collect()
}
