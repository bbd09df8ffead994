//! Rows counted as they come: what belongs to no group is summed up block by block while the answers are in the nearest cache.
//!
//! Most people answer everything. Their answers are laid out apart from the others', as columns of 16-bit numbers: for them one
//! product a pair of items serves every scale and every pair at once. Of the others' products a missing answer takes part in
//! none, since it is laid out as 0; how many they are, and their sums, are taken out where an answer beside is missing.

use crate::model::MissingReason;
use crate::tally::block_sums::{STEP, add_powers, dot, total};
use crate::tally::products::packed;
use crate::tally::rows::{LANES, Lanes, RowShape};
use crate::tally::{MISSING, MissingNote, PairProducts, PowerSums, Products};

/// Rows a block: its columns stay in the processor's nearest caches, and 255² × the rows stays inside 32 bits.
pub(crate) const BLOCK: usize = 512;

/// Rows after which 32 bits are carried over into 64: 254 × as many rows stay far inside.
const CARRY: usize = 1 << 16;

/// What a row answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Every item.
    Whole,
    /// Some items.
    Partial,
    /// None.
    Blank,
}

/// Sums over rows whatever their groups.
#[derive(Debug, Clone)]
pub(crate) struct Totals {
    pub(crate) products: Vec<Products>,
    pub(crate) powers: Vec<PowerSums>,
    pub(crate) pairs: PairProducts,
}

/// Rows that are summed up and wait to be counted by their groups.
pub(crate) struct CountedRows {
    /// The keyed answers, row by row.
    pub(crate) answers: Vec<Lanes>,
    pub(crate) kinds: Vec<Kind>,
    /// Why answers are missing, by the rows' places.
    pub(crate) notes: Vec<MissingNote>,
    pub(crate) totals: Totals,
}

/// Rows of one part of a survey, and the working space for summing them up.
pub(crate) struct RowCounter<'s> {
    shape: &'s RowShape,
    /// All rows: those before `settled` keyed, the others as given.
    answers: Vec<Lanes>,
    settled: usize,
    kinds: Vec<Kind>,
    notes: Vec<MissingNote>,
    totals: Totals,
    whole: Columns,
    partial: Columns,
    /// For each scale the rows of the partial columns that answer all of it.
    complete: Vec<Vec<usize>>,
    lacking: Lacking,
    /// A row with 0 where an answer is missing.
    given: Vec<Lanes>,
}

/// Some rows of a block as columns, and the sums of those of many blocks.
struct Columns {
    rows: usize,
    /// Keyed places, 0 where missing.
    keyed: Vec<[i16; BLOCK]>,
    persons: u64,
    sums: Vec<u64>,
    /// The packed upper triangle.
    cross: Vec<u64>,
}

/// Of the rows that lack an answer: for every pair of items how many lack both, and for every item the sums of all others over
/// those who lack it.
struct Lacking {
    /// Items × items: those who lack the first and the second, which stand in this order.
    persons: Vec<u64>,
    /// Items × the lanes of a row.
    sums: Vec<u64>,
    /// The same of the last rows.
    narrow: Vec<u16>,
    rows: usize,
    items: usize,
    lanes: usize,
    /// The items that a row lacks.
    of_row: Vec<usize>,
}

/// Rows whose answers, each at most 254, add up to what 16 bits hold.
const NARROW: usize = 256;

impl Totals {
    pub(crate) fn new(shape: &RowShape) -> Self {
        let scales = shape.shape.scales();
        Self {
            products: scales.iter().map(|scale| Products::new(scale.items.len())).collect(),
            powers: scales.iter().map(|scale| PowerSums::new(scale.items.len())).collect(),
            pairs: PairProducts::new(shape.shape.items()),
        }
    }
}

impl<'s> RowCounter<'s> {
    /// No rows yet; about as many as `rows` will follow.
    pub(crate) fn new(shape: &'s RowShape, rows: usize) -> Self {
        let (items, scales) = (shape.shape.items(), shape.shape.scales().len());
        Self {
            shape,
            answers: Vec::with_capacity(rows * shape.width),
            settled: 0,
            kinds: Vec::with_capacity(rows),
            notes: Vec::new(),
            totals: Totals::new(shape),
            whole: Columns::new(items),
            partial: Columns::new(items),
            complete: vec![Vec::new(); scales],
            lacking: Lacking::new(items, shape.width * LANES),
            given: vec![[0; LANES]; shape.width],
        }
    }

    fn rows(&self) -> usize {
        self.answers.len() / self.shape.width
    }

    /// Adds a row of answers as given, filled up to whole vectors with any places.
    #[inline]
    pub(crate) fn push(&mut self, row: &[Lanes]) {
        debug_assert_eq!(row.len(), self.shape.width);
        self.answers.extend_from_slice(row);
        if self.rows() - self.settled == BLOCK {
            self.settle();
        }
    }

    /// Says why the last row has no answer to `item`; "skipped" need not be said.
    pub(crate) fn note(&mut self, item: usize, reason: MissingReason) {
        let last = self.rows().saturating_sub(1);
        if reason != MissingReason::Skipped
            && let (Ok(row), Ok(item)) = (u32::try_from(last), u16::try_from(item))
        {
            self.notes.push(MissingNote { row, item, reason });
        }
    }

