//! The fields of everything that is published: one function for each thing, and the only place that turns it into keys and
//! cells. JSON is these fields; tables, pages and workbooks pick from them.

mod aggregation;
mod agreement;
mod change;
mod coefficient;
mod cut_offs;
mod finding;
mod instrument;
mod invariance;
mod item;
mod key_audit;
mod linked;
mod mixed_change;
mod model;
mod norm;
mod plan;
mod response;
mod rest;
mod scale;
mod score;
mod screening;
mod standardised;
mod standing;
mod structure;
mod trend;
mod two_level;

pub(crate) use aggregation::aggregation;
pub(crate) use agreement::agreement;
pub(crate) use change::{CHANGE_IN_TREND, change, group_change, item_change, trust_change};
pub(crate) use coefficient::{coefficient, named_coefficient, reliability};
pub(crate) use cut_offs::cut_offs;
pub(crate) use finding::finding;
pub(crate) use instrument::instrument;
pub(crate) use invariance::{InvarianceNames, invariance};
pub(crate) use item::{distribution, item, item_in_scale};
pub(crate) use key_audit::{audited_scale, key_evidence};
pub(crate) use linked::linked_change;
pub(crate) use mixed_change::mixed_change;
pub(crate) use model::model;
pub(crate) use norm::{next_to_norm, norm};
pub(crate) use plan::{
    academy_plan, asked_often, icc2_needs, plan_aims, plan_assumptions, question_plan, trust_needs, trust_plan,
};
pub(crate) use response::{chased, group_response, item_missing, respondents, response};
pub(crate) use rest::{academy_item, academy_scale, comparison, conclusion, peers};
pub(crate) use scale::{by, scale, scale_with_range, version};
pub(crate) use score::{EVERYONE, group_score, trust_score, trust_score_without};
pub(crate) use screening::{FileRow, screening};
pub(crate) use standardised::{standard_staff, standardised_change, standardised_difference, standardised_mean};
pub(crate) use standing::{agreement_over_academies, standing};
pub(crate) use structure::{cluster_bias, structure, weakest_item};
pub(crate) use trend::{benchmarks, group_in_term, standardised_in_term, trust_in_term};
pub(crate) use two_level::two_level;
