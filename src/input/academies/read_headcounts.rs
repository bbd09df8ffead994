//! Reads headcount files: a small table of academies and numbers of staff, or the national school workforce census.

use std::collections::HashMap;

use crate::input::academies::error::AcademyFileError;
use crate::input::academies::headcounts::{AcademyHeadcount, Headcounts};
use crate::input::academies::small_table::{SmallTable, whole_count};
use crate::input::error::{InputError, Problem};
use crate::input::open::{Stored, whole};
use crate::input::options::ReadOptions;
use crate::input::text::name_key;

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
pub fn read_headcounts(file: &dyn Stored, options: &ReadOptions) -> Result<Headcounts, InputError> {
    headcounts(file, options).map_err(|problem| InputError::of(file.name(), problem))
}

fn headcounts(file: &dyn Stored, options: &ReadOptions) -> Result<Headcounts, Problem> {
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
    let bytes = whole(file)?;
    let table = SmallTable::open(file.name(), &bytes, options)?;
    let names = table.required_column(ACADEMY, "which academy", "academy")?;
    let census: Vec<usize> = CENSUS.iter().filter_map(|name| table.column(&[name])).collect();
    let national = census.len() == CENSUS.len();
    let counts = if national {
        census
    } else {
        vec![table.required_column(STAFF, "how many staff", "staff")?]
    };

    let mut academies: Vec<AcademyHeadcount> = Vec::new();
    let mut known: HashMap<String, u32> = HashMap::new();
    table.each_row(|row| {
        let mut academy = row.text(names);
        if let Some(list) = &options.academies {
            match list.find(&academy) {
                Some(listed) => academy.clone_from(&listed.name),
                None if national => return Ok(()),
                None => {}
            }
        }
        let mut staff = Some(0);
        for &column in &counts {
            let count = whole_count(&row.text(column));
            // The census withholds some counts, under several marks.
            if count.is_none() && !national {
                return Err(row.not_a_count(column));
            }
            staff = staff
                .zip(count)
                .and_then(|(staff, count): (u64, u64)| staff.checked_add(count));
        }
        let Some(staff) = staff else { return Ok(()) };
        if let Some(&first) = known.get(&name_key(&academy)) {
            return Err(AcademyFileError::AcademyTwice {
                academy,
                first,
                second: row.number,
            });
        }
        known.insert(name_key(&academy), row.number);
        academies.push(AcademyHeadcount {
            academy,
            staff,
            row: row.number,
        });
        Ok(())
    })?;
    if academies.is_empty() && !national {
        return Err(AcademyFileError::OnlyHeader.into());
    }
    Ok(Headcounts {
        academies,
        national,
        whole: national && options.academies.is_none(),
    })
}
