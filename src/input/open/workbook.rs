//! Reads the sheets of workbooks (XLSX and ODS) as tables of text, with `calamine`.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx, open_workbook_from_rs};
use csv::ByteRecord;

use crate::input::open::archive_check::{broken, verify};
use crate::input::open::container::Container;
use crate::input::open::error::OpenError;
use crate::input::open::table::{RawTable, RawTableBody};
use crate::input::text::nearest;

/// The most cells of a workbook, including blank ones between others: a million respondents and thirty columns.
const MOST_CELLS: usize = 32_000_000;

/// The most bytes that a workbook may unpack to: several times what those cells need.
const MOST_BYTES: u64 = 1 << 30;

/// The sheets of a workbook as tables, or only the one asked for.
pub(crate) fn tables(
    bytes: &[u8],
    container: Container,
    wanted: Option<&str>,
) -> Result<Vec<RawTable<'static>>, OpenError> {
    verify(bytes, MOST_BYTES)?;
    let mut room = MOST_CELLS;
    if container == Container::Ods {
        let mut workbook: Ods<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
        let sheets = chosen(workbook.sheet_names(), wanted)?;
        return sheets
            .into_iter()
            .map(|sheet| ods_table(&mut workbook, sheet, &mut room))
            .collect();
    }
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let sheets = chosen(workbook.sheet_names(), wanted)?;
    sheets
        .into_iter()
        .map(|sheet| xlsx_table(&mut workbook, sheet, &mut room))
        .collect()
}

/// The sheets to read: all of them, or the one with this name, ignoring case.
fn chosen(sheets: Vec<String>, wanted: Option<&str>) -> Result<Vec<String>, OpenError> {
    let Some(wanted) = wanted else {
        return Ok(sheets);
    };
    let same = |sheet: &&String| sheet.trim().to_lowercase() == wanted.trim().to_lowercase();
    let found = sheets
        .iter()
        .find(|sheet| *sheet == wanted)
        .or_else(|| sheets.iter().find(same));
    if let Some(sheet) = found {
        return Ok(vec![sheet.clone()]);
    }
    Err(OpenError::NoSheet {
        wanted: wanted.to_owned(),
        nearest: nearest(wanted, sheets.iter().map(String::as_str)).map(str::to_owned),
        sheets,
    })
}

type Book<'a, B> = Cursor<&'a B>;

fn xlsx_table(
    workbook: &mut Xlsx<Book<'_, [u8]>>,
    sheet: String,
    room: &mut usize,
) -> Result<RawTable<'static>, OpenError> {
    let mut rows = SheetRows::new(room);
    // Read cell by cell, because a sheet with one cell in each far corner must not be laid out as a grid.
    let mut cells = match workbook.worksheet_cells_reader(&sheet) {
        Ok(cells) => cells,
        // A chart sheet has no cells.
        Err(calamine::XlsxError::WorksheetNotFound(_) | calamine::XlsxError::NotAWorksheet(_)) => {
            return Ok(rows.into_table(sheet));
        }
        Err(error) => return Err(broken(error)),
    };
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        rows.add(cell.get_position(), &in_words_ref(cell.get_value()))?;
    }
    Ok(rows.into_table(sheet))
}

fn ods_table(
    workbook: &mut Ods<Book<'_, [u8]>>,
    sheet: String,
    room: &mut usize,
) -> Result<RawTable<'static>, OpenError> {
    let mut rows = SheetRows::new(room);
    let range = workbook.worksheet_range(&sheet).map_err(broken)?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let position = (
            u32::try_from(row).unwrap_or(u32::MAX),
            u32::try_from(column).unwrap_or(u32::MAX),
        );
        rows.add(
            (position.0.saturating_add(top), position.1.saturating_add(left)),
            &in_words(value),
        )?;
    }
    Ok(rows.into_table(sheet))
}

/// The rows of a sheet, each as wide as its last filled cell.
struct SheetRows<'a> {
    rows: Vec<(u32, ByteRecord)>,
    room: &'a mut usize,
}

impl<'a> SheetRows<'a> {
    fn new(room: &'a mut usize) -> Self {
        Self { rows: Vec::new(), room }
    }

    /// Adds a cell. Cells come row by row and from left to right.
    fn add(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), OpenError> {
        if text.is_empty() {
            return Ok(());
        }
        let number = row.saturating_add(1);
        if self.rows.last().is_none_or(|(last, _)| *last < number) {
            self.rows.push((number, ByteRecord::new()));
        }
        let Some((last, record)) = self.rows.last_mut() else {
            return Ok(());
        };
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let Some(blank) = column.checked_sub(record.len()).filter(|_| *last == number) else {
            return Err(broken("its cells are out of order"));
        };
        *self.room = self
            .room
            .checked_sub(blank + 1)
            .ok_or_else(|| OpenError::HugeWorkbook(format!("{} million cells", MOST_CELLS / 1_000_000)))?;
        for _ in 0..blank {
            record.push_field(b"");
        }
        record.push_field(text.as_bytes());
        Ok(())
    }

    fn into_table(self, sheet: String) -> RawTable<'static> {
        RawTable {
            sheet: Some(sheet),
            body: RawTableBody::Rows(self.rows),
        }
    }
}

fn in_words_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => in_words(&Data::from(other.clone())),
    }
}

/// A cell as text: whole numbers without decimals, dates as dates, errors as the sheet shows them.
fn in_words(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) => date(moment),
        Data::Error(error) => error.to_string(),
    }
}

fn date(moment: &ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}