    /// The end of the part.
    pub(crate) fn finish(mut self) -> CountedRows {
        self.settle();
        self.carry();
        for (powers, products) in self.totals.powers.iter_mut().zip(&self.totals.products) {
            powers.follow(products);
        }
        CountedRows {
            answers: self.answers,
            kinds: self.kinds,
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
        for columns in [&mut self.whole, &mut self.partial] {
            columns.rows = 0;
        }
        for row in self.answers[self.settled * width..].chunks_exact_mut(width) {
            let missing = shape.key::<W>(row);
            let kind = match missing {
                0 => Kind::Whole,
                missing if missing == items => Kind::Blank,
                _ => Kind::Partial,
            };
            self.kinds.push(kind);
            match kind {
                Kind::Whole => self.whole.push(&row.as_flattened()[..items]),
                Kind::Partial => {
                    for ((place, scale), complete) in (0..).zip(shape.shape.scales()).zip(&mut self.complete) {
                        if scale.items.len() < items && shape.score::<W>(place, row).answered == scale.items.len() {
                            complete.push(self.partial.rows);
                        }
                    }
                    let given = &mut self.given[..width];
                    for (given, row) in given.iter_mut().zip(&*row) {
                        *given = row.map(|x| if x == MISSING { 0 } else { x });
                    }
                    let given = given.as_flattened();
                    self.lacking.add(row.as_flattened(), given);
                    self.partial.push(&given[..items]);
                }
                Kind::Blank => {}
            }
        }
        let before = self.settled;
        self.settled = self.rows();
        self.whole.add_up();
        self.partial.add_up();
        for place in 0..shape.shape.scales().len() {
            self.scale(place);
        }
        if before / CARRY != self.settled / CARRY {
            self.carry();
        }
    }

    /// The sums of one scale that are not those of pairs of items.
    fn scale(&mut self, place: usize) {
        let scale = &self.shape.shape.scales()[place];
        let top = scale.points - 1;
        // Rows of nothing but 0 add nothing.
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

    /// Carries what is summed up over into the totals.
    fn carry(&mut self) {
        let items = self.shape.shape.items();
        self.lacking.widen();
        let (whole, partial, lacking) = (&self.whole, &self.partial, &self.lacking);
        let sum = |item: usize, beside: usize| whole.sums[item] + partial.sums[item] - lacking.sum(item, beside);
        for i in 0..items {
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
            let mut cross = vec![0; k * (k + 1) / 2];
            for (i, &one) in scale.items.iter().enumerate() {
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
    fn new(items: usize) -> Self {
        Self {
            rows: 0,
            keyed: vec![[0; BLOCK]; items],
            persons: 0,
            sums: vec![0; items],
            cross: vec![0; items * (items + 1) / 2],
        }
    }

    fn column(&self, item: usize) -> &[i16] {
        &self.keyed[item][..self.rows]
    }

    /// The rows, and as many of nothing but 0 behind them as fill up the steps of [`dot`].
    fn filled(&self) -> usize {
        self.rows.next_multiple_of(STEP)
    }

    #[inline]
    fn push(&mut self, row: &[u8]) {
        let at = self.rows % BLOCK;
        for (column, &x) in self.keyed.iter_mut().zip(row) {
            column[at] = i16::from(x);
        }
        self.rows += 1;
    }

    /// Adds the block to the sums.
    fn add_up(&mut self) {
        let filled = self.filled();
        for column in &mut self.keyed {
            column[self.rows..filled].fill(0);
        }
        let mut cross = self.cross.iter_mut();
        for (i, one) in self.keyed.iter().enumerate() {
            let one = &one[..filled];
            self.sums[i] += total(one);
            // The packed triangle has the pairs in this order.
            for (other, cross) in self.keyed[i..].iter().zip(&mut cross) {
                *cross += dot(one, &other[..filled]);
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

    /// Adds a keyed row; `given` is the same with 0 where an answer is missing.
    #[inline]
    fn add(&mut self, row: &[u8], given: &[u8]) {
        self.of_row.clear();
        self.of_row.extend(
            (0..self.items)
                .zip(row)
                .filter(|(_, x)| **x == MISSING)
                .map(|(item, _)| item),
        );
        for (place, &item) in self.of_row.iter().enumerate() {
            for &beside in &self.of_row[place..] {
                self.persons[item * self.items + beside] += 1;
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

    /// How many lack an item.
    fn rows(&self, item: usize) -> u64 {
        self.persons[item * self.items + item]
    }

    /// How many lack one item or the other.
    fn either(&self, one: usize, other: usize) -> u64 {
        if one == other {
            return self.rows(one);
        }
        let both = self.persons[one.min(other) * self.items + one.max(other)];
        self.rows(one) + self.rows(other) - both
    }

    /// The sum of an item over those who lack `beside`.
    fn sum(&self, item: usize, beside: usize) -> u64 {
        self.sums[beside * self.lanes + item]
    }

    fn clear(&mut self) {
        self.persons.fill(0);
        self.sums.fill(0);
    }
}

fn add_products(products: &mut Products, columns: &[&[i16]], persons: usize) {
    let k = columns.len();
    let sums: Vec<u64> = columns.iter().map(|column| total(column)).collect();
    let mut cross = vec![0; k * (k + 1) / 2];
    for (i, one) in columns.iter().enumerate() {
        for (j, other) in columns.iter().enumerate().skip(i) {
            cross[packed(i, j, k)] = dot(one, other);
        }
    }
    products.add_block(persons as u64, &sums, &cross);
}
