//! Decides which rows are one response.
//!
//! Rows are one response if
//!
//! - a globally unique id is equal,
//! - a form's running number and a time of the response are equal, or
//! - all cells are equal, and one of them is a time of the response or a written comment.
//!
//! Leaving out a person is as bad as counting one twice. So where these may be equal by chance, because a tool writes
//! whole minutes or many people answer a short questionnaire in one meeting, the whole survey must show that it is more
//! than chance ([`chance`](crate::input::duplicates::chance)).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::input::duplicates::blocks::{BlockDoubt, repeated_block};
use crate::input::duplicates::chance::{Coincidences, NumberedPairs, OneForm};
use crate::input::duplicates::equal::equal_rows;
use crate::input::duplicates::findings::{doubtful_block, findings};
use crate::input::duplicates::hash::mix;
use crate::input::duplicates::marks::{LeaveOut, MarkedRow, SurveyMarks};
use crate::input::duplicates::response::{KeyedRow, Response, whole};
use crate::input::error::InputError;
use crate::input::options::ReadOptions;

/// The rows that are one response with others, and what is said about them.
pub(crate) struct SameResponses {
    pub(crate) leave_out: Arc<LeaveOut>,
    pub(crate) findings: Vec<crate::model::Finding>,
}

/// Finds the rows that are one response.
///
/// # Errors
/// When a block of rows stands twice and nothing identifies the responses, or the column that the user named as their id
/// does not.
pub(crate) fn same_responses(marks: &SurveyMarks, options: &ReadOptions) -> Result<SameResponses, InputError> {
    let responses = responses(marks);
    if let Some(column) = &options.id {
        check_ids(marks, &responses, column)?;
    }
    let left_out = |response: &Response| {
        let stands = response.stands;
        response.rows.clone().into_iter().filter(move |&row| row != stands)
    };
    let mut rows: Vec<usize> = responses.iter().flat_map(left_out).collect();
    rows.sort_unstable();
    let block = if options.keep_duplicates {
        None
    } else {
        repeated_block(marks, &rows)
    };
    let mut findings = findings(marks, &responses, options.keep_duplicates);
    match block {
        Some(block) if block.doubt == BlockDoubt::None => return Err(InputError::RepeatedBlock(block)),
        Some(block) => findings.push(doubtful_block(&block)),
        None => {}
    }
    if options.keep_duplicates {
        rows.clear();
    }
    Ok(SameResponses {
        leave_out: Arc::new(marks.leave_out(&rows)),
        findings,
    })
}

/// The responses that have several rows.
fn responses(marks: &SurveyMarks) -> Vec<Response> {
    let pairs = same(marks);
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut together = Together::default();
    for [one, other] in pairs {
        together.join(one, other);
    }
    let latest = latest(marks, &together);
    let mut responses: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in together.rows() {
        responses.entry(together.first(row)).or_default().push(row);
    }
    let stands = |rows: &Vec<usize>| {
        // The later version stands, by its time or else by its place; of equal rows the first.
        let version = rows.iter().max_by_key(|&&row| (latest[&row], row));
        let version = version.map(|&row| marks.rows[row]);
        rows.iter().copied().find(|&row| Some(marks.rows[row]) == version)
    };
    responses
        .into_values()
        .filter_map(|rows| {
            let stands = stands(&rows)?;
            Some(Response { rows, stands })
        })
        .collect()
}

/// The latest time of each row that is one response with others.
fn latest(marks: &SurveyMarks, together: &Together) -> BTreeMap<usize, u64> {
    let mut latest = BTreeMap::new();
    for file in &marks.files {
        let keys = marks.keys_of(file).unwrap_or_default();
        for row in together.rows_in(&file.rows) {
            latest.insert(row, keys.get(row - file.rows.start).map_or(0, |keys| keys.latest));
        }
    }
    latest
}

/// All rows with keys.
fn keyed(marks: &SurveyMarks) -> impl Iterator<Item = KeyedRow<'_>> + Clone {
    marks.files.iter().enumerate().flat_map(move |(place, file)| {
        let keys = marks.keys_of(file).unwrap_or_default();
        keys.iter().zip(file.rows.clone()).map(move |(keys, row)| KeyedRow {
            row,
            file: place,
            keys,
            mark: marks.rows[row],
            seconds: file.seconds,
        })
    })
}

