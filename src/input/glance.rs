//! Labels that are known at a glance: a cell whose text was met before is not looked through, but compared with what it should be,
//! all of its bytes and the delimiter behind it at once and without a branch that depends on which label it is.

use crate::input::block::{Block, ROOM};
use crate::tally::MISSING;

/// Places for texts, each for one.
const PLACES: usize = 1 << PLACE_BITS;
const PLACE_BITS: u32 = 10;

/// The most texts, so that each has a bit: more are no labels of one scale.
const MOST: usize = 64;

/// The golden ratio spreads bits upwards (Knuth, The Art of Computer Programming 3, 6.4).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// How often texts that share a place are spread another way before no more are kept.
const TRIES: usize = 32;

/// Cells without an answer.
const EMPTY: [&[u8]; 2] = [b"", b"\"\""];

/// Labels of one response definition, and the empty cells between them.
pub(crate) struct Glances {
    delimiter: u8,
    /// How texts are spread over the places.
    spread: u64,
    /// For each place the number of the text that has it; where none has, that of another, which is not alike.
    places: [u8; PLACES],
    known: [Known; MOST],
    /// How many texts there are, and may be.
    count: usize,
    most: usize,
}

/// A text as it stands in the file, with the delimiter behind it.
#[derive(Clone, Copy)]
struct Known {
    text: Block,
    glanced: Glanced,
}

/// What was seen at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glanced {
    /// The place of its code; [`MISSING`] where there is none.
    pub(crate) place: u8,
    /// The number of the declared text that it is.
    pub(crate) wording: Option<u16>,
    /// The text's own bit, if it is a declared one.
    pub(crate) bit: u64,
}

impl Glances {
    /// No labels yet, in cells that this byte, which is neither 0 nor a quote, ends.
    pub(crate) fn new(delimiter: u8) -> Self {
        let nothing = Known {
            text: Block::NOTHING,
            glanced: Glanced {
                place: MISSING,
                wording: None,
                bit: 0,
            },
        };
        let mut glances = Self {
            delimiter,
            spread: GOLDEN,
            places: [0; PLACES],
            known: [nothing; MOST],
            count: 0,
            most: MOST,
        };
        for empty in EMPTY {
            glances.add(empty, MISSING, None);
        }
        glances
    }

    /// What the cell of the first `length` bytes says, which hold no delimiter, where it is known and the delimiter follows.
    #[inline]
    pub(crate) fn see(&self, text: &[u8; ROOM], length: usize) -> Option<&Glanced> {
        self.known(Block::of(text, length + 1)?)
    }

    /// The same of a cell that something else than a delimiter ends.
    #[inline]
    pub(crate) fn see_last(&self, text: &[u8; ROOM], length: usize) -> Option<&Glanced> {
        self.known(Block::ended(text, length, self.delimiter)?)
    }

    #[inline]
    fn known(&self, cell: Block) -> Option<&Glanced> {
        let number = self.places[place(&cell, self.spread)];
        let known = &self.known[usize::from(number) % MOST];
        known.text.is(&cell).then_some(&known.glanced)
    }

    /// Keeps the label of a code as it stands in the file, its quotes included.
    pub(crate) fn keep(&mut self, cell: &[u8], code: u8, wording: Option<u16>) {
        if (2..ROOM).contains(&cell.len()) && !cell.contains(&self.delimiter) && self.count < self.most {
            self.add(cell, code, wording);
        }
    }

    /// Whether no label was met.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.count == EMPTY.len()
    }

    /// Adds a text, unless it is there or every way puts it in another's place.
    fn add(&mut self, cell: &[u8], place: u8, wording: Option<u16>) {
        let mut text = [0; ROOM];
        text[..cell.len()].copy_from_slice(cell);
        text[cell.len()] = self.delimiter;
        let Some(text) = Block::of(&text, ROOM) else { return };
        let mixed = text.mixed();
        if self.known[..self.count].iter().any(|known| known.text.mixed() == mixed) {
            return;
        }
        let bit = wording.map_or(0, |_| 1 << self.count);
        let glanced = Glanced { place, wording, bit };
        self.known[self.count] = Known { text, glanced };
        self.count += 1;
        let mut spread = self.spread;
        for _ in 0..TRIES {
            if let Some(places) = self.apart(spread) {
                (self.spread, self.places) = (spread, places);
                return;
            }
            spread = spread.wrapping_mul(GOLDEN);
        }
        self.count -= 1;
        // Trying again at each cell would take longer than reading it.
        self.most = self.count;
    }

    /// The texts' numbers in their places, if no two share one.
    fn apart(&self, spread: u64) -> Option<[u8; PLACES]> {
        let (mut places, mut taken) = ([0; PLACES], [false; PLACES]);
        for (number, known) in (0..).zip(&self.known[..self.count]) {
            let place = place(&known.text, spread);
            if std::mem::replace(&mut taken[place], true) {
                return None;
            }
            places[place] = number;
        }
        Some(places)
    }
}

