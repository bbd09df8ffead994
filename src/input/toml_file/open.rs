//! From bytes to a TOML document.

use toml::Spanned;
use toml::de::DeTable;

use crate::input::toml_file::fault::{Fault, FaultKind, FaultyFile};
use crate::input::toml_file::source::{TomlSource, shown};

impl<'s> TomlSource<'s> {
    /// Decodes the bytes of a file.
    pub(crate) fn read(name: &'s str, bytes: &'s [u8]) -> Result<Self, FaultyFile> {
        let read = std::str::from_utf8(bytes).map(|text| Self { name, text });
        read.map_err(|error| {
            let at = error.valid_up_to();
            // The bytes before the fault are text, so the line up to the fault can be shown.
            let text = String::from_utf8_lossy(bytes);
            let source = TomlSource { name, text: &text };
            let byte = bytes.get(at).copied().unwrap_or_default();
            let span = at..at + '\u{fffd}'.len_utf8();
            FaultyFile::new(vec![Fault::at(&source, &span, FaultKind::NotUtf8(byte))])
        })
    }

    /// Parses the text.
    pub(crate) fn document(&self) -> Result<Spanned<DeTable<'s>>, FaultyFile> {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        errors.first().map_or(Ok(document), |error| {
            Err(FaultyFile::new(vec![self.syntax_fault(error)]))
        })
    }

    /// Describes a syntax error.
    fn syntax_fault(&self, error: &toml::de::Error) -> Fault {
        let span = error.span().unwrap_or_default();
        let found = self.text.get(span.clone()).unwrap_or_default();
        let line_end = self.text.get(span.start..).and_then(|rest| rest.lines().next());
        let message = error
            .message()
            .trim_end_matches(", expected nothing")
            .trim_end_matches(", expected literal string");
        let cure = if message == "duplicate key" {
            " — a table has each key once: keep one of them"
        } else if line_end.is_some_and(|line| line.contains(['“', '”', '‘', '’'])) {
            " — are the quotation marks straight ones?"
        } else if looks_like_a_date(found) {
            " — a date has the year first, as in 2026-10-05"
        } else if message.starts_with("string values must be quoted") {
            " — text stands between quotation marks"
        } else if message.contains("unquoted key") && !found.is_empty() {
            " — put the key between quotation marks"
        } else {
            ""
        };
        let message = shown(&message.replace('\n', "; "));
        Fault::at(self, &span, FaultKind::Syntax { message, cure })
    }
}

/// True if text looks like a date as people write it, such as `05/10/2026`.
fn looks_like_a_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(digits)
}
