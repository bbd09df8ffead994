//! Checksums by which a later run recognises the answers and the questionnaire behind a result.
//!
//! They are short on purpose. Whoever has the answers can check that they are the same; whoever guesses at them finds that many
//! guesses fit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::input::sha256;
use crate::model::{Instrument, Item, Scale};
use crate::tally::{Tallies, Tally};

/// The number of hexadecimal digits of a checksum.
const DIGITS: usize = 8;

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
    short(text.as_bytes())
}

/// The checksum of the answers that a tally by academy counts, in any order of rows and academies.
pub(crate) fn answers_checksum(tally: &Tally) -> String {
    // Academies without answers differ with what else is known of the trust.
    let mut order: BTreeMap<&String, usize> = BTreeMap::new();
    for (group, name) in tally.names().iter().enumerate() {
        if tally.rows(group) > 0 {
            order.insert(name, group);
        }
    }
    let names: Vec<String> = order.keys().map(|name| (*name).clone()).collect();
    let mut places = vec![0; tally.groups()];
    for (place, &group) in order.values().enumerate() {
        places[group] = place;
    }
    let mut sorted = Tallies {
        by: vec![tally.clone()],
        crossing: vec![Vec::new(); tally.groups()],
    };
    if !names.is_empty() {
        sorted.regroup(0, names.clone(), &places);
    }
    let mut bytes = sorted.to_bytes();
    bytes.extend(names.join("\n").as_bytes());
    short(&bytes)
}

fn short(bytes: &[u8]) -> String {
    let mut checksum = sha256(bytes);
    checksum.truncate(DIGITS);
    checksum
}
