//! What columns are called in a workbook, how their numbers look, and what they mean.

use crate::report::{Column, Kind};

/// How a column is shown.
pub(crate) struct About {
    /// Its heading.
    pub(crate) heading: String,
    /// What it means, where the heading does not say.
    pub(crate) meaning: Option<&'static str>,
    /// Whether its numbers are shares of one, shown in per cent.
    pub(crate) share: bool,
    /// Whether a bar stands behind each number.
    pub(crate) bar: bool,
    /// Whether its numbers say their sign.
    pub(crate) signed: bool,
    /// Formulas for what should be looked at, `@` being the column's letter, and how it is marked.
    pub(crate) rules: &'static [(&'static str, Colour)],
}

/// How a cell is marked. It is bold too, so that nothing is said by colour alone.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Colour {
    /// Something to look at.
    Look,
    /// Something that is clearly higher.
    Good,
}

/// Keys, headings and meanings.
const KNOWN: &[(&str, &str, Option<&str>)] = &[
    ("scale", "Scale", None),
    (
        "grouping",
        "Grouping",
        Some("what the groups are: the trust, academies, or another column's groups"),
    ),
    ("group", "Group", None),
    (
        "n",
        "Staff",
        Some("persons behind the figures of the row; for items, answers given"),
    ),
    ("mean", "Score", Some("mean, in the scale's own points")),
    ("sd", "SD", Some("standard deviation of persons' scores, n − 1")),
    (
        "se",
        "Standard error",
        Some("of the mean, with finite population correction where headcounts are known"),
    ),
    (
        "lower",
        "Lower limit",
        Some("of the interval at the level that the options give"),
    ),
    ("upper", "Upper limit", Some("of the same interval")),
    (
        "pomp",
        "Of 100",
        Some("percent of maximum possible: 0 the lowest score there can be, 100 the highest"),
    ),
    (
        "percent_favourable",
        "Favourable, per cent",
        Some("share of the given answers in the favourable codes, 0 to 100"),
    ),
    ("headcount", "Headcount", Some("staff who could have answered")),
    (
        "response_rate",
        "Response rate",
        Some("persons with a score over headcount"),
    ),
    (
        "mean_of_academies",
        "Mean of academies",
        Some("each academy counting once, withheld ones together as one"),
    ),
    (
        "shrunken_mean",
        "Shrunken score",
        Some("score drawn towards the trust's where answers are few (empirical Bayes)"),
    ),
    ("shrunken_se", "Its standard error", None),
    (
        "withheld",
        "Withheld",
        Some("small: too few answered; complementary: it would give a small group back"),
    ),
    ("undefined", "Why not", Some("why there is no figure")),
    (
        "rwg_j",
        "rwg(j)",
        Some("agreement, James, Demaree & Wolf (1984): 1 where all answer alike"),
    ),
    (
        "r_star_wg_j",
        "r*wg(j)",
        Some("agreement, Lindell, Brandt & Whitney (1999): 0 for answers at random"),
    ),
    (
        "ad_mean",
        "AD (mean)",
        Some("mean distance from the mean answer, in points"),
    ),
    (
        "ad_median",
        "AD (median)",
        Some("mean distance from the median answer, in points"),
    ),
    ("a_wg", "a_wg", Some("agreement, Brown & Hauenstein (2005)")),
    ("coefficient", "Coefficient", None),
    ("value", "Value", None),
    (
        "icc1",
        "ICC(1)",
        Some("share of the differences between people that lies between academies"),
    ),
    ("icc2", "ICC(2)", Some("how dependable academies' averages are")),
    (
        "p",
        "p",
        Some("probability of differences as large where academies do not differ"),
    ),
    (
        "verdict",
        "May answers be averaged?",
        Some("yes, with care, or no; `because` has the figures that decided"),
    ),
    ("because", "Because", None),
    (
        "n_before",
        "Staff before",
        Some("persons with a score in the earlier term"),
    ),
    ("n_after", "Staff after", Some("persons with a score in the later term")),
    ("mean_before", "Score before", None),
    ("mean_after", "Score after", None),
    (
        "difference",
        "Change",
        Some("later less earlier score, of all who answered"),
    ),
    (
        "lower_simultaneous",
        "Lower limit, widened",
        Some("of the interval widened for all groups compared at once (Bonferroni): the words go by it"),
    ),
    (
        "upper_simultaneous",
        "Upper limit, widened",
        Some("of the same interval"),
    ),
    (
        "says",
        "What it says",
        Some("clearly higher or lower only where the widened interval leaves out 0"),
    ),
    (
        "smallest_clear_change",
        "Could have seen",
        Some("the true change that would have been called clear in 80 of 100 surveys of this size"),
    ),
    (
        "these_staff_lower",
        "These staff: lower limit",
        Some("of the change of just the staff whom the headcounts count"),
    ),
    (
        "these_staff_upper",
        "These staff: upper limit",
        Some("of the same interval"),
    ),
    ("response_rate_before", "Response rate before", None),
    ("response_rate_after", "Response rate after", None),
    ("item", "Item", None),
    ("text", "Wording", None),
    (
        "reversed",
        "Reversed",
        Some("whether a high answer means low efficacy; such items are turned before anything is counted"),
    ),
    ("missing", "Missing", None),
    ("floor", "Floor", Some("share of answers in the lowest code")),
    ("ceiling", "Ceiling", Some("share of answers in the highest code")),
    (
        "item_rest_r",
        "Item-rest r",
        Some("correlation with the rest of the scale"),
    ),
    ("alpha_if_dropped", "Alpha if dropped", None),
    ("keyed_code", "Code (keyed)", None),
];

