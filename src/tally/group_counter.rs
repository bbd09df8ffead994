//! Counts rows by group: the frequency of each keyed code of each item, and the distribution of scores.
//!
//! If items have few codes, a group's counts are bytes: one row of bytes per code, to which sixteen answers are added at a time.
//! They are carried over into 32 bits before a byte overflows.

use wide::u8x16;

use crate::model::MissingReason;
use crate::tally::row_counter::{Completeness, CountedRows};
use crate::tally::rows::{LANES, Lanes, RowShape};
use crate::tally::{MISSING, ScaleShape, ScoreCounts, Shape, Tally};

/// Largest number of codes that are counted in bytes.
const FEW_CODES: usize = 16;

/// Largest number of different sums for which a scale's complete respondents are counted in one table of all groups.
const FEW_SUMS: usize = 256;

/// Counts of one grouping.
#[derive(Debug)]
pub(crate) struct GroupCounter {
    tally: Tally,
    /// Codes counted in bytes per group; 0 if there are too many.
    codes: usize,
    /// Groups × 2 (whole rows, other rows) × codes × vectors per row.
    bytes: Vec<Lanes>,
    /// Number of rows counted in the bytes, per group: whole rows, other rows.
    fresh: Vec<[u8; 2]>,
    /// For each scale with few sums: groups × sums of the whole rows.
    whole: Vec<Option<WholeSums>>,
}

/// Number of whole rows by their sum on a scale. Faster than `ScoreCounts`: one look-up instead of three.
#[derive(Debug)]
struct WholeSums {
    sums: usize,
    persons: Vec<u32>,
    /// Number of different numbers of favourable answers, and persons by them.
    shares: usize,
    favourable: Vec<u32>,
}

impl GroupCounter {
    /// Starts without persons and groups.
    pub(crate) fn new(shape: &RowShape, column: &str) -> Self {
        let most = (0..shape.shape.items()).map(|item| shape.shape.points(item)).max();
        let whole = |scale: &ScaleShape| {
            let sums = scale.items.len() * (scale.points - 1) + 1;
            (sums <= FEW_SUMS).then_some(WholeSums {
                sums,
                persons: Vec::new(),
                shares: scale.items.len() + 1,
                favourable: Vec::new(),
            })
        };
        Self {
            whole: shape.shape.scales().iter().map(whole).collect(),
            tally: Tally::empty(shape.shape.clone(), column, Vec::new()),
            codes: most.filter(|codes| *codes <= FEW_CODES).unwrap_or(0),
            bytes: Vec::new(),
            fresh: Vec::new(),
        }
    }

    /// Adds empty groups after the others.
    pub(crate) fn make_room(&mut self, shape: &RowShape, names: impl IntoIterator<Item = String>) {
        self.tally.make_room(names);
        let groups = self.tally.groups();
        self.fresh.resize(groups, [0; 2]);
        self.bytes.resize(groups * 2 * self.codes * shape.width, [0; LANES]);
        for whole in self.whole.iter_mut().flatten() {
            whole.persons.resize(groups * whole.sums, 0);
            whole.favourable.resize(groups * whole.shares, 0);
        }
    }

    /// Number of groups.
    pub(crate) fn groups(&self) -> usize {
        self.tally.groups()
    }

    /// Counts rows. `groups` has the group of each row.
    pub(crate) fn add(&mut self, shape: &RowShape, rows: &CountedRows, groups: &[u32]) {
        match shape.width {
            1 => self.add_rows::<1>(shape, rows, groups),
            2 => self.add_rows::<2>(shape, rows, groups),
            3 => self.add_rows::<3>(shape, rows, groups),
            _ => self.add_rows::<0>(shape, rows, groups),
        }
    }

