//! The meaning of a label: the kind of scale that it belongs to, and its place there.

use crate::input::scales::phrases::PHRASES;
use crate::input::text::fold;

/// A kind of answer scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Agreement,
    Satisfaction,
    Frequency,
    Extent,
    Confidence,
    Quality,
    Yes,
}

/// The place of a label on a kind of scale, low to high. Only the order counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) family: Family,
    pub(crate) value: f64,
}

/// The meanings of a label, at most one for each kind of scale.
pub(crate) fn meanings(label: &str) -> Vec<Meaning> {
    let text = wording(label);
    let fixed = PHRASES.iter().filter_map(|phrases| {
        let (_, value) = phrases.values.iter().find(|(phrase, _)| *phrase == text)?;
        Some(Meaning {
            family: phrases.family,
            value: *value,
        })
    });
    let mut meanings: Vec<Meaning> = fixed.collect();
    for composed in [bipolar(&text), unipolar(&text)].into_iter().flatten() {
        if meanings.iter().all(|meaning| meaning.family != composed.family) {
            meanings.push(composed);
        }
    }
    meanings
}

/// A label as phrases are written: folded, without punctuation other than an apostrophe, and in one gender.
pub(in crate::input::scales) fn wording(label: &str) -> String {
    /// The feminine form and the masculine one, which phrases have.
    const GENDERS: [(&str, &str); 8] = [
        ("satisfaite", "satisfait"),
        ("insatisfaite", "insatisfait"),
        ("confiante", "confiant"),
        ("sûre", "sûr"),
        ("satisfecha", "satisfecho"),
        ("insatisfecha", "insatisfecho"),
        ("segura", "seguro"),
        ("confiada", "confiado"),
    ];
    let folded = fold(label).replace(['(', ')', ',', '.', '!', '…', '"', '-', ':', ';'], " ");
    let one_gender = folded.replace("(e)", "").replace(" e ", " ").replace("/a", "");
    let one_gender = one_gender.replace("·e", "");
    let words = one_gender.split_whitespace();
    let words = words.map(|word| {
        GENDERS
            .iter()
            .find(|(from, _)| *from == word)
            .map_or(word, |(_, to)| to)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Adverbs and how strong they make a word that has an opposite.
const STRENGTHS: &[(&str, f64)] = &[
    ("strongly", 3.0),
    ("completely", 3.2),
    ("totally", 3.2),
    ("fully", 3.2),
    ("entirely", 3.2),
    ("extremely", 3.2),
    ("definitely", 3.0),
    ("absolutely", 3.2),
    ("very strongly", 3.4),
    ("very much", 3.0),
    ("very", 3.0),
    ("highly", 3.0),
    ("wholeheartedly", 3.2),
    ("a lot", 3.0),
    ("mostly", 1.8),
    ("largely", 1.8),
    ("generally", 1.7),
    ("mainly", 1.8),
    ("moderately", 1.6),
    ("quite", 1.5),
    ("fairly", 1.4),
    ("tend to", 1.3),
    ("rather", 1.3),
    ("probably", 1.4),
    ("somewhat", 1.2),
    ("partly", 1.2),
    ("partially", 1.2),
    ("mildly", 1.0),
    ("slightly", 1.0),
    ("a little", 1.0),
    ("a bit", 1.0),
];

/// A word with an opposite and perhaps an adverb, as in "tend to agree".
fn bipolar(text: &str) -> Option<Meaning> {
    const WORDS: &[(&str, Family, f64)] = &[
        ("disagree", Family::Agreement, -1.0),
        ("agree", Family::Agreement, 1.0),
        ("dissatisfied", Family::Satisfaction, -1.0),
        ("unsatisfied", Family::Satisfaction, -1.0),
        ("unhappy", Family::Satisfaction, -1.0),
        ("satisfied", Family::Satisfaction, 1.0),
        ("happy", Family::Satisfaction, 1.0),
    ];
    let is_middle = text.starts_with("neither ") || text.starts_with("neutral ");
    let (rest, family, sign) = WORDS.iter().find_map(|&(word, family, sign)| {
        let words: Vec<&str> = text.split(' ').collect();
        let at = words.iter().position(|one| *one == word)?;
        let rest: Vec<&str> = words
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != at)
            .map(|(_, one)| *one)
            .collect();
        Some((rest.join(" "), family, sign))
    })?;
    let value = match rest.as_str() {
        _ if is_middle => 0.0,
        "" => 2.0 * sign,
        "not" | "do not" | "i do not" => -2.0 * sign,
        "not at all" => -3.0 * sign,
        adverb => {
            let adverb = adverb.trim_start_matches("i ").trim();
            let (_, strength) = STRENGTHS.iter().find(|(word, _)| *word == adverb)?;
            strength * sign
        }
    };
    Some(Meaning { family, value })
}

/// A word without an opposite and perhaps an adverb, as in "fairly confident".
fn unipolar(text: &str) -> Option<Meaning> {
    const WORDS: [&str; 12] = [
        "confident",
        "likely",
        "important",
        "useful",
        "helpful",
        "effective",
        "certain",
        "sure",
        "true",
        "valued",
        "able",
        "comfortable",
    ];
    const STRENGTHS: &[(&str, f64)] = &[
        ("not at all", 0.0),
        ("not", 0.4),
        ("not very", 0.8),
        ("hardly", 0.6),
        ("slightly", 1.0),
        ("a little", 1.0),
        ("a bit", 1.0),
        ("somewhat", 2.0),
        ("moderately", 2.8),
        ("reasonably", 3.0),
        ("fairly", 3.0),
        ("rather", 3.1),
        ("mostly", 3.8),
        ("quite", 3.4),
        ("", 3.5),
        ("very", 5.0),
        ("highly", 5.2),
        ("extremely", 6.0),
        ("completely", 6.2),
        ("totally", 6.2),
        ("absolutely", 6.2),
        ("fully", 6.2),
    ];
    let words: Vec<&str> = text.trim_end_matches(" of me").split(' ').collect();
    let at = words.iter().position(|word| WORDS.contains(word))?;
    let rest: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != at)
        .map(|(_, one)| *one)
        .collect();
    let rest = rest.join(" ");
    let (_, value) = STRENGTHS.iter().find(|(adverb, _)| *adverb == rest)?;
    Some(Meaning {
        family: Family::Confidence,
        value: *value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_in_the_form_that_labels_are_compared_in() {
        for phrases in PHRASES {
            for (phrase, _) in phrases.values {
                let meant = meanings(phrase);
                assert!(
                    meant.iter().any(|meaning| meaning.family == phrases.family),
                    "{phrase}: {:?}",
                    wording(phrase)
                );
            }
        }
    }

    #[test]
    fn words_are_composed_and_a_middle_is_zero() {
        let value = |label: &str| meanings(label).first().map(|meaning| meaning.value);
        assert!(value("Tend to agree") < value("Agree"));
        assert!(value("Strongly disagree") < value("Disagree"));
        assert_eq!(value("Neither agree nor disagree"), Some(0.0));
        assert_eq!(value("Disagree strongly"), value("Strongly disagree"));
        assert_eq!(value("Pas d’accord"), Some(-2.0));
        assert_eq!(value("banana"), None);
    }
}
