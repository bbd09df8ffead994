//! The verdict on aggregation: may staff answers be averaged to academy scores, and the academies compared?
//!
//! *no* when the interval of ICC(1) includes 0 or ICC(2) < .50; *yes* when its lower limit is above 0, ICC(2) ≥ .70 and the
//! academies' median r*wg(j) exceeds the 95th percentile under no agreement; else *with care*. A trust may set other limits
//! for ICC(2). The .70 line for rwg(j) is a habit, not a test, and decides nothing.

use crate::model::Icc2Limits;
use crate::stats::{Interval, Undefined};

/// Typical agreement within academies, and the value that chance alone reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedianAgreement {
    /// The academies' median r*wg(j).
    pub median_r_star: f64,
    /// 95th percentile of r*wg(j) under no agreement.
    pub chance: f64,
    /// Group size of that simulation.
    pub size: u64,
}

/// Answers to the question of whether staff answers may be averaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// Average and compare.
    Yes,
    /// Average, and compare with care.
    WithCare,
    /// Report the trust's score only.
    No,
    /// The figures do not decide.
    Unknown,
}

/// The verdict on averaging, and the figures behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct AggregationVerdict {
    /// The answer.
    pub allowed: Allowed,
    /// ICC(1), its interval, and ICC(2), if they exist.
    pub figures: Option<(f64, Interval, f64)>,
    /// Agreement and its chance level, if known.
    pub agreement: Option<MedianAgreement>,
    /// The limits of ICC(2) used.
    pub limits: Icc2Limits,
    /// The reason, if there is no verdict.
    pub why_not: Option<String>,
}

impl AggregationVerdict {
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

    /// The verdict from ICC(1) with its interval, ICC(2), and agreement against chance.
    pub(crate) fn on(
        icc1: f64,
        interval: Interval,
        icc2: f64,
        agreement: Option<MedianAgreement>,
        limits: Icc2Limits,
    ) -> Self {
        let beyond_chance = agreement.is_some_and(|found| found.median_r_star > found.chance);
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

    /// True if academies may be compared with each other.
    #[must_use]
    pub fn allows_comparison(&self) -> bool {
        matches!(self.allowed, Allowed::Yes | Allowed::WithCare)
    }

    /// The name that outputs use. Without a verdict the answer is "no".
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
        let interval = |lower| Interval::new(lower, 0.5);
        let agree = |median_r_star| {
            Some(MedianAgreement {
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
                AggregationVerdict::on(0.2, interval(lower), icc2, agreement, Icc2Limits::default()).name(),
                wanted
            );
        }
    }
    #[test]
    fn a_trust_may_set_the_limits_of_icc2() {
        let interval = Interval::new(0.1, 0.5);
        let agreement = Some(MedianAgreement {
            median_r_star: 0.6,
            chance: 0.2,
            size: 20,
        });
        let verdict =
            |no, yes| AggregationVerdict::on(0.2, interval, 0.65, agreement, Icc2Limits::new(no, yes).unwrap()).name();
        assert_eq!(
            [verdict(0.5, 0.7), verdict(0.5, 0.6), verdict(0.66, 0.7)],
            ["with care", "yes", "no"]
        );
    }
}
