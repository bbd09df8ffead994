//! The tables of `cte trend`.

use crate::report::tidy::{FINDINGS, RowOrder, Rows, View, score};

/// The tables, the main one first.
pub(crate) const TREND_TABLES: [View; 3] = [TREND, BENCHMARKS, FINDINGS];

/// The trust, the academies and the groups of another column in every term.
pub(super) const GROUPS_IN_TERMS: &[Rows] = &[
    Rows::with("trust[]", score::OF_TRUST),
    Rows::with("academies[].terms[]", score::OF_ACADEMY),
    Rows::with("by.groups[].terms[]", score::OF_GROUP),
];

const TREND: View = View::new(
    "trend",
    "scales[]",
    GROUPS_IN_TERMS,
    "scale=/scales[].id term grouping group n mean sd se lower upper pomp headcount response_rate \
     difference=change.difference difference_lower=change.lower difference_upper=change.upper p_holm=change.p_holm \
     p_bh=change.p_bh hedges_g=change.hedges_g lower_simultaneous=change.lower_simultaneous \
     upper_simultaneous=change.upper_simultaneous smallest_clear_change=change.smallest_clear_change says=change.says \
     rest_of_trust=rest_of_trust.mean rest_difference=rest_of_trust.difference rest_lower=rest_of_trust.lower \
     rest_upper=rest_of_trust.upper absent withheld",
)
.more(
    "standard",
    "standardised_mean=standardised.mean standardised_se=standardised.se standardised_lower=standardised.lower \
     standardised_upper=standardised.upper standardised_withheld=standardised.withheld \
     standardised_difference=standardised.change.difference standardised_difference_se=standardised.change.se \
     standardised_difference_lower=standardised.change.lower standardised_difference_upper=standardised.change.upper",
)
.order(RowOrder::Together(2));

const BENCHMARKS: View = View::of_each(
    "benchmarks",
    "scales[].benchmarks[]",
    "scale=/scales[].id term academies_shown lower_quartile median_of_academies upper_quartile",
);
