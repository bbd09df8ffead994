//! Plain rows, read straight from the bytes: as many cells as the header has, no doubled quotes, nothing bad.
//!
//! Whatever is not plain is left to [`Body::take`]; a row that is plain says the same to both.

use std::ops::Range;

use crate::input::columns::{Took, milliseconds, milliseconds_between};
use crate::input::quick::block::{places_before, places_of};
use crate::input::quick::code_run::{CellsRead, CodeRun};
use crate::input::quick::glance::{Glanced, Glances};
use crate::input::quick::scan::first_of;
use crate::input::rows::{Answer, Body, CellKey, Keys, Part, no_answers};
use crate::model::MissingReason;
use crate::tally::{Lanes, MISSING};

/// What a field of a plain row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Nothing,
    /// This field and the ones after it hold the answers to so many items from this one on, which share a key.
    Items(usize, usize),
    Group(usize),
    Duration,
    /// When the respondent began (0) or had done (1).
    Moment(usize),
}

/// What an ASCII character alone in a cell says.
struct Letters {
    /// The place of a code; [`MISSING`] where it takes a closer look.
    places: [u8; 256],
    /// The same of letters that follow each other as their codes do.
    run: Option<CodeRun>,
}

/// How plain rows of a table are read.
pub(crate) struct Quick {
    delimiter: u8,
    uses: Vec<Use>,
    /// For each key.
    letters: Vec<Letters>,
    of_item: Vec<usize>,
    /// For each grouping its one group, if everybody is in it.
    everybody: Vec<Option<Vec<u8>>>,
}

/// What a row says, kept until it is known to be plain to its end.
pub(crate) struct Row {
    answers: Vec<Lanes>,
    /// For each grouping where its cell stands.
    groups: Vec<(usize, usize)>,
    reasons: Vec<(usize, MissingReason)>,
    wordings: Vec<(usize, u16)>,
    milliseconds: Option<u32>,
    /// For each key the labels that were met.
    glances: Vec<Glances>,
    /// For each item the bits of the labels that are not known to be noted as met in its column.
    unnoted: Vec<u64>,
}

impl Row {
    pub(crate) fn new(items: usize, groupings: usize, keys: usize, delimiter: u8) -> Self {
        Self {
            answers: no_answers(items),
            groups: vec![(0, 0); groupings],
            reasons: Vec::new(),
            wordings: Vec::new(),
            milliseconds: None,
            glances: (0..keys).map(|_| Glances::new(delimiter)).collect(),
            unnoted: vec![u64::MAX; items],
        }
    }

    /// Whether there is an answer to any item.
    #[inline]
    fn is_answered(&self) -> bool {
        let lanes = self.answers.as_flattened().iter();
        lanes.fold(0, |others, answer| others | (answer ^ MISSING)) != 0
    }
}

/// A cell of a row and the byte after it.
struct Cell<'t> {
    text: &'t [u8],
    /// Where the byte after the cell, its closing quote included, stands.
    end: usize,
}

/// Where neighbouring cells end that stand in no quotes, as far as one look at a row's bytes tells.
#[derive(Default)]
struct Ends {
    /// The delimiters that are not used up, each a bit.
    places: u64,
    /// Where in the row the lowest bit stands.
    from: usize,
}

