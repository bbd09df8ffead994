//! What some rows of a table say, gathered apart, so that parts can be read at once and added up in the table's order.

use crate::input::rows::bad_cells::BadCells;
use crate::input::rows::cell::{Answer, Reading};
use crate::input::rows::cell_places::CellPlaces;
use crate::input::rows::frame::Frame;
use crate::input::rows::gathered::{Gathered, Kept};
use crate::input::rows::group_names::GroupNames;
use crate::input::rows::keys::Keys;
use crate::input::rows::met::Met;
use crate::input::rows::seen::Seen;
use crate::model::MissingReason;
use crate::tally::{CountedRows, LANES, Lanes, MISSING, Responses, RowCounter, vectors};

/// Rows that are added to the columns at once: few enough that they are still in the nearest cache.
const BLOCK: usize = 512;

/// What some rows of a table say. Rows are numbered as if the part were the whole table.
pub(crate) struct Part<'k> {
    frame: Frame<'k>,
    seen: Vec<Seen>,
    answers: Answers<'k>,
    groups: Vec<GroupCells>,
    pub(crate) bad: BadCells,
    pub(crate) met: Met,
}

/// The answers and all that belongs to single rows, but not their groups.
enum Answers<'k> {
    Kept(Columns),
    Counted(Box<RowCounter<'k>>),
}

/// Rows that are kept.
struct Columns {
    responses: Responses,
    /// The last rows, before they are added to the columns: items × BLOCK.
    last: Vec<u8>,
    row_numbers: Vec<u32>,
}

/// The groups of a part's rows by the cells of one column.
#[derive(Default)]
struct GroupCells {
    /// For each row its group; any where its cell was not met above.
    of_rows: Vec<u32>,
    /// The cells that were not, in the order of their first rows.
    fresh: Vec<Box<[u8]>>,
    places: CellPlaces,
    /// The rows that have them, each with the place of its cell.
    unsettled: Vec<(usize, u32)>,
}

impl GroupCells {
    fn push(&mut self, known: &GroupNames, cell: &[u8]) {
        if let Some(group) = known.known(cell) {
            self.of_rows.push(group);
            return;
        }
        let place = self.places.get(cell).unwrap_or_else(|| {
            // More cells than a u32 can count would need more rows than a u32 can number.
            let next = u32::try_from(self.fresh.len()).unwrap_or(u32::MAX);
            self.fresh.push(cell.into());
            self.places.insert(cell, next);
            next
        });
        self.unsettled.push((self.of_rows.len(), place));
        self.of_rows.push(0);
    }

    /// For each row its group; cells that were met first in this part are met now.
    fn settle(mut self, names: &mut GroupNames) -> Vec<u32> {
        let mut group = |cell: &[u8]| u32::try_from(names.place(cell)).unwrap_or(u32::MAX);
        let groups: Vec<u32> = self.fresh.iter().map(|cell| group(cell)).collect();
        for (row, place) in self.unsettled {
            self.of_rows[row] = groups[place as usize];
        }
        self.of_rows
    }
}

impl<'k> Part<'k> {
    /// No rows yet; about as many as `rows` will follow.
    pub(crate) fn new(frame: Frame<'k>, items: usize, rows: usize) -> Self {
        let groups = || GroupCells {
            of_rows: Vec::with_capacity(rows),
            ..GroupCells::default()
        };
        let columns = || Columns {
            responses: Responses::with_room(items, rows),
            last: vec![MISSING; items * BLOCK],
            row_numbers: Vec::with_capacity(BLOCK),
        };
        Self {
            frame,
            seen: frame.keys.keys.iter().map(|_| Seen::new()).collect(),
            answers: match frame.counted {
                Some(shape) => Answers::Counted(Box::new(RowCounter::new(shape, rows))),
                None => Answers::Kept(columns()),
            },
            groups: frame.groups.iter().map(|_| groups()).collect(),
            bad: BadCells::default(),
            met: Met::default(),
        }
    }

