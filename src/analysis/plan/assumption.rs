//! What a plan assumes, where it comes from, and both ends of its uncertainty.

use crate::analysis::plan::aims::SIX_POINTS;
use crate::stats::Interval;

/// Where an assumption comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The published results of this term.
    LastTerm(String),
    /// A usual value, because no results were read.
    Assumed,
    /// Given to the run.
    Given,
}

/// A value with both ends of its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ends<T> {
    /// At the value itself.
    pub value: T,
    /// At the lower end of the assumption.
    pub lower: T,
    /// At the upper end of the assumption.
    pub upper: T,
}

impl<T: Copy> Ends<T> {
    /// Applies `of` to the value and both ends.
    pub fn each<R>(self, of: impl Fn(T) -> R) -> Ends<R> {
        Ends {
            value: of(self.value),
            lower: of(self.lower),
            upper: of(self.upper),
        }
    }
}

/// An assumption of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// The value and both ends.
    pub ends: Ends<f64>,
    /// Where it comes from.
    pub origin: Origin,
}

impl Assumption {
    /// A value that was given to the run, without uncertainty.
    #[must_use]
    pub fn given(value: f64) -> Self {
        Self {
            ends: Ends {
                value,
                lower: value,
                upper: value,
            },
            origin: Origin::Given,
        }
    }

    /// A value from the published results of a term, with its interval.
    #[must_use]
    pub fn of_term(value: f64, interval: Interval, term: &str) -> Self {
        Self {
            ends: Ends {
                value,
                lower: interval.lower,
                upper: interval.upper,
            },
            origin: Origin::LastTerm(term.to_owned()),
        }
    }

    fn assumed(value: f64, lower: f64, upper: f64) -> Self {
        Self {
            ends: Ends { value, lower, upper },
            origin: Origin::Assumed,
        }
    }
}

/// Everything that a plan assumes about answers.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanAssumptions {
    /// Standard deviation of the scores of an academy's staff, in score units.
    pub sd: Assumption,
    /// ICC(1): the share of the differences between people that lies between academies.
    pub icc1: Assumption,
    /// Correlation of a person's scores in two terms.
    pub correlation: Assumption,
}

impl PlanAssumptions {
    /// The assumptions for a scale of this length, where nothing is known: a standard deviation of 0.6 (0.45 to 0.75) on a scale
    /// from 1 to 6, an ICC(1) of .10 (.05 to .20, the usual range of Bliese 2000), and a correlation of .7 (.5 to .8).
    #[must_use]
    pub fn usual(length: f64) -> Self {
        let points = |sd: f64| sd * length / SIX_POINTS;
        Self {
            sd: Assumption::assumed(points(0.6), points(0.45), points(0.75)),
            icc1: Assumption::assumed(0.10, 0.05, 0.20),
            correlation: Assumption::assumed(0.7, 0.5, 0.8),
        }
    }
}
