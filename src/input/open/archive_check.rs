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
    let broken = |why: String| OpenError::BrokenWorkbook { why };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|why| broken(why.to_string()))?;
    let mut room = most;
    let mut buffer = vec![0; 1 << 16];
    for part in 0..archive.len() {
        let mut part = archive.by_index(part).map_err(|why| broken(why.to_string()))?;
        let mut places = ReferenceScan::default();
        let is_sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        loop {
            let read = part.read(&mut buffer).map_err(|why| broken(why.to_string()))?;
            if read == 0 {
                break;
            }
            room = room.checked_sub(read as u64).ok_or_else(|| OpenError::HugeWorkbook {
                limit: format!("{} GiB when unpacked", most >> 30),
            })?;
            if is_sheet && !places.all_sound(&buffer[..read]) {
                return Err(broken("a cell is at a place that no sheet has".to_owned()));
            }
        }
    }
    Ok(())
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
    use super::*;

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