    fn add_rows<const W: usize>(&mut self, shape: &RowShape, rows: &CountedRows, groups: &[u32]) {
        let width = shape.width::<W>();
        let answers = || rows.answers.chunks_exact(width);
        for ((row, completeness), &group) in answers().zip(&rows.completeness).zip(groups) {
            let group = group as usize;
            if *completeness == Completeness::Blank {
                self.tally.blank[group] += 1;
            }
            if self.codes == 0 {
                self.tally.rows[group] += 1;
                self.add_codes(shape, row, *completeness, group);
            } else {
                self.add_bytes::<W>(shape, row, *completeness, group);
            }
            if *completeness == Completeness::Whole {
                for (place, whole) in self.whole.iter_mut().enumerate() {
                    if let Some(whole) = whole {
                        whole.persons[group * whole.sums + shape.whole_sum::<W>(place, row)] += 1;
                        whole.favourable[group * whole.shares + shape.favourable::<W>(place, row)] += 1;
                    }
                }
            }
        }
        let not_asked = not_asked(&shape.shape, rows);
        for place in 0..shape.shape.scales().len() {
            let scale = &shape.shape.scales()[place];
            let (k, top) = (scale.items.len(), scale.points - 1);
            let scores = &mut self.tally.scores[place];
            let counted = self.whole[place].is_some();
            let not_asked = &not_asked[place];
            for (at, ((row, completeness), &group)) in answers().zip(&rows.completeness).zip(groups).enumerate() {
                if counted && *completeness == Completeness::Whole {
                    continue;
                }
                let score = shape.score::<W>(place, row);
                let lacking = not_asked.get(at).map_or(0, |&items| usize::from(items));
                scores[group as usize].add_without(lacking, score.answered, score.sum, top, 1);
                let favourable = shape.favourable::<W>(place, row);
                self.tally.favourable[place][group as usize].add_without(lacking, score.answered, favourable, 1, 1);
                let needed = (scale.needed * k.saturating_sub(lacking)).div_ceil(k);
                if (1..needed).contains(&score.answered) {
                    count_given(
                        &mut self.tally.unscored[place],
                        scale,
                        group as usize,
                        row.as_flattened(),
                    );
                }
                // Whole rows are counted elsewhere.
                if score.answered == k && *completeness == Completeness::Partial {
                    count_complete(
                        &mut self.tally.complete[place],
                        scale,
                        group as usize,
                        row.as_flattened(),
                    );
                }
            }
        }
        for note in &rows.notes {
            let group = groups[note.row as usize] as usize;
            *self.tally.reasons[group]
                .entry((note.item, note.reason.clone()))
                .or_default() += 1;
            debug_assert!(note.reason != MissingReason::Skipped);
        }
    }

    /// Returns the tally of all rows without the trust-wide sums.
    pub(crate) fn finish(mut self, shape: &RowShape) -> Tally {
        for group in 0..self.fresh.len() {
            for part in 0..2 {
                self.carry(shape, group, part);
            }
        }
        let counts = self.tally.scores.iter_mut().zip(&mut self.tally.favourable);
        for ((scale, whole), (scores, favourable)) in shape.shape.scales().iter().zip(self.whole).zip(counts) {
            let Some(whole) = whole else {
                continue;
            };
            let (k, top) = (scale.items.len(), scale.points - 1);
            add_whole(&whole.persons, whole.sums, scores, k, top);
            add_whole(&whole.favourable, whole.shares, favourable, k, 1);
        }
        self.tally
    }

    #[inline(always)]
    fn add_bytes<const W: usize>(&mut self, shape: &RowShape, row: &[Lanes], completeness: Completeness, group: usize) {
        let part = usize::from(completeness != Completeness::Whole);
        let width = shape.width::<W>();
        let row = &row[..width];
        let bytes = &mut self.bytes[(2 * group + part) * self.codes * width..][..self.codes * width];
        let mut code = u8x16::ZERO;
        for bytes in bytes.chunks_exact_mut(width) {
            for (bytes, row) in bytes.iter_mut().zip(row) {
                // `simd_eq` gives −1 where equal. The bytes are carried over before they overflow.
                *bytes = (u8x16::new(*bytes) - u8x16::new(*row).simd_eq(code)).to_array();
            }
            code += u8x16::ONE;
        }
        self.fresh[group][part] += 1;
        if self.fresh[group][part] == u8::MAX {
            self.carry(shape, group, part);
        }
    }

