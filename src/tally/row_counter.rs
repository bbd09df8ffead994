//! Counts rows as they are read. Trust-wide sums are accumulated block by block, while the block is in cache.
//!
//! Most people answer everything. Whole rows (every item answered) and partial rows (some items) are laid out separately, as columns
//! of 16-bit numbers. For whole rows, one product per pair of items serves every scale and the pairs. In partial rows a missing
//! answer is laid out as 0, so it adds nothing to products; [`Lacking`] corrects the numbers of persons and the sums.

use wide::{i16x8, u8x16};

use crate::model::MissingReason;
use crate::tally::block_sums::{STEP, add_powers, dots, total};
use crate::tally::products::packed;
use crate::tally::rows::{LANES, Lanes, RowShape};
use crate::tally::table_counter::TableCounter;
use crate::tally::{CountingDepth, MISSING, MissingNote, Products, Shape, Totals};

/// Rows per block: few enough that its columns stay in the nearest caches and that 255² × rows fits 32 bits.
pub(crate) const BLOCK: usize = 512;

/// Length of a column. Columns whose length is a power of two would share the same lines of the cache.
const COLUMN: usize = BLOCK + 32;

/// Rows after which the sums are added to the totals: few enough that 254 × rows fits 32 bits.
const CARRY: usize = 1 << 16;

/// Extent of the answers in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// Every item.
    Whole,
    /// Some items.
    Partial,
    /// None.
    Blank,
}

/// Rows that are summed up but not yet counted by group.
pub(crate) struct CountedRows {
    /// Keyed answers, row by row.
    pub(crate) answers: Vec<Lanes>,
    pub(crate) completeness: Vec<Completeness>,
    /// Reasons for missing answers, in row order.
    pub(crate) notes: Vec<MissingNote>,
    pub(crate) totals: Totals,
}

/// Rows of one part of a survey, with the buffers for summing them up.
pub(crate) struct RowCounter<'s> {
    shape: &'s RowShape,
    /// All rows. The last `fresh` rows are as given, the others keyed.
    answers: Vec<Lanes>,
    rows: usize,
    fresh: usize,
    completeness: Vec<Completeness>,
    notes: Vec<MissingNote>,
    totals: Totals,
    whole: Columns,
    partial: Columns,
    /// Per scale: partial rows that answer all of it.
    complete: Vec<Vec<usize>>,
    lacking: Lacking,
    /// Places of the whole rows among the fresh rows.
    answering_all: Vec<usize>,
    /// The partial rows among the fresh rows, with 0 for missing answers.
    given: Vec<Lanes>,
    /// Two-way tables, if they are wanted.
    tables: Option<TableCounter>,
}

/// The whole or the partial rows of a block as columns, and the sums over many blocks.
struct Columns {
    rows: usize,
    /// Keyed places, 0 where missing.
    keyed: Vec<[i16; COLUMN]>,
    persons: u64,
    sums: Vec<u64>,
    /// The packed upper triangle.
    cross: Vec<u64>,
}

/// Counts over the partial rows: for each pair of items, the rows that lack both; for each item, the sums of all other items over
/// the rows that lack it.
struct Lacking {
    /// Items × items: rows that lack both items, for first ≤ second.
    persons: Vec<u64>,
    /// Items × lanes of a row.
    sums: Vec<u64>,
    /// `sums` of the last rows, not yet added to them.
    narrow: Vec<u16>,
    rows: usize,
    items: usize,
    lanes: usize,
    /// Items that a row does not answer.
    of_row: Vec<usize>,
}

/// Rows whose sums of answers, each at most 254, fit 16 bits.
const NARROW: usize = 256;

impl<'s> RowCounter<'s> {
    /// Starts without rows, with room for `rows` rows.
    pub(crate) fn new(shape: &'s RowShape, rows: usize) -> Self {
        let (items, scales) = (shape.shape.items(), shape.shape.scales().len());
        Self {
            shape,
            answers: Vec::with_capacity(rows * shape.width),
            rows: 0,
            fresh: 0,
            completeness: Vec::with_capacity(rows),
            notes: Vec::new(),
            totals: Totals::new(&shape.shape),
            whole: Columns::new(&shape.shape),
            partial: Columns::new(&shape.shape),
            complete: vec![Vec::new(); scales],
            lacking: if shape.shape.has_pairs() {
                Lacking::new(items, shape.width * LANES)
            } else {
                Lacking::new(0, 0)
            },
            answering_all: Vec::with_capacity(BLOCK),
            given: Vec::with_capacity(BLOCK * shape.width),
            tables: (shape.depth == CountingDepth::Tables).then(|| TableCounter::new(&shape.shape)),
        }
    }

