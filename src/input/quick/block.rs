//! Blocks of bytes that are compared as a whole, with vector instructions where the processor has them.

use wide::u8x16;

/// Bytes per block.
pub(crate) const ROOM: usize = 32;

/// Bytes that are searched at once.
pub(crate) const SPAN: usize = 64;

/// Bytes per vector.
const WIDTH: usize = 16;

/// The bytes of a text, padded with zeros.
#[derive(Clone, Copy)]
pub(crate) struct ByteBlock([u8x16; ROOM / WIDTH]);

/// The number of different lengths, a power of two above [`SPAN`].
const COUNTS: usize = 2 * SPAN;

/// For each length, a mask of that many leading bytes; zero for lengths above [`ROOM`].
static FIRST: [ByteBlock; COUNTS] = {
    let mut all = [ByteBlock::NOTHING; COUNTS];
    let mut count = 0;
    while count <= ROOM {
        let mut ones = [[0; WIDTH]; ROOM / WIDTH];
        let mut place = 0;
        while place < count {
            ones[place / WIDTH][place % WIDTH] = u8::MAX;
            place += 1;
        }
        all[count] = ByteBlock([u8x16::new(ones[0]), u8x16::new(ones[1])]);
        count += 1;
    }
    all
};

impl ByteBlock {
    pub(crate) const NOTHING: Self = Self([u8x16::new([0; WIDTH]); ROOM / WIDTH]);

    /// The first `count` bytes, which must be fewer than twice [`SPAN`]; all zero if `count` is more than a block.
    #[inline(always)]
    pub(crate) fn of(text: &[u8; ROOM], count: usize) -> Self {
        let Self([low, high]) = FIRST[count % COUNTS];
        let (vectors, _) = text.as_chunks();
        Self([u8x16::new(vectors[0]) & low, u8x16::new(vectors[1]) & high])
    }

    /// The first `count` bytes followed by `end`, if there is room for it.
    #[inline(always)]
    pub(crate) fn ended(text: &[u8; ROOM], count: usize, end: u8) -> Option<Self> {
        let (Self(bare), Self(with_end)) = (FIRST.get(count)?, FIRST[..=ROOM].get(count + 1)?);
        let Self(text) = Self::of(text, count);
        let end = |part: usize| u8x16::splat(end) & (bare[part] ^ with_end[part]);
        Some(Self([text[0] | end(0), text[1] | end(1)]))
    }

    /// All bytes mixed into one word.
    #[inline(always)]
    pub(crate) fn mixed(&self) -> u64 {
        let bytes = (self.0[0] ^ self.0[1]).to_array();
        let (words, _) = bytes.as_chunks();
        words.iter().fold(0, |mixed, word| mixed ^ u64::from_le_bytes(*word))
    }
}

/// The difference between blocks that were compared.
#[derive(Clone, Copy)]
pub(crate) struct BlockDifference(u8x16);

impl BlockDifference {
    /// No difference.
    pub(crate) const NONE: Self = Self(u8x16::ZERO);

    /// Adds the difference between two blocks.
    #[inline(always)]
    pub(crate) fn or_between(self, one: &ByteBlock, other: &ByteBlock) -> Self {
        Self(self.0 | (one.0[0] ^ other.0[0]) | (one.0[1] ^ other.0[1]))
    }

    /// True if there is no difference.
    #[inline(always)]
    pub(crate) fn is_none(self) -> bool {
        self.0.simd_eq(u8x16::ZERO).to_bitmask() == 0xFFFF
    }
}

/// Bit mask of the places of a byte; the lowest bit is the first place.
#[inline(always)]
pub(crate) fn places_of(text: &[u8; SPAN], byte: u8) -> u64 {
    places_of_any(text, [byte])
}

#[inline(always)]
fn places_of_any<const N: usize>(text: &[u8; SPAN], bytes: [u8; N]) -> u64 {
    let wanted = bytes.map(u8x16::splat);
    let (vectors, _) = text.as_chunks();
    let places = |part: usize| {
        let vector = u8x16::new(vectors[part]);
        let found = wanted
            .iter()
            .fold(u8x16::ZERO, |found, wanted| found | vector.simd_eq(*wanted));
        u64::from(found.to_bitmask()) << (WIDTH * part)
    };
    places(0) | places(1) | places(2) | places(3)
}

/// Bit mask of the places of a byte before the first of some other bytes; the lowest bit is the first place.
#[inline(always)]
pub(crate) fn places_before<const N: usize>(text: &[u8; SPAN], byte: u8, others: [u8; N]) -> u64 {
    let others = places_of_any(text, others);
    // All bits below the lowest bit of `others`; all bits if there is none.
    places_of(text, byte) & (others & others.wrapping_neg()).wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_block_is_its_first_bytes(
            text in prop::array::uniform32(prop_oneof![Just(b','), Just(0), any::<u8>()]),
            other in prop::option::of((0..ROOM, any::<u8>())),
            count in 0..SPAN + 2,
        ) {
            let mut changed = text;
            if let Some((place, byte)) = other {
                changed[place] = byte;
            }
            let count = if count <= ROOM { count } else { 0 };
            prop_assert!(ByteBlock::ended(&text, ROOM, b',').is_none());
            let same = |one: &ByteBlock, other: &ByteBlock| BlockDifference::NONE.or_between(one, other).is_none();
            let (one, other) = (ByteBlock::of(&text, count), ByteBlock::of(&changed, count));
            prop_assert_eq!(same(&one, &other), text[..count] == changed[..count]);
            prop_assert!(!same(&one, &other) || one.mixed() == other.mixed());
            let ended = text.get(count).map(|end| ByteBlock::ended(&changed, count, *end).unwrap());
            let longer = ByteBlock::of(&text, count + 1);
            prop_assert!(ended.is_none_or(|ended| same(&ended, &longer) == same(&one, &other)));
            let changed = BlockDifference::NONE.or_between(&one, &other);
            prop_assert!(!changed.or_between(&one, &one).is_none() || same(&one, &other));
            prop_assert!(one.0.iter().flat_map(|part| part.to_array()).skip(count).all(|byte| byte == 0));
        }

        #[test]
        fn every_place_is_found(
            text in prop::collection::vec(prop_oneof![Just(b','), Just(0), 0x2b_u8..0x2e, 0xab_u8..0xae, any::<u8>()], SPAN),
            wanted in prop::sample::select(vec![b',', 0, 0x7f, 0x80, 0xff]),
        ) {
            let text: &[u8; SPAN] = text.first_chunk().unwrap();
            let by_hand = (0..SPAN).filter(|&place| text[place] == wanted).fold(0, |places, place| places | 1_u64 << place);
            prop_assert_eq!(places_of(text, wanted), by_hand);
            let others = [b'+', 0xac];
            let first = text.iter().position(|byte| others.contains(byte)).unwrap_or(SPAN);
            let before = (0..first).filter(|&place| text[place] == wanted).fold(0, |places, place| places | 1_u64 << place);
            prop_assert_eq!(places_before(text, wanted, others), before);
        }
    }
}