/// How a column of this key is shown.
pub(crate) fn about(key: &str) -> About {
    let known = KNOWN.iter().find(|(known, _, _)| *known == key);
    let plain = || {
        let words = key.replace('_', " ");
        let mut letters = words.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
            None => words,
        }
    };
    About {
        heading: known.map_or_else(plain, |(_, heading, _)| (*heading).to_owned()),
        meaning: known.and_then(|(_, _, meaning)| *meaning),
        share: matches!(
            key,
            "response_rate" | "response_rate_before" | "response_rate_after" | "floor" | "ceiling" | "probability_rose"
        ),
        bar: matches!(key, "pomp" | "percent_favourable" | "response_rate"),
        signed: matches!(key, "difference" | "these_staff_difference" | "own_change"),
        rules: match key {
            "verdict" => &[("=OR(@2=\"no\",@2=\"with care\")", Colour::Look)],
            "direction" => &[("=@2=\"against\"", Colour::Look)],
            "icc2" | "alpha" => &[("=AND(ISNUMBER(@2),@2<0.7)", Colour::Look)],
            "level" => &[("=@2=\"warning\"", Colour::Look)],
            "says" => &[
                ("=ISNUMBER(SEARCH(\"clearly higher\",@2))", Colour::Good),
                ("=ISNUMBER(SEARCH(\"clearly lower\",@2))", Colour::Look),
            ],
            _ => &[],
        },
    }
}

/// A column's heading: its own where it has one that machines do not read, else that of its key.
pub(crate) fn heading(column: &Column) -> String {
    if column.heading == column.key {
        about(&column.key).heading
    } else {
        column.heading.clone()
    }
}

/// The name of a table's sheet.
pub(crate) fn sheet_name(table: &str) -> String {
    match table {
        "scores" => "Academies".to_owned(),
        "changes" => "Change".to_owned(),
        other => about(other).heading.chars().take(31).collect(),
    }
}

/// How a spreadsheet shows numbers of a kind.
pub(crate) fn number_format(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "0",
        Kind::Score | Kind::Coefficient => "0.00",
        Kind::Percent | Kind::Statistic => "0.0",
        Kind::PValue => "0.000",
    }
}
