//! The tables of `cte compare`.

use crate::report::Subject;
use crate::report::tidy::From::{Path, Word};
use crate::report::tidy::{FINDINGS, Rows, View, score};

/// The tables, the main one first.
pub(crate) const COMPARE_TABLES: [View; 4] = [CHANGES, ITEMS, MIXED, FINDINGS];

const CHANGES: View = View::new(
    "changes",
    "scales[]",
    score::GROUPS,
    "scale=/scales[].id grouping group n_before n_after mean_before mean_after difference lower upper t df p p_holm p_bh \
     cohen_d hedges_g d_lower d_upper cliffs_delta smallest_visible_change se lower_simultaneous upper_simultaneous \
     smallest_clear_change says these_staff_difference these_staff_se these_staff_lower these_staff_upper own_change \
     own_change_se probability_rose own_change_plugin own_change_se_plugin probability_rose_plugin headcount_before \
     headcount_after response_rate_before response_rate_after mix because only withheld",
)
.more(
    "standard",
    "standardised_mean_before=standardised.mean_before standardised_mean_after=standardised.mean_after \
     standardised_difference=standardised.difference standardised_difference_se=standardised.se \
     standardised_difference_lower=standardised.lower standardised_difference_upper=standardised.upper \
     standardised_withheld=standardised.withheld",
);

const ITEMS: View = View::new(
    "items",
    "items[]",
    score::TRUST_AND_ACADEMIES,
    "item=/items[].id grouping group n_before n_after mean_before mean_after difference lower upper p lower_simultaneous \
     upper_simultaneous says because withheld",
)
.of(Subject::Item);

const MIXED: View = View::new(
    "mixed",
    "scales[]",
    &[
        Rows::with(
            "mixed",
            &[
                ("model", Word("random intercept")),
                ("singular", Path("at_boundary")),
                ("undefined", Path("change.undefined")),
            ],
        ),
        Rows::with("mixed.random_slope", &[("model", Word("random slope"))]),
    ],
    "scale=/scales[].id model change se lower upper df var_academy var_change covariance var_residual singular undefined \
     withheld",
);

/// The change of the people who answered in both terms.
pub(crate) const LINKED: View = View::new(
    "linked",
    "linked.scales[]",
    score::TRUST_AND_ACADEMIES,
    "scale=/linked.scales[].id grouping group n share_before share_after change se lower upper t df p d_z withheld",
)
.of(Subject::Linked);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::{Change, Conclusion, TermScore, Undefined};
    use crate::report::{Record, fields};

    #[test]
    fn the_table_has_the_keys_of_the_record_in_their_order() {
        let none = TermScore {
            n: 0,
            mean: None,
            unit: 0.0,
            headcount: None,
            response_rate: None,
        };
        let why = || Undefined::TooFewPersons { found: 0, needed: 1 };
        let change = Change {
            before: none,
            after: none,
            difference: None,
            test: Err(why()),
            p_holm: None,
            p_bh: None,
            simultaneous: Err(why()),
            effect: Err(why()),
            cliffs_delta: Err(why()),
            smallest_visible: Err(why()),
            smallest_clear: Err(why()),
            these_staff: None,
            conclusion: Conclusion::NoClearChange,
        };
        let Record::Object(members) = fields::change(&change, None) else {
            panic!("an object");
        };
        let keys: Vec<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
        let columns: Vec<&str> = CHANGES.columns.split_whitespace().collect();
        assert_eq!(columns[..3], ["scale=/scales[].id", "grouping", "group"]);
        assert_eq!(columns[3..columns.len() - 4], keys);
        assert_eq!(columns[columns.len() - 4..], ["mix", "because", "only", "withheld"]);
    }
}