#[inline]
fn place(text: &Block, spread: u64) -> usize {
    (text.mixed().wrapping_mul(spread) >> (u64::BITS - PLACE_BITS)) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// What is seen at the start of a text.
    fn seen(glances: &Glances, text: &str) -> Option<Glanced> {
        let text = [text.as_bytes(), &[b'-'; ROOM]].concat();
        let length = text.iter().position(|byte| *byte == b',').unwrap_or(text.len());
        glances.see(text.first_chunk()?, length).copied()
    }

    proptest! {
        #[test]
        fn what_is_seen_is_what_stands_there(
            cells in prop::collection::vec("\"?(Agree|agree |No|[0-9]|x| |é|\\x00|Strongly |disagree|[a-c]{1,3}|,){0,5}\"?", 0..100),
        ) {
            let mut glances = Glances::new(b',');
            for (number, cell) in (0..).zip(&cells) {
                glances.keep(cell.as_bytes(), number, (number % 2 == 0).then_some(u16::from(number)));
            }
            for cell in cells.iter().filter(|cell| !cell.contains(',')) {
                for cell in ["", "\0", ";", "\n"].map(|more| format!("{cell}{more}")) {
                    let Some(seen) = seen(&glances, &format!("{cell},")) else { continue };
                    if EMPTY.contains(&cell.as_bytes()) {
                        prop_assert_eq!((seen.place, seen.bit), (MISSING, 0));
                    } else {
                        prop_assert_eq!(&cells[usize::from(seen.place)], &cell);
                        let declared = seen.place.is_multiple_of(2);
                        prop_assert_eq!((seen.wording.is_some(), seen.bit.is_power_of_two()), (declared, declared));
                    }
                }
            }
        }

        #[test]
        fn labels_of_every_length_that_fits_are_seen(letters in "[a-zA-Z éü]{60}", delimiter in prop::sample::select(vec![b',', b';', b'\t'])) {
            // Of texts whose words come to the same only the first is kept, which labels that say something are not.
            let mixed = |length: usize| {
                let mut text = letters.clone().into_bytes();
                text[length] = delimiter;
                Block::of(text.first_chunk().unwrap(), length + 1).map(|block| block.mixed())
            };
            prop_assume!((2..ROOM).map(mixed).collect::<BTreeSet<_>>().len() == ROOM - 2);
            let mut glances = Glances::new(delimiter);
            // Each is the beginning of the next.
            for length in 1_u8..40 {
                glances.keep(&letters.as_bytes()[..length.into()], length, None);
            }
            for length in 1_u8..40 {
                let mut text = letters.clone().into_bytes();
                text[usize::from(length)] = delimiter;
                let seen = glances.see(text.first_chunk().unwrap(), length.into()).map(|seen| seen.place);
                prop_assert_eq!(seen, (2..32).contains(&length).then_some(length));
                prop_assert_eq!(glances.see(text.first_chunk().unwrap(), usize::from(length) - 1), None);
            }
        }
    }

    #[test]
    fn an_empty_cell_is_no_label() {
        let mut glances = Glances::new(b',');
        let missing = |bit| {
            Some(Glanced {
                place: MISSING,
                wording: None,
                bit,
            })
        };
        assert_eq!((seen(&glances, ","), seen(&glances, "\"\",")), (missing(0), missing(0)));
        assert!(glances.is_empty());
        glances.keep(b"Agree", 4, Some(0));
        assert!(!glances.is_empty());
        assert_eq!(seen(&glances, "Agreed,"), None);
    }

    #[test]
    fn no_more_labels_are_kept_than_have_bits() {
        let mut glances = Glances::new(b',');
        for number in 0..200_u8 {
            glances.keep(format!("label {number}").as_bytes(), number, Some(number.into()));
        }
        let seen = (0..200).filter_map(|number| seen(&glances, &format!("label {number},")));
        let bits = seen.fold(0_u64, |bits, seen| {
            assert_eq!(bits & seen.bit, 0);
            bits | seen.bit
        });
        assert!(bits.count_ones() > 50, "{bits:b}");
    }
}
