//! What every statistic returns: a figure, or the reason why there is none.

/// Why a statistic has no value for these data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Undefined {
    /// Fewer items than the statistic needs.
    #[error("it needs at least {needed} items and there {} {found}", if *found == 1 { "is" } else { "are" })]
    TooFewItems {
        /// How many there are.
        found: usize,
        /// How many it needs.
        needed: usize,
    },
    /// Fewer persons than the statistic needs.
    #[error("it needs at least {needed} persons and there {} {found}", if *found == 1 { "is" } else { "are" })]
    TooFewPersons {
        /// How many there are.
        found: u64,
        /// How many it needs.
        needed: u64,
    },
    /// Fewer groups than the statistic needs.
    #[error("it needs at least {needed} groups and there {} {found}", if *found == 1 { "is" } else { "are" })]
    TooFewGroups {
        /// How many there are.
        found: usize,
        /// How many it needs.
        needed: usize,
    },
    /// Everybody gave the same answer, or every group has one person.
    #[error("there is no variance in {of}")]
    NoVariance {
        /// What does not vary.
        of: &'static str,
    },
    /// The matrix cannot be inverted: an item is a sum of others, or there are too few persons.
    #[error("the {matrix} matrix is not positive definite")]
    NotPositiveDefinite {
        /// Which matrix.
        matrix: &'static str,
    },
    /// An iterative estimate did not settle.
    #[error("no convergence after {iterations} iterations")]
    NoConvergence {
        /// How many were tried.
        iterations: usize,
    },
    /// A figure outside the range where the formula holds.
    #[error("{why}")]
    OutOfRange {
        /// What is out of range.
        why: &'static str,
    },
}

/// A two-sided interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Interval {
    /// From `half` below the centre to as much above it.
    pub(crate) fn about(centre: f64, half: f64) -> Self {
        Self {
            lower: centre - half,
            upper: centre + half,
        }
    }
}
