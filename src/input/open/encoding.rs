//! Decodes bytes to text: UTF-8 with or without a byte order mark, UTF-16, or else Windows-1252, the usual encoding of
//! British files.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// Windows-1252, the "ANSI" of Western Windows.
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

/// Decoded text, and what could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: Encoding,
    /// Replacement characters and C1 controls, which stand for characters lost in an earlier conversion.
    pub(crate) lost: usize,
    /// NUL characters.
    pub(crate) nuls: usize,
}

/// Decodes bytes that are thought to be text.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let (encoding, body) = recognise(bytes);
    let text = match encoding {
        Encoding::Utf8 => UTF_8.decode_without_bom_handling(body).0,
        Encoding::Utf16Le => UTF_16LE.decode_without_bom_handling(body).0,
        Encoding::Utf16Be => UTF_16BE.decode_without_bom_handling(body).0,
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(body).0,
    };
    let lost = lost_characters(&text);
    let nuls = memchr::memchr_iter(0, text.as_bytes()).count();
    Decoded {
        text,
        encoding,
        lost,
        nuls,
    }
}

/// Counts replacement characters and C1 controls.
pub(crate) fn lost_characters(text: &str) -> usize {
    if text.is_ascii() {
        return 0;
    }
    let lost = |c: &char| matches!(c, '\u{FFFD}' | '\u{80}'..='\u{9F}');
    text.chars().filter(lost).count()
}

/// The byte order mark of UTF-8.
pub(crate) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The encoding, and the bytes after a byte order mark.
fn recognise(bytes: &[u8]) -> (Encoding, &[u8]) {
    if let Some(body) = bytes.strip_prefix(MARK) {
        return (Encoding::Utf8, body);
    }
    if let Some(body) = bytes.strip_prefix(b"\xFF\xFE") {
        return (Encoding::Utf16Le, body);
    }
    if let Some(body) = bytes.strip_prefix(b"\xFE\xFF") {
        return (Encoding::Utf16Be, body);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return (encoding, bytes);
    }
    if mostly_utf8(bytes) {
        return (Encoding::Utf8, bytes);
    }
    (Encoding::Windows1252, bytes)
}

/// Recognises UTF-16 without a byte order mark: in Western text every other byte is NUL.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let pairs = sample.len() / 2;
    let high = sample.iter().step_by(2).filter(|&&byte| byte == 0).count();
    let low = sample.iter().skip(1).step_by(2).filter(|&&byte| byte == 0).count();
    // Curly quotes and dashes have no NUL, so nine in ten is enough. NULs in both places are not text.
    if pairs < 2 || high.min(low) * 10 > pairs {
        None
    } else if low * 10 >= pairs * 9 {
        Some(Encoding::Utf16Le)
    } else if high * 10 >= pairs * 9 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// True if the bytes are UTF-8, possibly with a few damaged characters: more multi-byte characters than stray bytes.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let Err(fault) = std::str::from_utf8(bytes) else {
        return true;
    };
    // The file was cut within a character, and has other multi-byte characters before.
    if fault.error_len().is_none() && !bytes[..fault.valid_up_to()].is_ascii() {
        return true;
    }
    let (mut characters, mut stray) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    characters > stray
}

/// True if text needs no conversion: UTF-8 without lost characters.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    let readable = || std::str::from_utf8(text).is_ok_and(|text| lost_characters(text) == 0);
    is_ascii(text) || (memchr::memchr(0, text).is_none() && readable())
}

/// True if text is ASCII without NUL, as most is. Checks a block at a time.
fn is_ascii(text: &[u8]) -> bool {
    let plain = |text: &[u8]| text.iter().fold(true, |plain, byte| plain & (byte.cast_signed() > 0));
    let (blocks, rest) = text.as_chunks::<64>();
    blocks.iter().all(|block| plain(block)) && plain(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn every_encoding_of_a_british_export_is_read() {
        let text = "academy,q01\nSt Mary’s,Don’t know – café\n";
        let table = [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8),
            ([b"\xFF\xFE".to_vec(), utf16(text, false)].concat(), Encoding::Utf16Le),
            ([b"\xFE\xFF".to_vec(), utf16(text, true)].concat(), Encoding::Utf16Be),
            (utf16(text, false), Encoding::Utf16Le),
            (utf16(text, true), Encoding::Utf16Be),
            (WINDOWS_1252.encode(text).0.into_owned(), Encoding::Windows1252),
        ];
        for (bytes, encoding) in table {
            let decoded = decode(&bytes);
            assert_eq!(
                (decoded.text.as_ref(), decoded.encoding, decoded.lost),
                (text, encoding, 0)
            );
        }
    }

    #[test]
    fn utf8_that_was_cut_in_a_character_is_still_utf8() {
        let text = "café, naïve, Siân".as_bytes();
        let cut = [text, b"\xC3"].concat();
        let decoded = decode(&cut);
        assert_eq!((decoded.encoding, decoded.lost), (Encoding::Utf8, 1));
    }

    #[test]
    fn nothing_and_almost_nothing_are_text() {
        assert_eq!(decode(b"").text, "");
        assert_eq!(decode(b"\xFF\xFE").text, "");
        assert_eq!(decode(b"\0").nuls, 1);
        assert_eq!(decode(b"\xFF\xFEa").lost, 1);
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }

        #[test]
        fn utf8_is_read_as_it_is(text in "[^\\x00]{0,40}") {
            prop_assume!(!text.starts_with('\u{feff}'));
            let decoded = decode(text.as_bytes());
            prop_assert_eq!(decoded.text, text.as_str());
        }
    }
}
