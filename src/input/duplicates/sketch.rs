//! Which responses were counted, as a tally remembers them: enough to find that two tallies count the same responses.
//!
//! A mark is a hash of a response's id, of its number and time, or of its time and academy; never of an answer. Answers to a
//! short questionnaire are few, so that their hash could be found by trying all of them. Only the least marks are kept, in
//! order, so that neither the order of the rows nor the mark of every response can be read from them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::input::duplicates::hash::mix;
use crate::input::duplicates::marks::SurveyMarks;

/// The most marks that are kept.
const MOST: usize = 4096;

/// The fewest marks that two tallies have in common if they overlap, unless they are half of one.
const FEWEST: usize = 3;

/// The share of the marks of times that two tallies have in common if they overlap: two people of an academy may finish in the
/// same second.
const ONE_IN: usize = 10;

/// What a mark is of; part of the mark.
#[derive(Clone, Copy)]
enum Of {
    Id = 1,
    TimeAndAcademy = 2,
    NumberAndTime = 3,
}

/// The mark of a response. Its last bit says whether it is certain.
fn mark(of: Of, what: u64) -> u64 {
    let kind = of as u64;
    (mix(what, kind) & !1) | (kind & 1)
}

/// The marks of the responses that were counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "WrittenMarks", into = "WrittenMarks")]
pub struct CountedResponses {
    /// The least marks, in order.
    marks: BTreeSet<u64>,
    /// The number of responses that have a mark.
    marked: u64,
}

impl CountedResponses {
    /// The responses of a survey. `academies` has the hash of each academy's name.
    pub(crate) fn of(marks: &SurveyMarks, academies: &[u64]) -> Self {
        let mut counted = Self::default();
        for file in &marks.files {
            for keys in marks.keys_of(file).unwrap_or_default() {
                let time = keys.times.into_iter().find(|&time| time != 0).unwrap_or(keys.when);
                let academy = academies.get(keys.academy as usize).copied().unwrap_or(0);
                let (of, what) = if keys.id != 0 {
                    (Of::Id, keys.id)
                } else if !file.seconds || time == 0 {
                    continue;
                } else if keys.number != 0 {
                    (Of::NumberAndTime, mix(keys.number, time))
                } else {
                    (Of::TimeAndAcademy, mix(keys.when, academy))
                };
                counted.add(mark(of, what));
            }
        }
        counted
    }

    fn add(&mut self, mark: u64) {
        self.marked += 1;
        let is_full = self.marks.len() == MOST;
        if is_full && self.marks.last().is_some_and(|&last| last < mark) {
            return;
        }
        self.marks.insert(mark);
        if self.marks.len() > MOST {
            self.marks.pop_last();
        }
    }

    /// The number of responses that have a mark.
    #[must_use]
    pub fn marked(&self) -> u64 {
        self.marked
    }

    /// Adds the responses of another tally.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.marked += other.marked;
        self.marks.extend(&other.marks);
        while self.marks.len() > MOST {
            self.marks.pop_last();
        }
    }

    /// True if some responses are among those of another tally as well. A few equal marks may be chance.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let shared: Vec<u64> = self.marks.intersection(&other.marks).copied().collect();
        let fewer = self.marks.len().min(other.marks.len());
        let certain = shared.iter().filter(|&mark| mark & 1 == 1).count();
        let is_large_share = |share: usize| !shared.is_empty() && shared.len() * share >= fewer;
        certain >= FEWEST || is_large_share(2) || (shared.len() >= FEWEST && is_large_share(ONE_IN))
    }
}

/// The marks as a tally file has them: in hexadecimal, sixteen digits each.
#[derive(Serialize, Deserialize)]
struct WrittenMarks {
    marked: u64,
    marks: String,
}

impl From<CountedResponses> for WrittenMarks {
    fn from(counted: CountedResponses) -> Self {
        Self {
            marked: counted.marked,
            marks: counted.marks.iter().fold(String::new(), |mut written, mark| {
                // Writing to a string cannot fail.
                let _ = write!(written, "{mark:016x}");
                written
            }),
        }
    }
}

impl From<WrittenMarks> for CountedResponses {
    /// Digits that are no marks are left out: a checksum protects the file, so that only another program can have written them.
    fn from(written: WrittenMarks) -> Self {
        let digits = written.marks.as_bytes().chunks_exact(16);
        let mark = |digits: &[u8]| u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        Self {
            marks: digits.filter_map(mark).collect(),
            marked: written.marked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(marks: impl Iterator<Item = u64>) -> CountedResponses {
        let mut counted = CountedResponses::default();
        marks.for_each(|id| counted.add(mark(Of::Id, id)));
        counted
    }

    #[test]
    fn overlapping_tallies_are_noticed_however_large_they_are() {
        for rows in [6, 1000, 100_000] {
            let (one, other) = (counted(0..rows), counted(rows / 2..rows * 2));
            assert!(one.overlaps(&other));
            assert!(!one.overlaps(&counted(rows..rows * 2)));
            assert!(one.marks.len() <= MOST);
        }
        assert!(!counted(0..9).overlaps(&CountedResponses::default()));
    }

    #[test]
    fn people_who_finished_in_the_same_second_are_no_overlap() {
        let timed = |times: std::ops::Range<u64>| {
            let mut counted = CountedResponses::default();
            times.for_each(|time| counted.add(mark(Of::TimeAndAcademy, time)));
            counted
        };
        assert!(!timed(0..1000).overlaps(&timed(990..2000)));
        assert!(timed(0..1000).overlaps(&timed(700..1700)));
    }

    #[test]
    fn the_sum_of_tallies_is_that_of_all_responses() {
        let mut sum = counted(0..3000);
        sum.merge(&counted(3000..9000));
        assert_eq!(sum, counted(0..9000));
        let written = serde_json::to_string(&sum).expect("JSON");
        assert_eq!(serde_json::from_str::<CountedResponses>(&written).expect("marks"), sum);
        for odd in ["12", "é2345678901234é", "zzzzzzzzzzzzzzzz"] {
            let read: CountedResponses =
                serde_json::from_str(&format!(r#"{{"marked":1,"marks":"{odd}"}}"#)).expect("read");
            assert!(read.marks.is_empty());
        }
    }
}
