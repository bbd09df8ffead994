//! Reads plain rows straight from the bytes: as many cells as the header, no doubled quotes, nothing unreadable.
//!
//! All other rows are left to [`TableReader::take`]. A plain row gives the same result either way.

use std::ops::Range;

use crate::input::columns::{DurationColumns, milliseconds, milliseconds_between};
use crate::input::duplicates::RowMark;
use crate::input::quick::block::{places_before, places_of};
use crate::input::quick::code_run::{CellsRead, CodeRun};
use crate::input::quick::glance::{Glanced, Glances};
use crate::input::quick::scan::first_of;
use crate::input::rows::{CellKey, Keys, ParsedAnswer, RowBatch, TableReader, no_answers};
use crate::model::MissingReason;
use crate::tally::{Lanes, MISSING};

/// The use of a field in a plain row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldUse {
    /// Nothing but the mark of the row.
    Nothing(usize),
    /// This field and the following ones are answers: the first item and the number of items, which share a cell
    /// parser.
    Items(usize, usize),
    Group(usize),
    Duration(usize),
    /// The time at which the respondent started (0) or finished (1), and its field.
    Moment(usize, usize),
}

/// The meaning of cells that are one ASCII character.
struct CharacterCodes {
    /// The index of the code per character; [`MISSING`] if the character is not a code by itself.
    places: [u8; 256],
    /// A reader for codes written as consecutive characters.
    run: Option<CodeRun>,
}

/// Reads the plain rows of a table.
pub(crate) struct PlainRowReader<'b> {
    body: &'b TableReader<'b>,
    delimiter: u8,
    uses: Vec<FieldUse>,
    /// One per cell parser.
    letters: Vec<CharacterCodes>,
    of_item: Vec<usize>,
    /// For each grouping, the one group that everybody belongs to, if there is no column.
    everybody: Vec<Option<Vec<u8>>>,
}

/// The content of a row, stored until the row has proved plain to its end.
pub(crate) struct PlainRow {
    answers: Vec<Lanes>,
    /// For each grouping, the start and end of its cell.
    groups: Vec<(usize, usize)>,
    reasons: Vec<(usize, MissingReason)>,
    wordings: Vec<(usize, u16)>,
    milliseconds: Option<u32>,
    mark: RowMark,
    /// For each cell parser, the labels seen so far.
    glances: Vec<Glances>,
    /// Per item: bitmask of labels not yet recorded as seen in that column.
    unnoted: Vec<u64>,
}

impl PlainRow {
    pub(crate) fn new(items: usize, groupings: usize, keys: usize, delimiter: u8) -> Self {
        Self {
            answers: no_answers(items),
            groups: vec![(0, 0); groupings],
            reasons: Vec::new(),
            wordings: Vec::new(),
            milliseconds: None,
            mark: RowMark::default(),
            glances: (0..keys).map(|_| Glances::new(delimiter)).collect(),
            unnoted: vec![u64::MAX; items],
        }
    }

    /// True if the row answers any item. Most rows answer the first.
    #[inline(always)]
    fn is_answered(&self) -> bool {
        self.answers.as_flattened().iter().any(|&answer| answer != MISSING)
    }

    /// Moves the wordings and reasons, which few rows have, to the batch.
    fn note_in(&mut self, batch: &mut RowBatch<'_>) {
        for (item, wording) in self.wordings.drain(..) {
            batch.summary.wordings.note(item, wording);
        }
        for (item, reason) in self.reasons.drain(..) {
            batch.note(item, reason);
        }
    }
}

/// A cell of a row.
struct PlainCell<'t> {
    text: &'t [u8],
    /// The place of the byte after the cell and its closing quote.
    end: usize,
}

/// The ends of neighbouring unquoted cells, found with one look at the bytes of a row.
#[derive(Default)]
struct CellEnds {
    /// Bit mask of delimiters not yet used.
    places: u64,
    /// The place in the row of the lowest bit.
    from: usize,
}

impl CellEnds {
    /// The end of the cell that starts at `at`; `None` if it must be read with more care.
    #[inline(always)]
    fn next(&mut self, text: &[u8], at: usize, delimiter: u8) -> Option<usize> {
        if self.places == 0 {
            let span = text.get(at..)?.first_chunk()?;
            self.places = places_before(span, delimiter, [b'"', b'\n', b'\r']);
            self.from = at;
            if self.places == 0 {
                return None;
            }
        }
        let end = self.from + self.places.trailing_zeros() as usize;
        self.places &= self.places - 1;
        Some(end)
    }
}

