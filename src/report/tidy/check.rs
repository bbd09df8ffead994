//! The tables of `cte check`; the findings come first, all of them.

use crate::report::Subject;
use crate::report::tidy::From::{Name, Path, Word};
use crate::report::tidy::{Rows, View, WhenNone, score};

/// The tables, the main one first.
pub(crate) const CHECK_TABLES: [View; 7] = [FINDINGS, KEY_AUDIT, SCREENING, MISSING, RESPONSE, CHASING, COLUMNS];

const FINDINGS: View = View::of_each("findings", "findings[]", "level code file row column item message");

const KEY_AUDIT: View = View::of_each(
    "key_audit",
    "key_audit[]",
    "item declared verdict because scale=evidence.scale n=evidence.n item_rest_r=evidence.item_rest_r \
     item_rest_r_within=evidence.item_rest_r_within_academies anchored_r=evidence.r_with_items_that_agree \
     anchored_r_lower=evidence.r_with_items_that_agree.lower anchored_r_upper=evidence.r_with_items_that_agree.upper \
     first_factor_loading=evidence.first_factor_loading alpha=evidence.alpha alpha_other_way=evidence.alpha_other_way \
     pomp=evidence.pomp withheld=evidence.withheld",
)
.of(Subject::Item);

const SCREENING: View = View::new(
    "screening",
    "screening",
    &[Rows::at("row[]")],
    "file=/screening.file[] row= flags=/screening.flags[] answered=/screening.answered[] \
     longest_run=/screening.longest_run_as_answered[] \
     intra_individual_sd=/screening.intra_individual_sd_as_answered[] \
     mahalanobis_d2=/screening.mahalanobis_d2_complete[] mahalanobis_p=/screening.mahalanobis_p[] \
     seconds_an_answer=/screening.seconds_an_answer[] duplicate_of_row=/screening.duplicate_of_row[]",
);

const MISSING: View = View::new(
    "missing",
    "missing[]",
    &[Rows {
        path: "missing{}",
        with: &[("reason", Name(0))],
        none: WhenNone::OneRow,
    }],
    "item=/missing[].item answered=/missing[].answered reason count=",
);

const RESPONSE: View = View::new(
    "response",
    "response",
    &[
        Rows::with("trust", score::OF_TRUST),
        score::ACADEMIES,
        Rows::with("by.groups[]", &[("grouping", Path("/response.by.column"))]),
    ],
    "grouping group answered staff rate figures withheld",
);

const CHASING: View = View::of_each(
    "chasing",
    "response.chasing[]",
    "academy staff answered rate needed needs withheld=answered.withheld",
);

const COLUMNS: View = View::new(
    "columns",
    "files[]",
    &[
        Rows::with("columns[]", &[("use", Word("item"))]),
        Rows::with("academy", &[("use", Word("academy")), ("header", Path(""))]),
        Rows::with("duration", &[("use", Word("duration")), ("header", Path(""))]),
        Rows::with(
            "identified_by[]",
            &[("use", Word("identifies responses")), ("header", Path(""))],
        ),
        Rows::with("unused[]", &[("use", Word("not used")), ("header", Path(""))]),
    ],
    "file=/files[].path use item header letter",
);
