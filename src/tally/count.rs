//! Counts rows in parts and adds the parts up.

use crate::model::Instrument;
use crate::tally::group_counter::GroupCounter;
use crate::tally::row_counter::{CountedRows, RowCounter};
use crate::tally::rows::{LANES, RowShape};
use crate::tally::{CountingDepth, MissingNote, Responses, Shape, Tally, Totals};
use crate::threads::each;

/// Rows of one part. One thread counts a part.
const PART: usize = 1 << 13;

/// Parts that are summed up before they are counted by group.
const PARTS: usize = 16;

impl Tally {
    /// Counts all rows by one grouping of the responses.
    #[must_use]
    pub fn of(instrument: &Instrument, responses: &Responses, grouping: usize) -> Self {
        Self::to_depth(instrument, responses, grouping, CountingDepth::Sums)
    }

    /// Counts all rows by one grouping of the responses, to this depth.
    #[must_use]
    pub fn to_depth(instrument: &Instrument, responses: &Responses, grouping: usize, depth: CountingDepth) -> Self {
        let shape = RowShape::new(Shape::of(instrument), depth);
        let groups = &responses.groupings()[grouping];
        let mut counter = GroupCounter::new(&shape, &groups.column);
        counter.make_room(&shape, groups.names().iter().cloned());
        let mut totals = Totals::new(&shape.shape);
        let starts: Vec<usize> = (0..responses.rows()).step_by(PART).collect();
        let mut notes = responses.notes();
        for starts in starts.chunks(PARTS) {
            let parts = each(starts, |&start| summed_up(&shape, responses, start));
            for (mut part, &start) in parts.into_iter().zip(starts) {
                let end = (start + PART).min(responses.rows());
                // Notes are sorted by row.
                let (own, others) = notes.split_at(notes.partition_point(|note| (note.row as usize) < end));
                notes = others;
                let first = u32::try_from(start).unwrap_or(u32::MAX);
                part.notes.extend(own.iter().map(|note| MissingNote {
                    row: note.row - first,
                    ..note.clone()
                }));
                counter.add(&shape, &part, &groups.ids()[start..end]);
                totals.merge(&part.totals);
            }
        }
        let mut tally = counter.finish(&shape);
        tally.totals = totals;
        tally
    }
}

