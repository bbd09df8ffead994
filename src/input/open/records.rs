//! Reads the records of a table, each with its row number as a spreadsheet shows it.
//!
//! A record is not the same as a line, since a quoted field may contain line breaks. A blank line counts as a row but
//! is not a record.

use std::sync::atomic::{AtomicBool, Ordering};

use csv::ByteRecord;

/// A source of records.
pub(crate) enum Records<'a> {
    /// Delimited text.
    Text(TextRecords<'a>),
    /// The rows of a workbook's sheet.
    Rows(std::slice::Iter<'a, (u32, ByteRecord)>),
}

impl Records<'_> {
    /// Reads the next record into `record` and returns its row number; `None` at the end.
    pub(crate) fn next(&mut self, record: &mut ByteRecord) -> Option<u32> {
        match self {
            Self::Text(records) => records.next(record),
            Self::Rows(rows) => rows.next().map(|(row, fields)| {
                record.clone_from(fields);
                *row
            }),
        }
    }

    /// The records of delimited text, which know their place in it and their quotes.
    pub(crate) fn text(&self) -> Option<&TextRecords<'_>> {
        match self {
            Self::Text(records) => Some(records),
            Self::Rows(_) => None,
        }
    }
}

/// Records of delimited text.
pub(crate) struct TextRecords<'a> {
    text: &'a str,
    delimiter: u8,
    reader: csv::Reader<&'a [u8]>,
    row: u32,
    /// The start of the last record.
    start: usize,
    ran_out: Option<&'a AtomicBool>,
}

impl<'a> TextRecords<'a> {
    /// The records of `text` with this delimiter. If `text` is only the start of a file, `ran_out` is set when more of
    /// it is needed.
    pub(crate) fn new(text: &'a str, delimiter: u8, ran_out: Option<&'a AtomicBool>) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        Self {
            text,
            delimiter,
            reader,
            row: 0,
            start: 0,
            ran_out,
        }
    }

    fn next(&mut self, record: &mut ByteRecord) -> Option<u32> {
        // Reading from memory cannot fail, and records of different lengths are allowed.
        let read = matches!(self.reader.read_byte_record(record), Ok(true));
        if let Some(ran_out) = self.ran_out
            && (!read || self.position() >= self.text.len())
        {
            ran_out.store(true, Ordering::Relaxed);
        }
        if !read {
            return None;
        }
        self.start = record
            .position()
            .map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        self.row = self
            .row
            .saturating_add(1)
            .saturating_add(blank_lines(self.text.as_bytes(), self.start));
        Some(self.row)
    }

    /// The row number of the last record, if a quote that opens in it is never closed.
    pub(crate) fn open_quote(&self) -> Option<u32> {
        open_quote(self.text.get(self.start..).unwrap_or_default()).then_some(self.row)
    }

    /// The place at which the next record is looked for.
    pub(crate) fn position(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }

    /// The first field of the last record with a misplaced quote: text after a closing quote, or a quote in a field that does
    /// not begin with one.
    pub(crate) fn broken_quote(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let record = bytes.get(self.start..self.position().min(bytes.len()))?.trim_ascii();
        let (mut field, mut at) = (0, 0);
        while at < record.len() {
            if record[at] == b'"' {
                at += 1;
                loop {
                    match (record.get(at), record.get(at + 1)) {
                        (Some(b'"'), Some(b'"')) => at += 2,
                        (Some(b'"'), Some(&next)) if next != self.delimiter => return Some(field),
                        (Some(b'"') | None, _) => break,
                        _ => at += 1,
                    }
                }
            }
            let rest = record.get(at..).unwrap_or_default();
            let ends = rest
                .iter()
                .position(|&byte| byte == self.delimiter)
                .unwrap_or(rest.len());
            // After a quoted field only its closing quote may remain; an unquoted field may contain no quote.
            if rest[..ends].iter().skip(1).any(|&byte| byte == b'"') {
                return Some(field);
            }
            at += ends + 1;
            field += 1;
        }
        None
    }
}

