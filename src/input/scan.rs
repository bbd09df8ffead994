//! Looking for bytes eight at a time: cells are too short for a library call each.

const ONES: u64 = u64::from_le_bytes([0x01; 8]);
const TOPS: u64 = u64::from_le_bytes([0x80; 8]);

/// Top bits of which the lowest marks the first zero byte of `x`; none where no byte is zero (Warren, Hacker's Delight, 6–1).
#[inline]
fn zeros(x: u64) -> u64 {
    x.wrapping_sub(ONES) & !x & TOPS
}

/// The place of the first byte of `text` that is one of `wanted`.
#[inline]
pub(crate) fn first_of<const N: usize>(text: &[u8], wanted: [u8; N]) -> Option<usize> {
    let spread = wanted.map(|byte| u64::from(byte) * ONES);
    let (words, rest) = text.as_chunks();
    for (word, at) in words.iter().zip((0..).step_by(8)) {
        let word = u64::from_le_bytes(*word);
        let marks = spread.iter().fold(0, |marks, spread| marks | zeros(word ^ spread));
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize / 8);
        }
    }
    let within = rest.iter().position(|byte| wanted.contains(byte))?;
    Some(text.len() - rest.len() + within)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_is_found(text in prop::collection::vec(prop_oneof![0_u8..4, 0x7f_u8..0x83, any::<u8>()], 0..40)) {
            for wanted in [[0, 1], [2, 0x80], [0x81, 0xff]] {
                let by_hand = text.iter().position(|byte| wanted.contains(byte));
                prop_assert_eq!(first_of(&text, wanted), by_hand);
            }
        }
    }
}
