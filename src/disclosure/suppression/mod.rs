//! Decides what is withheld: the one engine of secondary suppression.
//!
//! Its input is a [`Problem`]: outputs about the same people, each with tables of groups (*units*) that are shown or withheld, on
//! one or more bases (who is counted). On each base the people fall into *atoms*, the finest cells that any output distinguishes,
//! and the published figures span a linear space of sums over atoms (see [`super::audit`]).
//!
//! A problem is safe if, on every base, in what follows from the published figures and does not follow from earlier outputs alone,
//! - no set of atoms has fewer people than the threshold;
//! - the smallest sums over withheld groups of one table (*components*) have at least two groups with respondents, number the
//!   threshold, have scores that are not all equal, and leave open where on the scale a small group in them lies;
//! - the interval for the number of people in a small withheld group has bounds that lie 2 or more apart, given the rule, the
//!   groups shown and the headcounts. (Somebody who tries out which numbers lead to this pattern of suppression may narrow it
//!   further, but never to a single number for a small group.)
//!
//! While it is not safe, a further unit is withheld, in a fixed order: the smallest of those whose suppression helps, or else the
//! smallest of all. If no unit is left, the whole output is withheld.
//!
//! With one table, the only component is the total minus all groups shown. With two tables of the same people (linked tables, such as
//! academies and roles) a sum of withheld groups can also follow from part of the other table: all primary academies but one, if
//! phases are shown too.

mod bounds;
mod decision;
#[cfg(test)]
mod excess;
mod exposure;
mod margin;
mod plan;
mod problem;
mod relief;
mod tables;

pub(in crate::disclosure) use decision::withheld;
pub(in crate::disclosure) use exposure::{Exposure, first_exposure};
pub(in crate::disclosure) use plan::plan_of_tables;
pub(in crate::disclosure) use problem::{
    Base, Choice, Figures, Hidden, Limits, Member, Order, Output, Problem, Protected, Unit,
};
pub(in crate::disclosure) use relief::{decide, withhold_next};
pub(in crate::disclosure) use tables::{Cell, Tables, cells_of, order_of, problem_of_tables};

pub use decision::SuppressionPlan;
pub use margin::Margin;
pub use plan::plan;
