//! Recognises labels seen before by comparing whole cells. All bytes of a cell and its delimiter are compared at once,
//! without a branch that depends on the label.

use std::num::NonZeroU64;

use crate::input::quick::block::{BlockDifference, ByteBlock, ROOM, SPAN, places_of};
use crate::input::quick::code_run::CellsRead;
use crate::tally::MISSING;

/// Slots of the hash table; one text each.
const PLACES: usize = 1 << PLACE_BITS;
const PLACE_BITS: u32 = 8;

/// The most texts, empty cells included. A scale has fewer labels, and more would not find a slot each.
const MOST: usize = 32;

/// Multiplying by the golden ratio spreads bits upwards (Knuth, The Art of Computer Programming 3, 6.4).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// How many hash functions are tried before no more texts are accepted.
const TRIES: usize = 128;

/// Cells without an answer.
const EMPTY: [&[u8]; 2] = [b"", b"\"\""];

/// Bytes needed to read a group of cells: a span in which they end, and the longest known cell after it.
const LOOK: usize = SPAN + ROOM;

/// The labels of one response definition, and the empty cells between them.
pub(crate) struct Glances {
    delimiter: u8,
    /// The multiplier of the hash function.
    spread: u64,
    /// The text in each slot; unused slots have a text that no cell equals.
    places: Box<[Known; PLACES]>,
    /// All texts.
    known: Vec<Known>,
    most: usize,
}

/// A text as it is in the file, followed by the delimiter.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Known {
    text: ByteBlock,
    glanced: Glanced,
}

/// A recognised label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glanced {
    /// The index of its code; [`MISSING`] for an empty cell.
    pub(crate) place: u8,
    /// The index of the declared text.
    pub(crate) wording: Option<u16>,
    /// The bit of this text; 0 if it is not a declared text.
    pub(crate) bit: u64,
}

impl Glances {
    /// No labels yet. `delimiter` is ASCII and neither NUL nor a quote.
    pub(crate) fn new(delimiter: u8) -> Self {
        let mut glances = Self {
            delimiter,
            spread: GOLDEN,
            places: Box::new([Known::nothing(delimiter); PLACES]),
            known: Vec::with_capacity(MOST),
            most: MOST,
        };
        for empty in EMPTY {
            glances.add(empty, MISSING, None);
        }
        glances
    }

    /// Reads answers at the start of `text` that are known texts followed by delimiters, until `answers` is full. For
    /// declared texts whose bit is set in `unnoted` (one mask per answer), calls `note` with the index of the cell.
    ///
    /// Finds the ends of several cells first and only then their meanings, so that cells do not wait for each other. A
    /// function of its own, because inlining it would push its values out of the registers.
    #[inline(never)]
    pub(crate) fn read(
        &self,
        text: &[u8],
        answers: &mut [u8],
        unnoted: &mut [u64],
        mut note: impl FnMut(usize, &Glanced, &mut u64),
    ) -> CellsRead {
        let mut read = CellsRead::default();
        while let Some(look) = text.get(read.bytes..).and_then(<[u8]>::first_chunk) {
            let ends = ends(look, self.delimiter);
            let (answers, unnoted) = (&mut answers[read.cells..], &mut unnoted[read.cells..]);
            let mut note = |cell: usize, seen: &Glanced, unnoted: &mut u64| note(read.cells + cell, seen, unnoted);
            let more = self
                .several::<3>(look, ends, answers, unnoted, &mut note)
                .or_else(|| self.several::<2>(look, ends, answers, unnoted, &mut note))
                .or_else(|| self.several::<1>(look, ends, answers, unnoted, &mut note));
            let Some(more) = more else { break };
            read.cells += more.cells;
            read.bytes += more.bytes;
        }
        read
    }

    /// Reads `CELLS` cells at the start of `look`. Returns false unless there are that many, there is room for them,
    /// and all are known.
    #[inline(always)]
    fn several<const CELLS: usize>(
        &self,
        look: &[u8; LOOK],
        ends: u64,
        answers: &mut [u8],
        unnoted: &mut [u64],
        note: &mut impl FnMut(usize, &Glanced, &mut u64),
    ) -> Option<CellsRead> {
        let ends: [usize; CELLS] = places(ends)?;
        let answers: &mut [u8; CELLS] = answers.first_chunk_mut()?;
        let unnoted: &mut [u64; CELLS] = unnoted.first_chunk_mut()?;
        let (mut start, mut difference) = (0, BlockDifference::NONE);
        let seen = ends.map(|end| {
            let cell = look[start..]
                .first_chunk()
                .map_or(ByteBlock::NOTHING, |text| ByteBlock::of(text, end + 1 - start));
            start = end + 1;
            let known = &self.places[place(&cell, self.spread)];
            difference = difference.or_between(&cell, &known.text);
            &known.glanced
        });
        if !difference.is_none() {
            return None;
        }
        let mut fresh = 0;
        for cell in 0..CELLS {
            answers[cell] = seen[cell].place;
            fresh |= seen[cell].bit & unnoted[cell];
        }
        if fresh != 0 {
            for cell in 0..CELLS {
                if seen[cell].bit & unnoted[cell] != 0 {
                    note(cell, seen[cell], &mut unnoted[cell]);
                }
            }
        }
        Some(CellsRead {
            cells: CELLS,
            bytes: start,
        })
    }

