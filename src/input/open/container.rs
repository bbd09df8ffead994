//! Recognises the kind of a file from its bytes, not from its name.

use std::fmt;

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Container {
    /// Text, perhaps CSV.
    Text,
    /// An Excel workbook (XLSX or XLSM).
    Xlsx,
    /// A spreadsheet of an open office suite (ODS).
    Ods,
    /// An Excel binary workbook (XLSB).
    Xlsb,
    /// A Word document.
    Docx,
    /// A ZIP archive of something else.
    Zip,
    /// An old Excel workbook (XLS).
    OldOffice,
    /// A workbook with a password.
    Encrypted,
    /// A PDF document.
    Pdf,
    /// A picture.
    Image,
    /// A web page.
    Html,
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// Compressed with gzip.
    Gzip,
    /// An SPSS data file.
    Spss,
    /// A Stata data file.
    Stata,
    /// A SAS data file.
    Sas,
    /// A Parquet file.
    Parquet,
    /// UTF-32 text.
    Utf32,
}

impl Container {
    /// Recognises the kind of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        const SIGNATURES: &[(&[u8], Container)] = &[
            (b"\xD0\xCF\x11\xE0", Container::OldOffice),
            (b"%PDF-", Container::Pdf),
            (b"\x89PNG", Container::Image),
            (b"\xFF\xD8\xFF", Container::Image),
            (b"GIF8", Container::Image),
            (b"\x1F\x8B", Container::Gzip),
            (b"$FL2", Container::Spss),
            (b"$FL3", Container::Spss),
            (b"<stata_dta>", Container::Stata),
            (b"HEADER RECORD*******LIBRARY", Container::Sas),
            (b"PAR1", Container::Parquet),
            (b"\xFF\xFE\0\0", Container::Utf32),
            (b"\0\0\xFE\xFF", Container::Utf32),
        ];
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Self::of_archive(bytes);
        }
        if let Some((_, kind)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
            return match kind {
                Self::OldOffice if has_password(bytes) => Self::Encrypted,
                kind => *kind,
            };
        }
        if is_old_stata(bytes) {
            return Self::Stata;
        }
        if bytes.get(12..16) == Some(b"\xC2\xEA\x81\x60") {
            return Self::Sas;
        }
        Self::of_text(bytes)
    }

    fn of_archive(bytes: &[u8]) -> Self {
        const MEMBERS: &[(&[u8], Container)] = &[
            (b"xl/workbook.xml", Container::Xlsx),
            (b"xl/workbook.bin", Container::Xlsb),
            (b"word/document.xml", Container::Docx),
        ];
        if bytes
            .get(30..)
            .is_some_and(|rest| rest.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"))
        {
            return Self::Ods;
        }
        // An archive has the names of its members, uncompressed, at its end and before each member.
        let ends = [
            &bytes[..bytes.len().min(1 << 16)],
            &bytes[bytes.len().saturating_sub(1 << 18)..],
        ];
        let holds = |name: &[u8]| {
            ends.iter()
                .any(|part| part.windows(name.len()).any(|window| window == name))
        };
        let kind = MEMBERS.iter().find(|(name, _)| holds(name));
        kind.map_or(Self::Zip, |(_, kind)| *kind)
    }

    fn of_text(bytes: &[u8]) -> Self {
        let start: Vec<u8> = bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(bytes)
            .iter()
            .skip_while(|byte| byte.is_ascii_whitespace())
            .take(64)
            .map(u8::to_ascii_lowercase)
            .collect();
        let first = |wanted: u8, then: &[u8]| {
            start.first() == Some(&wanted)
                && start[1..]
                    .iter()
                    .find(|byte| !byte.is_ascii_whitespace())
                    .is_some_and(|byte| then.contains(byte))
        };
        if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<table") {
            Self::Html
        } else if start.starts_with(b"<?xml") {
            Self::Xml
        } else if first(b'{', b"\"}") || first(b'[', b"{[]") {
            Self::Json
        } else {
            Self::Text
        }
    }

    /// The file name endings of this kind; empty for kinds that are never read.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["csv", "tsv", "txt", "tab", "dat", "text"],
            Self::Xlsx => &["xlsx", "xlsm"],
            Self::Ods => &["ods"],
            _ => &[],
        }
    }

    /// Advice for a file that cannot be read as it is.
    #[must_use]
    pub fn cure(self) -> &'static str {
        match self {
            Self::Zip | Self::Gzip => "unpack it and give the file inside",
            Self::OldOffice | Self::Xlsb => "open it in a spreadsheet and save it as `.xlsx`, or as CSV",
            Self::Encrypted => "open it in a spreadsheet and save it without a password",
            Self::Spss => "export it from SPSS as CSV or Excel, with value labels and variable names in the first row",
            Self::Stata => "in Stata, write it with `export delimited using responses.csv`, which keeps value labels",
            Self::Sas => "export it from SAS as CSV, with its formats",
            Self::Utf32 => "save it as CSV UTF-8",
            Self::Html => "download the responses themselves (a sign-in page is often saved in their place)",
            _ => "export the responses as CSV or XLSX",
        }
    }
}

