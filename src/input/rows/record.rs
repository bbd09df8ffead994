//! The cells of one record, column by column.

use csv::ByteRecord;

use crate::input::layouts::PlannedColumn;

/// True if the lines inside a field look like rows of the table. Each has as many delimiters as a row, and the last has
/// as many as precede this field.
pub(crate) fn swallows(cell: &[u8], field: usize, width: usize, delimiter: u8) -> bool {
    let fields = |line: &[u8]| line.split(|&byte| byte == delimiter).count();
    let lines: Vec<usize> = cell.split(|&byte| byte == b'\n').skip(1).map(fields).collect();
    match lines.split_last() {
        Some((&last, inner)) => {
            let rows = inner.iter().all(|&fields| fields == width);
            rows && last == field + 1 && (field >= 2 || (field == 1 && inner.len() >= 2))
        }
        None => false,
    }
}

/// The filled cell of a column, or an empty one.
pub(crate) fn cell<'a>(record: &'a ByteRecord, column: &PlannedColumn) -> &'a [u8] {
    match column.fields.as_slice() {
        &[field] => record.get(field).unwrap_or_default(),
        fields => fields
            .iter()
            .filter_map(|&field| record.get(field))
            .find(|cell| answers(cell))
            .unwrap_or_default(),
    }
}

/// True if a cell may contain the answer. Blank cells do not, nor does LimeSurvey's mark for an answer given in another
/// field.
fn answers(cell: &[u8]) -> bool {
    !matches!(cell.trim_ascii(), b"" | b"-oth-")
}

/// True if a column that is spread over several fields has more than one filled.
pub(crate) fn several(record: &ByteRecord, column: &PlannedColumn) -> bool {
    let fields = column.fields.as_slice();
    fields.len() > 1
        && fields
            .iter()
            .filter_map(|&field| record.get(field))
            .filter(|cell| answers(cell))
            .count()
            > 1
}

pub(crate) fn all_cells(record: &ByteRecord, column: &PlannedColumn) -> String {
    let cells = column
        .fields
        .iter()
        .filter_map(|&field| record.get(field))
        .filter(|cell| answers(cell));
    cells.map(String::from_utf8_lossy).collect::<Vec<_>>().join(" + ")
}
