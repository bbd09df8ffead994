//! The tables of `cte reliability`.

use crate::report::Subject;
use crate::report::tidy::From::Name;
use crate::report::tidy::{Rows, View, items, score};

/// The tables, the main one first.
pub(crate) const RELIABILITY_TABLES: [View; 4] = [COEFFICIENTS, INTERVALS, items::ITEMS, AGREEMENT];

const COEFFICIENTS: View = score::coefficients(
    "coefficients",
    &[Rows::with("coefficients{}", &[("coefficient", Name(0))])],
);

const INTERVALS: View = View::new(
    "intervals",
    "scales[]",
    &[Rows::with(
        "coefficients{}.intervals{}",
        &[("coefficient", Name(0)), ("interval", Name(1))],
    )],
    "scale=/scales[].id coefficient interval method se lower upper undefined",
)
.of(Subject::Coefficient);

const AGREEMENT: View = View::of_each(
    "agreement",
    "scales[].academies[]",
    "scale=/scales[].id academy n=agreement.n rwg_j=agreement.rwg_j r_star_wg_j=agreement.r_star_wg_j \
     ad_mean=agreement.ad_mean ad_median=agreement.ad_median a_wg=agreement.a_wg chance_rwg_j=by_chance_95.rwg_j \
     chance_r_star_wg_j=by_chance_95.r_star_wg_j chance_ad_mean=by_chance_95.ad_mean \
     chance_ad_median=by_chance_95.ad_median shrunken_mean shrunken_se expected_rank above_trust_mean withheld",
)
.of(Subject::Agreement);
