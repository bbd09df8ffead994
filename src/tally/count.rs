//! Counting: rows to tally, block by block.
//!
//! A block's answers are laid out as columns of 16-bit numbers, so that a sum of products is one loop over two columns
//! that the compiler turns into multiply-add instructions.

use std::ops::Range;

use crate::model::{Instrument, MissingReason};
use crate::tally::block_sums::{add_powers, dot, total};
use crate::tally::products::packed;
use crate::tally::{MISSING, Products, Responses, Shape, Tally};

/// Rows a block: its columns stay in the processor's nearest caches, and 255² × the rows stays inside 32 bits.
pub(crate) const BLOCK: usize = 2048;

impl Tally {
    /// Counts all rows, by the groups of one of the responses' groupings.
    #[must_use]
    pub fn of(instrument: &Instrument, responses: &Responses, grouping: usize) -> Self {
        let shape = Shape::of(instrument);
        let groups = &responses.groupings()[grouping];
        let empty = || Self::empty(shape.clone(), &groups.column, groups.names().to_vec());
        let rows = responses.rows();
        let mut tally = in_parts(rows, &|from, to| {
            let mut part = empty();
            let mut counter = Counter::new(&shape, groups.names().len());
            for start in (from..to).step_by(BLOCK) {
                let end = (start + BLOCK).min(to);
                counter.count(&mut part, responses, &groups.ids()[start..end], start);
            }
            counter.finish(&mut part);
            part
        })
        .unwrap_or_else(empty);
        for note in responses.notes() {
            let group = groups.ids()[note.row as usize] as usize;
            *tally.reasons[group]
                .entry((note.item, note.reason.clone()))
                .or_default() += 1;
        }
        debug_assert!(
            responses
                .notes()
                .iter()
                .all(|note| note.reason != MissingReason::Skipped)
        );
        tally
    }

    #[cfg(feature = "parallel")]
    fn add_same_groups(mut self, other: &Self) -> Self {
        let all: Vec<usize> = (0..self.groups()).collect();
        self.add_groups(other, &all);
        self.add_totals(other);
        self
    }
}

/// Rows a thread takes at a time; below twice that a second thread costs more than it gives.
#[cfg(feature = "parallel")]
const PART: usize = 1 << 16;

#[cfg(feature = "parallel")]
fn in_parts(rows: usize, count: &(dyn Fn(usize, usize) -> Tally + Sync)) -> Option<Tally> {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};

    let threads = rayon::current_num_threads().min(rows.div_ceil(PART)).max(1);
    if threads == 1 {
        return Some(count(0, rows));
    }
    let part = rows.div_ceil(threads);
    (0..threads)
        .into_par_iter()
        .map(|thread| count((thread * part).min(rows), ((thread + 1) * part).min(rows)))
        .reduce_with(|one, other| one.add_same_groups(&other))
}

#[cfg(not(feature = "parallel"))]
#[expect(clippy::unnecessary_wraps, reason = "with threads there may be no part")]
fn in_parts(rows: usize, count: &dyn Fn(usize, usize) -> Tally) -> Option<Tally> {
    Some(count(0, rows))
}

/// The working space of one thread.
///
/// Most people answer everything. Their answers are kept apart from the others': for them the items' sums of products
/// serve every scale and every pair at once, and each answer is counted once for all tables it belongs to.
struct Counter {
    /// Those of a block who answered every item of the instrument, and those who did not.
    whole: Part,
    partial: Part,
    groups: usize,
    /// How often each keyed code was given, by those who answered everything and by the others: items × groups × the item's
    /// cells, so that what is counted at a time stays in the nearest cache.
    whole_counts: Vec<u32>,
    partial_counts: Vec<u32>,
    /// For each item what its bytes stand for.
    keys: Vec<Key>,
}

/// Some rows of a block, as columns.
struct Part {
    /// The rows' places in the block.
    rows: Vec<u16>,
    /// The rows' groups.
    groups: Vec<u32>,
    /// Keyed places, 0 where missing: items × BLOCK.
    keyed: Vec<i16>,
    /// 1 where answered: items × BLOCK.
    given: Vec<i16>,
    /// Items of a scale answered, a row.
    answered: Vec<u16>,
    /// Sum of a scale's keyed places, a row.
    sums: Vec<u32>,
}