    /// The label of the cell in the first `length` bytes, if it is known and something else than a delimiter ends it.
    #[inline(always)]
    pub(crate) fn see_last(&self, text: &[u8; ROOM], length: usize) -> Option<&Glanced> {
        let cell = ByteBlock::ended(text, length, self.delimiter)?;
        let known = &self.places[place(&cell, self.spread)];
        let difference = BlockDifference::NONE.or_between(&cell, &known.text);
        difference.is_none().then_some(&known.glanced)
    }

    /// Remembers the label of a code as it is in the file, including its quotes.
    pub(crate) fn keep(&mut self, cell: &[u8], code: u8, wording: Option<u16>) {
        if (2..ROOM).contains(&cell.len()) && !cell.contains(&self.delimiter) && self.known.len() < self.most {
            self.add(cell, code, wording);
        }
    }

    /// True if no label is known yet.
    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.known.len() == EMPTY.len()
    }

    /// Adds a text, unless it is known or no hash function gives it a slot of its own.
    fn add(&mut self, cell: &[u8], code: u8, wording: Option<u16>) {
        let mut text = [0; ROOM];
        text[..cell.len()].copy_from_slice(cell);
        text[cell.len()] = self.delimiter;
        let text = ByteBlock::of(&text, ROOM);
        let mixed = text.mixed();
        if self.known.iter().any(|known| known.text.mixed() == mixed) {
            return;
        }
        let bit = wording.map_or(0, |_| 1 << self.known.len());
        let glanced = Glanced {
            place: code,
            wording,
            bit,
        };
        self.known.push(Known { text, glanced });
        let mut spread = self.spread;
        for _ in 0..TRIES {
            if self.are_apart(spread) {
                self.spread = spread;
                *self.places = [Known::nothing(self.delimiter); PLACES];
                for known in &self.known {
                    self.places[place(&known.text, spread)] = *known;
                }
                return;
            }
            spread = spread.wrapping_mul(GOLDEN);
        }
        self.known.pop();
        // Trying again at every cell would take longer than reading it.
        self.most = self.known.len();
    }

    /// True if no two texts share a slot.
    fn are_apart(&self, spread: u64) -> bool {
        let mut taken = [false; PLACES];
        let places = self.known.iter().map(|known| place(&known.text, spread));
        places
            .into_iter()
            .all(|place| !std::mem::replace(&mut taken[place], true))
    }
}

impl Known {
    /// A text that no cell equals: a cell is padded with NUL after its delimiter, and this text ends in another byte.
    fn nothing(delimiter: u8) -> Self {
        let mut text = [0; ROOM];
        text[ROOM - 1] = !delimiter;
        Self {
            text: ByteBlock::of(&text, ROOM),
            glanced: Glanced {
                place: MISSING,
                wording: None,
                bit: 0,
            },
        }
    }
}

/// Bit mask of the cell ends within a look.
#[inline(always)]
fn ends(look: &[u8; LOOK], delimiter: u8) -> u64 {
    look.first_chunk().map_or(0, |span| places_of(span, delimiter))
}

/// The places of the first `COUNT` bits, if there are that many.
#[inline(always)]
fn places<const COUNT: usize>(bits: u64) -> Option<[usize; COUNT]> {
    let (mut left, mut places) = (bits, [0; COUNT]);
    for place in &mut places {
        *place = NonZeroU64::new(left)?.trailing_zeros() as usize;
        left &= left - 1;
    }
    Some(places)
}

#[inline(always)]
fn place(text: &ByteBlock, spread: u64) -> usize {
    (text.mixed().wrapping_mul(spread) >> (u64::BITS - PLACE_BITS)) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The label seen in the cell at the start of a text, with any text behind it.
    fn seen(glances: &Glances, text: &str) -> Option<Glanced> {
        read_one(glances, text.as_bytes())
    }

    fn read_one(glances: &Glances, text: &[u8]) -> Option<Glanced> {
        let text = [text, &[b'-'; LOOK]].concat();
        let mut seen = None;
        let (mut answer, mut unnoted) = ([0], [u64::MAX]);
        let read = glances.read(&text, &mut answer, &mut unnoted, |_, glanced, _| seen = Some(*glanced));
        let nothing_to_note = Glanced {
            place: answer[0],
            wording: None,
            bit: 0,
        };
        (read.cells == 1).then(|| seen.unwrap_or(nothing_to_note))
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
                ByteBlock::of(text.first_chunk().unwrap(), length + 1).mixed()
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
                let seen = read_one(&glances, &text).map(|seen| seen.place);
                prop_assert_eq!(seen, (2..32).contains(&length).then_some(length));
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
        assert!(bits.count_ones() > 25, "{bits:b}");
    }
}
