//! The disclosure rule that a run follows, and the two reasons for withholding a figure.

use crate::disclosure::audit::Range;

/// The rule that a run follows: the threshold rule, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The threshold: the fewest respondents whose figures may be published.
    pub min_group: u64,
    /// True for a working result: everything is shown, marked "not for circulation".
    pub unsuppressed: bool,
}

impl Policy {
    /// The threshold rule: withholds figures about fewer people than the minimum.
    pub(in crate::disclosure) fn threshold(self, people: u64) -> Option<Rule> {
        (people < self.min_group && !self.unsuppressed).then_some(Rule::Small)
    }
}

/// The reason for withholding a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Primary suppression: fewer people than the threshold are behind it.
    Small,
    /// Secondary suppression: a small group could be derived from it.
    Complementary,
}

impl Rule {
    /// The name that outputs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Complementary => "complementary",
        }
    }

    /// The interval that a reader can derive, from the rule alone, for the number of people in a withheld group. The true number is
    /// `people` and lies within. `least` is the threshold; `most` is an upper bound for a group under secondary suppression.
    pub(in crate::disclosure) fn bounds(self, people: u64, least: u64, most: u64) -> Range {
        match self {
            // On one of several linked scales a small group may have the minimum and more.
            Self::Small => (1, people.max(least.saturating_sub(1))),
            Self::Complementary => (least.min(people), most.max(people)),
        }
    }
}

/// Fewest further values that a withheld number must be able to take.
const SPREAD: u64 = 2;

/// Fewest further values that a withheld number must be able to take: [`SPREAD`], or all numbers below a low threshold.
pub(in crate::disclosure) fn spread(least: u64) -> u64 {
    SPREAD.min(least.saturating_sub(2))
}

/// True if an interval for a number of people leaves too few values for the number to be hidden.
pub(in crate::disclosure) fn is_tight((low, high): Range, least: u64) -> bool {
    high.saturating_sub(low) < spread(least)
}
