//! The tables of `cte instrument`.

use crate::report::tidy::View;

/// The table of `cte instrument list`.
pub(crate) const INSTRUMENTS_TABLES: [View; 1] = [View::of_each(
    "instruments",
    "instruments[]",
    "id items=item_count range status name",
)];

/// The table of `cte instrument show`.
pub(crate) const INSTRUMENT_TABLES: [View; 1] = [View::of_each("items", "items[]", "id direction text")];
