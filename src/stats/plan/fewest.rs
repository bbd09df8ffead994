//! Smallest number that satisfies a condition which all larger numbers satisfy too.

/// Largest number of answers that is looked for; beyond it no survey reaches the aim.
pub(super) const MOST: u64 = 1_000_000_000;

/// Smallest number from `least` to `most` for which `is_enough`, if there is one.
pub(super) fn fewest(least: u64, most: u64, is_enough: impl Fn(u64) -> bool) -> Option<u64> {
    if least > most {
        return None;
    }
    // Doubling keeps the trial numbers near the result, where they are cheap to try.
    let (mut below, mut enough) = (least, least);
    while !is_enough(enough) {
        if enough == most {
            return None;
        }
        below = enough + 1;
        enough = enough.saturating_mul(2).max(1).min(most);
    }
    while below < enough {
        let middle = below + (enough - below) / 2;
        if is_enough(middle) {
            enough = middle;
        } else {
            below = middle + 1;
        }
    }
    Some(enough)
}

#[cfg(test)]
mod tests {
    use super::fewest;
    use proptest::prelude::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn it_is_the_first_that_is_enough(least in 0..50_u64, first in 0..5_000_u64, most in 1..4_000_u64) {
            let found = fewest(least, most, |n| n >= first);
            let wanted = (least.max(first) <= most).then(|| least.max(first));
            prop_assert_eq!(found, wanted);
        }
    }
}