/// True if a quote in the last record of a text is never closed, judged by that record alone.
pub(crate) fn open_quote(last: &str) -> bool {
    let last = last.trim();
    let quotes = last.matches('"').count();
    // A single quote in one line is an inch mark. Over several lines it runs over the following rows.
    quotes % 2 == 1 && last.contains(['\n', '\r'])
}

/// Counts the blank lines before the record that is looked for from `start`.
fn blank_lines(bytes: &[u8], start: usize) -> u32 {
    let mut at = line_start(bytes, start);
    let mut lines = 0;
    while let Some(end) = blank_line(bytes, at, true) {
        at = end;
        lines += 1;
    }
    lines
}

/// The start of the line at `at`, which may lie between the carriage return and the line feed of a line break.
pub(crate) fn line_start(bytes: &[u8], at: usize) -> usize {
    let halved = at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n');
    at + usize::from(halved)
}

/// The end of a blank line at `at`, if there is one. If more text may follow, a lone carriage return is not yet a line
/// break.
pub(crate) fn blank_line(bytes: &[u8], at: usize, at_end: bool) -> Option<usize> {
    match (bytes.get(at)?, bytes.get(at + 1)) {
        (b'\r', Some(b'\n')) => Some(at + 2),
        (b'\r', None) if !at_end => None,
        (b'\r' | b'\n', _) => Some(at + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, String)> {
        let mut records = TextRecords::new(text, b',', None);
        let mut record = ByteRecord::new();
        std::iter::from_fn(|| {
            let row = records.next(&mut record)?;
            Some((row, String::from_utf8_lossy(&record[0]).into_owned()))
        })
        .collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,x", "", "2,\"two\nlines\"", "3,\"\r\n\"", "", "", "4,y", ""].join(end);
            let expected = [(1, "a"), (2, "1"), (4, "2"), (5, "3"), (8, "4")];
            assert_eq!(rows(&text), expected.map(|(row, id)| (row, id.to_owned())), "{end:?}");
        }
    }

    #[test]
    fn blank_lines_before_the_header_count_too() {
        assert_eq!(rows("\r\n\n\ra,b\n"), [(4, "a".to_owned())]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_known_by_its_row() {
        let at_the_end = |text: &str| {
            let mut records = TextRecords::new(text, b',', None);
            let mut record = ByteRecord::new();
            while records.next(&mut record).is_some() {}
            records.open_quote()
        };
        assert_eq!(at_the_end("a,b\n1,\"x\n2,y\n3,z\n"), Some(2));
        assert_eq!(at_the_end("a,b\n1,\"x\n2,y\"\n"), None);
        assert_eq!(at_the_end("a,b\n1,6\" nails\n"), None);
        assert_eq!(at_the_end(""), None);
    }

    #[test]
    fn a_quote_where_none_belongs_is_known_by_its_field() {
        let of_second = |text: &str| {
            let mut records = TextRecords::new(text, b',', None);
            let mut record = ByteRecord::new();
            records.next(&mut record);
            records.next(&mut record);
            records.broken_quote()
        };
        assert_eq!(of_second("a,b\n1,\"x\" y,z\n"), Some(1));
        assert_eq!(of_second("a,b\n1,x, y\"\n"), Some(2));
        assert_eq!(of_second("a,b\r\n\"\"oints, too\",z\r\n"), Some(0));
        for sound in [
            "a,b\n1,\"x \"\"y\"\", z\",\"\"\n",
            "a,b\r\n1,6 nails\r\n2,\"x\" y\r\n",
            "a,b\n1,\"open\n",
            "a,b\n",
            "",
        ] {
            assert_eq!(of_second(sound), None, "{sound:?}");
        }
    }

    #[test]
    fn blank_lines_count_across_the_readers_buffer() {
        // Longer than the buffer of the reader, so that some line break falls on its edge.
        let text = "1,2345\r\n\r\n".repeat(5000);
        let numbers: Vec<u32> = rows(&text).into_iter().map(|(row, _)| row).collect();
        let expected: Vec<u32> = (0..5000).map(|record| 2 * record + 1).collect();
        assert_eq!(numbers, expected);
    }
}
