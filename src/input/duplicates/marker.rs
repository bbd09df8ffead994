//! Marks rows while they are read: hashes by which two rows are found to be one response.

use crate::input::duplicates::fields::{Field, FieldKind, TableFields};
use crate::input::duplicates::hash::{in_column, mix, of_bytes, of_text};
use crate::input::duplicates::moment::{DateOrder, Moment};
use crate::tally::Lanes;

/// Marks the rows of one table. The default marks none of their cells.
#[derive(Default)]
pub(crate) struct RowMarker {
    fields: Vec<Field>,
    order: DateOrder,
    /// The hash of the header of each grouping's column; `None` if everybody is in one group.
    pub(crate) groups: Vec<Option<u64>>,
    /// True if the table has a column that can identify a response.
    pub(crate) identifies: bool,
}

/// The keys of a row in a table with columns that can identify a response. A key that the row lacks is 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RowKeys {
    /// The unique id.
    pub(crate) id: u64,
    /// The running number, with its column.
    pub(crate) number: u64,
    /// The times at which the respondent began and finished.
    pub(crate) times: [u64; 2],
    /// All times of the response, with their columns.
    pub(crate) when: u64,
    /// The written comments, with their columns.
    pub(crate) text: u64,
    /// The latest time of the response, as a number that grows with time.
    pub(crate) latest: u64,
    /// The index of the academy.
    pub(crate) academy: u32,
}

/// The hashes of a row, except its answers and groups.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowMark {
    /// The sum over all cells that are neither answers nor groups.
    pub(crate) others: u64,
    pub(crate) keys: RowKeys,
    /// True if a time has seconds.
    pub(crate) seconds: bool,
}

/// The fewest characters and words of a comment that nobody else would write.
const COMMENT: (usize, usize) = (20, 4);

impl RowMarker {
    /// A marker for a table. `groups` has the field of each grouping.
    pub(crate) fn new(table: TableFields, groups: &[Option<usize>]) -> Self {
        let TableFields { fields, order } = table;
        let header = |field: usize| fields.get(field).map_or(0, |field| field.header);
        let can = |field: &Field| {
            matches!(
                field.kind,
                FieldKind::Id | FieldKind::Start | FieldKind::End | FieldKind::Time | FieldKind::Comment
            )
        };
        Self {
            groups: groups.iter().map(|field| field.map(header)).collect(),
            identifies: fields.iter().any(can),
            fields,
            order,
        }
    }

    /// True if the cells of a field are read elsewhere and are not marked.
    pub(crate) fn is_apart(&self, field: usize) -> bool {
        self.fields
            .get(field)
            .is_none_or(|field| field.kind == FieldKind::Apart)
    }

    /// True if a field is an id or a time by which responses are told apart, or a number beside a time.
    pub(crate) fn tells_apart(&self, field: usize) -> bool {
        let is_time = |kind: FieldKind| matches!(kind, FieldKind::Start | FieldKind::End | FieldKind::Time);
        self.fields.get(field).is_some_and(|field| match field.kind {
            FieldKind::Id => true,
            FieldKind::Number => self.fields.iter().any(|other| is_time(other.kind)),
            kind => is_time(kind),
        })
    }

    /// Adds a cell to the mark of its row.
    #[inline(always)]
    pub(crate) fn add(&self, field: usize, cell: &[u8], mark: &mut RowMark) {
        let Some(&Field { kind, header }) = self.fields.get(field) else {
            // Cells to the right of the header belong to no column.
            return;
        };
        match kind {
            FieldKind::Apart => {}
            FieldKind::Plain => {
                if !cell.is_empty() {
                    mark.others = mark.others.wrapping_add(plain(cell, header));
                }
            }
            _ => self.add_key(kind, header, cell.trim_ascii(), mark),
        }
    }

    fn add_key(&self, kind: FieldKind, header: u64, cell: &[u8], mark: &mut RowMark) {
        if cell.is_empty() {
            return;
        }
        let keys = &mut mark.keys;
        let part = match kind {
            FieldKind::Start | FieldKind::End | FieldKind::Time | FieldKind::Date => {
                let moment = Moment::read(cell).filter(|moment| !moment.is_dummy());
                if let Some(moment) = moment.filter(|_| kind != FieldKind::Date) {
                    let part = in_column(moment.number(), header);
                    match kind {
                        FieldKind::Start => keys.times[0] = part,
                        FieldKind::End => keys.times[1] = part,
                        _ => {}
                    }
                    keys.when = keys.when.wrapping_add(part);
                    keys.latest = keys.latest.max(moment.place(self.order));
                    mark.seconds |= moment.has_seconds();
                    part
                } else {
                    moment.map_or_else(|| plain(cell, header), |moment| in_column(moment.number(), header))
                }
            }
            FieldKind::Comment => {
                let part = plain(cell, header);
                if is_own(cell) {
                    keys.text = keys.text.wrapping_add(part);
                }
                part
            }
            FieldKind::Id => {
                keys.id = of_bytes(cell) | 1;
                plain(cell, header)
            }
            FieldKind::Number => {
                let part = plain(cell, header);
                keys.number = keys.number.wrapping_add(part);
                part
            }
            FieldKind::Plain | FieldKind::Apart => plain(cell, header),
        };
        mark.others = mark.others.wrapping_add(part);
    }
}

/// The part of a cell in the sum over its row; 0 for a blank cell.
#[inline(always)]
fn plain(cell: &[u8], header: u64) -> u64 {
    let cell = cell.trim_ascii();
    if cell.is_empty() {
        0
    } else {
        in_column(of_text(cell), header)
    }
}

/// True if a comment is long enough that nobody else would write the same.
fn is_own(cell: &[u8]) -> bool {
    let (characters, words) = COMMENT;
    let spaces = cell
        .windows(2)
        .filter(|pair| pair[0] == b' ' && pair[1] != b' ')
        .count();
    cell.len() >= characters && spaces + 1 >= words
}

/// The hash of a row's answers as they were given.
#[inline(always)]
pub(crate) fn of_answers(answers: &[Lanes]) -> u64 {
    let mut hash = 0;
    for lanes in answers {
        let (halves, _) = lanes.as_chunks::<8>();
        if let [low, high] = halves {
            hash = mix(hash ^ u64::from_le_bytes(*low), u64::from_le_bytes(*high));
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_comments_may_be_anybodys() {
        for text in ["None", "Nothing to add", "no", "a b c d", "Behaviourandbehaviour"] {
            assert!(!is_own(text.as_bytes()), "{text}");
        }
        assert!(is_own(b"Behaviour at lunch has got much worse."));
    }
}
