//! The order of labels by their meaning.

use crate::input::scales::meaning::{Family, Meaning, meanings};
use crate::input::text::{likeness, nearest_label};

/// The direction in which labels run from the lowest code to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From less to more.
    Rising,
    /// From more to less.
    Falling,
    /// Neither, or the words do not say.
    Unknown,
}

/// The direction of labels that are given from the lowest code to the highest. Labels without a known meaning are
/// passed over, but at least two must have one.
pub(crate) fn direction(labels: &[&str]) -> Direction {
    let all: Vec<Vec<Meaning>> = labels.iter().map(|label| meanings(label)).collect();
    for family in FAMILIES {
        let values: Vec<f64> = all.iter().filter_map(|meanings| of(meanings, family)).collect();
        if values.len() < 2 || values.len() * 2 < labels.len() {
            continue;
        }
        let all_pairs = |is: fn(f64, f64) -> bool| values.windows(2).all(|pair| is(pair[0], pair[1]));
        if all_pairs(|a, b| a < b) {
            return Direction::Rising;
        }
        if all_pairs(|a, b| a > b) {
            return Direction::Falling;
        }
    }
    Direction::Unknown
}

const FAMILIES: [Family; 7] = [
    Family::Agreement,
    Family::Satisfaction,
    Family::Frequency,
    Family::Extent,
    Family::Confidence,
    Family::Quality,
    Family::Yes,
];

fn of(meanings: &[Meaning], family: Family) -> Option<f64> {
    meanings
        .iter()
        .find(|meaning| meaning.family == family)
        .map(|meaning| meaning.value)
}

/// The labels from low to high, if all have a meaning on one kind of scale and no two the same.
pub(crate) fn rising(labels: &[String]) -> Option<Vec<String>> {
    let all: Vec<Vec<Meaning>> = labels.iter().map(|label| meanings(label)).collect();
    FAMILIES.iter().find_map(|&family| {
        let values: Option<Vec<f64>> = all.iter().map(|meanings| of(meanings, family)).collect();
        let mut order: Vec<(f64, &String)> = values?.into_iter().zip(labels).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let distinct = order.windows(2).all(|pair| pair[0].0 < pair[1].0);
        distinct.then(|| order.into_iter().map(|(_, label)| label.clone()).collect())
    })
}

/// The label that a text probably means: the one with the same words or a slip of spelling, else the nearest in meaning
/// on the same side of the middle. `None` if two are equally near.
pub(crate) fn nearest_in_meaning<'a>(text: &str, labels: &[&'a str]) -> Option<&'a str> {
    let meant = meanings(text);
    let of_family = FAMILIES.iter().find_map(|&family| {
        let value = of(&meant, family)?;
        let known: Vec<(&str, f64)> = labels
            .iter()
            .filter_map(|label| Some((*label, of(&meanings(label), family)?)))
            .collect();
        (!known.is_empty()).then_some((value, known))
    });
    let Some((value, known)) = of_family else {
        // An unknown text is offered a label only if it is a slip of it.
        let near = nearest_label(text, || labels.iter().copied())?;
        let (folded, label) = (text.to_lowercase(), near.to_lowercase());
        let is_slip = likeness(&sorted(&folded), &sorted(&label)) >= 0.8 && denies(&folded) == denies(&label);
        return is_slip.then_some(near);
    };
    let same_side = known
        .iter()
        .filter(|(_, other)| value.signum() == other.signum() && (value == 0.0) == (*other == 0.0));
    let mut near: Vec<(f64, &str)> = same_side
        .map(|(label, other)| ((value - other).abs(), *label))
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    match near.as_slice() {
        [(distance, label)] if *distance <= FAR => Some(label),
        [(first, label), (second, _), ..] if *first <= FAR && second - first > TIE => Some(label),
        _ => None,
    }
}

/// The greatest difference of two labels that may mean one answer.
const FAR: f64 = 1.0;

/// The least by which the nearest must be nearer than the next.
const TIE: f64 = 0.25;

/// The words of a text in alphabetical order, without marks around them.
fn sorted(text: &str) -> String {
    let mut words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .collect();
    words.sort_unstable();
    words.join(" ")
}

/// True if a text says no to something.
fn denies(text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with("dis")
            || word.starts_with("uns")
            || ["not", "no", "never", "nicht", "nie", "pas"].contains(&word)
    };
    text.split(|c: char| !c.is_alphanumeric()).any(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: [&str; 5] = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"];

    #[test]
    fn a_text_is_near_a_label_only_in_the_direction_of_its_meaning() {
        for (text, near) in [
            ("Tend to agree", Some("Agree")),
            ("Tend to disagree", Some("Disagree")),
            ("Stronly agree", Some("Strongly agree")),
            ("Agree strongly", Some("Strongly agree")),
            ("d. Agree", Some("Agree")),
            ("Completely agree", Some("Strongly agree")),
            ("Neither agree nor disagree", Some("Neutral")),
            ("Often", None),
            ("banana", None),
        ] {
            assert_eq!(nearest_in_meaning(text, &FIVE), near, "{text}");
        }
    }

    #[test]
    fn labels_run_up_or_down_by_their_words() {
        let mut falling = FIVE;
        falling.reverse();
        assert_eq!(direction(&FIVE), Direction::Rising);
        assert_eq!(direction(&falling), Direction::Falling);
        assert_eq!(direction(&["Immer", "Oft", "Manchmal", "Nie"]), Direction::Falling);
        assert_eq!(direction(&["Byth", "Weithiau", "Bob amser"]), Direction::Rising);
        assert_eq!(direction(&["Agree", "Disagree", "Strongly agree"]), Direction::Unknown);
        assert_eq!(direction(&["Oak", "Elm"]), Direction::Unknown);
        assert_eq!(direction(&["Very satisfied", "Dissatisfied"]), Direction::Falling);
    }

    #[test]
    fn labels_are_put_in_order_if_all_are_known() {
        let labels = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            rising(&labels(&[
                "Agree",
                "Strongly disagree",
                "Disagree",
                "Strongly agree",
                "Neither agree nor disagree"
            ])),
            Some(labels(&[
                "Strongly disagree",
                "Disagree",
                "Neither agree nor disagree",
                "Agree",
                "Strongly agree"
            ]))
        );
        assert_eq!(rising(&labels(&["Agree", "Purple"])), None);
        assert_eq!(
            rising(&labels(&["très confiant", "pas du tout confiant", "confiant"])),
            Some(labels(&["pas du tout confiant", "confiant", "très confiant"]))
        );
    }
}
