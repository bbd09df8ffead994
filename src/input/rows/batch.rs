//! The result of reading one batch of rows. Batches are read in parallel and merged in file order.

use crate::input::duplicates::{BatchMarks, MarkedGroups, PartMarks, Remembered, RowMark};
use crate::input::rows::bad_cells::BadCells;
use crate::input::rows::batch_settings::BatchSettings;
use crate::input::rows::cell::{ParsedAnswer, ParsedCell};
use crate::input::rows::cell_cache::CellCache;
use crate::input::rows::cell_places::CellPlaces;
use crate::input::rows::gathered::{Gathered, Kept};
use crate::input::rows::group_names::GroupNames;
use crate::input::rows::keys::Keys;
use crate::input::rows::row_summary::RowSummary;
use crate::model::MissingReason;
use crate::tally::{CountedRows, LANES, Lanes, MISSING, Responses, RowCounter, vectors};

/// Rows per block. Small enough to stay in L1 cache while they are transposed.
const BLOCK: usize = 512;

/// A batch of rows. Row numbers are relative to the batch.
pub(crate) struct RowBatch<'k> {
    frame: BatchSettings<'k>,
    seen: Vec<CellCache>,
    answers: BatchAnswers<'k>,
    groups: Vec<GroupCells>,
    marks: BatchMarks<'k>,
    pub(crate) bad: BadCells,
    pub(crate) summary: RowSummary,
}

/// Per-row data of a batch except the groups.
enum BatchAnswers<'k> {
    Kept(ColumnBuffer),
    Counted(Box<RowCounter<'k>>),
}

/// Rows that are kept.
struct ColumnBuffer {
    responses: Responses,
    /// The rows of the current block, not yet transposed into columns: items × BLOCK.
    last: Vec<u8>,
    row_numbers: Vec<u32>,
}

/// The groups of a batch's rows in one column.
#[derive(Default)]
struct GroupCells {
    /// Group index per row; unspecified for rows whose group name is new in this batch.
    of_rows: Vec<u32>,
    /// Group names that are new in this batch, in order of first appearance.
    fresh: Vec<Box<[u8]>>,
    places: CellPlaces,
    /// The rows that have a new name, each with the index of that name.
    unsettled: Vec<(usize, u32)>,
}

impl GroupCells {
    #[inline(always)]
    fn push(&mut self, known: &GroupNames, cell: &[u8]) {
        match known.known(cell) {
            Some(group) => self.of_rows.push(group),
            None => self.push_fresh(cell),
        }
    }

    /// Adds a row whose group is not known yet.
    fn push_fresh(&mut self, cell: &[u8]) {
        let place = self.places.get(cell).unwrap_or_else(|| {
            // More names than a u32 can count would need more rows than a u32 can number.
            let next = u32::try_from(self.fresh.len()).unwrap_or(u32::MAX);
            self.fresh.push(cell.into());
            self.places.insert(cell, next);
            next
        });
        self.unsettled.push((self.of_rows.len(), place));
        self.of_rows.push(0);
    }

    /// Group index per row, after the new names have been added to `names`.
    fn settle(mut self, names: &mut GroupNames) -> Vec<u32> {
        let mut group = |cell: &[u8]| u32::try_from(names.place(cell)).unwrap_or(u32::MAX);
        let groups: Vec<u32> = self.fresh.iter().map(|cell| group(cell)).collect();
        for (row, place) in self.unsettled {
            self.of_rows[row] = groups[place as usize];
        }
        self.of_rows
    }
}

impl<'k> RowBatch<'k> {
    /// A batch without rows yet, with room for about `rows`.
    pub(crate) fn new(frame: BatchSettings<'k>, marks: BatchMarks<'k>, items: usize, rows: usize) -> Self {
        let groups = || GroupCells {
            of_rows: Vec::with_capacity(rows),
            ..GroupCells::default()
        };
        let columns = || ColumnBuffer {
            responses: Responses::with_room(items, rows),
            last: vec![MISSING; items * BLOCK],
            row_numbers: Vec::with_capacity(BLOCK),
        };
        Self {
            frame,
            seen: frame.keys.keys.iter().map(|_| CellCache::new()).collect(),
            answers: match frame.counted {
                Some(shape) => BatchAnswers::Counted(Box::new(RowCounter::new(shape, rows))),
                None => BatchAnswers::Kept(columns()),
            },
            groups: frame.groups.iter().map(|_| groups()).collect(),
            marks,
            bad: BadCells::default(),
            summary: RowSummary::default(),
        }
    }

