//! The texts that cells were read from lately: a file repeats a dozen in millions of cells, and each is worked out once.

use crate::input::cell::{CellKey, Reading};

/// How many texts are kept; two that share a place take turns.
const PLACES: usize = 256;

/// Texts met in the columns of one response definition, and what they say.
pub(crate) struct Seen {
    places: Vec<Option<(Box<[u8]>, Reading)>>,
}

impl Seen {
    pub(crate) fn new() -> Self {
        Self { places: Vec::new() }
    }

    /// What a cell says by this key, always the same one.
    pub(crate) fn read(&mut self, key: &CellKey, cell: &[u8]) -> Reading {
        if cell.len() < 2 {
            return key.read(cell);
        }
        if self.places.is_empty() {
            self.places.resize_with(PLACES, || None);
        }
        let place = &mut self.places[place(cell)];
        match place {
            Some((text, reading)) if **text == *cell => *reading,
            _ => {
                let reading = key.read(cell);
                *place = Some((cell.into(), reading));
                reading
            }
        }
    }
}

/// A place for a text by its length and its first and last bytes.
fn place(text: &[u8]) -> usize {
    let (first, last) = match (text.first_chunk(), text.last_chunk(), text) {
        (Some(first), Some(last), _) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        (_, _, [first, .., last]) => (u64::from(*first), u64::from(*last)),
        _ => (0, 0),
    };
    // The golden ratio spreads bits upwards (Knuth, The Art of Computer Programming 3, 6.4).
    let mixed = (first ^ last.rotate_left(29) ^ (text.len() as u64) << 56).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 56) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::model::{CodeRange, Response};

    proptest! {
        #[test]
        fn remembering_changes_no_answer(cells in prop::collection::vec("(Agree|agree |No|[0-9]|x| |é){0,6}", 0..40)) {
            let key = CellKey::new(&Response {
                range: CodeRange::new(1, 6).unwrap(),
                labels: BTreeMap::from([(5, "Agree".to_owned()), (1, "No".to_owned())]),
                synonyms: BTreeMap::new(),
                favourable: BTreeSet::new(),
                missing: BTreeMap::new(),
            });
            let mut seen = Seen::new();
            for cell in cells.iter().chain(&cells) {
                prop_assert_eq!(seen.read(&key, cell.as_bytes()), key.read(cell.as_bytes()));
            }
        }
    }
}
