//! Finds the delimiter by parsing records with each candidate. Counting characters would mislead, because option texts
//! contain commas and multiple answers contain semicolons.

use std::sync::atomic::AtomicBool;

use csv::ByteRecord;

use crate::input::open::records::{Records, TextRecords};

/// The possible delimiters, most likely first.
pub(crate) const DELIMITERS: &[(u8, &str)] = &[(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "pipe")];

/// The number of records to look at.
const SAMPLE: usize = 50;

/// The name of a delimiter, such as `comma`.
#[must_use]
pub fn delimiter_name(delimiter: u8) -> String {
    match DELIMITERS.iter().find(|(byte, _)| *byte == delimiter) {
        Some((_, name)) => (*name).to_owned(),
        None => format!("`{}`", char::from(delimiter)),
    }
}

/// Strips a spreadsheet's hint `sep=;` from the first line. Returns the rest and the delimiter that the hint names.
pub(crate) fn hinted(text: &str) -> (&str, Option<u8>) {
    let line = text.lines().next().unwrap_or_default();
    let hint = line.trim_matches(['"', '\r']).to_ascii_lowercase();
    match hint.strip_prefix("sep=").map(str::as_bytes) {
        Some(&[delimiter]) if delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\n' | b'\r') => {
            let rest = &text[line.len()..];
            let rest = rest
                .strip_prefix("\r\n")
                .or_else(|| rest.strip_prefix(['\n', '\r']))
                .unwrap_or(rest);
            (rest, Some(delimiter))
        }
        _ => (text, None),
    }
}

/// The delimiter under which most records have as many fields as the first; among equals, the one that makes most
/// fields. Comma if no candidate makes two. Sets `ran_out` if the text is only the start of a file and too short to
/// decide.
pub(crate) fn detect(text: &str, ran_out: Option<&AtomicBool>) -> u8 {
    let mut best = (b',', DelimiterFit::default());
    for &(delimiter, _) in DELIMITERS {
        let score = score(text, delimiter, ran_out);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// The fit of a delimiter; fields are compared in this order.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct DelimiterFit {
    /// Of 1000 records, the number that have as many fields as the first.
    agreeing: usize,
    fields: usize,
    /// Fields that do not begin with a space. A comma within a sentence is followed by a space.
    unspaced: usize,
}

fn score(text: &str, delimiter: u8, ran_out: Option<&AtomicBool>) -> DelimiterFit {
    let mut records = Records::Text(TextRecords::new(text, delimiter, ran_out));
    let mut record = ByteRecord::new();
    let (mut seen, mut agreeing, mut fields, mut unspaced) = (0, 0, 0, 0);
    while seen < SAMPLE && records.next(&mut record).is_some() {
        if seen == 0 {
            fields = record.len();
        }
        // Skip lines of nothing but spaces.
        if record.len() == 1 && record[0].trim_ascii().is_empty() {
            continue;
        }
        seen += 1;
        agreeing += usize::from(record.len() == fields);
        unspaced += record.iter().filter(|field| !field.starts_with(b" ")).count();
    }
    if fields < 2 {
        return DelimiterFit::default();
    }
    DelimiterFit {
        agreeing: agreeing * 1000 / seen.max(1),
        fields,
        unspaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        let table = [
            ("id,q1,q2\n1,5,4\n2,3,2\n", b','),
            ("id;q1;q2\n1;5;4\n2;3;2\n", b';'),
            ("id\tq1\tq2\n1\t5\t4\n", b'\t'),
            ("id|q1|q2\n1|5|4\n", b'|'),
            // Several answers in one cell.
            ("id,subjects,q1\n1,a;b;c;,5\n2,a;,4\n", b','),
            // Commas in labels and decimals.
            (
                "id;\"We plan, and teach\";q2\n1;Agree, mostly;4,0\n2;Disagree;3,5\n",
                b';',
            ),
            ("id;we plan, together;we teach, well\n1;yes, mostly;no, never\n", b';'),
            // Ragged rows, and line breaks in a header.
            ("id,q1,\"a\n;b;\n;c\"\n1,5\n2,3,4,,\n3,4,4\n", b','),
            ("id\n1\n2\n", b','),
            ("", b','),
        ];
        for (text, delimiter) in table {
            assert_eq!(char::from(detect(text, None)), char::from(delimiter), "{text}");
        }
    }

    #[test]
    fn a_spreadsheets_hint_is_taken_and_dropped() {
        assert_eq!(hinted("sep=;\r\na;b\r\n"), ("a;b\r\n", Some(b';')));
        assert_eq!(hinted("\"sep=\t\"\na\tb"), ("a\tb", Some(b'\t')));
        assert_eq!(hinted("SEP=,\ra,b"), ("SEP=,\ra,b", None));
        assert_eq!(hinted("separate,b\n"), ("separate,b\n", None));
        assert_eq!(hinted("sep=\n"), ("sep=\n", None));
    }
}
