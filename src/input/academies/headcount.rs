//! How many staff each academy has: a small table of its own, matched to the academies of the responses by name.

use std::collections::HashMap;

use csv::ByteRecord;

use crate::input::columns::shown_headers;
use crate::input::error::{InputError, Problem};
use crate::input::layouts::{Head, PlannedColumn, plain};
use crate::input::open::open;
use crate::input::options::{ReadOptions, Source};
use crate::input::rows::key;
use crate::input::text::{bare, excerpt, fold, nearest, tidy};

/// One academy's headcount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcademyHeadcount {
    /// The academy, as the file spells it.
    pub academy: String,
    /// How many staff could have answered.
    pub staff: u64,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
}

/// The headcounts of a trust's academies, each academy once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headcounts {
    academies: Vec<AcademyHeadcount>,
    /// Whether they are the national census's.
    national: bool,
    /// Whether they are of the whole country, so that most academies are nobody's here.
    whole: bool,
}

impl Headcounts {
    /// Headcounts of academies that are told apart already.
    pub(crate) fn of(academies: Vec<AcademyHeadcount>) -> Self {
        Self {
            academies,
            national: false,
            whole: false,
        }
    }

    /// Whether they are the school workforce census's, which is a year old at best.
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

/// Headcounts put beside the academies of a survey.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeadcountMatch {
    /// For each academy of the survey, its headcount if the file has one.
    pub staff: Vec<Option<u64>>,
    /// Academies of the survey without a headcount, each with the most similar name in the file.
    pub without: Vec<(String, Option<String>)>,
    /// Academies of the file that nobody answered for, each with the most similar name in the survey.
    pub unused: Vec<(String, Option<String>)>,
}

/// What a column of headcounts is called.
pub(crate) const STAFF: &[&str] = &[
    "staff",
    "headcount",
    "number of staff",
    "staff headcount",
    "total staff",
    "all staff",
    "no of staff",
    "staff number",
    "staff count",
    "staff total",
    "employees",
    "invited",
    "eligible",
    "total",
    "count",
    "number",
    "n",
];

/// The columns of the school workforce census that add up to a school's staff; auxiliary staff are in none.
const CENSUS: [&str; 3] = [
    "total number of teachers headcount",
    "total number of teaching assistants headcount",
    "total number of non classroom based school support staff excluding auxiliary staff headcount",
];

/// Reads headcounts: a column with the academies' names and one with numbers of staff.
///
/// # Errors
/// When the file is no table, lacks a column, holds something that is no count, or names an academy twice.
pub fn read_headcounts(source: &Source, options: &ReadOptions) -> Result<Headcounts, InputError> {
    headcounts(source, options).map_err(|problem| InputError::of(&source.name, problem))
}