/// Pairs of rows that are one response.
fn same(marks: &SurveyMarks) -> Vec<[usize; 2]> {
    let rows = keyed(marks);
    let count = rows.clone().count();
    if count == 0 {
        return Vec::new();
    }
    let lookup = Lookup(marks);
    let mut pairs = Vec::new();
    let ids = rows.clone().filter(|row| row.keys.id != 0);
    for group in equal_rows(ids.map(|row| (row.row, row.keys.id)), count) {
        pairs.extend(with_first(&group));
    }
    let without_id = rows.filter(|row| row.keys.id == 0);
    let numbered = without_id
        .clone()
        .filter(|row| row.keys.number != 0 && row.keys.when != 0);
    by_number(numbered, count, lookup, &mut pairs);
    let timed = without_id
        .clone()
        .filter(|row| row.keys.number == 0 && row.keys.when != 0 && row.seconds);
    by_time(timed, count, lookup, &mut pairs);
    by_comment(without_id, count, lookup, &mut pairs);
    pairs
}

/// Finds the key of a row.
#[derive(Clone, Copy)]
struct Lookup<'m>(&'m SurveyMarks);

impl<'m> Lookup<'m> {
    fn row(self, row: usize) -> Option<KeyedRow<'m>> {
        let place = self.0.files.partition_point(|file| file.rows.end <= row);
        let file = self.0.files.get(place)?;
        let keys = self.0.keys_of(file)?.get(row - file.rows.start)?;
        Some(KeyedRow {
            row,
            file: place,
            keys,
            mark: self.0.rows[row],
            seconds: file.seconds,
        })
    }

    fn rows(self, rows: &[usize]) -> Vec<KeyedRow<'m>> {
        rows.iter().filter_map(|&row| self.row(row)).collect()
    }
}

/// Joins rows with an equal running number and an equal time.
fn by_number<'m>(
    rows: impl Iterator<Item = KeyedRow<'m>> + Clone,
    count: usize,
    lookup: Lookup<'m>,
    pairs: &mut Vec<[usize; 2]>,
) {
    let mut doubtful: Vec<[usize; 2]> = Vec::new();
    for which in 0..2 {
        let timed = rows.clone().filter(|row| row.keys.times[which] != 0);
        let keys = timed.map(|row| (row.row, mix(row.keys.number, row.keys.times[which])));
        for group in equal_rows(keys, count) {
            let group = lookup.rows(&group);
            for (at, row) in group.iter().enumerate() {
                // The first row that it certainly equals, else the first that it may equal.
                let earlier = &group[..at];
                if let Some(same) = earlier.iter().find(|other| is_certain(other, row)) {
                    pairs.push([same.row, row.row]);
                } else {
                    let like = earlier.iter().filter(|other| other.mark == row.mark).chain(earlier);
                    doubtful.extend(like.map(|other| [other.row, row.row]).next());
                }
            }
        }
    }
    // Other times, where a table has neither a start nor an end.
    let other = rows.clone().filter(|row| row.keys.times == [0, 0]);
    for group in equal_rows(other.map(|row| (row.row, mix(row.keys.number, row.keys.when))), count) {
        let group = lookup.rows(&group);
        for (at, row) in group.iter().enumerate() {
            match group[..at].iter().find(|other| is_certain(other, row)) {
                Some(same) => pairs.push([same.row, row.row]),
                None => doubtful.extend(group[..at].first().map(|other| [other.row, row.row])),
            }
        }
    }
    if doubtful.is_empty() {
        return;
    }
    let files = |pair: &[usize; 2]| match pair.map(|row| lookup.row(row)) {
        [Some(one), Some(other)] => Some([one.file, other.file]),
        _ => None,
    };
    let evidence = NumberedPairs::new(rows, count, pairs.iter().filter_map(files));
    let mut forms: BTreeMap<[usize; 2], OneForm> = BTreeMap::new();
    for pair in doubtful {
        let [Some(one), Some(other)] = pair.map(|row| lookup.row(row)) else {
            continue;
        };
        let files = [one.file, other.file];
        let form = *forms
            .entry(files)
            .or_insert_with(|| evidence.form(one.file, other.file));
        let same_academy = one.keys.academy == other.keys.academy;
        if form == OneForm::Certainly || (form == OneForm::ByEqualRows && same_academy) {
            pairs.push(pair);
        }
    }
}

