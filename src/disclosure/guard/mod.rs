//! What else must be withheld because of what was given out earlier of the same rows.
//!
//! A [`plan()`](super::plan()) looks at one output. Two outputs of the same rows can be subtracted from each other: another
//! grouping, another minimum, or some respondents left out, and the difference is a few people. So over all figures of
//! the new output and of the earlier ones
//! - no set of fewer people than the minimum may be worked out, be it a withheld group, some of them together, a cell of two
//!   groupings or those whom one of the outputs leaves out (see [`super::audit`] for how that is found), and
//! - the number of nobody withheld may be bounded more tightly than one output's plan allows,
//!
//! unless the earlier outputs tell it by themselves. While that does not hold, a further group of the new output is withheld:
//! of those without which it would hold, or else of all that are shown, the smallest. Where that cannot help, all of the new output's
//! figures on these scales are.
//!
//! Sums are compared scale by scale, for those with a score and for those who gave any answer. An output of any kind
//! counts as if it told both of every group it shows.

mod disclosed_earlier;
mod output;
mod repair;
mod terms;

pub use output::guard;
pub use terms::{GuardedTerms, guard_terms};
