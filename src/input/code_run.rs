//! Cells of one letter each, several at a time: most of a survey's file is a code, a delimiter, a code.
//!
//! A word of eight bytes is checked at once: from each byte the lowest that may stand there is taken away, and what is left must
//! be below how many may. Whatever is not so ends the run and is looked at by itself.

/// The bytes of a word.
const WORD: usize = 8;
const TOPS: u64 = u64::from_le_bytes([0x80; WORD]);

/// How runs of codes look, bare and in quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CodeRun {
    bare: Pattern<4>,
    quoted: Pattern<2>,
}

/// How a word of `CELLS` cells looks.
#[derive(Debug, Clone, Copy)]
struct Pattern<const CELLS: usize> {
    /// The lowest byte that may stand at each place.
    lowest: u64,
    /// What makes a byte that is not below how many may stand there reach its top bit.
    beyond: u64,
    /// Where in a cell its code stands.
    code: usize,
}

/// What was read: so many cells, which take so many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodesRead {
    pub(crate) cells: usize,
    pub(crate) bytes: usize,
}

impl CodeRun {
    /// Runs of the codes that `count` letters from `first` on stand for, whose places are counted from it; `None` where a letter
    /// or the delimiter is not ASCII.
    pub(crate) fn new(first: u8, count: u8, delimiter: u8) -> Option<Self> {
        let ascii = delimiter.is_ascii() && first.is_ascii() && first.checked_add(count)? <= 0x80;
        (ascii && count > 0).then(|| {
            let (code, end, quote) = ((first, count), (delimiter, 1), (b'"', 1));
            Self {
                bare: Pattern::new([code, end, code, end, code, end, code, end], 0),
                quoted: Pattern::new([quote, code, quote, end, quote, code, quote, end], 1),
            }
        })
    }

    /// Reads codes at the start of `text`, each with the delimiter behind it, at most as many as there is room for.
    #[inline]
    pub(crate) fn read(&self, text: &[u8], room: &mut [u8]) -> CodesRead {
        if text.first() == Some(&b'"') {
            self.quoted.read(text, room)
        } else {
            self.bare.read(text, room)
        }
    }
}

impl<const CELLS: usize> Pattern<CELLS> {
    fn new(places: [(u8, u8); WORD], code: usize) -> Self {
        Self {
            lowest: u64::from_le_bytes(places.map(|(lowest, _)| lowest)),
            beyond: u64::from_le_bytes(places.map(|(_, count)| 0x80 - count)),
            code,
        }
    }

    /// The places of a word's codes, and the bytes that are none of those that may stand there, marked by their top bits; right
    /// up to the first mark.
    #[inline]
    fn places(self, word: [u8; WORD]) -> ([u8; WORD], u64) {
        let word = u64::from_le_bytes(word);
        // The top bit keeps one byte from borrowing of the next, and is left only where the byte was at least the lowest.
        let above = ((word | TOPS) - self.lowest) ^ TOPS;
        // A byte without its top bit carries into no other, nor is one before the first mark carried into.
        let marks = (word | above | above.wrapping_add(self.beyond)) & TOPS;
        // The codes alone are moved together.
        let mut places = above >> (8 * self.code);
        if CELLS == 4 {
            places &= 0x00FF_00FF_00FF_00FF;
            places = (places | places >> 8) & 0x0000_FFFF_0000_FFFF;
            places |= places >> 16;
        } else {
            places &= 0x0000_00FF_0000_00FF;
            places |= places >> 24;
        }
        (places.to_le_bytes(), marks)
    }

    #[inline]
    fn read(self, text: &[u8], room: &mut [u8]) -> CodesRead {
        let width = WORD / CELLS;
        let of = |cells: usize| CodesRead {
            cells,
            bytes: cells * width,
        };
        let mut cells = 0;
        let (words, _) = text.as_chunks::<WORD>();
        let mut words = words.iter();
        let (chunks, rest) = room.as_chunks_mut::<CELLS>();
        for (chunk, word) in chunks.iter_mut().zip(&mut words) {
            let (places, marks) = self.places(*word);
            // Beyond the first mark the room holds what is written over by what is read next.
            chunk.copy_from_slice(&places[..CELLS]);
            if marks != 0 {
                return of(cells + marks.trailing_zeros() as usize / 8 / width);
            }
            cells += CELLS;
        }
        if let Some(word) = words.next().filter(|_| !rest.is_empty()) {
            let (places, marks) = self.places(*word);
            let good = (marks.trailing_zeros() as usize / 8 / width).min(rest.len());
            rest[..good].copy_from_slice(&places[..good]);
            cells += good;
        }
        of(cells)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Cell by cell.
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
            // Near the end of the text a word is not whole, and is left to others.
            let width = if text.first() == Some(&b'"') { 4 } else { 2 };
            let whole = text.len() / 8 * 8 / width;
            prop_assert_eq!(read.cells, wanted.len().min(whole));
            prop_assert_eq!(read.bytes, read.cells * width);
            prop_assert_eq!(&places[..read.cells], &wanted[..read.cells]);
        }
    }
}
