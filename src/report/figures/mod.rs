//! The registry of keys: heading, unit, meaning and explanation of every key of every record and table. Every output reads
//! them from here, and nothing else knows what a key means.

mod changes;
mod charts;
mod checks;
mod coefficients;
mod definitions;
mod entry;
mod explain;
mod groups;
mod items;
mod names;
mod origin;
mod planning;
mod rates;
mod scores;
mod structure;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::report::Kind;

pub use entry::{ChartForm, Emphasis, KeyEntry, SheetChart, SheetDots, Subject, Tone};
pub use explain::{Explanation, explain, explanations};
pub use names::nearest_key;
pub(crate) use names::resolve;
pub use rates::{Rates, rates};

/// Every key that records and tables have, by subject.
pub const FIGURES: [&[KeyEntry]; 9] = [
    scores::KEYS,
    groups::KEYS,
    coefficients::KEYS,
    items::KEYS,
    changes::KEYS,
    checks::KEYS,
    origin::KEYS,
    structure::KEYS,
    planning::KEYS,
];

static BY_KEY: LazyLock<HashMap<&'static str, &'static KeyEntry>> = LazyLock::new(|| {
    let general = entries().filter(|entry| entry.subject == Subject::Any);
    general.map(|entry| (entry.key, entry)).collect()
});

/// All entries.
pub(crate) fn entries() -> impl Iterator<Item = &'static KeyEntry> {
    FIGURES.into_iter().flatten()
}

/// The entry of a key of a subject, or else of any.
pub(crate) fn entry(subject: Subject, key: &str) -> Option<&'static KeyEntry> {
    let own = entries().find(|entry| entry.subject == subject && entry.key == key);
    own.or_else(|| BY_KEY.get(key).copied())
}

/// The unit of a key's numbers.
pub(crate) fn kind(key: &str) -> Kind {
    BY_KEY.get(key).and_then(|entry| entry.kind).unwrap_or(Kind::Statistic)
}

/// The explanation under a key.
fn explanation(key: &str) -> Option<&'static Explanation> {
    explanations().iter().find(|explanation| explanation.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_entry_for_a_subject() {
        let all: Vec<(&str, Subject)> = entries().map(|entry| (entry.key, entry.subject)).collect();
        for (place, one) in all.iter().enumerate() {
            assert!(!all[..place].contains(one), "{one:?} twice");
        }
    }

    #[test]
    fn every_explanation_has_the_entry_of_its_key() {
        for explanation in explanations() {
            assert!(BY_KEY.contains_key(explanation.key.as_str()), "{}", explanation.key);
        }
    }
}