impl Part {
    fn new(items: usize) -> Self {
        Self {
            rows: Vec::with_capacity(BLOCK),
            groups: Vec::with_capacity(BLOCK),
            keyed: vec![0; items * BLOCK],
            given: vec![1; items * BLOCK],
            answered: vec![0; BLOCK],
            sums: vec![0; BLOCK],
        }
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn keyed(&self, item: usize) -> &[i16] {
        &self.keyed[item * BLOCK..][..self.rows()]
    }

    fn given(&self, item: usize) -> &[i16] {
        &self.given[item * BLOCK..][..self.rows()]
    }

    /// Keys the rows' answers to an item, and counts them: groups × cells.
    fn key(&mut self, item: usize, bytes: &[u8], key: &Key, cells: usize, counts: &mut [u32]) {
        let keyed = &mut self.keyed[item * BLOCK..][..BLOCK];
        for ((x, &row), &group) in keyed.iter_mut().zip(&self.rows).zip(&self.groups) {
            let byte = usize::from(bytes[usize::from(row)]);
            *x = key.keyed[byte];
            counts[group as usize * cells + usize::from(key.cell[byte])] += 1;
        }
    }

    /// Notes which rows answer an item.
    fn mark(&mut self, item: usize, bytes: &[u8]) {
        let given = &mut self.given[item * BLOCK..][..BLOCK];
        for (given, &row) in given.iter_mut().zip(&self.rows) {
            *given = i16::from(bytes[usize::from(row)] != MISSING);
        }
    }

    /// Adds up a scale's items, row by row.
    fn add_up(&mut self, items: &[usize]) {
        let rows = self.rows.len();
        let (answered, sums) = (&mut self.answered[..rows], &mut self.sums[..rows]);
        answered.fill(0);
        sums.fill(0);
        for &item in items {
            let (keyed, given) = (&self.keyed[item * BLOCK..][..rows], &self.given[item * BLOCK..][..rows]);
            for (((sum, count), &x), &here) in sums.iter_mut().zip(answered.iter_mut()).zip(keyed).zip(given) {
                *sum += u32::from(x.unsigned_abs());
                *count += here.unsigned_abs();
            }
        }
    }

    /// For every item, over the rows that answer `beside` too: how many they are and Σ x.
    fn beside(&self, beside: usize, totals: &[(u64, u64)]) -> Vec<(u64, u64)> {
        let given = self.given(beside);
        let lacking: Vec<usize> = (0..self.rows()).filter(|&row| given[row] == 0).collect();
        // Few rows are quicker taken out one by one than all others are multiplied.
        let few = lacking.len() * 8 < self.rows();
        let of_item = |(item, &(persons, sum)): (usize, &(u64, u64))| {
            let (here, keyed) = (self.given(item), self.keyed(item));
            if few {
                lacking.iter().fold((persons, sum), |(persons, sum), &row| {
                    let given = u64::from(here[row].unsigned_abs());
                    (persons - given, sum - u64::from(keyed[row].unsigned_abs()))
                })
            } else {
                (dot(here, given), dot(keyed, given))
            }
        };
        totals.iter().enumerate().map(of_item).collect()
    }
}

impl Counter {
    fn new(shape: &Shape, groups: usize) -> Self {
        Self {
            whole: Part::new(shape.items()),
            partial: Part::new(shape.items()),
            groups,
            whole_counts: vec![0; groups * shape.cells()],
            partial_counts: vec![0; groups * shape.cells()],
            keys: (0..shape.items()).map(|item| Key::of(shape, item)).collect(),
        }
    }

    fn count(&mut self, tally: &mut Tally, responses: &Responses, groups: &[u32], start: usize) {
        self.sort(tally, responses, groups, start);
        self.pairs(tally);
        for place in 0..tally.shape.scales().len() {
            self.scale(tally, place);
        }
    }