impl Ends {
    /// Where the cell that begins at `at` ends; `None` where it takes a closer look.
    #[inline]
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

impl Letters {
    fn of(key: &CellKey, delimiter: u8) -> Self {
        let mut places = [MISSING; 256];
        for (letter, says) in (0..=u8::MAX).zip(&mut places) {
            let plain = letter.is_ascii_graphic() && letter != b'"' && letter != delimiter;
            if let Some(Answer::Code(place)) = key.single(letter).filter(|_| plain) {
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

    /// The place of a code that stands for itself.
    #[inline]
    fn place(&self, letter: u8) -> Option<u8> {
        Some(self.places[usize::from(letter)]).filter(|place| *place != MISSING)
    }
}

impl Quick {
    /// How plain rows are read; `None` where the layout has rules for rows or puts one field to several uses.
    pub(crate) fn of(body: &Body<'_>, keys: &Keys, delimiter: u8) -> Option<Self> {
        if !body.plan.drop.is_empty() || matches!(delimiter, b'"' | b'\r' | b'\n' | 0x80..) {
            return None;
        }
        let mut uses = vec![Use::Nothing; body.plan.width];
        let mut put = |column: usize, to: Use| {
            let [field] = *body.plan.columns[column].fields.as_slice() else {
                return None;
            };
            let free = uses.get_mut(field).filter(|free| **free == Use::Nothing)?;
            *free = to;
            Some(())
        };
        for (item, &column) in body.items.iter().enumerate() {
            put(column, Use::Items(item, 1))?;
        }
        let mut everybody = Vec::new();
        for (grouping, column) in body.groupings.iter().enumerate() {
            if let Some(column) = column {
                put(*column, Use::Group(grouping))?;
            }
            everybody.push(column.is_none().then(|| body.everybody.as_bytes().to_vec()));
        }
        match body.duration {
            Some(Took::Column(column)) => put(column, Use::Duration)?,
            Some(Took::Between(start, end)) => {
                put(start, Use::Moment(0))?;
                put(end, Use::Moment(1))?;
            }
            None => {}
        }
        if keys.keys.iter().any(|key| key.empty() != Answer::Missing(0)) {
            return None;
        }
        let letters = keys.keys.iter().map(|key| Letters::of(key, delimiter));
        Some(Self {
            delimiter,
            uses: runs(uses, &keys.of_item),
            letters: letters.collect(),
            of_item: keys.of_item.clone(),
            everybody,
        })
    }

    /// Reads the row at the start of `text` into the part and says where it ends, with its line break; `None` when it is not
    /// plain or not there as a whole.
    pub(crate) fn read(&self, text: &[u8], number: u32, row: &mut Row, part: &mut Part<'_>) -> Option<usize> {
        row.reasons.clear();
        row.wordings.clear();
        row.milliseconds = None;
        let mut at = 0;
        let mut moments = [(0, 0); 2];
        let mut ends = Ends::default();
        let last = self.uses.len().checked_sub(1)?;
        for (place, used) in self.uses.iter().enumerate() {
            if let Use::Items(first, items) = *used {
                at += self.answers(text.get(at..)?, first..first + items, place == last, row, part)?;
                ends = Ends::default();
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
                Use::Nothing | Use::Items(..) => {}
                Use::Group(grouping) => row.groups[grouping] = (start, end),
                Use::Moment(which) => moments[which] = (start, end),
                Use::Duration => row.milliseconds = milliseconds(text.get(start..end)?),
            }
        }
        let [(start, started), (end, ended)] = moments;
        if start < started {
            row.milliseconds = milliseconds_between(text.get(start..started)?, text.get(end..ended)?);
        }
        // A row without answers may be empty.
        row.is_answered().then(|| self.keep(text, number, row, part))?;
        Some(at)
    }

    /// Takes down the answers to neighbouring items, at the start of `text`, and says how many bytes they have; `last` if a line
    /// break ends the last of them.
    #[inline]
    fn answers(
        &self,
        text: &[u8],
        mut items: Range<usize>,
        last: bool,
        row: &mut Row,
        part: &mut Part<'_>,
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
                if let Some(bytes) = self.last_label(text, items.start, row, part) {
                    return Some(bytes);
                }
            } else {
                let room = &mut row.answers.as_flattened_mut()[items.clone()];
                let read = self.letters(text.get(at..)?, letters, room);
                at += read.bytes;
                items.start += read.cells;
                let read = self.labels(text.get(at..)?, items.clone(), row, part);
                at += read.bytes;
                items.start += read.cells;
            }
            // The one at which the letters and the known texts end.
            if let Some(item) = items.next() {
                let rest = text.get(at..)?;
                let cell = self.cell(rest)?;
                self.answer(item, cell.text, &rest[..cell.end], row, part)?;
                at = self.after(text, at + cell.end, last)?;
            }
        }
        Some(at)
    }

    /// Answers of one letter or none, quoted or not, at the start of `rest`, at most as many as there is room for.
    #[inline]
    fn letters(&self, rest: &[u8], letters: &Letters, room: &mut [u8]) -> CellsRead {
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

    /// The answers to neighbouring items that stand at the start of `text` as labels that were met, or as nothing between them.
    #[inline]
    fn labels(&self, text: &[u8], items: Range<usize>, row: &mut Row, part: &Part<'_>) -> CellsRead {
        let glances = &row.glances[self.of_item.get(items.start).copied().unwrap_or(0)];
        if glances.is_empty() {
            return CellsRead::default();
        }
        let answers = &mut row.answers.as_flattened_mut()[items.clone()];
        let unnoted = &mut row.unnoted[items.clone()];
        glances.read(text, answers, unnoted, |cell, seen, unnoted| {
            note(seen, items.start + cell, unnoted, &mut row.wordings, part);
        })
    }

    /// Takes down the answer to the last item, if a label that was met and a line break stand at the start of `text`, and says
    /// how many bytes they have.
    #[inline]
    fn last_label(&self, text: &[u8], item: usize, row: &mut Row, part: &Part<'_>) -> Option<usize> {
        let glances = &row.glances[self.of_item[item]];
        if glances.is_empty() {
            return None;
        }
        let end = places_of(text.first_chunk()?, b'\n').trailing_zeros() as usize;
        let halved = end.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r');
        // A delimiter before the line break is in no known text.
        let seen = glances.see_last(text.first_chunk()?, end - usize::from(halved))?;
        row.answers.as_flattened_mut()[item] = seen.place;
        if seen.bit & row.unnoted[item] != 0 {
            note(seen, item, &mut row.unnoted[item], &mut row.wordings, part);
        }
        Some(end + 1)
    }

    /// Where the next cell begins, or the next row; `at` is where the cell before ends. `None` when the row goes on where it
    /// should not or the other way round.
    #[inline]
    fn after(&self, text: &[u8], at: usize, last: bool) -> Option<usize> {
        let after = *text.get(at)?;
        if (after == self.delimiter) == last {
            return None;
        }
        if after != b'\r' {
            return Some(at + 1);
        }
        // Whether the line break has a second half is not known where the text ends.
        Some(at + 1 + usize::from(*text.get(at + 1)? == b'\n'))
    }

    /// The cell at the start of `rest`, which a delimiter or a line break ends.
    #[inline]
    fn cell<'t>(&self, rest: &'t [u8]) -> Option<Cell<'t>> {
        let ends = [self.delimiter, b'\n', b'\r'];
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            // A line break within quotes takes a closer look, a doubled quote too.
            let length = first_of(quoted, [b'"', b'\n'])?;
            let end = length + 2;
            let text = &quoted[..length];
            let closed = quoted[length] == b'"' && rest.get(end).is_some_and(|after| ends.contains(after));
            return closed.then_some(Cell { text, end });
        }
        let end = first_of(rest, ends)?;
        let text = &rest[..end];
        Some(Cell { text, end })
    }

