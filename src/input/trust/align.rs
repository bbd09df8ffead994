//! Aligns the groups of several terms. Names that differ only in case, spacing or punctuation are one group.

use std::collections::HashMap;

use crate::input::text::{fold, likeness, name_key};
use crate::input::trust::arrange::arrange_academies;
use crate::model::{Finding, Level, Trust};

/// Two names of different terms that are this similar may be one group that was renamed.
const ALIKE: f64 = 0.8;

/// Renamed groups are not looked for among more groups than this that are missing in some term: nobody would go through the list.
const MOST_ASKED: usize = 1000;

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
    let mut chain = Chain::default();
    for term in terms {
        let mut behind = None;
        for name in *term {
            behind = Some(chain.place(name, behind));
        }
    }
    let mut order = chain.order();
    if let Some(trust) = trust {
        let spelt: Vec<String> = order.iter().map(|&link| chain.links[link].name.clone()).collect();
        let arranged = arrange_academies(trust, None, &spelt, None);
        let wanted = arranged.names.iter().enumerate();
        let wanted: HashMap<String, usize> = wanted.map(|(at, name)| (name_key(name), at)).collect();
        // Groups that are not in the trust's order keep theirs and come last.
        order.sort_by_cached_key(|&link| {
            let place = wanted.get(&name_key(&chain.links[link].name));
            place.copied().unwrap_or(wanted.len())
        });
    }
    let mut place_of_link = vec![0; order.len()];
    for (place, &link) in order.iter().enumerate() {
        place_of_link[link] = place;
    }
    let place = |name: &String| place_of_link[chain.by_key[&name_key(name)]];
    let places: Vec<Vec<usize>> = terms.iter().map(|term| term.iter().map(place).collect()).collect();
    let names: Vec<String> = order.iter().map(|&link| chain.links[link].name.clone()).collect();
    let findings = renamed(&names, &places);
    Aligned {
        names,
        places,
        findings,
    }
}

/// A name, and the one that follows it.
#[derive(Debug)]
struct Link {
    name: String,
    next: Option<usize>,
}

/// Names in an order in which others can be inserted.
#[derive(Debug, Default)]
struct Chain {
    links: Vec<Link>,
    by_key: HashMap<String, usize>,
    first: Option<usize>,
}

impl Chain {
    /// The link of a name, spelt like this from now on. A new name follows the link `behind`, or comes first.
    fn place(&mut self, name: &str, behind: Option<usize>) -> usize {
        let new = self.links.len();
        let link = *self.by_key.entry(name_key(name)).or_insert(new);
        if link < new {
            name.clone_into(&mut self.links[link].name);
            return link;
        }
        let before = match behind {
            Some(behind) => &mut self.links[behind].next,
            None => &mut self.first,
        };
        let next = before.replace(new);
        self.links.push(Link {
            name: name.to_owned(),
            next,
        });
        new
    }

    /// The links, first to last.
    fn order(&self) -> Vec<usize> {
        std::iter::successors(self.first, |&link| self.links[link].next).collect()
    }
}

/// Warns of similar groups that never occur in the same term.
fn renamed(names: &[String], places: &[Vec<usize>]) -> Vec<Finding> {
    let mut terms_of = vec![vec![false; places.len()]; names.len()];
    for (term, places) in places.iter().enumerate() {
        for &place in places {
            terms_of[place][term] = true;
        }
    }
    let passing: Vec<usize> = (0..names.len())
        .filter(|&place| terms_of[place].contains(&false))
        .collect();
    if passing.len() > MOST_ASKED {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (at, &one) in passing.iter().enumerate() {
        for &other in &passing[at + 1..] {
            let mut terms = terms_of[one].iter().zip(&terms_of[other]);
            let apart = terms.all(|(one, other)| !(*one && *other));
            if apart && alike(&names[one], &names[other]) {
                let (name, like) = (&names[one], &names[other]);
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

    #[test]
    fn many_thousand_groups_are_put_in_order() {
        let first: Vec<String> = (0..50_000).map(|at| format!("School {at}")).collect();
        let second: Vec<String> = (0..50_000).map(|at| format!("School {}", at * 2)).collect();
        let found = align_groups(&[&first, &second], None);
        assert_eq!(found.names.len(), 75_000);
        let last = found.places[1].last().expect("places");
        assert_eq!(found.names[*last], "School 99998");
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
