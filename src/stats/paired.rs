//! Change of the same persons between two terms (paired t test).
//!
//! ```text
//! d = after − before,  t = d̄/(s_d/√n),  df = n − 1
//! ```
//! d̄ and `s_d` are the mean and standard deviation of the changes d of n persons. Student (1908), *Biometrika* 6(1),
//! 1–25; R's `t.test(after, before, paired = TRUE)`.

use crate::stats::figure::no_variance_if;
use crate::stats::group_summary::above_rounding;
use crate::stats::tails::{t_interval, t_upper_tail, tail_of_level};
use crate::stats::{GroupSummary, Interval, Undefined};

/// Mean change of persons who answered twice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedChange {
    /// Number of persons.
    pub n: u64,
    /// Mean of after minus before, in score units.
    pub change: f64,
    /// Standard error of the mean change.
    pub se: f64,
    /// Change over standard error.
    pub t: f64,
    /// Degrees of freedom, n − 1.
    pub df: u64,
    /// Two-sided p value, 0 to 1, of the hypothesis of no change.
    pub p: f64,
    /// Two-sided interval of the change.
    pub interval: Interval,
    /// Mean change divided by the standard deviation of the changes.
    pub d_z: f64,
}

/// Tests the change from the first to the second score of each pair; the interval has confidence `level` (between 0 and
/// 1).
///
/// # Errors
/// [`Undefined::TooFewPersons`] for fewer than two pairs, [`Undefined::NoVariance`] if all changes are equal, and
/// [`Undefined::OutOfRange`] if a score is not finite or `level` is not between 0 and 1.
pub fn paired_change(pairs: &[(f64, f64)], level: f64) -> Result<PairedChange, Undefined> {
    let tail = tail_of_level(level)?;
    let changes: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    let summary = GroupSummary::from_values(&changes);
    let scores = pairs.iter().flat_map(|(before, after)| [before.abs(), after.abs()]);
    // Equal changes of different scores may differ in their last digit.
    let sum_sq = above_rounding(summary.sum_sq, summary.n, scores.fold(0.0, f64::max));
    let summary = GroupSummary { sum_sq, ..summary };
    let sd = summary.sd().ok_or(Undefined::TooFewPersons {
        found: summary.n,
        needed: 2,
    })?;
    GroupSummary::check_sound([&summary])?;
    no_variance_if(sd <= 0.0, "the changes")?;
    let se = sd / (summary.n as f64).sqrt();
    let (t, df) = (summary.mean / se, summary.n - 1);
    Ok(PairedChange {
        n: summary.n,
        change: summary.mean,
        se,
        t,
        df,
        p: 2.0 * t_upper_tail(t.abs(), df as f64),
        interval: t_interval(summary.mean, se, df as f64, tail),
        d_z: summary.mean / sd,
    })
}

#[cfg(test)]
mod tests {
    use approx::assert_abs_diff_eq;
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    use super::paired_change;
    use crate::stats::Undefined;

    #[test]
    fn student_1908_sleep() {
        // R: t.test(sleep$extra[11:20], sleep$extra[1:10], paired = TRUE): t = 4.0621, df = 9, p = 0.002833, 0.7001142 to 2.4598858.
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let pairs: Vec<(f64, f64)> = first.into_iter().zip(second).collect();
        let found = paired_change(&pairs, 0.95).unwrap();
        assert_abs_diff_eq!(found.t, 4.0621, epsilon = 5e-5);
        assert_abs_diff_eq!(found.p, 0.002_833, epsilon = 5e-7);
        assert_abs_diff_eq!(found.interval.lower, 0.700_114_2, epsilon = 5e-8);
        assert_abs_diff_eq!(found.interval.upper, 2.459_885_8, epsilon = 5e-8);
    }

    #[test]
    fn pairs_that_cannot_be_tested_give_a_reason() {
        let few = paired_change(&[(3.0, 4.0)], 0.95);
        assert_eq!(few, Err(Undefined::TooFewPersons { found: 1, needed: 2 }));
        assert_eq!(
            paired_change(&[(3.0, 4.0), (2.0, 3.0)], 0.95),
            Err(Undefined::NoVariance { of: "the changes" })
        );
        let third = [(22.0, 23.0), (27.0, 28.0), (14.0, 15.0)].map(|(before, after)| (before / 6.0, after / 6.0));
        assert_eq!(
            paired_change(&third, 0.95),
            Err(Undefined::NoVariance { of: "the changes" })
        );
        assert!(paired_change(&[(3.0, f64::NAN), (2.0, 3.0)], 0.95).is_err());
    }

    proptest! {
        #[test]
        fn exchanging_the_terms_turns_the_sign(pairs in vec((1.0_f64..6.0, 1.0_f64..6.0), 2..30)) {
            let back: Vec<(f64, f64)> = pairs.iter().map(|&(before, after)| (after, before)).collect();
            let (Ok(there), Ok(back)) = (paired_change(&pairs, 0.95), paired_change(&back, 0.95)) else { return Ok(()) };
            prop_assert!((there.change + back.change).abs() < 1e-12);
            prop_assert!((there.interval.lower + back.interval.upper).abs() < 1e-9);
            prop_assert!((there.p - back.p).abs() < 1e-12);
        }
    }
}
