//! Finds blocks of rows that stand twice although nothing identifies the responses.
//!
//! In a short questionnaire many rows are equal, so a few equal rows in the same order mean little. Each row of a block is
//! weighed by how rare its answers are; rows equal to the row before them do not count, because files may be sorted.

use std::collections::HashMap;
use std::ops::Range;

use crate::input::duplicates::hash::mix;
use crate::input::duplicates::marks::SurveyMarks;
use crate::input::duplicates::response::whole;

/// Rows compared at once.
const RUN: usize = 3;

/// The fewest rows of a block, unless it is half a file.
const FEWEST: usize = 10;

/// In surveys with more rows than this, only some runs are remembered: at least one in each block of [`FEWEST`] rows.
const FEW_ROWS: usize = 1 << 16;

/// Of how many runs in a row one is remembered.
const ONE_IN: usize = FEWEST - RUN + 1;

/// A block stands twice by chance in at most one of so many surveys.
const SURVEYS: f64 = 1e6;

/// The most rows of a block that are weighed.
const WEIGHED: usize = 1 << 12;

/// The most rows by which the frequency of answers is judged.
const SAMPLE: usize = 1 << 16;

/// A block of rows that stands twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedBlock {
    /// The number of rows that are there again, in the same order.
    pub rows: usize,
    /// The file with the first of the two.
    pub first: String,
    /// The file with the second of the two; it may be the same.
    pub second: String,
    /// The number of rows of the second file.
    pub of: usize,
    /// How sure it is that people would be counted twice.
    pub doubt: BlockDoubt,
}

/// How sure it is that a block holds the same people twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockDoubt {
    /// It stands elsewhere again, as when a file is appended to itself or given twice.
    None,
    /// It follows itself directly and is a small part of its file, as in data made up by repeating rows: the user is told, and
    /// decides.
    FollowsItself,
}

/// A block that follows itself is doubtful if its rows are at most one in so many of the file.
const SMALL_PART: usize = 4;

/// Rows of two files, or of one, that stand twice.
#[derive(Default)]
struct Repeats {
    rows: usize,
    elsewhere: usize,
}

/// Rows that follow one another in a file.
struct Run {
    file: usize,
    /// Their places in the list of compared rows.
    rows: Range<usize>,
}

/// The rows that are compared.
struct Compared<'m> {
    marks: &'m SurveyMarks,
    /// Their indices among all rows.
    rows: Vec<usize>,
    runs: Vec<Run>,
}

/// Two equal blocks: their first places and their length.
struct Twice {
    first: usize,
    second: usize,
    length: usize,
}

/// The longest block of rows that stands twice, among all rows but those in `left_out` (in ascending order).
pub(crate) fn repeated_block(marks: &SurveyMarks, left_out: &[usize]) -> Option<RepeatedBlock> {
    let compared = Compared::new(marks, left_out);
    let mut weights: Option<Weights> = None;
    let one_in = if compared.rows.len() > FEW_ROWS { ONE_IN } else { 1 };
    let mut known = Places::with_room(compared.rows.len() / one_in.div_ceil(2));
    let mut found: HashMap<[usize; 2], Repeats> = HashMap::new();
    for run in &compared.runs {
        let mut covered = run.rows.start;
        let mut anchors = Anchors::new(&compared, run, one_in);
        while let Some((place, key)) = anchors.next() {
            let Some(first) = known.first(key, place) else {
                continue;
            };
            if place < covered {
                continue;
            }
            let twice = compared.extended(first, place, run);
            let weights = weights.get_or_insert_with(|| Weights::of(&compared));
            if compared.is_block(&twice, run) && compared.is_beyond_chance(&twice, weights) {
                covered = twice.second + twice.length;
                let files = [compared.run_of(first).file, run.file];
                let repeats = found.entry(files).or_default();
                repeats.rows += twice.length;
                if twice.second != twice.first + twice.length {
                    repeats.elsewhere += twice.length;
                }
            } else {
                known.forget(key);
            }
        }
    }
    let of = |files: [usize; 2]| marks.files[files[1]].rows.len();
    let doubt = |files: [usize; 2], repeats: &Repeats| {
        if repeats.elsewhere == 0 && repeats.rows * SMALL_PART <= of(files) {
            BlockDoubt::FollowsItself
        } else {
            BlockDoubt::None
        }
    };
    // The worst: a block that is surely there twice before a doubtful one, and then the longest.
    let (files, repeats) = found
        .into_iter()
        .max_by_key(|(files, repeats)| (doubt(*files, repeats) == BlockDoubt::None, repeats.rows, *files))?;
    let [first, second] = files.map(|file| marks.files[file].name.clone());
    Some(RepeatedBlock {
        rows: repeats.rows,
        first,
        second,
        of: of(files),
        doubt: doubt(files, &repeats),
    })
}

