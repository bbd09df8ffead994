//! Aligns the groups of several terms. Names that differ only in case, spacing or punctuation are one group.

use crate::input::text::{fold, likeness, name_key};
use crate::input::trust::arrange::arrange_academies;
use crate::model::{Finding, Level, Trust};

/// Two names of different terms that are this similar may be one group that was renamed.
const ALIKE: f64 = 0.8;

/// One list of groups for all terms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aligned {
    /// The names of the groups.
    pub names: Vec<String>,
    /// For each term and each of its groups, the index in `names`.
    pub places: Vec<Vec<usize>>,
    /// Findings for the user.
    pub findings: Vec<Finding>,
}

/// Combines the groups of several terms, earliest first, into one list. If `trust` is given, the list has its order;
/// otherwise each group follows the group that it follows in its own term. Names are spelt as in the latest term.
#[must_use]
pub fn align_groups(terms: &[&[String]], trust: Option<&Trust>) -> Aligned {
    let mut names: Vec<(String, String)> = Vec::new();
    for term in terms {
        let mut behind = None;
        for name in *term {
            let own = name_key(name);
            let place = if let Some(place) = names.iter().position(|(known, _)| *known == own) {
                names[place].1.clone_from(name);
                place
            } else {
                let place = behind.map_or(0, |place: usize| place + 1);
                names.insert(place, (own, name.clone()));
                place
            };
            behind = Some(place);
        }
    }
    if let Some(trust) = trust {
        let spelt: Vec<String> = names.iter().map(|(_, name)| name.clone()).collect();
        let order: Vec<String> = arrange_academies(trust, None, &spelt, None)
            .names
            .iter()
            .map(|name| name_key(name))
            .collect();
        // Groups that are not in the trust's order keep theirs and come last.
        names.sort_by_key(|(own, _)| order.iter().position(|known| known == own).unwrap_or(order.len()));
    }
    let place = |name: &String| {
        let own = name_key(name);
        names.iter().position(|(known, _)| *known == own).unwrap_or_default()
    };
    let places: Vec<Vec<usize>> = terms.iter().map(|term| term.iter().map(place).collect()).collect();
    let names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
    let findings = renamed(&names, &places);
    Aligned {
        names,
        places,
        findings,
    }
}

/// Warns of similar groups that never occur in the same term.
fn renamed(names: &[String], places: &[Vec<usize>]) -> Vec<Finding> {
    let terms_of = |place: usize| -> Vec<bool> { places.iter().map(|term| term.contains(&place)).collect() };
    let mut findings = Vec::new();
    for (one, name) in names.iter().enumerate() {
        for (other, like) in names.iter().enumerate().skip(one + 1) {
            let apart = terms_of(one)
                .iter()
                .zip(terms_of(other))
                .all(|(one, other)| !(*one && other));
            if apart && alike(name, like) {
                let message = format!(
                    "`{name}` and `{like}` are never in the same term and are treated as two groups: if they are one, say so in the trust \
                     file, with aliases = [\"{name}\"] or the like"
                );
                findings.push(Finding::new(Level::Warning, "renamed", message));
            }
        }
    }
    findings
}

fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let begins = |short: &str, long: &str| !short.is_empty() && long.starts_with(&format!("{short} "));
    likeness(&one, &other) >= ALIKE || begins(&one, &other) || begins(&other, &one)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn aligned(terms: &[&[&str]]) -> Aligned {
        let owned: Vec<Vec<String>> = terms
            .iter()
            .map(|term| term.iter().map(|&name| name.to_owned()).collect())
            .collect();
        align_groups(&owned.iter().map(Vec::as_slice).collect::<Vec<_>>(), None)
    }

    #[test]
    fn spellings_are_one_group_and_newcomers_stand_where_their_term_has_them() {
        let found = aligned(&[
            &["Oak", "ash primary", "Fir"],
            &["Elm", "Oak", "Ash  Primary", "Yew", "Fir"],
        ]);
        assert_eq!(found.names, ["Elm", "Oak", "Ash  Primary", "Yew", "Fir"]);
        assert_eq!(found.places, [vec![1, 2, 4], vec![0, 1, 2, 3, 4]]);
        assert!(found.findings.is_empty());
    }

    #[test]
    fn a_likely_new_name_is_asked_about_and_never_taken() {
        let found = aligned(&[&["Oak Primary", "Ash"], &["Oak Primary School", "Ash", "Elm"]]);
        assert_eq!(found.names.len(), 4);
        assert_eq!(found.findings.len(), 1);
        assert!(found.findings[0].message.contains("`Oak Primary`"));
    }

    proptest! {
        #[test]
        fn every_group_has_the_place_of_its_name(
            terms in prop::collection::vec(prop::collection::hash_set("[a-e]{1,2}", 0..6), 1..4)
        ) {
            let terms: Vec<Vec<String>> = terms.into_iter().map(|term| term.into_iter().collect()).collect();
            let found = align_groups(&terms.iter().map(Vec::as_slice).collect::<Vec<_>>(), None);
            let mut unique = found.names.clone();
            unique.sort();
            unique.dedup();
            prop_assert_eq!(unique.len(), found.names.len());
            for (term, places) in terms.iter().zip(&found.places) {
                for (name, &place) in term.iter().zip(places) {
                    prop_assert_eq!(name, &found.names[place]);
                }
            }
        }
    }
}
