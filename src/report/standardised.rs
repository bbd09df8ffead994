//! The words about scores standardised to the trust's staff by role.

use crate::disclosure::StandardStaff;
use crate::report::picked::WITHHELD;
use crate::report::{Cell, Kind, Record, number};

/// The heading of a column of standardised figures.
pub(crate) const HEADING: &str = "Standardised";

/// `4.31 (4.20 to 4.42)`, or `+0.12 (0.02 to 0.22)` for a difference, by the key of the figure.
pub(crate) fn with_interval(node: &Record, key: &str) -> String {
    match (
        node.why_not("").or_else(|| node.why_not(key)),
        node.limits("lower", "upper"),
    ) {
        (Some(reason), _) => format!("unknown: {reason}"),
        (None, Some([lower, upper])) => {
            let range = number::range(lower, upper, Kind::Score);
            format!("{} ({range})", node.shown_number(key))
        }
        (None, None) => node.shown_number(key),
    }
}

/// The trust's standardised score in words.
pub(crate) fn text(node: &Record, min_group: u64) -> String {
    if node.is_withheld() {
        withheld_text(min_group)
    } else {
        with_interval(node, "mean")
    }
}

/// A standardised figure in a column of its own.
pub(crate) fn cell(node: &Record, key: &str) -> Cell {
    match node.why_not("").or_else(|| node.why_not(key)) {
        _ if node.is_withheld() => Cell::text(WITHHELD),
        Some(reason) => Cell::Undefined(reason),
        None => Cell::Text(with_interval(node, key)),
    }
}

/// The reason why a standardised score of the trust is withheld.
pub(crate) fn withheld_text(min_group: u64) -> String {
    format!("withheld: fewer than {min_group} answered in a role, or a small group could be worked out from it")
}

/// The note on standardised scores: what they are, which question they answer, and when they are withheld.
pub(crate) fn note(standard: &StandardStaff, min_group: u64) -> String {
    let total: u64 = standard.roles.iter().map(|(_, staff)| staff).sum();
    let share = |(name, staff): &(String, u64)| format!("{name} {}", number::percent(*staff as f64 / total as f64));
    let roles: Vec<String> = standard.roles.iter().map(share).collect();
    format!(
        "Standardised: the mean of persons' scores if each role had answered in its share of the trust's staff ({}). It shows \
         how academies or terms differ apart from who happened to answer; the plain score shows what those who answered feel. An \
         academy's is shown only if at least {min_group} answered in every role and it does not disclose a small group.",
        roles.join(", ")
    )
}
