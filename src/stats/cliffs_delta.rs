//! Cliff's delta: how often a score after exceeds a score before, minus how often it is below.
//!
//! ```text
//! δ = P(after > before) − P(after < before)
//! ```
//! Cliff (1993), *Psychological Bulletin* 114(3), 494–509. Computed from sorted scores in O(n log n).

use crate::stats::Undefined;
use crate::stats::figure::out_of_range_if;

/// Cliff's delta, −1 to 1. Each side is a list of (score, number of persons with that score), in any order.
///
/// # Errors
/// [`Undefined::TooFewPersons`] if a side has no persons, and [`Undefined::OutOfRange`] if a score is NaN.
pub fn cliffs_delta(before: &[(f64, u64)], after: &[(f64, u64)]) -> Result<f64, Undefined> {
    let (before, after) = (sorted(before)?, sorted(after)?);
    let persons = |side: &[(f64, u64)]| side.iter().map(|&(_, count)| i128::from(count)).sum::<i128>();
    let (n1, n2) = (persons(&before), persons(&after));
    let (mut below, mut up_to) = (0_i128, 0_i128);
    let mut places = (0, 0);
    let mut balance = 0_i128;
    for &(score, count) in &after {
        while let Some(&(lower, persons)) = before.get(places.0).filter(|(lower, _)| *lower < score) {
            debug_assert!(lower < score);
            below += i128::from(persons);
            places.0 += 1;
        }
        while let Some(&(_, persons)) = before.get(places.1).filter(|(lower, _)| *lower <= score) {
            up_to += i128::from(persons);
            places.1 += 1;
        }
        // Number below minus number above, which is n₁ − up_to.
        balance += i128::from(count) * (below + up_to - n1);
    }
    Ok(balance as f64 / (n1 * n2) as f64)
}

fn sorted(side: &[(f64, u64)]) -> Result<Vec<(f64, u64)>, Undefined> {
    out_of_range_if(
        side.iter().any(|(score, _)| score.is_nan()),
        "the scores are not all finite numbers",
    )?;
    let mut sorted: Vec<(f64, u64)> = side.iter().copied().filter(|&(_, count)| count > 0).collect();
    if sorted.is_empty() {
        return Err(Undefined::TooFewPersons { found: 0, needed: 1 });
    }
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use super::cliffs_delta;
    use crate::stats::Undefined;
    use approx::assert_relative_eq;
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn all_above_is_one_and_all_equal_is_nought() {
        assert_relative_eq!(cliffs_delta(&[(1.0, 3), (2.0, 4)], &[(5.0, 2), (3.0, 1)]).unwrap(), 1.0);
        assert_relative_eq!(cliffs_delta(&[(0.0, 3)], &[(-0.0, 2)]).unwrap(), 0.0);
    }

    #[test]
    fn an_empty_side_or_a_nan_gives_a_reason() {
        assert_eq!(
            cliffs_delta(&[(1.0, 0)], &[(1.0, 2)]),
            Err(Undefined::TooFewPersons { found: 0, needed: 1 })
        );
        assert!(cliffs_delta(&[(f64::NAN, 1)], &[(1.0, 2)]).is_err());
    }

    proptest! {
        #[test]
        fn equals_the_count_of_all_pairs(a in vec((0..9_i32, 0..4_u64), 1..12), b in vec((0..9_i32, 0..4_u64), 1..12)) {
            let side = |pairs: &[(i32, u64)]| pairs.iter().map(|&(x, c)| (f64::from(x) / 3.0, c)).collect::<Vec<_>>();
            let (mut sum, mut pairs) = (0.0, 0.0);
            for &(x, c) in &a {
                for &(y, d) in &b {
                    sum += f64::from((y - x).signum()) * (c * d) as f64;
                    pairs += (c * d) as f64;
                }
            }
            if pairs > 0.0 {
                prop_assert!((cliffs_delta(&side(&a), &side(&b)).unwrap() - sum / pairs).abs() < 1e-12);
                prop_assert!((cliffs_delta(&side(&b), &side(&a)).unwrap() + sum / pairs).abs() < 1e-12);
            }
        }
    }
}
