//! Finding a figure by any of its names.

use crate::report::figures::{KeyEntry, entries, explanation};

/// The key of the explanation of a figure, by any of its names. Case, hyphens, spaces and brackets do not matter.
pub(crate) fn resolve(name: &str) -> Option<&'static str> {
    let bared = bare(name);
    all_names().find(|(known, _)| *known == bared).map(|(_, key)| key)
}

/// The key of the explanation that covers an entry.
fn explained(entry: &KeyEntry) -> Option<&'static str> {
    let key = if entry.explained_by.is_empty() {
        entry.key
    } else {
        entry.explained_by
    };
    explanation(key).map(|explanation| explanation.key.as_str())
}

/// The key of the explanation whose name is most like an unknown name, if any is like it.
#[must_use]
pub fn nearest_key(name: &str) -> Option<&'static str> {
    // The distance takes time and memory of length × length; no figure's name is long.
    const LONGEST: usize = 100;
    const LIKE: f64 = 0.5;
    let bared = bare(name);
    if bared.is_empty() || bared.len() > LONGEST {
        return None;
    }
    let mut best: Option<(&'static str, f64)> = None;
    for (known, key) in all_names() {
        let likeness = strsim::normalized_damerau_levenshtein(&bared, &known);
        if likeness >= LIKE && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((key, likeness));
        }
    }
    best.map(|(key, _)| key)
}

/// Every name with the key of its explanation; figures with an explanation of their own first.
fn all_names() -> impl Iterator<Item = (String, &'static str)> {
    let of = |own: bool| {
        entries()
            .filter(move |entry| entry.explained_by.is_empty() == own)
            .filter_map(|entry| Some((bare(entry.key), explained(entry)?)))
    };
    let also = entries().flat_map(|entry| {
        let named = entry.also.iter().map(|&also| (also.to_owned(), explained(entry)));
        named.filter_map(|(also, key)| Some((also, key?)))
    });
    of(true).chain(of(false)).chain(also)
}

/// A name in lower case, with Greek letters and the star spelled out, and only letters and digits kept.
fn bare(name: &str) -> String {
    let mut bared = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'α' => bared.push_str("alpha"),
            'λ' => bared.push_str("lambda"),
            'ω' => bared.push_str("omega"),
            'σ' => bared.push_str("sigma"),
            'τ' => bared.push_str("tau"),
            '*' => bared.push_str("star"),
            '²' => bared.push('2'),
            '₀'..='₉' => bared.extend(char::from_digit(c as u32 - '₀' as u32, 10)),
            c if c.is_alphanumeric() => bared.push(c),
            _ => {}
        }
    }
    bared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn a_figure_is_found_as_people_write_it() {
        for (name, key) in [
            ("ALPHA", "alpha"),
            ("split-half-mean", "split_half_mean"),
            ("omega", "omega_total"),
            ("ω", "omega_total"),
            ("λ2", "lambda2"),
            ("λ₂", "lambda2"),
            ("Lambda-2", "lambda2"),
            ("icc(1)", "icc1"),
            ("ICC(2)", "icc2"),
            ("rwg(j)", "rwg_j"),
            ("r*wg(j)", "r_star_wg_j"),
            ("a_wg(j)", "a_wg"),
            ("Cronbach's alpha", "alpha"),
            ("alpha-standardised", "alpha_standardized"),
            ("τ²", "reml"),
        ] {
            assert_eq!(resolve(name), Some(key), "{name}");
        }
        assert_eq!(resolve("banana"), None);
        assert_eq!(resolve(""), None);
        assert_eq!(resolve("(-)"), None);
    }

    #[test]
    fn other_names_are_bared_and_lead_to_an_explanation_and_hide_no_key() {
        let also: Vec<&str> = entries().flat_map(|entry| entry.also).copied().collect();
        for (place, name) in also.iter().enumerate() {
            assert_eq!(bare(name), *name);
            assert!(resolve(name).is_some(), "{name}");
            assert!(entries().all(|entry| bare(entry.key) != *name), "{name} is a key");
            assert!(!also[..place].contains(name), "{name} twice");
        }
        for entry in entries().filter(|entry| !entry.explained_by.is_empty() || !entry.also.is_empty()) {
            assert!(explained(entry).is_some(), "{}", entry.key);
        }
    }

    #[test]
    fn a_slip_finds_its_figure_and_a_stranger_none() {
        assert_eq!(nearest_key("alhpa"), Some("alpha"));
        assert_eq!(nearest_key("cronbac"), Some("alpha"));
        assert_eq!(nearest_key("split_half"), Some("split_half_mean"));
        assert_eq!(nearest_key("shrunken_meen"), Some("shrunken_mean"));
        assert_eq!(nearest_key("zzzzzz"), None);
        assert_eq!(nearest_key(""), None);
        assert_eq!(nearest_key(&"alpha".repeat(1_000)), None);
    }

    proptest! {
        #[test]
        fn any_name_is_a_key_or_none(name in "\\PC*") {
            let found = resolve(&name).or_else(|| nearest_key(&name));
            prop_assert!(found.is_none_or(|key| resolve(key) == Some(key)));
        }
    }
}
