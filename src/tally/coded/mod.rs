//! Encodes tallies as bytes and decodes them. Equal tallies have equal bytes. Bytes with contradictory counts are rejected.
//!
//! The coding is that of [postcard](https://postcard.jamesmunns.com/wire-format): a whole number as groups of seven bits, lowest
//! first, each but the last with its top bit set (LEB128); a list as the number of its members, followed by the members; a text as
//! the number of its bytes in UTF-8, followed by the bytes. The order is: for each grouping its [`GroupCounts`]; one [`Totals`],
//! which is the same for every grouping; the crossing of the first two groupings as a list of lists; since version 3, for each scale
//! nothing (0) or (1) its [`TableCounts`].

mod group;
mod tables;
mod totals;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::tally::coded::group::{GroupCounts, add_group, group_counts};
use crate::tally::coded::tables::{TableCounts, set_tables, table_counts};
use crate::tally::coded::totals::{Totals, set_totals, totals};
use crate::tally::{MOST_PAIRED, MOST_ROWS, Shape, Tallies, Tally};

/// Versions of the coding that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TallyVersion {
    /// Without two-way tables.
    Second,
    /// With the two-way tables of some scales. This version is written.
    Third,
}

/// Reasons why bytes cannot be decoded as a tally.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoTally {
    /// The bytes end too early or are not in this coding.
    #[error("the counts end too early or are not coded as they should be")]
    Coding,
    /// There are further bytes after the counts.
    #[error("there are {0} bytes behind the counts")]
    Behind(usize),
    /// The number of counts does not fit the questionnaire and the groups.
    #[error("there are {found} {what} where there must be {wanted}")]
    OtherShape {
        /// Kind of counts.
        what: &'static str,
        /// Number found.
        found: usize,
        /// Number expected.
        wanted: usize,
    },
    /// Two counts contradict each other.
    #[error("the counts contradict each other: {0}")]
    Contradiction(&'static str),
    /// There are more items than one tally can count in pairs.
    #[error("a tally counts every pair of questions, and there are more than {MOST_PAIRED} questions")]
    TooManyItems,
    /// There are more rows than one tally can count.
    #[error("there are more than {MOST_ROWS} rows")]
    TooManyRows,
}

impl Tally {
    /// Encodes some groups in this order, as [`Tallies`] of these groups alone are encoded. No second tally is made.
    ///
    /// # Panics
    /// If there is no such group.
    pub(crate) fn to_bytes_of(&self, groups: &[usize]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for &group in groups {
            put(&group_counts(self, group), &mut bytes);
        }
        put(&totals(self), &mut bytes);
        put(&vec![Vec::<usize>::new(); groups.len()], &mut bytes);
        bytes
    }
}

impl Tallies {
    /// Encodes the tallies.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for tally in &self.by {
            for group in 0..tally.groups() {
                put(&group_counts(tally, group), &mut bytes);
            }
        }
        if let Some(tally) = self.by.first() {
            put(&totals(tally), &mut bytes);
        }
        put(&self.crossing, &mut bytes);
        if let Some(tally) = self.by.first() {
            put(&table_counts(tally), &mut bytes);
        }
        bytes
    }

    /// Decodes tallies with these columns and numbers of groups, as a version has them.
    ///
    /// # Errors
    /// If the bytes are not tallies of this shape.
    pub fn from_bytes(
        shape: &Shape,
        columns: &[(String, usize)],
        version: TallyVersion,
        bytes: &[u8],
    ) -> Result<Self, NoTally> {
        let mut rest = bytes;
        let mut by = Vec::with_capacity(columns.len());
        for (column, groups) in columns {
            let mut tally = Tally::empty(shape.clone(), column, Vec::new());
            let mut rows = 0_u64;
            for _ in 0..*groups {
                let counts: GroupCounts = take(&mut rest)?;
                rows = rows.saturating_add(counts.rows);
                if rows > MOST_ROWS {
                    return Err(NoTally::TooManyRows);
                }
                add_group(&mut tally, counts)?;
            }
            by.push(tally);
        }
        let totals: Totals = take(&mut rest)?;
        for tally in &mut by {
            set_totals(tally, &totals)?;
        }
        let crossing: Vec<Vec<usize>> = take(&mut rest)?;
        if version == TallyVersion::Third {
            let tables: Vec<Option<TableCounts>> = take(&mut rest)?;
            for tally in &mut by {
                set_tables(tally, &tables)?;
            }
        }
        if !rest.is_empty() {
            return Err(NoTally::Behind(rest.len()));
        }
        let tallies = Self { by, crossing };
        tallies.check()?;
        Ok(tallies)
    }

    /// Checks that the groupings are consistent with each other.
    fn check(&self) -> Result<(), NoTally> {
        let Some((first, others)) = self.by.split_first() else {
            return Err(NoTally::Contradiction("nothing is counted"));
        };
        let all = |tally: &Tally| (tally.all_rows(), tally.blank.iter().sum::<u64>());
        if others.iter().any(|other| all(other) != all(first)) {
            return Err(NoTally::Contradiction(
                "the groupings have other numbers of respondents",
            ));
        }
        wanted("groups that cross", self.crossing.len(), first.groups())?;
        let classes = others.first().map_or(0, Tally::groups);
        for (group, crossed) in self.crossing.iter().enumerate() {
            let in_order =
                crossed.windows(2).all(|pair| pair[0] < pair[1]) && crossed.iter().all(|&class| class < classes);
            let peopled = first.rows[group] > first.blank[group];
            if !in_order || (!others.is_empty() && peopled == crossed.is_empty()) {
                return Err(NoTally::Contradiction(
                    "a group is not in the groups of the other column that it should be in",
                ));
            }
        }
        Ok(())
    }
}

