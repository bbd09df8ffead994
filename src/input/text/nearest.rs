//! The most similar candidate, which messages suggest but the program never uses by itself.

use crate::input::text::normal::fold;

/// The candidate most like `wanted` after folding, if any is similar.
pub(crate) fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    most_like(wanted, candidates, 0.5)
}

/// The key or word of a file that was probably meant. Words are short, so they must be more similar than names.
pub(crate) fn nearest_word<'a>(found: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    most_like(found, words, 0.6)
}

/// The most similar candidate, the first among equals; `None` if none is at least this similar.
fn most_like<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>, least: f64) -> Option<&'a str> {
    let wanted = fold(wanted);
    let mut best: Option<(&str, f64)> = None;
    for candidate in candidates {
        let likeness = likeness(&wanted, &fold(candidate));
        if likeness >= least && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((candidate, likeness));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// The label that has the same words in another order, or else the most similar one. Ignores a letter or number that
/// counts the options.
pub(crate) fn nearest_label<'a, L: Iterator<Item = &'a str>>(wanted: &str, labels: impl Fn() -> L) -> Option<&'a str> {
    let wanted = uncounted(wanted);
    let words = |text: &str| {
        let text = fold(text);
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let same = words(wanted);
    labels()
        .find(|label| words(label) == same)
        .or_else(|| nearest(wanted, labels()))
}

/// A text without a leading `d.`, `(d)` or `4)`.
fn uncounted(text: &str) -> &str {
    let counts = |word: &str| {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        inner.len() < word.len() && (inner.chars().count() == 1 || inner.chars().all(|c| c.is_ascii_digit()))
    };
    match text.trim().split_once(char::is_whitespace) {
        Some((first, rest)) if counts(first) => rest.trim_start(),
        _ => text,
    }
}

/// The similarity of two folded texts, from 0 to 1.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    // The distance needs time and memory proportional to length × length, so long texts are never similar.
    const LONGEST: usize = 400;
    if a.is_empty() || b.is_empty() || a.len() > LONGEST || b.len() > LONGEST {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        assert_eq!(nearest_word("favorable", ["min", "favourable"]), Some("favourable"));
        assert_eq!(nearest_word("te1", ["te01", "te02", "te11"]), Some("te01"));
        assert_eq!(nearest_word("Mean", ["mean", "sum"]), Some("mean"));
        assert_eq!(nearest_word("colour", ["min", "max"]), None);
    }

    #[test]
    fn the_nearest_is_offered_only_when_it_is_near() {
        assert_eq!(nearest("q07", ["Q7.", "role", "q7"]), Some("q7"));
        assert_eq!(
            nearest("Stongly agree", ["Agree", "Strongly agree"]),
            Some("Strongly agree")
        );
        assert_eq!(nearest("banana", ["Agree", "Strongly agree"]), None);
        assert_eq!(nearest("", [""]), None);
    }

    #[test]
    fn a_label_is_known_by_its_words_in_any_order_and_however_it_is_counted() {
        let labels = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"];
        let near = |text: &str| nearest_label(text, || labels.into_iter());
        assert_eq!(near("d. Agree"), Some("Agree"));
        assert_eq!(near("(4) Stronly agree"), Some("Strongly agree"));
        assert_eq!(near("Agree Strongly"), Some("Strongly agree"));
        assert_eq!(near("Disagree strongly."), Some("Strongly disagree"));
        assert_eq!(near("banana"), None);
        assert_eq!(near(""), None);
    }
}
