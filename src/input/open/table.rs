//! A table of text cells, from any kind of file.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use csv::ByteRecord;

use crate::input::open::encoding::Encoding;
use crate::input::open::records::{Records, TextRecords};
use crate::input::open::sheet_notes::SheetNotes;

/// The number of records that a layout may look at.
const HEAD: usize = 50;

/// The most fields of a record: the number of columns of a sheet.
pub(crate) const MOST_FIELDS: usize = 16_384;

/// One table of a file: text with its delimiter, or the rows of a sheet.
pub(crate) struct RawTable<'a> {
    /// The name of the sheet, if it is from a workbook.
    pub(crate) sheet: Option<String>,
    /// What that sheet says besides its cells.
    pub(crate) notes: SheetNotes,
    pub(crate) body: RawTableBody<'a>,
}

pub(crate) enum RawTableBody<'a> {
    Text {
        text: Cow<'a, str>,
        /// The start of the records, after a delimiter hint.
        start: usize,
        delimiter: u8,
        encoding: Encoding,
        /// For the start of a file only: true once more text was needed than there is.
        ran_out: Option<AtomicBool>,
    },
    Rows(Vec<(u32, ByteRecord)>),
}

impl RawTable<'_> {
    /// The table with its own copy of the text.
    pub(crate) fn into_owned(self) -> RawTable<'static> {
        let body = match self.body {
            RawTableBody::Text {
                text,
                start,
                delimiter,
                encoding,
                ran_out,
            } => RawTableBody::Text {
                text: Cow::Owned(text.into_owned()),
                start,
                delimiter,
                encoding,
                ran_out,
            },
            RawTableBody::Rows(rows) => RawTableBody::Rows(rows),
        };
        RawTable {
            sheet: self.sheet,
            notes: self.notes,
            body,
        }
    }

    /// The records, from the first.
    pub(crate) fn records(&self) -> Records<'_> {
        match &self.body {
            RawTableBody::Text {
                text,
                start,
                delimiter,
                ran_out,
                ..
            } => Records::Text(TextRecords::new(&text[*start..], *delimiter, ran_out.as_ref())),
            RawTableBody::Rows(rows) => Records::Rows(rows.iter()),
        }
    }

    /// True if this is the start of a table and more of it was needed.
    pub(crate) fn ran_out(&self) -> bool {
        match &self.body {
            RawTableBody::Text { ran_out, .. } => {
                ran_out.as_ref().is_some_and(|ran_out| ran_out.load(Ordering::Relaxed))
            }
            RawTableBody::Rows(_) => false,
        }
    }

    /// The first records as text.
    pub(crate) fn head(&self) -> Vec<Vec<String>> {
        let mut records = self.records();
        let mut record = ByteRecord::new();
        let mut head = Vec::new();
        while head.len() < HEAD && records.next(&mut record).is_some() {
            head.push(
                record
                    .iter()
                    .take(MOST_FIELDS + 1)
                    .map(|field| String::from_utf8_lossy(field).into_owned())
                    .collect(),
            );
        }
        head
    }
}
