//! Checksums by which a later run recognises the answers and the questionnaire behind a result.
//!
//! A result is given out with them, so they must not confirm a guess at what a withheld academy answered. Who guesses must guess all
//! that the checksum is made of, and the published figures leave open very many ways in which the answers of each shown academy
//! to several questions go together. As many guesses fit a short checksum. With few questions, the figures can say how everybody
//! in the shown academies answered, so there is no checksum of the answers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::input::sha256;
use crate::model::{Instrument, Item, Scale};
use crate::tally::Tally;

/// The number of hexadecimal digits of the checksum of a questionnaire, which is no secret.
const ITEMS_DIGITS: usize = 8;

/// The number of hexadecimal digits of the checksum of answers. Other answers of as many people in each group have the same
/// checksum once in a million.
const ANSWERS_DIGITS: usize = 5;

/// The fewest questions of which answers have a checksum.
const FEWEST_QUESTIONS: usize = 8;

/// What identifies an item: what it asks, and how its answers are keyed. Ids may change.
pub(crate) fn item_identity(item: &Item) -> String {
    let words: Vec<&str> = item.text.split_whitespace().collect();
    let text = if words.is_empty() {
        item.id.clone()
    } else {
        words.join(" ").to_lowercase()
    };
    format!("{text} | {} | {}", item.response.range, item.reversed)
}

/// The checksum of what a questionnaire asks and how it is scored, without ids, names and comments.
pub(crate) fn items_checksum(instrument: &Instrument) -> String {
    let mut text = format!("{:?}", instrument.scoring);
    for item in instrument.items() {
        let _ = write!(text, "\n{} {:?}", item_identity(item), item.response);
    }
    for Scale { items, .. } in instrument.scales() {
        let _ = write!(text, "\n{items:?}");
    }
    short(text.as_bytes(), ITEMS_DIGITS)
}

/// The checksum of the answers that a tally by academy counts, in any order of rows and academies; `None` if there are so few
/// questions that it could confirm a guess.
pub(crate) fn answers_checksum(instrument: &Instrument, tally: &Tally) -> Option<String> {
    if instrument.items().len() < FEWEST_QUESTIONS {
        return None;
    }
    // Academies without answers differ with what else is known of the trust.
    let answered = tally
        .names()
        .iter()
        .zip(0..)
        .filter(|(_, group)| tally.rows(*group) > 0);
    let (names, groups): (Vec<&str>, Vec<usize>) = answered
        .map(|(name, group)| (name.as_str(), group))
        .collect::<BTreeMap<_, _>>()
        .into_iter()
        .unzip();
    let mut bytes = tally.to_bytes_of(&groups);
    bytes.extend(names.join("\n").as_bytes());
    Some(short(&bytes, ANSWERS_DIGITS))
}

fn short(bytes: &[u8], digits: usize) -> String {
    let mut checksum = sha256(bytes);
    checksum.truncate(digits);
    checksum
}
