//! The disclosure rule that a run follows, and the two reasons for withholding a figure.

use crate::disclosure::audit::Range;

/// The rule that a run follows: which groups are shown, and how precisely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The threshold: the fewest respondents whose figures may be published.
    pub min_group: u64,
    /// True if every group is shown, however small.
    pub unsuppressed: bool,
    /// The precision of all figures.
    pub digits: Digits,
}

/// The precision of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digits {
    /// Figures are rounded, so that exact sums of answers do not follow from them.
    Published,
    /// Every digit.
    Full,
}

impl Policy {
    /// A published result: the threshold rule, and published precision.
    #[must_use]
    pub const fn published(min_group: u64) -> Self {
        Self {
            min_group,
            unsuppressed: false,
            digits: Digits::Published,
        }
    }

    /// A working result: every group in full precision, marked "not for circulation".
    #[must_use]
    pub const fn working(min_group: u64) -> Self {
        Self {
            min_group,
            unsuppressed: true,
            digits: Digits::Full,
        }
    }

    /// The same groups in full precision. No command writes such a result. With it, tests show that the choice of the groups
    /// protects them even from readers who know every digit.
    #[must_use]
    pub const fn in_full(self) -> Self {
        Self {
            digits: Digits::Full,
            ..self
        }
    }

    /// The name that outputs use: `published` or `working`.
    #[must_use]
    pub fn result(self) -> &'static str {
        match (self.unsuppressed, self.digits) {
            (false, Digits::Published) => "published",
            (true, _) | (_, Digits::Full) => "working",
        }
    }

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
