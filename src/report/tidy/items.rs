//! The tables of `cte items`.

use crate::report::Subject;
use crate::report::tidy::From::Path;
use crate::report::tidy::{RowOrder, Rows, View, score};

/// The tables, the main one first.
pub(crate) const ITEMS_TABLES: [View; 2] = [ITEMS, DISTRIBUTION];

/// An item of a scale and how it works within it.
pub(super) const ITEMS: View = View::of_each(
    "items",
    "scales[].items[]",
    "scale=/scales[].id item=id text reversed n missing=missing_count mean sd median skewness kurtosis floor ceiling \
     percent_favourable item_rest_r item_rest_r_lower=item_rest_r.lower \
     item_rest_r_upper=item_rest_r.upper item_total_r item_r_corrected \
     alpha_if_dropped omega_if_dropped direction \
     withheld=withheld|item_rest_r.withheld",
)
.of(Subject::Item);

const DISTRIBUTION: View = View::new(
    "distribution",
    "scales[].items[]",
    &[
        Rows::with(
            "counts[]",
            &[
                ("keyed_code", Path("/scales[].items[].codes[]")),
                ("label", Path("/scales[].items[].labels[]")),
            ],
        ),
        score::MISSING,
    ],
    "item=/scales[].items[].id keyed_code label count= withheld",
)
.of(Subject::Item)
.order(RowOrder::OnceEach);

/// The answers of each group, by code or by band.
pub(crate) const BY_GROUP: View = View::new(
    "by_group",
    "by.groups[].items[]",
    &[Rows::with(
        "percentages[]",
        &[
            ("keyed_code", Path("/by.groups[].items[].codes[]")),
            ("label", Path("/by.groups[].items[].labels[]")),
        ],
    )],
    "group=/by.groups[].group item=/by.groups[].items[].id keyed_code label percentage= withheld",
)
.of(Subject::Item);