fn put(value: &impl Serialize, bytes: &mut Vec<u8>) {
    // Coding numbers, texts and lists into a growing list of bytes cannot fail.
    if let Ok(coded) = postcard::to_allocvec(value) {
        bytes.extend_from_slice(&coded);
    }
}

fn take<'a, T: Deserialize<'a>>(rest: &mut &'a [u8]) -> Result<T, NoTally> {
    let (value, behind) = postcard::take_from_bytes(rest).map_err(|_| NoTally::Coding)?;
    *rest = behind;
    Ok(value)
}

fn wanted(what: &'static str, found: usize, wanted: usize) -> Result<(), NoTally> {
    if found == wanted {
        Ok(())
    } else {
        Err(NoTally::OtherShape { what, found, wanted })
    }
}

fn unless(wrong: bool, why: &'static str) -> Result<(), NoTally> {
    if wrong {
        Err(NoTally::Contradiction(why))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;
    use crate::model::MissingReason;
    use crate::tally::made_up::{POINTS, PersonRow, instrument, row};
    use crate::tally::{CountingDepth, MISSING, Responses};

    fn tallies(rows: &[(PersonRow, u8)]) -> Tallies {
        let mut responses = Responses::new(3, &["academy", "role"]);
        for (number, ((answers, group), role)) in (2..).zip(rows) {
            let answers = answers.map(|answer| if answer == POINTS { MISSING } else { answer });
            responses.push(&answers, &[&group.to_string(), &format!("role {role}")], number);
            if answers[1] == MISSING && *role == 0 {
                responses.note(1, MissingReason::Declared("on leave".to_owned()));
            }
        }
        Tallies::to_depth(&instrument(), &responses, CountingDepth::Tables)
    }

    fn columns(tallies: &Tallies) -> Vec<(String, usize)> {
        let column = |tally: &Tally| (tally.column().to_owned(), tally.groups());
        tallies.by.iter().map(column).collect()
    }

    fn again(tallies: &Tallies, bytes: &[u8]) -> Result<Tallies, NoTally> {
        Tallies::from_bytes(&Shape::of(&instrument()), &columns(tallies), TallyVersion::Third, bytes)
    }

    proptest! {
        #[test]
        fn bytes_give_the_tallies_back(rows in prop::collection::vec((row(), 0_u8..3), 0..40)) {
            let tallies = tallies(&rows);
            prop_assert_eq!(again(&tallies, &tallies.to_bytes()), Ok(tallies));
        }

        #[test]
        fn the_order_of_rows_leaves_no_trace_in_the_bytes(
            rows in prop::collection::vec((row(), 0_u8..3), 0..40),
        ) {
            // Within an academy and a role; the order in which those appear is kept.
            let mut sorted = rows.clone();
            let place = |one: &(PersonRow, u8)| {
                let first = |same: &dyn Fn(&(PersonRow, u8)) -> bool| rows.iter().position(same);
                (first(&|other| other.0.1 == one.0.1), first(&|other| other.1 == one.1))
            };
            sorted.sort_by_key(|one| (place(one), one.0.0));
            let (one, other) = (tallies(&rows), tallies(&sorted));
            prop_assume!(one.by.iter().zip(&other.by).all(|(one, other)| one.names() == other.names()));
            prop_assert_eq!(one.to_bytes(), other.to_bytes());
        }

        #[test]
        fn any_other_bytes_are_other_counts_or_none_but_never_a_panic(
            rows in prop::collection::vec((row(), 0_u8..3), 1..20), at in any::<Index>(), to in any::<u8>(), cut in any::<bool>(),
        ) {
            let tallies = tallies(&rows);
            let mut bytes = tallies.to_bytes();
            let at = at.index(bytes.len());
            if cut {
                bytes.truncate(at);
                prop_assert!(again(&tallies, &bytes).is_err());
            } else {
                let before = std::mem::replace(&mut bytes[at], to);
                // Without the checksum of the file around them, other names or the like may pass; the counts must still agree.
                if let Ok(other) = again(&tallies, &bytes) {
                    prop_assert!(before == to || other != tallies || other.to_bytes() == tallies.to_bytes());
                }
            }
        }

        #[test]
        fn noise_is_no_tally(bytes in prop::collection::vec(any::<u8>(), 0..200), groups in 0_usize..5) {
            let columns = [("academy".to_owned(), groups)];
            prop_assert!(Tallies::from_bytes(&Shape::of(&instrument()), &columns, TallyVersion::Third, &bytes).is_err());
        }
    }

    #[test]
    fn the_version_before_has_no_tables() {
        let rows = [([0, 1, 2], 0), ([3, 2, 1], 0), ([1, POINTS, 1], 1)].map(|row| (row, 0));
        let mut tallies = tallies(&rows);
        let mut bytes = tallies.to_bytes();
        let shape = Shape::of(&instrument());
        let second = |tallies: &Tallies, bytes: &[u8]| {
            Tallies::from_bytes(&shape, &columns(tallies), TallyVersion::Second, bytes)
        };
        assert!(matches!(second(&tallies, &bytes), Err(NoTally::Behind(_))));
        let mut tables = Vec::new();
        put(&table_counts(&tallies.by[0]), &mut tables);
        bytes.truncate(bytes.len() - tables.len());
        for tally in &mut tallies.by {
            (0..2).for_each(|scale| tally.drop_tables(scale));
            assert!(tally.lacks_tables(0));
        }
        assert_eq!(second(&tallies, &bytes), Ok(tallies.clone()));
        assert!(again(&tallies, &bytes).is_err());
    }

    #[test]
    fn counts_that_cannot_all_be_right_are_named() {
        fn tables(tallies: &mut Tallies) -> &mut [u32] {
            let tables = tallies.by[0].totals.tables[0].as_mut().expect("tables");
            tables.by_pair_mut().next().expect("a pair")
        }
        let rows = [([0, 1, 2], 0), ([3, POINTS, 1], 0), ([1, 1, 1], 1)].map(|row| (row, 0));
        let right = tallies(&rows);
        let wrong = |change: &dyn Fn(&mut Tallies)| {
            let mut wrong = right.clone();
            change(&mut wrong);
            again(&right, &wrong.to_bytes())
                .expect_err("a contradiction")
                .to_string()
        };
        let found = [
            wrong(&|tallies| tallies.by[0].rows[0] = 1),
            wrong(&|tallies| tallies.by[0].blank[0] = 3),
            wrong(&|tallies| tallies.by[0].answers[1] += 1),
            wrong(&|tallies| tallies.by[0].scores[0][0].add(1, 0, 3, 1)),
            wrong(&|tallies| tallies.by[1].rows[0] += 1),
            wrong(&|tallies| tallies.by[0].totals.powers[0].q[3] = i128::MAX),
            wrong(&|tallies| tallies.by[0].totals.powers[1].xq[0] += 1),
            wrong(&|tallies| tallies.by[0].totals.pairs.add_pair(0, 1, 5, 0, 0, 0)),
            wrong(&|tallies| tallies.by[0].rows[0] = u64::MAX),
            wrong(&|tallies| tallies.crossing[0] = vec![7]),
            wrong(&|tallies| tallies.crossing.clear()),
            wrong(&|tallies| tables(tallies).swap(8, 9)),
            wrong(&|tallies| tables(tallies)[0] += 7),
        ];
        insta::assert_snapshot!(found.join("\n"));
    }
}
