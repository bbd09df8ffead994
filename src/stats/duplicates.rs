//! Duplicate rows, and the number expected by chance.
//!
//! Two people of one group may give the same answers by chance, more often in a short questionnaire. Equal rows in
//! different groups cannot be one submission sent twice, so they show how often chance alone makes rows equal. If c of
//! the C pairs across groups are equal, about w (c + 1)/(C + 1) of the w pairs within groups are equal by chance.
//! Adding 1 keeps the expected number above 0 even if no pair across groups is equal.
//!
//! A submission sent twice usually appears in two consecutive rows. There are few such pairs, so chance makes almost
//! none of them equal: for a pairs of consecutive rows, a (c' + 1)/(C' + 1), where c' of the C' other pairs are equal.

use std::collections::HashMap;
use std::hash::Hash;

/// Duplicate rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicates {
    /// For each row, the first equal row of its group; `None` if the row is itself the first.
    pub of: Vec<Option<usize>>,
    /// Number of equal pairs within groups.
    pub pairs: u64,
    /// Expected number of equal pairs within groups by chance; `None` if there is only one group.
    pub expected: Option<f64>,
    /// For each row, true if the preceding row is equal and in the same group.
    pub follows: Vec<bool>,
    /// Expected number by chance of rows equal to the preceding row; `None` if there are no other pairs to compare
    /// with.
    pub expected_following: Option<f64>,
}

/// Compares `rows`. Each row is its content and its group; `None` is a row to ignore.
pub fn duplicates<T: Hash + Eq>(rows: &[Option<(T, u32)>]) -> Duplicates {
    let mut first: HashMap<&(T, u32), (usize, u64)> = HashMap::new();
    let mut anywhere: HashMap<&T, u64> = HashMap::new();
    let mut sizes: HashMap<u32, u64> = HashMap::new();
    let mut of = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let Some(row) = row else {
            of.push(None);
            continue;
        };
        let seen = first.entry(row).or_insert((place, 0));
        of.push((seen.1 > 0).then_some(seen.0));
        seen.1 += 1;
        *anywhere.entry(&row.0).or_default() += 1;
        *sizes.entry(row.1).or_default() += 1;
    }
    let pairs_of = |n: u64| n * n.saturating_sub(1) / 2;
    let within: u64 = sizes.values().map(|&n| pairs_of(n)).sum();
    let across = pairs_of(sizes.values().sum()) - within;
    let equal_within: u64 = first.values().map(|&(_, n)| pairs_of(n)).sum();
    let same_group = |pair: &&[Option<(T, u32)>]| matches!(pair, [Some(one), Some(other)] if one.1 == other.1);
    let follows: Vec<bool> = (0..rows.len())
        .map(|place| place > 0 && rows[place].is_some() && rows[place] == rows[place - 1])
        .collect();
    let equal_following = follows.iter().filter(|&&follows| follows).count() as u64;
    let following = rows.windows(2).filter(same_group).count() as u64;
    let equal_across = anywhere.values().map(|&n| pairs_of(n)).sum::<u64>() - equal_within;
    Duplicates {
        of,
        pairs: equal_within,
        expected_following: (within + across > following).then(|| {
            let (equal, others) = (
                equal_within + equal_across - equal_following,
                within + across - following,
            );
            following as f64 * ((equal as f64 + 1.0) / (others as f64 + 1.0))
        }),
        follows,
        expected: (across > 0).then(|| within as f64 * ((equal_across as f64 + 1.0) / (across as f64 + 1.0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn a_row_is_a_duplicate_of_the_first_equal_row_of_its_group() {
        let rows = [
            Some(("a", 0)),
            Some(("a", 1)),
            Some(("a", 0)),
            None,
            Some(("a", 0)),
            Some(("b", 1)),
        ];
        let found = duplicates(&rows);
        assert_eq!(found.of, [None, None, Some(0), None, Some(0), None]);
        assert_eq!(found.pairs, 3);
        // Across the groups of 3 and 2 there are 6 pairs, 3 of them equal; within, 3 + 1 pairs.
        assert_relative_eq!(found.expected.unwrap(), 16.0 / 7.0);
        assert!(found.follows.iter().all(|follows| !follows));
    }

    #[test]
    fn consecutive_duplicates_are_counted_separately() {
        let rows = [
            Some(("a", 0)),
            Some(("a", 0)),
            Some(("b", 0)),
            Some(("c", 0)),
            Some(("d", 1)),
        ];
        let found = duplicates(&rows);
        assert_eq!(found.follows, [false, true, false, false, false]);
        // Of 10 pairs 3 follow each other within a group, and none of the other 7 is equal.
        assert_relative_eq!(found.expected_following.unwrap(), 3.0 / 8.0);
    }

    #[test]
    fn one_group_gives_no_expected_number() {
        assert_eq!(duplicates(&[Some((1, 0)), Some((1, 0))]).expected, None);
        assert_eq!(duplicates::<u8>(&[]).expected, None);
    }
}