/// The first place of each run of rows that is remembered.
struct Places {
    /// The key and the place; 0 where there is none.
    slots: Vec<(u64, usize)>,
}

/// The place of a run that is too common to tell anything.
const COMMON: usize = usize::MAX;

impl Places {
    fn with_room(runs: usize) -> Self {
        Self {
            slots: vec![(0, 0); (2 * runs).next_power_of_two().max(16)],
        }
    }

    fn slot(&mut self, key: u64) -> Option<&mut (u64, usize)> {
        let mask = self.slots.len() - 1;
        #[expect(clippy::cast_possible_truncation, reason = "any bits of a hash will do")]
        let start = (key ^ (key >> 32)) as usize;
        // The table is never full: it has room for twice as many runs.
        let at = (0..=mask)
            .map(|step| start.wrapping_add(step) & mask)
            .find(|&at| matches!(self.slots[at], (found, _) if found == key || found == 0))?;
        self.slots.get_mut(at)
    }

    /// The first place of a run, if it was there before; otherwise this is its first place.
    fn first(&mut self, key: u64, place: usize) -> Option<usize> {
        let slot = self.slot(key)?;
        if slot.0 == key {
            return Some(slot.1).filter(|&first| first != COMMON);
        }
        *slot = (key, place);
        None
    }

    /// Remembers that a run is too common.
    fn forget(&mut self, key: u64) {
        if let Some(slot) = self.slot(key) {
            *slot = (key, COMMON);
        }
    }
}

/// The runs of rows of a file that are remembered: of every few the one with the least key, so that equal rows have equal
/// anchors (winnowing; Schleimer, Wilkerson & Aiken 2003).
struct Anchors<'c> {
    compared: &'c Compared<'c>,
    end: usize,
    one_in: usize,
    /// The keys of the last runs, by their place.
    keys: [u64; ONE_IN],
    /// The place of the next run.
    next: usize,
    /// The number of runs that were read.
    read: usize,
    /// The place and the key of the last anchor.
    least: Option<(usize, u64)>,
}

impl<'c> Anchors<'c> {
    fn new(compared: &'c Compared<'c>, run: &Run, one_in: usize) -> Self {
        let runs = (run.rows.len() + 1).saturating_sub(RUN);
        Self {
            compared,
            end: run.rows.start + runs,
            one_in: one_in.min(runs).max(1),
            keys: [0; ONE_IN],
            next: run.rows.start,
            read: 0,
            least: None,
        }
    }

    /// The next anchor: its place and its key.
    fn next(&mut self) -> Option<(usize, u64)> {
        while self.next < self.end {
            let place = self.next;
            let rows = place..place + RUN;
            let key = rows.fold(0, |key, place| mix(key, self.compared.row(place))) | 1;
            self.keys[place % ONE_IN] = key;
            self.next += 1;
            self.read += 1;
            if self.read < self.one_in {
                continue;
            }
            let from = self.next - self.one_in;
            let stays = self.least.filter(|&(least, of_least)| least >= from && of_least < key);
            if stays.is_some() {
                continue;
            }
            let window = (from..self.next).map(|place| (place, self.keys[place % ONE_IN]));
            let least = window.min_by_key(|&(place, key)| (key, usize::MAX - place))?;
            if self.least != Some(least) {
                self.least = Some(least);
                return Some(least);
            }
        }
        None
    }
}

