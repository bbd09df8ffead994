//! The texts that cells were read from lately: a file repeats a dozen in millions of cells, and each is worked out once.

use crate::input::cell::{Answer, CellKey, Reading};
use crate::input::scan::before;

/// How many texts are kept; two that share a place take turns.
const PLACES: usize = 256;

/// Buckets of the texts that are known at a glance, and how many texts there may be in all: more are no labels of one scale.
const BUCKETS: usize = 32;
const MOST_GLANCED: usize = 64;

/// Texts met in the columns of one response definition, and what they say.
pub(crate) struct Seen {
    places: Vec<Option<Met>>,
    /// Texts of codes that stand in a cell as they are, by their first bytes.
    glanced: [Vec<Glanced>; BUCKETS],
    remembered: usize,
}

/// A text that is known by looking whether it stands there, and the delimiter behind it.
struct Glanced {
    outline: Outline,
    text: Box<[u8]>,
    reading: Reading,
}

/// A text that was met.
struct Met {
    outline: Outline,
    text: Box<[u8]>,
    reading: Reading,
}

/// The length of a text and three pieces of it, which are all of it up to 24 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Outline {
    length: usize,
    first: u64,
    middle: u64,
    last: u64,
}

impl Outline {
    fn of(text: &[u8]) -> Self {
        let word = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let (first, last) = match text.len() {
            length @ 0..8 => {
                let mut padded = [0; 8];
                padded[..length].copy_from_slice(text);
                (u64::from_le_bytes(padded), 0)
            }
            _ => (word(text.first_chunk()), word(text.last_chunk())),
        };
        Self {
            length: text.len(),
            first,
            middle: word(text.get(8..16).and_then(<[u8]>::first_chunk)),
            last,
        }
    }

    /// Whether `text`, whose first bytes are this outline's, goes on as this one's `whole` text does.
    #[inline]
    fn goes_on(self, text: &[u8], whole: &[u8]) -> bool {
        let word = |at: usize| Some(u64::from_le_bytes(*text.get(at..)?.first_chunk()?));
        match self.length {
            0..=8 => true,
            9..=16 => word(self.length - 8) == Some(self.last),
            17..=24 => word(self.length - 8) == Some(self.last) && word(8) == Some(self.middle),
            _ => text.starts_with(whole),
        }
    }

    /// Whether it is all of its text.
    fn is_whole(self) -> bool {
        self.length <= 24
    }

    /// A place for the text.
    fn place(self) -> usize {
        let mixed = self.first ^ self.last.rotate_left(29) ^ (self.length as u64) << 56;
        // The golden ratio spreads bits upwards (Knuth, The Art of Computer Programming 3, 6.4).
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize % PLACES
    }
}

/// The bucket of a text's first bytes.
#[inline]
fn bucket(first: u64) -> usize {
    // As in [`Outline::place`]; the five highest bits.
    (first.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 59) as usize % BUCKETS
}

impl Seen {
    pub(crate) fn new() -> Self {
        Self {
            places: Vec::new(),
            glanced: [const { Vec::new() }; BUCKETS],
            remembered: 0,
        }
    }

    /// The length of the cell at the start of `text` and what it says, where it is a code's text that was remembered.
    #[inline]
    pub(crate) fn glance(&self, text: &[u8], delimiter: u8) -> Option<(usize, Reading)> {
        if self.remembered == 0 {
            return None;
        }
        let first = before(u64::from_le_bytes(*text.first_chunk()?), delimiter);
        // A remembered text holds no delimiter, so that one behind its bytes ends the cell.
        let stands = |known: &&Glanced| {
            let length = known.outline.length;
            known.outline.first == first
                && text.get(length) == Some(&delimiter)
                && known.outline.goes_on(text, &known.text)
        };
        let known = self.glanced[bucket(first)].iter().find(stands)?;
        Some((known.outline.length, known.reading))
    }

    /// Keeps what a cell says, which stands in no quotes and holds neither a delimiter nor a line break, where it is a code's
    /// text.
    pub(crate) fn remember(&mut self, key: &CellKey, cell: &[u8]) {
        if cell.len() < 2 || self.remembered == MOST_GLANCED || cell.trim_ascii().is_empty() {
            return;
        }
        let reading = self.read(key, cell);
        let outline = Outline::of(cell);
        let bucket = &mut self.glanced[bucket(outline.first)];
        if matches!(reading.answer, Answer::Code(_)) && bucket.iter().all(|known| *known.text != *cell) {
            self.remembered += 1;
            bucket.push(Glanced {
                outline,
                text: cell.into(),
                reading,
            });
        }
    }

    /// What a cell says by this key, always the same one.
    pub(crate) fn read(&mut self, key: &CellKey, cell: &[u8]) -> Reading {
        if cell.len() < 2 {
            return key.read(cell);
        }
        if self.places.is_empty() {
            self.places.resize_with(PLACES, || None);
        }
        let outline = Outline::of(cell);
        let place = &mut self.places[outline.place()];
        match place {
            Some(met) if met.outline == outline && (outline.is_whole() || *met.text == *cell) => met.reading,
            _ => {
                let reading = key.read(cell);
                *place = Some(Met {
                    outline,
                    text: cell.into(),
                    reading,
                });
                reading
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::model::{CodeRange, Response};

    proptest! {
        #[test]
        fn remembering_changes_no_answer(cells in prop::collection::vec("(Agree|agree |No|[0-9]|x| |é){0,9}", 0..40)) {
            let key = CellKey::new(&Response {
                range: CodeRange::new(1, 6).unwrap(),
                labels: BTreeMap::from([(5, "Agree".to_owned()), (1, "No".to_owned())]),
                synonyms: BTreeMap::new(),
                favourable: BTreeSet::new(),
                missing: BTreeMap::new(),
            });
            let mut seen = Seen::new();
            for cell in &cells {
                seen.remember(&key, cell.as_bytes());
            }
            let text = cells.join(",") + ",";
            let mut rest = text.as_bytes();
            for cell in &cells {
                // Near the end of the text nothing is seen at a glance.
                if let Some((length, reading)) = seen.glance(rest, b',') {
                    prop_assert_eq!(length, cell.len());
                    prop_assert_eq!(reading, key.read(cell.as_bytes()));
                } else {
                    let code = matches!(key.read(cell.as_bytes()).answer, Answer::Code(_));
                    prop_assert!(rest.len() < 8 || cell.len() < 2 || cell.trim_ascii().is_empty() || !code);
                }
                rest = &rest[cell.len() + 1..];
            }
            for cell in cells.iter().chain(&cells) {
                prop_assert_eq!(seen.read(&key, cell.as_bytes()), key.read(cell.as_bytes()));
            }
        }
    }
}
