//! Hashes of cells and rows, the same on every platform and in every run.
//!
//! A row's hash is a sum over its cells, so it does not depend on the order of the columns. The hash of a cell depends
//! on the column's header and on the cell without case, punctuation and outer spaces, so it does not change when a file
//! is saved again by another program.

use crate::input::text::name_key;

/// Odd constants without structure: digits of the golden ratio and of e.
const K0: u64 = 0x9E37_79B9_7F4A_7C15;
const K1: u64 = 0xB7E1_5162_8AED_2A6B;

/// Bytes of a cell that are normalised without allocating: most cells are short, and clearing more room takes time.
const SHORT: usize = 32;
const LONG: usize = 1024;

/// Mixes two numbers into one: both halves of their product.
#[inline(always)]
pub(crate) fn mix(one: u64, other: u64) -> u64 {
    let product = u128::from(one ^ K0) * u128::from(other ^ K1);
    #[expect(clippy::cast_possible_truncation, reason = "the low half")]
    let low = product as u64;
    low ^ (product >> 64) as u64
}

/// The hash of some bytes as they are.
#[inline(always)]
pub(crate) fn of_bytes(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = bytes.len() as u64;
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    if !rest.is_empty() {
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        hash = mix(hash, u64::from_le_bytes(last));
    }
    mix(hash, K0)
}

/// The hash of a text that is equal for all spellings of a name: that of its [`name_key`].
#[inline]
pub(crate) fn of_text(cell: &[u8]) -> u64 {
    let known = if cell.len() <= SHORT {
        ascii_key(cell, &mut [0; SHORT]).map(of_bytes)
    } else if cell.len() <= LONG {
        ascii_key(cell, &mut [0; LONG]).map(of_bytes)
    } else {
        None
    };
    known.unwrap_or_else(|| of_bytes(name_key(&String::from_utf8_lossy(cell)).as_bytes()))
}

/// The [`name_key`] of an ASCII text, which is not longer than the text. Returns `None` for other texts.
#[inline(always)]
fn ascii_key<'r>(cell: &[u8], room: &'r mut [u8]) -> Option<&'r [u8]> {
    let (mut length, mut gap) = (0, false);
    for &byte in cell {
        match byte {
            b'\'' | b'"' | b'`' => {}
            // Workbooks write a carriage return as `_x000D_`, `&` becomes a longer word, and other texts need all of Unicode.
            b'_' | b'&' | 0x80.. => return None,
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'-' | b'/' | b'\\' => {
                gap = true;
            }
            byte if byte.is_ascii_whitespace() || byte.is_ascii_control() => gap = true,
            byte => {
                if gap && length > 0 {
                    room[length] = b' ';
                    length += 1;
                }
                gap = false;
                room[length] = byte.to_ascii_lowercase();
                length += 1;
            }
        }
    }
    Some(&room[..length])
}

/// The part of a cell in the sum over its row. `header` is the hash of the column's header.
#[inline(always)]
pub(crate) fn in_column(cell: u64, header: u64) -> u64 {
    mix(cell, header.wrapping_mul(K0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_is_hashed_by_its_name_key(text in "[ -~\t\u{e9}]{0,40}") {
            prop_assert_eq!(of_text(text.as_bytes()), of_bytes(name_key(&text).as_bytes()));
        }

        #[test]
        fn different_bytes_have_different_hashes(one in prop::collection::vec(0_u8..3, 0..20), other in prop::collection::vec(0_u8..3, 0..20)) {
            prop_assert_eq!(of_bytes(&one) == of_bytes(&other), one == other);
        }
    }

    #[test]
    fn cells_that_change_places_change_the_sum() {
        let row = |a: &[u8], b: &[u8]| in_column(of_text(a), 1).wrapping_add(in_column(of_text(b), 2));
        assert_ne!(row(b"x", b"y"), row(b"y", b"x"));
        assert_eq!(row(b" Oak  Primary ", b"y"), row(b"oak primary", b"Y"));
    }
}