/// True if an old container of Office holds an encrypted workbook.
fn has_password(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

/// True for Stata files of releases 8 to 12, which begin with the release, the order of bytes, and 1 and 0.
fn is_old_stata(bytes: &[u8]) -> bool {
    matches!(bytes, [105..=115, 1 | 2, 1, 0, ..])
}

impl fmt::Display for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Xlsx => "an Excel workbook",
            Self::Ods => "an OpenDocument spreadsheet",
            Self::Xlsb => "an Excel binary workbook (.xlsb)",
            Self::Docx => "a Word document",
            Self::Zip => "a ZIP archive",
            Self::OldOffice => "an old Excel workbook (.xls)",
            Self::Encrypted => "a workbook with a password",
            Self::Pdf => "a PDF document",
            Self::Image => "a picture",
            Self::Html => "a web page (HTML)",
            Self::Json => "JSON",
            Self::Xml => "XML",
            Self::Gzip => "compressed (gzip)",
            Self::Spss => "an SPSS data file (.sav)",
            Self::Stata => "a Stata data file (.dta)",
            Self::Sas => "a SAS data file",
            Self::Parquet => "a Parquet file",
            Self::Utf32 => "text in UTF-32",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_known_for_what_they_are() {
        let ods = [
            &b"PK\x03\x04"[..],
            &[0; 26],
            b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK",
        ]
        .concat();
        let table: &[(&[u8], Container)] = &[
            (b"academy,q01\nOak,5\n", Container::Text),
            (b"", Container::Text),
            (b"[1,2", Container::Text),
            (b"[Academy],q01", Container::Text),
            (b"PK\x03\x04....xl/workbook.xml", Container::Xlsx),
            (b"PK\x03\x04....xl/workbook.bin", Container::Xlsb),
            (b"PK\x03\x04....word/document.xml", Container::Docx),
            (b"PK\x03\x04....responses.csv", Container::Zip),
            (&ods, Container::Ods),
            (b"\xD0\xCF\x11\xE0\xA1\xB1", Container::OldOffice),
            (
                b"\xD0\xCF\x11\xE0E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
                Container::Encrypted,
            ),
            (b"$FL2@(#) SPSS", Container::Spss),
            (b"<stata_dta><header>", Container::Stata),
            (b"r\x02\x01\0", Container::Stata),
            (b"%PDF-1.7", Container::Pdf),
            (b"\x89PNG\r\n", Container::Image),
            (b"\xEF\xBB\xBF <!DOCTYPE html><html>", Container::Html),
            (b"{\n  \"responses\": []}", Container::Json),
            (b"[{\"q01\": 5}]", Container::Json),
            (b"<?xml version=\"1.0\"?>", Container::Xml),
            (b"\x1F\x8B\x08", Container::Gzip),
            (b"\xFF\xFE\0\0a\0\0\0", Container::Utf32),
        ];
        for (bytes, kind) in table {
            assert_eq!(Container::of(bytes), *kind, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