    /// Adds a row of answers as given, padded to whole vectors with any bytes.
    #[inline(always)]
    pub(crate) fn push(&mut self, row: &[Lanes]) {
        debug_assert_eq!(row.len(), self.shape.width);
        // Copying a slice compiles to a function call; pushing one vector does not.
        match *row {
            [one] => self.answers.push(one),
            [one, two] => {
                self.answers.push(one);
                self.answers.push(two);
            }
            _ => self.answers.extend_from_slice(row),
        }
        self.rows += 1;
        self.fresh += 1;
        if self.fresh == BLOCK {
            self.settle();
        }
    }

    /// Notes the reason why the last row has no answer to `item`. "Skipped" is the default and needs no note.
    pub(crate) fn note(&mut self, item: usize, reason: MissingReason) {
        self.notes.extend(MissingNote::of_last(self.rows, item, reason));
    }

    /// Returns the counted rows.
    pub(crate) fn finish(mut self) -> CountedRows {
        self.settle();
        self.carry();
        for (powers, products) in self.totals.powers.iter_mut().zip(&self.totals.products) {
            powers.follow(products);
        }
        if let Some(tables) = self.tables {
            let counted = tables.finish().into_iter().zip(&self.totals.products);
            let peopled = counted.map(|(tables, products)| tables.filter(|_| products.persons() > 0));
            self.totals.tables = peopled.collect();
        }
        CountedRows {
            answers: self.answers,
            completeness: self.completeness,
            notes: self.notes,
            totals: self.totals,
        }
    }

    /// Keys the last rows and sums them up.
    fn settle(&mut self) {
        match self.shape.width {
            1 => self.settle_rows::<1>(),
            2 => self.settle_rows::<2>(),
            3 => self.settle_rows::<3>(),
            _ => self.settle_rows::<0>(),
        }
    }

    fn settle_rows<const W: usize>(&mut self) {
        let shape = self.shape;
        let (items, width) = (shape.shape.items(), shape.width::<W>());
        self.answering_all.clear();
        self.given.clear();
        let before = self.rows - self.fresh;
        let last = &mut self.answers[before * width..];
        for (place, row) in last.chunks_exact_mut(width).enumerate() {
            let missing = shape.key::<W>(row);
            let completeness = match missing {
                0 => Completeness::Whole,
                missing if missing == items => Completeness::Blank,
                _ => Completeness::Partial,
            };
            self.completeness.push(completeness);
            match completeness {
                Completeness::Whole => {
                    self.answering_all.push(place);
                    if let Some(tables) = &mut self.tables {
                        tables.add_whole(shape, row);
                    }
                }
                Completeness::Partial => {
                    for ((place, scale), complete) in (0..).zip(shape.shape.scales()).zip(&mut self.complete) {
                        if scale.items.len() < items && shape.score::<W>(place, row).answered == scale.items.len() {
                            complete.push(self.given.len() / width);
                            if let Some(tables) = &mut self.tables {
                                tables.add_partial(place, &scale.items, row);
                            }
                        }
                    }
                    let start = self.given.len();
                    let given = row.iter().map(|row| without_missing(*row));
                    self.given.extend(given);
                    if shape.shape.has_pairs() {
                        self.lacking.add(row, self.given[start..].as_flattened());
                    }
                }
                Completeness::Blank => {}
            }
        }
        let rows = |place: &usize| &last[place * width..][..width];
        self.whole.lay_out(self.answering_all.iter().map(rows));
        self.partial.lay_out(self.given.chunks_exact(width));
        self.fresh = 0;
        self.whole.add_up();
        self.partial.add_up();
        for place in 0..shape.shape.scales().len() {
            self.scale(place);
        }
        if before / CARRY != self.rows / CARRY {
            self.carry();
        }
    }

    /// Sums of one scale other than those of pairs of items.
    fn scale(&mut self, place: usize) {
        let scale = &self.shape.shape.scales()[place];
        let top = scale.points - 1;
        // Rows of zeros add nothing.
        let filled = self.whole.filled();
        let column = |&item: &usize| &self.whole.keyed[item][..filled];
        let columns: Vec<&[i16]> = scale.items.iter().map(column).collect();
        add_powers(&mut self.totals.powers[place], &columns, top);
        let complete = &mut self.complete[place];
        if complete.is_empty() {
            return;
        }
        let of_item = |&item: &usize| -> Vec<i16> {
            let column = self.partial.column(item);
            complete.iter().map(|&row| column[row]).collect()
        };
        let columns: Vec<Vec<i16>> = scale.items.iter().map(of_item).collect();
        let columns: Vec<&[i16]> = columns.iter().map(Vec::as_slice).collect();
        add_products(&mut self.totals.products[place], &columns, complete.len());
        add_powers(&mut self.totals.powers[place], &columns, top);
        complete.clear();
    }

