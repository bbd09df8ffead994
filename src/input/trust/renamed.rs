//! Academies that may have been renamed between two terms: one is missing, and a new one has nearly the same name.

use std::collections::BTreeSet;

use crate::input::text::{likeness, name_key};

/// Names this similar may be one academy.
const ALIKE: f64 = 0.8;

/// More names than a trust can have academies are not compared.
const MOST: usize = 1_000;

/// Words that many schools have in their name.
const GENERAL: &[&str] = &[
    "academy",
    "and",
    "catholic",
    "ce",
    "church",
    "college",
    "community",
    "first",
    "free",
    "grammar",
    "high",
    "infant",
    "infants",
    "junior",
    "juniors",
    "middle",
    "nursery",
    "of",
    "primary",
    "rc",
    "school",
    "secondary",
    "the",
    "upper",
];

/// An academy that may have a new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The name in the earlier terms.
    pub before: String,
    /// The name that is new.
    pub now: String,
}

/// The academies that may have been renamed. `terms` has the names of each term, the earliest first.
#[must_use]
pub fn renamed(terms: &[Vec<String>]) -> Vec<Renamed> {
    let keys = |names: &[Vec<String>]| -> BTreeSet<String> { names.iter().flatten().map(|n| name_key(n)).collect() };
    let mut found: Vec<Renamed> = Vec::new();
    for at in 1..terms.len() {
        let (before, later) = (keys(&terms[..at]), keys(&terms[at..]));
        let gone = terms[at - 1].iter().filter(|name| !later.contains(&name_key(name)));
        let gone: Vec<(&String, DistinctName)> = gone.map(|name| (name, DistinctName::of(name))).collect();
        if gone.len() > MOST || terms[at].len() > MOST {
            continue;
        }
        for now in terms[at].iter().filter(|name| !before.contains(&name_key(name))) {
            let name = DistinctName::of(now);
            let mut alike = gone.iter().filter(|(_, other)| other.may_be(&name));
            if let (Some((before, _)), None) = (alike.next(), alike.next())
                && !found.iter().any(|found| found.before == **before)
            {
                found.push(Renamed {
                    before: (*before).clone(),
                    now: now.clone(),
                });
            }
        }
    }
    found
}

/// A name, and the words of it that tell schools apart.
struct DistinctName {
    key: String,
    words: Vec<String>,
}

impl DistinctName {
    fn of(name: &str) -> Self {
        let key = name_key(name);
        let words = key.split(' ').filter(|word| !GENERAL.contains(word));
        let words = words.map(str::to_owned).collect();
        Self { key, words }
    }

    fn may_be(&self, other: &Self) -> bool {
        let digits = |name: &Self| name.key.chars().filter(char::is_ascii_digit).collect::<String>();
        if self.key.is_empty() || other.key.is_empty() || digits(self) != digits(other) {
            return false;
        }
        let same_words = !self.words.is_empty() && self.words == other.words;
        same_words || likeness(&self.key, &other.key) >= ALIKE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(terms: &[&[&str]]) -> Vec<(String, String)> {
        let terms: Vec<Vec<String>> = terms
            .iter()
            .map(|names| names.iter().map(|&name| name.to_owned()).collect())
            .collect();
        let pair = |found: Renamed| (found.before, found.now);
        renamed(&terms).into_iter().map(pair).collect()
    }

    #[test]
    fn a_missing_academy_and_a_new_one_of_nearly_its_name_may_be_one() {
        let pair = |before: &str, now: &str| vec![(before.to_owned(), now.to_owned())];
        let oak = pair("Oak Primary School", "Oak Academy");
        assert_eq!(pairs(&[&["Elm", "Oak Primary School"], &["Elm", "Oak Academy"]]), oak);
        assert_eq!(
            pairs(&[&["Ashdown Primary"], &["Ashdown Primry"]]),
            pair("Ashdown Primary", "Ashdown Primry")
        );
        // The name of two terms ago, and one that came back.
        assert_eq!(
            pairs(&[&["Oak Primary School"], &["Oak Academy"], &["Oak Academy"]]),
            oak
        );
        assert_eq!(
            pairs(&[&["Oak Primary School"], &["Oak Academy"], &["Oak Primary School"]]),
            []
        );
    }

    #[test]
    fn academies_that_joined_or_left_are_not_taken_for_renamed_ones() {
        assert_eq!(pairs(&[&["Oak Primary"], &["Elm Primary"]]), []);
        assert_eq!(pairs(&[&["Academy 01"], &["Academy 02"]]), []);
        assert_eq!(
            pairs(&[&["Oak Infant School", "Oak Junior School"], &["Oak Primary"]]),
            []
        );
        assert_eq!(pairs(&[&["Oak Infant School", "Oak Primary"], &["Oak Primary"]]), []);
        assert_eq!(pairs(&[&["Oak", "Elm"]]), []);
    }
}