impl CharacterCodes {
    fn of(key: &CellKey, delimiter: u8) -> Self {
        let mut places = [MISSING; 256];
        for (letter, says) in (0..=u8::MAX).zip(&mut places) {
            let plain = letter.is_ascii_graphic() && letter != b'"' && letter != delimiter;
            if let Some(ParsedAnswer::Code(place)) = key.single(letter).filter(|_| plain) {
                *says = place;
            }
        }
        let first = (0..=u8::MAX).find(|&letter| places[usize::from(letter)] == 0);
        let run = first.and_then(|first| {
            let follows =
                |place: &u8| first.checked_add(*place).map(|letter| places[usize::from(letter)]) == Some(*place);
            let count = (0..MISSING).take_while(follows).count();
            CodeRun::new(first, u8::try_from(count).ok()?, delimiter)
        });
        Self { places, run }
    }

    /// The index of the code that a character stands for.
    #[inline(always)]
    fn place(&self, letter: u8) -> Option<u8> {
        Some(self.places[usize::from(letter)]).filter(|place| *place != MISSING)
    }
}

impl<'b> PlainRowReader<'b> {
    /// A reader for the plain rows of a table. Returns `None` if the layout has rules for rows or a field has several
    /// uses.
    pub(crate) fn of(body: &'b TableReader<'b>, keys: &Keys, delimiter: u8) -> Option<Self> {
        if !body.plan.drop.is_empty() || matches!(delimiter, b'"' | b'\r' | b'\n' | 0x80..) {
            return None;
        }
        let mut uses: Vec<FieldUse> = (0..body.plan.width).map(FieldUse::Nothing).collect();
        let mut put = |column: usize, to: &dyn Fn(usize) -> FieldUse| {
            let [field] = *body.plan.columns[column].fields.as_slice() else {
                return None;
            };
            let free = uses
                .get_mut(field)
                .filter(|free| matches!(free, FieldUse::Nothing(_)))?;
            *free = to(field);
            Some(())
        };
        // The user may name a column as the id of responses that is read as something else too.
        let is_apart = |column: usize| {
            let mut fields = body.plan.columns[column].fields.iter();
            fields.all(|&field| body.marker.is_apart(field)).then_some(())
        };
        for (item, &column) in body.items.iter().enumerate() {
            put(column, &|_| FieldUse::Items(item, 1))?;
            is_apart(column)?;
        }
        let mut everybody = Vec::new();
        for (grouping, column) in body.groupings.iter().enumerate() {
            if let Some(column) = column {
                put(*column, &|_| FieldUse::Group(grouping))?;
                is_apart(*column)?;
            }
            everybody.push(column.is_none().then(|| body.everybody.as_bytes().to_vec()));
        }
        match body.duration {
            Some(DurationColumns::Column(column)) => put(column, &FieldUse::Duration)?,
            Some(DurationColumns::Between(start, end)) => {
                put(start, &|field| FieldUse::Moment(0, field))?;
                put(end, &|field| FieldUse::Moment(1, field))?;
            }
            None => {}
        }
        if keys.keys.iter().any(|key| key.empty() != ParsedAnswer::Missing(0)) {
            return None;
        }
        let letters = keys.keys.iter().map(|key| CharacterCodes::of(key, delimiter));
        Some(Self {
            body,
            delimiter,
            uses: runs(uses, &keys.of_item),
            letters: letters.collect(),
            of_item: keys.of_item.clone(),
            everybody,
        })
    }

    /// Reads the row at the start of `text` into the batch and returns its length with the line break. Returns `None`
    /// if the row is not plain or not complete.
    pub(crate) fn read(&self, text: &[u8], number: u32, row: &mut PlainRow, batch: &mut RowBatch<'_>) -> Option<usize> {
        row.reasons.clear();
        row.wordings.clear();
        row.milliseconds = None;
        row.mark = RowMark::default();
        let mut at = 0;
        let mut moments = [(0, 0); 2];
        let mut ends = CellEnds::default();
        let last = self.uses.len().checked_sub(1)?;
        for (place, used) in self.uses.iter().enumerate() {
            if let FieldUse::Items(first, items) = *used {
                at += self.answers(text.get(at..)?, first..first + items, place == last, row, batch)?;
                ends = CellEnds::default();
                continue;
            }
            let known = if place == last {
                None
            } else {
                ends.next(text, at, self.delimiter)
            };
            let (start, end) = if let Some(end) = known {
                (std::mem::replace(&mut at, end + 1), end)
            } else {
                let cell = self.cell(text.get(at..)?)?;
                let start = at + usize::from(text.get(at) == Some(&b'"'));
                at = self.after(text, at + cell.end, place == last)?;
                (start, start + cell.text.len())
            };
            match *used {
                FieldUse::Items(..) => {}
                FieldUse::Nothing(field) => self.body.marker.add(field, text.get(start..end)?, &mut row.mark),
                FieldUse::Group(grouping) => row.groups[grouping] = (start, end),
                FieldUse::Moment(which, field) => {
                    moments[which] = (start, end);
                    self.body.marker.add(field, text.get(start..end)?, &mut row.mark);
                }
                FieldUse::Duration(field) => {
                    let cell = text.get(start..end)?;
                    row.milliseconds = milliseconds(cell);
                    self.body.marker.add(field, cell, &mut row.mark);
                }
            }
        }
        let [(start, started), (end, ended)] = moments;
        if start < started {
            row.milliseconds = milliseconds_between(text.get(start..started)?, text.get(end..ended)?);
        }
        // A row without answers may be an empty row, which is not kept.
        row.is_answered().then(|| self.keep(text, number, row, batch))?;
        Some(at)
    }

