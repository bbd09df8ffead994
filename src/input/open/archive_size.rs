//! The unpacked size that a ZIP archive declares, read from its directory without unpacking.

/// The sum of the declared sizes in bytes, or `None` if there is no readable directory.
pub(crate) fn unpacked_size(bytes: &[u8]) -> Option<u64> {
    // The end record comes last, before a comment of at most 65,535 bytes.
    let from = bytes.len().saturating_sub(65_535 + 22);
    let end = from
        + bytes
            .get(from..)?
            .windows(4)
            .rposition(|window| window == b"PK\x05\x06")?;
    let mut at = usize::try_from(number(bytes, end + 16, 4)?).ok()?;
    let mut total: u64 = 0;
    while bytes.get(at..at.checked_add(4)?) == Some(b"PK\x01\x02") {
        total = total.saturating_add(number(bytes, at + 24, 4)?);
        let names: u64 = [28, 30, 32]
            .into_iter()
            .map(|field| number(bytes, at + field, 2))
            .sum::<Option<u64>>()?;
        at = at.checked_add(46)?.checked_add(usize::try_from(names).ok()?)?;
    }
    Some(total)
}

/// The little-endian number of `length` bytes at `at`.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let digits = bytes.get(at..at.checked_add(length)?)?;
    Some(
        digits
            .iter()
            .rev()
            .fold(0, |number, &byte| number << 8 | u64::from(byte)),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A directory of members with these sizes, without the members.
    fn directory(sizes: &[u32]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for size in sizes {
            bytes.extend(b"PK\x01\x02");
            bytes.extend([0; 20]);
            bytes.extend(size.to_le_bytes());
            bytes.extend([3, 0, 0, 0, 0, 0]);
            bytes.extend([0; 12]);
            bytes.extend(b"abc");
        }
        bytes.extend(b"PK\x05\x06");
        bytes.extend([0; 18]);
        bytes
    }

    #[test]
    fn the_sizes_of_all_members_are_added() {
        assert_eq!(
            unpacked_size(&directory(&[10, 200, u32::MAX])),
            Some(210 + u64::from(u32::MAX))
        );
        assert_eq!(unpacked_size(&directory(&[])), Some(0));
        assert_eq!(unpacked_size(b"PK\x03\x04"), None);
    }

    proptest! {
        #[test]
        fn no_damage_breaks_it(cut in 0_usize..200, at in 0_usize..200, byte: u8) {
            let mut bytes = directory(&[10, 200]);
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(cut);
            let _ = unpacked_size(&bytes);
        }
    }
}
