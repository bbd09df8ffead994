//! Finds a column that the user has named.

use crate::input::columns::error::ColumnError;
use crate::input::columns::letters::{letter, of_letter};
use crate::input::layouts::PlannedColumn;
use crate::input::text::{bare, excerpt, fold, nearest, tidy};

/// The headers as messages show them.
pub(crate) fn shown_headers(columns: &[PlannedColumn]) -> Vec<String> {
    columns.iter().map(|column| excerpt(&column.header)).collect()
}

/// The column that the user has named for a grouping. Searches like [`find`]; failing that, takes the only column other
/// than the items whose header contains the name as whole words, as "What is your role?" contains "role".
pub(crate) fn find_grouping(
    columns: &[PlannedColumn],
    items: &[usize],
    name: &str,
    wanted_for: &str,
) -> Result<usize, ColumnError> {
    let missed = match find(columns, name, wanted_for) {
        Err(missed @ ColumnError::NoSuchColumn { .. }) => missed,
        found => return found,
    };
    let asked = words(name);
    let has = |text: &str| words(text).windows(asked.len().max(1)).any(|some| some == asked);
    let likely = (0..columns.len()).filter(|at| !items.contains(at) && texts(&columns[*at]).any(has));
    let likely: Vec<usize> = likely.collect();
    match likely.as_slice() {
        [column] => Ok(*column),
        [] => Err(among_others(missed, columns, items)),
        several => Err(ColumnError::SharedWord {
            word: excerpt(name),
            wanted_for: wanted_for.to_owned(),
            option: format!("{} ", wanted_for.split(' ').next().unwrap_or_default()),
            columns: several.iter().map(|&at| named_column(columns, at)).collect(),
        }),
    }
}

/// The error of a column that does not exist, for a grouping: its columns are those that are no items.
fn among_others(missed: ColumnError, columns: &[PlannedColumn], items: &[usize]) -> ColumnError {
    let all = shown_headers(columns);
    let others: Vec<String> = (0..all.len())
        .filter(|at| !items.contains(at))
        .map(|at| all[at].clone())
        .collect();
    match missed {
        ColumnError::NoSuchColumn { header, wanted_for, .. } if !others.is_empty() => ColumnError::NoSuchColumn {
            nearest: nearest_header(&header, &others).map(str::to_owned),
            header,
            wanted_for,
            columns: others,
        },
        missed => missed,
    }
}

/// The letter of a column in a spreadsheet.
pub(crate) fn letter_of(columns: &[PlannedColumn], at: usize) -> String {
    letter(columns[at].fields.first().copied().unwrap_or(at))
}

/// A column as messages offer it: its header, and its letter in a spreadsheet.
pub(crate) fn named_column(columns: &[PlannedColumn], at: usize) -> (String, String) {
    (excerpt(&columns[at].header), letter_of(columns, at))
}

/// All names of a column.
pub(crate) fn texts(column: &PlannedColumn) -> impl Iterator<Item = &str> {
    // A longer text is no question, and normalising it would take long.
    const LONGEST: usize = 10_000;
    std::iter::once(&column.header)
        .chain(&column.aliases)
        .map(|text| match text.char_indices().nth(LONGEST) {
            Some((end, _)) => &text[..end],
            None => text,
        })
}

/// The words of a header, in lower case.
pub(crate) fn words(header: &str) -> Vec<String> {
    bare(header)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The column that the user has named: by its exact header, its normalised header, or `#` and its letter.
pub(crate) fn find(columns: &[PlannedColumn], header: &str, wanted_for: &str) -> Result<usize, ColumnError> {
    let stages: [&dyn Fn(&str) -> bool; 3] = [
        &|text| text == header || tidy(text) == tidy(header),
        &|text| fold(text) == fold(header),
        &|text| bare(text) == bare(header),
    ];
    for same in stages {
        let found: Vec<usize> = (0..columns.len()).filter(|&at| texts(&columns[at]).any(same)).collect();
        match found.as_slice() {
            [] => {}
            [column] => return Ok(*column),
            several => {
                return Err(ColumnError::SharedHeader {
                    header: excerpt(header),
                    wanted_for: wanted_for.to_owned(),
                    letters: several.iter().map(|&at| letter_of(columns, at)).collect(),
                });
            }
        }
    }
    let lettered = header.strip_prefix('#').and_then(of_letter);
    if let Some(column) = lettered.and_then(|field| columns.iter().position(|column| column.fields.contains(&field))) {
        return Ok(column);
    }
    let all = shown_headers(columns);
    Err(ColumnError::NoSuchColumn {
        header: excerpt(header),
        wanted_for: wanted_for.to_owned(),
        nearest: nearest_header(header, &all).map(str::to_owned),
        columns: all,
    })
}

/// The header most like the name. Failing that, the shortest header with the word most like it, since a question is
/// named after its subject while statements about the subject say more.
fn nearest_header<'a>(named: &str, headers: &'a [String]) -> Option<&'a str> {
    let whole = || headers.iter().map(String::as_str);
    nearest(named, whole()).or_else(|| {
        let of_headers: Vec<String> = whole().flat_map(words).collect();
        let word = nearest(named, of_headers.iter().map(String::as_str))?;
        let mut with_it = whole().filter(|header| words(header).iter().any(|of_header| of_header == word));
        let first = with_it.next()?;
        Some(with_it.fold(
            first,
            |best, header| if header.len() < best.len() { header } else { best },
        ))
    })
}
