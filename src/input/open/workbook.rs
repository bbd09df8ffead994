//! Reads the sheets of workbooks (XLSX and ODS) as tables of text, with `calamine`.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, Sheet, SheetVisible, Xlsx, open_workbook_from_rs,
};
use csv::ByteRecord;

use crate::input::open::archive_check::{broken, verify};
use crate::input::open::container::Container;
use crate::input::open::error::OpenError;
use crate::input::open::sheet_notes::{MergedCells, SheetNotes, row_marks};
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
        let hidden = hidden(workbook.sheets_metadata());
        let read = |sheet: String| {
            let notes = SheetNotes {
                hidden: hidden.contains(&sheet),
                ..SheetNotes::default()
            };
            ods_table(&mut workbook, sheet, &mut room, notes)
        };
        let tables: Vec<RawTable<'static>> = sheets.into_iter().map(read).collect::<Result<_, _>>()?;
        return Ok(visible_first(tables));
    }
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let sheets = chosen(workbook.sheet_names(), wanted)?;
    let hidden = hidden(workbook.sheets_metadata());
    let mut marks = row_marks(bytes);
    let read = |sheet: String| {
        let mut marks = marks.remove(&sheet).unwrap_or_default();
        let hidden_rows = std::mem::take(&mut marks.hidden_rows);
        let unstored = if marks.has_formulas {
            formulas(&mut workbook, &sheet)?
        } else {
            BTreeSet::new()
        };
        let notes = SheetNotes {
            hidden: hidden.contains(&sheet),
            hidden_rows,
            merged: merged(&mut workbook, &sheet),
            unstored: Vec::new(),
        };
        xlsx_table(&mut workbook, sheet, &mut room, notes, unstored)
    };
    let tables: Vec<RawTable<'static>> = sheets.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(visible_first(tables))
}

/// The names of hidden sheets.
fn hidden(sheets: &[Sheet]) -> BTreeSet<String> {
    let hidden = sheets.iter().filter(|sheet| sheet.visible != SheetVisible::Visible);
    hidden.map(|sheet| sheet.name.clone()).collect()
}

/// The tables with those of hidden sheets last, so that the items are looked for in the visible ones first.
fn visible_first(mut tables: Vec<RawTable<'static>>) -> Vec<RawTable<'static>> {
    tables.sort_by_key(|table| table.notes.hidden);
    tables
}

/// The merged cells of a sheet; none if they cannot be read.
fn merged(workbook: &mut Xlsx<Book<'_, [u8]>>, sheet: &str) -> Vec<MergedCells> {
    let found = workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    let cells = |area: Dimensions| MergedCells {
        rows: (area.start.0.saturating_add(1), area.end.0.saturating_add(1)),
        columns: (area.start.1, area.end.1),
    };
    found.into_iter().map(cells).collect()
}

/// The places of all formulas of a sheet.
fn formulas(workbook: &mut Xlsx<Book<'_, [u8]>>, sheet: &str) -> Result<BTreeSet<(u32, u32)>, OpenError> {
    let mut places = BTreeSet::new();
    let Ok(mut cells) = workbook.worksheet_cells_reader(sheet) else {
        return Ok(places);
    };
    while let Some(cell) = cells.next_formula().map_err(broken)? {
        if !cell.get_value().is_empty() {
            places.insert(cell.get_position());
        }
    }
    Ok(places)
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
    mut notes: SheetNotes,
    mut unstored: BTreeSet<(u32, u32)>,
) -> Result<RawTable<'static>, OpenError> {
    let mut rows = SheetRows::new(room);
    // Read cell by cell, because a sheet with one cell in each far corner must not be laid out as a grid.
    let mut cells = match workbook.worksheet_cells_reader(&sheet) {
        Ok(cells) => cells,
        // A chart sheet has no cells.
        Err(calamine::XlsxError::WorksheetNotFound(_) | calamine::XlsxError::NotAWorksheet(_)) => {
            return Ok(rows.into_table(sheet, notes));
        }
        Err(error) => return Err(broken(error)),
    };
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let text = in_words_ref(cell.get_value());
        rows.add(cell.get_position(), &text)?;
        if !text.is_empty() {
            unstored.remove(&cell.get_position());
        }
    }
    notes.unstored = unstored
        .into_iter()
        .map(|(row, column)| (row.saturating_add(1), column))
        .collect();
    Ok(rows.into_table(sheet, notes))
}

fn ods_table(
    workbook: &mut Ods<Book<'_, [u8]>>,
    sheet: String,
    room: &mut usize,
    notes: SheetNotes,
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
    Ok(rows.into_table(sheet, notes))
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

    fn into_table(self, sheet: String, notes: SheetNotes) -> RawTable<'static> {
        RawTable {
            sheet: Some(sheet),
            notes,
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