    /// Reads the answers to neighbouring items at the start of `text` and returns their length. `last` is true if a
    /// line break ends the last of them.
    #[inline(always)]
    fn answers(
        &self,
        text: &[u8],
        mut items: Range<usize>,
        last: bool,
        row: &mut PlainRow,
        batch: &mut RowBatch<'_>,
    ) -> Option<usize> {
        let letters = &self.letters[self.of_item[items.start]];
        let mut at = 0;
        while !items.is_empty() {
            if last {
                if let [letter, b'\n', ..] = *text
                    && let Some(place) = letters.place(letter)
                {
                    row.answers.as_flattened_mut()[items.start] = place;
                    return Some(2);
                }
                if let Some(bytes) = self.last_label(text, items.start, row, batch) {
                    return Some(bytes);
                }
            } else {
                let room = &mut row.answers.as_flattened_mut()[items.clone()];
                let read = self.letters(text.get(at..)?, letters, room);
                at += read.bytes;
                items.start += read.cells;
                let read = self.labels(text.get(at..)?, items.clone(), row, batch);
                at += read.bytes;
                items.start += read.cells;
            }
            // The cell that stopped both fast readers.
            if let Some(item) = items.next() {
                let rest = text.get(at..)?;
                let cell = self.cell(rest)?;
                self.answer(item, cell.text, &rest[..cell.end], row, batch)?;
                at = self.after(text, at + cell.end, last)?;
            }
        }
        Some(at)
    }

    /// Reads answers of one character or none, quoted or not, at the start of `rest`, until `room` is full.
    #[inline(always)]
    fn letters(&self, rest: &[u8], letters: &CharacterCodes, room: &mut [u8]) -> CellsRead {
        let (mut left, mut count) = (rest, 0);
        while count < room.len() {
            if let Some(run) = &letters.run {
                let CellsRead { cells, bytes } = run.read(left, &mut room[count..]);
                left = &left[bytes..];
                count += cells;
            }
            let Some(answer) = room.get_mut(count) else { break };
            let place = match *left {
                [letter, after, ..] if after == self.delimiter && letters.place(letter).is_some() => {
                    left = &left[2..];
                    letters.places[usize::from(letter)]
                }
                [after, ..] if after == self.delimiter => {
                    left = &left[1..];
                    MISSING
                }
                [b'"', letter, b'"', after, ..] if after == self.delimiter && letters.place(letter).is_some() => {
                    left = &left[4..];
                    letters.places[usize::from(letter)]
                }
                [b'"', b'"', after, ..] if after == self.delimiter => {
                    left = &left[3..];
                    MISSING
                }
                _ => break,
            };
            *answer = place;
            count += 1;
        }
        let bytes = rest.len() - left.len();
        CellsRead { cells: count, bytes }
    }

    /// Reads answers at the start of `text` that are known labels or empty cells.
    #[inline]
    fn labels(&self, text: &[u8], items: Range<usize>, row: &mut PlainRow, batch: &RowBatch<'_>) -> CellsRead {
        let glances = &row.glances[self.of_item.get(items.start).copied().unwrap_or(0)];
        if glances.is_empty() {
            return CellsRead::default();
        }
        let answers = &mut row.answers.as_flattened_mut()[items.clone()];
        let unnoted = &mut row.unnoted[items.clone()];
        glances.read(text, answers, unnoted, |cell, seen, unnoted| {
            note(seen, items.start + cell, unnoted, &mut row.wordings, batch);
        })
    }

    /// Reads the answer to the last item, if `text` starts with a known label and a line break, and returns its length.
    #[inline(always)]
    fn last_label(&self, text: &[u8], item: usize, row: &mut PlainRow, batch: &RowBatch<'_>) -> Option<usize> {
        let glances = &row.glances[self.of_item[item]];
        if glances.is_empty() {
            return None;
        }
        let end = places_of(text.first_chunk()?, b'\n').trailing_zeros() as usize;
        let halved = end.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r');
        // Known texts contain no delimiter, so a delimiter before the line break is noticed.
        let seen = glances.see_last(text.first_chunk()?, end - usize::from(halved))?;
        row.answers.as_flattened_mut()[item] = seen.place;
        if seen.bit & row.unnoted[item] != 0 {
            note(seen, item, &mut row.unnoted[item], &mut row.wordings, batch);
        }
        Some(end + 1)
    }

