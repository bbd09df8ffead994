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
    /// Too few people answered in a term, or all scores are equal.
    TooFew,
}

impl Conclusion {
    /// The words that all outputs use.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Higher => "clearly higher",
            Self::Lower => "clearly lower",
            Self::NoClearChange => "no clear change",
            Self::TooFew => "too few to say",
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
