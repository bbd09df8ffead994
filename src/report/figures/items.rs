//! Items, and their answers.

use crate::report::Kind;
use crate::report::figures::charts;
use crate::report::figures::entry::{Emphasis, KeyEntry, Subject};

#[rustfmt::skip]
pub(crate) const KEYS: &[KeyEntry] = &[
    KeyEntry::words("item", "Item", ""),
    KeyEntry::words("items", "Items", "").charted(&charts::ITEMS),
    KeyEntry::words("scales", "Scales", ""),
    KeyEntry::words("text", "Wording", "").short("Text"),
    KeyEntry::words("reversed", "Reversed", "whether a high answer means low efficacy; such items are turned before anything is counted"),
    KeyEntry::words("missing", "Missing", "missing answers, by reason where there are several").also(&["listwise", "pairwise"]),
    KeyEntry::number("missing_count", Kind::Count, "Missing", "missing answers, whatever the reason").see("missing"),
    KeyEntry::number("median", Kind::Score, "Median", ""),
    KeyEntry::number("skewness", Kind::Statistic, "Skewness", "").also(&["skew", "g1"]),
    KeyEntry::number("kurtosis", Kind::Statistic, "Kurtosis", "").also(&["g2"]),
    KeyEntry::number("floor", Kind::Share, "Floor", "share of answers in the lowest code"),
    KeyEntry::number("ceiling", Kind::Share, "Ceiling", "share of answers in the highest code"),
    KeyEntry::number("counts", Kind::Count, "Counts", "answers in each keyed code, the lowest first"),
    KeyEntry::number("percentages", Kind::Percent, "Percentages", "percentage of the given answers in each keyed code, the lowest first").see("counts"),
    KeyEntry::number("under", Kind::Percent, "Under", "the percentage is lower than this bound").see("percent_favourable"),
    KeyEntry::number("over", Kind::Percent, "Over", "the percentage is higher than this bound").see("percent_favourable"),
    KeyEntry::number("percentage", Kind::Percent, "Percentage", "percentage of the given answers in a keyed code, or in a band of codes").see("counts"),
    KeyEntry::number("codes", Kind::Count, "Codes", "the keyed codes that counts and percentages belong to").see("counts"),
    KeyEntry::words("labels", "Labels", "the label of each code, as it was chosen"),
    KeyEntry::number("keyed_code", Kind::Count, "Code (keyed)", ""),
    KeyEntry::words("label", "Label", ""),
    KeyEntry::number("count", Kind::Count, "Count", ""),
    KeyEntry::number("item_rest_r", Kind::Coefficient, "Item-rest r", "correlation with the rest of the scale").short("Rest").also(&["rdrop"]),
    KeyEntry::number("item_rest_r_lower", Kind::Coefficient, "Item-rest r, lower limit", ""),
    KeyEntry::number("item_rest_r_upper", Kind::Coefficient, "Item-rest r, upper limit", ""),
    KeyEntry::number("item_total_r", Kind::Coefficient, "Item-total r", "").also(&["rawr"]),
    KeyEntry::number("item_r_corrected", Kind::Coefficient, "Item r, corrected", "").also(&["rcor"]),
    KeyEntry::number("alpha_if_dropped", Kind::Coefficient, "Alpha if dropped", "").short("If dropped"),
    KeyEntry::number("omega_if_dropped", Kind::Coefficient, "Omega if dropped", ""),
    KeyEntry::words("direction", "Direction", "").short("Key").stands_out(Emphasis::Words(&["against"])),
    KeyEntry::number("n", Kind::Count, "Answers", "answers given").of(Subject::Item),
    KeyEntry::number("n_before", Kind::Count, "Answers before", "answers given in the earlier term").see("difference").of(Subject::Item),
    KeyEntry::number("n_after", Kind::Count, "Answers after", "answers given in the later term").see("difference").of(Subject::Item),
    KeyEntry::number("mean_before", Kind::Score, "Mean before", "").short("Was").see("difference").of(Subject::Item),
    KeyEntry::number("mean_after", Kind::Score, "Mean after", "").short("Now").see("difference").of(Subject::Item),
    KeyEntry::number("mean", Kind::Score, "Mean", "mean answer, after reversal").of(Subject::Item),
    KeyEntry::number("sd", Kind::Score, "SD", "standard deviation of the answers, n − 1").of(Subject::Item),
    KeyEntry::number("missing", Kind::Count, "Missing", "").of(Subject::Item),
    KeyEntry::words("by_group", "By group", "what share of each group gave each answer").of(Subject::Table),
];
