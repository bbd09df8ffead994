//! The groups that a survey's plans show, for the comparison of two outputs.

use crate::analysis::scored_persons;
use crate::disclosure::margins::linked_scales;
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::{GroupedStudy, Policy};

/// The groups shown on a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownScale {
    /// True if the trust's figures are shown.
    pub total: bool,
    /// For each grouping and group: true if its figures are shown. Empty groups have none.
    pub groups: Vec<Vec<bool>>,
    /// For each grouping and group: number of people with a score.
    pub persons: Vec<Vec<u64>>,
}

/// Lists the groups shown on each scale, in questionnaire order.
#[must_use]
pub fn shown_groups(survey: &GroupedStudy<'_>, policy: Policy) -> Vec<ShownScale> {
    let studies: Vec<_> = std::iter::once(&survey.academies).chain(&survey.by).collect();
    let instrument = survey.academies.instrument;
    let mut shown: Vec<Option<ShownScale>> = vec![None; instrument.scales().len()];
    for scales in linked_scales(&survey.academies) {
        let plan = plan_of(survey, &scales, policy);
        for &scale in &scales {
            let persons: Vec<Vec<u64>> = studies
                .iter()
                .map(|study| {
                    let groups = 0..study.tally.groups();
                    groups.map(|group| scored_persons(study, scale, group)).collect()
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
