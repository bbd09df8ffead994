//! Finds the column that says where a respondent works.

use std::collections::HashSet;

use csv::ByteRecord;

use crate::input::academies::{AcademyList, is_urn};
use crate::input::columns::academy_words::{is_school_number, names_a_school, names_a_site};
use crate::input::columns::error::{ColumnError, ColumnHint};
use crate::input::columns::find::{find_grouping, shown_headers, texts, words};
use crate::input::layouts::TablePlan;
use crate::input::open::RawTable;
use crate::input::options::GroupChoice;
use crate::input::text::excerpt;

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
        GroupChoice::Everybody(_) => return Ok(None),
        GroupChoice::Column(header) => return find_grouping(&plan.columns, items, header, "-g").map(Some),
        GroupChoice::Guess => {}
    }
    let free: Vec<usize> = (0..plan.columns.len()).filter(|at| !items.contains(at)).collect();
    // A column whose texts are on the list of academies is a surer sign than any header.
    if let Some(list) = list {
        let profiles = profiles(table, plan, &free, |text| list.find(text).is_some());
        let listed = profiles
            .iter()
            .filter(|(_, profile)| profile.known * 2 > profile.distinct);
        if let [column] = listed.map(|(at, _)| *at).collect::<Vec<_>>().as_slice() {
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
                let all = shown_headers(&plan.columns);
                return Err(ColumnError::SeveralAcademies {
                    columns: several.iter().map(|&at| all[at].clone()).collect(),
                });
            }
        }
    }
    let profiles = profiles(table, plan, &free, is_urn);
    // A school's URN recurs row after row. A `URN` that never recurs numbers the responses.
    let repeated = |profile: &ColumnProfile| profile.distinct < profile.filled.min(MOST_DISTINCT) || profile.filled < 5;
    let numbered = |(at, profile): &&(usize, ColumnProfile)| {
        let is_headed = texts(&plan.columns[*at]).any(|text| is_school_number(&words(text)));
        is_headed && repeated(profile)
    };
    // A column of nothing but URNs, with few different ones, is the academy whatever its header.
    let all_urns = |(_, profile): &&(usize, ColumnProfile)| {
        profile.known == profile.distinct && profile.distinct > 0 && profile.distinct * 2 <= profile.filled
    };
    for is_it in [&numbered as &dyn Fn(&&(usize, ColumnProfile)) -> bool, &all_urns] {
        let found: Vec<usize> = profiles.iter().filter(is_it).map(|(at, _)| *at).collect();
        if let [column] = found.as_slice() {
            return Ok(Some(*column));
        }
    }
    Err(ColumnError::NoAcademy {
        columns: hints(plan, profiles),
    })
}

/// The content of a column in the sample.
struct ColumnProfile {
    filled: usize,
    distinct: usize,
    longest: usize,
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
) -> Vec<(usize, ColumnProfile)> {
    let mut seen: Vec<(HashSet<Vec<u8>>, usize, usize)> = columns.iter().map(|_| (HashSet::new(), 0, 0)).collect();
    let mut records = table.records();
    let mut record = ByteRecord::new();
    let mut at = 0;
    while at < SAMPLE + plan.header_records && records.next(&mut record).is_some() {
        at += 1;
        if at <= plan.header_records {
            continue;
        }
        for (&column, (texts, filled, longest)) in columns.iter().zip(&mut seen) {
            let fields = &plan.columns[column].fields;
            let cell = fields
                .iter()
                .filter_map(|&field| record.get(field))
                .find(|cell| !cell.is_empty());
            if let Some(cell) = cell {
                *filled += 1;
                *longest = cell.len().max(*longest);
                if texts.len() < MOST_DISTINCT && !texts.contains(cell) {
                    texts.insert(cell.to_vec());
                }
            }
        }
    }
    let profile = |(&column, (texts, filled, longest)): (&usize, &(HashSet<Vec<u8>>, usize, usize))| {
        let profile = ColumnProfile {
            filled: *filled,
            distinct: texts.len(),
            longest: *longest,
            known: texts
                .iter()
                .filter(|text| known(&String::from_utf8_lossy(text)))
                .count(),
        };
        (column, profile)
    };
    columns.iter().zip(&seen).map(profile).collect()
}

/// The columns to choose from, first those that repeat a few short texts.
fn hints(plan: &TablePlan, mut profiles: Vec<(usize, ColumnProfile)>) -> Vec<ColumnHint> {
    let unlikely = |profile: &ColumnProfile| {
        !((2..=200).contains(&profile.distinct) && profile.distinct < profile.filled && profile.longest <= 100)
    };
    profiles.sort_by_key(|(at, profile)| (unlikely(profile), *at));
    profiles
        .into_iter()
        .filter(|(at, profile)| profile.filled > 0 || !plan.columns[*at].header.trim().is_empty())
        .map(|(at, profile)| ColumnHint {
            header: excerpt(&plan.columns[at].header),
            distinct: profile.distinct,
        })
        .collect()
}
