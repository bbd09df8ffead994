//! Reads delimited text window by window and the chunks of a window in parallel, so that large files need little
//! memory.
//!
//! A chunk starts after the first line break behind its nominal place. That is a guess, because a quoted cell may
//! contain line breaks. The guess is right if the chunk before ends exactly there; otherwise the chunk is read again
//! from that end. The result is the same as reading the file from its first byte to its last.

use std::ops::Range;

use sha2::Digest;

use crate::input::open::{OpenedFile, WindowSizes};
use crate::input::quick::first_of;
use crate::input::read::chunk::{ChunkReader, ReadChunk, TextWindow, rows_in};
use crate::input::rows::{BatchSettings, Gathered, GroupNames, Kept, PlacedBatch, RowSummary};
use crate::threads::{at_once, each};

/// A file that has been read.
pub(crate) struct StreamedRows {
    pub(crate) summary: RowSummary,
    pub(crate) sha256: [u8; 32],
}

/// A window of a file's bytes.
struct Window {
    bytes: Vec<u8>,
    /// The start of the first record that has not been read.
    at: usize,
    /// The end of the bytes in use.
    end: usize,
    /// The place of the first byte in the file; below 0, and wrapped, if bytes before it are not in use.
    offset: u64,
    /// True if the file ends with this window.
    last: bool,
}

impl WindowSizes {
    /// Reads the records of a file from the place `at` in its head, after `above` rows. Returns `None` if the file must
    /// be read as a whole instead.
    pub(crate) fn stream(
        &self,
        begun: OpenedFile<'_>,
        (at, mut above): (usize, u32),
        reader: &ChunkReader<'_>,
        gathered: &mut Gathered,
    ) -> Option<StreamedRows> {
        let OpenedFile { head, mut rest, length } = begun;
        let Gathered { keys, groups, kept } = gathered;
        let shape = kept.shape();
        let mut summary = RowSummary::default();
        let mut batches = Vec::new();
        let mut spare = vec![0; self.cut + self.window];
        let mut open_quote = true;
        if shape.is_none() {
            kept.responses.reserve(rows_in(&head[at..], length));
        }
        let mut window = Window {
            at,
            end: head.len(),
            offset: 0,
            bytes: head,
            last: false,
        };
        loop {
            let text = &window.bytes[..window.end];
            let part = TextWindow {
                text,
                offset: window.offset,
                last: window.last,
            };
            let spans = self.spans(text, window.at)?;
            let frame = BatchSettings {
                keys,
                groups,
                counted: shape.as_deref(),
            };
            let read = || each(&spans, |span| reader.read(part, span.clone(), frame));
            let room = if window.last { self.cut } else { spare.len() };
            let read_on = || rest.fill(&mut spare[self.cut..room]);
            let add_on = || add(&mut batches, groups, kept, &mut summary);
            // An idle thread takes the last task first. Reading on takes longest and cannot be shared, so it comes
            // last.
            let ((chunks, ()), filled) = at_once(|| at_once(read, add_on), read_on);
            let filled = filled?;
            let mut end = window.at;
            for (span, chunk) in spans.iter().zip(chunks) {
                if span.end <= end {
                    continue;
                }
                let chunk: ReadChunk = if span.start == end {
                    chunk
                } else {
                    let frame = BatchSettings {
                        keys,
                        groups,
                        counted: shape.as_deref(),
                    };
                    reader.read(part, end..span.end, frame)
                };
                if chunk.unusual {
                    return None;
                }
                open_quote = chunk.open_quote.unwrap_or(open_quote);
                batches.push(chunk.batch.settle(groups, above));
                above = above.saturating_add(chunk.rows);
                end = chunk.end;
                if chunk.cut {
                    break;
                }
            }
            let cut = &text[end..];
            if window.last {
                add(&mut batches, groups, kept, &mut summary);
                let sha256 = rest.sha256.finalize().into();
                return (cut.is_empty() && !open_quote).then_some(StreamedRows { summary, sha256 });
            }
            let at = self.cut.checked_sub(cut.len())?;
            spare[at..self.cut].copy_from_slice(cut);
            let read = Window {
                at,
                end: self.cut + filled,
                offset: window.offset.wrapping_add(end as u64).wrapping_sub(at as u64),
                last: filled < self.window,
                bytes: spare,
            };
            spare = std::mem::replace(&mut window, read).bytes;
            spare.resize(self.cut + self.window, 0);
        }
    }

    /// Splits a text from `at` on into chunks that end at line breaks. Returns `None` if a line is too long.
    fn spans(&self, text: &[u8], at: usize) -> Option<Vec<Range<usize>>> {
        let mut spans = Vec::new();
        let mut start = at;
        while start < text.len() {
            let nominal = start.saturating_add(self.chunk).min(text.len());
            let rest = &text[nominal..];
            let end = match first_of(&rest[..rest.len().min(self.cut)], [b'\n', b'\r']) {
                Some(place) => {
                    let halved = rest[place] == b'\r' && rest.get(place + 1) == Some(&b'\n');
                    nominal + place + 1 + usize::from(halved)
                }
                None if rest.len() < self.cut => text.len(),
                None => return None,
            };
            spans.push(start..end);
            start = end;
        }
        Some(spans)
    }
}

/// Appends the finished batches to the rows.
fn add(batches: &mut Vec<PlacedBatch>, groups: &[GroupNames], kept: &mut Kept, summary: &mut RowSummary) {
    for batch in batches.drain(..) {
        kept.add(batch, groups, summary);
    }
}
