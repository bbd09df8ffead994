//! The verdict on aggregation: may staff answers be averaged to academy scores, and the academies compared?
//!
//! *no* when the interval of ICC(1) includes 0 or ICC(2) < .50; *yes* when its lower limit is above 0, ICC(2) ≥ .70 and the
//! academies' median r*wg(j) exceeds the 95th percentile under no agreement; else *with care*. A trust may set the two limits of
//! ICC(2) otherwise. The .70 line for rwg(j) is a habit, not a test, and decides nothing.

use crate::model::Icc2Limits;
use crate::stats::{Interval, Undefined};

/// The agreement within academies beside that of chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The academies' median r*wg(j).
    pub median_r_star: f64,
    /// The 95th percentile of r*wg(j) where nobody agrees.
    pub chance: f64,
    /// For how many persons that was simulated.
    pub size: u64,
}

/// What the figures allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// Average and compare.
    Yes,
    /// Average, and compare with care.
    WithCare,
    /// Report the trust's score only.
    No,
    /// The figures cannot say.
    Unknown,
}

/// The verdict and the figures that decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What the figures allow.
    pub allowed: Allowed,
    /// ICC(1), its limits, and ICC(2), where there are any.
    pub figures: Option<(f64, Interval, f64)>,
    /// The agreement beside chance, where there is any.
    pub agreement: Option<Answer>,
    /// The limits of ICC(2) that decided.
    pub limits: Icc2Limits,
    /// Why there is no verdict, where there is none.
    pub why_not: Option<String>,
}

impl Verdict {
    /// No verdict, for a reason.
    pub(crate) fn cannot(why: &Undefined, limits: Icc2Limits) -> Self {
        Self {
            allowed: Allowed::Unknown,
            figures: None,
            agreement: None,
            limits,
            why_not: Some(why.to_string()),
        }
    }

    /// The verdict on ICC(1) with its interval, ICC(2), and the agreement beside chance.
    pub(crate) fn on(icc1: f64, interval: Interval, icc2: f64, agreement: Option<Answer>, limits: Icc2Limits) -> Self {
        let beyond_chance = agreement.is_some_and(|answer| answer.median_r_star > answer.chance);
        let allowed = if interval.lower <= 0.0 || icc2 < limits.no() {
            Allowed::No
        } else if icc2 >= limits.yes() && beyond_chance {
            Allowed::Yes
        } else {
            Allowed::WithCare
        };
        Self {
            allowed,
            figures: Some((icc1, interval, icc2)),
            agreement,
            limits,
            why_not: None,
        }
    }

    /// The name outputs use; with no verdict the answer is "no".
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.allowed {
            Allowed::Yes => "yes",
            Allowed::WithCare => "with care",
            Allowed::No | Allowed::Unknown => "no",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_follows_its_three_figures() {
        let interval = |lower| Interval { lower, upper: 0.5 };
        let agree = |median_r_star| {
            Some(Answer {
                median_r_star,
                chance: 0.2,
                size: 20,
            })
        };
        let cases = [
            (0.0, 0.9, agree(0.6), "no"),
            (-0.1, 0.9, agree(0.6), "no"),
            (0.1, 0.49, agree(0.6), "no"),
            (0.1, 0.50, agree(0.6), "with care"),
            (0.1, 0.69, agree(0.6), "with care"),
            (0.1, 0.70, agree(0.6), "yes"),
            (0.1, 0.70, agree(0.2), "with care"),
            (0.1, 0.70, None, "with care"),
        ];
        for (lower, icc2, agreement, wanted) in cases {
            assert_eq!(
                Verdict::on(0.2, interval(lower), icc2, agreement, Icc2Limits::default()).name(),
                wanted
            );
        }
    }
    #[test]
    fn a_trust_may_set_the_limits_of_icc2() {
        let interval = Interval { lower: 0.1, upper: 0.5 };
        let agreement = Some(Answer {
            median_r_star: 0.6,
            chance: 0.2,
            size: 20,
        });
        let verdict = |no, yes| Verdict::on(0.2, interval, 0.65, agreement, Icc2Limits::new(no, yes).unwrap()).name();
        assert_eq!(
            [verdict(0.5, 0.7), verdict(0.5, 0.6), verdict(0.66, 0.7)],
            ["with care", "yes", "no"]
        );
    }
}
