//! Scores as they would be if each role had answered in the share that it has among the trust's staff.
//!
//! The weights are those of the whole trust, also for one academy and also for an earlier term: what is left of a difference
//! is then no difference in who answered. See [`crate::stats::standardised_mean`] for the formula.

use crate::analysis::Study;
use crate::analysis::summaries::summary;
use crate::stats::{self, ChangeInMeans, EstimatedMean, GroupSummary, StandardisedMean, Undefined};

/// A role and how many of the trust's staff are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleStaff {
    /// What it is called.
    pub name: String,
    /// Its place among the groups of the other column; `None` where nobody is in it.
    pub group: Option<usize>,
    /// How many staff the trust has in it.
    pub staff: u64,
}

/// The respondents by academy and role at once, and what scores are standardised to.
#[derive(Debug, Clone)]
pub struct Standard<'a> {
    /// By the cells of academies and roles that somebody is in.
    pub cells: Study<'a>,
    /// For each cell its academy and its role, as places among the groups of either.
    pub places: Vec<(usize, usize)>,
    /// The trust's staff by role; empty where there is nothing to standardise to.
    pub roles: Vec<RoleStaff>,
}

/// A standardised mean in two terms.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedChange {
    /// The earlier term.
    pub before: Result<StandardisedMean, Undefined>,
    /// The later term.
    pub after: Result<StandardisedMean, Undefined>,
    /// The later less the earlier.
    pub difference: Result<ChangeInMeans, Undefined>,
}

impl Standard<'_> {
    /// The cells of an academy.
    pub fn cells_of(&self, academy: usize) -> impl Iterator<Item = usize> {
        let places = self.places.iter().enumerate();
        places
            .filter(move |(_, place)| place.0 == academy)
            .map(|(cell, _)| cell)
    }

    /// The cell of an academy and a role, if anybody is in it.
    #[must_use]
    pub fn cell(&self, academy: usize, role: usize) -> Option<usize> {
        self.places.iter().position(|place| *place == (academy, role))
    }
}

/// An academy's standardised mean of persons' scores on one scale.
///
/// # Errors
/// When in a role that the trust has staff in fewer than two of the academy answered, or no score varies.
pub fn standardised_academy(
    standard: &Standard<'_>,
    scale: usize,
    academy: usize,
) -> Result<StandardisedMean, Undefined> {
    let of_role = |role: &RoleStaff| {
        let cell = role.group.and_then(|group| standard.cell(academy, group));
        cell.map_or(NOBODY, |cell| summary(&standard.cells, scale, cell))
    };
    mean(standard, of_role)
}

/// The trust's standardised mean of persons' scores on one scale.
///
/// # Errors
/// When in a role that the trust has staff in fewer than two answered, or no score varies.
pub fn standardised_trust(standard: &Standard<'_>, scale: usize) -> Result<StandardisedMean, Undefined> {
    let of_role = |role: &RoleStaff| {
        let cells = standard.places.iter().enumerate();
        let own = cells.filter(|(_, place)| Some(place.1) == role.group);
        let summaries: Vec<GroupSummary> = own.map(|(cell, _)| summary(&standard.cells, scale, cell)).collect();
        GroupSummary::pool(&summaries)
    };
    mean(standard, of_role)
}

/// The change of a standardised mean; both must be standardised to the same staff.
#[must_use]
pub fn standardised_change(
    before: Result<StandardisedMean, Undefined>,
    after: Result<StandardisedMean, Undefined>,
    level: f64,
) -> StandardisedChange {
    let uncertain = |found: &Result<StandardisedMean, Undefined>| {
        found.clone().map(|found| EstimatedMean {
            mean: found.mean,
            se: found.se,
            df: found.df as f64,
        })
    };
    let difference = || stats::independent_difference(uncertain(&before)?, uncertain(&after)?, level);
    StandardisedChange {
        difference: difference(),
        before,
        after,
    }
}

/// Nobody's scores.
const NOBODY: GroupSummary = GroupSummary {
    n: 0,
    mean: 0.0,
    sum_sq: 0.0,
};

fn mean(standard: &Standard<'_>, of_role: impl Fn(&RoleStaff) -> GroupSummary) -> Result<StandardisedMean, Undefined> {
    let strata: Vec<(GroupSummary, u64)> = standard.roles.iter().map(|role| (of_role(role), role.staff)).collect();
    stats::standardised_mean(&strata, standard.cells.options.level)
}
