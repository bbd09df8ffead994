//! Finds bytes with vector instructions. Cells are too short for one library call each.

use wide::u8x16;

/// Bytes per vector.
const WIDTH: usize = 16;

/// The place of the first byte of `text` that is one of `wanted`.
#[inline(always)]
pub(crate) fn first_of<const N: usize>(text: &[u8], wanted: [u8; N]) -> Option<usize> {
    let spread = wanted.map(u8x16::splat);
    let (vectors, rest) = text.as_chunks::<WIDTH>();
    for (vector, at) in vectors.iter().zip((0..).step_by(WIDTH)) {
        let vector = u8x16::new(*vector);
        let found = spread
            .iter()
            .fold(u8x16::ZERO, |found, spread| found | vector.simd_eq(*spread));
        let marks = found.to_bitmask();
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize);
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
