//! Labels that are known at a glance: a cell whose text was met before is not looked through, but compared with what it should be,
//! all of its bytes and the delimiter behind it at once and without a branch that depends on which label it is.

use crate::input::cell::{Answer, CellKey, Reading};
use crate::input::scan::before;

/// The bytes that a text and its delimiter have at most.
const ROOM: usize = 32;
const WORDS: usize = ROOM / 8;

/// Places for texts; a text has one of two neighbours.
const PLACES: usize = 256;

/// The most texts: more are no labels of one scale.
const MOST: u8 = 64;

/// Labels of one response definition.
pub(crate) struct Glances {
    delimiter: u8,
    /// For each place the text that has it; 0 for none.
    places: [u8; PLACES],
    /// The texts; the first stands for none, and nothing is like it.
    known: Vec<Known>,
}

/// A code's label, with the delimiter behind it.
struct Known {
    words: [u64; WORDS],
    masks: [u64; WORDS],
    glanced: Glanced,
}

/// What was seen at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glanced {
    /// The bytes of the cell.
    pub(crate) length: usize,
    /// The place of its code.
    pub(crate) place: u8,
    /// The number of the declared text that it is.
    pub(crate) wording: Option<u16>,
}

impl Glances {
    /// No labels yet, in cells that this byte, which is not 0, ends.
    pub(crate) fn new(delimiter: u8) -> Self {
        let nothing = Known {
            words: [1; WORDS],
            masks: [0; WORDS],
            glanced: Glanced {
                length: 0,
                place: 0,
                wording: None,
            },
        };
        Self {
            delimiter,
            places: [0; PLACES],
            known: vec![nothing],
        }
    }

    /// The cell at the start of `text`, where it is a label that was met.
    #[inline]
    pub(crate) fn see(&self, text: &[u8]) -> Option<Glanced> {
        let words = words(text.first_chunk()?);
        let place = self.place(words);
        let is = |place: usize| {
            let known = &self.known[usize::from(self.places[place])];
            let pairs = words.iter().zip(&known.masks).zip(&known.words);
            let other = pairs.fold(0, |other, ((word, mask), known)| other | ((word & mask) ^ known));
            (other == 0).then_some(known.glanced)
        };
        is(place).or_else(|| is(place ^ 1))
    }

    /// Keeps a cell that stands in no quotes and holds neither the delimiter nor a line break, where it is a code's label.
    pub(crate) fn keep(&mut self, key: &CellKey, cell: &[u8]) {
        let next = u8::try_from(self.known.len()).unwrap_or(MOST);
        if !(2..ROOM).contains(&cell.len()) || next >= MOST || cell.trim_ascii().is_empty() {
            return;
        }
        let Reading { answer, wording } = key.read(cell);
        let Answer::Code(place) = answer else { return };
        let (mut text, mut mask) = ([0; ROOM], [0; ROOM]);
        text[..cell.len()].copy_from_slice(cell);
        text[cell.len()] = self.delimiter;
        if self.see(&text).is_some() {
            return;
        }
        mask[..=cell.len()].fill(u8::MAX);
        let first = self.place(words(&text));
        if let Some(&free) = [first, first ^ 1].iter().find(|place| self.places[**place] == 0) {
            self.places[free] = next;
            self.known.push(Known {
                words: words(&text),
                masks: words(&mask),
                glanced: Glanced {
                    length: cell.len(),
                    place,
                    wording,
                },
            });
        }
    }

    /// Whether no label was met.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.known.len() == 1
    }

    /// The place of a text by its first bytes, as far as they belong to the cell.
    #[inline]
    fn place(&self, words: [u64; WORDS]) -> usize {
        let first = before(words[0], self.delimiter);
        let second = if first == words[0] {
            before(words[1], self.delimiter)
        } else {
            0
        };
        // The golden ratio spreads bits upwards (Knuth, The Art of Computer Programming 3, 6.4).
        let mixed = (first ^ second.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 56) as usize % PLACES
    }
}

#[inline]
fn words(bytes: &[u8; ROOM]) -> [u64; WORDS] {
    let (words, _) = bytes.as_chunks();
    std::array::from_fn(|place| u64::from_le_bytes(words[place]))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::model::{CodeRange, Response};

    proptest! {
        #[test]
        fn what_is_seen_is_what_stands_there(
            cells in prop::collection::vec("(Agree|agree |No|[0-9]|x| |é|\\0|Strongly |disagree){0,5}", 0..60),
        ) {
            let key = CellKey::new(&Response {
                range: CodeRange::new(1, 6).unwrap(),
                labels: BTreeMap::from([
                    (6, "Strongly agree".to_owned()),
                    (5, "Agree".to_owned()),
                    (2, "Strongly disagree".to_owned()),
                    (1, "No".to_owned()),
                ]),
                synonyms: BTreeMap::new(),
                favourable: BTreeSet::new(),
                missing: BTreeMap::new(),
            });
            let mut glances = Glances::new(b',');
            for cell in &cells {
                glances.keep(&key, cell.as_bytes());
            }
            let text = cells.join(",") + "," + &"-".repeat(ROOM);
            let mut rest = text.as_bytes();
            for cell in &cells {
                let Reading { answer, wording } = key.read(cell.as_bytes());
                if let Some(seen) = glances.see(rest) {
                    prop_assert_eq!(seen.length, cell.len());
                    prop_assert_eq!((Answer::Code(seen.place), seen.wording), (answer, wording));
                }
                if cell == "Agree" || cell == "Strongly disagree" {
                    let (mut alone, mut other) = (Glances::new(b','), Glances::new(b'\t'));
                    alone.keep(&key, cell.as_bytes());
                    other.keep(&key, cell.as_bytes());
                    prop_assert!(alone.see(rest).is_some() && other.see(rest).is_none());
                }
                rest = &rest[cell.len() + 1..];
            }
        }
    }
}
