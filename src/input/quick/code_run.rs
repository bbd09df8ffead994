//! Reads cells of one character each, several at a time: most of a response file is code, delimiter, code, delimiter.
//!
//! Sixteen bytes are checked at once. The lowest byte allowed at each place is subtracted; what remains must be below
//! the number of bytes allowed there. The first byte that fails ends the run.

use wide::bytemuck::cast;
use wide::{i16x8, u8x16};

/// Bytes that are checked at once.
const WORD: usize = 16;

/// The patterns of runs of codes, bare and in quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CodeRun {
    bare: Pattern<8>,
    quoted: Pattern<4>,
}

/// The pattern of a word of `CELLS` cells.
#[derive(Debug, Clone, Copy)]
struct Pattern<const CELLS: usize> {
    /// The lowest byte allowed at each place.
    lowest: u8x16,
    /// The highest value allowed after `lowest` is subtracted.
    most: u8x16,
}

/// The number of cells read, and their bytes including delimiters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct CellsRead {
    pub(crate) cells: usize,
    pub(crate) bytes: usize,
}

impl CodeRun {
    /// Reads codes written as the `count` consecutive characters from `first` on. Returns `None` if a character or the
    /// delimiter is not ASCII, or on big-endian processors, where the code would not be the low byte of its pair.
    pub(crate) fn new(first: u8, count: u8, delimiter: u8) -> Option<Self> {
        let low_first = cfg!(target_endian = "little");
        let ascii = delimiter.is_ascii() && first.is_ascii() && first.checked_add(count)? <= 0x80;
        (low_first && ascii && count > 0).then(|| {
            let (code, end, quote) = ((first, count), (delimiter, 1), (b'"', 1));
            Self {
                bare: Pattern::new([code, end]),
                quoted: Pattern::new([quote, code, quote, end]),
            }
        })
    }

    /// Reads codes at the start of `text`, each followed by the delimiter, until `room` is full.
    #[inline(always)]
    pub(crate) fn read(&self, text: &[u8], room: &mut [u8]) -> CellsRead {
        if text.first() == Some(&b'"') {
            self.quoted.read(text, room)
        } else {
            self.bare.read(text, room)
        }
    }
}

impl<const CELLS: usize> Pattern<CELLS> {
    /// Bytes per cell.
    const WIDTH: usize = WORD / CELLS;

    /// The pattern for a cell whose bytes each have a lowest value and a number of allowed values.
    fn new<const WIDTH: usize>(cell: [(u8, u8); WIDTH]) -> Self {
        let at = |place: usize| cell[place % WIDTH];
        Self {
            lowest: u8x16::new(std::array::from_fn(|place| at(place).0)),
            most: u8x16::new(std::array::from_fn(|place| at(place).1 - 1)),
        }
    }

    /// The codes of a word as indices, and the number of cells before the first byte that does not fit. Indices beyond
    /// that are meaningless.
    #[inline(always)]
    fn places(self, word: [u8; WORD]) -> ([u8; WORD], usize) {
        let above = u8x16::new(word) - self.lowest;
        let good = above.min(self.most).simd_eq(above).to_bitmask();
        // In a cell that fits, every byte except the code is now 0, so packing the bytes leaves the codes.
        let pairs: i16x8 = cast(above);
        let places = if CELLS == 8 {
            packed(pairs)
        } else {
            packed(cast(packed(pairs >> 8)))
        };
        (places.to_array(), (!good).trailing_zeros() as usize / Self::WIDTH)
    }

    #[inline(always)]
    fn read(self, text: &[u8], room: &mut [u8]) -> CellsRead {
        let of = |cells: usize| CellsRead {
            cells,
            bytes: cells * Self::WIDTH,
        };
        let mut read = 0;
        let (words, _) = text.as_chunks::<WORD>();
        let mut words = words.iter();
        let (chunks, rest) = room.as_chunks_mut::<CELLS>();
        for (chunk, word) in chunks.iter_mut().zip(&mut words) {
            let (places, cells) = self.places(*word);
            // What is written after the last good cell is overwritten by the next read.
            chunk.copy_from_slice(&places[..CELLS]);
            read += cells;
            if cells < CELLS {
                return of(read);
            }
        }
        if let Some(word) = words.next().filter(|_| !rest.is_empty()) {
            let (places, cells) = self.places(*word);
            read += cells.min(rest.len());
            // Copy by fours, since the compiler calls a function for any other number.
            let ((fours, ones), (four_places, _)) = (rest.as_chunks_mut::<4>(), places.as_chunks::<4>());
            for (four, places) in fours.iter_mut().zip(four_places) {
                *four = *places;
            }
            let done = 4 * fours.len();
            for (one, place) in ones.iter_mut().zip(&places[done..]) {
                *one = *place;
            }
        }
        of(read)
    }
}

/// The low bytes of pairs whose high bytes are 0, packed together.
#[inline(always)]
fn packed(pairs: i16x8) -> u8x16 {
    u8x16::narrow_i16x8(pairs, i16x8::ZERO)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads cell by cell.
    fn by_hand(text: &[u8], (first, count): (u8, u8), room: usize) -> Vec<u8> {
        let quoted = text.first() == Some(&b'"');
        let width = if quoted { 4 } else { 2 };
        let of = |cell: &[u8]| match *cell {
            [code, b','] if !quoted => Some(code),
            [b'"', code, b'"', b','] if quoted => Some(code),
            _ => None,
        };
        let place = |cell| of(cell)?.checked_sub(first).filter(|place| *place < count);
        text.chunks_exact(width).map_while(place).take(room).collect()
    }

    proptest! {
        #[test]
        fn as_many_codes_are_read_as_there_are(
            cells in prop::collection::vec(
                prop_oneof![
                    12 => prop::sample::select(vec!["1,", "2,", "6,"]).prop_map(|cell| cell.as_bytes().to_vec()),
                    1 => prop::collection::vec(any::<u8>(), 0..4),
                    1 => prop::sample::select(vec!["7,", "0,", ",", "1\n", "\"1\",", "é,"]).prop_map(|cell| cell.as_bytes().to_vec()),
                ], 0..30),
            quoted in any::<bool>(), room in 0_usize..30, first in prop::sample::select(vec![b'1', b'0', b'A', 0x70]), count in 1_u8..10,
        ) {
            let quote = |cell: &Vec<u8>| match cell.split_last() {
                Some((b',', code)) if quoted => [b"\"", code, b"\","].concat(),
                _ => cell.clone(),
            };
            let text: Vec<u8> = cells.iter().flat_map(quote).collect();
            let mut places = vec![99; room];
            let read = CodeRun::new(first, count, b',').unwrap().read(&text, &mut places);
            let wanted = by_hand(&text, (first, count), room);
            // The last, incomplete word is left to other code.
            let width = if text.first() == Some(&b'"') { 4 } else { 2 };
            let whole = text.len() / WORD * WORD / width;
            prop_assert_eq!(read.cells, wanted.len().min(whole));
            prop_assert_eq!(read.bytes, read.cells * width);
            prop_assert_eq!(&places[..read.cells], &wanted[..read.cells]);
        }
    }
}
