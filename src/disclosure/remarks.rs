//! Remarks on what is withheld: why it is much, and which academies are too small to be hidden by withholding others.
//!
//! They depend on what is shown and on headcounts only, so they disclose nothing.

use crate::disclosure::margins::linked_scales;
use crate::disclosure::policy::spread;
use crate::disclosure::survey_plan::plan_of;
use crate::disclosure::{GroupedStudy, Policy, Rule};

/// Remarks on the academies that a survey's plans withhold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Withheld academies with so few staff that no other academy can hide how many of them answered. For counting, each is combined
    /// with the smallest other one that is withheld.
    pub tiny: Vec<String>,
    /// Set if secondary suppression withholds the trust or more than a third of the academies that have the minimum.
    pub heavy: Option<HeavySuppression>,
}

/// Secondary suppression that withholds much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeavySuppression {
    /// True if the trust's figures are withheld.
    pub trust: bool,
    /// Academies that have the minimum and are withheld.
    pub withheld: usize,
    /// Academies that have the minimum.
    pub large: usize,
    /// True if the number of staff of any academy is known.
    pub headcounts: bool,
}

/// The remarks on what is withheld about a survey.
#[must_use]
pub fn remarks(survey: &GroupedStudy<'_>, policy: Policy) -> Remarks {
    let mut remarks = Remarks::default();
    if policy.unsuppressed {
        return remarks;
    }
    let study = &survey.academies;
    let staff: Vec<Option<u64>> = (0..study.tally.groups())
        .map(|group| study.headcounts.of(group))
        .collect();
    for scales in linked_scales(study) {
        let plan = plan_of(survey, &scales, policy);
        let academies = &plan.groups[0];
        let withheld = academies
            .iter()
            .filter(|rule| **rule == Some(Rule::Complementary))
            .count();
        let large = withheld + academies.iter().filter(|rule| rule.is_none()).count();
        let trust = plan.total == Some(Rule::Complementary);
        // What earlier results make necessary is reported with them.
        let earlier = survey.guarded.is_some_and(|guarded| guarded.adds_to(&scales));
        if !earlier && (trust || (plan.total.is_none() && 3 * withheld > large)) {
            remarks.heavy.get_or_insert(HeavySuppression {
                trust,
                withheld,
                large,
                headcounts: staff.iter().any(Option::is_some),
            });
        }
        for ((rule, staff), name) in academies.iter().zip(&staff).zip(study.tally.names()) {
            let tiny = staff.is_some_and(|staff| staff > 0 && staff <= spread(policy.min_group));
            if tiny && rule.is_some() && plan.total.is_none() && !remarks.tiny.contains(name) {
                remarks.tiny.push(name.clone());
            }
        }
    }
    remarks
}
