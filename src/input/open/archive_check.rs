//! Checks a workbook before it is opened: checksums, true size, and cell references.
//!
//! The workbook library stops at the end of a sheet, before its checksum, and reads the letters of a cell reference
//! without a limit on their number.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::input::open::error::OpenError;

/// The most letters and digits of a cell reference, as in `XFD1048576`.
const LETTERS: usize = 3;
const DIGITS: usize = 7;

/// Reads every part of a workbook, at most `most` bytes in all.
pub(crate) fn verify(bytes: &[u8], most: u64) -> Result<(), OpenError> {
    let huge = || OpenError::HugeWorkbook(format!("{} GiB when unpacked", most >> 30));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.decompressed_size().is_some_and(|size| size > u128::from(most)) {
        return Err(huge());
    }
    // The size that an archive declares is not trusted.
    let mut room = most;
    let mut buffer = vec![0; 1 << 16];
    for part in 0..archive.len() {
        let mut part = archive.by_index(part).map_err(broken)?;
        let mut places = ReferenceScan::default();
        let is_sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        loop {
            let read = part.read(&mut buffer).map_err(broken)?;
            if read == 0 {
                break;
            }
            room = room.checked_sub(read as u64).ok_or_else(huge)?;
            if is_sheet && !places.all_sound(&buffer[..read]) {
                return Err(broken("a cell is at a place that no sheet has"));
            }
        }
    }
    Ok(())
}

pub(crate) fn broken(why: impl std::fmt::Display) -> OpenError {
    OpenError::BrokenWorkbook(why.to_string())
}

/// The state of the scan of a sheet's XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum XmlState {
    /// Outside of tags.
    #[default]
    Text,
    /// In a tag. The number is how much of ` r=` or ` ref=` has been read: 0 for nothing, 1 for the space, and so on.
    Tag(u8),
    /// In the value of another attribute, which ends with this quote.
    Value(u8),
    /// In the value of `r` or `ref`, which ends with this quote.
    Place(u8),
}

/// Scans the attributes `r` and `ref` of a sheet's XML, in pieces of any size.
#[derive(Debug, Default)]
struct ReferenceScan {
    at: XmlState,
    letters: usize,
    digits: usize,
}

impl ReferenceScan {
    /// True if no reference in this piece is too long.
    fn all_sound(&mut self, piece: &[u8]) -> bool {
        piece.iter().all(|&byte| self.is_sound(byte))
    }

    fn is_sound(&mut self, byte: u8) -> bool {
        self.at = match (self.at, byte) {
            (XmlState::Text, b'<') => XmlState::Tag(0),
            (XmlState::Text, _) | (XmlState::Tag(_), b'>') => XmlState::Text,
            (XmlState::Value(quote) | XmlState::Place(quote), byte) if byte == quote => XmlState::Tag(0),
            (XmlState::Value(quote), _) => XmlState::Value(quote),
            (XmlState::Tag(5), b'"' | b'\'') => {
                (self.letters, self.digits) = (0, 0);
                XmlState::Place(byte)
            }
            (XmlState::Tag(_), b'"' | b'\'') => XmlState::Value(byte),
            // A space, then `r`, then perhaps `e` and `f`, then `=`, with white space where XML allows it.
            (XmlState::Tag(5), b' ' | b'\t' | b'\r' | b'\n') | (XmlState::Tag(2 | 4), b'=') => XmlState::Tag(5),
            (XmlState::Tag(2 | 4), b' ' | b'\t' | b'\r' | b'\n') | (XmlState::Tag(3), b'f') => XmlState::Tag(4),
            (XmlState::Tag(_), b' ' | b'\t' | b'\r' | b'\n') => XmlState::Tag(1),
            (XmlState::Tag(1), b'r') => XmlState::Tag(2),
            (XmlState::Tag(2), b'e') => XmlState::Tag(3),
            (XmlState::Tag(_), _) => XmlState::Tag(0),
            (XmlState::Place(quote), _) => {
                match byte {
                    b'A'..=b'Z' | b'a'..=b'z' => self.letters += 1,
                    b'0'..=b'9' => self.digits += 1,
                    _ => (self.letters, self.digits) = (0, 0),
                }
                XmlState::Place(quote)
            }
        };
        self.letters <= LETTERS && self.digits <= DIGITS
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// An archive of members with these sizes.
    fn archive(sizes: &[usize]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (place, &size) in sizes.iter().enumerate() {
            writer
                .start_file(place.to_string(), SimpleFileOptions::default())
                .unwrap();
            writer.write_all(&vec![b'a'; size]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn the_sizes_of_all_members_are_added() {
        let bytes = archive(&[10, 200, 4_000]);
        assert_eq!(verify(&bytes, 4_210), Ok(()));
        assert!(matches!(verify(&bytes, 4_209), Err(OpenError::HugeWorkbook(_))));
        assert_eq!(verify(&archive(&[]), 0), Ok(()));
        assert!(matches!(verify(b"PK\x03\x04", 10), Err(OpenError::BrokenWorkbook(_))));
    }

    #[test]
    fn a_false_declaration_does_not_let_more_through() {
        let mut bytes = archive(&[4_000]);
        let size = 4_000_u32.to_le_bytes();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == size {
                bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
        }
        assert!(verify(&bytes, 100).is_err());
    }

    proptest! {
        #[test]
        fn no_damage_breaks_it(cut in 0_usize..400, at in 0_usize..400, byte: u8) {
            let mut bytes = archive(&[10, 200]);
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(cut);
            let _ = verify(&bytes, 1_000);
        }
    }

    fn sound(xml: &str) -> bool {
        let whole = ReferenceScan::default().all_sound(xml.as_bytes());
        let mut places = ReferenceScan::default();
        let byte_by_byte = xml.bytes().all(|byte| places.all_sound(&[byte]));
        assert_eq!(whole, byte_by_byte);
        whole
    }

    #[test]
    fn places_beyond_the_last_cell_are_found_however_they_are_written() {
        assert!(sound(
            "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"s\"><v>123456789012</v></c></row>"
        ));
        assert!(sound("<dimension ref=\"A1:XFD1048576\"/><c t=\"AAAAA\"/>"));
        assert!(sound("<t> r=\"AAAAA1\"</t><x rr=\"AAAAA\" er=\"AAAAA\"/>"));
        for xml in [
            "<c r=\"AAAA1\"/>",
            "<c r = 'A12345678'/>",
            "<d ref=\"A1:AAAAAAAAA1\"/>",
            "<c t=\"n\" r=\"AAAA1\"/>",
        ] {
            assert!(!sound(xml), "{xml}");
        }
    }
}