    /// Adds the 32-bit sums to the 64-bit totals.
    fn carry(&mut self) {
        let items = self.shape.shape.items();
        self.lacking.widen();
        let (whole, partial, lacking) = (&self.whole, &self.partial, &self.lacking);
        let sum = |item: usize, with: usize| whole.sums[item] + partial.sums[item] - lacking.sum(item, with);
        let paired = if self.shape.shape.has_pairs() { items } else { 0 };
        for i in 0..paired {
            for j in i..items {
                let at = packed(i, j, items);
                let persons = whole.persons + partial.persons - lacking.either(i, j);
                let (sum_i, sum_j) = (sum(i, j), sum(j, i));
                let product = whole.cross[at] + partial.cross[at];
                self.totals.pairs.add_pair(i, j, persons, sum_i, sum_j, product);
            }
        }
        for (scale, products) in self.shape.shape.scales().iter().zip(&mut self.totals.products) {
            let k = scale.items.len();
            let sums: Vec<u64> = scale.items.iter().map(|&item| whole.sums[item]).collect();
            let mut cross = vec![0; if paired > 0 { k * (k + 1) / 2 } else { 0 }];
            for (i, &one) in scale.items.iter().enumerate().take(paired) {
                for (j, &other) in scale.items.iter().enumerate().skip(i) {
                    cross[packed(i, j, k)] = whole.cross[packed(one.min(other), one.max(other), items)];
                }
            }
            products.add_block(whole.persons, &sums, &cross);
        }
        self.whole.clear();
        self.partial.clear();
        self.lacking.clear();
    }
}

impl Columns {
    fn new(shape: &Shape) -> Self {
        let items = shape.items();
        Self {
            rows: 0,
            keyed: vec![[0; COLUMN]; items],
            persons: 0,
            sums: vec![0; items],
            cross: if shape.has_pairs() {
                vec![0; items * (items + 1) / 2]
            } else {
                Vec::new()
            },
        }
    }

    fn column(&self, item: usize) -> &[i16] {
        &self.keyed[item][..self.rows]
    }

    /// Number of rows, including the rows of zeros that fill up the last step of [`dots`].
    fn filled(&self) -> usize {
        self.rows.next_multiple_of(STEP)
    }

    /// Lays out at most a block of rows as columns, filled up with zeros to the next step.
    fn lay_out<'r>(&mut self, mut rows: impl ExactSizeIterator<Item = &'r [Lanes]>) {
        self.rows = rows.len();
        let width = self.keyed.len().div_ceil(LANES);
        for start in (0..self.rows).step_by(LANES) {
            let mut sixteen: [&[Lanes]; LANES] = [&[]; LANES];
            for (place, row) in sixteen.iter_mut().zip(&mut rows) {
                *place = row;
            }
            for vector in 0..width {
                let mut lanes = [u8x16::ZERO; LANES];
                for (lanes, row) in lanes.iter_mut().zip(&sixteen) {
                    *lanes = row.get(vector).map_or(u8x16::ZERO, |row| u8x16::new(*row));
                }
                let columns = turned(lanes);
                for (column, x) in self.keyed[vector * LANES..].iter_mut().zip(columns) {
                    let halves = [i16x8::from_u8x16_low(x), i16x8::from_u8x16_high(x)];
                    let column = column[start..].as_chunks_mut().0;
                    for (place, half) in column.iter_mut().zip(halves) {
                        *place = half.to_array();
                    }
                }
            }
        }
    }

    /// Adds the sums of the block.
    fn add_up(&mut self) {
        let filled = self.filled();
        let mut cross = self.cross.as_mut_slice();
        for (i, one) in self.keyed.iter().enumerate() {
            let one = &one[..filled];
            self.sums[i] += total(one);
            if cross.is_empty() {
                continue;
            }
            // The packed triangle is in this order.
            let others = &self.keyed[i..];
            let (of_item, rest) = cross.split_at_mut(others.len());
            cross = rest;
            let ((fours, others), (of_fours, of_others)) = (others.as_chunks::<4>(), of_item.as_chunks_mut::<4>());
            for (others, cross) in fours.iter().zip(of_fours) {
                let products = dots(one, others.each_ref().map(|other| &other[..filled]));
                for (cross, product) in cross.iter_mut().zip(products) {
                    *cross += product;
                }
            }
            for (other, cross) in others.iter().zip(of_others) {
                let [product] = dots(one, [&other[..filled]]);
                *cross += product;
            }
        }
        self.persons += self.rows as u64;
    }

    fn clear(&mut self) {
        self.persons = 0;
        self.sums.fill(0);
        self.cross.fill(0);
    }
}

