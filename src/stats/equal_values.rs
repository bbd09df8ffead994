//! One value in a group more often than the other groups let expect: equal times, for example.
//!
//! In each group, the most frequent value of those that the other groups do not explain: a value that x of n people have, and x' of
//! n' people elsewhere. x is compared with a beta-binomial distribution with share (x' + 1)/(n' + 2), for every distinct value of
//! every group.

use std::collections::BTreeMap;

use crate::stats::top_scores::{CORRELATION, beta_binomial_tail};

/// Chance, over all values of all groups, that a group is named for nothing.
const CHANCE: f64 = 0.01;
/// Fewest equal values that are named.
const FEWEST: u64 = 4;

/// For each group of values: true if one value is in it more often than the other groups let expect.
#[must_use]
pub fn too_many_equal(groups: &[Vec<u32>]) -> Vec<bool> {
    let counts = |values: &[u32]| {
        let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
        for &value in values {
            *counts.entry(value).or_default() += 1;
        }
        counts
    };
    let of_groups: Vec<BTreeMap<u32, u64>> = groups.iter().map(|values| counts(values)).collect();
    let mut all: BTreeMap<u32, u64> = BTreeMap::new();
    for (&value, &count) in of_groups.iter().flatten() {
        *all.entry(value).or_default() += count;
    }
    let total: u64 = all.values().sum();
    let tried: usize = of_groups.iter().map(BTreeMap::len).sum();
    let within = CHANCE / tried.max(1) as f64;
    let one = |own: &BTreeMap<u32, u64>| {
        let n: u64 = own.values().sum();
        n < total
            && own
                .iter()
                .filter(|(_, count)| **count >= FEWEST)
                .any(|(value, &count)| {
                    let others = all.get(value).copied().unwrap_or_default() - count;
                    let share = (others + 1) as f64 / (total - n + 2) as f64;
                    beta_binomial_tail(count, n, share, CORRELATION) <= within
                })
    };
    of_groups.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::too_many_equal;

    fn spread(from: u32) -> Vec<u32> {
        (0..30).map(|person| 100 + from + person * 7).collect()
    }

    #[test]
    fn six_equal_times_of_thirty_stand_out() {
        let mut groups: Vec<Vec<u32>> = (0..15).map(spread).collect();
        assert!(too_many_equal(&groups).iter().all(|named| !named));
        groups[4][..6].fill(61);
        let named = too_many_equal(&groups);
        assert!(named[4] && named.iter().filter(|named| **named).count() == 1);
    }

    #[test]
    fn times_in_whole_minutes_are_equal_everywhere() {
        let minutes = |_| (0..30).map(|person| 3 + person % 5).collect();
        let groups: Vec<Vec<u32>> = (0..15).map(minutes).collect();
        assert!(too_many_equal(&groups).iter().all(|named| !named));
    }

    #[test]
    fn one_group_alone_or_none_has_no_others() {
        assert_eq!(too_many_equal(&[vec![5; 30]]), [false]);
        assert_eq!(too_many_equal(&[]), [false; 0]);
    }
}