    /// Adds the byte counts of a group to the tally and clears them.
    fn carry(&mut self, shape: &RowShape, group: usize, part: usize) {
        let rows = std::mem::take(&mut self.fresh[group][part]);
        if rows == 0 || self.codes == 0 {
            return;
        }
        self.tally.rows[group] += u64::from(rows);
        let width = self.codes * shape.width;
        let lanes = shape.width * LANES;
        let bytes = self.bytes[(2 * group + part) * width..][..width].as_flattened_mut();
        let answers = self.tally.cells_mut(group);
        for item in 0..shape.shape.items() {
            let (offset, points) = (shape.shape.offset(item), shape.shape.points(item));
            let mut given = 0;
            for (count, code) in answers[offset..][..points].iter_mut().zip(0..) {
                let more = u32::from(bytes[code * lanes + item]);
                *count += more;
                given += more;
            }
            answers[offset + points] += u32::from(rows) - given;
        }
        if part == 0 {
            for (place, scale) in shape.shape.scales().iter().enumerate() {
                let counts = self.tally.complete_mut(place, group).chunks_exact_mut(scale.points);
                for (&item, counts) in scale.items.iter().zip(counts) {
                    for (count, code) in counts.iter_mut().zip(0..) {
                        *count += u32::from(bytes[code * lanes + item]);
                    }
                }
            }
        }
        bytes.fill(0);
    }

    /// Counts a row one answer at a time.
    fn add_codes(&mut self, shape: &RowShape, row: &[Lanes], completeness: Completeness, group: usize) {
        let row = row.as_flattened();
        let answers = self.tally.cells_mut(group);
        for (item, &x) in (0..shape.shape.items()).zip(row) {
            let points = shape.shape.points(item);
            let cell = if x == MISSING { points } else { usize::from(x) };
            answers[shape.shape.offset(item) + cell] += 1;
        }
        if completeness == Completeness::Whole {
            for (scale, complete) in shape.shape.scales().iter().zip(&mut self.tally.complete) {
                count_complete(complete, scale, group, row);
            }
        }
    }
}

/// Adds the persons of all groups who answered all `k` items. `persons` has one count per group and sum.
fn add_whole(persons: &[u32], sums: usize, counts: &mut [ScoreCounts], k: usize, top: usize) {
    for (persons, counts) in persons.chunks_exact(sums).zip(counts) {
        for (sum, &persons) in persons.iter().enumerate().filter(|(_, persons)| **persons > 0) {
            counts.add(k, sum, top, persons);
        }
    }
}

/// Counts the answers of a row that answers some items of a scale. `counts` has the scale's counts of all groups.
fn count_given(counts: &mut [u32], scale: &ScaleShape, group: usize, row: &[u8]) {
    let width = scale.items.len() * scale.points;
    let counts = counts[group * width..][..width].chunks_exact_mut(scale.points);
    for (&item, counts) in scale.items.iter().zip(counts) {
        if row[item] != MISSING {
            counts[usize::from(row[item])] += 1;
        }
    }
}

/// For each scale and row: number of items that the person was not asked. Empty if everybody was asked everything.
fn not_asked(shape: &Shape, rows: &CountedRows) -> Vec<Vec<u16>> {
    let mut found = vec![Vec::new(); shape.scales().len()];
    let notes = rows.notes.iter().filter(|note| note.reason == MissingReason::NotAsked);
    for note in notes {
        let lacking = |scale: &ScaleShape| scale.items.contains(&usize::from(note.item));
        for (_, items) in shape
            .scales()
            .iter()
            .zip(&mut found)
            .filter(|(scale, _)| lacking(scale))
        {
            items.resize(rows.completeness.len(), 0);
            items[note.row as usize] += 1;
        }
    }
    found
}

/// Counts the answers of a row that answers a whole scale. `complete` has the scale's counts of all groups.
#[inline(always)]
fn count_complete(complete: &mut [u32], scale: &ScaleShape, group: usize, row: &[u8]) {
    let width = scale.items.len() * scale.points;
    let counts = complete[group * width..][..width].chunks_exact_mut(scale.points);
    for (&item, counts) in scale.items.iter().zip(counts) {
        counts[usize::from(row[item])] += 1;
    }
}
