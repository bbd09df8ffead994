//! What some rows of a table say, gathered apart, so that parts can be read at once and added up in the table's order.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::input::BadCells;
use crate::input::body::{Gathered, Keys};
use crate::input::cell::{Answer, Reading};
use crate::input::met::Met;
use crate::input::seen::Seen;
use crate::model::MissingReason;
use crate::tally::{MISSING, Responses};

/// Rows that are added to the columns at once: few enough that they are still in the nearest cache.
const BLOCK: usize = 512;

/// What some rows of a table say. Rows are numbered as if the part were the whole table.
pub(crate) struct Part<'k> {
    pub(crate) keys: &'k Keys,
    seen: Vec<Seen>,
    /// The answers and all that belongs to single rows, but not their groups.
    responses: Responses,
    /// For each grouping, the cells that name the groups.
    pub(crate) groups: Vec<GroupCells>,
    pub(crate) bad: BadCells,
    pub(crate) met: Met,
    /// The last rows, before they are added to the columns: items × BLOCK.
    answers: Vec<u8>,
    row_numbers: Vec<u32>,
}

/// The cells of one column that name the rows' groups.
#[derive(Default)]
pub(crate) struct GroupCells {
    /// The distinct cells in the order of their first rows.
    distinct: Vec<Box<[u8]>>,
    /// The places among them of cells that are short, and of the others.
    short: HashMap<Short, u32, FixedState>,
    long: HashMap<Box<[u8]>, u32, FixedState>,
    /// For each row the place of its cell.
    of_rows: Vec<u32>,
}

/// A cell of at most 16 bytes as numbers, which are compared without a look at the text.
#[derive(PartialEq, Eq, Hash)]
struct Short {
    length: usize,
    first: u64,
    last: u64,
}

impl Short {
    fn of(cell: &[u8]) -> Option<Self> {
        let length = cell.len();
        let (first, last) = match (cell.first_chunk(), cell.last_chunk()) {
            (Some(first), Some(last)) if length <= 16 => (*first, *last),
            (None, _) => {
                let mut padded = [0; 8];
                padded[..length].copy_from_slice(cell);
                (padded, [0; 8])
            }
            _ => return None,
        };
        let (first, last) = (u64::from_le_bytes(first), u64::from_le_bytes(last));
        Some(Self { length, first, last })
    }
}

impl GroupCells {
    pub(crate) fn push(&mut self, cell: &[u8]) {
        // More cells than a u32 can count would need more rows than a u32 can number.
        let next = u32::try_from(self.distinct.len()).unwrap_or(u32::MAX);
        let place = match Short::of(cell) {
            Some(short) => *self.short.entry(short).or_insert(next),
            None => match self.long.get(cell) {
                Some(&place) => place,
                None => *self.long.entry(cell.into()).or_insert(next),
            },
        };
        if place == next {
            self.distinct.push(cell.into());
        }
        self.of_rows.push(place);
    }
}

impl<'k> Part<'k> {
    /// No rows yet; about as many as `rows` will follow.
    pub(crate) fn new(keys: &'k Keys, items: usize, groupings: usize, rows: usize) -> Self {
        let groups = || GroupCells {
            of_rows: Vec::with_capacity(rows),
            ..GroupCells::default()
        };
        Self {
            keys,
            seen: keys.keys.iter().map(|_| Seen::new()).collect(),
            responses: Responses::with_room(items, rows),
            groups: (0..groupings).map(|_| groups()).collect(),
            bad: BadCells::default(),
            met: Met::default(),
            answers: vec![MISSING; items * BLOCK],
            row_numbers: Vec::with_capacity(BLOCK),
        }
    }

    /// What a cell says of an item.
    pub(crate) fn read(&mut self, item: usize, cell: &[u8]) -> Reading {
        let key = self.keys.of_item[item];
        self.seen[key].read(&self.keys.keys[key], cell)
    }

    /// The reason that a missing answer to an item carries.
    pub(crate) fn reason(&self, item: usize, answer: Answer) -> MissingReason {
        match answer {
            Answer::Missing(reason) => self.keys.of(item).reason(reason).clone(),
            Answer::Bad => MissingReason::Invalid,
            Answer::Code(_) => MissingReason::Skipped,
        }
    }

    /// Adds a respondent without groups; those, the reasons and the duration follow.
    pub(crate) fn push(&mut self, answers: &[u8], row: u32) {
        if self.row_numbers.len() == BLOCK {
            self.settle();
        }
        let at = self.row_numbers.len();
        for (column, &answer) in self.answers.chunks_exact_mut(BLOCK).zip(answers) {
            column[at] = answer;
        }
        self.row_numbers.push(row);
        self.met.rows += 1;
    }

    /// Says why the last row has no answer to `item`.
    pub(crate) fn note(&mut self, item: usize, reason: MissingReason) {
        self.settle();
        self.responses.note(item, reason);
    }

    /// Says how long the last row took to answer, in milliseconds.
    pub(crate) fn took(&mut self, milliseconds: u32) {
        self.settle();
        self.responses.took(milliseconds);
    }

    /// Adds the last rows to the columns.
    fn settle(&mut self) {
        self.responses.push_block(&self.answers, BLOCK, &self.row_numbers);
        self.row_numbers.clear();
    }
}

/// A part that is read to its end.
pub(crate) struct ReadPart {
    responses: Responses,
    groups: Vec<GroupCells>,
    bad: BadCells,
    met: Met,
}

impl Part<'_> {
    /// The end of the part.
    pub(crate) fn finish(mut self) -> ReadPart {
        self.settle();
        ReadPart {
            responses: self.responses,
            groups: self.groups,
            bad: self.bad,
            met: self.met,
        }
    }
}

impl Gathered {
    /// Adds a part of a table below those that are there; `above` is how many of the table's rows stand above it.
    pub(crate) fn append(&mut self, part: ReadPart, met: &mut Met, above: u32) {
        let mut places = Vec::with_capacity(part.groups.len());
        for (grouping, (cells, names)) in part.groups.iter().zip(&mut self.groups).enumerate() {
            let place = |cell: &[u8]| {
                let place = names.place(cell);
                self.responses.place(grouping, names.name(place))
            };
            let of_distinct: Vec<u32> = cells.distinct.iter().map(|cell| &**cell).map(place).collect();
            places.push(cells.of_rows.iter().map(|&cell| of_distinct[cell as usize]).collect());
        }
        self.responses.append(part.responses, &places, above);
        self.bad.append(part.bad, above);
        met.append(&part.met, above);
    }
}
