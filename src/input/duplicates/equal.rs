//! Groups of rows with equal keys, found in one pass.

/// Bits per key: so many that few keys share one.
const BITS: usize = 16;

/// The groups of two or more rows with an equal key, each in the order of the rows. `keys` gives the row and its key, in
/// the order of the rows.
pub(crate) fn equal_rows(keys: impl Iterator<Item = (usize, u64)> + Clone, rows: usize) -> Vec<Vec<usize>> {
    let bits = (rows.max(1) * BITS).next_power_of_two().max(64);
    let (mut seen, mut again) = (vec![0_u64; bits / 64], vec![0_u64; bits / 64]);
    let place = |key: u64| {
        #[expect(clippy::cast_possible_truncation, reason = "any bits of a hash will do")]
        let bit = (key ^ (key >> 32)) as usize & (bits - 1);
        (bit / 64, 1_u64 << (bit % 64))
    };
    let mut any = false;
    for (_, key) in keys.clone() {
        let (word, bit) = place(key);
        any |= seen[word] & bit != 0;
        again[word] |= seen[word] & bit;
        seen[word] |= bit;
    }
    if !any {
        return Vec::new();
    }
    let is_again = |key: u64| {
        let (word, bit) = place(key);
        again[word] & bit != 0
    };
    let mut found: Vec<(u64, usize)> = keys
        .filter(|(_, key)| is_again(*key))
        .map(|(row, key)| (key, row))
        .collect();
    found.sort_unstable();
    let groups = found.chunk_by(|one, other| one.0 == other.0);
    let mut groups: Vec<Vec<usize>> = groups
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|(_, row)| *row).collect())
        .collect();
    groups.sort_unstable();
    groups
}

/// The number of pairs among `n` rows.
pub(crate) fn pairs(n: usize) -> f64 {
    let n = n as f64;
    n * (n - 1.0) / 2.0
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_with_equal_keys_are_together(keys in prop::collection::vec(0_u64..40, 0..60)) {
            let mut by_hand: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
            for (row, key) in keys.iter().enumerate() {
                by_hand.entry(*key).or_default().push(row);
            }
            let mut wanted: Vec<Vec<usize>> = by_hand.into_values().filter(|rows| rows.len() > 1).collect();
            wanted.sort();
            prop_assert_eq!(equal_rows(keys.iter().copied().enumerate(), keys.len()), wanted);
        }
    }
}
