//! Reads headcount files: a small table of academies and numbers of staff, or the national school workforce census.

use std::collections::HashMap;

use csv::ByteRecord;

use crate::input::academies::error::AcademyFileError;
use crate::input::academies::headcounts::{AcademyHeadcount, Headcounts};
use crate::input::columns::shown_headers;
use crate::input::error::{InputError, Problem};
use crate::input::layouts::{Head, PlannedColumn, plain};
use crate::input::open::{OpenError, Source, open};
use crate::input::options::ReadOptions;
use crate::input::text::{bare, excerpt, fold, name_key, tidy};

/// Headers of the column with numbers of staff.
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

/// The columns of the school workforce census that add up to a school's staff. None of them includes auxiliary staff.
const CENSUS: [&str; 3] = [
    "total number of teachers headcount",
    "total number of teaching assistants headcount",
    "total number of non classroom based school support staff excluding auxiliary staff headcount",
];

/// Reads a headcount file: one column with the academies' names and one with numbers of staff.
///
/// # Errors
/// When the file is not a table, lacks a column, contains something other than a count, or names an academy twice.
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
        .ok_or(OpenError::Empty)?;
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
            // The census withholds some counts, under several marks.
            if count.is_none() && !national {
                return Err(AcademyFileError::NotACount {
                    row,
                    column: excerpt(&plan.columns[counts].header),
                    text: excerpt(&cell),
                }
                .into());
            }
            staff = staff
                .zip(count)
                .and_then(|(staff, count): (u64, u64)| staff.checked_add(count));
        }
        let Some(staff) = staff else { continue };
        if let Some(&first) = known.get(&name_key(&academy)) {
            return Err(AcademyFileError::AcademyTwice {
                academy,
                first,
                second: row,
            }
            .into());
        }
        known.insert(name_key(&academy), row);
        academies.push(AcademyHeadcount { academy, staff, row });
    }
    if academies.is_empty() && !national {
        return Err(AcademyFileError::OnlyHeader.into());
    }
    Ok(Headcounts {
        academies,
        national,
        whole: national && options.academies.is_none(),
    })
}

/// The column with the first of these names that occurs.
fn column(
    columns: &[PlannedColumn],
    names: &[&str],
    wanted: &'static str,
    example: &'static str,
) -> Result<usize, AcademyFileError> {
    column_of(columns, names).ok_or_else(|| AcademyFileError::NoHeadcountColumn {
        wanted,
        example,
        columns: shown_headers(columns),
    })
}

/// The index of the column with the first of these names that occurs.
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

/// Parses a whole number, 0 or more, possibly with thousands separators.
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