    /// Keys a block's answers, counts them by group, and lays them out as columns.
    fn sort(&mut self, tally: &mut Tally, responses: &Responses, groups: &[u32], start: usize) {
        let items = tally.shape.items();
        let mut missing = [0_u16; BLOCK];
        for item in 0..items {
            let column = &responses.column(item)[start..start + groups.len()];
            for (missing, &byte) in missing.iter_mut().zip(column) {
                *missing += u16::from(byte == MISSING);
            }
        }
        for part in [&mut self.whole, &mut self.partial] {
            part.rows.clear();
            part.groups.clear();
        }
        for ((row, &missing), &group) in (0_u16..).zip(&missing).zip(groups) {
            let part = if missing == 0 {
                &mut self.whole
            } else {
                &mut self.partial
            };
            part.rows.push(row);
            part.groups.push(group);
            tally.rows[group as usize] += 1;
            tally.blank[group as usize] += u64::from(usize::from(missing) == items);
        }
        for (item, key) in self.keys.iter().enumerate() {
            let bytes = &responses.column(item)[start..start + groups.len()];
            let (cells, counts) = cells_of(&tally.shape, item, self.groups);
            self.whole
                .key(item, bytes, key, cells, &mut self.whole_counts[counts.clone()]);
            self.partial
                .key(item, bytes, key, cells, &mut self.partial_counts[counts]);
            self.partial.mark(item, bytes);
        }
    }

    fn pairs(&self, tally: &mut Tally) {
        let items = tally.shape.items();
        let (whole, partial) = (&self.whole, &self.partial);
        let persons = whole.rows() as u64;
        let sums: Vec<u64> = (0..items).map(|item| total(whole.keyed(item))).collect();
        let totals: Vec<(u64, u64)> = (0..items)
            .map(|item| (total(partial.given(item)), total(partial.keyed(item))))
            .collect();
        let both: Vec<Vec<(u64, u64)>> = (0..items).map(|beside| partial.beside(beside, &totals)).collect();
        let mut products = vec![0; items * (items + 1) / 2];
        for i in 0..items {
            for j in i..items {
                let product = dot(whole.keyed(i), whole.keyed(j));
                products[packed(i, j, items)] = product;
                tally.pairs.add_pair(i, j, persons, sums[i], sums[j], product);
                let ((persons, of_i), (_, of_j)) = (both[j][i], both[i][j]);
                // A missing answer is 0 and adds nothing.
                let product = dot(partial.keyed(i), partial.keyed(j));
                tally.pairs.add_pair(i, j, persons, of_i, of_j, product);
            }
        }
        for (place, scale) in tally.shape.scales().iter().enumerate() {
            let k = scale.items.len();
            let of_scale: Vec<u64> = scale.items.iter().map(|&item| sums[item]).collect();
            let mut cross = vec![0; k * (k + 1) / 2];
            for (i, &one) in scale.items.iter().enumerate() {
                for (j, &other) in scale.items.iter().enumerate().skip(i) {
                    cross[packed(i, j, k)] = products[packed(one.min(other), one.max(other), items)];
                }
            }
            tally.products[place].add_block(persons, &of_scale, &cross);
        }
    }

    fn scale(&mut self, tally: &mut Tally, place: usize) {
        let scale = tally.shape.scales()[place].clone();
        let (k, top) = (scale.items.len(), scale.points - 1);
        for part in [&mut self.whole, &mut self.partial] {
            part.add_up(&scale.items);
            let rows = part.groups.iter().zip(&part.answered).zip(&part.sums);
            for ((&group, &answered), &sum) in rows {
                tally.scores[place][group as usize].add(usize::from(answered), sum as usize, top, 1);
            }
        }
        let columns: Vec<&[i16]> = scale.items.iter().map(|&item| self.whole.keyed(item)).collect();
        add_powers(
            &mut tally.powers[place],
            &columns,
            &self.whole.sums[..self.whole.rows()],
            top,
        );
        // Of the others, those who answered all of this scale.
        let complete: Vec<usize> = (0..self.partial.rows())
            .filter(|&row| usize::from(self.partial.answered[row]) == k)
            .collect();
        let width = k * scale.points;
        let mut packed_columns = Vec::with_capacity(k);
        for (within, &item) in scale.items.iter().enumerate() {
            let keyed = self.partial.keyed(item);
            let column: Vec<i16> = complete.iter().map(|&row| keyed[row]).collect();
            for (&row, &x) in complete.iter().zip(&column) {
                let group = self.partial.groups[row] as usize;
                tally.complete[place][group * width + within * scale.points + usize::from(x.unsigned_abs())] += 1;
            }
            packed_columns.push(column);
        }
        let sums: Vec<u32> = complete.iter().map(|&row| self.partial.sums[row]).collect();
        let columns: Vec<&[i16]> = packed_columns.iter().map(Vec::as_slice).collect();
        products(&mut tally.products[place], &columns, complete.len());
        add_powers(&mut tally.powers[place], &columns, &sums, top);
    }

