//! The cells of one record, column by column.

use csv::ByteRecord;

use crate::input::layouts::PlannedColumn;

/// Whether the lines inside a field look like rows: each has as many delimiters as a row, and the last as many as stand
/// before this field.
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

/// Whether a cell of several holds the answer: a blank does not, nor LimeSurvey's mark that it stands in another.
fn answers(cell: &[u8]) -> bool {
    !matches!(cell.trim_ascii(), b"" | b"-oth-")
}

/// Whether a column that is spread over several fields has two of them filled.
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
