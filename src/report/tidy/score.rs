//! The tables of `cte score`.

use crate::report::Subject;
use crate::report::tidy::From::{Name, Path, Word};
use crate::report::tidy::{FINDINGS, From, Rows, View};

/// The tables, the main one first.
pub(crate) const SCORE_TABLES: [View; 7] = [
    SCORES,
    AGREEMENT,
    RELIABILITY,
    AGGREGATION,
    ITEMS,
    DISTRIBUTION,
    FINDINGS,
];

/// The trust, the academies, and the groups of another column.
pub(super) const GROUPS: &[Rows] = &[
    Rows::with("trust", OF_TRUST),
    ACADEMIES,
    Rows::with("by.groups[]", &[("grouping", Path("/scales[].by.column"))]),
];

/// The academies of a thing.
pub(super) const ACADEMIES: Rows = Rows::with(
    "academies[]",
    &[("grouping", Word("academy")), ("group", Path("academy"))],
);

/// The name of a row of the trust.
pub(super) const OF_TRUST: &[(&str, From)] = &[("grouping", Word("trust")), ("group", Word("the trust"))];

/// The name of a row within an academy on a scale.
pub(super) const OF_ACADEMY: &[(&str, From)] = &[
    ("grouping", Word("academy")),
    ("group", Path("/scales[].academies[].academy")),
];

/// The name of a row within a group of another column on a scale.
pub(super) const OF_GROUP: &[(&str, From)] = &[
    ("grouping", Path("/scales[].by.column")),
    ("group", Path("/scales[].by.groups[].group")),
];

/// The trust and the academies.
pub(super) const TRUST_AND_ACADEMIES: &[Rows] = &[GROUPS[0], GROUPS[1]];

const SCORES: View = View::new(
    "scores",
    "scales[]",
    GROUPS,
    "scale=/scales[].id grouping group n mean sd se lower upper pomp percent_favourable headcount response_rate \
     mean_of_academies shrunken_mean shrunken_se favourable_lower favourable_upper items_asked?scales[].academies[].items_asked withheld",
)
.more(
    "standard",
    "standardised_mean=standardised.mean standardised_se=standardised.se standardised_lower=standardised.lower \
     standardised_upper=standardised.upper standardised_withheld=standardised.withheld",
);

const AGREEMENT: View = View::new(
    "agreement",
    "scales[]",
    &[
        Rows::with("academies[].agreement", OF_ACADEMY),
        Rows::with("by.groups[].agreement", OF_GROUP),
    ],
    "scale=/scales[].id grouping group n rwg_j r_star_wg_j ad_mean ad_median a_wg withheld undefined=rwg_j.undefined",
)
.of(Subject::Agreement);

const RELIABILITY: View = coefficients(
    "reliability",
    &[Rows::with("reliability{}", &[("coefficient", Name(0))])],
);

/// A table of the coefficients at these rows of each scale.
pub(super) const fn coefficients(name: &'static str, rows: &'static [Rows]) -> View {
    let columns = "scale=/scales[].id coefficient value se lower upper interval estimator denominator missing n k warning \
                   undefined withheld";
    View::new(name, "scales[]", rows, columns).of(Subject::Coefficient)
}

const AGGREGATION: View = View::new(
    "aggregation",
    "scales[]",
    &[Rows::at("aggregation")],
    "scale=/scales[].id icc1 icc1_lower=icc1.lower icc1_upper=icc1.upper icc1_mean_size \
     icc2 icc2_lower=icc2.lower icc2_upper=icc2.upper icc2_mean f df1 df2 p k0 verdict because comparison withheld",
);

const ITEMS: View = View::of_each(
    "items",
    "items[]",
    "item=id text reversed n missing=missing_count mean sd median skewness kurtosis floor ceiling percent_favourable \
     withheld",
)
.of(Subject::Item);

/// The missing answers to an item, by reason.
pub(super) const MISSING: Rows = Rows::with("missing{}", &[("label", Name(0))]);

const DISTRIBUTION: View = View::new(
    "distribution",
    "items[]",
    &[
        Rows::with(
            "counts[]",
            &[
                ("keyed_code", Path("/items[].codes[]")),
                ("label", Path("/items[].labels[]")),
            ],
        ),
        MISSING,
    ],
    "item=/items[].id keyed_code label count= withheld",
)
.of(Subject::Item);

/// Scores next to norms.
pub(crate) const NORMS: View = View::new(
    "norms",
    "norms[]",
    TRUST_AND_ACADEMIES,
    "scale=/norms[].scale norm=/norms[].name status=/norms[].status_in_words grouping group mean standard_score distance \
     lower upper withheld norm_mean=/norms[].mean norm_sd=/norms[].sd source=/norms[].source",
);

/// What was planned for the term, next to what came.
pub(crate) const PLANNED: View = View::of_each(
    "planned",
    "planned.academies[]",
    "academy n expected needed_for_width reached withheld",
);

/// Scores with and without the respondents that screening flags.
pub(crate) const WITHOUT_FLAGGED: View = View::new(
    "without_flagged",
    "without_flagged.scales[]",
    &[
        Rows::with(
            "trust",
            &[
                ("grouping", Word("trust")),
                ("group", Word("the trust")),
                ("n", Path("/scales[].trust.n")),
                ("mean", Path("/scales[].trust.mean_of_persons")),
                ("mean_without", Path("mean_of_persons")),
            ],
        ),
        Rows::with(
            "academies[]",
            &[
                ("grouping", Word("academy")),
                ("group", Path("academy")),
                ("n", Path("/scales[].academies[].n")),
                ("mean", Path("/scales[].academies[].mean")),
            ],
        ),
    ],
    "scale=/without_flagged.scales[].id grouping group n mean n_without=n mean_without=mean withheld",
);
