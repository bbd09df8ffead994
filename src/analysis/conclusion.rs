//! The conclusion about a change, in words: clearly higher, clearly lower, or neither.

use crate::stats::Interval;

/// The conclusion about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// The whole interval is above 0.
    Higher,
    /// The whole interval is below 0.
    Lower,
    /// The interval includes 0.
    NoClearChange,
    /// Nothing can be said, for a reason.
    NotComparable(WhyNot),
}

/// The reason why two scores cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// Too few people answered in one of the terms.
    TooFew,
    /// No group answered in both terms.
    NoGroupInBoth,
    /// The verdict on aggregation is no.
    Undependable,
    /// The scores are on different items.
    OtherItems,
}

impl WhyNot {
    /// The reason in words, to follow "because".
    #[must_use]
    pub fn because(self) -> &'static str {
        match self {
            Self::TooFew => "too few people answered in one of the terms",
            Self::NoGroupInBoth => "no academy answered in both terms",
            Self::Undependable => "differences between academies are not dependable here",
            Self::OtherItems => "not all items of the scale were asked here",
        }
    }
}

impl Conclusion {
    /// Every conclusion.
    pub const ALL: [Self; 7] = [
        Self::Higher,
        Self::Lower,
        Self::NoClearChange,
        Self::NotComparable(WhyNot::TooFew),
        Self::NotComparable(WhyNot::NoGroupInBoth),
        Self::NotComparable(WhyNot::Undependable),
        Self::NotComparable(WhyNot::OtherItems),
    ];

    /// The name that scripts rely on.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::NoClearChange => "no clear change",
            Self::NotComparable(_) => "not comparable",
        }
    }

    /// The words that people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Higher => "clearly higher",
            Self::Lower => "clearly lower",
            Self::NoClearChange => "no clear change",
            Self::NotComparable(WhyNot::TooFew) => "too few to say",
            Self::NotComparable(WhyNot::NoGroupInBoth) => "nothing to compare",
            Self::NotComparable(WhyNot::Undependable) => "not dependable",
            Self::NotComparable(WhyNot::OtherItems) => "other items asked",
        }
    }

    /// The reason, if two scores cannot be compared.
    #[must_use]
    pub fn because(self) -> Option<&'static str> {
        match self {
            Self::NotComparable(why) => Some(why.because()),
            Self::Higher | Self::Lower | Self::NoClearChange => None,
        }
    }

    /// The conclusion from an interval for the change.
    #[must_use]
    pub fn of(interval: &Interval) -> Self {
        if interval.lower > 0.0 {
            Self::Higher
        } else if interval.upper < 0.0 {
            Self::Lower
        } else {
            Self::NoClearChange
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(lower: f64, upper: f64) -> Interval {
        Interval::new(lower, upper)
    }

    #[test]
    fn the_words_turn_where_the_interval_leaves_nought_behind() {
        let step = f64::MIN_POSITIVE;
        for (lower, upper, wanted) in [
            (step, 1.0, Conclusion::Higher),
            (0.0, 1.0, Conclusion::NoClearChange),
            (-step, 1.0, Conclusion::NoClearChange),
            (-1.0, -step, Conclusion::Lower),
            (-1.0, 0.0, Conclusion::NoClearChange),
            (-1.0, step, Conclusion::NoClearChange),
            (0.0, 0.0, Conclusion::NoClearChange),
        ] {
            assert_eq!(Conclusion::of(&interval(lower, upper)), wanted, "{lower} to {upper}");
        }
    }
}
