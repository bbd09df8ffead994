//! The fields of everything that is published: one function for each thing, and the only place that turns it into keys and
//! cells. JSON is these fields; tables, pages and workbooks pick from them.

mod aggregation;
mod agreement;
mod coefficient;
mod item;
mod norm;
mod rest;
mod scale;
mod score;
mod standardised;
mod standing;
mod two_level;

pub(crate) use aggregation::aggregation;
pub(crate) use agreement::agreement;
pub(crate) use coefficient::{coefficient, named_coefficient, reliability};
pub(crate) use item::{distribution, item, item_in_scale};
pub(crate) use norm::{next_to_norm, norm};
pub(crate) use rest::{academy_item, academy_scale};
pub(crate) use scale::{scale, scale_with_range};
pub(crate) use score::{EVERYONE, group_score, trust_score, trust_score_without};
pub(crate) use standardised::{
    shown_standardised_mean, standard_staff, standardised_change, standardised_difference, standardised_mean,
};
pub(crate) use standing::{agreement_over_academies, standing};
pub(crate) use two_level::two_level;
