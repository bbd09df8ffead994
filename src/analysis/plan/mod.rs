//! Planning a survey before there are answers: what is assumed, how many answers each group needs, and what they could show.

mod aims;
mod assumption;
mod group;
mod often;
mod trust;

pub use aims::PlanAims;
pub use assumption::{Assumption, Ends, Origin, PlanAssumptions};
pub use group::{GroupNeeds, GroupOutlook, group_needs, group_outlook};
pub use often::{AskedOften, TERMS_A_YEAR, asked_often};
pub use trust::{GroupSize, ResponseNeeded, TrustNeeds, TrustOutlook, trust_needs, trust_outlook};
