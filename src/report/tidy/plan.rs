//! The tables of `cte plan`.

use crate::report::tidy::From::{Name, Word};
use crate::report::tidy::{FINDINGS, Rows, View};

/// The tables, the main one first.
pub(crate) const PLAN_TABLES: [View; 5] = [PLAN, RATES, QUESTIONS, ASSUMPTIONS, FINDINGS];

const PLAN: View = View::new(
    "plan",
    "",
    &[
        Rows::with("trust", &[("grouping", Word("trust")), ("group", Word("the trust"))]),
        Rows::with("academies[]", &[("grouping", Word("academy"))]),
    ],
    "grouping group=academy headcount needed_for_width=needed_for_width.value \
     needed_for_width_lower=needed_for_width.lower needed_for_width_upper=needed_for_width.upper \
     needed_for_change=needed_for_change.value needed_for_change_lower=needed_for_change.lower \
     needed_for_change_upper=needed_for_change.upper needed_for_change_linked=needed_for_change_linked.value \
     needed_to_be_shown response_rate rate_source expected half_width=half_width.value \
     half_width_lower=half_width.lower half_width_upper=half_width.upper smallest_change=smallest_change.value \
     smallest_change_lower=smallest_change.lower smallest_change_upper=smallest_change.upper \
     smallest_change_these_staff smallest_change_linked=smallest_change_linked.value|smallest_change_linked prospect \
     academies_withheld",
);

const RATES: View = View::of_each(
    "rates",
    "rates[]",
    "response_rate expected academies_withheld would_be_withheld half_width=half_width.value \
     smallest_change=smallest_change.value smallest_change_linked icc2=icc2.value",
);

const QUESTIONS: View = View::of_each(
    "questions",
    "questions[]",
    "question group_count academies_with_small_groups academies_planned small_in_trust",
);

const ASSUMPTIONS: View = View::new(
    "assumptions",
    "",
    &[Rows::with("assumptions{}", &[("assumption", Name(0))])],
    "assumption value lower upper source",
);
