//! Finds the column that says where a respondent works.

use std::collections::{BTreeSet, HashSet};

use csv::ByteRecord;

use crate::input::academies::{AcademyList, is_urn};
use crate::input::columns::academy_words::{is_school_number, names_a_school, names_a_site};
use crate::input::columns::error::{ColumnError, ColumnHint};
use crate::input::columns::find::{find_grouping, named_column, texts, words};
use crate::input::layouts::TablePlan;
use crate::input::open::RawTable;
use crate::input::options::GroupChoice;
use crate::input::text::{excerpt, name_key};

/// The number of rows to look at.
const SAMPLE: usize = 5000;

/// The index of the academy column in the plan; `None` if everybody works at one academy.
pub(crate) fn choose_academy(
    choice: &GroupChoice,
    plan: &TablePlan,
    items: &[usize],
    table: &RawTable<'_>,
    list: Option<&AcademyList>,
) -> Result<Option<usize>, ColumnError> {
    match choice {
        GroupChoice::OfFile | GroupChoice::OfSheet => return Ok(None),
        GroupChoice::Everybody(name) => {
            let unread = unread_academies(plan, items, table, list);
            return match unread.filter(|unread| unread.names.len() > 1 && unread.names.contains(&name_key(name))) {
                Some(unread) => Err(ColumnError::OneOfSeveral {
                    name: excerpt(name),
                    column: excerpt(&unread.header),
                    academies: unread.names.len(),
                }),
                None => Ok(None),
            };
        }
        GroupChoice::Column(header) => {
            let mut found = find_grouping(&plan.columns, items, header, "-g");
            if let Err(ColumnError::NoSuchColumn { nearest, .. }) = &mut found
                && nearest.is_none()
                && let Ok(Some(column)) = choose_academy(&GroupChoice::Guess, plan, items, table, list)
            {
                *nearest = Some(excerpt(&plan.columns[column].header));
            }
            return found.map(Some);
        }
        GroupChoice::Guess => {}
    }
    let free: Vec<usize> = (0..plan.columns.len()).filter(|at| !items.contains(at)).collect();
    // A column whose texts are on the list of academies is a surer sign than any header.
    if let Some(list) = list {
        let profiles = profiles(table, plan, &free, |text| list.find(text).is_some());
        let listed = profiles
            .iter()
            .filter(|profile| profile.known * 2 > profile.texts.len());
        if let [column] = listed.map(|profile| profile.column).collect::<Vec<_>>().as_slice() {
            return Ok(Some(*column));
        }
    }
    for looks_like in [names_a_school, names_a_site] {
        let found: Vec<usize> = free
            .iter()
            .copied()
            .filter(|&at| texts(&plan.columns[at]).any(|text| looks_like(&words(text))))
            .collect();
        match found.as_slice() {
            [] => {}
            [column] => return Ok(Some(*column)),
            several => {
                return Err(ColumnError::SeveralAcademies(
                    several.iter().map(|&at| named_column(&plan.columns, at)).collect(),
                ));
            }
        }
    }
    let profiles = profiles(table, plan, &free, is_urn);
    // A school's URN recurs row after row. A `URN` that never recurs numbers the responses.
    let repeated =
        |profile: &ColumnProfile| profile.texts.len() < profile.filled.min(MOST_DISTINCT) || profile.filled < 5;
    let numbered = |profile: &&ColumnProfile| {
        let is_headed = texts(&plan.columns[profile.column]).any(|text| is_school_number(&words(text)));
        is_headed && repeated(profile)
    };
    // A column of nothing but URNs, with few different ones, is the academy whatever its header.
    let all_urns = |profile: &&ColumnProfile| {
        let distinct = profile.texts.len();
        profile.known == distinct && distinct > 0 && distinct * 2 <= profile.filled
    };
    for is_it in [&numbered as &dyn Fn(&&ColumnProfile) -> bool, &all_urns] {
        let found: Vec<usize> = profiles.iter().filter(is_it).map(|profile| profile.column).collect();
        if let [column] = found.as_slice() {
            return Ok(Some(*column));
        }
    }
    Err(ColumnError::NoAcademy(hints(plan, profiles)))
}

/// A column that looks like the academy and is not read.
pub(crate) struct UnreadAcademies {
    /// Its header.
    pub(crate) header: String,
    /// The different names in it, by their keys.
    pub(crate) names: BTreeSet<String>,
}

/// The column that would be read as the academy if nothing else named it.
pub(crate) fn unread_academies(
    plan: &TablePlan,
    items: &[usize],
    table: &RawTable<'_>,
    list: Option<&AcademyList>,
) -> Option<UnreadAcademies> {
    let column = choose_academy(&GroupChoice::Guess, plan, items, table, list).ok()??;
    let profile = profiles(table, plan, &[column], |_| false).pop()?;
    let names = profile
        .texts
        .iter()
        .map(|text| name_key(&String::from_utf8_lossy(text)));
    Some(UnreadAcademies {
        header: plan.columns[column].header.clone(),
        names: names.filter(|name| !name.is_empty()).collect(),
    })
}

/// The content of a column in the sample.
#[derive(Default)]
struct ColumnProfile {
    column: usize,
    filled: usize,
    longest: usize,
    /// The distinct texts, at most [`MOST_DISTINCT`].
    texts: HashSet<Vec<u8>>,
    /// The number of distinct texts that have the property looked for.
    known: usize,
}

/// The most distinct texts to count. An academy column has far fewer.
const MOST_DISTINCT: usize = 1000;

fn profiles(
    table: &RawTable<'_>,
    plan: &TablePlan,
    columns: &[usize],
    known: impl Fn(&str) -> bool,
) -> Vec<ColumnProfile> {
    let profile = |&column: &usize| ColumnProfile {
        column,
        ..ColumnProfile::default()
    };
    let mut profiles: Vec<ColumnProfile> = columns.iter().map(profile).collect();
    let mut records = table.records();
    let mut record = ByteRecord::new();
    let mut at = 0;
    while at < SAMPLE + plan.header_records && records.next(&mut record).is_some() {
        at += 1;
        if at <= plan.header_records {
            continue;
        }
        for profile in &mut profiles {
            let fields = plan.columns[profile.column].fields.iter();
            let mut cells = fields.filter_map(|&field| record.get(field));
            let Some(cell) = cells.find(|cell| !cell.is_empty()) else {
                continue;
            };
            profile.filled += 1;
            profile.longest = cell.len().max(profile.longest);
            if profile.texts.len() < MOST_DISTINCT && !profile.texts.contains(cell) {
                profile.texts.insert(cell.to_vec());
            }
        }
    }
    for profile in &mut profiles {
        let texts = profile.texts.iter().map(|text| String::from_utf8_lossy(text));
        profile.known = texts.filter(|text| known(text)).count();
    }
    profiles
}

/// The columns to choose from, first those that repeat a few short texts.
fn hints(plan: &TablePlan, mut profiles: Vec<ColumnProfile>) -> Vec<ColumnHint> {
    let unlikely = |profile: &ColumnProfile| {
        let distinct = profile.texts.len();
        !((2..=200).contains(&distinct) && distinct < profile.filled && profile.longest <= 100)
    };
    profiles.sort_by_key(|profile| (unlikely(profile), profile.column));
    let header = |profile: &ColumnProfile| &plan.columns[profile.column].header;
    let worth_naming = profiles
        .iter()
        .filter(|profile| profile.filled > 0 || !header(profile).trim().is_empty());
    let hint = |profile: &ColumnProfile| ColumnHint {
        header: excerpt(header(profile)),
        distinct: profile.texts.len(),
    };
    worth_naming.map(hint).collect()
}
