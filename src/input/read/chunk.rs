//! Reads the rows of one chunk of delimited text. A chunk starts at the start of a record.

use std::ops::Range;

use csv::ByteRecord;
use csv_core::ReadRecordResult;

use crate::input::open::{blank_line, is_plain, open_quote};
use crate::input::quick::{PlainRow, PlainRowReader};
use crate::input::rows::{BatchSettings, FinishedBatch, TableReader};

/// Reads chunks of one table.
pub(crate) struct ChunkReader<'a> {
    pub(crate) body: &'a TableReader<'a>,
    pub(crate) delimiter: u8,
    pub(crate) quick: Option<PlainRowReader<'a>>,
}

/// A chunk that has been read.
pub(crate) struct ReadChunk {
    pub(crate) batch: FinishedBatch,
    /// The number of rows, counted as a spreadsheet does.
    pub(crate) rows: u32,
    /// The start of the first record that was not read.
    pub(crate) end: usize,
    /// True if the text ends within that record.
    pub(crate) cut: bool,
    /// True if the last record leaves a quote open, judged by that record alone; `None` without records.
    pub(crate) open_quote: Option<bool>,
    /// True if the file must be read as a whole instead.
    pub(crate) unusual: bool,
}

/// Bytes in the middle of a file.
#[derive(Clone, Copy)]
pub(crate) struct TextWindow<'t> {
    pub(crate) text: &'t [u8],
    /// The place of the first byte in the file.
    pub(crate) offset: u64,
    /// True if the file ends with them.
    pub(crate) last: bool,
}

impl ChunkReader<'_> {
    /// Reads the records of a window that start in `span`.
    pub(crate) fn read(&self, window: TextWindow<'_>, span: Range<usize>, frame: BatchSettings<'_>) -> ReadChunk {
        let TextWindow {
            text,
            offset,
            last: at_end,
        } = window;
        let part = offset.wrapping_add(span.start as u64);
        let mut batch = self.body.batch(frame, part, rows_in(&text[span.clone()], span.len()));
        let mut row = PlainRow::new(
            self.body.items.len(),
            self.body.groupings.len(),
            frame.keys.keys.len(),
            self.delimiter,
        );
        let mut records = None;
        let (mut at, mut rows, mut cut, mut unusual) = (span.start, 0_u32, false, false);
        let mut last = None;
        loop {
            // Blank lines after the span belong to the next chunk, whose start was guessed without them.
            while at < span.end
                && let Some(end) = blank_line(text, at, at_end)
            {
                at = end;
                rows = rows.saturating_add(1);
            }
            if at >= span.end {
                break;
            }
            let number = rows.saturating_add(1);
            let rest = &text[at..];
            let quick = self.quick.as_ref();
            let length = if let Some(length) = quick.and_then(|quick| quick.read(rest, number, &mut row, &mut batch)) {
                length
            } else {
                let records = records.get_or_insert_with(|| CutRecords::new(self.delimiter));
                let Some(length) = records.read(rest, at_end) else {
                    cut = true;
                    break;
                };
                unusual |= self.body.take(&records.record, number, &mut batch).is_err();
                length
            };
            last = Some(at..at + length);
            at += length;
            rows = number;
        }
        ReadChunk {
            batch: batch.finish(),
            rows,
            end: at,
            cut,
            open_quote: last.map(|last| open_quote(&String::from_utf8_lossy(&text[last]))),
            unusual: unusual || !text.get(span.start..at).is_some_and(is_plain),
        }
    }
}

/// Estimates the number of rows in `length` bytes from the first lines of `text`.
pub(crate) fn rows_in(text: &[u8], length: usize) -> usize {
    let sample = &text[..text.len().min(1 << 12)];
    let lines = memchr::memchr2_iter(b'\n', b'\r', sample).count();
    // Rather reserve too much room than too little.
    length / (sample.len() / (lines + 1)).max(16) * 9 / 8
}

/// Reads records of text that may be cut anywhere.
struct CutRecords {
    core: csv_core::Reader,
    fields: Vec<u8>,
    ends: Vec<usize>,
    record: ByteRecord,
}

impl CutRecords {
    fn new(delimiter: u8) -> Self {
        Self {
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            fields: vec![0; 1 << 10],
            ends: vec![0; 1 << 6],
            record: ByteRecord::new(),
        }
    }

    /// Reads the record at the start of `text` and returns its length with the line break. Returns `None` if the record
    /// is incomplete.
    fn read(&mut self, text: &[u8], at_end: bool) -> Option<usize> {
        self.core.reset();
        // Only the first bytes of a file may be a byte order mark. A chunk is never the start of a file.
        self.core.read_record(b"\n", &mut self.fields, &mut self.ends);
        let (mut used, mut filled, mut ended) = (0, 0, 0);
        loop {
            let (result, read, written, fields) =
                self.core
                    .read_record(&text[used..], &mut self.fields[filled..], &mut self.ends[ended..]);
            used += read;
            filled += written;
            ended += fields;
            match result {
                ReadRecordResult::OutputFull => self.fields.resize(2 * self.fields.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                // Reading from an empty slice tells the reader that the text has ended.
                ReadRecordResult::InputEmpty if at_end => {}
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return None,
                ReadRecordResult::Record => break,
            }
        }
        self.record.clear();
        let mut start = 0;
        for &end in &self.ends[..ended] {
            self.record.push_field(&self.fields[start..end]);
            start = end;
        }
        match (text[..used].last(), text.get(used)) {
            (Some(b'\r'), Some(b'\n')) => Some(used + 1),
            (Some(b'\r'), None) if !at_end => None,
            _ => Some(used),
        }
    }
}
