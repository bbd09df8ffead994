//! Standardised scores: the scores if each role had answered in proportion to its share of the trust's staff.
//!
//! The weights are those of the whole trust, for a single academy and for an earlier term too. So a difference between
//! standardised scores does not come from who answered. See [`crate::stats::standardised_mean`] for the formula.

use crate::analysis::Study;
use crate::analysis::summaries::{Metric, summary};
use crate::stats::{self, ChangeInMeans, EstimatedMean, GroupSummary, StandardisedMean, Undefined};

/// A role and the number of the trust's staff in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardRole {
    /// Its name.
    pub name: String,
    /// Its place among the groups of the other column; `None` if no respondent has it.
    pub group: Option<usize>,
    /// The trust's staff in it.
    pub staff: u64,
}

/// The respondents by academy and role crossed, and the staff numbers that scores are standardised to.
#[derive(Debug, Clone)]
pub struct Standard<'a> {
    /// Respondents by the non-empty cells of academy and role.
    pub cells: Study<'a>,
    /// For each cell: place of its academy and place of its role.
    pub places: Vec<(usize, usize)>,
    /// The trust's staff by role; empty if staff numbers are unknown.
    pub roles: Vec<StandardRole>,
}

/// A standardised mean in two terms.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedChange {
    /// The earlier term.
    pub before: Result<StandardisedMean, Undefined>,
    /// The later term.
    pub after: Result<StandardisedMean, Undefined>,
    /// The later mean minus the earlier one.
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

    /// The cell of an academy and a role, if it is not empty.
    #[must_use]
    pub fn cell(&self, academy: usize, role: usize) -> Option<usize> {
        self.places.iter().position(|place| *place == (academy, role))
    }
}

/// An academy's standardised mean score on one scale.
///
/// # Errors
/// Returns the reason if fewer than two people of the academy answered in a role that the trust has staff in, or if no score
/// varies.
pub fn standardised_academy(
    standard: &Standard<'_>,
    scale: usize,
    academy: usize,
) -> Result<StandardisedMean, Undefined> {
    let of_role = |role: &StandardRole| {
        let cell = role.group.and_then(|group| standard.cell(academy, group));
        cell.map_or(NO_SCORES, |cell| summary(&standard.cells, scale, cell))
    };
    mean(standard, scale, of_role)
}

/// The trust's standardised mean score on one scale.
///
/// # Errors
/// Returns the reason if fewer than two people answered in a role that the trust has staff in, or if no score varies.
pub fn standardised_trust(standard: &Standard<'_>, scale: usize) -> Result<StandardisedMean, Undefined> {
    let of_role = |role: &StandardRole| {
        let cells = standard.places.iter().enumerate();
        let own = cells.filter(|(_, place)| Some(place.1) == role.group);
        let summaries: Vec<GroupSummary> = own.map(|(cell, _)| summary(&standard.cells, scale, cell)).collect();
        GroupSummary::pool(&summaries)
    };
    mean(standard, scale, of_role)
}

/// The change of a standardised mean. Both means must be standardised to the same staff.
#[must_use]
pub fn standardised_change(
    before: Result<StandardisedMean, Undefined>,
    after: Result<StandardisedMean, Undefined>,
    level: f64,
) -> StandardisedChange {
    let uncertain = |found: &Result<StandardisedMean, Undefined>| {
        found
            .clone()
            .map(|found| EstimatedMean::new(found.mean, found.se, found.df))
    };
    let difference = || stats::independent_difference(uncertain(&before)?, uncertain(&after)?, level);
    StandardisedChange {
        difference: difference(),
        before,
        after,
    }
}

/// The summary of an empty cell.
const NO_SCORES: GroupSummary = GroupSummary {
    n: 0,
    mean: 0.0,
    sum_sq: 0.0,
};

fn mean(
    standard: &Standard<'_>,
    scale: usize,
    of_role: impl Fn(&StandardRole) -> GroupSummary,
) -> Result<StandardisedMean, Undefined> {
    let strata: Vec<(GroupSummary, u64)> = standard.roles.iter().map(|role| (of_role(role), role.staff)).collect();
    let found = stats::standardised_mean(&strata, standard.cells.options.level)?;
    Ok(StandardisedMean {
        interval: Metric::of(&standard.cells, scale).within(found.interval),
        ..found
    })
}