impl Lacking {
    fn new(items: usize, lanes: usize) -> Self {
        Self {
            persons: vec![0; items * items],
            sums: vec![0; items * lanes],
            narrow: vec![0; items * lanes],
            rows: 0,
            items,
            lanes,
            of_row: Vec::with_capacity(items),
        }
    }

    /// Adds a keyed row; `given` is that row with 0 for missing answers.
    #[inline(always)]
    fn add(&mut self, row: &[Lanes], given: &[u8]) {
        self.of_row.clear();
        for (vector, row) in row.iter().enumerate() {
            let mut missing = u8x16::new(*row).simd_eq(u8x16::splat(MISSING)).to_bitmask();
            while missing != 0 {
                let item = vector * LANES + missing.trailing_zeros() as usize;
                // There are no answers beyond the last item.
                if item >= self.items {
                    break;
                }
                self.of_row.push(item);
                missing &= missing - 1;
            }
        }
        for (place, &item) in self.of_row.iter().enumerate() {
            for &with in &self.of_row[place..] {
                self.persons[item * self.items + with] += 1;
            }
            for (sum, &x) in self.narrow[item * self.lanes..][..self.lanes].iter_mut().zip(given) {
                *sum += u16::from(x);
            }
        }
        self.rows += 1;
        if self.rows == NARROW {
            self.widen();
        }
    }

    fn widen(&mut self) {
        for (sum, narrow) in self.sums.iter_mut().zip(&mut self.narrow) {
            *sum += u64::from(std::mem::take(narrow));
        }
        self.rows = 0;
    }

    /// Number of rows without an answer to the item.
    fn rows(&self, item: usize) -> u64 {
        self.persons[item * self.items + item]
    }

    /// Number of rows without an answer to at least one of the two items.
    fn either(&self, one: usize, other: usize) -> u64 {
        if one == other {
            return self.rows(one);
        }
        let both = self.persons[one.min(other) * self.items + one.max(other)];
        self.rows(one) + self.rows(other) - both
    }

    /// Sum of an item over the rows that lack `with`.
    fn sum(&self, item: usize, with: usize) -> u64 {
        self.sums[with * self.lanes + item]
    }

    fn clear(&mut self) {
        self.persons.fill(0);
        self.sums.fill(0);
    }
}

/// A row with 0 for missing answers.
#[inline(always)]
fn without_missing(row: Lanes) -> Lanes {
    let answers = u8x16::new(row);
    (answers & !answers.simd_eq(u8x16::splat(MISSING))).to_array()
}

/// Transposes 16 × 16 bytes in four steps, each of which interleaves the halves of the rows.
#[inline(always)]
fn turned(rows: [u8x16; LANES]) -> [u8x16; LANES] {
    let low = |one, other| u8x16::unpack_low(one, other);
    let high = |one, other| u8x16::unpack_high(one, other);
    // Written out: in a loop the compiler would keep the array in memory.
    let dealt = |[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]: [u8x16; LANES]| {
        [
            low(a, i),
            high(a, i),
            low(b, j),
            high(b, j),
            low(c, k),
            high(c, k),
            low(d, l),
            high(d, l),
            low(e, m),
            high(e, m),
            low(f, n),
            high(f, n),
            low(g, o),
            high(g, o),
            low(h, p),
            high(h, p),
        ]
    };
    dealt(dealt(dealt(dealt(rows))))
}

fn add_products(products: &mut Products, columns: &[&[i16]], persons: usize) {
    let k = columns.len();
    let sums: Vec<u64> = columns.iter().map(|column| total(column)).collect();
    if !products.has_pairs() {
        products.add_block(persons as u64, &sums, &[]);
        return;
    }
    let mut cross = vec![0; k * (k + 1) / 2];
    for (i, one) in columns.iter().enumerate() {
        for (j, other) in columns.iter().enumerate().skip(i) {
            [cross[packed(i, j, k)]] = dots(one, [other]);
        }
    }
    products.add_block(persons as u64, &sums, &cross);
}
