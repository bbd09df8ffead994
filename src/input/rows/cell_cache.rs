//! A cache of parsed cells. A file repeats a dozen texts in millions of cells; each text is parsed once.

use crate::input::rows::cell::{CellKey, ParsedCell};

/// Slots of the cache. A text replaces the one that had its slot before.
const PLACES: usize = 256;

/// Recently parsed texts of one response definition.
pub(crate) struct CellCache {
    places: Vec<Option<CachedCell>>,
}

/// A cached text.
struct CachedCell {
    outline: Outline,
    text: Box<[u8]>,
    reading: ParsedCell,
}

/// The length of a text and three pieces of it. Up to 24 bytes, the pieces are the whole text.
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

    /// True if the outline contains the whole text.
    fn is_whole(self) -> bool {
        self.length <= 24
    }

    /// The slot of the text.
    fn place(self) -> usize {
        let mixed = self.first ^ self.last.rotate_left(29) ^ (self.length as u64) << 56;
        // Multiplying by the golden ratio spreads bits upwards (Knuth, The Art of Computer Programming 3, 6.4).
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize % PLACES
    }
}

impl CellCache {
    pub(crate) fn new() -> Self {
        Self { places: Vec::new() }
    }

    /// Parses a cell, or returns its cached result. Always call with the same key.
    pub(crate) fn read(&mut self, key: &CellKey, cell: &[u8]) -> ParsedCell {
        if cell.len() < 2 {
            return key.read(cell);
        }
        if self.places.is_empty() {
            self.places.resize_with(PLACES, || None);
        }
        let outline = Outline::of(cell);
        let place = &mut self.places[outline.place()];
        match place {
            Some(cached) if cached.outline == outline && (outline.is_whole() || *cached.text == *cell) => {
                cached.reading
            }
            _ => {
                let reading = key.read(cell);
                *place = Some(CachedCell {
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
            let mut seen = CellCache::new();
            for cell in cells.iter().chain(&cells) {
                prop_assert_eq!(seen.read(&key, cell.as_bytes()), key.read(cell.as_bytes()));
            }
        }
    }
}
