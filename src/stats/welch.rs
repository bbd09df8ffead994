//! Welch's t test: difference of two independent groups' means without assuming equal variances.
//!
//! ```text
//! t = (x̄₂ − x̄₁)/√(v₁ + v₂),  v = s²/n,  df = (v₁ + v₂)²/(v₁²/(n₁ − 1) + v₂²/(n₂ − 1))
//! ```
//! x̄ᵢ, s² and nᵢ are a group's mean, variance and number of persons. Welch (1947), *Biometrika* 34(1/2), 28–35.

use crate::stats::mean_difference::{Uncertain, tested_difference};
use crate::stats::tails::tail_of_level;
use crate::stats::{GroupSummary, MeanDifference, Undefined};

/// Welch's test of the change from `before` to `after`; the interval has confidence `level` (between 0 and 1).
///
/// Welch (1947), *Biometrika* 34(1/2), 28–35.
///
/// # Errors
/// [`Undefined::TooFewPersons`] for fewer than two persons on a side, [`Undefined::NoVariance`] if the scores of
/// neither side vary, and [`Undefined::OutOfRange`] if a summary is not finite or `level` is not between 0 and 1.
pub fn welch(before: &GroupSummary, after: &GroupSummary, level: f64) -> Result<MeanDifference, Undefined> {
    let uncertain = |group: &GroupSummary| {
        let variance = group.variance().ok_or(Undefined::TooFewPersons {
            found: group.n,
            needed: 2,
        })?;
        GroupSummary::check_sound([group])?;
        Ok(Uncertain {
            mean: group.mean,
            variance: variance / group.n as f64,
            df: (group.n - 1) as f64,
        })
    };
    tail_of_level(level)?;
    tested_difference(uncertain(after)?, uncertain(before)?, level, "the scores")
}

#[cfg(test)]
mod tests {
    use super::welch;
    use crate::stats::{GroupSummary, Undefined};
    use approx::{assert_abs_diff_eq, assert_relative_eq};
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn student_1908_sleep() {
        // R: t.test(extra ~ group, sleep): t = −1.8608, df = 17.776, p = 0.07939, interval −3.3654832 to 0.2054832.
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let [first, second] = [first, second].map(|values| GroupSummary::from_values(&values));
        let found = welch(&second, &first, 0.95).unwrap();
        assert_abs_diff_eq!(found.t, -1.8608, epsilon = 5e-5);
        assert_abs_diff_eq!(found.df, 17.776, epsilon = 5e-4);
        assert_abs_diff_eq!(found.p, 0.07939, epsilon = 5e-6);
        assert_abs_diff_eq!(found.interval.lower, -3.365_483_2, epsilon = 5e-8);
        assert_abs_diff_eq!(found.interval.upper, 0.205_483_2, epsilon = 5e-8);
    }

    #[test]
    fn groups_that_cannot_be_tested_give_a_reason() {
        let one = GroupSummary::from_values(&[3.0]);
        let same = GroupSummary::from_values(&[3.0, 3.0]);
        let differ = GroupSummary::from_values(&[3.0, 4.0]);
        assert_eq!(
            welch(&one, &differ, 0.95),
            Err(Undefined::TooFewPersons { found: 1, needed: 2 })
        );
        assert_eq!(
            welch(&same, &same, 0.95),
            Err(Undefined::NoVariance { of: "the scores" })
        );
        assert_relative_eq!(welch(&same, &differ, 0.95).unwrap().df, 1.0, max_relative = 1e-14);
        assert!(matches!(
            welch(&differ, &differ, 1.0),
            Err(Undefined::OutOfRange { .. })
        ));
    }

    proptest! {
        #[test]
        fn exchanging_the_terms_turns_the_sign(a in vec(1.0..6.0_f64, 2..20), b in vec(1.0..6.0_f64, 2..20)) {
            let (a, b) = (GroupSummary::from_values(&a), GroupSummary::from_values(&b));
            if let (Ok(there), Ok(back)) = (welch(&a, &b, 0.9), welch(&b, &a, 0.9)) {
                prop_assert!((there.t + back.t).abs() < 1e-12 && (there.p - back.p).abs() < 1e-12);
                prop_assert!((there.interval.lower + back.interval.upper).abs() < 1e-10);
                let least = a.n.min(b.n) as f64 - 1.0;
                prop_assert!(there.df > least - 1e-9 && there.df < (a.n + b.n) as f64 - 2.0 + 1e-9);
                // The interval leaves out 0 exactly when the test says so.
                prop_assert!((there.p < 0.1) == (there.interval.lower > 0.0 || there.interval.upper < 0.0));
            }
        }
    }
}
