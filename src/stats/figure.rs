//! Result types shared by all statistics: intervals, and reasons why a figure is undefined.

/// Reason why a statistic has no value for the given data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Undefined {
    /// Fewer items than the statistic needs.
    #[error("it needs at least {needed} items and there {} {found}", if *found == 1 { "is" } else { "are" })]
    TooFewItems {
        /// Number of items found.
        found: usize,
        /// Number of items needed.
        needed: usize,
    },
    /// Fewer persons than the statistic needs.
    #[error("it needs at least {needed} persons and there {} {found}", if *found == 1 { "is" } else { "are" })]
    TooFewPersons {
        /// Number of persons found.
        found: u64,
        /// Number of persons needed.
        needed: u64,
    },
    /// Fewer groups than the statistic needs.
    #[error("it needs at least {needed} groups and there {} {found}", if *found == 1 { "is" } else { "are" })]
    TooFewGroups {
        /// Number of groups found.
        found: usize,
        /// Number of groups needed.
        needed: usize,
    },
    /// A quantity does not vary: everybody gave the same answer, or every group has one person.
    #[error("there is no variance in {of}")]
    NoVariance {
        /// The quantity that does not vary.
        of: &'static str,
    },
    /// A matrix cannot be inverted: an item is a linear combination of others, or there are too few persons.
    #[error("the {matrix} matrix is not positive definite")]
    NotPositiveDefinite {
        /// Name of the matrix.
        matrix: &'static str,
    },
    /// An iterative estimate did not converge.
    #[error("no convergence after {iterations} iterations")]
    NoConvergence {
        /// Number of iterations tried.
        iterations: usize,
    },
    /// A figure that certain items make undefined.
    #[error("{why}: {items}")]
    ByItems {
        /// Why the figure is undefined.
        why: Box<Undefined>,
        /// The items, in words.
        items: String,
    },
    /// An argument or figure outside the range in which the formula is valid.
    #[error("{why}")]
    OutOfRange {
        /// Description of the argument or figure.
        why: &'static str,
    },
}

/// Returns [`Undefined::TooFewItems`] if there are fewer than `needed` items.
pub(crate) fn check_items(found: usize, needed: usize) -> Result<(), Undefined> {
    (found >= needed)
        .then_some(())
        .ok_or(Undefined::TooFewItems { found, needed })
}

/// Returns [`Undefined::TooFewPersons`] if there are fewer than `needed` persons.
pub(crate) fn check_persons(found: u64, needed: u64) -> Result<(), Undefined> {
    (found >= needed)
        .then_some(())
        .ok_or(Undefined::TooFewPersons { found, needed })
}

/// Returns [`Undefined::TooFewGroups`] if there are fewer than `needed` groups.
pub(crate) fn check_groups(found: usize, needed: usize) -> Result<(), Undefined> {
    (found >= needed)
        .then_some(())
        .ok_or(Undefined::TooFewGroups { found, needed })
}

/// Returns [`Undefined::OutOfRange`] if the condition holds.
pub(crate) fn out_of_range_if(condition: bool, why: &'static str) -> Result<(), Undefined> {
    (!condition).then_some(()).ok_or(Undefined::OutOfRange { why })
}

/// Returns [`Undefined::NoVariance`] if the condition holds.
pub(crate) fn no_variance_if(condition: bool, of: &'static str) -> Result<(), Undefined> {
    (!condition).then_some(()).ok_or(Undefined::NoVariance { of })
}

/// Two-sided confidence interval, in the unit of its estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// True if a limit was beyond the range of the estimate and is the end of that range instead.
    pub cut: bool,
}

impl Interval {
    /// The interval with these limits.
    #[must_use]
    pub fn new(lower: f64, upper: f64) -> Self {
        Self {
            lower,
            upper,
            cut: false,
        }
    }

    /// The interval with limits beyond `lowest` or `highest` cut there.
    #[must_use]
    pub fn within(self, lowest: f64, highest: f64) -> Self {
        Self {
            lower: self.lower.clamp(lowest, highest),
            upper: self.upper.clamp(lowest, highest),
            cut: self.cut || self.lower < lowest || self.upper > highest,
        }
    }

    /// Moves both limits by `by`.
    pub(crate) fn shift(&mut self, by: f64) {
        self.lower += by;
        self.upper += by;
    }

    /// Interval from `centre` − `half` to `centre` + `half`.
    pub(crate) fn about(centre: f64, half: f64) -> Self {
        Self::new(centre - half, centre + half)
    }
}
