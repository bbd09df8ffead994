//! Whether the counts of a survey may be passed on to those who score.
//!
//! A tally tells of each group how often each answer was given. Of few people that is nearly what each of them answered, so a
//! group of fewer than the minimum is refused, as is one of which fewer answered some scale; where it is asked for all the same,
//! the file is marked. What a tally of large groups still tells is said where tallies are explained: it is for those who score.

use crate::analysis::Study;
use crate::disclosure::{GroupedStudy, Policy};

/// A group of few people, whose counts would nearly tell what each of them answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallGroup {
    /// The column that the group is of; `None` for academies.
    pub column: Option<String>,
    /// Its name; empty for those who gave none.
    pub name: String,
    /// How many people answered anything.
    pub people: u64,
    /// The scale, by its place, that too few of them answered, and how many did; where people enough answered anything.
    pub scale: Option<(usize, u64)>,
}

/// Whether counts may be passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Countable {
    /// To those who score.
    ForScoring,
    /// Not beyond those who may see the answers: some groups are small, and were asked for all the same.
    Marked {
        /// What the file must say.
        marking: String,
        /// How many groups are small.
        small: usize,
    },
    /// Not at all: these groups are small.
    Refused(Vec<SmallGroup>),
}

/// Decides whether the counts of a survey may be passed on.
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