    /// The cell parsers.
    pub(crate) fn keys(&self) -> &'k Keys {
        self.frame.keys
    }

    /// Parses a cell of an item.
    pub(crate) fn read(&mut self, item: usize, cell: &[u8]) -> ParsedCell {
        let keys = self.frame.keys;
        let key = keys.of_item[item];
        self.seen[key].read(&keys.keys[key], cell)
    }

    /// The reason of a missing answer to an item.
    pub(crate) fn reason(&self, item: usize, answer: ParsedAnswer) -> MissingReason {
        match answer {
            ParsedAnswer::Missing(reason) => self.frame.keys.of(item).reason(reason).clone(),
            ParsedAnswer::Bad => MissingReason::Invalid,
            ParsedAnswer::Code(_) => MissingReason::Skipped,
        }
    }

    /// True if the next response is to be left out. Call it once for every response, before [`Self::push`].
    #[inline(always)]
    pub(crate) fn skips_next(&mut self) -> bool {
        self.marks.skips_next()
    }

    /// Adds a row of answers, padded to whole vectors. The row's groups, reasons and duration follow in separate calls.
    #[inline(always)]
    pub(crate) fn push(&mut self, answers: &[Lanes], row: u32, mark: &RowMark) {
        self.marks.push(answers, mark);
        match &mut self.answers {
            BatchAnswers::Kept(columns) => columns.push(answers.as_flattened(), row),
            BatchAnswers::Counted(counter) => counter.push(answers),
        }
        self.summary.rows += 1;
    }

    /// Adds the group of one row in one grouping, in the order of the rows.
    #[inline(always)]
    pub(crate) fn group(&mut self, grouping: usize, cell: &[u8]) {
        self.groups[grouping].push(&self.frame.groups[grouping], cell);
    }

    /// Records why the last row has no answer to `item`.
    pub(crate) fn note(&mut self, item: usize, reason: MissingReason) {
        self.marks.note(item, &reason);
        match &mut self.answers {
            BatchAnswers::Kept(columns) => {
                columns.settle();
                columns.responses.note(item, reason);
            }
            BatchAnswers::Counted(counter) => counter.note(item, reason),
        }
    }

    /// Records the time that the last row took, in milliseconds.
    pub(crate) fn set_duration(&mut self, milliseconds: u32) {
        if let BatchAnswers::Kept(columns) = &mut self.answers {
            columns.settle();
            columns.responses.note_duration(milliseconds);
        }
    }

    /// Ends the batch.
    pub(crate) fn finish(self) -> FinishedBatch {
        FinishedBatch {
            answers: match self.answers {
                BatchAnswers::Kept(mut columns) => {
                    columns.settle();
                    FinishedAnswers::Kept(columns.responses)
                }
                BatchAnswers::Counted(counter) => FinishedAnswers::Counted(Box::new(counter.finish())),
            },
            groups: self.groups,
            marks: self.marks.finish(),
            bad: self.bad,
            summary: self.summary,
        }
    }
}

impl ColumnBuffer {
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

    /// Transposes the current block into the columns.
    fn settle(&mut self) {
        self.responses.push_block(&self.last, BLOCK, &self.row_numbers);
        self.row_numbers.clear();
    }
}

/// A batch that has been read to its end.
pub(crate) struct FinishedBatch {
    answers: FinishedAnswers,
    groups: Vec<GroupCells>,
    marks: PartMarks,
    bad: BadCells,
    summary: RowSummary,
}

enum FinishedAnswers {
    Kept(Responses),
    Counted(Box<CountedRows>),
}

/// A batch whose groups have their final indices.
pub(crate) struct PlacedBatch {
    answers: FinishedAnswers,
    /// Group index per grouping and row.
    places: Vec<Vec<u32>>,
    marks: PartMarks,
    bad: BadCells,
    summary: RowSummary,
    /// The number of rows above the batch in its table.
    above: u32,
}

impl FinishedBatch {
    /// Looks up the groups of this batch. Call it batch by batch in file order; `above` is the number of rows above
    /// this batch.
    pub(crate) fn settle(self, groups: &mut [GroupNames], above: u32) -> PlacedBatch {
        let places = self.groups.into_iter().zip(groups);
        PlacedBatch {
            answers: self.answers,
            places: places.map(|(cells, names)| cells.settle(names)).collect(),
            marks: self.marks,
            bad: self.bad,
            summary: self.summary,
            above,
        }
    }
}

impl Kept {
    /// Appends a batch.
    pub(crate) fn add(&mut self, batch: PlacedBatch, groups: &[GroupNames], summary: &mut RowSummary) {
        for (grouping, names) in groups.iter().enumerate() {
            for group in self.responses.groupings()[grouping].names().len()..names.len() {
                let name = names.name(group);
                self.responses.place(grouping, name);
                if let Some(counting) = &mut self.counting {
                    counting.make_room(grouping, [name.to_owned()]);
                }
            }
        }
        let headers: Vec<Option<u64>> = (0..groups.len()).map(|place| self.marks.header_of(place)).collect();
        let marked = batch.places.iter().zip(groups).zip(headers);
        let marked = marked.map(|((of_rows, names), header)| MarkedGroups {
            header,
            names: names.hashes(),
            of_rows,
        });
        let remembered = match &self.counting {
            Some(_) => Remembered::Some,
            None => Remembered::All,
        };
        self.marks.add(batch.marks, marked, remembered);
        match (batch.answers, &mut self.counting) {
            (FinishedAnswers::Kept(responses), _) => self.responses.append(responses, &batch.places, batch.above),
            (FinishedAnswers::Counted(rows), Some(counting)) => counting.add(&rows, &batch.places),
            (FinishedAnswers::Counted(_), None) => {}
        }
        self.bad.append(batch.bad, batch.above);
        summary.append(&batch.summary, batch.above);
    }
}

impl Gathered {
    /// Appends a batch; `above` is the number of rows above it in its table.
    pub(crate) fn append(&mut self, batch: FinishedBatch, summary: &mut RowSummary, above: u32) {
        let batch = batch.settle(&mut self.groups, above);
        self.kept.add(batch, &self.groups, summary);
    }
}

/// A row without any answer.
pub(crate) fn no_answers(items: usize) -> Vec<Lanes> {
    vec![[MISSING; LANES]; vectors(items)]
}
