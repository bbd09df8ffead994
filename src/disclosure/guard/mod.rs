//! Secondary suppression in view of earlier outputs.
//!
//! The plan of one output looks at that output. Two outputs about the same people can be subtracted from each other
//! (differencing): with another grouping, another threshold, or without some respondents, the difference is a few people. So,
//! over all figures of the new output and of the earlier ones,
//! - no set of fewer people than the threshold can be derived: not a withheld group, several of them together, a cell of two
//!   groupings, or the people that one of the outputs leaves out (see [`super::audit`] for the method), and
//! - the interval that can be derived for the size of a withheld group is never narrower than one output's plan would allow,
//!
//! except where it already follows from the earlier outputs alone. While that is not true, a further group of the new output is
//! withheld: the smallest of those whose suppression helps, or else the smallest group shown. If nothing helps, all figures of the
//! new output on these scales are withheld.
//!
//! The engine decides ([`super::suppression`]); this module gives it the bases that the new output and the earlier ones share. Sums are
//! compared scale by scale, on two bases: the people with a score, and the people who gave any answer. For every group
//! that it shows, an output is treated as if it disclosed the sums on both bases.

mod disclosed_earlier;
mod output;
mod terms;

pub use output::guard;
pub use terms::{GuardedTerms, guard_terms};