    /// The start of the next cell or row; `at` is the end of the current cell. Returns `None` if the row ends too early
    /// or too late.
    #[inline(always)]
    fn after(&self, text: &[u8], at: usize, last: bool) -> Option<usize> {
        let after = *text.get(at)?;
        if (after == self.delimiter) == last {
            return None;
        }
        if after != b'\r' {
            return Some(at + 1);
        }
        // At the end of the text it is unknown whether a line feed follows.
        Some(at + 1 + usize::from(*text.get(at + 1)? == b'\n'))
    }

    /// The cell at the start of `rest`, ended by a delimiter or a line break.
    #[inline(always)]
    fn cell<'t>(&self, rest: &'t [u8]) -> Option<PlainCell<'t>> {
        let ends = [self.delimiter, b'\n', b'\r'];
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            // Line breaks within quotes and doubled quotes are left to the slower reader.
            let length = first_of(quoted, [b'"', b'\n'])?;
            let end = length + 2;
            let text = &quoted[..length];
            let closed = quoted[length] == b'"' && rest.get(end).is_some_and(|after| ends.contains(after));
            return closed.then_some(PlainCell { text, end });
        }
        let end = first_of(rest, ends)?;
        let text = &rest[..end];
        Some(PlainCell { text, end })
    }

    /// Reads the answer in a cell; `whole` includes its quotes. Returns `None` if the row must be read with more care.
    #[inline]
    fn answer(
        &self,
        item: usize,
        cell: &[u8],
        whole: &[u8],
        row: &mut PlainRow,
        batch: &mut RowBatch<'_>,
    ) -> Option<()> {
        let answer = &mut row.answers.as_flattened_mut()[item];
        *answer = MISSING;
        if cell.is_empty() {
            return Some(());
        }
        let key = self.of_item[item];
        if let [letter] = *cell
            && let Some(place) = self.letters[key].place(letter)
        {
            *answer = place;
            return Some(());
        }
        let read = batch.read(item, cell);
        if let Some(wording) = read.wording
            && !batch.summary.wordings.holds(item, wording)
        {
            row.wordings.push((item, wording));
        }
        match read.answer {
            // White space may be a declared text, but a row of nothing else is empty.
            ParsedAnswer::Code(_) if cell.trim_ascii().is_empty() => None,
            ParsedAnswer::Code(place) => {
                *answer = place;
                row.glances[key].keep(whole, place, read.wording);
                Some(())
            }
            ParsedAnswer::Missing(0) => Some(()),
            ParsedAnswer::Missing(_) => {
                row.reasons.push((item, batch.reason(item, read.answer)));
                Some(())
            }
            ParsedAnswer::Bad => None,
        }
    }

    #[inline(always)]
    fn keep(&self, text: &[u8], number: u32, row: &mut PlainRow, batch: &mut RowBatch<'_>) {
        if batch.skips_next() {
            return;
        }
        // Groups first: the processor stalls if it reads answers as a vector right after they were written in smaller pieces.
        for (grouping, (everybody, &(start, end))) in self.everybody.iter().zip(&row.groups).enumerate() {
            batch.group(grouping, everybody.as_deref().unwrap_or(&text[start..end]));
        }
        batch.push(&row.answers, number, &row.mark);
        if let Some(milliseconds) = row.milliseconds.take() {
            batch.set_duration(milliseconds);
        }
        if !(row.wordings.is_empty() && row.reasons.is_empty()) {
            row.note_in(batch);
        }
    }
}

/// Records that a label occurs in the column of an item, once the row has proved plain. Clears the bit of a label that
/// is already recorded.
#[cold]
fn note(seen: &Glanced, item: usize, unnoted: &mut u64, wordings: &mut Vec<(usize, u16)>, batch: &RowBatch<'_>) {
    let Some(wording) = seen.wording else { return };
    if batch.summary.wordings.holds(item, wording) {
        *unnoted &= !seen.bit;
    } else {
        wordings.push((item, wording));
    }
}

/// Joins neighbouring fields of neighbouring items that share a cell parser. The last field stays separate.
fn runs(uses: Vec<FieldUse>, of_item: &[usize]) -> Vec<FieldUse> {
    let fields = uses.len();
    let mut runs: Vec<FieldUse> = Vec::new();
    for (field, used) in uses.into_iter().enumerate() {
        match (runs.last_mut(), used) {
            (Some(FieldUse::Items(first, items)), FieldUse::Items(item, 1))
                if item == *first + *items && of_item[item] == of_item[*first] && field + 1 < fields =>
            {
                *items += 1;
            }
            _ => runs.push(used),
        }
    }
    runs
}