/// True if two rows of one number and one time are one response: the time has seconds, and the academy or the other time
/// is equal as well. Two forms count from 1, and somebody in each may finish in the same second.
fn is_certain(one: &KeyedRow<'_>, other: &KeyedRow<'_>) -> bool {
    let seconds = one.seconds || other.seconds;
    let both_times = one.keys.times == other.keys.times && !one.keys.times.contains(&0);
    seconds && (one.keys.academy == other.keys.academy || both_times)
}

/// Joins rows whose cells are all equal, one of them a time.
fn by_time<'m>(
    rows: impl Iterator<Item = KeyedRow<'m>> + Clone,
    count: usize,
    lookup: Lookup<'m>,
    pairs: &mut Vec<[usize; 2]>,
) {
    let groups = equal_rows(rows.clone().map(|row| (row.row, whole(&row.mark))), count);
    if groups.is_empty() {
        return;
    }
    let groups: Vec<Vec<KeyedRow<'m>>> = groups.iter().map(|group| lookup.rows(group)).collect();
    let chance = Coincidences::new(rows, count, &groups);
    for group in &groups {
        let mut of_files: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for row in group {
            of_files.entry(row.file).or_default().push(row.row);
        }
        if chance.explains_within() {
            // People who answered alike in the same second: as many as one file has.
            let most = of_files.values().map(Vec::len).max().unwrap_or(0);
            let Some(fullest) = of_files.values().find(|rows| rows.len() == most).cloned() else {
                continue;
            };
            if !chance.explains_across() {
                let others = of_files.values().filter(|rows| **rows != fullest);
                pairs.extend(others.flat_map(|rows| fullest.iter().zip(rows).map(|(&one, &other)| [one, other])));
            }
            continue;
        }
        for rows in of_files.values() {
            pairs.extend(with_first(rows));
        }
        if !chance.explains_across() {
            let firsts: Vec<usize> = of_files.values().filter_map(|rows| rows.first().copied()).collect();
            pairs.extend(with_first(&firsts));
        }
    }
}

/// Joins rows whose cells are all equal, one of them a comment that no other response has.
fn by_comment<'m>(
    rows: impl Iterator<Item = KeyedRow<'m>> + Clone,
    count: usize,
    lookup: Lookup<'m>,
    pairs: &mut Vec<[usize; 2]>,
) {
    let commented = rows.filter(|row| row.keys.text != 0);
    for group in equal_rows(commented.map(|row| (row.row, row.keys.text)), count) {
        let rows = lookup.rows(&group);
        if rows.windows(2).all(|pair| pair[0].mark == pair[1].mark) {
            pairs.extend(with_first(&group));
        }
    }
}

/// Each row of a group with its first.
fn with_first(group: &[usize]) -> impl Iterator<Item = [usize; 2]> {
    let first = group.first().copied();
    group.iter().skip(1).filter_map(move |&row| Some([first?, row]))
}

/// Checks that the column that the user named as the id of responses does not make most of them one.
fn check_ids(marks: &SurveyMarks, responses: &[Response], column: &str) -> Result<(), InputError> {
    let rows = keyed(marks).filter(|row| row.keys.id != 0).count();
    if rows == 0 {
        return Ok(());
    }
    let superfluous: usize = responses.iter().map(|response| response.rows.len() - 1).sum();
    let versions = |response: &Response| {
        let mut marks: Vec<MarkedRow> = response.rows.iter().map(|&row| marks.rows[row]).collect();
        marks.sort_unstable_by_key(whole);
        marks.dedup();
        marks.len() - 1
    };
    let changed: usize = responses.iter().map(versions).sum();
    let ids = rows.saturating_sub(superfluous);
    if changed > ids {
        return Err(InputError::NotAnId {
            column: crate::input::text::excerpt(column),
            ids,
            rows,
        });
    }
    Ok(())
}

/// Rows that belong together.
#[derive(Default)]
struct Together {
    of: BTreeMap<usize, usize>,
}

impl Together {
    /// The first of the rows that belong together with this one.
    fn first(&self, row: usize) -> usize {
        let mut row = row;
        while let Some(&before) = self.of.get(&row).filter(|&&before| before != row) {
            row = before;
        }
        row
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        let first = one.min(other);
        self.of.insert(one, first);
        self.of.insert(other, first);
    }

    fn rows(&self) -> impl Iterator<Item = usize> {
        self.of.keys().copied()
    }

    fn rows_in(&self, rows: &std::ops::Range<usize>) -> impl Iterator<Item = usize> {
        self.of.range(rows.clone()).map(|(&row, _)| row)
    }
}