    /// The keys that cells are read by.
    pub(crate) fn keys(&self) -> &'k Keys {
        self.frame.keys
    }

    /// What a cell says of an item.
    pub(crate) fn read(&mut self, item: usize, cell: &[u8]) -> Reading {
        let keys = self.frame.keys;
        let key = keys.of_item[item];
        self.seen[key].read(&keys.keys[key], cell)
    }

    /// The reason that a missing answer to an item carries.
    pub(crate) fn reason(&self, item: usize, answer: Answer) -> MissingReason {
        match answer {
            Answer::Missing(reason) => self.frame.keys.of(item).reason(reason).clone(),
            Answer::Bad => MissingReason::Invalid,
            Answer::Code(_) => MissingReason::Skipped,
        }
    }

    /// Adds a respondent without groups, whose answers are filled up to whole vectors; the groups, the reasons and the duration
    /// follow.
    #[inline]
    pub(crate) fn push(&mut self, answers: &[Lanes], row: u32) {
        match &mut self.answers {
            Answers::Kept(columns) => columns.push(answers.as_flattened(), row),
            Answers::Counted(counter) => counter.push(answers),
        }
        self.met.rows += 1;
    }

    /// Says which group of a grouping the last row is in.
    #[inline]
    pub(crate) fn group(&mut self, grouping: usize, cell: &[u8]) {
        self.groups[grouping].push(&self.frame.groups[grouping], cell);
    }

    /// Says why the last row has no answer to `item`.
    pub(crate) fn note(&mut self, item: usize, reason: MissingReason) {
        match &mut self.answers {
            Answers::Kept(columns) => {
                columns.settle();
                columns.responses.note(item, reason);
            }
            Answers::Counted(counter) => counter.note(item, reason),
        }
    }

    /// Says how long the last row took to answer, in milliseconds.
    pub(crate) fn took(&mut self, milliseconds: u32) {
        if let Answers::Kept(columns) = &mut self.answers {
            columns.settle();
            columns.responses.took(milliseconds);
        }
    }

    /// The end of the part.
    pub(crate) fn finish(self) -> ReadPart {
        ReadPart {
            answers: match self.answers {
                Answers::Kept(mut columns) => {
                    columns.settle();
                    ReadAnswers::Kept(columns.responses)
                }
                Answers::Counted(counter) => ReadAnswers::Counted(Box::new(counter.finish())),
            },
            groups: self.groups,
            bad: self.bad,
            met: self.met,
        }
    }
}

impl Columns {
    fn push(&mut self, answers: &[u8], row: u32) {
        if self.row_numbers.len() == BLOCK {
            self.settle();
        }
        let at = self.row_numbers.len();
        for (column, &answer) in self.last.chunks_exact_mut(BLOCK).zip(answers) {
            column[at] = answer;
        }
        self.row_numbers.push(row);
    }

    /// Adds the last rows to the columns.
    fn settle(&mut self) {
        self.responses.push_block(&self.last, BLOCK, &self.row_numbers);
        self.row_numbers.clear();
    }
}

/// A part that is read to its end.
pub(crate) struct ReadPart {
    answers: ReadAnswers,
    groups: Vec<GroupCells>,
    bad: BadCells,
    met: Met,
}

enum ReadAnswers {
    Kept(Responses),
    Counted(Box<CountedRows>),
}

/// A part whose rows' groups are known.
pub(crate) struct SettledPart {
    answers: ReadAnswers,
    /// For each grouping and row the group.
    places: Vec<Vec<u32>>,
    bad: BadCells,
    met: Met,
    /// How many rows of the table stand above it.
    above: u32,
}

impl ReadPart {
    /// The part below those whose groups are met; `above` is how many of the table's rows stand above it.
    pub(crate) fn settle(self, groups: &mut [GroupNames], above: u32) -> SettledPart {
        let places = self.groups.into_iter().zip(groups);
        SettledPart {
            answers: self.answers,
            places: places.map(|(cells, names)| cells.settle(names)).collect(),
            bad: self.bad,
            met: self.met,
            above,
        }
    }
}

impl Kept {
    /// Adds a part below those that are there.
    pub(crate) fn add(&mut self, part: SettledPart, groups: &[GroupNames], met: &mut Met) {
        for (grouping, names) in groups.iter().enumerate() {
            for group in self.responses.groupings()[grouping].names().len()..names.len() {
                let name = names.name(group);
                self.responses.place(grouping, name);
                if let Some(counting) = &mut self.counting {
                    counting.make_room(grouping, [name.to_owned()]);
                }
            }
        }
        match (part.answers, &mut self.counting) {
            (ReadAnswers::Kept(responses), _) => self.responses.append(responses, &part.places, part.above),
            (ReadAnswers::Counted(rows), Some(counting)) => counting.add(&rows, &part.places),
            (ReadAnswers::Counted(_), None) => {}
        }
        self.bad.append(part.bad, part.above);
        met.append(&part.met, part.above);
    }
}

impl Gathered {
    /// Adds a part of a table below those that are there; `above` is how many of the table's rows stand above it.
    pub(crate) fn append(&mut self, part: ReadPart, met: &mut Met, above: u32) {
        let part = part.settle(&mut self.groups, above);
        self.kept.add(part, &self.groups, met);
    }
}

/// A row without answers to so many items.
pub(crate) fn no_answers(items: usize) -> Vec<Lanes> {
    vec![[MISSING; LANES]; vectors(items)]
}