    /// Takes a cell's answer down, `whole` with its quotes; `None` when the row needs a closer look.
    #[inline]
    fn answer(&self, item: usize, cell: &[u8], whole: &[u8], row: &mut Row, part: &mut Part<'_>) -> Option<()> {
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
        let read = part.read(item, cell);
        if let Some(wording) = read.wording
            && !part.met.wordings.holds(item, wording)
        {
            row.wordings.push((item, wording));
        }
        match read.answer {
            // White space may be declared, but a row of nothing else is empty.
            Answer::Code(_) if cell.trim_ascii().is_empty() => None,
            Answer::Code(place) => {
                *answer = place;
                row.glances[key].keep(whole, place, read.wording);
                Some(())
            }
            Answer::Missing(0) => Some(()),
            Answer::Missing(_) => {
                row.reasons.push((item, part.reason(item, read.answer)));
                Some(())
            }
            Answer::Bad => None,
        }
    }

    fn keep(&self, text: &[u8], number: u32, row: &mut Row, part: &mut Part<'_>) {
        part.push(&row.answers, number);
        for (grouping, (everybody, &(start, end))) in self.everybody.iter().zip(&row.groups).enumerate() {
            part.group(grouping, everybody.as_deref().unwrap_or(&text[start..end]));
        }
        for (item, wording) in row.wordings.drain(..) {
            part.met.wordings.note(item, wording);
        }
        if let Some(milliseconds) = row.milliseconds.take() {
            part.took(milliseconds);
        }
        for (item, reason) in row.reasons.drain(..) {
            part.note(item, reason);
        }
    }
}

/// Notes that a label was met in the column of an item, once the row is known to be plain; if it is noted, its bit goes.
#[cold]
fn note(seen: &Glanced, item: usize, unnoted: &mut u64, wordings: &mut Vec<(usize, u16)>, part: &Part<'_>) {
    let Some(wording) = seen.wording else { return };
    if part.met.wordings.holds(item, wording) {
        *unnoted &= !seen.bit;
    } else {
        wordings.push((item, wording));
    }
}

/// Neighbouring fields of neighbouring items with one key as one; the last field stays by itself.
fn runs(uses: Vec<Use>, of_item: &[usize]) -> Vec<Use> {
    let fields = uses.len();
    let mut runs: Vec<Use> = Vec::new();
    for (field, used) in uses.into_iter().enumerate() {
        match (runs.last_mut(), used) {
            (Some(Use::Items(first, items)), Use::Items(item, 1))
                if item == *first + *items && of_item[item] == of_item[*first] && field + 1 < fields =>
            {
                *items += 1;
            }
            _ => runs.push(used),
        }
    }
    runs
}
