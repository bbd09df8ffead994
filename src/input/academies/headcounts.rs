//! Headcounts of academies, and their match with the academies of a survey.

use std::collections::HashMap;

use crate::input::text::{SHOWN, name_key, nearest};

/// The headcount of an academy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcademyHeadcount {
    /// The academy, as the file spells it.
    pub academy: String,
    /// The number of staff who could have answered.
    pub staff: u64,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
}

/// The headcounts of a trust's academies, each academy once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headcounts {
    pub(in crate::input::academies) academies: Vec<AcademyHeadcount>,
    /// True if they come from the national school workforce census.
    pub(in crate::input::academies) national: bool,
    /// True if they cover the whole country, so that most of these academies belong to other trusts.
    pub(in crate::input::academies) whole: bool,
}

impl Headcounts {
    /// Headcounts of distinct academies.
    pub(crate) fn of(academies: Vec<AcademyHeadcount>) -> Self {
        Self {
            academies,
            national: false,
            whole: false,
        }
    }

    /// True if they come from the school workforce census, which is at least a year old.
    #[must_use]
    pub fn of_census(&self) -> bool {
        self.national
    }

    /// The academies in the file's order.
    #[must_use]
    pub fn academies(&self) -> &[AcademyHeadcount] {
        &self.academies
    }
}

/// The headcounts of a survey's academies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeadcountMatch {
    /// The headcount of each academy of the survey, if the file has it.
    pub staff: Vec<Option<u64>>,
    /// Academies of the survey without a headcount, each with the most similar name in the file. The most similar names are left
    /// out where many academies are listed: each takes a look at every name.
    pub without: Vec<(String, Option<String>)>,
    /// Academies of the file without respondents, each with the most similar name in the survey.
    pub unused: Vec<(AcademyHeadcount, Option<String>)>,
}

/// Finds the headcounts of the academies of a survey by name, ignoring case, spacing and punctuation.
#[must_use]
pub fn match_headcounts(academies: &[String], headcounts: &Headcounts) -> HeadcountMatch {
    let by_key: HashMap<String, usize> = headcounts
        .academies
        .iter()
        .enumerate()
        .map(|(at, academy)| (name_key(&academy.academy), at))
        .collect();
    let mut used = vec![false; headcounts.academies.len()];
    let mut matched = HeadcountMatch::default();
    for academy in academies {
        let found = by_key.get(&name_key(academy)).filter(|_| !academy.is_empty());
        if let Some(&at) = found {
            used[at] = true;
        } else if !academy.is_empty() {
            matched.without.push((academy.clone(), None));
        }
        matched.staff.push(found.map(|&at| headcounts.academies[at].staff));
    }
    let unused = headcounts.academies.iter().zip(used);
    let unused = unused.filter(|(_, used)| !used && !headcounts.whole);
    matched.unused = unused.map(|(academy, _)| (academy.clone(), None)).collect();
    if matched.without.len() <= SHOWN {
        for (academy, like) in &mut matched.without {
            let names = headcounts.academies.iter().map(|academy| academy.academy.as_str());
            *like = nearest(academy, names).map(str::to_owned);
        }
    }
    if matched.unused.len() <= SHOWN {
        for (academy, like) in &mut matched.unused {
            let names = academies.iter().map(String::as_str);
            *like = nearest(&academy.academy, names).map(str::to_owned);
        }
    }
    matched
}
