//! Finds the key or word that was probably meant. For names of academies and the like, see `text::nearest`.

/// The lowest similarity, 0 to 1, that is worth suggesting.
const LIKE: f64 = 0.6;

/// The most similar candidate, ignoring case; the first among equals. `None` if none is similar.
pub(crate) fn nearest<'c>(found: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let found = found.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::normalized_damerau_levenshtein(&found, &candidate.to_lowercase());
        if likeness >= LIKE && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        assert_eq!(nearest("favorable", ["min", "favourable"]), Some("favourable"));
        assert_eq!(nearest("te1", ["te01", "te02", "te11"]), Some("te01"));
        assert_eq!(nearest("Mean", ["mean", "sum"]), Some("mean"));
        assert_eq!(nearest("colour", ["min", "max"]), None);
    }
}