impl<'m> Compared<'m> {
    fn new(marks: &'m SurveyMarks, left_out: &[usize]) -> Self {
        let mut left_out = left_out.iter().copied().peekable();
        let (mut rows, mut runs) = (Vec::with_capacity(marks.rows.len()), Vec::new());
        for (file, read) in marks.files.iter().enumerate() {
            let start = rows.len();
            rows.extend(read.rows.clone().filter(|row| left_out.next_if_eq(row).is_none()));
            runs.push(Run {
                file,
                rows: start..rows.len(),
            });
        }
        Self { marks, rows, runs }
    }

    fn row(&self, place: usize) -> u64 {
        whole(&self.marks.rows[self.rows[place]])
    }

    fn run_of(&self, place: usize) -> &Run {
        &self.runs[self.runs.partition_point(|run| run.rows.end <= place)]
    }

    /// The blocks of equal rows around two equal rows, which do not overlap. The second is in `run`.
    fn extended(&self, first: usize, second: usize, run: &Run) -> Twice {
        let of_first = self.run_of(first);
        let distance = second - first;
        let room = (first - of_first.rows.start).min(second - run.rows.start);
        let before = (1..=room).take_while(|&back| self.row(first - back) == self.row(second - back));
        let before = before.take(distance).count();
        let room = (of_first.rows.end - first).min(run.rows.end - second).min(distance);
        let after = (0..room).take_while(|&on| self.row(first + on) == self.row(second + on));
        let after = after.take((distance - before.min(distance)).max(1)).count();
        Twice {
            first: first - before,
            second: second - before,
            length: (before + after).min(distance),
        }
    }

    /// True if a block is long: ten rows, or half of one of the files.
    fn is_block(&self, twice: &Twice, run: &Run) -> bool {
        let files = [self.run_of(twice.first), run];
        let half = files.iter().any(|run| twice.length * 2 >= run.rows.len());
        twice.length >= FEWEST || (half && twice.length >= RUN)
    }

    /// True if chance would not make such a block: the product of the frequencies of its rows is far below one in the number
    /// of places where it could be.
    fn is_beyond_chance(&self, twice: &Twice, weights: &Weights) -> bool {
        let rows = self.rows.len() as f64;
        let wanted = rows * rows / 2.0 * SURVEYS;
        let mut weight = 1.0;
        for place in twice.first..twice.first + twice.length.min(WEIGHED) {
            if place == twice.first || self.row(place) != self.row(place - 1) {
                weight *= weights.rarity(self.marks.rows[self.rows[place]].answers);
            }
            if weight > wanted {
                return true;
            }
        }
        false
    }
}

/// How often each set of answers occurs.
struct Weights {
    counts: HashMap<u64, usize, foldhash::fast::FixedState>,
    rows: usize,
}

impl Weights {
    fn of(compared: &Compared<'_>) -> Self {
        let step = compared.rows.len().div_ceil(SAMPLE).max(1);
        let mut counts: HashMap<u64, usize, foldhash::fast::FixedState> = HashMap::default();
        let mut rows = 0;
        for &row in compared.rows.iter().step_by(step) {
            *counts.entry(compared.marks.rows[row].answers).or_default() += 1;
            rows += 1;
        }
        Self { counts, rows }
    }

    /// One in how many rows has these answers.
    fn rarity(&self, answers: u64) -> f64 {
        let count = self.counts.get(&answers).copied().unwrap_or(1);
        self.rows as f64 / count as f64
    }
}