/// Rows of the part that begins at row `start`, without their notes.
fn summed_up(shape: &RowShape, responses: &Responses, start: usize) -> CountedRows {
    /// Rows that are laid out at once.
    const ROWS: usize = 64;
    let rows = (responses.rows() - start).min(PART);
    let mut counter = RowCounter::new(shape, rows);
    let mut laid_out = vec![[0; LANES]; ROWS * shape.width];
    let lanes = shape.width * LANES;
    for from in (start..start + rows).step_by(ROWS) {
        let here = (start + rows - from).min(ROWS);
        for item in 0..shape.shape.items() {
            let column = &responses.column(item)[from..][..here];
            let places = laid_out.as_flattened_mut().iter_mut().skip(item).step_by(lanes);
            for (place, &answer) in places.zip(column) {
                *place = answer;
            }
        }
        for row in laid_out.chunks_exact(shape.width).take(here) {
            counter.push(row);
        }
    }
    counter.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    use crate::model::MissingReason;
    use crate::tally::made_up::{POINTS, PersonRow, instrument, responses, row};
    use crate::tally::row_counter::BLOCK;
    use crate::tally::{MISSING, Merged};

    proptest! {
        #[test]
        fn blocks_count_what_counting_by_hand_counts(rows in prop::collection::vec(row(), 0..60)) {
            let tally = Tally::to_depth(&instrument(), &responses(&rows), 0, CountingDepth::Tables);
            let keyed = |row: &PersonRow, item: usize| {
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
                prop_assert_eq!(tally.tables(scale).is_some(), !full.is_empty());
                for (i, j) in (0..items.len()).flat_map(|i| (0..items.len()).map(move |j| (i, j))).filter(|(i, j)| i != j) {
                    for (a, b) in (0..u64::from(POINTS)).flat_map(|a| (0..u64::from(POINTS)).map(move |b| (a, b))) {
                        let by_hand = full.iter().filter(|x| x[i] == a && x[j] == b).count();
                        let place = |code: u64| usize::try_from(code).unwrap();
                        let counted = tally.tables(scale).map_or(0, |tables| tables.persons(i, j, place(a), place(b)));
                        prop_assert_eq!(usize::try_from(counted).unwrap(), by_hand);
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
                // A score needs 3 of 3 or 2 of 2 items; the codes 1, 3 and 4 are favourable.
                for (place, &item) in items.iter().enumerate() {
                    for code in 0..usize::from(POINTS) {
                        let counted: u64 = (0..tally.groups())
                            .map(|group| u64::from(tally.scored_counts(scale, group, place)[code]))
                            .sum();
                        let by_hand = full.iter().filter(|x| x[place] == code as u64).count();
                        prop_assert_eq!(counted, by_hand as u64, "item {}", item);
                    }
                }
                for answered in 1..=items.len() {
                    let cells = (0..tally.groups()).flat_map(|group| tally.favourable(scale, group).cells());
                    let of = cells.filter(|cell| cell.answered == answered);
                    let counted: usize = of.map(|cell| cell.sum * usize::try_from(cell.persons).unwrap()).sum();
                    let given = |row: &PersonRow| -> Vec<u64> { items.iter().filter_map(|&item| keyed(row, item)).collect() };
                    let with = rows.iter().map(given).filter(|given| given.len() == answered);
                    let by_hand: usize = with.map(|given| given.iter().filter(|&&x| [0, 2, 3].contains(&x)).count()).sum();
                    prop_assert_eq!(counted, by_hand);
                }
                let someone = rows.iter().filter(|row| items.iter().any(|&item| row.0[item] < POINTS)).count();
                prop_assert_eq!(persons, someone as u64);
            }
            let blank: u64 = (0..tally.groups()).map(|group| tally.blank(group)).sum();
            prop_assert_eq!(blank, rows.iter().filter(|row| row.0 == [POINTS; 3]).count() as u64);
        }

        #[test]
        fn pooling_groups_keeps_the_totals(rows in prop::collection::vec(row(), 1..60)) {
            let tally = Tally::to_depth(&instrument(), &responses(&rows), 0, CountingDepth::Tables);
            let hidden: Vec<usize> = (0..tally.groups()).filter(|group| group % 2 == 0).collect();
            let pooled = tally.pooled(&hidden, "together");
            prop_assert_eq!(pooled.groups(), tally.groups() - hidden.len() + 1);
            prop_assert_eq!(pooled.products(0), tally.products(0));
            prop_assert_eq!(pooled.tables(0), tally.tables(0));
            let last = pooled.groups() - 1;
            prop_assert_eq!(pooled.rows(last), hidden.iter().map(|&group| tally.rows(group)).sum::<u64>());
            let persons = |tally: &Tally| (0..tally.groups()).map(|g| tally.scores(0, g).persons(2)).sum::<u64>();
            prop_assert_eq!(persons(&pooled), persons(&tally));
        }
    }

    #[test]
    fn blocks_and_threads_change_nothing() {
        let rows: Vec<PersonRow> = (0..3 * BLOCK)
            .map(|row| {
                let draw = |salt: usize| u8::try_from((((row + 7) * (salt + 3) * 2_654_435_761) >> 9) % 5).unwrap();
                ([draw(0), draw(1), draw(2)], draw(3))
            })
            .collect();
        let instrument = instrument();
        let of = |rows: &[PersonRow]| Tally::to_depth(&instrument, &responses(rows), 0, CountingDepth::Tables);
        let whole = of(&rows);
        let mut parts = Merged::new(of(&rows[..1000]));
        for part in rows[1000..].chunks(777) {
            parts.add(&of(part)).unwrap();
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