    /// Adds what was counted to every table it belongs to.
    fn finish(self, tally: &mut Tally) {
        let all = tally.shape.cells();
        for item in 0..tally.shape.items() {
            let (cells, counts) = cells_of(&tally.shape, item, self.groups);
            let (whole, partial) = (&self.whole_counts[counts.clone()], &self.partial_counts[counts]);
            let of_groups = whole.chunks_exact(cells).zip(partial.chunks_exact(cells));
            for ((whole, partial), answers) in of_groups.zip(tally.answers.chunks_exact_mut(all)) {
                let answers = &mut answers[tally.shape.offset(item)..][..cells];
                for ((count, &whole), &partial) in answers.iter_mut().zip(whole).zip(partial) {
                    *count += whole + partial;
                }
            }
        }
        for (place, scale) in tally.shape.scales().iter().enumerate() {
            for (within, &item) in scale.items.iter().enumerate() {
                let (cells, counts) = cells_of(&tally.shape, item, self.groups);
                let of_groups = tally.complete[place].chunks_exact_mut(scale.items.len() * scale.points);
                for (of_group, whole) in of_groups.zip(self.whole_counts[counts].chunks_exact(cells)) {
                    let codes = &mut of_group[within * scale.points..][..scale.points];
                    for (count, &more) in codes.iter_mut().zip(whole) {
                        *count += more;
                    }
                }
            }
        }
    }
}

/// How many cells an item has in each group, and where they stand: items × groups × cells.
fn cells_of(shape: &Shape, item: usize, groups: usize) -> (usize, Range<usize>) {
    let cells = shape.points(item) + 1;
    let first = shape.offset(item) * groups;
    (cells, first..first + cells * groups)
}

/// What the bytes of an item's answers stand for.
struct Key {
    /// The keyed place; 0 where the answer is missing.
    keyed: [i16; 256],
    /// The cell that counts it among the item's.
    cell: [u16; 256],
}

impl Key {
    fn of(shape: &Shape, item: usize) -> Self {
        let range = shape.range(item);
        let mut key = Self {
            keyed: [0; 256],
            // At most 255 codes, and behind them the missing.
            cell: [u16::try_from(range.points()).unwrap_or(u16::MAX); 256],
        };
        for ((byte, keyed), cell) in (0..MISSING).zip(&mut key.keyed).zip(&mut key.cell).take(range.points()) {
            let place = if shape.reversed(item) {
                range.mirrored(byte)
            } else {
                byte
            };
            *keyed = i16::from(place);
            *cell = u16::from(place);
        }
        key
    }
}

fn products(products: &mut Products, columns: &[&[i16]], persons: usize) {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::tally::Merged;
    use crate::tally::made_up::{POINTS, Row, instrument, responses, row};

    proptest! {
        #[test]
        fn blocks_count_what_counting_by_hand_counts(rows in prop::collection::vec(row(), 0..60)) {
            let tally = Tally::of(&instrument(), &responses(&rows), 0);
            let keyed = |row: &Row, item: usize| {
                let given = row.0[item];
                (given < POINTS).then(|| u64::from(if item == 1 { POINTS - 1 - given } else { given }))
            };
            for i in 0..3 {
                for j in 0..3 {
                    let both: Vec<(u64, u64)> =
                        rows.iter().filter_map(|row| Some((keyed(row, i)?, keyed(row, j)?))).collect();
                    prop_assert_eq!(tally.pairs().persons(i, j), both.len() as u64);
                    prop_assert_eq!(tally.pairs().sum(i, j), both.iter().map(|pair| pair.0).sum::<u64>());
                    prop_assert_eq!(tally.pairs().product(i, j), both.iter().map(|(x, y)| x * y).sum::<u64>());
                }
            }
            for (scale, items) in [vec![2, 0, 1], vec![0, 1]].iter().enumerate() {
                let full: Vec<Vec<u64>> =
                    rows.iter().filter_map(|row| items.iter().map(|&item| keyed(row, item)).collect()).collect();
                let products = tally.products(scale);
                prop_assert_eq!(products.persons(), full.len() as u64);
                for i in 0..items.len() {
                    prop_assert_eq!(products.sum(i), full.iter().map(|x| x[i]).sum::<u64>());
                    for j in 0..items.len() {
                        prop_assert_eq!(products.product(i, j), full.iter().map(|x| x[i] * x[j]).sum::<u64>());
                    }
                }
                let t = |x: &[u64]| i128::from(x.iter().sum::<u64>());
                let q = |x: &[u64]| i128::from(x.iter().map(|v| v * v).sum::<u64>());
                let total = |f: &dyn Fn(&[u64]) -> i128| full.iter().map(|x| f(x)).sum::<i128>();
                let powers = tally.powers(scale);
                prop_assert_eq!(powers.t[3], total(&|x| t(x).pow(4)));
                prop_assert_eq!(powers.q[2], total(&|x| q(x) * t(x).pow(2)));
                prop_assert_eq!(powers.q[3], total(&|x| q(x).pow(2)));
                for i in 0..items.len() {
                    prop_assert_eq!(powers.xt[i][1], total(&|x| i128::from(x[i]) * t(x).pow(2)));
                    prop_assert_eq!(powers.xq[i], total(&|x| i128::from(x[i]) * q(x)));
                }
                let persons: u64 = (0..tally.groups()).map(|group| tally.scores(scale, group).persons(1)).sum();
                let someone = rows.iter().filter(|row| items.iter().any(|&item| row.0[item] < POINTS)).count();
                prop_assert_eq!(persons, someone as u64);
            }
            let blank: u64 = (0..tally.groups()).map(|group| tally.blank(group)).sum();
            prop_assert_eq!(blank, rows.iter().filter(|row| row.0 == [POINTS; 3]).count() as u64);
        }

        #[test]
        fn pooling_groups_keeps_the_totals(rows in prop::collection::vec(row(), 1..60)) {
            let tally = Tally::of(&instrument(), &responses(&rows), 0);
            let hidden: Vec<usize> = (0..tally.groups()).filter(|group| group % 2 == 0).collect();
            let pooled = tally.pooled(&hidden, "together");
            prop_assert_eq!(pooled.groups(), tally.groups() - hidden.len() + 1);
            prop_assert_eq!(pooled.products(0), tally.products(0));
            let last = pooled.groups() - 1;
            prop_assert_eq!(pooled.rows(last), hidden.iter().map(|&group| tally.rows(group)).sum::<u64>());
            let persons = |tally: &Tally| (0..tally.groups()).map(|g| tally.scores(0, g).persons(2)).sum::<u64>();
            prop_assert_eq!(persons(&pooled), persons(&tally));
        }
    }

    #[test]
    fn blocks_and_threads_change_nothing() {
        let rows: Vec<Row> = (0..3 * BLOCK)
            .map(|row| {
                let draw = |salt: usize| u8::try_from((((row + 7) * (salt + 3) * 2_654_435_761) >> 9) % 5).unwrap();
                ([draw(0), draw(1), draw(2)], draw(3))
            })
            .collect();
        let instrument = instrument();
        let whole = Tally::of(&instrument, &responses(&rows), 0);
        let mut parts = Merged::new(Tally::of(&instrument, &responses(&rows[..1000]), 0));
        for part in rows[1000..].chunks(777) {
            parts.add(&Tally::of(&instrument, &responses(part), 0)).unwrap();
        }
        assert_eq!(whole, parts.into_tally());
    }

    #[test]
    fn missing_answers_keep_their_reason() {
        let mut responses = Responses::new(3, &["academy"]);
        responses.push(&[0, MISSING, MISSING], &["A"], 2);
        responses.note(1, MissingReason::DontKnow);
        let tally = Tally::of(&instrument(), &responses, 0);
        assert_eq!(tally.missing(0, 1), BTreeMap::from([(MissingReason::DontKnow, 1)]));
        assert_eq!(tally.missing(0, 2), BTreeMap::from([(MissingReason::Skipped, 1)]));
        assert!(tally.missing(0, 0).is_empty());
    }
}
