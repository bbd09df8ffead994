//! The sheets of the workbook next to the pages of a report.

use crate::report::Subject;
use crate::report::tidy::{RowOrder, View, score, trend};

/// The scores of the trust, the academies and the groups of another column, from the record of `cte score`.
pub(crate) const BOARD_SCORES: View = View::new(
    "scores",
    "scales[]",
    score::GROUPS,
    "scale=/scales[].name grouping group n mean lower upper pomp percent_favourable shrunken_mean headcount response_rate \
     r_star_wg_j=agreement.r_star_wg_j ad_mean=agreement.ad_mean withheld",
);

/// The answers to every item, from its items with the names of their scales.
pub(crate) const BOARD_ITEMS: View = View::of_each(
    "items",
    "items[]",
    "item=id text reversed scales n mean sd percent_favourable withheld",
)
.of(Subject::Item);

/// How far each scale can be relied on, and whether averages may be compared, from the record of `cte score`.
pub(crate) const BOARD_RELIABILITY: View = View::of_each(
    "reliability",
    "scales[]",
    "scale=name n=reliability.alpha.n alpha=reliability.alpha alpha_lower=reliability.alpha.lower \
     alpha_upper=reliability.alpha.upper omega_total=reliability.omega_total \
     mean_interitem_r=reliability.mean_interitem_r icc1=aggregation.icc1 icc2=aggregation.icc2 \
     verdict=aggregation.verdict because=aggregation.because withheld=reliability.withheld",
)
.of(Subject::Coefficient);

/// The changes, from the record of `cte compare`.
pub(crate) const BOARD_CHANGES: View = View::new(
    "changes",
    "scales[]",
    score::GROUPS,
    "scale=/scales[].name grouping group n_before n_after mean_before mean_after difference lower upper \
     lower_simultaneous upper_simultaneous says=says|only smallest_clear_change these_staff_lower these_staff_upper \
     response_rate_before response_rate_after withheld",
);

/// The change of every item, from the record of `cte compare`.
pub(crate) const BOARD_ITEM_CHANGES: View = View::new(
    "item_changes",
    "items[]",
    score::TRUST_AND_ACADEMIES,
    "item=/items[].id text=/items[].text grouping group n_before n_after mean_before mean_after difference lower upper \
     says withheld",
)
.of(Subject::Item);

/// The trust, the academies and the groups of another column in every term, from the record of `cte trend`.
pub(crate) const BOARD_TREND: View = View::new(
    "trend",
    "scales[]",
    trend::GROUPS_IN_TERMS,
    "scale=/scales[].name term grouping group n mean lower upper pomp headcount response_rate difference=change.difference \
     difference_lower=change.lower difference_upper=change.upper says=change.says absent withheld",
)
.order(RowOrder::Together(2));