fn headcounts(source: &Source, options: &ReadOptions) -> Result<Headcounts, Problem> {
    const ACADEMY: &[&str] = &[
        "academy",
        "school",
        "academy name",
        "school name",
        "name of academy",
        "name of school",
        "establishment",
        "establishment name",
        "establishmentname",
        "name",
        "site",
        "urn",
    ];
    let (tables, _) = open(&source.name, &source.bytes, options)?;
    let mut tables = tables.into_iter().map(|table| (Head { records: table.head() }, table));
    let (head, table) = tables
        .find(|(head, _)| !head.records.is_empty())
        .ok_or(Problem::Empty)?;
    let plan = plain(&head);
    let names = column(&plan.columns, ACADEMY, "which academy", "academy")?;
    let census: Vec<usize> = CENSUS
        .iter()
        .filter_map(|name| column_of(&plan.columns, &[name]))
        .collect();
    let national = census.len() == CENSUS.len();
    let counts = if national {
        census
    } else {
        vec![column(&plan.columns, STAFF, "how many staff", "staff")?]
    };

    let mut academies: Vec<AcademyHeadcount> = Vec::new();
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut records = table.records();
    let mut record = ByteRecord::new();
    let mut at = 0;
    while let Some(row) = records.next(&mut record) {
        at += 1;
        if at <= plan.header_records || record.as_slice().trim_ascii().is_empty() {
            continue;
        }
        let text = |field: usize| tidy(&String::from_utf8_lossy(record.get(field).unwrap_or_default()));
        let mut academy = text(names);
        if let Some(list) = &options.academies {
            match list.find(&academy) {
                Some(listed) => academy.clone_from(&listed.name),
                None if national => continue,
                None => {}
            }
        }
        let mut staff = Some(0);
        for &counts in &counts {
            let cell = text(counts);
            let count = whole_count(&cell);
            // The census withholds counts, under several marks.
            if count.is_none() && !national {
                return Err(Problem::NotACount {
                    row,
                    column: excerpt(&plan.columns[counts].header),
                    text: excerpt(&cell),
                });
            }
            staff = staff
                .zip(count)
                .and_then(|(staff, count): (u64, u64)| staff.checked_add(count));
        }
        let Some(staff) = staff else { continue };
        if let Some(&first) = known.get(&key(&academy)) {
            return Err(Problem::AcademyTwice {
                academy,
                first,
                second: row,
            });
        }
        known.insert(key(&academy), row);
        academies.push(AcademyHeadcount { academy, staff, row });
    }
    if academies.is_empty() && !national {
        return Err(Problem::OnlyHeader);
    }
    Ok(Headcounts {
        academies,
        national,
        whole: national && options.academies.is_none(),
    })
}

/// The column with the first of the names that any column has.
fn column(
    columns: &[PlannedColumn],
    names: &[&str],
    wanted: &'static str,
    example: &'static str,
) -> Result<usize, Problem> {
    column_of(columns, names).ok_or_else(|| Problem::NoHeadcountColumn {
        wanted,
        example,
        columns: shown_headers(columns),
    })
}

/// The place of the column with the first of the names that any column has.
pub(crate) fn column_of(columns: &[PlannedColumn], names: &[&str]) -> Option<usize> {
    let words = |column: &PlannedColumn| {
        let header = bare(&column.header);
        header
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let headed: Vec<String> = columns.iter().map(words).collect();
    names
        .iter()
        .find_map(|name| headed.iter().position(|header| header == name))
}

/// A whole number, 0 or more, perhaps with thousands separators.
pub(crate) fn whole_count(text: &str) -> Option<u64> {
    let text = fold(text);
    let whole = text
        .strip_suffix(".0")
        .or_else(|| text.strip_suffix(".00"))
        .unwrap_or(&text);
    let groups: Vec<&str> = whole.split([',', ' ']).collect();
    let (first, rest) = groups.split_first()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let thousands = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    (thousands && groups.iter().all(|group| digits(group))).then(|| groups.concat().parse().ok())?
}

/// Puts headcounts beside the academies named in a survey, by name as academies are told apart there.
#[must_use]
pub fn match_headcounts(academies: &[String], headcounts: &Headcounts) -> HeadcountMatch {
    let by_key: HashMap<String, usize> = headcounts
        .academies
        .iter()
        .enumerate()
        .map(|(at, academy)| (key(&academy.academy), at))
        .collect();
    let mut used = vec![false; headcounts.academies.len()];
    let mut matched = HeadcountMatch::default();
    for academy in academies {
        let found = by_key.get(&key(academy)).filter(|_| !academy.is_empty());
        if let Some(&at) = found {
            used[at] = true;
        } else if !academy.is_empty() {
            let names = headcounts.academies.iter().map(|academy| academy.academy.as_str());
            matched
                .without
                .push((academy.clone(), nearest(academy, names).map(str::to_owned)));
        }
        matched.staff.push(found.map(|&at| headcounts.academies[at].staff));
    }
    for (headcount, used) in headcounts.academies.iter().zip(used) {
        if !used && !headcounts.whole {
            let near = nearest(&headcount.academy, academies.iter().map(String::as_str)).map(str::to_owned);
            matched.unused.push((headcount.academy.clone(), near));
        }
    }
    matched
}
