//! A table of text cells, whatever file it came from.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use csv::ByteRecord;

use crate::input::open::encoding::Encoding;
use crate::input::open::records::{Records, TextRecords};

/// How many records a layout may look at to recognise itself.
const HEAD: usize = 50;

/// The most fields a record may have: as many as a sheet has columns.
pub(crate) const MOST_FIELDS: usize = 16_384;

/// One table of a file: its text and delimiter, or the rows of a sheet.
pub(crate) struct Table<'a> {
    /// The sheet's name, for a workbook.
    pub(crate) sheet: Option<String>,
    pub(crate) body: TableBody<'a>,
}

pub(crate) enum TableBody<'a> {
    Text {
        text: Cow<'a, str>,
        /// Where the records begin: after a delimiter hint.
        start: usize,
        delimiter: u8,
        encoding: Encoding,
        /// Of the first bytes of a file alone: whether more of them was asked for than there is.
        ran_out: Option<AtomicBool>,
    },
    Rows(Vec<(u32, ByteRecord)>),
}

impl Table<'_> {
    /// The same table, holding its text itself.
    pub(crate) fn into_owned(self) -> Table<'static> {
        let body = match self.body {
            TableBody::Text {
                text,
                start,
                delimiter,
                encoding,
                ran_out,
            } => TableBody::Text {
                text: Cow::Owned(text.into_owned()),
                start,
                delimiter,
                encoding,
                ran_out,
            },
            TableBody::Rows(rows) => TableBody::Rows(rows),
        };
        Table {
            sheet: self.sheet,
            body,
        }
    }

    /// The records from the first.
    pub(crate) fn records(&self) -> Records<'_> {
        match &self.body {
            TableBody::Text {
                text,
                start,
                delimiter,
                ran_out,
                ..
            } => Records::Text(TextRecords::new(&text[*start..], *delimiter, ran_out.as_ref())),
            TableBody::Rows(rows) => Records::Rows(rows.iter()),
        }
    }

    /// Whether it is the beginning of a table and more was asked for.
    pub(crate) fn ran_out(&self) -> bool {
        match &self.body {
            TableBody::Text { ran_out, .. } => ran_out.as_ref().is_some_and(|told| told.load(Ordering::Relaxed)),
            TableBody::Rows(_) => false,
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
