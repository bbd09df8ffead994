//! A small table with one header row, in which columns are found by name.

use csv::ByteRecord;

use crate::input::academies::error::AcademyFileError;
use crate::input::columns::{shown_headers, words};
use crate::input::layouts::{Head, PlannedColumn, plain};
use crate::input::open::{OpenError, RawTable, open};
use crate::input::options::ReadOptions;
use crate::input::text::{excerpt, fold, tidy};

/// A table with one header row.
pub(in crate::input::academies) struct SmallTable<'a> {
    table: RawTable<'a>,
    columns: Vec<PlannedColumn>,
    header_records: usize,
}

/// A row of a small table.
pub(in crate::input::academies) struct SmallRow<'r> {
    /// The row, as a spreadsheet numbers it.
    pub(in crate::input::academies) number: u32,
    record: &'r ByteRecord,
    columns: &'r [PlannedColumn],
}

impl<'a> SmallTable<'a> {
    /// The first table of a file that has any records.
    pub(in crate::input::academies) fn open(
        name: &str,
        bytes: &'a [u8],
        options: &ReadOptions,
    ) -> Result<Self, OpenError> {
        let (tables, _) = open(name, bytes, options)?;
        let mut tables = tables.into_iter().map(|table| (Head { records: table.head() }, table));
        let (head, table) = tables
            .find(|(head, _)| !head.records.is_empty())
            .ok_or(OpenError::Empty)?;
        let plan = plain(&head);
        Ok(Self {
            table,
            columns: plan.columns,
            header_records: plan.header_records,
        })
    }

    /// The column with the first of these names that occurs.
    pub(in crate::input::academies) fn column(&self, names: &[&str]) -> Option<usize> {
        let words = |column: &PlannedColumn| words(&column.header).join(" ");
        let headed: Vec<String> = self.columns.iter().map(words).collect();
        names
            .iter()
            .find_map(|name| headed.iter().position(|header| header == name))
    }

    /// The column with the first of these names that occurs, or an error that says what is `wanted`.
    pub(in crate::input::academies) fn required_column(
        &self,
        names: &[&str],
        wanted: &'static str,
        example: &'static str,
    ) -> Result<usize, AcademyFileError> {
        self.column(names).ok_or_else(|| AcademyFileError::NoHeadcountColumn {
            wanted,
            example,
            columns: shown_headers(&self.columns),
        })
    }

    /// Calls `read` with every row below the header that is not blank.
    pub(in crate::input::academies) fn each_row(
        &self,
        mut read: impl FnMut(&SmallRow<'_>) -> Result<(), AcademyFileError>,
    ) -> Result<(), AcademyFileError> {
        let mut records = self.table.records();
        let mut record = ByteRecord::new();
        let mut at = 0;
        while let Some(number) = records.next(&mut record) {
            at += 1;
            if at > self.header_records && !record.as_slice().trim_ascii().is_empty() {
                read(&SmallRow {
                    number,
                    record: &record,
                    columns: &self.columns,
                })?;
            }
        }
        Ok(())
    }
}

impl SmallRow<'_> {
    /// The tidy text of a cell; empty beyond the row's end.
    pub(in crate::input::academies) fn text(&self, column: usize) -> String {
        tidy(&String::from_utf8_lossy(self.record.get(column).unwrap_or_default()))
    }

    /// The error that a cell is not a number of staff.
    pub(in crate::input::academies) fn not_a_count(&self, column: usize) -> AcademyFileError {
        AcademyFileError::NotACount {
            row: self.number,
            column: excerpt(&self.columns[column].header),
            text: excerpt(&self.text(column)),
        }
    }
}

/// Parses a whole number, 0 or more, possibly with thousands separators.
pub(in crate::input::academies) fn whole_count(text: &str) -> Option<u64> {
    let text = fold(text);
    let whole = text
        .strip_suffix(".0")
        .or_else(|| text.strip_suffix(".00"))
        .unwrap_or(&text);
    let groups: Vec<&str> = whole.split([',', ' ']).collect();
    let (first, rest) = groups.split_first()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let thousands = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    (thousands && groups.iter().all(|group| digits(group))).then(|| groups.concat().parse().ok())?
}
