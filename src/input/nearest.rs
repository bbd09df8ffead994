//! The nearest right thing, offered in a message and never taken.

use crate::input::text::fold;

/// The candidate whose folded text is most like `wanted`, if any is like it at all.
pub(crate) fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = fold(wanted);
    let mut best: Option<(&str, f64)> = None;
    for candidate in candidates {
        let likeness = likeness(&wanted, &fold(candidate));
        if likeness >= 0.5 && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((candidate, likeness));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// How alike two folded texts are, 0 to 1.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    // The distance takes time and memory of length × length; a pasted essay is like nothing.
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
    fn the_nearest_is_offered_only_when_it_is_near() {
        assert_eq!(nearest("q07", ["Q7.", "role", "q7"]), Some("q7"));
        assert_eq!(
            nearest("Stongly agree", ["Agree", "Strongly agree"]),
            Some("Strongly agree")
        );
        assert_eq!(nearest("banana", ["Agree", "Strongly agree"]), None);
        assert_eq!(nearest("", [""]), None);
    }
}
