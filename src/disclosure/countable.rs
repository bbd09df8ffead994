//! Decides whether a tally of a survey may be passed on for scoring: `cte tally`.
//!
//! A tally has the count of each answer in each group. For a few people these counts are almost their individual answers. So the
//! threshold rule applies: a tally is refused if a group has fewer people than the threshold, or if fewer of its people answered
//! some scale. If it is asked for anyway, the file is marked. A tally of large groups still says more than a published result; the
//! documentation of tallies says how much.

use crate::analysis::Study;
use crate::disclosure::{GroupedStudy, Policy};

/// A small group, whose counts are almost the individual answers of its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallGroup {
    /// The column of the grouping; `None` for academies.
    pub column: Option<String>,
    /// Its name; empty for people who gave none.
    pub name: String,
    /// Number of people who answered anything.
    pub people: u64,
    /// If enough people answered anything: the place of a scale that too few answered, and their number.
    pub scale: Option<(usize, u64)>,
}

/// The decision about a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Countable {
    /// It may be passed on to the people who score.
    ForScoring,
    /// It has small groups and was asked for anyway: only for people who may see the answers.
    Marked {
        /// The marking of the file.
        marking: String,
        /// Number of small groups.
        small: usize,
    },
    /// It is refused, because these groups are small.
    Refused(Vec<SmallGroup>),
}

/// Decides whether a tally of a survey may be passed on.
#[must_use]
pub fn countable(survey: &GroupedStudy<'_>, policy: Policy) -> Countable {
    let of_academies = small_groups(&survey.academies, policy.min_group, None);
    let by = survey.by.iter();
    let of_by = by.flat_map(|by| small_groups(by, policy.min_group, Some(by.tally.column())));
    let small: Vec<SmallGroup> = of_academies.into_iter().chain(of_by).collect();
    if small.is_empty() {
        return Countable::ForScoring;
    }
    if !policy.unsuppressed {
        return Countable::Refused(small);
    }
    Countable::Marked {
        marking: format!(
            "Not for circulation: groups of fewer than {} people are counted, and with them nearly what single people answered.",
            policy.min_group
        ),
        small: small.len(),
    }
}

/// The groups with fewer people than the threshold, overall or on some scale.
fn small_groups(study: &Study<'_>, least: u64, column: Option<&str>) -> Vec<SmallGroup> {
    let few = |people: u64| people > 0 && people < least;
    let small = |group: usize| {
        let people = study.tally.rows(group) - study.tally.blank(group);
        let scales = 0..study.instrument.scales().len();
        let mut of_scales = scales.map(|scale| (scale, study.tally.scores(scale, group).persons(1)));
        let scale = of_scales.find(|(_, people)| few(*people)).filter(|_| !few(people));
        (few(people) || scale.is_some()).then(|| SmallGroup {
            column: column.map(str::to_owned),
            name: study.tally.names()[group].clone(),
            people,
            scale,
        })
    };
    (0..study.tally.groups()).filter_map(small).collect()
}
